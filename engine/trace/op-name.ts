/** What the name of an op tells of it. */

/** `add_` writes to its first argument; `__add__` is Python's. */
export function isInPlaceName(name: string): boolean {
	return name.endsWith('_') && !name.endsWith('__');
}
