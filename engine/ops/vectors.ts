/**
 * Family: what is made of vectors: powers, and all pairs or choices of their elements.
 */
import { runtimeError, shapeText } from '../tensor/errors.ts';
import { promoteTypes } from '../tensor/promotion.ts';
import { int } from '../tensor/scalar.ts';
import { broadcastShapes, sameShape } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { EXACT, operator, type Operator } from './operator.ts';
import { SUMS } from './tolerances.ts';

/** Columns of powers, the greatest first unless `increasing`. */
function vander(x: Tensor, n: number | undefined, increasing: boolean): Tensor {
	if (x.ndim !== 1) {
		throw runtimeError('x must be a one-dimensional tensor.');
	}
	const count = n ?? x.shape[0]!;
	if (count < 0) {
		throw runtimeError('N must be non-negative.');
	}
	const result = call('empty', [x.shape[0]!, count], undefined, promoteTypes(x.dtype, 'int64'));
	if (count > 0) {
		call('fill_', call('select', result, 1, 0), int(1));
	}
	if (count > 1) {
		const rest = () => call('slice', result, 1, 1, count, 1);
		call('copy_', rest(), call('unsqueeze', x, 1));
		call('copy_', rest(), call('cumprod', rest(), 1));
	}
	return increasing ? result : call('flip', result, [1]);
}

function requireVectors(tensors: readonly Tensor[]): void {
	for (const tensor of tensors) {
		if (tensor.ndim !== 1) {
			throw runtimeError(`Expect a 1D vector, but got shape [${tensor.shape.join(', ')}]`);
		}
	}
}

/** Each vector along a dimension of its own, over all of them. */
function grids(tensors: readonly Tensor[]): Tensor[] {
	const shape = tensors.map(({ numel }) => numel);
	return tensors.map((tensor, i) => call('expand', call('view', tensor, shape.map((_, d) => d === i ? -1 : 1)), shape));
}

/** `indexing` 'xy': the first two dimensions of the grids are exchanged. */
function meshgrid(tensors: readonly Tensor[], indexing: string): readonly Tensor[] {
	if (tensors.length === 0) {
		throw runtimeError('meshgrid expects a non-empty TensorList');
	}
	if (tensors.some(({ dtype }) => dtype !== tensors[0]!.dtype)) {
		throw runtimeError('meshgrid expects all tensors to have the same dtype');
	}
	if (indexing !== 'ij' && indexing !== 'xy') {
		throw runtimeError(`torch.meshgrid: indexing must be one of "xy" or "ij", but received: ${indexing}`);
	}
	for (const { ndim, shape } of tensors) {
		if (ndim > 1) {
			throw runtimeError(`torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: ${shapeText(shape)}`);
		}
	}
	if (indexing === 'ij' || tensors.length < 2) {
		return grids(tensors);
	}
	const [x, y, ...others] = tensors as [Tensor, Tensor, ...Tensor[]];
	const [ofY, ofX, ...rest] = grids([y, x, ...others]) as [Tensor, Tensor, ...Tensor[]];
	return [ofX, ofY, ...rest];
}

function broadcastTensors(tensors: readonly Tensor[]): readonly Tensor[] {
	const shape = tensors.reduce<readonly number[]>((common, tensor) => broadcastShapes(common, tensor.shape), []);
	return tensors.map(tensor => sameShape(tensor.shape, shape) ? tensor : call('expand', tensor, shape));
}

function cartesianProduct(tensors: readonly Tensor[]): Tensor {
	requireVectors(tensors);
	if (tensors.length === 0) {
		throw runtimeError('meshgrid expects a non-empty TensorList');
	}
	return tensors.length === 1 ? tensors[0]! : call('stack', grids(tensors).map(grid => call('flatten', grid)), 1);
}

function combinations(self: Tensor, r: number, withReplacement: boolean): Tensor {
	requireVectors([self]);
	if (r < 0) {
		throw runtimeError(`Expect a non-negative number, but got ${r}`);
	}
	if (r === 0) {
		return emptyTensor([0], self.dtype);
	}
	if (self.numel <= 1) {
		// A grid of so many dimensions would be none the wiser.
		const some = call('narrow', self, 0, 0, withReplacement || r === 1 ? self.numel : 0);
		return call('stack', new Array<Tensor>(r).fill(some), 1);
	}
	if (self.numel ** r >= 2 ** 63) {
		throw runtimeError('numel: integer multiplication overflow');
	}
	const places = grids(new Array<Tensor>(r).fill(call('arange', int(self.numel))));
	let mask = call('ones', new Array<number>(r).fill(self.numel), 'bool');
	for (let i = 0; i + 1 < r; i++) {
		mask = call('logical_and', mask, call(withReplacement ? 'le' : 'lt', places[i], places[i + 1]));
	}
	return call('stack', grids(new Array<Tensor>(r).fill(self)).map(grid => call('masked_select', grid, mask)), 1);
}

export const VECTORS: readonly Operator[] = [
	operator({ name: 'vander', variants: ['function'], tolerance: SUMS, overloads: [{ schema: 'vander(Tensor x, int? N=None, bool increasing=False) -> Tensor', run: vander }] }),
	operator({ name: 'meshgrid', differs: 'of a tensor with several dimensions the error says the shape, and prints no elements', variants: ['function'], tolerance: EXACT, overloads: [
		{ schema: 'meshgrid(Tensor[] tensors) -> Tensor[]', run: (tensors: readonly Tensor[]) => meshgrid(tensors, 'ij') },
		{ schema: 'meshgrid.indexing(Tensor[] tensors, *, str indexing) -> Tensor[]', run: meshgrid },
	] }),
	operator({ name: 'broadcast_tensors', variants: ['function'], tolerance: EXACT, overloads: [{ schema: 'broadcast_tensors(Tensor[] tensors) -> Tensor[]', run: broadcastTensors }] }),
	operator({ name: 'cartesian_prod', variants: ['function'], tolerance: EXACT, overloads: [{ schema: 'cartesian_prod(Tensor[] tensors) -> Tensor', run: cartesianProduct }] }),
	operator({ name: 'combinations', variants: ['function'], tolerance: EXACT, overloads: [{ schema: 'combinations(Tensor self, int r=2, bool with_replacement=False) -> Tensor', run: combinations }] }),
];
