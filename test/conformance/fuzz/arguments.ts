/**
 * Arguments for the parameters of a schema: such as users give, by the parameter's type and name, and hostile ones.
 * A text is what Python reads; `$` in it stands for a tensor of the call.
 */
import fc from 'fast-check';
import { DTYPES, type DTypeName } from '../../../engine/trace/dtype.ts';
import type { Parameter } from '../../../engine/ops/schema.ts';
import { makable, type Words } from './call.ts';

/** An argument; undefined is left out. */
export interface Given { readonly text: string; readonly tensors: readonly Words[] }

/** What most tensors of a call are like. */
export interface Base { readonly shape: readonly number[]; readonly dtype: DTypeName }

export const DTYPE_NAMES = Object.keys(DTYPES) as DTypeName[];
export const KINDS = ['normal', 'special', 'positive', 'unit', 'large', 'whole', 'ties', 'distinct', 'index3', 'index5'];
export const LAYOUTS = ['plain', 'transposed', 'strided', 'expanded', 'offset'];

const literal = (...texts: readonly string[]): fc.Arbitrary<Given> => fc.constantFrom(...texts).map(text => ({ text, tensors: [] }));

const dimension = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 4 }) }, { weight: 1, arbitrary: fc.constantFrom(0, 9) });

export const shapes: fc.Arbitrary<readonly number[]> = fc.oneof(
	{ weight: 12, arbitrary: fc.array(dimension, { minLength: 0, maxLength: 4 }) },
	{ weight: 3, arbitrary: fc.tuple(dimension, dimension).map(([batch, n]) => batch > 2 ? [n, n] : [batch, n, n]) },
	{ weight: 1, arbitrary: fc.constantFrom([2, 1, 3, 2, 2], [0], [2, 0, 3], [1, 1, 1], [40], [3, 1, 8, 8], [0, 0]) },
);

export const bases: fc.Arbitrary<Base> = fc.record({
	shape: shapes,
	dtype: fc.oneof({ weight: 3, arbitrary: fc.constant<DTypeName>('float32') }, { weight: 3, arbitrary: fc.constantFrom(...DTYPE_NAMES) }),
});

/** A shape that goes with the base's, or any. */
function shapeBeside({ shape }: Base): fc.Arbitrary<readonly number[]> {
	const near: (readonly number[])[] = [shape, shape.map((size, i) => i % 2 === 0 ? 1 : size), shape.slice(1), shape.slice(-1), [...shape.slice(0, -2), ...shape.slice(-2).reverse()], []];
	return fc.oneof({ weight: 8, arbitrary: fc.constant(shape) }, { weight: 5, arbitrary: fc.constantFrom(...near) }, { weight: 1, arbitrary: shapes });
}

const INDEX_NAMES = /^(index|indices|target|targets|pivots|LU_pivots|offsets|sorter|repeats|the_template|input_lengths|target_lengths)$/;
const MASK_NAMES = /^(mask|condition|attn_mask)$/;

export function wordsFor(name: string, base: Base): fc.Arbitrary<Words> {
	const natural: DTypeName = INDEX_NAMES.test(name) ? 'int64' : MASK_NAMES.test(name) ? 'bool' : base.dtype;
	const kind = natural === 'int64' && INDEX_NAMES.test(name) ? fc.constantFrom('index2', 'index3', 'index1', 'normal') : fc.oneof({ weight: 3, arbitrary: fc.constant('normal') }, { weight: 2, arbitrary: fc.constantFrom(...KINDS) });
	return fc.tuple(
		fc.oneof({ weight: 6, arbitrary: fc.constant(natural) }, { weight: 1, arbitrary: fc.constantFrom(...DTYPE_NAMES) }),
		shapeBeside(base), kind,
		fc.oneof({ weight: 3, arbitrary: fc.constant('plain') }, { weight: 2, arbitrary: fc.constantFrom(...LAYOUTS) }),
	).map(makable);
}

const tensorFor = (name: string, base: Base): fc.Arbitrary<Given> => wordsFor(name, base).map(words => ({ text: '$', tensors: [words] }));

const DIM_NAMES = /^(dim|dims|dim0|dim1|dim2|axis0|axis1|dimension|source|destination|row|col)$/;
const SIZE_NAMES = /^(size|sizes|shape|output_size|normalized_shape|repeats|split_sizes)$/;

function intFor(name: string, { shape }: Base): fc.Arbitrary<string> {
	if (DIM_NAMES.test(name)) return fc.integer({ min: -shape.length - 1, max: shape.length }).map(String);
	return fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 4 }).map(String) }, { weight: 1, arbitrary: fc.constantFrom('-1', '-2', '7', '20') });
}

const list = (items: readonly string[], isTuple: boolean): string => isTuple ? `(${items.join(', ')}${items.length === 1 ? ',' : ''})` : `[${items.join(', ')}]`;

function intsFor({ name, listSize }: Parameter, base: Base): fc.Arbitrary<Given> {
	const lists = listSize > 0 ? fc.oneof({ weight: 4, arbitrary: fc.array(intFor(name, base), { minLength: listSize, maxLength: listSize }) }, { weight: 1, arbitrary: fc.array(intFor(name, base), { maxLength: 4 }) }) : fc.array(intFor(name, base), { maxLength: 4 });
	const written = fc.tuple(lists, fc.boolean()).map(([items, isTuple]) => list(items, isTuple));
	const one = intFor(name, base);
	const own = SIZE_NAMES.test(name) ? [{ weight: 3, arbitrary: fc.constantFrom(list(base.shape.map(String), true), list([...base.shape].reverse().map(String), false), '(-1,)', `(${base.shape.reduce((a, b) => a * b, 1)},)`) }] : [];
	return fc.oneof({ weight: 3, arbitrary: written }, ...listSize > 0 ? [{ weight: 2, arbitrary: one }] : [], ...own).map(text => ({ text, tensors: [] }));
}

/** Words that some parameter of that name takes. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
	UPLO: ['L', 'U'], approximate: ['none', 'tanh'], compute_mode: ['use_mm_for_euclid_dist', 'donot_use_mm_for_euclid_dist'], equation: ['i,i', 'ij,jk->ik', 'ii', 'i->', '...i,...i'],
	indexing: ['ij', 'xy'], interpolation: ['linear', 'lower', 'higher', 'midpoint', 'nearest'], mode: ['reduced', 'complete', 'r', 'constant', 'reflect', 'replicate', 'circular'],
	ord: ['fro', 'nuc'], p: ['fro', 'nuc'], padding: ['same', 'valid'], reduce: ['sum', 'prod', 'mean', 'amax', 'amin', 'add', 'multiply'], driver: ['gels', 'gelsy', 'gelsd', 'gelss'],
	rounding_mode: ['floor', 'trunc'], side: ['left', 'right'],
};

function wordFor(name: string): fc.Arbitrary<Given> {
	return fc.constantFrom(...WORDS[name] ?? ['text']).map(word => ({ text: JSON.stringify(word), tensors: [] }));
}

function tensorsFor(name: string, base: Base): fc.Arbitrary<Given> {
	return fc.tuple(fc.array(wordsFor(name, base), { maxLength: 3 }), fc.boolean()).map(([tensors, isTuple]) => ({ text: list(tensors.map(() => '$'), isTuple), tensors }));
}

/** What a user who knows the function would give. */
export function usual(parameter: Parameter, base: Base, numbersAsTensors: boolean): fc.Arbitrary<Given> {
	const { name, type, isList } = parameter;
	if (isList) return type === 'Tensor' ? tensorsFor(name, base) : type === 'int' ? intsFor(parameter, base) : literal('[1.0, 2.0]', '[0.5]', '[2, 3]', '[1.5, 1.5, 1.5]', '()', '(True, False)');
	switch (type) {
		case 'Tensor': return numbersAsTensors ? fc.oneof({ weight: 5, arbitrary: tensorFor(name, base) }, { weight: 1, arbitrary: literal('2', '-1', '0.5', 'True', '0', '3.0') }) : tensorFor(name, base);
		case 'Scalar': return literal('1', '2', '-1', '0.5', 'True', '0', '0.0', '3', '-2.5', '1.0');
		case 'int': return intFor(name, base).map(text => ({ text, tensors: [] }));
		case 'float': return literal('0.5', '1.0', '0.0', '1e-5', '-0.5', '2', '1', '0.1');
		case 'bool': return literal('True', 'False');
		case 'str': return wordFor(name);
		case 'ScalarType': return fc.constantFrom(...DTYPE_NAMES).map(dtype => ({ text: `torch.${dtype}`, tensors: [] }));
		case 'Generator': return literal('torch.Generator().manual_seed(3)', 'None');
		case 'Device': return literal('"cpu"', 'torch.device("cpu")', 'None');
		case 'Layout': return literal('torch.strided', 'None');
		case 'MemoryFormat': return literal('torch.contiguous_format', 'torch.preserve_format', 'None');
	}
}

const HOSTILE_NUMBERS = ['-1', '-7', '2**31 - 1', '2**31', '-2**31', '2**40', '2**62', '2**63 - 1', '2**63', '-2**63', '-2**63 - 1', '2**64', '10**30', '1e308', '-1e308', '1e-320', 'float("nan")', 'float("inf")', '-float("inf")', '-0.0', '1.5', 'True', '100000'];
const HOSTILE_LISTS = ['()', '[]', '[2**40]', '[2**62, 2**62]', '[2**31, 2**31, 4]', '[-1, -1]', '[0, 0]', '[-2]', '[1.5]', '["x"]', '[None]', '[[1]]', '(1, 2, 3, 4, 5, 6)', '[2**63]', '(True,)', '[100000]', '[float("nan")]', '(0,) * 70', 'range(2)', 'torch.Size([2, 3])'];
const HOSTILE_OBJECTS = ['None', '"text"', '""', '[]', '{}', 'object', '1j', 'torch', 'b"x"', 'torch.float32', 'slice(1)', '...', 'torch.tensor(2)', 'torch.tensor(2.5)', 'torch.tensor([1, 2])', 'torch.tensor([])', 'torch.tensor(True)', 'torch.device("cuda")', '"cuda"', 'float', 'int', 'math.pi', 'torch.tensor(1., requires_grad=True)', 'torch.nn.Parameter(torch.ones(2))', 'torch.inf'];

/** What nobody should give. */
export function hostile(): fc.Arbitrary<Given> {
	return literal(...HOSTILE_NUMBERS, ...HOSTILE_LISTS, ...HOSTILE_OBJECTS);
}

export const HOSTILE: readonly string[] = [...HOSTILE_NUMBERS, ...HOSTILE_LISTS, ...HOSTILE_OBJECTS];
