/**
 * A `gather` as three tensors: what was taken from, by which index, with what result.
 * The rule is PyTorch's: out[i][j] = input[index[i][j]][j] for dim 0, out[i][j] = input[i][index[i][j]] for dim 1.
 */
import type { Op, Ref, Trace } from '../trace/model.ts';
import { namesAt } from './names.ts';
import { originOfOp } from './origin.ts';
import type { IndexMapSlice } from './slice.ts';
import { tensorSlice } from './tensor.ts';

/** Ops with this view, and the order of their parameters when they are given by position. */
export const INDEX_MAP_OPS: Readonly<Record<string, readonly string[]>> = { gather: ['input', 'dim', 'index'] };

/** The argument of an op by PyTorch's name (`input` is `self` in a method's schema) or by its position. */
export function argument(op: Op, order: readonly string[], name: string): Ref {
	const position = order.indexOf(name);
	const aliases = name === 'input' ? ['input', 'self'] : [name];
	return op.inputs.find(input => aliases.includes(input.name))?.ref ?? op.inputs.find(input => input.name === String(position))?.ref ?? 0;
}

/** undefined where the op draws no index map or its operands were not recorded. */
export function indexMapSlice(trace: Trace, opIndex: number): IndexMapSlice | undefined {
	const op = trace.op(opIndex);
	const order = INDEX_MAP_OPS[op.name];
	if (order === undefined) return undefined;
	const origin = originOfOp(trace, op);
	const names = namesAt(trace, op.end);
	const title = (ref: Ref, otherwise: string) => names.of(ref) ?? otherwise;
	const [input, index, out] = [argument(op, order, 'input'), argument(op, order, 'index'), op.outputs[0] ?? 0];
	const source = tensorSlice(trace, input, op.tick, title(input, 'input'), origin);
	const indices = tensorSlice(trace, index, op.tick, title(index, 'index'), origin);
	const output = tensorSlice(trace, out, op.end, outputTitle(trace, op) ?? title(out, 'out'), origin);
	const dim = trace.value(argument(op, order, 'dim'), op.tick);
	if (source === undefined || indices === undefined || output === undefined || dim?.kind !== 'int') return undefined;
	return { kind: 'indexMap', op: op.name, dim: dim.value < 0 ? dim.value + source.shape.length : dim.value, source, index: indices, output, origin };
}

/** The name to which the op's own line bound its output. */
function outputTitle(trace: Trace, op: Op): string | undefined {
	const step = trace.stepAt(op.tick);
	if (step === undefined) return undefined;
	return trace.bindingsBetween(trace.frame(step.frame).locals, op.end, step.end + 1).find(binding => binding.ref === op.outputs[0])?.name;
}
