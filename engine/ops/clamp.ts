/**
 * Family: clamp, with numbers or tensors for bounds.
 */
import { runtimeError } from '../tensor/errors.ts';
import { canCast, dtypeText, isFloating, Promotion } from '../tensor/promotion.ts';
import { float, int, type Scalar } from '../tensor/scalar.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { checkFits } from './creation.ts';
import { elementwise } from './elementwise.ts';
import { noLoop } from './loop.ts';
import { EXACT, type Gradient, type Operand, type Operator, operator, otherDType, type Saved } from './operator.ts';
import { CPP, masked } from './pointwise.ts';

const ALL = ['function', 'method', 'in-place', 'out'] as const;

/** Bounds that bound nothing. */
function lowest(dtype: DTypeName): Scalar {
	return isFloating(dtype) ? float(-Infinity) : int(({ bool: 0n, uint8: 0n, int8: -128n, int16: -32768n, int32: -2147483648n, int64: -9223372036854775808n } as Record<string, bigint>)[dtype]!);
}

function highest(dtype: DTypeName): Scalar {
	return isFloating(dtype) ? float(Infinity) : int(({ bool: 1n, uint8: 255n, int8: 127n, int16: 32767n, int32: 2147483647n, int64: 9223372036854775807n } as Record<string, bigint>)[dtype]!);
}

function clamp(self: Tensor, low: Operand | undefined, high: Operand | undefined, out?: Tensor): Tensor {
	if (low === undefined && high === undefined) {
		throw runtimeError('torch.clamp: At least one of \'min\' or \'max\' must not be None');
	}
	const promotion = new Promotion().add(self);
	for (const bound of [low, high]) {
		if (bound !== undefined) {
			promotion.add(bound);
		}
	}
	const { dtype } = promotion;
	const bounds = [low, high].filter(bound => bound !== undefined);
	for (const bound of bounds) {
		if (!(bound instanceof Tensor) && dtype !== 'bool') {
			checkFits(bound, dtype, self.numel);
		}
	}
	if (!bounds.some(bound => bound instanceof Tensor)) {
		checkWritten(self, dtype, out);
	}
	// A lower bound alone that is a tensor is maximum, which bool has.
	if (dtype === 'bool' && (bounds.length === 2 || !(bounds[0] instanceof Tensor))) {
		const which = bounds.length === 2 ? '' : low === undefined ? '_max' : '_min';
		throw noLoop(`clamp${which}${bounds[0] instanceof Tensor ? '' : '_scalar'}_cpu`, dtype, [self, ...bounds], out);
	}
	return elementwise('clamp', [self, low ?? lowest(dtype), high ?? highest(dtype)], out, dtype, dtype);
}

/** RuntimeError where numbers bound to another dtype than is written. */
function checkWritten(self: Tensor, dtype: DTypeName, out: Tensor | undefined): void {
	if (out === self && !canCast(dtype, out.dtype)) {
		throw runtimeError(`result type ${dtypeText(dtype)} can't be cast to the desired output type ${CPP[out.dtype]}`);
	}
	if (out !== undefined && out !== self && out.dtype !== dtype) {
		throw runtimeError(otherDType(dtypeText(out.dtype), dtypeText(dtype)));
	}
}

/** Where self lies within the bounds. */
function within(saved: Saved, low: string | undefined, high: string | undefined): Tensor {
	const self = saved.tensor('self');
	const bounds: Tensor[] = [];
	for (const [name, test] of [[low, 'ge'], [high, 'le']] as const) {
		const bound = name === undefined ? undefined : saved.value<Scalar | undefined>(name);
		if (name !== undefined && bound !== undefined) {
			bounds.push(call(test, self, saved.operand(name)));
		}
	}
	return bounds.length === 2 ? call('logical_and', bounds[0]!, bounds[1]!) : bounds[0]!;
}

function clampGradient(low: string | undefined, high: string | undefined): Gradient {
	return { saves: ['self', 'min', 'max'].filter(name => name === 'self' || name === low || name === high), gradient: (grad, saved) => masked(grad, within(saved, low, high)) };
}

function boundGradient(mine: 'min' | 'max', test: 'lt' | 'gt'): Gradient {
	return { saves: ['self', mine], gradient: (grad, saved) => masked(grad, call(test, saved.tensor('self'), saved.tensor(mine))) };
}

/** As `boundGradient`, where there may be two bounds. */
function boundsGradient(mine: 'min' | 'max', test: 'lt' | 'gt'): Gradient {
	return { saves: ['self', 'min', 'max'], gradient: (grad, saved) => {
		const isTaken = call(test, saved.tensor('self'), saved.tensor(mine));
		if (saved.value(mine === 'min' ? 'max' : 'min') === undefined) {
			return masked(grad, isTaken);
		}
		// Where the bounds cross, the upper one is the result everywhere.
		const crossing = call('lt', saved.tensor('max'), saved.tensor('min'));
		return masked(grad, mine === 'max' ? call('logical_or', isTaken, crossing) : call('logical_and', isTaken, call('logical_not', crossing)));
	} };
}

export const CLAMP: readonly Operator[] = [
	operator({
		name: 'clamp', variants: ALL, tolerance: EXACT, aliases: ['clip'],
		overloads: [
			{ schema: 'clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor', run: clamp, backward: { node: 'ClampBackward0', inputs: { self: clampGradient('min', 'max'), min: boundsGradient('min', 'lt'), max: boundsGradient('max', 'gt') } } },
			{ schema: 'clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor', run: clamp, backward: { node: 'ClampBackward1', inputs: { self: clampGradient('min', 'max') } } },
		],
	}),
	operator({
		name: 'clamp_min', variants: ALL, tolerance: EXACT,
		overloads: [
			{ schema: 'clamp_min(Tensor self, Scalar min) -> Tensor', run: (self: Tensor, min: Scalar, out?: Tensor) => clamp(self, min, undefined, out), backward: { node: 'ClampMinBackward0', inputs: { self: clampGradient('min', undefined) } } },
			{ schema: 'clamp_min.Tensor(Tensor self, Tensor min) -> Tensor', run: (self: Tensor, min: Tensor, out?: Tensor) => clamp(self, min, undefined, out), backward: { node: 'ClampMinBackward1', inputs: { self: clampGradient('min', undefined), min: boundGradient('min', 'lt') } } },
		],
	}),
	operator({
		name: 'clamp_max', variants: ALL, tolerance: EXACT,
		overloads: [
			{ schema: 'clamp_max(Tensor self, Scalar max) -> Tensor', run: (self: Tensor, max: Scalar, out?: Tensor) => clamp(self, undefined, max, out), backward: { node: 'ClampMaxBackward0', inputs: { self: clampGradient(undefined, 'max') } } },
			{ schema: 'clamp_max.Tensor(Tensor self, Tensor max) -> Tensor', run: (self: Tensor, max: Tensor, out?: Tensor) => clamp(self, undefined, max, out), backward: { node: 'ClampMaxBackward1', inputs: { self: clampGradient(undefined, 'max'), max: boundGradient('max', 'gt') } } },
		],
	}),
];
