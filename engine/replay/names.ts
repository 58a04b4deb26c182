/** Which public names PyTorch has, of the list that the Python package reads too (engine/python/torch/_names.py): who has none of them is mistyped. */

let names: ReadonlyMap<string, ReadonlySet<string>> = new Map();

/** @param text of _names.txt: a namespace to a line, with `!` or `=` before it where the names are no functions. */
export function loadNames(text: string): void {
	const read = new Map<string, Set<string>>();
	for (const line of text.trimEnd().split('\n')) {
		const [owner, members] = line.split('\t');
		const space = owner!.replace(/^[!=]/, '');
		read.set(space, new Set([...read.get(space) ?? [], ...members!.split(' ')]));
	}
	names = read;
}

/** What begins with an underscore is not listed: nobody knows. */
export function isPyTorchName(space: string, name: string): boolean {
	return name.startsWith('_') || names.get(space)?.has(name) === true;
}
