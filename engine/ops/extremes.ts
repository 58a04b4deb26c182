/**
 * Family: the greatest and the least, and where they are. NaN wins.
 */
import { indexError, runtimeError } from '../tensor/errors.ts';
import { dtypeText } from '../tensor/promotion.ts';
import { wrapDim } from '../tensor/shape.ts';
import { asMade, emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { EXACT, type Operator, operator, type Saved } from './operator.ts';
import { requireOut } from './out.ts';
import { dimsOf, keepdimOf, reduceDims, reduceRows, rowsOf, shaped, unreduced } from './rows.ts';

/** Value and position of the extreme along one dimension. */
function extremeAlong(name: 'max' | 'min', self: Tensor, dim: number, keepdim: boolean): readonly [Tensor, Tensor] {
	const at = wrapDim(dim, self.ndim);
	if (self.ndim > 0 && self.shape[at] === 0) {
		throw indexError(`${name}(): Expected reduction dim ${at} to have non-zero size.`);
	}
	const dims = self.ndim === 0 ? [] : [at];
	const [values, indices] = extremes(name, self, dims);
	return [shaped(values, self, dims, keepdim), shaped(indices, self, dims, keepdim)];
}

function extremes(name: 'max' | 'min', self: Tensor, dims: readonly number[]): readonly [Tensor, Tensor] {
	const rows = rowsOf(self, dims);
	const values = emptyTensor(rows.starts.shape, self.dtype);
	const indices = emptyTensor(rows.starts.shape, 'int64');
	reduceRows(`${name}_index`, rows, values, indices);
	return [values, indices];
}

function extremeOfAll(name: 'max' | 'min', self: Tensor): Tensor {
	if (self.numel === 0) {
		throw runtimeError(`${name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`);
	}
	return extremes(name, self, reduceDims(undefined, self.ndim))[0];
}

function extremeOver(name: 'amax' | 'amin', self: Tensor, dim: readonly number[], keepdim: boolean, out: Tensor | undefined): Tensor {
	if (out !== undefined && out.dtype !== self.dtype) {
		throw runtimeError(`Expected the dtype for input and out to match, but got ${dtypeText(self.dtype)} for input's dtype and ${dtypeText(out.dtype)} for out's dtype.`);
	}
	if (self.numel === 0 && dim.length === 0) {
		throw runtimeError(`${name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`);
	}
	for (const one of dim) {
		const at = wrapDim(one, self.ndim);
		if (self.shape[at] === 0) {
			throw indexError(`${name}(): Expected reduction dim ${at} to have non-zero size.`);
		}
	}
	const dims = reduceDims(dim, self.ndim);
	return shaped(extremes(name === 'amax' ? 'max' : 'min', self, dims)[0], self, dims, keepdim);
}

function position(name: 'argmax' | 'argmin', self: Tensor, dim: number | undefined, keepdim: boolean): Tensor {
	if (dim === undefined && self.numel === 0) {
		throw indexError(`${name}(): Expected reduction dim to be specified for input.numel() == 0.`);
	}
	const dims = reduceDims(dim === undefined ? undefined : [dim], self.ndim);
	if (dim !== undefined && self.ndim > 0 && self.shape[dims[0]!] === 0) {
		throw indexError(`${name}(): Expected reduction dim ${dims[0]!} to have non-zero size.`);
	}
	return shaped(extremes(name === 'argmax' ? 'max' : 'min', self, dims)[1], self, dims, keepdim);
}

/** The gradient goes to the one position that was taken. */
export function toIndex(grad: Tensor, saved: Saved): Tensor {
	const shape = saved.shape('self');
	const indices = saved.tensor('result1');
	if (shape.length === 0) {
		return grad;
	}
	const dim = wrapDim(saved.value<number>('dim'), shape.length);
	const [grads, at] = keepdimOf(saved) ? [grad, indices] : [call('unsqueeze', grad, dim), call('unsqueeze', indices, dim)];
	return asMade(call('scatter', call('zeros', shape, grad.dtype), dim, at, grads), 2);
}

/** The gradient is shared evenly among equal extremes. */
function evenly(grad: Tensor, saved: Saved, dims: readonly number[], keepdim: boolean): Tensor {
	const self = saved.tensor('self');
	const mask = call('eq', self, unreduced(saved.tensor('result'), self.shape, dims, keepdim));
	return call('mul', call('div', unreduced(grad, self.shape, dims, keepdim), call('sum', mask, dims, true)), mask);
}

export const EXTREMES: readonly Operator[] = [
	...(['max', 'min'] as const).map(name => operator({
		name, variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{
			schema: `${name}(Tensor self) -> Tensor`,
			run: (self: Tensor) => extremeOfAll(name, self),
			backward: { node: `${name === 'max' ? 'Max' : 'Min'}Backward1`, inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => asMade(evenly(grad, saved, reduceDims(undefined, saved.shape('self').length), false), 1) } } },
		}, {
			schema: `${name}.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)`,
			run: (self: Tensor, dim: number, keepdim: boolean) => extremeAlong(name, self, dim, keepdim),
			backward: { node: `${name === 'max' ? 'Max' : 'Min'}Backward0`, nonDifferentiable: [1], inputs: { self: { saves: ['result1'], gradient: toIndex } } },
		}, {
			schema: `${name}.other(Tensor self, Tensor other) -> Tensor`,
			run: (self: Tensor, other: Tensor) => call(name === 'max' ? 'maximum' : 'minimum', self, other),
		}],
	})),
	...(['amax', 'amin'] as const).map(name => operator({
		name, variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{
			schema: `${name}(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor`,
			run: (self: Tensor, dim: readonly number[], keepdim: boolean, out?: Tensor) => extremeOver(name, self, dim, keepdim, out),
			backward: { node: `${name === 'amax' ? 'Amax' : 'Amin'}Backward0`, inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => evenly(grad, saved, dimsOf(saved), keepdimOf(saved)) } } },
		}],
	})),
	...(['argmax', 'argmin'] as const).map(name => operator({
		name, variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{ schema: `${name}(Tensor self, int? dim=None, bool keepdim=False) -> Tensor`, run: (self: Tensor, dim: number | undefined, keepdim: boolean, out?: Tensor) => {
			if (self.dtype === 'bool') {
				throw runtimeError(`${name}(): does not support bool input`);
			}
			requireOut(out, 'int64');
			return position(name, self, dim, keepdim);
		} }],
	})),
];
