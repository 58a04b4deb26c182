/**
 * Family: NumPy's advanced indexing, `x[rows, columns]` and `x[mask]`. Tensor indices are broadcast together into one
 * tensor of element offsets; the dimensions that are not indexed stay as they are.
 */
import { indexError, runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText } from '../tensor/promotion.ts';
import { int } from '../tensor/scalar.ts';
import { broadcastShapes, sameShape } from '../tensor/shape.ts';
import { numel } from '../trace/shape.ts';
import { kernels } from '../kernels/load.ts';
import { views } from '../memory/memory.ts';
import { alias, emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { call, callMany } from './call.ts';
import { asContiguous, asType, copyOf } from './copy.ts';
import { resultStrides } from './elementwise.ts';
import { LONGEST, begin, operandAt, operand, run, setRow } from './iterator.ts';
import { type Derivative, EXACT, operator, type Operator } from './operator.ts';
import { itemOf } from './reduce.ts';

/** What an index amounts to: where the result's elements lie in self. */
interface Plan {
	/** Of the result. */
	readonly shape: readonly number[];
	/** Self's strides along the result's dimensions, 0 along those of the index. */
	readonly strides: readonly number[];
	/** Int64, broadcast to the result's shape: where along the index. */
	readonly offsets: Tensor;
	/** Elements from one offset to the next. */
	readonly step: number;
}

/** Masks become the positions of their true elements: one index tensor per dimension of the mask. */
function expandMasks(self: Tensor, indices: readonly (Tensor | undefined)[]): (Tensor | undefined)[] {
	const expanded: (Tensor | undefined)[] = [];
	for (const index of indices) {
		if (index === undefined || index.dtype === 'int64' || index.dtype === 'int32') {
			expanded.push(index);
			continue;
		}
		if (index.dtype !== 'bool' && index.dtype !== 'uint8') {
			throw indexError('tensors used as indices must be long, int, byte or bool tensors');
		}
		const start = expanded.length;
		for (let d = 0; d < index.ndim; d++) {
			if (index.shape[d] !== self.shape[start + d]) {
				throw indexError(`The shape of the mask ${shapeText(index.shape)} at index ${d} does not match the shape of the indexed tensor ${shapeText(self.shape)} at index ${start + d}`);
			}
		}
		expanded.push(...callMany('nonzero_numpy', index));
	}
	if (expanded.length > self.ndim) {
		throw indexError(`too many indices for tensor of dimension ${self.ndim} (got ${expanded.length})`);
	}
	return expanded;
}

/** A mask of several dimensions that lie as one is a mask of that one. */
function flattened(self: Tensor, indices: readonly (Tensor | undefined)[]): readonly [Tensor, readonly (Tensor | undefined)[]] {
	const [mask] = indices;
	if (indices.length !== 1 || mask === undefined || mask.ndim < 2 || !self.isContiguous || !isMaskOf(self, mask)) return [self, indices];
	const rest = self.shape.slice(mask.ndim);
	return [alias(self, [mask.numel, ...rest], [numel(rest), ...self.strides.slice(mask.ndim)], self.offset), [call('reshape', mask, [-1])]];
}

/** Whether it chooses among self's first dimensions. */
function isMaskOf(self: Tensor, mask: Tensor): boolean {
	return mask.dtype === 'bool' && mask.ndim > 0 && sameShape(mask.shape, self.shape.slice(0, mask.ndim));
}

function plan(indexed: Tensor, indices: readonly (Tensor | undefined)[]): Plan {
	const [self, chosen] = flattened(indexed, indices);
	const expanded = expandMasks(self, chosen);
	const dims = expanded.flatMap((index, d) => index === undefined ? [] : [d]);
	const shape = dims.reduce<readonly number[]>((shape, d) => {
		try {
			return broadcastShapes(shape, expanded[d]!.shape);
		} catch {
			throw indexError(`shape mismatch: indexing tensors could not be broadcast together with shapes ${dims.map(k => shapeText(expanded[k]!.shape)).join(', ')}`);
		}
	}, []);
	const isAdjacent = dims.every((d, i) => i === 0 || d === dims[i - 1]! + 1);
	const lead = isAdjacent ? dims[0] ?? 0 : 0;
	const kept = self.shape.map((_, d) => d).filter(d => !dims.includes(d));
	const before = kept.slice(0, lead);
	const after = kept.slice(lead);
	const choosers = dims.map((d): Chooser => ({ index: asType(expanded[d]!, 'int64'), size: self.shape[d]! }));
	if (choosers.some(({ size }) => size === 0) && numel(shape) > 0) throw indexError('index is out of bounds for dimension with size 0');
	// Of nothing, any may be taken.
	const isFree = numel(shape) === 0 || numel(kept.map(k => self.shape[k]!)) === 0;
	const parts = choosers.map(chooser => {
		const within = isFree ? chooser.index : positions(chooser);
		if (within === undefined) throw outOfBounds(choosers, shape);
		return within;
	});
	const steps = dims.map(d => self.strides[d]!);
	const offsets = parts.length === 1 ? parts[0]! : parts.reduce((sum, part, which) => call('add', sum, call('mul', part, int(steps[which]!))), call('zeros', shape, 'int64'));
	const dense = asContiguous(offsets);
	const resultShape = [...before.map(d => self.shape[d]!), ...shape, ...after.map(d => self.shape[d]!)];
	return {
		shape: resultShape,
		strides: [...before.map(d => self.strides[d]!), ...shape.map(() => 0), ...after.map(d => self.strides[d]!)],
		offsets: alias(dense, resultShape, [...before.map(() => 0), ...dense.strides, ...after.map(() => 0)], dense.offset),
		step: steps.length === 1 ? steps[0]! : 1,
	};
}

/** An int64 index tensor for a dimension of a size. */
interface Chooser { readonly index: Tensor; readonly size: number }

/** Positions within [0, size), negative ones counted from the end; undefined: one is out of bounds. */
function positions({ index, size }: Chooser): Tensor | undefined {
	const dense = asContiguous(index);
	const found = kernels().look_at_positions(dense.numel, dense.pointer, size);
	if (found === 2) return undefined;
	return found === 1 ? call('where', call('lt', dense, int(0)), call('add', dense, int(size)), dense) : dense;
}

/** PyTorch goes through the places that are chosen, and at each through the index tensors: by these it counts what it calls dimensions. */
function outOfBounds(choosers: readonly Chooser[], shape: readonly number[]): Error {
	const each = choosers.map(({ index, size }) => ({ dense: asContiguous(call('expand', index, shape)), size }));
	for (let at = 0; at < numel(shape); at++) {
		for (const [which, { dense, size }] of each.entries()) {
			const position = valueAt(dense, at);
			if (position < -size || position >= size) return indexError(`index ${position} is out of bounds for dimension ${which} with size ${size}`);
		}
	}
	throw new Error('no index is out of bounds');
}

/** Of a contiguous int64 tensor. */
function valueAt(dense: Tensor, at: number): number {
	const place = dense.pointer / 4 + 2 * at, { i32 } = views;
	return i32[place + 1]! * 4294967296 + (i32[place]! >>> 0);
}

function index(self: Tensor, indices: readonly (Tensor | undefined)[]): Tensor {
	const { shape, strides, offsets, step } = plan(self, indices);
	const result = emptyTensor(shape, self.dtype);
	result.setGeometry(shape, resultStrides(shape, [alias(self, shape, strides, self.offset), offsets]), 0);
	begin();
	operand(result);
	operandAt(self.pointer, self.itemSize, strides);
	operand(offsets);
	setRow(LONGEST, step * self.itemSize);
	run('gather', self.dtype, shape);
	return result;
}

function indexPut(self: Tensor, indices: readonly (Tensor | undefined)[], values: Tensor, accumulate: boolean): Tensor {
	if (values.dtype !== self.dtype) {
		throw runtimeError(`Index put requires the source and destination dtypes match, got ${dtypeText(self.dtype)} for the destination and ${dtypeText(values.dtype)} for the source.`);
	}
	const [mask] = indices;
	if (!accumulate && values.numel === 1 && indices.length === 1 && mask !== undefined && mask.storage !== self.storage && isMaskOf(self, mask)) {
		return fillMasked(self, mask, values.storage === self.storage ? copyOf(values) : values);
	}
	const { shape, strides, offsets, step } = plan(self, indices);
	const extra = values.ndim - shape.length;
	const trimmed = extra > 0 && values.shape.slice(0, extra).every(size => size === 1) ? call('view', values, values.shape.slice(extra)) : values;
	let fitting: readonly number[] | undefined;
	try {
		fitting = broadcastShapes(shape, trimmed.shape);
	} catch {
		fitting = undefined;
	}
	if (fitting === undefined || !sameShape(fitting, shape)) {
		throw runtimeError(`shape mismatch: value tensor of shape ${shapeText(values.shape)} cannot be broadcast to indexing result of shape ${shapeText(shape)}`);
	}
	const source = call('expand', values.storage === self.storage ? copyOf(trimmed) : trimmed, shape);
	// A tensor may be its own index.
	const kept = offsets.storage === self.storage ? copyOf(offsets) : offsets;
	begin();
	operandAt(self.pointer, self.itemSize, strides);
	operand(source);
	operand(kept);
	setRow(LONGEST, step * self.itemSize);
	run(accumulate ? 'scatter_add' : 'scatter', self.dtype, shape);
	return self;
}

/** One value where the mask is true: each element becomes it, or what it is. */
function fillMasked(self: Tensor, mask: Tensor, value: Tensor): Tensor {
	const none = self.shape.map(() => 0);
	begin();
	operand(self);
	operand(mask, [...mask.strides, ...none.slice(mask.ndim)]);
	operand(value, none);
	operand(self);
	run('where', self.dtype, self.shape);
	return self;
}

/** IndexError where a position lies beyond all of the tensor's elements. */
export function checkPositions(self: Tensor, positions: Tensor): void {
	for (const extreme of positions.numel === 0 ? [] : ['min', 'max']) {
		const at = Number(itemOf(call(extreme, positions)).value);
		if (at < -self.numel || at >= self.numel) {
			throw indexError(`out of range: tried to access index ${at} on a tensor of ${self.numel} elements.`);
		}
	}
}

/** Positions of what is not zero, row by row: n×ndim int64. */
function nonzero(self: Tensor): Tensor {
	const flat = flatPositions(self);
	const columns = self.shape.map((size, d) => {
		const inner = numel(self.shape.slice(d + 1));
		const rows = inner > 1 ? call('div', flat, int(inner), 'floor') : flat;
		return d > 0 ? call('remainder', rows, int(Math.max(size, 1))) : rows;
	});
	return columns.length === 0 ? emptyTensor([flat.numel, 0], 'int64') : call('t', columns.length === 1 ? call('unsqueeze', flat, 0) : call('stack', columns, 0));
}

function flatPositions(self: Tensor): Tensor {
	const mask = asContiguous(asType(self, 'bool'));
	const result = emptyTensor([kernels().count_true(mask.numel, mask.pointer)], 'int64');
	kernels().nonzero(result.numel, mask.pointer, result.pointer);
	return result;
}

const INDEX_PUT: Derivative = { node: 'IndexPutBackward0', inputs: {
	self: { saves: ['indices'], gradient: (grad, saved) => saved.value<boolean>('accumulate') ? grad : call('index_put', grad, saved.tensors('indices') as readonly Tensor[], call('zeros', [], grad.dtype)) },
	values: { saves: ['indices'], gradient: (grad, saved) => call('index', grad, saved.tensors('indices') as readonly Tensor[]) },
} };

export const INDEXING: readonly Operator[] = [
	operator({
		name: 'index', variants: [], tolerance: EXACT,
		overloads: [{
			schema: 'index.Tensor(Tensor self, Tensor?[] indices) -> Tensor',
			run: index,
			backward: { node: 'IndexBackward0', inputs: { self: { saves: ['indices'], gradient: (grad, saved) => call('index_put_', call('zeros', saved.shape('self'), grad.dtype), saved.tensors('indices') as readonly Tensor[], grad, true) } } },
		}],
	}),
	operator({
		name: 'index_put_', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [{
			schema: 'index_put_(Tensor(a!) self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor(a!)',
			run: indexPut,
			backward: INDEX_PUT,
		}],
	}),
	operator({
		name: 'index_put', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [{
			schema: 'index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor',
			run: (self: Tensor, indices: readonly (Tensor | undefined)[], values: Tensor, accumulate: boolean) => indexPut(call('clone', self), indices, values, accumulate),
			backward: INDEX_PUT,
		}],
	}),
	operator({
		name: 'nonzero', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [{ schema: 'nonzero(Tensor self, *, bool as_tuple=False) -> Tensor[]', run: (self: Tensor, asTuple: boolean) => asTuple ? callMany('nonzero_numpy', self) : nonzero(self) }],
	}),
	operator({
		name: 'argwhere', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [{ schema: 'argwhere(Tensor self) -> Tensor', run: (self: Tensor) => nonzero(self) }],
	}),
	operator({
		name: 'nonzero_static', variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{ schema: 'nonzero_static(Tensor self, *, int size, int fill_value=-1) -> Tensor', run: (self: Tensor, size: number, value: number) => {
			if (size < 0) {
				throw runtimeError('nonzero_static: \'size\' must be an non-negative integer');
			}
			const result = call('full', [size, self.ndim], int(value), 'int64');
			const found = call('narrow', nonzero(self), 0, 0, Math.min(size, Number(itemOf(call('sum', call('ne', self, int(0)))).value)));
			call('copy_', call('narrow', result, 0, 0, found.shape[0]!), found);
			return result;
		} }],
	}),
	operator({
		name: 'nonzero_numpy', variants: [], tolerance: EXACT,
		overloads: [{ schema: 'nonzero_numpy(Tensor self) -> Tensor[]', run: (self: Tensor) => self.ndim === 0 ? callMany('unbind', nonzero(call('unsqueeze', self, 0)), 1) : callMany('unbind', nonzero(self), 1) }],
	}),
	operator({
		name: 'masked_select', variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{
			schema: 'masked_select(Tensor self, Tensor mask) -> Tensor',
			run: (self: Tensor, mask: Tensor) => {
				if (mask.dtype !== 'bool') {
					throw runtimeError('masked_select: expected BoolTensor for mask');
				}
				const shape = broadcastShapes(mask.shape, self.shape);
				const [values, wanted] = [call('expand', self, shape), call('expand', mask, shape)];
				return index(call('reshape', values, [-1]), [call('reshape', wanted, [-1])]);
			},
			backward: { node: 'MaskedSelectBackward0', inputs: { self: { saves: ['mask'], gradient: (grad, saved) => {
				const mask = saved.tensor('mask');
				return call('masked_scatter', call('zeros', broadcastShapes(saved.shape('self'), mask.shape), grad.dtype), mask, grad);
			} } } },
		}],
	}),
	operator({
		name: 'take', variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{
			schema: 'take(Tensor self, Tensor index) -> Tensor',
			run: (self: Tensor, positions: Tensor) => {
				if (positions.dtype !== 'int64') {
					throw runtimeError(`take(): Expected a long tensor for index, but got ${dtypeText(positions.dtype)}`);
				}
				if (self.numel === 0 && positions.numel > 0) {
					throw indexError('take(): tried to take from an empty tensor');
				}
				checkPositions(self, positions);
				return index(call('reshape', self, [-1]), [positions]);
			},
			backward: { node: 'TakeBackward0', inputs: { self: { saves: ['index'], gradient: (grad, saved) => {
				const whole = call('zeros', saved.shape('self'), grad.dtype);
				call('index_put_', call('view', whole, [-1]), [saved.tensor('index')], grad, true);
				return whole;
			} } } },
		}],
	}),
];
