/**
 * Which dtype an operation computes in: PyTorch's promotion of dtypes, with Python numbers and 0-d tensors that only
 * count where their kind (bool, integer, float) is higher than that of the tensors with dimensions.
 */
import { dtypeInfo, type DTypeName } from '../trace/dtype.ts';
import type { Scalar } from './scalar.ts';
import { Tensor } from './tensor.ts';

let defaultFloat: DTypeName = 'float32';

/** torch.get_default_dtype() */
export function defaultDType(): DTypeName {
	return defaultFloat;
}

/** torch.set_default_dtype(); `dtype` must be floating. */
export function setDefaultDType(dtype: DTypeName): void {
	defaultFloat = dtype;
}

export function isFloating(dtype: DTypeName): boolean {
	return dtypeInfo(dtype).float;
}

export function isIntegral(dtype: DTypeName): boolean {
	return !dtypeInfo(dtype).float && dtype !== 'bool';
}

/** float16 and bfloat16 */
export function isReduced(dtype: DTypeName): boolean {
	return dtype === 'float16' || dtype === 'bfloat16';
}

export function codeOf(dtype: DTypeName): number {
	return dtypeInfo(dtype).code;
}

/** torch.promote_types */
export function promoteTypes(a: DTypeName, b: DTypeName): DTypeName {
	if (a === b) {
		return a;
	}
	const [low, high] = dtypeInfo(a).code < dtypeInfo(b).code ? [a, b] : [b, a];
	if (low === 'uint8' && high === 'int8') {
		return 'int16';
	}
	return low === 'float16' && high === 'bfloat16' ? 'float32' : high;
}

export function scalarDType(scalar: Scalar): DTypeName {
	return scalar.tag === 'float' ? defaultFloat : scalar.tag === 'int' ? 'int64' : 'bool';
}

/** Accumulates operands; `dtype` is torch.result_type of those seen. */
export class Promotion {
	#dimensioned: DTypeName | undefined;
	#zeroDim: DTypeName | undefined;
	#number: DTypeName | undefined;

	add(operand: Tensor | Scalar): this {
		if (!(operand instanceof Tensor)) {
			this.#number = join(this.#number, scalarDType(operand));
		} else if (operand.shape.length > 0) {
			this.#dimensioned = join(this.#dimensioned, operand.dtype);
		} else {
			this.#zeroDim = join(this.#zeroDim, operand.dtype);
		}
		return this;
	}

	get dtype(): DTypeName {
		return prefer(this.#dimensioned, prefer(this.#zeroDim, this.#number)) ?? defaultFloat;
	}
}

/** torch.result_type of two operands. */
export function resultType(a: Tensor | Scalar, b: Tensor | Scalar): DTypeName {
	if (a instanceof Tensor && b instanceof Tensor && a.dtype === b.dtype) {
		return a.dtype;
	}
	return new Promotion().add(a).add(b).dtype;
}

function join(a: DTypeName | undefined, b: DTypeName): DTypeName {
	return a === undefined ? b : promoteTypes(a, b);
}

function prefer(higher: DTypeName | undefined, lower: DTypeName | undefined): DTypeName | undefined {
	if (higher === undefined || lower === undefined) {
		return higher ?? lower;
	}
	if (isFloating(higher)) {
		return higher;
	}
	return higher === 'bool' || isFloating(lower) ? promoteTypes(higher, lower) : higher;
}

/** torch.can_cast: a float may not become an integer, nor a number a bool. */
export function canCast(from: DTypeName, to: DTypeName): boolean {
	return (isFloating(to) || !isFloating(from)) && (to !== 'bool' || from === 'bool');
}

const CXX_NAMES: Readonly<Record<DTypeName, string>> = {
	bool: 'Bool', uint8: 'Byte', int8: 'Char', int16: 'Short', int32: 'Int', int64: 'Long', float16: 'Half', bfloat16: 'BFloat16', float32: 'Float', float64: 'Double',
};

/** The name that PyTorch's messages use: Long for int64. */
export function dtypeText(dtype: DTypeName): string {
	return CXX_NAMES[dtype];
}
