/** The exponential of a matrix: its power series where the matrix is small, squared as often as it was halved. */
import { identity, type Matrix, product } from './reflector.ts';

/** Of a matrix whose norm is at most ½ the terms from here on are below float64's precision. */
const TERMS = 16;
const SMALL = 0.5;

export function expm(a: Matrix): Matrix {
	const { rows: n, data } = a;
	let norm = 0;
	for (let i = 0; i < n; i++) {
		let sum = 0;
		for (let j = 0; j < n; j++) sum += Math.abs(data[i * n + j]!);
		norm = Math.max(norm, sum);
	}
	const halvings = norm > SMALL && Number.isFinite(norm) ? Math.ceil(Math.log2(norm / SMALL)) : 0;
	const small = { ...a, data: data.map(value => value / 2 ** halvings) };
	let result = identity(n);
	for (let term = TERMS; term > 0; term--) {
		const next = product(small, result);
		for (let i = 0; i < n * n; i++) next.data[i]! /= term;
		for (let i = 0; i < n; i++) next.data[i * n + i]! += 1;
		result = next;
	}
	for (let k = 0; k < halvings; k++) result = product(result, result);
	return result;
}
