/**
 * What an expression meant at a moment: what `expression.ts` finds, and of a tensor its facts and the parts that whole
 * numbers select: `x.shape`, `model.weight[0]`, `losses[-1]`, `w.grad[0][2]`.
 */
import { tupleRepr, sizeRepr } from '../print/tensor-repr.ts';
import { evaluate, parseExpression, type Expression } from '../trace/expression.ts';
import type { TensorValue, Tick, Trace, Value } from '../trace/model.ts';
import type { Found } from './types.ts';

export function resolve(trace: Trace, text: string, frame: number, tick: Tick): Found | undefined {
	const expression = parseExpression(text);
	return expression && resolveParts(trace, expression, frame, tick);
}

function resolveParts(trace: Trace, { name, parts }: Expression, frame: number, tick: Tick): Found | undefined {
	const ref = evaluate(trace, name + parts.map(textOf).join(''), frame, tick);
	const value = ref === undefined ? undefined : trace.value(ref, tick);
	if (ref !== undefined && value !== undefined) return { ref, value };
	const last = parts.at(-1);
	const base = last && resolveParts(trace, { name, parts: parts.slice(0, -1) }, frame, tick)?.value;
	if (base?.kind !== 'tensor') return undefined;
	const part = last!.kind === 'attribute' ? factsOf(base).get(last!.name) : typeof last!.key === 'number' ? select(base, last!.key) : undefined;
	return part && { ref: 0, value: part };
}

function textOf(part: Expression['parts'][number]): string {
	return part.kind === 'attribute' ? `.${part.name}` : `[${typeof part.key === 'number' ? part.key : quoted(part.key)}]`;
}

/** As `parseExpression` reads it. */
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
		['dtype', { kind: 'opaque', type: isArray ? 'numpy.dtype' : 'torch.dtype', text: isArray ? `dtype('${dtype}')` : `torch.${dtype}` }],
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
