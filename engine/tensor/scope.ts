/**
 * Who owns a tensor. Tensors are reference counted, because no finalizer runs inside a synchronous loop.
 *
 * A tensor that an engine function returns belongs to the innermost open scope and lives until that scope closes;
 * `retain()` it to keep it longer, and `release()` once for each `retain()`. Autograd nodes, gradients and views
 * retain what they need by themselves. (The idea is Objective-C's autorelease pool.)
 */

/** What a scope holds. */
export interface Counted {
	retain(): unknown;
	release(): void;
}

const pool: Counted[] = [];

/** Hands one reference to the innermost open scope. */
export function own<T extends Counted>(item: T): T {
	pool.push(item);
	return item;
}

/** Opens a scope; pass the mark to `closeScope`. */
export function openScope(): number {
	return pool.length;
}

export function closeScope(mark: number): void {
	while (pool.length > mark) {
		pool.pop()!.release();
	}
}

/** An open scope for `using`: closed at the end of the block. */
export class Scope implements Disposable {
	readonly #mark = openScope();

	[Symbol.dispose](): void {
		closeScope(this.#mark);
	}
}

/** Runs `body`; what it returns (a tensor or a list of tensors) passes to the scope around, all else is released. */
export function scope<T>(body: () => T): T {
	const mark = openScope();
	let result: T;
	try {
		result = body();
		retainAll(result);
	} catch (error) {
		closeScope(mark);
		throw error;
	}
	closeScope(mark);
	ownAll(result);
	return result;
}

function isCounted(value: unknown): value is Counted {
	return typeof value === 'object' && value !== null && 'retain' in value && 'release' in value;
}

function retainAll(value: unknown): void {
	if (Array.isArray(value)) {
		value.forEach(retainAll);
	} else if (isCounted(value)) {
		value.retain();
	}
}

function ownAll(value: unknown): void {
	if (Array.isArray(value)) {
		value.forEach(ownAll);
	} else if (isCounted(value)) {
		own(value);
	}
}
