/**
 * The parsers of notes, of Python and of TypeScript, loaded once, when they are first asked for: that takes 15 ms each on a quiet machine, so each
 * has a turn of the event loop that nothing else shares.
 */
import { Turn } from '../../engine/trace/turn.ts';

export const loadSnippets = once(() => import('./snippets.ts'));
export const loadPython = once(() => import('./parsePython.ts'));
export const loadScript = once(() => import('./scriptSyntax.ts'));

function once<T>(load: () => Promise<T>): () => Promise<T> {
	let loaded: Promise<T> | undefined;
	return () => loaded ??= inOwnTurn(load);
}

async function inOwnTurn<T>(load: () => Promise<T>): Promise<T> {
	const turn = new Turn();
	await turn.next();
	const result = await load();
	await turn.next();
	return result;
}
