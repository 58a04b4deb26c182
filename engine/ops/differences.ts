/**
 * Family: differences of neighbours along a dimension, and areas under them.
 */
import { runtimeError } from '../tensor/errors.ts';
import { float, int, type Scalar, toNumber } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { EXACT, operator, type Operator, type Tolerance } from './operator.ts';

const SUMS: Tolerance = { kind: 'relative', relative: 1e-6 };

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
		return call('clone', whole);
	}
	let result = whole;
	for (let k = 0; k < Math.min(n, whole.shape[at]!); k++) {
		const size = Math.max(result.shape[at]! - 1, 0), from = Math.min(1, result.shape[at]!);
		const [later, earlier] = [call('narrow', result, at, from, size), call('narrow', result, at, 0, size)];
		result = result.dtype === 'bool' ? call('logical_xor', later, earlier) : call('sub', later, earlier);
	}
	return result === whole ? call('clone', whole) : result;
}

/** Distances of the points, shaped so that they lie along `dim` of y. */
function widths(name: string, y: Tensor, x: Tensor, dim: number): Tensor {
	if (y.dtype === 'bool' || x.dtype === 'bool') {
		throw runtimeError(`${name}: received a bool input for \`${y.dtype === 'bool' ? 'y' : 'x'}\`, but bool is not supported`);
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

function trapezoid(name: string, isCumulative: boolean, y: Tensor, x: Tensor | undefined, dx: Scalar, dim: number): Tensor {
	const at = wrapDim(dim, y.ndim);
	if (x === undefined && y.dtype === 'bool') {
		throw runtimeError(`${name}: received a bool input for \`y\`, but bool is not supported`);
	}
	const steps = x === undefined ? undefined : widths(name, y, x, at);
	if (!isCumulative && y.shape[at] === 0) {
		return call('zeros', y.shape.filter((_, d) => d !== at), y.dtype);
	}
	const size = Math.max(y.shape[at]! - 1, 0);
	const [later, earlier] = [call('narrow', y, at, Math.min(1, y.shape[at]!), size), call('narrow', y, at, 0, size)];
	if (isCumulative) {
		const parts = steps === undefined ? call('mul', call('div', dx, int(2)), call('add', later, earlier)) : call('mul', steps, call('add', later, earlier));
		const sums = call('cumsum', parts, at);
		return steps === undefined ? sums : call('div', sums, float(2));
	}
	if (steps !== undefined) {
		return call('div', call('sum', call('mul', call('add', later, earlier), steps), [at]), float(2));
	}
	// The ends count half.
	const ends = call('mul', call('add', call('select', y, at, 0), call('select', y, at, -1)), float(0.5));
	return call('mul', call('sub', call('sum', y, [at]), ends), dx);
}

/** Central differences within, one-sided ones of first or second order at the ends. */
function gradientAlong(self: Tensor, spacing: Scalar | Tensor, dim: number, edgeOrder: number): Tensor {
	const n = self.shape[dim]!;
	const part = (start: number, length: number) => call('narrow', self, dim, start, length);
	const scaled = (tensor: Tensor, factor: number) => call('mul', tensor, float(factor));
	if (spacing instanceof Tensor) {
		const shape = self.shape.map((_, d) => d === dim ? -1 : 1);
		const gaps = call('diff', spacing);
		const gap = (start: number, length: number) => call('view', call('narrow', gaps, 0, start, length), shape);
		const [left, right] = [gap(0, n - 2), gap(1, n - 2)];
		const sum = call('add', left, right);
		const a = call('div', call('neg', right), call('mul', left, sum));
		const b = call('div', call('sub', right, left), call('mul', left, right));
		const c = call('div', left, call('mul', right, sum));
		const center = call('add', call('add', call('mul', a, part(0, n - 2)), call('mul', b, part(1, n - 2))), call('mul', c, part(2, n - 2)));
		const edge = (first: number, step: 1 | -1) => {
			const near = gap(step === 1 ? 0 : n - 2, 1);
			const ahead = call('div', call('sub', part(step === 1 ? 1 : n - 1, 1), part(step === 1 ? 0 : n - 2, 1)), near);
			if (edgeOrder === 1) {
				return ahead;
			}
			const far = gap(step === 1 ? 1 : n - 3, 1);
			const both = call('add', near, far);
			const [p, q, r] = [part(first, 1), part(first + step, 1), part(first + 2 * step, 1)];
			const signed = step === 1 ? 1 : -1;
			return scaled(call('add', call('add', call('mul', call('div', call('neg', call('add', scaled(near, 2), far)), call('mul', near, both)), p), call('mul', call('div', both, call('mul', near, far)), q)), call('mul', call('div', call('neg', near), call('mul', far, both)), r)), signed);
		};
		return call('cat', [edge(0, 1), center, edge(n - 1, -1)], dim);
	}
	const h = toNumber(spacing);
	const center = call('div', call('sub', part(2, n - 2), part(0, n - 2)), float(2 * h));
	const first = edgeOrder === 1 ? call('div', call('sub', part(1, 1), part(0, 1)), float(h)) : call('div', call('sub', call('sub', scaled(part(1, 1), 4), scaled(part(0, 1), 3)), part(2, 1)), float(2 * h));
	const last = edgeOrder === 1 ? call('div', call('sub', part(n - 1, 1), part(n - 2, 1)), float(h)) : call('div', call('add', call('sub', scaled(part(n - 1, 1), 3), scaled(part(n - 2, 1), 4)), part(n - 3, 1)), float(2 * h));
	return call('cat', [first, center, last], dim);
}

function gradient(self: Tensor, spacing: readonly (Scalar | Tensor)[], dims: readonly number[], edgeOrder: number): readonly Tensor[] {
	if (edgeOrder !== 1 && edgeOrder !== 2) {
		throw runtimeError('torch.gradient only supports edge_order=1 and edge_order=2.');
	}
	if (spacing.length !== dims.length) {
		throw runtimeError(`torch.gradient expected spacing to be unspecified, a scalar, or a list of length ${dims.length}, but got a list of length ${spacing.length}`);
	}
	return dims.map((dim, i) => {
		const at = wrapDim(dim, self.ndim);
		if (self.shape[at]! < edgeOrder + 1) {
			throw runtimeError('torch.gradient expected each dimension size to be at least edge_order+1');
		}
		const own = spacing[i]!;
		if (own instanceof Tensor && (own.ndim !== 1 || own.shape[0] !== self.shape[at])) {
			throw runtimeError('torch.gradient expected each tensor in spacing to have one element for each point of its dimension');
		}
		return gradientAlong(self, own, at, edgeOrder);
	});
}

const allDims = (self: Tensor) => self.shape.map((_, d) => d);

export const DIFFERENCES: readonly Operator[] = [
	operator({
		name: 'diff', variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{ schema: 'diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor', run: diff }],
	}),
	...(['trapezoid', 'trapz', 'cumulative_trapezoid'] as const).map(name => operator({
		name, variants: ['function'], tolerance: SUMS,
		overloads: [{
			schema: `${name}.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor`,
			run: (y: Tensor, x: Tensor, dim: number) => trapezoid(name === 'trapz' ? 'trapezoid' : name, name === 'cumulative_trapezoid', y, x, int(1), dim),
		}, {
			schema: name === 'trapz' ? 'trapz.dx(Tensor y, *, float dx=1., int dim=-1) -> Tensor' : `${name}.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor`,
			run: (y: Tensor, dx: Scalar | number, dim: number) => trapezoid(name === 'trapz' ? 'trapezoid' : name, name === 'cumulative_trapezoid', y, undefined, typeof dx === 'number' ? float(dx) : dx, dim),
		}],
	})),
	operator({
		name: 'gradient', variants: ['function'], tolerance: SUMS,
		overloads: [
			{ schema: 'gradient.scalarint(Tensor self, *, Scalar? spacing=None, int? dim=None, int edge_order=1) -> Tensor[]', run: (self: Tensor, spacing: Scalar | undefined, dim: number | undefined, order: number) => {
				const dims = dim === undefined ? allDims(self) : [dim];
				return gradient(self, dims.map(() => spacing ?? int(1)), dims, order);
			} },
			{ schema: 'gradient.scalararray(Tensor self, *, Scalar spacing, int[] dim, int edge_order=1) -> Tensor[]', run: (self: Tensor, spacing: Scalar, dim: readonly number[], order: number) => gradient(self, dim.map(() => spacing), dim, order) },
			{ schema: 'gradient.array(Tensor self, *, int[] dim, int edge_order=1) -> Tensor[]', run: (self: Tensor, dim: readonly number[], order: number) => gradient(self, dim.map(() => int(1)), dim, order) },
			{ schema: 'gradient.tensorarrayint(Tensor self, *, Tensor[] spacing, int? dim=None, int edge_order=1) -> Tensor[]', run: (self: Tensor, spacing: readonly Tensor[], dim: number | undefined, order: number) => gradient(self, spacing, dim === undefined ? allDims(self) : [dim], order) },
			{ schema: 'gradient.tensorarray(Tensor self, *, Tensor[] spacing, int[] dim, int edge_order=1) -> Tensor[]', run: (self: Tensor, spacing: readonly Tensor[], dim: readonly number[], order: number) => gradient(self, spacing, dim, order) },
		],
	}),
];
