/**
 * What keeps the thread for long all at once, in a turn of the event loop that nothing else shares: the parsers take 15 ms each to
 * load on a quiet machine, and are loaded once, when they are first asked for.
 */
import { Turn } from '../engine/trace/turn.ts';

export const loadSnippets = once(() => import('./snippets.ts'));
export const loadExpressions = once(() => import('./expressionAt.ts'));

function once<T>(load: () => Promise<T>): () => Promise<T> {
	let loaded: Promise<T> | undefined;
	return () => loaded ??= inOwnTurn(load);
}

export async function inOwnTurn<T>(work: () => T | Promise<T>): Promise<T> {
	const turn = new Turn();
	await turn.next();
	const result = await work();
	await turn.next();
	return result;
}
