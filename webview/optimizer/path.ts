/**
 * The path of two coordinates through an optimizer's steps, and what one step's terms did to them. No drawing.
 * An optimizer of a single number has it as both; its path is the number over the steps.
 */
import type { OptimizerSliceStep, ParameterStep } from '../../engine/slice/optimizer-steps.ts';
import { projected } from '../../engine/slice/components.ts';
import { placeAlong } from '../../engine/slice/principal.ts';
import type { Coordinate, OptimizerSlice, WhatIfSlice } from '../../engine/slice/slice.ts';
import type { Axis } from './coordinates.ts';

export type Point = readonly [number, number];

/** One point before each step and one after the last: steps + 1 points. */
export function pathOf({ steps: { count, index }, parameters, asked: columnsAsked }: Pick<OptimizerSlice, 'steps' | 'parameters'> & { readonly asked?: OptimizerSlice['asked'] }, x: Axis, y: Axis): readonly Point[] {
	const at = (step: number, when: 'before' | 'after', { parameter, element, component, asked }: Axis): number => {
		if (asked !== undefined) return columnsAsked?.columns[asked]?.[when][step] ?? NaN;
		if (component?.direction !== undefined) return placeAlong(component, parameters.map(({ elements, [when]: column }) => column.subarray(step * elements, (step + 1) * elements)));
		const columns = parameters[parameter];
		return columns === undefined || element >= columns.elements ? NaN : columns[when][step * columns.elements + element] ?? NaN;
	};
	const path = Array.from({ length: count }, (_, step): Point => [at(step, 'before', x), at(step, 'before', y)]);
	if (count > 0) path.push([at(count - 1, 'after', x), at(count - 1, 'after', y)]);
	return isSame(x, y) ? path.map(([, value], i) => [index[i] ?? index[count - 1]! + 1, value]) : path;
}

export function isSame(a: Coordinate, b: Coordinate): boolean {
	return a.parameter === b.parameter && a.element === b.element;
}

/** Of a rerun: what it was asked for is of the coordinates of then. */
export function rerunPath(rerun: NonNullable<WhatIfSlice['steps']>, x: Axis, y: Axis): readonly Point[] {
	return pathOf(isSame(rerun.x, x) && isSame(rerun.y, y) ? rerun : { steps: rerun.steps, parameters: rerun.parameters }, x, y);
}

export interface Vector { readonly name: string; readonly from: Point; readonly to: Point }

export interface StepVectors {
	readonly vectors: readonly Vector[];
	/** Whether the terms, laid end to end, lead from before to after. */
	readonly chained: boolean;
}

/** A step's arrows in the coordinates' own units; of terms that don't add up to the update, only the update. */
export function vectorsOf(step: OptimizerSliceStep, x: Axis, y: Axis): StepVectors {
	const [termsX, termsY] = [x, y].map(axis => termsAlong(step, axis).filter(term => !term.isState)) as [AxisTerm[], AxisTerm[]];
	const before: Point = [valueOf(step, x, 'before'), valueOf(step, y, 'before')];
	const update: Point = [valueOf(step, x, 'after') - before[0], valueOf(step, y, 'after') - before[1]];
	const parts = termsX.filter(term => term.name !== 'update').map(({ name, value }) => ({ name, by: [value, termsY.find(term => term.name === name)?.value ?? 0] as Point }));
	const sum = parts.reduce<Point>((total, part) => [total[0] + part.by[0], total[1] + part.by[1]], [0, 0]);
	const chained = parts.length > 0 && close(sum[0], update[0]) && close(sum[1], update[1]);
	const vectors: Vector[] = [];
	let at = before;
	for (const part of chained ? parts : []) {
		const to: Point = [at[0] + part.by[0], at[1] + part.by[1]];
		vectors.push({ name: part.name, from: at, to });
		at = to;
	}
	vectors.push({ name: 'update', from: before, to: [before[0] + update[0], before[1] + update[1]] });
	return { vectors, chained };
}

/** What a step did to the parameter of an axis, or to all of them along its component; and which number of that the axis is. */
function stepAlong(step: OptimizerSliceStep, { parameter, element, component, asked }: Axis): { readonly of: ParameterStep | undefined; readonly at: number } {
	if (asked !== undefined) return { of: step.asked?.[asked], at: 0 };
	return component?.direction === undefined ? { of: step.parameters[parameter], at: element } : { of: projected(step.parameters, [component]), at: 0 };
}

export function valueOf(step: OptimizerSliceStep, axis: Axis, when: 'before' | 'after'): number {
	const { of, at } = stepAlong(step, axis);
	return of?.[when][at] ?? NaN;
}

/** Whether a step's terms reproduce what it did along an axis. */
export function isReproduced(step: OptimizerSliceStep, axis: Axis): boolean {
	return stepAlong(step, axis).of?.reproduced ?? true;
}

/** One term of a step, as far as it moves one coordinate. */
export interface AxisTerm {
	readonly name: string;
	readonly isState: boolean;
	/** '' where the parameters have it with different numbers. */
	readonly formula: string;
	readonly value: number;
}

export function termsAlong(step: OptimizerSliceStep, axis: Axis): readonly AxisTerm[] {
	const { of, at } = stepAlong(step, axis);
	return (of?.terms ?? []).map(({ name, isState, formula, value }) => ({ name, isState, formula, value: value[at] ?? 0 }));
}

function close(a: number, b: number): boolean {
	return Math.abs(a - b) <= 1e-4 * Math.max(Math.abs(a), Math.abs(b)) + 1e-6;
}

/** The range of finite numbers, widened by a share of itself. */
export function paddedDomain(values: readonly number[], share: number): readonly [number, number] {
	const finite = values.filter(Number.isFinite);
	if (finite.length === 0) return [-1, 1];
	const [low, high] = [Math.min(...finite), Math.max(...finite)];
	const pad = (high - low) * share || Math.abs(high) * 0.1 || 1;
	return [low - pad, high + pad];
}
