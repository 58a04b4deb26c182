/** What an op took from where by indices, as three tensors: what was taken from, the index, and the result. */
import { argumentOf } from './arguments.ts';
import type { FailedOp, Op, Ref, TensorValue, Trace, Value } from '../trace/model.ts';
import { exceptionOf } from '../trace/raises.ts';
import { contiguousStrides, numel } from '../trace/shape.ts';
import type { Work } from '../trace/work.ts';
import { type Chooser, type IndexedBy, indexedBy } from './index-parts.ts';
import { chosenAxes, type IndexPart, indexRuleOf, type IndexRule, ruleOfMap } from './index-rules.ts';
import { namesAt, resultName } from './names.ts';
import { backwardThrough, opGradient } from './op-gradient.ts';
import { originOfOp } from './origin.ts';
import { numberSlice, stretchedTo } from './put.ts';
import type { IndexMapSlice, MapBackward, Origin, TensorSlice } from './slice.ts';
import { tensorSlice } from './tensor.ts';

/** PyTorch takes uint8 between brackets for a mask, and warns; it has no map. */
const INTEGERS = new Set(['int64', 'int32']);

/** `whole`: what is taken from, or put into, as it was before. Of a call that raised and gave nothing, `output` is 0. */
interface Operands { readonly source: Ref; readonly whole: TensorValue; readonly choosers: readonly Chooser[]; readonly output: Ref; readonly dim: number; readonly parts: readonly IndexPart[] | undefined }

/** Of more cells nobody follows one, and each has its edge. */
const MOST_CELLS = 2 ** 21;

/** Numbers of a list that its title names. */
const NAMED = 8;

/** Whether a call draws an index map: one whose operands were recorded, and that raised only if an index is out of bounds. */
export function hasIndexMap(trace: Trace, call: Op | FailedOp): boolean {
	const rule = indexRuleOf(call.name), operands = rule && operandsOf(trace, call, rule);
	return operands !== undefined && (hasEnded(call) || isOutOfBounds(trace, call, rule!, operands));
}

/** undefined where the call draws no index map or its operands were not recorded. */
export function* indexMapSlice(trace: Trace, call: Op | FailedOp): Work<IndexMapSlice | undefined> {
	const rule = indexRuleOf(call.name);
	const operands = rule && operandsOf(trace, call, rule);
	if (operands === undefined) return undefined;
	const { choosers, dim, parts } = operands;
	const origin = originOfOp(trace, call);
	const end = hasEnded(call) ? call.end : call.tick;
	const names = namesAt(trace, end);
	const each = choosers.map((chooser): TensorSlice | undefined => {
		const name = names.of(chooser.ref);
		if (chooser.kind === 'list') return listSlice(chooser.numbers, name, origin);
		const given = tensorSlice(trace, chooser.ref, rule!.index === undefined ? end : call.tick, name ?? (chooser.kind === 'trues' ? 'mask' : 'index'), origin);
		return given && chooser.kind === 'trues' ? truesSlice(given, chooser.axis) : given;
	});
	if (each.includes(undefined)) return undefined;
	const chosen = each as readonly TensorSlice[], indices = chosen.length === 1 ? undefined : chosen;
	const shape = indices === undefined ? chosen[0]!.shape : together(indices);
	if (shape === undefined || (indices !== undefined && indices.some(({ elements }) => elements === undefined))) return undefined;
	const index = indices === undefined ? chosen[0]! : { ...chosen[0]!, shape, title: chosen.map(({ title }, which) => `index${which} ${title}`).join(', ') };
	/** Of what is taken, or put. */
	const shapeBy = ruleOfMap({ op: call.name, parts, index, reduce: undefined }).shape;
	const between = shapeBy?.(operands.whole.shape, index.dtype === 'bool' ? [trues(index)] : shape, dim);
	const given = tensorSlice(trace, operands.source, call.tick, names.of(operands.source) ?? rule!.source, origin) ?? numberSlice(trace.value(operands.source, call.tick), operands.whole, origin);
	// A number goes wherever an index leads.
	const put = rule!.over === 'source' ? between : rule!.number !== undefined && given?.ref === 0 ? shape : undefined;
	const source = given && put !== undefined ? numel(put) > MOST_CELLS ? undefined : stretchedTo(given, put) : given;
	if (!given || !source) return undefined;
	const output = operands.output === 0 ? notGiven(source, between!)
		: tensorSlice(trace, operands.output, end, (hasEnded(call) ? resultName(trace, call) : undefined) ?? names.of(operands.output) ?? 'out', origin);
	// A file may say anything.
	if (!output || numel({ source, index, output }[rule!.over].shape) > MOST_CELLS || (indices !== undefined && numel(shape) > Math.max(1, numel((rule!.over === 'output' ? output : source).shape)))) return undefined;
	const reduce = reduceOf(trace, call), alpha = keywordOf(trace, call, 'alpha');
	// Of other reductions what comes back is more than what goes along the edges, and to what was stretched comes a sum of them.
	const backward = hasEnded(call) && source === given && (reduce === undefined || reduce.how === 'sum') ? yield* backwardOf(trace, call, source, output) : undefined;
	const failed = hasEnded(call) ? undefined : messageOf(trace, call);
	return { kind: 'indexMap', op: call.name, dim, parts, source, stretched: source === given ? undefined : given.shape, index, indices, output, reduce, failed, scale: alpha?.kind === 'int' || alpha?.kind === 'float' ? alpha.value : 1, backward, origin };
}

function hasEnded(call: Op | FailedOp): call is Op {
	return 'end' in call;
}

/** What the exception said that came of it; '' where it went no further. */
function messageOf(trace: Trace, call: FailedOp): string {
	const raised = exceptionOf(trace, call);
	return raised === undefined ? '' : raised.message === '' ? raised.type : `${raised.type}: ${raised.message}`;
}

/** An index tensor holds what there is not: the other reasons for which these calls raise are no matter of single cells. */
function isOutOfBounds(trace: Trace, call: FailedOp, rule: IndexRule, { whole, choosers, dim, parts }: Operands): boolean {
	if (rule.wraps === 'ever') return false;
	const axes = chosenAxes(parts, dim);
	return choosers.some((chooser, which) => {
		const size = whole.shape[axes[which]!] ?? 1, least = rule.wraps === undefined ? 0 : -size;
		const numbers = chooser.kind === 'list' ? chooser.numbers : chooser.kind === 'trues' || chooser.value.dtype === 'bool' || numel(chooser.value.shape) > MOST_CELLS ? [] : trace.elements(chooser.value, call.tick) ?? [];
		return Array.prototype.some.call(numbers, (number: number | bigint) => number < least || number >= size);
	});
}

/** What a call would have given that raised. */
function notGiven({ dtype, type, origin }: TensorSlice, shape: readonly number[]): TensorSlice {
	return { kind: 'tensor', title: 'out', ref: 0, type, dtype, shape, strides: contiguousStrides(shape), requiresGrad: false, gradFn: '', elements: undefined, summary: undefined, note: undefined, origin, before: undefined };
}

/** undefined: it was not given. */
function keywordOf(trace: Trace, op: Op | FailedOp, name: string): Value | undefined {
	return trace.value(argumentOf(op, [], name), op.tick);
}

/** scatter has two of scatter_reduce's, by other words. */
const REDUCTIONS: Readonly<Record<string, string>> = { add: 'sum', multiply: 'prod' };

function reduceOf(trace: Trace, op: Op | FailedOp): IndexMapSlice['reduce'] {
	const how = keywordOf(trace, op, 'reduce'), includeSelf = keywordOf(trace, op, 'include_self');
	return how?.kind === 'str' ? { how: REDUCTIONS[how.text] ?? how.text, includeSelf: includeSelf?.kind !== 'bool' || includeSelf.value } : undefined;
}

/** What PyTorch makes of a list of numbers. */
function listSlice(numbers: readonly number[], name: string | undefined, origin: Origin | undefined): TensorSlice {
	return numbersSlice(numbers, name ?? `[${numbers.slice(0, NAMED).join(', ')}${numbers.length > NAMED ? ', …' : ''}]`, 'list', origin);
}

/** And of a mask beside other indices, on one of its axes. */
function truesSlice({ title, type, shape, elements, origin }: TensorSlice, axis: number): TensorSlice | undefined {
	if (elements === undefined) return undefined;
	const after = numel(shape.slice(axis + 1)), numbers: number[] = [];
	for (const [flat, value] of elements.entries()) if (value) numbers.push(Math.floor(flat / after) % shape[axis]!);
	return numbersSlice(numbers, `${title}.nonzero()[:, ${axis}]`, type, origin);
}

function numbersSlice(numbers: readonly number[], title: string, type: string, origin: Origin | undefined): TensorSlice {
	return {
		kind: 'tensor', title, ref: 0, type, dtype: 'int64', shape: [numbers.length], strides: [1], requiresGrad: false, gradFn: '',
		elements: BigInt64Array.from(numbers, BigInt), summary: undefined, note: undefined, origin, before: undefined,
	};
}

/** How many of a mask's are True. */
function trues({ elements }: TensorSlice): number {
	let count = 0;
	for (const value of elements ?? []) if (value) count++;
	return count;
}

/** The shape of all together; undefined where they don't fit. */
function together(indices: readonly TensorSlice[]): readonly number[] | undefined {
	const rank = Math.max(...indices.map(({ shape }) => shape.length));
	const sizes = Array.from({ length: rank }, (_, axis) => indices.map(({ shape }) => shape[axis - rank + shape.length] ?? 1));
	const shape = sizes.map(each => each.find(size => size !== 1) ?? 1);
	return sizes.every((each, axis) => each.every(size => size === 1 || size === shape[axis])) ? shape : undefined;
}

/** What an embedding is told beside its rows; a sum that is divided by how often a row was taken is no sum of the edges. */
const SKIPPED = 'padding_idx', DIVIDED = 'scale_grad_by_freq';

function* backwardOf(trace: Trace, op: Op, source: TensorSlice, output: TensorSlice): Work<MapBackward | undefined> {
	const divided = keywordOf(trace, op, DIVIDED), skipped = keywordOf(trace, op, SKIPPED), result = trace.value(output.ref, op.end);
	if (!source.requiresGrad || result?.kind !== 'tensor' || (divided?.kind === 'bool' && divided.value)) return undefined;
	const call = yield* backwardThrough(trace, op);
	return call && {
		...call, ...opGradient(trace, call.request, result, `${output.title}.grad`, output.origin),
		skipped: skipped?.kind === 'int' ? skipped.value < 0 ? skipped.value + source.shape[0]! : skipped.value : undefined,
	};
}

function operandsOf(trace: Trace, call: Op | FailedOp, rule: IndexRule): Operands | undefined {
	const end = hasEnded(call) ? call.end : call.tick;
	// What is put into is there before; what is taken, only after.
	const isThere = hasEnded(call) || rule.over !== 'output';
	const output = isThere ? (hasEnded(call) ? call.outputs[0] : undefined) ?? argumentOf(call, rule.parameters, 'input') : 0;
	const sourceRef = argumentOf(call, rule.parameters, rule.source) || (rule.number === undefined ? 0 : argumentOf(call, rule.parameters, rule.number));
	const tensor = (ref: Ref, tick = call.tick): TensorValue | undefined => {
		const value = trace.value(ref, tick);
		return value?.kind === 'tensor' ? value : undefined;
	};
	const result = tensor(output, end);
	const whole = tensor(rule.over === 'output' ? sourceRef : argumentOf(call, rule.parameters, 'input'));
	// What is put may be a number.
	if (whole === undefined || (tensor(sourceRef) === undefined && rule.shape === undefined && (rule.number === undefined || numberSlice(trace.value(sourceRef, call.tick), whole, undefined) === undefined)) || (isThere && (result === undefined || numel(result.shape) > MOST_CELLS))) return undefined;
	const given = rule.index === undefined ? hasEnded(call) ? secondOutput(call, tensor(call.outputs[1] ?? 0, end)) : undefined
		: indexedBy(trace, argumentOf(call, rule.parameters, rule.index), whole.shape, call.tick);
	if (given === undefined || !given.choosers.every(each => isKnown(each, whole, rule, given))) return undefined;
	// Several are followed by their values.
	if (given.choosers.length > 1 && given.choosers.some(each => each.kind !== 'list' && trace.bytes(each.value.storage, call.tick) === undefined)) return undefined;
	// How much a mask takes is known by its values.
	if (rule.over === 'source' && given.choosers.some(each => each.kind === 'tensor' && each.value.dtype === 'bool' && trace.elements(each.value, call.tick) === undefined)) return undefined;
	const dimension = trace.value(argumentOf(call, rule.parameters, 'dim'), call.tick);
	if (dimension !== undefined && dimension.kind !== 'int') return undefined;
	const dim = dimension?.value ?? rule.dim;
	if (dim === undefined || dim < -whole.shape.length || dim >= Math.max(1, whole.shape.length)) return undefined;
	return { source: sourceRef, whole, choosers: given.choosers, output, dim: dim < 0 ? dim + whole.shape.length : dim, parts: given.parts };
}

function secondOutput(op: Op, value: TensorValue | undefined): IndexedBy | undefined {
	return value && { choosers: [{ kind: 'tensor', ref: op.outputs[1]!, value }], parts: undefined };
}

/** Lists stand only between brackets, as masks beside others do. */
function isKnown(chooser: Chooser, whole: TensorValue, rule: IndexRule, { choosers, parts }: IndexedBy): boolean {
	if (chooser.kind !== 'tensor') return rule.written !== undefined;
	if (chooser.value.dtype !== 'bool') return INTEGERS.has(chooser.value.dtype);
	return rule.masks && choosers.length === 1 && isMask(chooser.value, whole, rule, parts);
}

/** One without dimensions adds one, and masked_select's may be stretched. */
function isMask({ shape }: TensorValue, whole: TensorValue, rule: IndexRule, parts: IndexedBy['parts']): boolean {
	if (shape.length === 0 || (rule.index === 'mask' && shape.length !== whole.shape.length)) return false;
	const first = parts === undefined ? 0 : chosenAxes(parts, 0)[0]!;
	return shape.every((size, axis) => size === whole.shape[first + axis]);
}
