/** A product of tensors, for the product view: its operands as they were before it, its result as it was after. */
import type { Op, Ref, Trace } from '../trace/model.ts';
import { namesAt, resultName } from './names.ts';
import { originOfOp } from './origin.ts';
import { productOf } from './products.ts';
import type { ProductSlice, TensorSlice } from './slice.ts';
import { tensorSlice } from './tensor.ts';

/** undefined where the op is no product or its operands were not recorded. */
export function productSlice(trace: Trace, op: Op): ProductSlice | undefined {
	const found = productOf(trace, op);
	if (found === undefined) return undefined;
	const { as, sign, subscripts, output: letters, refs, roles, result, added } = found;
	const origin = originOfOp(trace, op);
	const names = namesAt(trace, op.end);
	const slice = (ref: Ref, tick: number, title: string): TensorSlice | undefined => tensorSlice(trace, ref, tick, title, origin);
	// What has no name is called by its role: by its number it would read as one, `x @ 2`.
	const operands = refs.map((ref, i) => slice(ref, op.tick, names.of(ref) ?? roles[i]!));
	const output = slice(result, op.end, resultName(trace, op) ?? names.of(result) ?? 'out');
	if (output === undefined || !operands.every(operand => operand !== undefined)) return undefined;
	return {
		kind: 'product', op: op.name, as, sign, subscripts, letters, operands, output, origin,
		added: added === 0 ? undefined : slice(added, op.tick, names.of(added) ?? 'bias'),
	};
}
