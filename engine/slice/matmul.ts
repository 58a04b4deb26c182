/**
 * Which product `@` comes to. Many matrices times one are a single product of all of their rows, where those lie so in memory
 * that they need not be copied, or where the one's gradient would otherwise be as large as all of them.
 *
 * Source: `should_fold` in PyTorch's aten/src/ATen/native/LinearAlgebra.cpp; test/conformance/ask_matmul.py asks it.
 */
import type { TensorValue } from '../trace/model.ts';

export type MatrixProduct = 'dot' | 'mv' | 'mm' | 'bmm';

type Operand = Pick<TensorValue, 'shape' | 'strides' | 'requiresGrad'>;

/** Of operands that each have a dimension. `hasOut`: the caller gave what the result is written to. */
export function matmulAs(left: Operand, right: Operand, hasOut: boolean): MatrixProduct {
	const [a, b] = [left.shape.length, right.shape.length];
	if (a <= 2 && b <= 2) return b === 2 ? 'mm' : a === 1 ? 'dot' : 'mv';
	return isFolded(left, right, hasOut) ? Math.min(a, b) === 1 ? 'mv' : 'mm' : 'bmm';
}

function isFolded(left: Operand, right: Operand, hasOut: boolean): boolean {
	const isLeft = left.shape.length >= right.shape.length, many = isLeft ? left : transposed(right), one = isLeft ? right : left;
	if (one.shape.length > 2) return false;
	if (one.requiresGrad && !hasOut) return true;
	// The result would lie transposed, and be copied.
	if (left.shape.length === 2) return false;
	return many.shape.includes(0) || many.strides.slice(0, -2).every((stride, axis) => stride === many.strides[axis + 1]! * many.shape[axis + 1]!);
}

function transposed({ shape, strides, requiresGrad }: Operand): Operand {
	const turned = (each: readonly number[]) => [...each.slice(0, -2), each.at(-1)!, each.at(-2)!];
	return { shape: turned(shape), strides: turned(strides), requiresGrad };
}
