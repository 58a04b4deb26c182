/**
 * Family: powers. Small whole exponents and roots have their own exact formulas, as in PyTorch.
 */
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { dtypeText, isFloating, resultType } from '../tensor/promotion.ts';
import { float, int, type Scalar, toNumber } from '../tensor/scalar.ts';
import { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { asType } from './copy.ts';
import { binary, unary } from './elementwise.ts';
import { type Gradient, type Operand, type Operator, operator, type Saved } from './operator.ts';
import { POWERS } from './tolerances.ts';

/** Powers with their own exact formula; PyTorch has the same. */
function powScalar(self: Tensor, exponent: Scalar, out?: Tensor): Tensor {
	const dtype = resultType(self, exponent);
	const value = toNumber(exponent);
	if (dtype === 'bool') {
		return value === 0 ? call('ones_like', self) : call('clone', self);
	}
	if (!isFloating(dtype)) {
		if (value < 0) {
			throw runtimeError('Integers to negative integer powers are not allowed.');
		}
		return value === 2 ? unary('square', asType(self, dtype), out) : binary('pow', self, exponent, out, dtype);
	}
	const base = asType(self, dtype);
	switch (value) {
		case 0.5: return unary('sqrt', base, out);
		case 2: return unary('square', base, out);
		case 3: return unary('cube', base, out);
		case -1: return unary('reciprocal', base, out);
		case -2: return unary('reciprocal', unary('square', base, undefined), out);
		case -0.5: return unary('reciprocal', unary('sqrt', base, undefined), out);
		default: return binary('pow', base, exponent, out, dtype);
	}
}

function powTensor(self: Operand, exponent: Tensor, out?: Tensor): Tensor {
	const dtype = resultType(self, exponent);
	if (dtype === 'bool') {
		throw notImplementedError('"pow" not implemented for \'Bool\'');
	}
	return binary('pow', self, exponent, out, dtype);
}

function floatPower(self: Operand, exponent: Operand, out?: Tensor): Tensor {
	if (out !== undefined && out.dtype !== 'float64') {
		throw runtimeError(`the ${out === self ? 'base given to float_power_' : 'output given to float_power'} has dtype ${dtypeText(out.dtype)} but the operation's result requires dtype Double`);
	}
	return out !== undefined && out === self ? call('pow_', out, exponent) : call('pow', self instanceof Tensor ? call('to', self, 'float64') : self, exponent);
}

function powGradient(grad: Tensor, saved: Saved): Tensor {
	const exponent = saved.value<Scalar>('exponent');
	const value = toNumber(exponent);
	if (value === 0) {
		return call('zeros_like', grad);
	}
	const lower: Scalar = exponent.tag === 'float' ? float(value - 1) : int(value - 1);
	return call('mul', grad, call('mul', call('pow', saved.tensor('self'), lower), exponent));
}

const powTensorGradient: Gradient = { saves: ['self', 'exponent'], gradient: (grad, saved) => {
	const exponent = saved.tensor('exponent');
	const slope = call('mul', grad, call('mul', exponent, call('pow', saved.tensor('self'), call('sub', exponent, int(1)))));
	return call('masked_fill', slope, call('eq', exponent, int(0)), int(0));
} };

const exponentGradient: Gradient = { saves: ['self', 'exponent', 'result'], gradient: (grad, saved) => {
	const self = saved.operand('self');
	const exponent = saved.tensor('exponent');
	if (!(self instanceof Tensor)) {
		const base = toNumber(self);
		const slope = call('mul', grad, call('mul', saved.tensor('result'), float(Math.log(base))));
		return base === 0 ? call('masked_fill', slope, call('ge', exponent, int(0)), int(0)) : slope;
	}
	const slope = call('mul', grad, call('mul', saved.tensor('result'), call('log', self)));
	return call('masked_fill', slope, call('logical_and', call('eq', self, int(0)), call('ge', exponent, int(0))), int(0));
} };

export const POWER: readonly Operator[] = [
	operator({
		name: 'pow', variants: ['function', 'method', 'in-place', 'out'], tolerance: POWERS, magic: ['__pow__', '__rpow__', '__ipow__'],
		overloads: [
			{ schema: 'pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor', run: powTensor, backward: { node: 'PowBackward1', inputs: { self: powTensorGradient, exponent: exponentGradient } } },
			{ schema: 'pow.Scalar(Scalar self, Tensor exponent) -> Tensor', run: powTensor, backward: { node: 'PowBackward2', inputs: { exponent: { ...exponentGradient, saves: ['exponent', 'result'] } } } },
			{ schema: 'pow.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor', run: powScalar, backward: { node: 'PowBackward0', inputs: { self: { saves: ['self'], gradient: powGradient } } } },
		],
	}),
	operator({
		name: 'float_power', variants: ['function', 'method', 'in-place', 'out'], tolerance: POWERS,
		overloads: [
			{ schema: 'float_power.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor', run: (self: Tensor, exponent: Tensor, out?: Tensor) => floatPower(self, call('to', exponent, 'float64'), out) },
			{ schema: 'float_power.Scalar(Scalar self, Tensor exponent) -> Tensor', run: (self: Scalar, exponent: Tensor, out?: Tensor) => floatPower(float(toNumber(self)), call('to', exponent, 'float64'), out) },
			{ schema: 'float_power.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor', run: floatPower },
		],
	}),
];
