/** What an op took from where by indices, as three tensors: what was taken from, the index, and the result. */
import { argumentOf } from './arguments.ts';
import type { Op, Ref, TensorValue, Trace } from '../trace/model.ts';
import type { Work } from '../trace/work.ts';
import { type IndexedBy, indexedBy } from './index-parts.ts';
import { type IndexPart, indexRuleOf, type IndexRule, type Role } from './index-rules.ts';
import { namesAt, resultName } from './names.ts';
import { backwardThrough, opGradient } from './op-gradient.ts';
import { originOfOp } from './origin.ts';
import type { IndexMapSlice, MapBackward, TensorSlice } from './slice.ts';
import { tensorSlice } from './tensor.ts';

/** PyTorch takes uint8 between brackets for a mask, and warns; it has no map. */
const INTEGERS = new Set(['int64', 'int32']);

interface Operands { readonly refs: Readonly<Record<Role, Ref>>; readonly dim: number; readonly parts: readonly IndexPart[] | undefined }

/** A mask of more is drawn only if it is of the whole source: else each True element's place would be on a plane of its own. */
const MASK_DIMENSIONS = 2;

/** Whether an op draws an index map: one whose operands were recorded. */
export function hasIndexMap(trace: Trace, op: Op): boolean {
	const rule = indexRuleOf(op.name);
	return rule !== undefined && operandsOf(trace, op, rule) !== undefined;
}

/** undefined where the op draws no index map or its operands were not recorded. */
export function* indexMapSlice(trace: Trace, opIndex: number): Work<IndexMapSlice | undefined> {
	const op = trace.op(opIndex);
	const rule = indexRuleOf(op.name);
	const operands = rule && operandsOf(trace, op, rule);
	if (operands === undefined) return undefined;
	const { refs, dim, parts } = operands;
	const origin = originOfOp(trace, op);
	const names = namesAt(trace, op.end);
	const title = (ref: Ref, otherwise: string) => names.of(ref) ?? otherwise;
	const source = tensorSlice(trace, refs.source, op.tick, title(refs.source, 'input'), origin);
	const indices = tensorSlice(trace, refs.index, rule!.index === undefined ? op.end : op.tick, title(refs.index, 'index'), origin);
	const output = tensorSlice(trace, refs.output, op.end, resultName(trace, op) ?? title(refs.output, 'out'), origin);
	if (!source || !indices || !output) return undefined;
	return { kind: 'indexMap', op: op.name, dim, parts, source, index: indices, output, backward: yield* backwardOf(trace, op, source, output), origin };
}

/** What an embedding is told beside its rows; a sum that is divided by how often a row was taken is no sum of the edges. */
const SKIPPED = 'padding_idx', DIVIDED = 'scale_grad_by_freq';

function* backwardOf(trace: Trace, op: Op, source: TensorSlice, output: TensorSlice): Work<MapBackward | undefined> {
	const given = (name: string) => trace.value(op.inputs.find(input => input.name === name)?.ref ?? 0, op.tick);
	const divided = given(DIVIDED), skipped = given(SKIPPED), result = trace.value(output.ref, op.end);
	if (!source.requiresGrad || result?.kind !== 'tensor' || (divided?.kind === 'bool' && divided.value)) return undefined;
	const request = yield* backwardThrough(trace, op);
	return request && {
		request, gradient: opGradient(trace, request, result, `${output.title}.grad`, output.origin),
		skipped: skipped?.kind === 'int' ? skipped.value < 0 ? skipped.value + source.shape[0]! : skipped.value : undefined,
	};
}

function operandsOf(trace: Trace, op: Op, rule: IndexRule): Operands | undefined {
	const output = op.outputs[0] ?? argumentOf(op, rule.parameters, 'input');
	const sourceRef = argumentOf(op, rule.parameters, rule.source);
	const tensor = (ref: Ref, tick = op.tick): TensorValue | undefined => {
		const value = trace.value(ref, tick);
		return value?.kind === 'tensor' ? value : undefined;
	};
	const source = tensor(sourceRef);
	if (source === undefined) return undefined;
	const given: IndexedBy | undefined = rule.index === undefined ? { index: op.outputs[1] ?? 0, parts: undefined } : indexedBy(trace, argumentOf(op, rule.parameters, rule.index), source.shape, op.tick);
	const index = given && tensor(given.index, op.end);
	if (index === undefined || tensor(output, op.end) === undefined) return undefined;
	if (index.dtype === 'bool' ? !rule.masks || !isMask(index, source, rule, given!) : !INTEGERS.has(index.dtype)) return undefined;
	const refs = { source: sourceRef, index: given!.index, output };
	const dimension = trace.value(argumentOf(op, rule.parameters, 'dim'), op.tick);
	if (dimension !== undefined && dimension.kind !== 'int') return undefined;
	const dim = dimension?.value ?? rule.dim;
	if (dim === undefined) return undefined;
	return { refs, dim: dim < 0 ? dim + source.shape.length : dim, parts: given!.parts };
}

/** One without dimensions adds one, and masked_select's may be stretched. */
function isMask({ shape }: TensorValue, source: TensorValue, rule: IndexRule, { parts }: IndexedBy): boolean {
	if (shape.length === 0 || shape.length > MASK_DIMENSIONS) return false;
	if (parts !== undefined) return shape.length === 1;
	const isWhole = shape.length === source.shape.length;
	return (isWhole || (shape.length === 1 && rule.index !== 'mask')) && shape.every((size, axis) => size === source.shape[axis]);
}
