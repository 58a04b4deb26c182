/**
 * Replay in a page that has no process to ask: a worker that gets the kernels, a trace and a request in one message, and posts
 * derived frames as they come. The page of a report starts it anew for each request (webview/report/replays.ts): to end it is to
 * cancel.
 */
import { loadKernels } from '../kernels/load.ts';
import type { FromReplayWorker, ReplayTask } from '../slice/replay-for.ts';
import { TraceReader } from '../trace/reader.ts';
import { derive } from './derive.ts';

interface WorkerScope {
	postMessage(message: FromReplayWorker): void;
	addEventListener(type: 'message', listener: (event: { readonly data: ReplayTask }) => void): void;
}

export function beWorker(): void {
	const scope = globalThis as unknown as WorkerScope;
	scope.addEventListener('message', ({ data: { kernels, trace, request } }) => {
		try {
			loadKernels(kernels);
			const reader = new TraceReader();
			for (const bytes of trace) reader.push(bytes);
			for (const frame of derive(reader, request)) scope.postMessage(frame);
			scope.postMessage('done');
		} catch (error) {
			scope.postMessage('failed');
			// For who looks: the browser writes it to its console.
			throw error;
		}
	});
}
