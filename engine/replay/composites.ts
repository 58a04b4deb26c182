/**
 * Functions of PyTorch's that are Python there, put together from operators: the conversions, `torch.tensor`, losses whose
 * reduction is a word. Arguments come as `bind` takes them: positions as digits, keywords by name.
 */
import { PythonError, Refusal, typeError } from '../expression/errors.ts';
import type { Space } from '../expression/evaluate.ts';
import { views } from '../memory/memory.ts';
import { call } from '../ops/call.ts';
import type { Result } from '../ops/operator.ts';
import { isScalar, type Scalar } from '../tensor/scalar.ts';
import { emptyTensor, Tensor } from '../tensor/tensor.ts';
import { DTYPES, type DTypeName } from '../trace/dtype.ts';
import type { Recorded, RecordedArgument } from './bind.ts';

export type Composite = (args: readonly RecordedArgument[]) => Result;

/** undefined: it is one operator. */
export function compositeOf(space: Space, name: string): Composite | undefined {
	const own = OWN[space];
	return Object.hasOwn(own, name) ? own[name] : undefined;
}

const CONVERSIONS: Readonly<Record<string, DTypeName>> = {
	bool: 'bool', byte: 'uint8', char: 'int8', short: 'int16', int: 'int32', long: 'int64', half: 'float16', bfloat16: 'bfloat16', float: 'float32', double: 'float64',
};

const OWN: Readonly<Record<Space, Readonly<Record<string, Composite>>>> = {
	'torch': {
		tensor: args => made(argument(args, 0, 'data'), dtypeOf(argument(args, 1, 'dtype'))),
		as_tensor: args => made(argument(args, 0, 'data'), dtypeOf(argument(args, 1, 'dtype'))),
		is_tensor: args => argument(args, 0, 'obj') instanceof Tensor,
		numel: args => tensorOf(args, 0, 'input').numel,
		isclose: args => isClose(args),
		allclose: args => truth(call('all', isClose(args))),
		einsum: () => lacking('torch.einsum'),
		...Object.fromEntries(['cat', 'concat', 'concatenate', 'stack', 'vstack', 'hstack'].map(name => [name, listed(name)])),
	},
	'torch.Tensor': {
		...Object.fromEntries(Object.entries(CONVERSIONS).map(([name, dtype]) => [name, (args: readonly RecordedArgument[]) => call('to', tensorOf(args, 0, 'self'), dtype)])),
		to: args => {
			const self = tensorOf(args, 0, 'self');
			const target = args[1]?.value;
			if (target instanceof Tensor) return call('to', self, target.dtype);
			const dtype = args.slice(1).map(({ value }) => dtypeOf(value)).find(found => found !== undefined);
			return dtype === undefined ? self : call('to', self, dtype);
		},
		cpu: args => tensorOf(args, 0, 'self'),
		data: args => call('detach', tensorOf(args, 0, 'self')),
		real: args => tensorOf(args, 0, 'self'),
		T: args => transposed(tensorOf(args, 0, 'self')),
		H: args => transposed(tensorOf(args, 0, 'self')),
		mT: args => matrixTransposed(tensorOf(args, 0, 'self'), 'mT'),
		mH: args => matrixTransposed(tensorOf(args, 0, 'self'), 'mH'),
		is_contiguous: args => tensorOf(args, 0, 'self').isContiguous,
		isclose: args => isClose(args),
		allclose: args => truth(call('all', isClose(args))),
		numpy: () => lacking('torch.Tensor.numpy'),
	},
	'torch.nn.functional': {
		l1_loss: args => {
			const loss = call('abs', call('sub', tensorOf(args, 0, 'input'), tensorOf(args, 1, 'target')));
			const reduction = reductionOf(args);
			return reduction === 0 ? loss : call(reduction === 1 ? 'mean' : 'sum', loss);
		},
		...Object.fromEntries(([['mse_loss', []], ['smooth_l1_loss', ['beta']], ['huber_loss', ['delta']]] as const).map(([name, more]) => [name, (args: readonly RecordedArgument[]) =>
			call(name, tensorOf(args, 0, 'input'), tensorOf(args, 1, 'target'), reductionOf(args), ...more.flatMap(word => named(args, word, 1)))])),
		cross_entropy: args => call('cross_entropy_loss', tensorOf(args, 0, 'input'), tensorOf(args, 1, 'target'), weightOf(args), reductionOf(args), named(args, 'ignore_index', -100), named(args, 'label_smoothing', 0)),
		nll_loss: args => call('nll_loss_nd', tensorOf(args, 0, 'input'), tensorOf(args, 1, 'target'), weightOf(args), reductionOf(args), named(args, 'ignore_index', -100)),
		binary_cross_entropy: args => call('binary_cross_entropy', tensorOf(args, 0, 'input'), tensorOf(args, 1, 'target'), weightOf(args), reductionOf(args)),
		binary_cross_entropy_with_logits: args => call('binary_cross_entropy_with_logits', tensorOf(args, 0, 'input'), tensorOf(args, 1, 'target'), weightOf(args), keyword(args, 'pos_weight') as Tensor | undefined, reductionOf(args)),
		embedding: args => call('embedding', tensorOf(args, 1, 'weight'), tensorOf(args, 0, 'input'), named(args, 'padding_idx', -1), false, false),
	},
};

function argument(args: readonly RecordedArgument[], place: number, name: string): Recorded {
	return (args.find(each => each.name === String(place)) ?? args.find(each => each.name === name))?.value;
}

function keyword(args: readonly RecordedArgument[], name: string): Recorded {
	return args.find(each => each.name === name)?.value;
}

function named(args: readonly RecordedArgument[], name: string, otherwise: number): number {
	const value = keyword(args, name);
	return isScalar(value) ? Number(value.value) : otherwise;
}

function tensorOf(args: readonly RecordedArgument[], place: number, name: string): Tensor {
	const value = argument(args, place, name) ?? (name === 'input' ? argument(args, place, 'self') : undefined);
	if (value instanceof Tensor) return value;
	throw typeError(`argument '${name}' (position ${place + 1}) must be Tensor, not ${isScalar(value) ? value.tag : typeof value === 'string' ? 'str' : value === undefined ? 'NoneType' : 'list'}`);
}

function weightOf(args: readonly RecordedArgument[]): Tensor | undefined {
	const weight = argument(args, 2, 'weight');
	return weight instanceof Tensor ? weight : undefined;
}

function reductionOf(args: readonly RecordedArgument[]): number {
	const word = keyword(args, 'reduction') ?? 'mean';
	const reduction = ['none', 'mean', 'sum'].indexOf(String(word));
	if (reduction < 0) throw new PythonError('ValueError', `${String(word)} is not a valid value for reduction`);
	return reduction;
}

function dtypeOf(value: Recorded): DTypeName | undefined {
	const name = typeof value === 'string' && value.startsWith('torch.') ? value.slice(6) : '';
	return name in DTYPES ? name as DTypeName : undefined;
}

function listed(name: string): Composite {
	return args => {
		const tensors = argument(args, 0, 'tensors');
		if (!Array.isArray(tensors) || !tensors.every(item => item instanceof Tensor)) throw typeError(`${name}(): argument 'tensors' (position 1) must be tuple of Tensors, not ${tensors instanceof Tensor ? 'Tensor' : 'list'}`);
		const dim = argument(args, 1, 'dim');
		return call(name, tensors as Tensor[], ...(isScalar(dim) ? [Number(dim.value)] : []));
	};
}

/** As PyTorch's: |a − b| ≤ atol + rtol·|b|, or equal. */
function isClose(args: readonly RecordedArgument[]): Tensor {
	const [a, b] = [tensorOf(args, 0, 'input'), tensorOf(args, 1, 'other')];
	const number = (place: number, name: string, otherwise: number): number => {
		const value = argument(args, place, name);
		return isScalar(value) ? Number(value.value) : otherwise;
	};
	const allowed = call('add', call('abs', call('mul', b, number(2, 'rtol', 1e-5))), number(3, 'atol', 1e-8));
	return call('logical_or', call('eq', a, b), call('logical_and', call('isfinite', b), call('le', call('abs', call('sub', a, b)), allowed)));
}

function truth(tensor: Tensor): boolean {
	return views.u8[tensor.pointer] !== 0;
}

function transposed(tensor: Tensor): Tensor {
	return call('permute', tensor, tensor.shape.map((_, d) => tensor.ndim - 1 - d));
}

function matrixTransposed(tensor: Tensor, name: string): Tensor {
	if (tensor.ndim < 2) throw new PythonError('RuntimeError', `tensor.${name} is only supported on matrices or batches of matrices. Got ${tensor.ndim}-D tensor.`);
	return call('transpose', tensor, -2, -1);
}

/** torch.tensor(data): of numbers in lists of equal lengths; a list of tensors of one element each is stacked. */
function made(data: Recorded, dtype: DTypeName | undefined): Tensor {
	if (data instanceof Tensor) return call('detach', call('clone', dtype === undefined ? data : call('to', data, dtype)));
	const flat: Scalar[] = [];
	const shape: number[] = [];
	const visit = (item: Recorded, depth: number): void => {
		if (Array.isArray(item)) {
			const items = item as readonly Recorded[];
			shape[depth] ??= items.length;
			if (shape[depth] !== items.length) throw new PythonError('ValueError', `expected sequence of length ${shape[depth]} at dim ${depth} (got ${items.length})`);
			for (const each of items) visit(each, depth + 1);
		} else if (isScalar(item)) {
			flat.push(item);
		} else if (item instanceof Tensor && item.numel === 1) {
			flat.push({ tag: 'float', value: elementOf(item) });
		} else {
			throw typeError(`not a sequence`);
		}
	};
	visit(data, 0);
	const inferred: DTypeName = flat.some(({ tag }) => tag === 'float') || flat.length === 0 ? 'float32' : flat.some(({ tag }) => tag === 'int') ? 'int64' : 'bool';
	const wide: DTypeName = inferred === 'float32' ? 'float64' : 'int64';
	const tensor = emptyTensor(shape, wide);
	if (wide === 'float64') flat.forEach(({ value }, i) => { views.f64[tensor.pointer / 8 + i] = Number(value); });
	else flat.forEach(({ value }, i) => { views.i64[tensor.pointer / 8 + i] = BigInt(value); });
	return call('to', tensor, dtype ?? inferred);
}

function elementOf(tensor: Tensor): number {
	const wide = call('to', tensor, 'float64');
	return views.f64[wide.pointer / 8]!;
}

function lacking(name: string): never {
	throw new Refusal('lacking', name);
}

