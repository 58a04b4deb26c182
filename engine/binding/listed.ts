/**
 * PyTorch's own list of signatures for a name, beside what the op table has: which of ours each one is, and how ours
 * has to read to be it. For the generator (generate.ts); the data is signatures.ts.
 */
import { SIGNATURES } from './signatures.ts';

/** Where a name lives: torch.NAME, Tensor.NAME, torch.nn.functional.NAME, and of `linalg_NAME` torch.linalg.NAME, of `special_NAME` torch.special.NAME. */
export type Namespace = 'FUNCTIONS' | 'METHODS' | 'NN' | 'LINALG' | 'SPECIAL';

const LISTED: ReadonlyMap<string, readonly string[]> = new Map(SIGNATURES.split('\n').filter(text => text !== '').map(text => {
	const [name, ...rest] = text.split('\t');
	return [name!, rest];
}));

/** What PyTorch lists for a name, in the parser's syntax. */
export function listedSignatures(namespace: Namespace, name: string): { listed: string[]; hasHidden: boolean } {
	const texts = LISTED.get(keyOf(namespace, name)) ?? [];
	return { listed: texts.filter(text => text !== '').map(parserText), hasHidden: texts[0] === '' };
}

/** Whether PyTorch has a function of a name that is a method in place too. */
export function isListed(namespace: Namespace, name: string): boolean {
	return LISTED.has(keyOf(namespace, name));
}

function keyOf(namespace: Namespace, name: string): string {
	return namespace === 'METHODS' ? `Tensor.${name}` : namespace === 'NN' ? `nn.${name}` : name;
}

const PARSER_TYPES: readonly (readonly [string, string])[] = [
	['tuple of Tensors', 'Tensor[]'], ['tuple of ints', 'int[]'], ['tuple of floats', 'float[]'], ['tuple of bools', 'bool[]'], ['tuple of Scalars', 'Scalar[]'],
	['tuple of names', 'str[]'], ['Number', 'Scalar'], ['torch.dtype', 'ScalarType'], ['torch.Generator', 'Generator'], ['torch.device', 'Device'], ['torch.layout', 'Layout'],
	['torch.memory_format', 'MemoryFormat'], ['torch.Stream', 'str'], ['torch.qscheme', 'str'], ['complex', 'Scalar'], ['object', 'str'], ['name', 'str'], ['torch.Storage', 'Storage'],
];

/** `(Tensor input, *, Number alpha = 1, Tensor out = None)` as the parser writes it. */
function parserText(listed: string): string {
	return listed.slice(1, -1).split(/, (?=[A-Za-z*])/).map(piece => {
		const text = piece.replace(' = ', '=');
		const [type, plain] = PARSER_TYPES.find(([shown]) => text.startsWith(`${shown} `)) ?? ['', ''];
		const renamed = type === '' ? text : plain + text.slice(type.length);
		return / out=/.test(renamed) ? `!out:${renamed}` : renamed;
	}).join(', ');
}

/** Types and names of the parameters, without defaults, `out` and what is an option: what makes two signatures the same. */
export function parametersOf(text: string): string[] {
	return text.split(', ').filter(piece => piece !== '' && piece !== '*' && !piece.startsWith('!out:') && !/ (layout|device|pin_memory|requires_grad|memory_format)(=|$)/.test(piece)).map(typeAndName);
}

function typeAndName(piece: string): string {
	return piece.replace(/=.*/, '').replace(/^!(out:)?/, '').replace(/\[\d+\]/, '[]').replace(/\? /, ' ');
}

export function sameList(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.every((item, i) => item === b[i]);
}

/** Whether the signature takes these parameters in this order, and all of its others may be left out. */
export function isPartOf(wanted: readonly string[], text: string): boolean {
	const pieces = text.split(', ').filter(piece => piece !== '*' && !piece.startsWith('!'));
	const taken = pieces.filter(piece => wanted.includes(typeAndName(piece)));
	return sameList(taken.map(typeAndName), wanted) && pieces.every(piece => taken.includes(piece) || piece.includes('='));
}

/** Our signature with what PyTorch's lacks left out (`~`: passed as absent) and required where PyTorch's is. */
export function asListed(ours: string, listed: string): string {
	const pieces = listed.split(', ');
	const names = new Map(pieces.map(piece => [typeAndName(piece), piece]));
	const adapted = ours.split(', ').flatMap(piece => {
		if (piece === '*' || (piece.startsWith('!') && !piece.startsWith('!out:'))) return [piece];
		const theirs = names.get(typeAndName(piece));
		if (theirs === undefined) return piece.startsWith('!out:') ? [] : [`~${piece}`];
		return [piece.replace(/=.*/, '') + (/=.*/.exec(theirs)?.[0] ?? '')];
	});
	const out = pieces.find(piece => piece.startsWith('!out:'));
	if (out !== undefined && !ours.includes('!out:')) {
		// Every operator can write to `out`: where it does not do so itself, the result is copied.
		const at = adapted.findIndex(piece => / (dtype|layout)=/.test(piece) && ours.includes('!Layout'));
		if (!adapted.includes('*')) adapted.push('*');
		adapted.splice(at === -1 ? adapted.length : at, 0, out);
	}
	return adapted.join(', ').replace(/(^|, )\*$/, '');
}
