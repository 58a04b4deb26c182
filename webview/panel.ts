/** The script of the editor's panel: the shell, with VS Code as its host. */
import type { FromPanel, ToPanel } from './messages.ts';
import { createShell } from './shell/shell.ts';
import type { StoredState } from './shell/state.ts';

interface VsCodeApi { postMessage(message: FromPanel): void; getState(): unknown; setState(state: StoredState): void }
declare function acquireVsCodeApi(): VsCodeApi;

// The API can be had once, and stays in this scope.
const api = acquireVsCodeApi();
const shell = createShell(document, document.getElementById('root') ?? document.body, {
	post: message => api.postMessage(message),
	getState: () => api.getState(),
	setState: state => api.setState(state),
	canReveal: true,
	canCompare: true,
});
window.addEventListener('message', (event: MessageEvent<ToPanel>) => shell.receive(event.data));
api.postMessage({ type: 'ready' });
