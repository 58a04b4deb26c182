/** What a loop goes over, so that somebody hears each time that the next is asked for, but the first: then the loop's line begins anew. */

/** An iterator of the program's. */
export interface AnyIterator {
	next(): unknown;
	return?(): unknown;
}

export function visited(inner: AnyIterator, again: () => void): Iterable<unknown> {
	let isFirst = true;
	const iterator: Iterator<unknown> = {
		next() {
			if (isFirst) isFirst = false;
			else again();
			return inner.next() as IteratorResult<unknown>;
		},
		return: () => (inner.return?.() ?? {}) as IteratorResult<unknown>,
	};
	return { [Symbol.iterator]: () => iterator };
}

/** @param isAsync it gives promises; else what it gives is waited for */
export function visitedAsync(inner: AnyIterator, isAsync: boolean, again: () => void): AsyncIterable<unknown> {
	let isFirst = true;
	const iterator: AsyncIterator<unknown> = {
		async next() {
			if (isFirst) isFirst = false;
			else again();
			const result = await inner.next() as IteratorResult<unknown>;
			return isAsync || result.done === true ? result : { done: false, value: await result.value };
		},
		return: async () => (await inner.return?.() ?? {}) as IteratorResult<unknown>,
	};
	return { [Symbol.asyncIterator]: () => iterator };
}
