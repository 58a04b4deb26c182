/** Lays a graph out: a small one at once, a large one in a worker, so that nothing waits for it. */
import layoutScript from 'worker:./layout.worker.ts';
import { type GraphLayout, layoutGraph } from './layout.ts';

/** Of so many nodes the layout takes less time than a worker's start. */
const SMALL = 300;

export interface LayoutRequest { readonly count: number; readonly edges: Uint32Array }

/** Workers that are at it; a page draws one graph at a time. */
const running = new WeakMap<Document, () => void>();

/** `take` is called at once, or when the worker is done; it isn't once `isWanted` says no, or another is asked for. */
export function layoutLater(document: Document, request: LayoutRequest, isWanted: () => boolean, take: (layout: GraphLayout) => void): void {
	const window = document.defaultView;
	running.get(document)?.();
	if (request.count <= SMALL || window === null) return take(layoutGraph(request.count, request.edges));
	const url = window.URL.createObjectURL(new window.Blob([layoutScript], { type: 'text/javascript' }));
	const worker = new window.Worker(url);
	const end = () => {
		worker.terminate();
		window.URL.revokeObjectURL(url);
		running.delete(document);
	};
	running.set(document, end);
	worker.addEventListener('message', (event: MessageEvent<GraphLayout>) => {
		end();
		if (isWanted()) take(event.data);
	});
	// Where the page allows no worker, it is done here.
	worker.addEventListener('error', event => {
		event.preventDefault();
		end();
		if (isWanted()) take(layoutGraph(request.count, request.edges));
	});
	worker.postMessage(request);
}
