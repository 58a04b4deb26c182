/**
 * Family: dropout: of cells, of whole channels, and so that mean and deviation stay (alpha). Random numbers are drawn as PyTorch draws them.
 */
import { runtimeError } from '../tensor/errors.ts';
import { float } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { EXACT, operator, type Operator } from './operator.ts';

/** Of SELU, whose mean and deviation alpha dropout keeps. */
const ALPHA = 1.7580993408473766;

function dropped(input: Tensor, p: number, train: boolean, { isByChannel, isAlpha, isInPlace }: { readonly isByChannel: boolean; readonly isAlpha: boolean; readonly isInPlace: boolean }): Tensor {
	if (!(p >= 0 && p <= 1)) {
		throw runtimeError(`dropout probability has to be between 0 and 1, but got ${p}`);
	}
	if (p === 0 || !train || input.numel === 0) {
		return input;
	}
	const times = (tensor: Tensor, factor: Tensor) => call(isInPlace ? 'mul_' : 'mul', tensor, factor);
	if (p === 1) {
		return times(input, call('zeros', [], input.dtype));
	}
	if (isByChannel && input.ndim < 2) {
		throw runtimeError('Feature dropout requires at least 2 dimensions in the input');
	}
	const empty = isByChannel ? call('empty', input.shape.map((size, d) => d < 2 ? size : 1), undefined, input.dtype) : call('empty_like', input);
	const noise = call('bernoulli_', empty, 1 - p);
	if (!isAlpha) {
		return times(input, call('div_', noise, float(1 - p)));
	}
	const scale = 1 / Math.sqrt((ALPHA * ALPHA * p + 1) * (1 - p));
	const shift = call('add_', call('mul_', call('sub', noise, float(1)), float(ALPHA * scale)), float(ALPHA * scale * p));
	const scaled = times(input, call('mul_', noise, float(scale)));
	return call(isInPlace ? 'add_' : 'add', scaled, shift);
}

/** The function, and the one that writes to its input. */
function pair(name: string, isByChannel: boolean, isAlpha: boolean): Operator[] {
	return [false, true].map(isInPlace => operator({ name: isInPlace ? `${name}_` : name, variants: name === 'dropout' && !isInPlace ? ['function', 'nn'] : ['function'], tolerance: EXACT, overloads: [{
		schema: isInPlace ? `${name}_(Tensor self, float p, bool train) -> Tensor` : `${name}(Tensor input, float p, bool train) -> Tensor`,
		run: (input: Tensor, p: number, train: boolean) => dropped(input, p, train, { isByChannel, isAlpha, isInPlace }),
	}] }));
}

export const DROPOUT: readonly Operator[] = [...pair('dropout', false, false), ...pair('feature_dropout', true, false), ...pair('alpha_dropout', false, true), ...pair('feature_alpha_dropout', true, true)];
