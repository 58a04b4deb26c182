/**
 * Family: comparisons, logical and bitwise operators, shifts.
 */
import type { KernelName } from '../kernels/load.ts';
import { notImplementedError } from '../tensor/errors.ts';
import { dtypeText, isFloating, resultType } from '../tensor/promotion.ts';
import { sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { asType } from './copy.ts';
import { binary } from './elementwise.ts';
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
		name, variants: ALL, tolerance: EXACT, ...alias === undefined ? {} : { aliases: [alias] }, magic: [magic],
		overloads: [{ schema: `${name}.Tensor(Tensor self, Tensor other) -> Tensor`, run }, { schema: `${name}.Scalar(Tensor self, Scalar other) -> Tensor`, run }],
	});
}

function logical(name: 'logical_and' | 'logical_or' | 'logical_xor'): Operator {
	return operator({ name, variants: ALL, tolerance: EXACT, overloads: [{ schema: `${name}(Tensor self, Tensor other) -> Tensor`, run: truthful(name) }] });
}

/** Bits of integers; bool is one bit. */
function bitwise(name: 'bitwise_and' | 'bitwise_or' | 'bitwise_xor' | 'bitwise_left_shift' | 'bitwise_right_shift', magic: readonly string[]): Operator {
	const run = (self: Operand, other: Operand, out?: Tensor): Tensor => {
		const dtype = resultType(self, other);
		if (isFloating(dtype) || (name.endsWith('shift') && dtype === 'bool')) {
			throw notImplementedError(`"${MESSAGE_NAMES[name] ?? `${name}_cpu`}" not implemented for '${dtypeText(dtype)}'`);
		}
		return binary(name, self, other, out, dtype);
	};
	return operator({
		name, variants: ALL, tolerance: EXACT, magic,
		overloads: [
			{ schema: `${name}.Tensor(Tensor self, Tensor other) -> Tensor`, run },
			{ schema: `${name}.Scalar_Tensor(Scalar self, Tensor other) -> Tensor`, run },
			{ schema: `${name}.Tensor_Scalar(Tensor self, Scalar other) -> Tensor`, run },
		],
	});
}

const MESSAGE_NAMES: Readonly<Record<string, string>> = { bitwise_left_shift: 'lshift_cpu', bitwise_right_shift: 'rshift_cpu' };

/** torch.equal: same shape and values. */
function sameValues(self: Tensor, other: Tensor): boolean {
	if (!sameShape(self.shape, other.shape)) {
		return false;
	}
	const differing = call('any', call('ne', self, other));
	return itemOf(differing).value === false;
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
];
