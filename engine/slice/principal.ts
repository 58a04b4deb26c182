/**
 * The two directions in which an optimizer's parameters moved most, all of them taken as one point: principal components of its
 * path, by subspace iteration. What loss-landscape pictures of deep nets are drawn over (Li et al. 2018, "Visualizing the Loss
 * Landscape of Neural Nets", section 7).
 */
import type { Work } from '../trace/work.ts';

export interface Direction {
	/** For each parameter one number for each of its elements; of all together the length is 1. */
	readonly direction: readonly Float64Array[];
	/** The share of the path's variance that lies along it. */
	readonly explained: number;
	/** Where the path ends along it: coordinates are counted from there. */
	readonly end: number;
}

/** Vectors that are kept, and that are followed: more, so that the second converges too. */
const KEPT = 2, FOLLOWED = 4;
const MOST_ROUNDS = 1000;
/** Rounds end when what each vector explains changes by less than this share. */
const STEADY = 1e-13;

/** Along a component: `rows` holds each parameter's numbers. */
export function along({ direction }: Pick<Direction, 'direction'>, rows: readonly ArrayLike<number>[]): number {
	let sum = 0;
	for (const [i, part] of direction.entries()) {
		const row = rows[i]!;
		for (let k = 0; k < part.length; k++) sum += part[k]! * row[k]!;
	}
	return sum;
}

/** Counted from where the path ends; NaN where there are other numbers than the direction has. Of another program's steps there may be fewer parameters. */
export function placeAlong(direction: Direction, rows: readonly ArrayLike<number>[]): number {
	return direction.direction.every((part, i) => rows[i]?.length === part.length) ? along(direction, rows) - direction.end : NaN;
}

/** @param sizes of the parameters, whose numbers stand in a row in each point */
export function* directionsThrough(all: readonly Float64Array[], sizes: readonly number[]): Work<readonly Direction[]> {
	const points = all.filter(point => point.every(Number.isFinite)), width = points[0]?.length ?? 0;
	const mean = new Float64Array(width);
	for (const point of points) {
		for (let k = 0; k < width; k++) mean[k]! += point[k]! / points.length;
		yield;
	}
	const centred: Float64Array[] = [];
	for (const point of points) {
		centred.push(point.map((value, k) => value - mean[k]!));
		yield;
	}
	const total = centred.reduce((sum, point) => sum + dot(point, point), 0);
	if (!(total > 0) || !Number.isFinite(total)) return [];
	const { vectors, values } = yield* leading(centred, width);
	const last = points.at(-1)!;
	return vectors.flatMap((vector, i): Direction[] => {
		// What rounding alone explains is no direction.
		if (!(values[i]! > total * 1e-12)) return [];
		let at = 0;
		return [{ direction: sizes.map(size => vector.slice(at, at += size)), explained: values[i]! / total, end: dot(vector, last) }];
	});
}

/** Orthonormal vectors and what each explains, the largest first. */
function* leading(points: readonly Float64Array[], width: number): Work<{ readonly vectors: readonly Float64Array[]; readonly values: readonly number[] }> {
	// Of the two products of the points with themselves the smaller: both have the same eigenvalues.
	const isShort = points.length <= width;
	const rows = isShort ? points : Array.from({ length: width }, (_, k) => Float64Array.from(points, point => point[k]!));
	const product: Float64Array[] = [];
	for (const row of rows) {
		product.push(Float64Array.from(rows, other => dot(row, other)));
		yield;
	}
	const eigenvectors = iterated(product).slice(0, KEPT);
	const combinations: Float64Array[] = [];
	for (const weights of isShort ? eigenvectors : []) {
		combinations.push(combined(points, weights, width));
		yield;
	}
	const vectors = (isShort ? orthonormal(combinations) : eigenvectors).map(facing);
	const values: number[] = [];
	for (const vector of vectors) {
		values.push(points.reduce((sum, point) => sum + dot(point, vector) ** 2, 0));
		yield;
	}
	return { vectors, values };
}

/** Those of a symmetric matrix with the largest eigenvalues, by subspace iteration. */
function iterated(matrix: readonly Float64Array[]): readonly Float64Array[] {
	const random = randomNumbers();
	let vectors = orthonormal(Array.from({ length: Math.min(FOLLOWED, matrix.length) }, () => Float64Array.from(matrix, random)));
	let values: readonly number[] = [];
	for (let round = 0; round < MOST_ROUNDS; round++) {
		const order = vectors.map(vector => {
			const image = Float64Array.from(matrix, row => dot(row, vector));
			return { image, value: dot(image, vector) };
		}).sort((a, b) => b.value - a.value);
		const now = order.map(({ value }) => value);
		vectors = orthonormal(order.map(({ image }) => image));
		if (values.length === now.length && now.every((value, i) => Math.abs(value - values[i]!) <= STEADY * now[0]!)) break;
		values = now;
	}
	return vectors;
}

/** The same ones each time, so that the same path gives the same vectors, to the bit; of no direction that a path would choose. */
function randomNumbers(): () => number {
	let state = 1;
	return () => (state = (state * 16807) % 2147483647) / 2147483647 - 0.5;
}

function combined(points: readonly Float64Array[], weights: Float64Array, width: number): Float64Array {
	const result = new Float64Array(width);
	for (const [i, point] of points.entries()) for (let k = 0; k < width; k++) result[k]! += weights[i]! * point[k]!;
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
