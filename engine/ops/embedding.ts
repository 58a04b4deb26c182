/**
 * Family: rows of a table by their numbers: one each, sums of bags of them, and vectors of a single 1.
 */
import { runtimeError } from '../tensor/errors.ts';
import { dtypeText } from '../tensor/promotion.ts';
import { float, int, toNumber } from '../tensor/scalar.ts';
import { asMade, emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { views } from '../memory/memory.ts';
import { call, callMany } from './call.ts';
import { copyInto, integersOf } from './copy.ts';
import { EXACT, operator, type Operator, type Saved } from './operator.ts';
import { itemOf } from './reduce.ts';
import { SUMS } from './tolerances.ts';

function oneHot(self: Tensor, classes: number): Tensor {
	if (self.dtype !== 'int64') {
		throw runtimeError('one_hot is only applicable to index tensor of type LongTensor.');
	}
	if (self.numel === 0 && classes <= 0) {
		throw runtimeError(classes === -1 ? 'Can not infer total number of classes from empty tensor.' : 'num_classes should be positive');
	}
	if (self.numel > 0 && toNumber(itemOf(call('min', self))) < 0) {
		throw runtimeError('Class values must be non-negative.');
	}
	const largest = self.numel === 0 ? -1 : toNumber(itemOf(call('max', self)));
	if (classes !== -1 && largest >= classes) {
		throw runtimeError('Class values must be smaller than num_classes.');
	}
	const count = classes === -1 ? largest + 1 : classes;
	return asMade(call('scatter_', call('zeros', [...self.shape, count], 'int64'), -1, call('unsqueeze', self, -1), int(1)), 2);
}

function requireIndices(name: string, indices: Tensor, place = 1): void {
	if (indices.dtype !== 'int64' && indices.dtype !== 'int32') {
		throw runtimeError(`Expected tensor for argument #${place} 'indices' to have one of the following scalar types: Long, Int; but got ${indices.dtype === 'bool' ? 'CPUBoolType' : `torch.${dtypeText(indices.dtype)}Tensor`} instead (while checking arguments for ${name})`);
	}
}

function embedding(weight: Tensor, indices: Tensor): Tensor {
	if (weight.ndim !== 2) {
		throw runtimeError('\'weight\' must be 2-D');
	}
	requireIndices('embedding', indices);
	return call('reshape', call('index_select', weight, 0, call('reshape', indices, [-1])), [...indices.shape, weight.shape[1]!]);
}

/** How often each index occurs in all, as a column beside their rows. */
function frequencies(indices: Tensor, rows: number, dtype: Tensor['dtype']): Tensor {
	const counts = call('index_add', call('zeros', [rows], dtype), 0, indices, call('ones', indices.shape, dtype));
	return call('unsqueeze', call('index_select', counts, 0, indices), 1);
}

/** As `frequencies`, of bags: PyTorch looks up the k-th different index at the k-th place of all of them in order. */
function bagFrequencies(indices: readonly number[], dtype: Tensor['dtype']): Tensor {
	const ordered = [...indices].sort((a, b) => a - b), counts = new Map<number, number>();
	for (const index of indices) {
		counts.set(index, (counts.get(index) ?? 0) + 1);
	}
	const divisors = new Map([...counts.keys()].sort((a, b) => a - b).map((index, rank) => [index, counts.get(ordered[rank]!)!]));
	return call('unsqueeze', call('to', tensorOf(indices.map(index => divisors.get(index)!)), dtype), 1);
}

/** Rows of a gradient added to those of the table. */
function intoTable(shape: readonly number[], indices: Tensor, rows: Tensor): Tensor {
	return asMade(call('index_add_', call('zeros', shape, rows.dtype), 0, indices, rows));
}

/** Shortens the rows that are about to be read, in the table itself. */
function renormalise(self: Tensor, indices: Tensor, most: number, p: number): Tensor {
	if (self.ndim !== 2) {
		throw runtimeError(`Expected 2-dimensional tensor, but got ${self.ndim}-dimensional tensor for argument #1 'self' (while checking arguments for embedding_renorm_)`);
	}
	requireIndices('embedding_renorm_', indices, 2);
	for (const row of new Set(integersOf(indices))) {
		const view = call('select', call('detach', self), 0, row);
		const length = toNumber(itemOf(call('linalg_vector_norm', view, float(p))));
		if (length > most) {
			copyInto(view, call('mul', view, float(most / (length + 1e-7))));
		}
	}
	return self;
}

function tensorOf(numbers: readonly number[]): Tensor {
	const result = emptyTensor([numbers.length], 'int64');
	numbers.forEach((number, i) => {
		views.i64[result.pointer / 8 + i] = BigInt(number);
	});
	return result;
}

/** Which bag each index is in, and how many of a bag count: padding does not. */
interface Bags { readonly bagOf: readonly number[]; readonly sizes: readonly number[]; readonly kept: readonly number[] }

function bagsOf(indices: readonly number[], offsets: readonly number[], hasLast: boolean, padding: number): Bags {
	const starts = hasLast ? offsets.slice(0, -1) : offsets;
	const sizes = starts.map(() => 0), bagOf: number[] = [], kept: number[] = [];
	let bag = -1;
	for (const [i, index] of indices.entries()) {
		while (bag + 1 < starts.length && starts[bag + 1]! <= i) {
			bag++;
		}
		if (index !== padding) {
			kept.push(i);
			bagOf.push(bag);
			sizes[bag] = sizes[bag]! + 1;
		}
	}
	return { bagOf, sizes, kept };
}

const SUM = 0, MEAN = 1;

function bags(weight: Tensor, indices: Tensor, offsets: Tensor, _scales: boolean, mode: number, _sparse: boolean, each: Tensor | undefined, hasLast: boolean, padding: number | undefined): readonly Tensor[] {
	requireIndices('embedding_bag', indices);
	const places = integersOf(indices), starts = integersOf(offsets), rows = weight.shape[0]!;
	if (starts.length > 0 && starts[0] !== 0) {
		throw runtimeError(`offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from position 0. However, got ${starts[0]!}`);
	}
	if (starts.length > 0 && starts.at(-1)! > places.length) {
		throw runtimeError(`offsets[-1] can not be greater than input's length ${places.length} but got offsets[-1] of ${starts.at(-1)!}`);
	}
	const wrong = places.findIndex(place => place < 0 || place >= rows);
	if (wrong >= 0) {
		throw runtimeError(`Index ${wrong} of input takes value ${places[wrong]!} which is not in the valid range [0, ${rows})`);
	}
	const { bagOf, sizes, kept } = bagsOf(places, starts, hasLast, paddingOf(padding, rows));
	const lines = call('index_select', weight, 0, tensorOf(kept.map(i => places[i]!)));
	const bag = tensorOf(bagOf), counts = tensorOf(sizes);
	if (mode !== SUM && mode !== MEAN) {
		return [...largestOf(lines, sizes, kept.map(i => places[i]!)), bag, counts];
	}
	const weighted = each === undefined ? lines : call('mul', lines, call('unsqueeze', call('index_select', each, 0, tensorOf(kept)), 1));
	const total = call('index_add', call('zeros', [sizes.length, weight.shape[1]!], weight.dtype), 0, bag, weighted);
	const result = mode === MEAN ? call('div', total, call('to', call('unsqueeze', call('clamp_min', counts, int(1)), 1), total.dtype)) : total;
	return [result, bag, counts, counts];
}

function paddingOf(padding: number | undefined, rows: number): number {
	if (padding === undefined) {
		return -1;
	}
	if (padding < -rows || padding >= rows) {
		throw runtimeError(`padding_idx must be within the number of embeddings, -${rows} through ${rows - 1}, but got ${padding}`);
	}
	return padding < 0 ? padding + rows : padding;
}

/** The largest of each bag and whose row it is; zeros and -1 of one that is empty. */
function largestOf(lines: Tensor, sizes: readonly number[], places: readonly number[]): readonly [Tensor, Tensor] {
	const columns = lines.shape[1]!;
	const [values, owners] = [call('zeros', [sizes.length, columns], lines.dtype), call('full', [sizes.length, columns], int(-1), undefined)];
	const names = tensorOf(places);
	let start = 0;
	for (const [bag, size] of sizes.entries()) {
		if (size > 0) {
			const [most, at] = callMany('max', call('narrow', lines, 0, start, size), 0) as [Tensor, Tensor];
			copyInto(call('select', values, 0, bag), most);
			copyInto(call('select', owners, 0, bag), call('index_select', call('narrow', names, 0, start, size), 0, at));
		}
		start += size;
	}
	return [values, owners];
}

/** Of each index that counts, the gradient of its bag. */
function bagGradients(grad: Tensor, saved: Saved): { readonly rows: Tensor; readonly indices: Tensor; readonly kept: Tensor } {
	const places = integersOf(saved.tensor('indices')), rows = saved.shape('weight')[0]!;
	const { bagOf, sizes, kept } = bagsOf(places, integersOf(saved.tensor('offsets')), saved.value<boolean>('include_last_offset'), paddingOf(saved.value<number | undefined>('padding_idx'), rows));
	const own = saved.value<number>('mode') === MEAN ? call('div', grad, call('to', call('unsqueeze', call('clamp_min', tensorOf(sizes), int(1)), 1), grad.dtype)) : grad;
	return { rows: call('index_select', own, 0, tensorOf(bagOf)), indices: tensorOf(kept.map(i => places[i]!)), kept: tensorOf(kept) };
}

const bagSaves = ['indices', 'offsets'];

export const EMBEDDING: readonly Operator[] = [
	operator({ name: 'one_hot', variants: ['nn'], tolerance: EXACT, overloads: [{ schema: 'one_hot(Tensor self, int num_classes=-1) -> Tensor', run: oneHot }] }),
	operator({ name: 'embedding', variants: ['function'], tolerance: EXACT, overloads: [{
		schema: 'embedding(Tensor weight, Tensor indices, int padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor',
		run: embedding,
		backward: { node: 'EmbeddingBackward0', inputs: { weight: { saves: ['indices'], gradient: (grad, saved) => {
			const shape = saved.shape('weight');
			const indices = call('reshape', saved.tensor('indices'), [-1]);
			const rows = call('reshape', grad, [-1, shape[1]!]);
			const padding = saved.value<number>('padding_idx');
			const used = padding < 0 ? rows : call('masked_fill', rows, call('unsqueeze', call('eq', indices, int(padding)), 1), int(0));
			return intoTable(shape, indices, saved.value<boolean>('scale_grad_by_freq') ? call('div', used, frequencies(indices, shape[0]!, rows.dtype)) : used);
		} } } },
	}] }),
	operator({ name: 'embedding_renorm_', variants: ['function'], tolerance: SUMS, overloads: [{ schema: 'embedding_renorm_(Tensor(a!) self, Tensor indices, float max_norm, float norm_type) -> Tensor(a!)', run: renormalise }] }),
	operator({ name: 'embedding_bag', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: 'embedding_bag.padding_idx(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False, int? padding_idx=None) -> (Tensor, Tensor, Tensor, Tensor)',
		run: bags,
		backward: { node: 'EmbeddingBagBackward0', nonDifferentiable: [1, 2, 3], inputs: {
			weight: { saves: [...bagSaves, 'per_sample_weights', 'result1'], gradient: (grad, saved) => {
				const shape = saved.shape('weight'), mode = saved.value<number>('mode');
				if (mode !== SUM && mode !== MEAN) {
					const owners = saved.tensor('result1'), isOwned = call('ge', owners, int(0));
					return call('scatter_add', call('zeros', shape, grad.dtype), 0, call('clamp_min', owners, int(0)), call('mul', grad, isOwned));
				}
				const { rows, indices, kept } = bagGradients(grad, saved);
				const weighted = saved.value('per_sample_weights') === undefined ? rows : call('mul', rows, call('unsqueeze', call('index_select', saved.tensor('per_sample_weights'), 0, kept), 1));
				return intoTable(shape, indices, saved.value<boolean>('scale_grad_by_freq') ? call('div', weighted, bagFrequencies(integersOf(indices), grad.dtype)) : weighted);
			} },
			per_sample_weights: { saves: ['weight', ...bagSaves], gradient: (grad, saved) => {
				const { rows, indices, kept } = bagGradients(grad, saved);
				const products = call('sum', call('mul', rows, call('index_select', saved.tensor('weight'), 0, indices)), [1]);
				return call('index_add', call('zeros', saved.shape('per_sample_weights'), grad.dtype), 0, kept, products);
			} },
		} },
	}] }),
];
