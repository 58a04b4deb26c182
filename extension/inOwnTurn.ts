/**
 * Loads what takes long to load in a turn of the event loop that nothing else shares: the parsers take 15 ms each on a quiet
 * machine. Each is loaded once, when it is first asked for.
 */
import { Turn } from '../engine/trace/turn.ts';

export const loadSnippets = once(() => import('./snippets.ts'));
export const loadExpressions = once(() => import('./expressionAt.ts'));

function once<T>(load: () => Promise<T>): () => Promise<T> {
	let loaded: Promise<T> | undefined;
	return () => loaded ??= inOwnTurn(load);
}

async function inOwnTurn<T>(work: () => Promise<T>): Promise<T> {
	const turn = new Turn();
	await turn.next();
	const result = await work();
	await turn.next();
	return result;
}
