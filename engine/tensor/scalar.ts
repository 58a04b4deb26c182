/**
 * A Python number with its Python type: what `2`, `2.0` and `True` are when they meet a tensor. JavaScript has one
 * number type and cannot tell the first two apart, so the tag travels with the value.
 */

export type ScalarTag = 'bool' | 'int' | 'float';

export interface Scalar {
	readonly tag: ScalarTag;
	/** bool: boolean. int: number where it is a safe integer, else bigint. float: number. */
	readonly value: number | bigint | boolean;
}

export const ONE: Scalar = { tag: 'int', value: 1 };

export function int(value: number | bigint): Scalar {
	return { tag: 'int', value: typeof value === 'bigint' && value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value };
}

export function float(value: number): Scalar {
	return { tag: 'float', value };
}

export function bool(value: boolean): Scalar {
	return { tag: 'bool', value };
}

export function isScalar(value: unknown): value is Scalar {
	return typeof value === 'object' && value !== null && 'tag' in value && 'value' in value;
}

/** The value as a float64 (an int beyond 2^53 is rounded, as Python's float() does). */
export function toNumber(scalar: Scalar): number {
	return Number(scalar.value);
}

/** The value as an exact integer, a float truncated towards zero; NaN and infinities give 0. */
export function toBigInt(scalar: Scalar): bigint {
	if (typeof scalar.value === 'number') {
		return Number.isFinite(scalar.value) ? BigInt(Math.trunc(scalar.value)) : 0n;
	}
	return BigInt(scalar.value);
}

/** The scalar as PyTorch writes it in messages. */
export function scalarText(scalar: Scalar): string {
	return String(scalar.value).replace('Infinity', 'inf').replace('NaN', 'nan');
}
