/** Attributes and methods of a tensor that are told from what was recorded of it; all others are operators. */
import { dtypeInfo, type DTypeInfo, type DTypeName } from '../trace/dtype.ts';
import type { TensorValue, Value } from '../trace/model.ts';
import { PythonError, Refusal } from './errors.ts';
import type { Evaluator, NamedValue } from './evaluate.ts';
import { factsOf } from './parts.ts';
import { bool, indexOf, int } from './scalars.ts';
import { isInPlaceName } from '../trace/op-name.ts';
import { numel } from '../trace/shape.ts';

/** Methods that change what they are called on, or what hangs on it. */
const WRITING = new Set(['backward', 'retain_grad', 'register_hook', '__setitem__', 'set_data', 'share_memory']);

/** Those that are answered here. */
export const TENSOR_METHODS: ReadonlySet<string> = new Set(['item', 'tolist', 'size', 'stride', 'dim', 'ndimension', 'numel', 'nelement', 'element_size', 'storage_offset', 'is_floating_point']);

/** undefined: it is no attribute, so it may be a method. */
export function tensorAttribute(evaluator: Evaluator, tensor: TensorValue, name: string): Value | undefined {
	const { shape, dtype, isArray, grad } = tensor;
	switch (name) {
		case 'shape': return evaluator.heap.sequence(isArray ? 'tuple' : 'Size', shape.map(int));
		case 'ndim': return int(shape.length);
		case 'itemsize': return int(known(dtype).size);
		case 'nbytes': return int(known(dtype).size * numel(shape));
		// It counts writes through other views too, which leave no row of this one.
		case '_version': throw new Refusal('unrecorded', name);
		case 'size': return isArray ? int(numel(shape)) : undefined;
		case 'grad': {
			const value = grad === 0 ? undefined : evaluator.heap.value(grad, evaluator.tick);
			if (value !== undefined || grad !== 0) return value;
			break;
		}
		case 'device':
			// Which one it was is not recorded; the embedded runtime has one.
			if (isArray || evaluator.heap.trace.info?.runtime !== 'embedded') throw new Refusal('unrecorded', 'device');
			return { kind: 'opaque', type: 'device', text: 'device(type=\'cpu\')' };
		case 'T':
		case 'mT':
		case 'H':
		case 'mH':
		case 'real':
		case 'data':
			if (isArray) throw new Refusal('lacking', 'numpy');
			return evaluator.operators.call('torch.Tensor', name, [tensor], []);
		default: break;
	}
	return factsOf(tensor).get(name);
}

export function callTensorMethod(evaluator: Evaluator, tensor: TensorValue, name: string, args: readonly Value[], named: readonly NamedValue[]): Value {
	const { shape, strides, dtype, offset, isArray } = tensor;
	const dim = args[0] ?? named.find(each => each.name === 'dim')?.value;
	switch (name) {
		case 'item': return evaluator.item(tensor);
		case 'tolist': return nested(evaluator, shape, evaluator.numbers(tensor));
		case 'size': return dim === undefined ? evaluator.heap.sequence('Size', shape.map(int)) : int(shape[place(shape, indexOf(dim))]!);
		case 'stride': return dim === undefined ? evaluator.heap.sequence('tuple', strides.map(int)) : int(strides[place(shape, indexOf(dim))]!);
		case 'dim':
		case 'ndimension': return int(shape.length);
		case 'numel':
		case 'nelement': return int(numel(shape));
		case 'element_size': return int(known(dtype).size);
		case 'storage_offset': return int(offset);
		case 'is_floating_point': return bool(known(dtype).float);
		default: break;
	}
	if (isArray) throw new Refusal('lacking', 'numpy');
	if (WRITING.has(name) || isInPlaceName(name)) throw new Refusal('inPlace', name);
	return evaluator.operators.call('torch.Tensor', name, [tensor, ...args], named);
}

/** PyTorch has more dtypes than are read here. */
function known(dtype: DTypeName): DTypeInfo {
	const info = dtypeInfo(dtype) as DTypeInfo | undefined;
	if (info === undefined) throw new Refusal('lacking', dtype);
	return info;
}

function place({ length }: readonly number[], dim: number): number {
	if (length === 0) throw new PythonError('IndexError', `Dimension specified as ${dim} but tensor has no dimensions`);
	if (dim < -length || dim >= length) throw new PythonError('IndexError', `Dimension out of range (expected to be in range of [${-length}, ${length - 1}], but got ${dim})`);
	return dim < 0 ? dim + length : dim;
}

function nested(evaluator: Evaluator, shape: readonly number[], numbers: readonly Value[]): Value {
	const [size, ...rest] = shape;
	if (size === undefined) return numbers[0]!;
	const each = numel(rest);
	return evaluator.heap.sequence('list', Array.from({ length: size }, (_, i) => nested(evaluator, rest, numbers.slice(i * each, (i + 1) * each))));
}
