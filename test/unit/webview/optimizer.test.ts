/** Contours and arrows on a run of real PyTorch. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Axis, axisOf } from '../../../webview/optimizer/coordinates.ts';
import { contoursOf, digitsOf, labelPlaces, levelsOf } from '../../../webview/optimizer/contours.ts';
import { pathOf, vectorsOf, type Point } from '../../../webview/optimizer/path.ts';
import { filledFormula } from '../../../webview/optimizer/terms.ts';
import { directionsOf, COMPONENT } from '../../../engine/slice/components.ts';
import { stepsOf } from '../../support/steps.ts';
import { load } from '../../ui/stored/load.ts';

const slice = load('optimizer', 'optimizer');
const steps = stepsOf(slice);
const surface = slice.surface!;
const [x, y] = [slice.x, slice.y].map(({ parameter, element }) => axisOf(slice, parameter, element)!) as [Axis, Axis];

describe('path', () => {
	test('one point more than steps, each step beginning where the last one ended', () => {
		const path = pathOf(slice, x, y);
		expect(path).toHaveLength(21);
		steps.forEach((step, i) => expect(path[i + 1]).toEqual([step.parameters[0]!.after[0], step.parameters[1]!.after[0]]));
	});

	test('the terms laid end to end lead to where the parameters went', () => {
		for (const step of steps) {
			const { vectors, chained } = vectorsOf(step, x, y);
			expect(chained).toBe(true);
			const [end, update] = [vectors[vectors.length - 2]!.to, vectors[vectors.length - 1]!.to];
			expect(end[0]).toBeCloseTo(update[0], 5);
			expect(end[1]).toBeCloseTo(update[1], 5);
		}
	});

	test('an optimizer of a single number: the number over the steps', () => {
		const path = pathOf(slice, y, y);
		expect(path.map(([step]) => step)).toEqual(Array.from({ length: 21 }, (_, i) => i));
		expect(path[20]![1]).toBe(steps[19]!.parameters[1]!.after[0]);
	});

	test('terms that do not add up are not drawn as if they did', () => {
		const step = steps[3]!;
		const adam = { ...step, parameters: step.parameters.map(parameter => ({ ...parameter, terms: parameter.terms.filter(term => term.name !== 'momentum_buffer') })) };
		const { vectors, chained } = vectorsOf(adam, x, y);
		expect([chained, vectors.map(vector => vector.name)]).toEqual([false, ['update']]);
	});
});

describe('contours', () => {
	const levels = levelsOf(surface.values);
	const identity = (point: Point) => point;

	test('levels are numbers that a person reads', () => {
		expect(levels).toEqual([0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]);
		expect(levelsOf(Float64Array.of(1, 1))).toEqual([]);
		expect(levelsOf(Float64Array.of(NaN, Infinity))).toEqual([]);
		for (const level of levelsOf(Float64Array.of(-4, 3))) expect(level).toBeGreaterThan(-4);
	});

	test('a flat surface far above zero has levels too, and digits that tell them apart', () => {
		const flat = levelsOf(Float64Array.of(0.89402, 0.89478));
		expect(flat).toEqual([0.8941, 0.8942, 0.8943, 0.8944, 0.8945, 0.8946, 0.8947]);
		expect(digitsOf(flat)).toBe(4);
		expect(digitsOf(levels)).toBe(2);
	});

	test('on a contour, the surface has its level', () => {
		const at = (x: number, y: number) => {
			const gx = (x - surface.xDomain[0]) / (surface.xDomain[1] - surface.xDomain[0]) * (surface.columns - 1);
			const gy = (y - surface.yDomain[0]) / (surface.yDomain[1] - surface.yDomain[0]) * (surface.rows - 1);
			const [column, row] = [Math.min(surface.columns - 2, Math.floor(gx)), Math.min(surface.rows - 2, Math.floor(gy))];
			const [fx, fy] = [gx - column, gy - row];
			const value = (r: number, c: number) => surface.values[r * surface.columns + c]!;
			return (value(row, column) * (1 - fx) + value(row, column + 1) * fx) * (1 - fy) + (value(row + 1, column) * (1 - fx) + value(row + 1, column + 1) * fx) * fy;
		};
		let seen = 0;
		for (const { level, rings } of contoursOf(surface, surface.values, levels, identity)) {
			for (const [x, y] of rings.flat()) {
				if (x <= surface.xDomain[0] || x >= surface.xDomain[1] || y <= surface.yDomain[0] || y >= surface.yDomain[1]) continue;
				expect(Math.abs(at(x, y) - level)).toBeLessThan(0.02 + level * 0.02);
				seen++;
			}
		}
		expect(seen).toBeGreaterThan(200);
	});

	test('NaN is a hole and pulls no line', () => {
		const holed = surface.values.slice();
		for (let row = 20; row < 24; row++) holed.fill(NaN, row * surface.columns + 10, row * surface.columns + 14);
		for (const { rings } of contoursOf(surface, holed, levels, identity)) for (const [x, y] of rings.flat()) expect(Number.isFinite(x + y)).toBe(true);
	});

	test('labels keep apart, inside, and off the path', () => {
		const toPixel = ([x, y]: Point): Point => [(x - surface.xDomain[0]) * 80, (surface.yDomain[1] - y) * 80];
		const path = pathOf(slice, x, y).map(toPixel);
		const labels = labelPlaces(contoursOf(surface, surface.values, levels, toPixel), toPixel([3, -0.5]), path, 540, 212);
		expect(labels.length).toBeGreaterThan(3);
		for (const label of labels) for (const [x, y] of path) expect(Math.hypot(label.x - x, label.y - y)).toBeGreaterThan(11);
	});
});

describe('filledFormula', () => {
	const none = () => undefined, denom = (name: string) => name === 'denom' ? 4 : undefined;
	test('the quantity is the one that the term was made of', () => {
		expect(filledFormula({ formula: '−0.3·grad', value: -0.3 * 2 }, 5, none)).toBe('−0.3·2');
		expect(filledFormula({ formula: '−0.3·0.001·p', value: 0.0003 }, -1, none)).toBe('−0.3·0.001·(−1)');
		expect(filledFormula({ formula: '−0.3·0.001·p', value: 0.0006 }, undefined, none)).toBe('−0.3·0.001·(−2)');
		expect(filledFormula({ formula: '−0.3·0.8·buf', value: 0.12 }, 0, none)).toBe('−0.3·0.8·(−0.5)');
	});
	test('what is divided by the denominator has its number too', () => {
		expect(filledFormula({ formula: '−0.5·0.2·grad/denom', value: -0.5 * 0.2 * -1.5 / 4 }, 5, denom)).toBe('−0.5·0.2·(−1.5)/4');
		expect(filledFormula({ formula: '−0.5·0.2·(−grad)/denom', value: 0.5 * 0.2 * 1.5 / 4 }, 5, denom)).toBe('−0.5·0.2·(−1.5)/4');
		expect(filledFormula({ formula: '−0.5·0.8·exp_avg/denom', value: -0.1 }, 5, denom)).toBe('−0.5·0.8·1/4');
		expect(filledFormula({ formula: '−0.5·0.8·exp_avg/denom', value: -0.1 }, 5, none)).toBe('−0.5·0.8·exp_avg/denom');
	});
	test('so has what of the state it is multiplied by', () => {
		const rate = (name: string) => name === 'rate' ? 0.25 : undefined;
		expect(filledFormula({ formula: '−0.5·rate·grad', value: -0.5 * 0.25 * -1.5 }, 5, rate)).toBe('−0.5·0.25·(−1.5)');
		expect(filledFormula({ formula: '−rate·grad', value: -0.25 * 2 }, 5, rate)).toBe('−0.25·2');
		expect(filledFormula({ formula: '−rate·grad', value: -0.5 }, 5, none)).toBe('−rate·grad');
		expect(filledFormula({ formula: '−step_size·sign(prev)', value: -0.5 }, 5, () => 0.5)).toBe('−step_size·sign(prev)');
	});
	test('what is no product stays as it is', () => expect(filledFormula({ formula: 'p ← p + update', value: 1 }, 1, none)).toBe('p ← p + update'));
});

describe('principal components', () => {
	const net = load('optimizer-net', 'optimizer');
	const components = directionsOf(net);
	const axes = [0, 1].map(number => axisOf(net, COMPONENT, number)!) as [Axis, Axis];

	test('are those of PyTorch\'s singular value decomposition of the path', () => {
		const { explained, directions } = JSON.parse(readFileSync(new URL('principal.json', import.meta.url), 'utf8')) as { explained: number[]; directions: number[][] };
		for (const [i, { direction, explained: own }] of components.entries()) {
			expect(own).toBeCloseTo(explained[i]!, 9);
			const flat = direction.flatMap(part => [...part]), sign = Math.sign(flat.reduce((sum, value, k) => sum + value * directions[i]![k]!, 0));
			flat.forEach((value, k) => expect(value).toBeCloseTo(sign * directions[i]![k]!, 6));
		}
	});

	test('the path ends at 0, and its terms lead from point to point', () => {
		const path = pathOf(net, ...axes);
		expect(path.at(-1)!.map(value => Math.abs(value) < 1e-12)).toEqual([true, true]);
		stepsOf(net).forEach((step, i) => {
			const { vectors, chained } = vectorsOf(step, ...axes);
			expect([i, chained]).toEqual([i, true]);
			expect(vectors.at(-1)!.from).toEqual(path[i]);
			for (const axis of [0, 1] as const) expect(vectors.at(-1)!.to[axis]).toBeCloseTo(path[i + 1]![axis], 10);
		});
	});

	test('for any path: orthonormal, the greater first, eigenvectors of the covariance; one for a straight line, none where nothing moves', () => {
		const of = (points: readonly (readonly number[])[]) => directionsOf({
			steps: { ...net.steps, count: points.length - 1 },
			parameters: [{ name: 'w', shape: [points[0]!.length], ref: 1, elements: points[0]!.length, before: Float64Array.from(points.slice(0, -1).flat()), after: Float64Array.from(points.slice(1).flat()), terms: [], reproduced: new Uint8Array(points.length - 1) }],
		});
		const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, value, k) => sum + value * b[k]!, 0);
		const vector = (width: number) => fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: width, maxLength: width });
		fc.assert(fc.property(fc.integer({ min: 3, max: 12 }).chain(width => fc.array(vector(width), { minLength: 3, maxLength: 20 })), fc.array(vector(12), { minLength: 5, maxLength: 5 }), (points, directions) => {
			const found = of(points).map(({ direction, explained }) => ({ direction: direction[0]!, explained }));
			const mean = points[0]!.map((_, k) => points.reduce((sum, point) => sum + point[k]!, 0) / points.length);
			const centred = points.map(point => point.map((value, k) => value - mean[k]!)), total = centred.reduce((sum, point) => sum + dot(point, point), 0);
			if (total > 1e-6) expect(found.length).toBeGreaterThan(0);
			for (const { direction, explained } of found) {
				expect(dot(direction, direction)).toBeCloseTo(1, 9);
				// Whether or not two are alike, each explains what it says.
				expect(centred.reduce((sum, point) => sum + dot(point, direction) ** 2, 0) / total).toBeCloseTo(explained, 9);
			}
			// No other direction explains more than the first; none across it more than the second.
			for (const other of directions) {
				const free = other.slice(0, points[0]!.length), size = Math.sqrt(dot(free, free));
				if (found.length === 0 || size < 1e-3) continue;
				const explains = (vector: readonly number[]) => centred.reduce((sum, point) => sum + dot(point, vector) ** 2, 0) / dot(vector, vector) / total;
				expect(explains(free)).toBeLessThanOrEqual(found[0]!.explained + 1e-4);
				const across = free.map((value, k) => value - dot(free, found[0]!.direction) * found[0]!.direction[k]!);
				if (dot(across, across) > 1e-3 * size ** 2) expect(explains(across)).toBeLessThanOrEqual((found[1]?.explained ?? 0) + 1e-3);
			}
			if (found.length === 2) expect(dot(found[0]!.direction, found[1]!.direction)).toBeCloseTo(0, 9);
		}), { numRuns: 200 });
		expect(of([[0, 0, 0], [1, 2, 3], [2, 4, 6]]).map(({ explained }) => explained.toFixed(9))).toEqual(['1.000000000']);
		expect(of([[1, 1, 1], [1, 1, 1], [1, 1, 1]])).toEqual([]);
		expect(of([[1, 1, 1], [NaN, 1, 1], [2, 3, 4]])).toHaveLength(1);
		// Long at rest, then moving in two directions of which one is small.
		expect(of([...Array.from({ length: 31 }, () => [0, 0, 0, 0]), ...Array.from({ length: 9 }, (_, t) => [t, t * t / 100, 0, 0])])).toHaveLength(2);
	});
});
