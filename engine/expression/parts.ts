/** Parts of a tensor and facts about it that are told from what was recorded, without computing: `x[0]`, `x.dtype`, `x.shape`. */
import { tupleRepr, sizeRepr } from '../print/tensor-repr.ts';
import type { TensorValue, Value } from '../trace/model.ts';

/** A string as Python writes it. */
export function quoted(text: string): string {
	return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** What `tensor[index]` is: a view of the same storage; undefined: there is no such index. */
export function select(tensor: TensorValue, index: number): TensorValue | undefined {
	const [size, ...shape] = tensor.shape;
	const [stride, ...strides] = tensor.strides;
	if (size === undefined || stride === undefined) return undefined;
	const place = index < 0 ? index + size : index;
	if (place < 0 || place >= size) return undefined;
	return {
		...tensor, ref: 0, type: tensor.isArray ? tensor.type : 'Tensor', shape, strides, offset: tensor.offset + place * stride,
		requiresGrad: false, isParameter: false, gradFn: '', grad: 0,
	};
}

/** What PyTorch says of a tensor that is no tensor itself, by the attribute's name. */
export function factsOf(tensor: TensorValue): ReadonlyMap<string, Value> {
	const { dtype, shape, isArray } = tensor;
	const facts = new Map<string, Value>([
		['dtype', { kind: 'opaque', type: 'dtype', text: isArray ? `dtype('${dtype}')` : `torch.${dtype}` }],
		['shape', { kind: 'opaque', type: isArray ? 'tuple' : 'torch.Size', text: isArray ? tupleRepr(shape) : sizeRepr(shape) }],
	]);
	// A part that was selected here has no history of its own to tell of.
	if (isArray || tensor.ref === 0) return facts;
	facts.set('requires_grad', { kind: 'bool', type: 'bool', value: tensor.requiresGrad });
	facts.set('is_leaf', { kind: 'bool', type: 'bool', value: tensor.isLeaf });
	facts.set('grad_fn', tensor.gradFn === '' ? { kind: 'none', type: 'NoneType' } : { kind: 'opaque', type: tensor.gradFn, text: `<${tensor.gradFn}>` });
	if (tensor.grad === 0) facts.set('grad', { kind: 'none', type: 'NoneType' });
	return facts;
}
