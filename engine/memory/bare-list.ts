/**
 * A list without a prototype, for what is written over and over. The runtime's sandbox freezes Array.prototype, and V8 has no quick way to
 * store into a list that inherits from what is frozen: each store takes as long as a call.
 */

/** It has elements and a length, and no methods. */
export function bareList<T>(length: number, item: T): T[] {
	const list: T[] = [];
	// One by one: V8 stores slowly into one that had holes, too.
	while (list.length < length) list.push(item);
	return Object.setPrototypeOf(list, null) as T[];
}
