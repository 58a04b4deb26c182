/**
 * What an op multiplies with what: PyTorch's products, each said as an einsum, so that one rule tells of all of them which
 * cells meet, which dimension is summed over, and which stretch.
 *
 * Source: the shapes in PyTorch's documentation of each op.
 */
import type { Op, Ref, TensorValue, Trace } from '../trace/model.ts';
import { argumentOf } from './arguments.ts';
import { type MatrixProduct, matmulAs } from './matmul.ts';

export type Sign = '·' | '+' | '−' | '÷';

export interface Product {
	/** Between the operands' cells. */
	readonly sign: Sign;
	/** Letters of each operand's axes, and of the output's: those that it lacks are summed over. */
	readonly subscripts: readonly string[];
	readonly output: string;
}

export interface ProductOperands extends Product {
	/** What the op comes to where it chooses: 'mm' of two matrices' `@`; undefined: it is what its name says. */
	readonly as: MatrixProduct | undefined;
	readonly refs: readonly Ref[];
	/** What PyTorch calls each of `refs`. */
	readonly roles: readonly string[];
	readonly result: Ref;
	/** Added to the sum; 0: nothing. */
	readonly added: Ref;
}

interface ProductRule {
	readonly parameters: readonly string[];
	/** Of `parameters`, those that are multiplied. */
	readonly operands: readonly string[];
	readonly added: string | undefined;
	/** Given by the caller they make it another op: `alpha`. */
	readonly without: readonly string[];
	/** By the operands' numbers of dimensions; undefined: PyTorch refuses those. */
	of(ranks: readonly number[]): Product | undefined;
}

/** Letters of batch dimensions, and of those of elementwise ops. */
const BATCH = 'bcdefgh', PLACES = 'ijklmnpq';

const product = (subscripts: readonly string[], output: string): Product => ({ sign: '·', subscripts, output });
const fixed = (subscripts: readonly string[], output: string) => (ranks: readonly number[]): Product | undefined =>
	subscripts.every((letters, i) => letters.length === ranks[i]) ? product(subscripts, output) : undefined;

/** Of two without dimensions there is nothing to be seen. */
function elementwise(sign: Sign) {
	return (ranks: readonly number[]): Product | undefined => {
		const output = PLACES.slice(0, Math.max(...ranks));
		return output === '' || output.length < Math.max(...ranks) ? undefined : { sign, subscripts: ranks.map(rank => output.slice(output.length - rank)), output };
	};
}

/** A vector before is a row, one behind a column; what lies before the last two dimensions is a batch. */
function matmul([left, right]: readonly number[]): Product | undefined {
	if (left === undefined || right === undefined || left < 1 || right < 1) return undefined;
	const batch = BATCH.slice(0, Math.max(left, right, 2) - 2);
	const of = (rank: number, matrix: string, vector: string) => rank === 1 ? vector : batch.slice(batch.length - (rank - 2)) + matrix;
	return product([of(left, 'ik', 'k'), of(right, 'kj', 'k')], batch + (left > 1 ? 'i' : '') + (right > 1 ? 'j' : ''));
}

function linear([input, weight]: readonly number[]): Product | undefined {
	if (input === undefined || input < 1 || weight !== 2) return undefined;
	const batch = `${BATCH}`.slice(0, Math.max(0, input - 2)) + (input > 1 ? 'i' : '');
	return product([`${batch}k`, 'jk'], `${batch}j`);
}

function rule(parameters: readonly string[], of: ProductRule['of'], more: Partial<ProductRule> = {}): ProductRule {
	return { parameters, operands: parameters.slice(0, 2), added: undefined, without: [], of, ...more };
}

const TWO = ['input', 'other'];
const mul = rule(TWO, elementwise('·')), add = rule(TWO, elementwise('+'), { without: ['alpha'] }), sub = rule(TWO, elementwise('−'), { without: ['alpha'] }), div = rule(TWO, elementwise('÷'), { without: ['rounding_mode'] });
const outer = rule(['input', 'vec2'], fixed(['i', 'j'], 'ij'));
const PLUS = { operands: ['left', 'right'], added: 'input', without: ['beta', 'alpha'] };

const RULES: Readonly<Record<string, ProductRule>> = {
	mul, mul_: mul, add, add_: add, sub, sub_: sub, div, div_: div,
	matmul: rule(TWO, matmul), mm: rule(['input', 'mat2'], fixed(['ik', 'kj'], 'ij')), mv: rule(['input', 'vec'], fixed(['ik', 'k'], 'i')),
	dot: rule(['input', 'tensor'], fixed(['k', 'k'], '')), inner: rule(TWO, ranks => ranks.every(rank => rank === 1) ? product(['k', 'k'], '') : undefined),
	bmm: rule(['input', 'mat2'], fixed(['bik', 'bkj'], 'bij')), outer, ger: outer,
	linear: rule(['input', 'weight', 'bias'], linear, { added: 'bias' }),
	addmm: rule(['input', 'mat1', 'mat2'], fixed(['ik', 'kj'], 'ij'), { ...PLUS, operands: ['mat1', 'mat2'] }),
	addmv: rule(['input', 'mat', 'vec'], fixed(['ik', 'k'], 'i'), { ...PLUS, operands: ['mat', 'vec'] }),
};

/** Whether an op of this name may be a product: asked of each op of a run. */
export function mayBeProduct(name: string): boolean {
	return name === 'einsum' || Object.hasOwn(RULES, name);
}

/** undefined: not one of tensors, or its operands were not recorded. Elementwise others than `mul` are shown where a dimension stretches. */
export function productOf(trace: Trace, op: Op): ProductOperands | undefined {
	const result = op.outputs[0] ?? argumentOf(op, TWO, 'input');
	const tensor = (ref: Ref, tick = op.tick): TensorValue | undefined => {
		const value = ref === 0 ? undefined : trace.value(ref, tick);
		return value?.kind === 'tensor' ? value : undefined;
	};
	const output = tensor(result, op.end);
	if (output === undefined) return undefined;
	if (op.name === 'einsum') return einsumOf(trace, op, result, tensor);
	const found = Object.hasOwn(RULES, op.name) ? RULES[op.name] : undefined;
	if (found === undefined || found.without.some(name => argumentOf(op, [], name) !== 0)) return undefined;
	const refs = found.operands.map(name => argumentOf(op, found.parameters, name));
	const operands = refs.map(ref => tensor(ref)).filter(operand => operand !== undefined);
	if (operands.length < refs.length) return undefined;
	const shapes = operands.map(({ shape }) => shape);
	const made = found.of(shapes.map(shape => shape.length));
	if (made === undefined || made.output.length !== output.shape.length) return undefined;
	if (made.sign !== '·' && String(shapes[0]) === String(shapes[1])) return undefined;
	const [left, right] = operands;
	const as = op.name === 'matmul' ? matmulAs(left!, right!, argumentOf(op, [], 'out') !== 0) : undefined;
	const added = found.added === undefined ? 0 : argumentOf(op, found.parameters, found.added);
	return { ...made, as, refs, roles: found.operands, result, added: tensor(added) === undefined ? 0 : added };
}

function einsumOf(trace: Trace, op: Op, result: Ref, tensor: (ref: Ref) => TensorValue | undefined): ProductOperands | undefined {
	const equation = trace.value(argumentOf(op, ['equation'], 'equation'), op.tick);
	const refs = op.inputs.filter(input => input.name !== 'equation').map(input => input.ref);
	const operands = refs.map(ref => tensor(ref));
	if (equation?.kind !== 'str' || equation.text.length !== equation.length || refs.length === 0 || !operands.every(operand => operand !== undefined)) return undefined;
	const parsed = parseEquation(equation.text, operands.map(operand => operand!.shape.length));
	return parsed && { as: undefined, sign: '·', ...parsed, refs, roles: refs.map((_, i) => `operands[${i}]`), result, added: 0 };
}

/** An equation with `...` spelt out; undefined: not one for operands of these dimensions. */
export function parseEquation(equation: string, ranks: readonly number[]): Pick<Product, 'subscripts' | 'output'> | undefined {
	const [left = '', right, ...more] = equation.replaceAll(' ', '').split('->');
	const parts = left.split(',');
	if (more.length > 0 || parts.length !== ranks.length) return undefined;
	const spare = [...'bcdefghBCDEFGHijklmnpqrst'].filter(letter => !equation.includes(letter));
	const lengths = parts.map((part, i) => part.includes('...') ? ranks[i]! - (part.length - 3) : 0);
	const longest = Math.max(0, ...lengths);
	if (lengths.some(length => length < 0) || longest > spare.length) return undefined;
	const dots = spare.slice(0, longest).join('');
	const subscripts = parts.map((part, i) => part.replace('...', dots.slice(longest - lengths[i]!)));
	if (subscripts.some((letters, i) => !/^[A-Za-z]*$/.test(letters) || letters.length !== ranks[i])) return undefined;
	const all = [...subscripts.join('')];
	// Without an arrow, the letters that occur once, in the order of the alphabet, capitals first.
	const once = left.replaceAll(/[.,]/g, '');
	const output = right === undefined
		? dots + [...once].filter((letter, at) => once.indexOf(letter) === at && once.lastIndexOf(letter) === at).sort().join('')
		: right.replace('...', dots);
	return [...output].every(letter => all.includes(letter)) ? { subscripts, output } : undefined;
}
