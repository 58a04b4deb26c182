/**
 * The two directions in which an optimizer's parameters moved most, all of them taken as one point: principal components of its
 * path, by subspace iteration. What loss-landscape pictures of deep nets are drawn over (Li et al. 2018, "Visualizing the Loss
 * Landscape of Neural Nets", section 7).
 */
import type { Coordinate, OptimizerSlice, ParameterSteps } from './slice.ts';

/** In a coordinate, stands where a parameter's number does: then `element` says which component, 0 or 1. */
export const COMPONENT = -1;

export interface Component {
	/** For each parameter one number for each of its elements that are in the slice; of all together the length is 1. */
	readonly direction: readonly Float64Array[];
	/** The share of the path's variance that lies along it. */
	readonly explained: number;
	/** Where the path ends along it: coordinates are counted from there. */
	readonly end: number;
}

type Path = Pick<OptimizerSlice, 'steps' | 'parameters'>;

/** Vectors that are followed: more than two, so that the second converges too. */
const FOLLOWED = 4;
const MOST_ROUNDS = 300;
/** Rounds end when what each vector explains changes by less than this share. */
const STEADY = 1e-12;

const known = new WeakMap<OptimizerSlice['parameters'], readonly Component[]>();

export function isComponent({ parameter }: Pick<Coordinate, 'parameter'>): boolean {
	return parameter === COMPONENT;
}

/** Along a component: `rows` holds each parameter's numbers. */
export function along({ direction }: Component, rows: readonly Float64Array[]): number {
	let sum = 0;
	for (const [i, part] of direction.entries()) {
		const row = rows[i]!;
		for (let k = 0; k < part.length; k++) sum += part[k]! * row[k]!;
	}
	return sum;
}

/** The first two; fewer where the path doesn't go in so many directions, or there are numbers that are none. */
export function componentsOf({ steps, parameters }: Path): readonly Component[] {
	let found = known.get(parameters);
	if (found === undefined) known.set(parameters, found = principal(pointsOf(steps.count, parameters), parameters.map(({ elements }) => elements)));
	return found;
}

/** The point before each step and after the last, all parameters in a row. */
function pointsOf(count: number, parameters: readonly ParameterSteps[]): readonly Float64Array[] {
	const width = parameters.reduce((sum, { elements }) => sum + elements, 0);
	return Array.from({ length: count === 0 ? 0 : count + 1 }, (_, step) => {
		const point = new Float64Array(width);
		let at = 0;
		for (const { elements, before, after } of parameters) {
			point.set(step < count ? before.subarray(step * elements, (step + 1) * elements) : after.subarray((count - 1) * elements, count * elements), at);
			at += elements;
		}
		return point;
	}).filter(point => point.every(Number.isFinite));
}

function principal(points: readonly Float64Array[], sizes: readonly number[]): readonly Component[] {
	const width = points[0]?.length ?? 0;
	const mean = new Float64Array(width);
	for (const point of points) for (let k = 0; k < width; k++) mean[k]! += point[k]! / points.length;
	const centred = points.map(point => point.map((value, k) => value - mean[k]!));
	const total = centred.reduce((sum, point) => sum + dot(point, point), 0);
	if (!(total > 0) || !Number.isFinite(total)) return [];
	const { vectors, values } = leading(centred, width);
	const last = points.at(-1)!;
	return vectors.slice(0, 2).flatMap((vector, i): Component[] => {
		// What rounding alone explains is no direction.
		if (!(values[i]! > total * 1e-12)) return [];
		let at = 0;
		return [{ direction: sizes.map(size => vector.slice(at, at += size)), explained: values[i]! / total, end: dot(vector, last) }];
	});
}

/** Orthonormal vectors and what each explains, the largest first. */
function leading(points: readonly Float64Array[], width: number): { readonly vectors: readonly Float64Array[]; readonly values: readonly number[] } {
	// Begun with the path's own points: the same path gives the same vectors, to the bit.
	let vectors = orthonormal(Array.from({ length: Math.min(FOLLOWED, points.length, width) }, (_, i) => points[Math.floor(i * points.length / FOLLOWED)]!.slice()));
	let values: readonly number[] = [];
	for (let round = 0; round < MOST_ROUNDS; round++) {
		const images = vectors.map(vector => image(points, vector));
		const order = images.map((each, i) => ({ each, explained: dot(each, vectors[i]!) })).sort((a, b) => b.explained - a.explained);
		const now = order.map(({ explained }) => explained);
		vectors = orthonormal(order.map(({ each }) => each));
		const isSteady = values.length === now.length && now.every((value, i) => Math.abs(value - values[i]!) <= STEADY * now[0]!);
		values = now;
		if (isSteady) break;
	}
	return { vectors: vectors.map(facing), values: vectors.map(vector => points.reduce((sum, point) => sum + dot(point, vector) ** 2, 0)) };
}

/** The covariance's image of a vector, but for a factor. */
function image(points: readonly Float64Array[], vector: Float64Array): Float64Array {
	const result = new Float64Array(vector.length);
	for (const point of points) {
		const size = dot(point, vector);
		for (let k = 0; k < result.length; k++) result[k]! += size * point[k]!;
	}
	return result;
}

/** Gram and Schmidt's; what depends on those before is left out. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
	const found: Float64Array[] = [];
	for (const vector of vectors) {
		const size = Math.sqrt(dot(vector, vector));
		// Twice: once leaves what rounding has left.
		for (let again = 0; again < 2; again++) {
			for (const other of found) {
				const share = dot(vector, other);
				for (let k = 0; k < vector.length; k++) vector[k]! -= share * other[k]!;
			}
		}
		const length = Math.sqrt(dot(vector, vector));
		if (length > 1e-10 * size) found.push(vector.map(value => value / length));
	}
	return found;
}

/** Of the two ways the one in which its largest number is positive. */
function facing(vector: Float64Array): Float64Array {
	const largest = vector.reduce((most, value) => Math.abs(value) > Math.abs(most) ? value : most, 0);
	return largest < 0 ? vector.map(value => -value) : vector;
}

function dot(a: Float64Array, b: Float64Array): number {
	let sum = 0;
	for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
	return sum;
}
