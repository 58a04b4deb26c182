/** The worker in which large graphs are laid out; the build puts its text into the page's script. */
import { layoutGraph } from './layout.ts';
import type { LayoutRequest } from './layouts.ts';

interface WorkerScope { postMessage(message: unknown): void; addEventListener(type: 'message', listener: (event: MessageEvent<LayoutRequest>) => void): void }

const scope = globalThis as unknown as WorkerScope;
scope.addEventListener('message', ({ data }) => scope.postMessage(layoutGraph(data.count, data.edges)));
