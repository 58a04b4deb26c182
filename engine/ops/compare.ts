/**
 * Family: comparisons, logical and bitwise operators, shifts.
 */
import type { KernelName } from '../kernels/load.ts';
import { general } from '../print/decimal.ts';
import { runtimeError } from '../tensor/errors.ts';
import { defaultDType, dtypeText, isFloating, resultType } from '../tensor/promotion.ts';
import { float } from '../tensor/scalar.ts';
import { sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { asType } from './copy.ts';
import { binary } from './elementwise.ts';
import { noLoop } from './loop.ts';
import { EXACT, operator, type Operand, type Operator, type Variant } from './operator.ts';
import { itemOf } from './reduce.ts';

const ALL: readonly Variant[] = ['function', 'method', 'in-place', 'out'];

/** A bool result of operands compared in their promoted dtype; `out` takes it converted. */
function truthful(kernel: KernelName) {
	return (self: Operand, other: Operand, out?: Tensor): Tensor => {
		const value = binary(kernel, self, other, out?.dtype === 'bool' ? out : undefined, resultType(self, other), 'bool');
		return out === undefined ? value : asType(value, out.dtype);
	};
}

function comparison(name: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge', alias: string | undefined, magic: string): Operator {
	const run = truthful(name);
	return operator({
		name, variants: ALL, tolerance: EXACT, isUndifferentiable: true, ...alias === undefined ? {} : { aliases: [alias] }, magic: [magic],
		overloads: [{ schema: `${name}.Tensor(Tensor self, Tensor other) -> Tensor`, run }, { schema: `${name}.Scalar(Tensor self, Scalar other) -> Tensor`, run }],
	});
}

function logical(name: 'logical_and' | 'logical_or' | 'logical_xor'): Operator {
	const [ofNumbers, ofBits] = [truthful(name), truthful(name.replace('logical', 'bitwise') as KernelName)];
	const run = (self: Operand, other: Operand, out?: Tensor): Tensor => (resultType(self, other) === 'bool' ? ofBits : ofNumbers)(self, other, out);
	return operator({ name, variants: ALL, tolerance: EXACT, isUndifferentiable: true, overloads: [{ schema: `${name}(Tensor self, Tensor other) -> Tensor`, run }] });
}

/** Bits of integers; bool is one bit. */
function bitwise(name: 'bitwise_and' | 'bitwise_or' | 'bitwise_xor' | 'bitwise_left_shift' | 'bitwise_right_shift', magic: readonly string[]): Operator {
	const run = (self: Operand, other: Operand, out?: Tensor): Tensor => {
		const dtype = resultType(self, other);
		if (isFloating(dtype) || (name.endsWith('shift') && dtype === 'bool')) {
			throw noLoop(LOOPS[name] ?? `${name}_cpu`, dtype, [self, other], out);
		}
		return binary(name, self, other, out, dtype);
	};
	return operator({
		name, variants: ALL, tolerance: EXACT, magic, nameInErrors: `aten::${name}`,
		overloads: [
			{ schema: `${name}.Tensor(Tensor self, Tensor other) -> Tensor`, run },
			{ schema: `${name}.Scalar_Tensor(Scalar self, Tensor other) -> Tensor`, run },
			{ schema: `${name}.Tensor_Scalar(Tensor self, Scalar other) -> Tensor`, run },
		],
	});
}

const LOOPS: Readonly<Record<string, string>> = { bitwise_left_shift: 'lshift_cpu', bitwise_right_shift: 'rshift_cpu' };

/** torch.equal: same shape and values. */
function sameValues(self: Tensor, other: Tensor): boolean {
	if (!sameShape(self.shape, other.shape)) {
		return false;
	}
	const differing = call('any', call('ne', self, other));
	return itemOf(differing).value === false;
}

/** Within `atol` and `rtol` of the other's size; integers are measured as floats. */
function isClose(self: Tensor, other: Tensor, rtol: number, atol: number, equalNan: boolean): Tensor {
	if (self.dtype !== other.dtype) {
		throw runtimeError(`${dtypeText(self.dtype)} did not match ${dtypeText(other.dtype)}`);
	}
	for (const [name, value] of [['rtol', rtol], ['atol', atol]] as const) {
		if (!(value >= 0)) {
			throw runtimeError(`${name} must be greater than or equal to zero, but got ${general(value)}`);
		}
	}
	let close = call('eq', self, other);
	if (equalNan && isFloating(self.dtype)) {
		close = call('logical_or', close, call('logical_and', call('isnan', self), call('isnan', other)));
	}
	if (rtol === 0 && atol === 0) {
		return close;
	}
	const size = isFloating(self.dtype) ? other : asType(other, defaultDType());
	const error = call('abs', call('sub', self.dtype === 'bool' ? asType(self, defaultDType()) : self, size));
	const allowed = call('add', call('abs', call('mul', size, float(rtol))), float(atol));
	return call('logical_or', close, call('logical_and', call('isfinite', error), call('le', error, allowed)));
}

export const COMPARE: readonly Operator[] = [
	comparison('eq', undefined, '__eq__'),
	comparison('ne', 'not_equal', '__ne__'),
	comparison('lt', 'less', '__lt__'),
	comparison('le', 'less_equal', '__le__'),
	comparison('gt', 'greater', '__gt__'),
	comparison('ge', 'greater_equal', '__ge__'),
	logical('logical_and'),
	logical('logical_or'),
	logical('logical_xor'),
	bitwise('bitwise_and', ['__and__', '__rand__', '__iand__']),
	bitwise('bitwise_or', ['__or__', '__ror__', '__ior__']),
	bitwise('bitwise_xor', ['__xor__', '__rxor__', '__ixor__']),
	bitwise('bitwise_left_shift', ['__lshift__', '__rlshift__', '__ilshift__']),
	bitwise('bitwise_right_shift', ['__rshift__', '__rrshift__', '__irshift__']),
	operator({
		name: 'equal', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [{ schema: 'equal(Tensor self, Tensor other) -> bool', run: (self: Tensor, other: Tensor) => sameValues(self, other) }],
	}),
	operator({
		name: 'isclose', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [{ schema: 'isclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> Tensor', run: isClose }],
	}),
	operator({
		name: 'allclose', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [{
			schema: 'allclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> bool',
			run: (self: Tensor, other: Tensor, rtol: number, atol: number, equalNan: boolean) => itemOf(call('all', isClose(self, other, rtol, atol, equalNan))).value === true,
		}],
	}),
];
