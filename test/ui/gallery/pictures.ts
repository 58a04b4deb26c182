/** What the gallery shows: a stored slice, the room it gets, and what is pointed at; and the timeline of a run. */
import type { ViewState } from '../../../webview/view.ts';

export interface Picture {
	readonly name: string;
	/** The file in test/ui/stored. */
	readonly slice: string;
	readonly width: number;
	readonly state?: ViewState;
	/** A selector of what the pointer is over. */
	readonly over?: string;
}

export const PICTURES: readonly Picture[] = [
	{ name: 'gather', slice: 'gather', width: 640 },
	{ name: 'gather-output-pointed', slice: 'gather', width: 640, over: '[data-grid=output] [data-cell="0,0"]' },
	{ name: 'gather-narrow', slice: 'gather', width: 276, over: '[data-grid=source] [data-cell="1,1"]' },
	{ name: 'gather-dim1', slice: 'gather-dim1', width: 860 },
	{ name: 'gather-dim1-repeated', slice: 'gather-dim1', width: 860, over: '[data-grid=source] [data-cell="1,0"]' },
	{ name: 'gather-1d', slice: 'gather-1d', width: 980, over: '[data-grid=source] [data-cell="0,3"]' },
	{ name: 'gather-3d', slice: 'gather-3d', width: 760, state: { held: [1, 0, 0] } },
	{ name: 'embedding', slice: 'embedding', width: 860 },
	{ name: 'embedding-pointed', slice: 'embedding', width: 860, over: '[data-grid=index] [data-cell="0,0"]' },
	{ name: 'index-select', slice: 'index-select', width: 860, over: '[data-grid=source] [data-cell="2,3"]' },
	{ name: 'getitem-several', slice: 'getitem-several', width: 860, over: '[data-grid=source] [data-cell="0,2"]' },
	{ name: 'getitem-several-narrow', slice: 'getitem-several', width: 276, over: '[data-grid=index] [data-cell="1,1"]' },
	{ name: 'scatter-reduce', slice: 'scatter-reduce', width: 860, over: '[data-grid=output] [data-cell="2,1"]' },
	{ name: 'embedding-backward', slice: 'embedding-backward', width: 860, state: { backward: true }, over: '[data-grid=source] [data-cell="4,1"]' },
	{ name: 'embedding-backward-narrow', slice: 'embedding-backward', width: 276, state: { backward: true } },
	{ name: 'scatter-add-backward', slice: 'scatter-add-backward', width: 860, state: { backward: true }, over: '[data-grid=output] [data-cell="2,1"]' },
	{ name: 'getitem', slice: 'getitem', width: 860, over: '[data-grid=output] [data-cell="1,0"]' },
	{ name: 'masked', slice: 'masked', width: 860 },
	{ name: 'masked-pointed', slice: 'masked', width: 860, over: '[data-grid=output] [data-cell="0,2"]' },
	{ name: 'masked-narrow', slice: 'masked', width: 276, over: '[data-grid=source] [data-cell="1,1"]' },
	{ name: 'masked-rows', slice: 'masked-rows', width: 860, over: '[data-grid=index] [data-cell="0,3"]' },
	{ name: 'getitem-columns', slice: 'getitem-columns', width: 860, over: '[data-grid=output] [data-cell="1,0"]' },
	{ name: 'scatter', slice: 'scatter', width: 760 },
	{ name: 'scatter-add', slice: 'scatter-add', width: 860, over: '[data-grid=output] [data-cell="2,1"]' },
	{ name: 'scatter-add-narrow', slice: 'scatter-add', width: 276 },
	{ name: 'topk', slice: 'topk', width: 860, over: '[data-grid=output] [data-cell="0,0"]' },
	{ name: 'product-mm', slice: 'product-mm', width: 640, over: '[data-grid=output] [data-cell="1,2"]' },
	{ name: 'product-mm-operand', slice: 'product-mm', width: 640, over: '[data-grid=source] [data-cell="1,0"]' },
	{ name: 'product-mm-narrow', slice: 'product-mm', width: 276 },
	{ name: 'product-mv', slice: 'product-mv', width: 640, over: '[data-grid=output] [data-cell="1,0"]' },
	{ name: 'product-dot', slice: 'product-dot', width: 640 },
	{ name: 'product-mul', slice: 'product-mul', width: 760, over: '[data-grid=output] [data-cell="1,2"]' },
	{ name: 'product-add', slice: 'product-add', width: 760, over: '[data-grid=source] [data-cell="1,0"]' },
	{ name: 'product-linear', slice: 'product-linear', width: 760, over: '[data-grid=output] [data-cell="3,1"]' },
	{ name: 'product-bmm', slice: 'product-bmm', width: 640, state: { held: [1] } },
	{ name: 'product-outer', slice: 'product-outer', width: 640 },
	{ name: 'storage-views', slice: 'storage-views', width: 760 },
	{ name: 'storage-pointed', slice: 'storage-views', width: 760, over: '[data-grid=source] [data-cell="1,2"]' },
	{ name: 'storage-narrow', slice: 'storage-views', width: 276 },
	{ name: 'storage-unfold', slice: 'storage-unfold', width: 640, over: '[data-grid=output] [data-cell="1,1"]' },
	{ name: 'storage-part', slice: 'storage-part', width: 640 },
	{ name: 'sgd', slice: 'optimizer', width: 980, state: { step: 3 } },
	{ name: 'sgd-last', slice: 'optimizer', width: 980, state: { step: 19 } },
	{ name: 'sgd-narrow', slice: 'optimizer', width: 276, state: { step: 5 } },
	{ name: 'sgd-net', slice: 'optimizer-net', width: 980, state: { step: 5 } },
	{ name: 'sgd-net-narrow', slice: 'optimizer-net', width: 276, state: { step: 5 } },
	{ name: 'sgd-principal', slice: 'optimizer-principal', width: 980, state: { step: 4 } },
	{ name: 'sgd-principal-narrow', slice: 'optimizer-principal', width: 276, state: { step: 4 } },
	{ name: 'sgd-what-if', slice: 'optimizer-what-if', width: 980, state: { step: 6 } },
	{ name: 'sgd-what-if-narrow', slice: 'optimizer-what-if', width: 276, state: { step: 6 } },
	{ name: 'ema', slice: 'average', width: 640, state: { update: 7 } },
	{ name: 'ema-bias', slice: 'average', width: 640, state: { curve: 1, update: 12 } },
	{ name: 'ema-what-if', slice: 'average', width: 640, state: { update: 12, schedule: 'constant', decay: 0.97, tau: 5 } },
	{ name: 'ema-narrow', slice: 'average', width: 276 },
	{ name: 'graph-net', slice: 'graph-net', width: 760 },
	{ name: 'graph-net-pointed', slice: 'graph-net', width: 760, over: '[data-node="3"]' },
	{ name: 'graph-net-lines', slice: 'graph-net', width: 640, state: { folding: 'lines' } },
	{ name: 'graph-net-modules', slice: 'graph-net', width: 640, state: { folding: 'modules' } },
	{ name: 'graph-net-unfolded', slice: 'graph-net', width: 640, state: { folding: 'modules', unfolded: [0] } },
	{ name: 'graph-net-narrow', slice: 'graph-net', width: 276 },
	{ name: 'graph-leaves', slice: 'graph-leaves', width: 760 },
	{ name: 'graph-nan', slice: 'graph-nan', width: 560 },
	{ name: 'graph-nan-narrow', slice: 'graph-nan', width: 276, over: '[data-node="2"]' },
	{ name: 'graph-vanishing', slice: 'graph-vanishing', width: 760 },
	{ name: 'graph-vanishing-modules', slice: 'graph-vanishing', width: 760, state: { folding: 'modules' } },
	{ name: 'graph-exploding', slice: 'graph-exploding', width: 760, state: { camera: [0.12, 200, 10] } },
	{ name: 'graph-exploding-end', slice: 'graph-exploding', width: 640, state: { camera: [0.9, 100, -2500] } },
	{ name: 'graph-residual', slice: 'graph-residual', width: 760 },
	{ name: 'graph-residual-modules', slice: 'graph-residual', width: 640, state: { folding: 'modules' } },
	{ name: 'graph-residual-narrow', slice: 'graph-residual', width: 276, state: { camera: [0.6, 20, 10] } },
	{ name: 'arange', slice: 'arange', width: 420 },
	{ name: 'weight', slice: 'weight', width: 560 },
	{ name: 'weight-narrow', slice: 'weight', width: 276 },
	{ name: 'nonfinite', slice: 'nonfinite', width: 720 },
	{ name: 'vector', slice: 'vector', width: 560 },
	{ name: 'mask', slice: 'mask', width: 560 },
	{ name: 'scalar', slice: 'scalar', width: 420 },
	{ name: 'big-int', slice: 'big-int', width: 560 },
	{ name: 'images', slice: 'images', width: 640 },
	{ name: 'images-narrow', slice: 'images', width: 276 },
	{ name: 'images-held', slice: 'images', width: 760, state: { places: [3, 3, 0, 1], held: [1, 2, 0, 0] } },
	{ name: 'images-channels-last', slice: 'images', width: 640, state: { places: [2, 1, 0, 3], held: [0, 0, 0, 5] } },
	{ name: 'images-one-axis', slice: 'images', width: 640, state: { places: [3, 2, 2, 1], held: [1, 0, 0, 0] } },
	{ name: 'weight-transposed', slice: 'weight', width: 560, state: { places: [1, 0], held: [0, 0] } },
	{ name: 'weight-lines', slice: 'weight', width: 560, state: { lines: true }, over: '.heatmap [data-cell="1,2"]' },
	{ name: 'weight-filter', slice: 'weight', width: 560, state: { filter: [0, 0.4] } },
	{ name: 'weight-clipped', slice: 'weight', width: 560, state: { domain: [-0.2, 0.2] } },
	{ name: 'vector-narrow', slice: 'vector', width: 276 },
	{ name: 'half', slice: 'half', width: 640 },
	{ name: 'waves', slice: 'waves', width: 640 },
	{ name: 'empty', slice: 'empty', width: 420 },
];

/** The timeline of test/ui/stored/training.ts. */
export interface TimelinePicture {
	readonly name: string;
	readonly width: number;
	/** The part that is shown; undefined: all of the run. */
	readonly span?: readonly [from: number, to: number];
	/** The moment that is looked at; undefined: the end. */
	readonly tick?: number;
}

export const TIMELINES: readonly TimelinePicture[] = [
	{ name: 'timeline', width: 760 },
	{ name: 'timeline-zoomed', width: 760, span: [4000, 9000], tick: 6000 },
	{ name: 'timeline-zoomed-few-steps', width: 760, span: [5200, 5440], tick: 5321 },
	{ name: 'timeline-zoomed-elsewhere', width: 760, span: [1000, 3000], tick: 9000 },
	{ name: 'timeline-zoomed-end', width: 760, span: [14500, 16010] },
	{ name: 'timeline-zoomed-narrow', width: 276, span: [4000, 9000], tick: 6000 },
];
