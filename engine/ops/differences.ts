/**
 * Family: differences of neighbours along a dimension, and areas under them.
 */
import { indexError, runtimeError } from '../tensor/errors.ts';
import { float, int, type Scalar, toNumber } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { EXACT, operator, type Operator } from './operator.ts';
import { SUMS } from './tolerances.ts';

function checkBeside(self: Tensor, beside: Tensor | undefined, dim: number): void {
	if (beside === undefined) {
		return;
	}
	if (beside.ndim !== self.ndim) {
		throw runtimeError('diff expects prepend or append to be the same dimension as input');
	}
	for (let d = 0; d < self.ndim; d++) {
		if (d !== dim && beside.shape[d] !== self.shape[d]) {
			throw runtimeError(`diff expects the shape of tensor to prepend or append to match that of input except along the differencing dimension; input.size(${d}) = ${self.shape[d]!}, but got tensor.size(${d}) = ${beside.shape[d]!}`);
		}
	}
}

function diff(self: Tensor, n: number, dim: number, prepend: Tensor | undefined, append: Tensor | undefined): Tensor {
	if (self.ndim === 0) {
		throw runtimeError('diff expects input to be at least one-dimensional');
	}
	const at = wrapDim(dim, self.ndim);
	checkBeside(self, prepend, at);
	checkBeside(self, append, at);
	if (n < 0) {
		throw runtimeError(`order must be non-negative but got ${n}`);
	}
	const parts = [prepend, self, append].filter(part => part !== undefined);
	const whole = parts.length === 1 ? self : call('cat', parts, at);
	if (n === 0) {
		return call('copy_', call('zeros_like', whole), whole);
	}
	let result = whole;
	for (let k = 0; k < Math.min(n, whole.shape[at]!); k++) {
		const size = Math.max(result.shape[at]! - 1, 0), from = Math.min(1, result.shape[at]!);
		const [later, earlier] = [call('narrow', result, at, from, size), call('narrow', result, at, 0, size)];
		result = result.dtype === 'bool' ? call('logical_xor', later, earlier) : call('sub', later, earlier);
	}
	return result;
}

/** Distances of the points, shaped so that they lie along `dim` of y. */
function widths(name: string, y: Tensor, x: Tensor, dim: number): Tensor {
	if (y.dtype === 'bool' || x.dtype === 'bool') {
		throw runtimeError(`${name}: received a bool input for \`x\` or \`y\`, but bool is not supported`);
	}
	let points = x;
	if (x.ndim === 1) {
		if (x.shape[0] !== y.shape[dim]) {
			throw runtimeError(`${name}: There must be one \`x\` value for each sample point`);
		}
		points = call('view', x, y.shape.map((_, d) => d === dim ? -1 : 1));
	} else if (x.ndim < y.ndim) {
		points = call('view', x, [...new Array<number>(y.ndim - x.ndim).fill(1), ...x.shape]);
	}
	const size = points.shape[dim]! - 1;
	return call('sub', call('narrow', points, dim, 1, size), call('narrow', points, dim, 0, size));
}

/** RuntimeError where there is no dimension of that number. */
function dimOf(self: Tensor, dim: number): number {
	if (self.ndim === 0) {
		throw indexError(`Dimension specified as ${dim} but tensor has no dimensions`);
	}
	return wrapDim(dim, self.ndim);
}

function trapezoid(name: string, y: Tensor, x: Tensor | undefined, dx: Scalar, dim: number): Tensor {
	const at = dimOf(y, dim);
	if (x === undefined && y.dtype === 'bool') {
		throw runtimeError(`${name}: received a bool input for \`y\`, but bool is not supported`);
	}
	if (y.shape[at] === 0) {
		return call('zeros', y.shape.filter((_, d) => d !== at), y.dtype);
	}
	if (x !== undefined) {
		const [later, earlier] = neighbours(y, at);
		return call('div.Scalar', call('sum', call('mul', call('add', later, earlier), widths(name, y, x, at)), [at]), float(2));
	}
	// The ends count half.
	const ends = call('mul.Scalar', call('add', call('select', y, at, 0), call('select', y, at, -1)), float(0.5));
	return call('mul.Scalar', call('sub', call('sum', y, [at]), ends), dx);
}

/** As `trapezoid`, all sums on the way. */
function cumulativeTrapezoid(name: string, y: Tensor, x: Tensor | undefined, dx: Scalar, dim: number): Tensor {
	if (x === undefined && y.dtype === 'bool') {
		throw runtimeError(`${name}: received a bool input for \`y\`, but bool is not supported`);
	}
	if (y.ndim === 0) {
		throw indexError('slice() cannot be applied to a 0-dim tensor.');
	}
	const at = wrapDim(dim, y.ndim);
	const steps = x === undefined ? undefined : widths(name, y, x, at);
	const [later, earlier] = neighbours(y, at);
	const sums = call('add', later, earlier);
	return steps === undefined ? call('cumsum', call('mul.Scalar', sums, float(toNumber(dx) / 2)), at) : call('div.Scalar', call('cumsum', call('mul', steps, sums), at), float(2));
}

/** All elements but the first, and all but the last. */
function neighbours(y: Tensor, dim: number): readonly [Tensor, Tensor] {
	const n = y.shape[dim]!, size = Math.max(n - 1, 0);
	return [call('narrow', y, dim, Math.min(1, n), size), call('narrow', y, dim, 0, size)];
}

/** Sums of parts of a tensor along one dimension, each times its factor. */
function weighted(self: Tensor, dim: number, start: number, length: number, factors: readonly Tensor[]): Tensor {
	return factors.map((factor, k) => call('mul', factor, call('narrow', self, dim, start + k, length))).reduce((sum, term) => call('add', sum, term));
}

/** Central differences within, at the ends one-sided ones of first or second order, by the points that the values are at. */
function gradientAt(self: Tensor, points: Tensor, dim: number, edgeOrder: number): Tensor {
	const shape = self.shape.map((_, d) => d === dim ? -1 : 1);
	const gaps = call('diff', points), n = gaps.numel + 1;
	const gap = (start: number, length: number) => call('view', call('narrow', gaps, 0, start, length), shape);
	const [left, right] = [gap(0, n - 2), gap(1, n - 2)];
	const both = call('add', left, right);
	const center = weighted(self, dim, 0, self.shape[dim]! - 2, [
		call('div', call('neg', right), call('mul', left, both)),
		call('div', call('sub', right, left), call('mul', left, right)),
		call('div', left, call('mul', right, both)),
	]);
	const ends = edgeOrder === 1 ? [0, n - 2].map(i => call('div', call('sub', call('narrow', self, dim, i + 1, 1), call('narrow', self, dim, i, 1)), gap(i, 1))) : [firstEdge(self, dim, gap(0, 1), gap(1, 1)), lastEdge(self, dim, gap(n - 3, 1), gap(n - 2, 1))];
	return call('cat', [ends[0]!, center, ends[1]!], dim);
}

function firstEdge(self: Tensor, dim: number, near: Tensor, far: Tensor): Tensor {
	const both = call('add', near, far);
	return weighted(self, dim, 0, 1, [
		call('div', call('neg', call('add', call('mul', near, int(2)), far)), call('mul', near, both)),
		call('div', both, call('mul', near, far)),
		call('div', call('neg', near), call('mul', far, both)),
	]);
}

function lastEdge(self: Tensor, dim: number, far: Tensor, near: Tensor): Tensor {
	const both = call('add', far, near);
	return weighted(self, dim, self.shape[dim]! - 3, 1, [
		call('div', near, call('mul', far, both)),
		call('div', call('neg', both), call('mul', far, near)),
		call('div', call('add', call('mul', near, int(2)), far), call('mul', near, both)),
	]);
}

/** As `gradientAt`, where all points are equally far apart. */
function gradientBy(self: Tensor, spacing: Scalar, dim: number, edgeOrder: number): Tensor {
	const n = self.shape[dim]!;
	const part = (start: number, length = 1) => call('narrow', self, dim, start, length);
	const scaled = (start: number, factor: number) => call('mul.Scalar', part(start), float(factor));
	const over = (tensor: Tensor) => call('div.Scalar', tensor, spacing);
	const center = call('div.Scalar', over(call('sub', part(2, n - 2), part(0, n - 2))), float(2));
	const first = edgeOrder === 1 ? call('sub', part(1), part(0)) : call('sub', call('add', scaled(0, -1.5), scaled(1, 2)), scaled(2, 0.5));
	const last = edgeOrder === 1 ? call('sub', part(n - 1), part(n - 2)) : call('add', call('sub', scaled(n - 1, 1.5), scaled(n - 2, 2)), scaled(n - 3, 0.5));
	return call('cat', [over(first), center, over(last)], dim);
}

/** `spacing` for each of the dimensions, which are all where none are named. */
function gradient(self: Tensor, spacing: readonly (Scalar | Tensor)[], dim: readonly number[] | undefined, edgeOrder: number): readonly Tensor[] {
	if (self.dtype === 'uint8') {
		throw runtimeError('torch.gradient does not support uint8 input.');
	}
	if (edgeOrder !== 1 && edgeOrder !== 2) {
		throw runtimeError('torch.gradient only supports edge_order=1 and edge_order=2.');
	}
	if (dim === undefined && spacing.length !== self.ndim) {
		throw runtimeError(`torch.gradient expected spacing to be unspecified, a scalar, or a list of length equal to 'self.dim() = ${self.ndim}', since dim argument was not given, but got a list of length ${spacing.length}`);
	}
	if (dim !== undefined && spacing.length !== dim.length) {
		throw runtimeError(`torch.gradient expected spacing to be unspecified, a scalar or it's spacing and dim arguments to have the same length, but got a spacing argument of length ${spacing.length} and a dim argument of length ${dim.length}.`);
	}
	const dims = dim === undefined ? self.shape.map((_, d) => d) : dim.map(one => dimOf(self, one));
	const repeated = dims.find((one, i) => dims.indexOf(one) !== i);
	if (repeated !== undefined) {
		throw runtimeError(`dim ${repeated} appears multiple times in the list of dims`);
	}
	if (dims.some(at => self.shape[at]! < edgeOrder + 1)) {
		throw runtimeError('torch.gradient expected each dimension size to be at least edge_order+1');
	}
	return dims.map((at, i) => {
		const own = spacing[i]!;
		return own instanceof Tensor ? gradientAt(self, own, at, edgeOrder) : gradientBy(self, own, at, edgeOrder);
	});
}

export const DIFFERENCES: readonly Operator[] = [
	operator({
		name: 'diff', nameInErrors: 'sub', variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{ schema: 'diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor', run: diff }],
	}),
	...(['trapezoid', 'trapz', 'cumulative_trapezoid'] as const).map(name => {
		const [compute, named] = name === 'cumulative_trapezoid' ? [cumulativeTrapezoid, name] : [trapezoid, 'trapezoid'];
		return operator({
			name, variants: ['function'], tolerance: SUMS,
			overloads: [{
				schema: `${name}.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor`,
				run: (y: Tensor, x: Tensor, dim: number) => compute(named, y, x, int(1), dim),
			}, {
				schema: name === 'trapz' ? 'trapz.dx(Tensor y, *, float dx=1., int dim=-1) -> Tensor' : `${name}.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor`,
				run: (y: Tensor, dx: Scalar | number, dim: number) => compute(named, y, undefined, typeof dx === 'number' ? float(dx) : dx, dim),
			}],
		});
	}),
	operator({
		name: 'gradient', variants: ['function'], tolerance: SUMS,
		overloads: [
			{ schema: 'gradient.scalarint(Tensor self, *, Scalar? spacing=None, int? dim=None, int edge_order=1) -> Tensor[]', run: (self: Tensor, spacing: Scalar | undefined, dim: number | undefined, order: number) => gradient(self, dim === undefined ? self.shape.map(() => spacing ?? int(1)) : [spacing ?? int(1)], listed(dim), order) },
			{ schema: 'gradient.scalararray(Tensor self, *, Scalar spacing, int[] dim, int edge_order=1) -> Tensor[]', run: (self: Tensor, spacing: Scalar, dim: readonly number[], order: number) => gradient(self, dim.map(() => spacing), dim, order) },
			{ schema: 'gradient.array(Tensor self, *, int[] dim, int edge_order=1) -> Tensor[]', run: (self: Tensor, dim: readonly number[], order: number) => gradient(self, dim.map(() => int(1)), dim, order) },
			{ schema: 'gradient.scalarrayint(Tensor self, *, Scalar[] spacing, int? dim=None, int edge_order=1) -> Tensor[]', run: (self: Tensor, spacing: readonly number[], dim: number | undefined, order: number) => gradient(self, spacing.map(float), listed(dim), order) },
			{ schema: 'gradient.scalarrayarray(Tensor self, *, Scalar[] spacing, int[] dim, int edge_order=1) -> Tensor[]', run: (self: Tensor, spacing: readonly number[], dim: readonly number[], order: number) => gradient(self, spacing.map(float), dim, order) },
			{ schema: 'gradient.tensorarrayint(Tensor self, *, Tensor[] spacing, int? dim=None, int edge_order=1) -> Tensor[]', run: (self: Tensor, spacing: readonly Tensor[], dim: number | undefined, order: number) => gradient(self, spacing, listed(dim), order) },
			{ schema: 'gradient.tensorarray(Tensor self, *, Tensor[] spacing, int[] dim, int edge_order=1) -> Tensor[]', run: (self: Tensor, spacing: readonly Tensor[], dim: readonly number[], order: number) => gradient(self, spacing, dim, order) },
		],
	}),
];

function listed(dim: number | undefined): readonly number[] | undefined {
	return dim === undefined ? undefined : [dim];
}
