/**
 * Functions of PyTorch's that are Python there, put together from operators: the conversions, `torch.tensor`, losses whose
 * reduction is a word. Arguments come as `bind` takes them: positions as digits, keywords by name.
 */
import { PythonError, Refusal, typeError } from '../expression/errors.ts';
import type { Space } from '../expression/evaluate.ts';
import { call, callMany } from '../ops/call.ts';
import type { Result } from '../ops/operator.ts';
import { promoteTypes } from '../tensor/promotion.ts';
import { float, int, isScalar, type Scalar } from '../tensor/scalar.ts';
import { emptyTensor, Tensor } from '../tensor/tensor.ts';
import { DTYPES, type DTypeName } from '../trace/dtype.ts';
import { REDUCTIONS, type Recorded, type RecordedArgument } from './bind.ts';

/** Throws PythonError or Refusal. `name` is what it was called by. */
export type Composite = (name: string, args: readonly RecordedArgument[]) => Result;

/** undefined: it is one operator. */
export function compositeOf(space: Space, name: string): Composite | undefined {
	const own = OWN[space];
	return Object.hasOwn(own, name) ? own[name] : undefined;
}

/** Of the methods that are put together here those that an autograd graph has: a conversion's gradient comes back converted. */
export function conversionOf(name: string): Composite | undefined {
	const convert = name === 'to' || Object.hasOwn(CONVERSIONS, name) ? compositeOf('torch.Tensor', name) : undefined;
	// Where it is to be, and how it gets there, changes no number.
	return convert && ((own, args) => convert(own, args.filter(({ name: given }) => !ELSEWHERE.has(given)).map(({ name: given, value }) => ({ name: given === 'input' ? 'self' : given, value }))));
}

const ELSEWHERE = new Set(['device', 'non_blocking', 'copy', 'memory_format']);

const CONVERSIONS: Readonly<Record<string, DTypeName>> = {
	bool: 'bool', byte: 'uint8', char: 'int8', short: 'int16', int: 'int32', long: 'int64', half: 'float16', bfloat16: 'bfloat16', float: 'float32', double: 'float64',
};

/** The arguments of a call by the names of its parameters. */
class Given {
	readonly #values = new Map<string, Recorded>();
	readonly #parameters: readonly string[];

	/** What else PyTorch takes there is not known here, and must not be passed over. */
	constructor(name: string, parameters: readonly string[], args: readonly RecordedArgument[]) {
		this.#parameters = parameters;
		for (const { name: given, value } of args) {
			const parameter = /^\d+$/.test(given) ? parameters[Number(given)] : parameters.find(each => each === given);
			if (parameter === undefined || parameter.startsWith('-')) throw new Refusal('lacking', /^\d+$/.test(given) ? `${name}(…)` : `${name}(…, ${given}=…)`);
			this.#values.set(parameter, value);
		}
	}

	value(name: string): Recorded {
		return this.#values.get(name);
	}

	number(name: string, otherwise: number): number {
		const value = this.value(name);
		return isScalar(value) ? Number(value.value) : otherwise;
	}

	tensor(name: string): Tensor {
		const value = this.value(name);
		if (value instanceof Tensor) return value;
		throw typeError(`argument '${name}' (position ${this.#parameters.indexOf(name) + 1}) must be Tensor, not ${isScalar(value) ? value.tag : typeof value === 'string' ? 'str' : value === undefined ? 'NoneType' : 'list'}`);
	}

	/** One size for each of several dimensions; undefined where it is not given. */
	sizes(name: string, dims: number): readonly number[] | undefined {
		const value = this.value(name);
		if (value === undefined) return undefined;
		return isScalar(value) ? new Array<number>(dims).fill(Number(value.value)) : (value as readonly Scalar[]).map(each => Number(each.value));
	}

	flag(name: string): boolean {
		const value = this.value(name);
		return isScalar(value) && value.value !== false && Number(value.value) !== 0;
	}

	/** None where it is none. */
	optional(name: string): Tensor | undefined {
		return this.value(name) === undefined ? undefined : this.tensor(name);
	}

	/** The number that operators have for the word. */
	get reduction(): number {
		const word = this.value('reduction') ?? 'mean';
		const reduction = REDUCTIONS.indexOf(String(word));
		if (reduction < 0) throw new PythonError('ValueError', `${String(word)} is not a valid value for reduction`);
		return reduction;
	}
}

/** `parameters` with spaces between, in PyTorch's order; those with a dash are PyTorch's old ones, and not taken. */
function taking(parameters: string, run: (given: Given) => Result): Composite {
	const names = parameters.split(' ');
	return (name, args) => run(new Given(name, names, args));
}

/** The same for one, two and three dimensions. */
const ofDims = (make: (dims: number) => readonly [string, Composite]): Readonly<Record<string, Composite>> => Object.fromEntries([1, 2, 3].map(make));

const ofSelf = (run: (self: Tensor) => Result): Composite => taking('self', given => run(given.tensor('self')));

const OWN: Readonly<Record<Space, Readonly<Record<string, Composite>>>> = {
	'torch': {
		tensor: taking('data dtype', given => made(given.value('data'), dtypeOf(given.value('dtype')))),
		as_tensor: taking('data dtype', given => {
			const [data, dtype] = [given.value('data'), dtypeOf(given.value('dtype'))];
			return data instanceof Tensor && (dtype === undefined || dtype === data.dtype) ? data : made(data, dtype);
		}),
		is_tensor: taking('obj', given => given.value('obj') instanceof Tensor),
		numel: taking('input', given => given.tensor('input').numel),
		einsum: (_, [equation, ...operands]) => call('einsum', equation?.value, operands.flatMap(({ value }) => value as Tensor)),
	},
	'torch.Tensor': {
		...Object.fromEntries(Object.entries(CONVERSIONS).map(([name, dtype]) => [name, ofSelf(self => call('to', self, dtype))])),
		to: taking('self other dtype', given => {
			const target = given.value('other') ?? given.value('dtype');
			if (target instanceof Tensor) return call('to', given.tensor('self'), target.dtype);
			// A device is the one that there is.
			const dtype = dtypeOf(given.value('dtype')) ?? dtypeOf(target);
			return dtype === undefined ? given.tensor('self') : call('to', given.tensor('self'), dtype);
		}),
		cpu: ofSelf(self => self),
		data: ofSelf(self => call('detach', self)),
		real: ofSelf(self => self),
		T: ofSelf(transposed),
		H: ofSelf(transposed),
		mT: ofSelf(self => matrixTransposed(self, 'mT')),
		mH: ofSelf(self => matrixTransposed(self, 'mH')),
		is_contiguous: ofSelf(self => self.isContiguous),
		numpy: () => lacking('torch.Tensor.numpy'),
	},
	'torch.nn.functional': {
		...ofDims(dims => [`max_pool${dims}d`, taking('input kernel_size stride padding dilation ceil_mode return_indices', given => {
			const kernel = given.sizes('kernel_size', dims)!;
			return callMany(`max_pool${dims}d_with_indices`, given.tensor('input'), kernel, given.sizes('stride', dims) ?? [], given.sizes('padding', dims) ?? new Array<number>(dims).fill(0), given.sizes('dilation', dims) ?? new Array<number>(dims).fill(1), given.flag('ceil_mode'))[0]!;
		})]),
		...ofDims(dims => [`adaptive_avg_pool${dims}d`, taking('input output_size', given => call(`adaptive_avg_pool${dims}d`, given.tensor('input'), given.sizes('output_size', dims)))]),
		...ofDims(dims => [`adaptive_max_pool${dims}d`, taking('input output_size return_indices', given => callMany(`adaptive_max_pool${dims}d`, given.tensor('input'), given.sizes('output_size', dims))[0]!)]),
		// What training writes to the running statistics its result does not depend on.
		batch_norm: taking('input running_mean running_var weight bias training momentum eps', given => {
			const trains = given.flag('training');
			const running = (name: string) => trains ? undefined : given.optional(name);
			return call('batch_norm', given.tensor('input'), given.optional('weight'), given.optional('bias'), running('running_mean'), running('running_var'), trains, given.number('momentum', 0.1), given.number('eps', 1e-5), true);
		}),
		softmax: taking('input dim _stacklevel dtype', given => call('softmax', given.tensor('input'), dimOf('softmax', given), dtypeOf(given.value('dtype')))),
		log_softmax: taking('input dim _stacklevel dtype', given => call('log_softmax', given.tensor('input'), dimOf('log_softmax', given), dtypeOf(given.value('dtype')))),
		split: taking('input split_size_or_sections dim split_size', given => {
			const sections = given.value('split_size_or_sections') ?? given.value('split_size');
			return callMany(isScalar(sections) ? 'split' : 'split_with_sizes', given.tensor('input'), isScalar(sections) ? Number(sections.value) : (sections as readonly Scalar[]).map(each => Number(each.value)), given.number('dim', 0));
		}),
		tanhshrink: taking('input', given => call('sub', given.tensor('input'), call('tanh', given.tensor('input')))),
		softsign: taking('input', given => call('div', given.tensor('input'), call('add', call('abs', given.tensor('input')), int(1)))),
		normalize: taking('input p dim eps -out', given => {
			const input = given.tensor('input');
			const size = call('norm', input, float(given.number('p', 2)), [given.number('dim', 1)], true);
			return call('div', input, call('expand', call('clamp_min', size, float(given.number('eps', 1e-12))), input.shape));
		}),
		l1_loss: taking('input target -size_average -reduce reduction', given => {
			const loss = call('abs', call('sub', given.tensor('input'), given.tensor('target')));
			return given.reduction === 0 ? loss : call(given.reduction === 1 ? 'mean' : 'sum', loss);
		}),
		mse_loss: taking('input target -size_average -reduce reduction', given => call('mse_loss', given.tensor('input'), given.tensor('target'), given.reduction)),
		smooth_l1_loss: taking('input target -size_average -reduce reduction beta', given => call('smooth_l1_loss', given.tensor('input'), given.tensor('target'), given.reduction, given.number('beta', 1))),
		huber_loss: taking('input target reduction delta', given => call('huber_loss', given.tensor('input'), given.tensor('target'), given.reduction, given.number('delta', 1))),
		cross_entropy: taking('input target weight -size_average ignore_index -reduce reduction label_smoothing', given =>
			call('cross_entropy_loss', given.tensor('input'), given.tensor('target'), given.optional('weight'), given.reduction, given.number('ignore_index', -100), given.number('label_smoothing', 0))),
		nll_loss: taking('input target weight -size_average ignore_index -reduce reduction', given => call('nll_loss_nd', given.tensor('input'), given.tensor('target'), given.optional('weight'), given.reduction, given.number('ignore_index', -100))),
		binary_cross_entropy: taking('input target weight -size_average -reduce reduction', given => call('binary_cross_entropy', given.tensor('input'), given.tensor('target'), given.optional('weight'), given.reduction)),
		binary_cross_entropy_with_logits: taking('input target weight -size_average -reduce reduction pos_weight', given =>
			call('binary_cross_entropy_with_logits', given.tensor('input'), given.tensor('target'), given.optional('weight'), given.optional('pos_weight'), given.reduction)),
		embedding: taking('input weight padding_idx max_norm norm_type scale_grad_by_freq sparse', given => {
			// It writes to the weight. The norm's type means nothing without it.
			if (given.value('max_norm') !== undefined) throw new Refusal('lacking', 'embedding(…, max_norm=…)');
			const weight = given.tensor('weight'), padding = given.number('padding_idx', NaN);
			return call('embedding', weight, given.tensor('input'), Number.isNaN(padding) ? -1 : padding < 0 ? padding + weight.shape[0]! : padding, given.number('scale_grad_by_freq', 0) !== 0, false);
		}),
	},
};

/** PyTorch chooses one where none is named, with a warning. */
function dimOf(name: string, given: Given): number {
	const dim = given.number('dim', NaN);
	return Number.isNaN(dim) ? lacking(`torch.nn.functional.${name}`) : dim;
}

function dtypeOf(value: Recorded): DTypeName | undefined {
	const name = typeof value === 'string' && value.startsWith('torch.') ? value.slice(6) : '';
	return Object.hasOwn(DTYPES, name) ? name as DTypeName : undefined;
}

function transposed(tensor: Tensor): Tensor {
	return call('permute', tensor, tensor.shape.map((_, d) => tensor.ndim - 1 - d));
}

function matrixTransposed(tensor: Tensor, name: string): Tensor {
	if (tensor.ndim < 2) throw new PythonError('RuntimeError', `tensor.${name} is only supported on matrices or batches of matrices. Got ${tensor.ndim}-D tensor.`);
	return call('transpose', tensor, -2, -1);
}

/** torch.tensor(data): of numbers, and of tensors that are one, in lists of equal lengths. */
function made(data: Recorded, dtype: DTypeName | undefined): Tensor {
	if (data instanceof Tensor) return call('detach', call('clone', dtype === undefined ? data : call('to', data, dtype)));
	const flat: (Scalar | Tensor)[] = [];
	const shape: number[] = [];
	const visit = (item: Recorded, depth: number): void => {
		if (Array.isArray(item)) {
			const items = item as readonly Recorded[];
			shape[depth] ??= items.length;
			if (shape[depth] !== items.length) throw new PythonError('ValueError', `expected sequence of length ${shape[depth]} at dim ${depth} (got ${items.length})`);
			for (const each of items) visit(each, depth + 1);
		} else if (isScalar(item)) {
			flat.push(item);
		} else if (item instanceof Tensor) {
			if (item.ndim > 0) lacking('torch.tensor');
			flat.push(item);
		} else {
			throw typeError('not a sequence');
		}
	};
	visit(data, 0);
	const inferred = flat.length === 0 ? 'float32' : flat.map(item => item instanceof Tensor ? item.dtype : INFERRED[item.tag]).reduce((a, b) => promoteTypes(a, b));
	if (flat.length === 0) return call('to', emptyTensor(shape, 'float32'), dtype ?? 'float32');
	return call('view', call('stack', flat.map(item => call('to', item instanceof Tensor ? item : call('full', [], item), dtype ?? inferred))), shape);
}

const INFERRED: Readonly<Record<string, DTypeName>> = { bool: 'bool', int: 'int64', float: 'float32' };

function lacking(name: string): never {
	throw new Refusal('lacking', name);
}

