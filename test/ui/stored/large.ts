/** A tensor of which the trace has blocks alone: a wave, with two NaN at the right end of its first rows. */
import type { TensorSlice } from '../../../engine/slice/slice.ts';
import { blockLayout, decodeSummary, summarize, type Summary } from '../../../engine/trace/summary.ts';

export function large(): TensorSlice {
	const [rows, columns] = [1000, 500];
	const values = Float32Array.from({ length: rows * columns }, (_, i) => Math.sin((i % columns) / 60 + Math.floor(i / columns) / 90) * Math.cos(Math.floor(i / columns) / 300));
	values[498] = values[columns + 499] = NaN;
	return {
		kind: 'tensor', title: 'big', ref: 1, type: 'Tensor', dtype: 'float32', shape: [rows, columns], strides: [columns, 1], requiresGrad: false, gradFn: '',
		elements: undefined, summary: summaryOf(values, rows, columns), note: 'over the budget', origin: undefined, before: undefined,
	};
}

export function summaryOf(values: Float32Array, rows: number, columns: number): Summary | undefined {
	const layout = blockLayout(rows, columns);
	return decodeSummary(layout, new Uint8Array(summarize('float32', new Uint8Array(values.buffer), layout).buffer));
}
