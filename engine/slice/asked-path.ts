/**
 * An optimizer's slice over coordinates that were asked for. Of large parameters it holds a part: what it lacks of a path is got here,
 * by going through all of their numbers in the trace.
 */
import type { OptimizerStep, Ref, Trace } from '../trace/model.ts';
import { numel } from '../trace/shape.ts';
import type { Work } from '../trace/work.ts';
import { numbers } from './children.ts';
import { evenly } from './evenly.ts';
import { Findings } from './findings.ts';
import { sliceStep } from './optimizer.ts';
import { type GroupedParameter, parametersOf } from './parameter-groups.ts';
import { type OptimizerSliceStep, type ParameterStep, StepColumns, type SteppedColumns } from './optimizer-steps.ts';
import { areWhole, isComponent, MOST_WIDTH, projected } from './components.ts';
import { type Direction, directionsThrough } from './principal.ts';
import type { AskedPath, Coordinate, OptimizerSlice } from './slice.ts';
import { surfaceNoteOf, surfaceOf } from './surface.ts';

/** Points through which directions are laid, and numbers that all of them may have together. */
const MOST_POINTS = 128, MOST_NUMBERS = 2 ** 23;

/** Coordinates that a slice doesn't hold, and the directions of the recorded path if they are components. */
export interface Along { readonly x: Coordinate; readonly y: Coordinate; readonly directions: readonly Direction[] }

export function* optimizerOver(trace: Trace, optimizer: Ref, slice: OptimizerSlice, { x, y }: { readonly x: Coordinate; readonly y: Coordinate }): Work<OptimizerSlice> {
	const along = yield* alongOf(trace, optimizer, slice, { x, y });
	const asked = along && (yield* askedPath(trace, optimizer, slice, along));
	return { ...slice, x, y, asked, surface: surfaceOf(trace, optimizer, x, y), surfaceNote: surfaceNoteOf(trace, optimizer, x, y) };
}

/** undefined: the slice holds both. */
export function* alongOf(trace: Trace, optimizer: Ref, slice: SteppedColumns, { x, y }: Pick<Along, 'x' | 'y'>): Work<Along | undefined> {
	const { parameters } = slice;
	const isHeld = ({ parameter, element }: Coordinate): boolean => parameter < 0 ? areWhole(parameters) : element < (parameters[parameter]?.elements ?? Infinity);
	return isHeld(x) && isHeld(y) ? undefined : { x, y, directions: isComponent(x) ? yield* largeDirections(trace, optimizer, slice) : [] };
}

/** Of a program's steps; the directions may be another's, of which it is a rerun. */
export function* askedPath(trace: Trace, optimizer: Ref, slice: SteppedColumns, { x, y, directions }: Along): Work<AskedPath> {
	const entry = Findings.of(trace).optimizer(optimizer), coordinates = JSON.stringify([x, y].map(({ parameter, element }) => [parameter, element]));
	if (entry?.asked?.lastTick === trace.lastTick && entry.asked.coordinates === coordinates) return entry.asked.path;
	const { explained, width, stepOf } = isComponent(x) ? alongDirections(directions) : overElements([x, y]);
	const columns = new StepColumns(Array.from({ length: width }, () => ({ name: '', shape: [], ref: 0, elements: 1 })), slice.steps.count);
	for (const [row, step] of stepsOf(trace, optimizer, slice).entries()) {
		columns.add(stepOf(trace, step, slice.steps.index[row]!, parametersOf(trace, optimizer, step.tick)));
		yield;
	}
	const path = { explained, columns: columns.columns.parameters };
	if (entry !== undefined) entry.asked = { lastTick: trace.lastTick, coordinates, path };
	return path;
}

/** What a path is asked for: so many columns, and what a step is in each. */
interface Asking {
	/** As of an AskedPath. */
	readonly explained: readonly number[];
	readonly width: number;
	stepOf(trace: Trace, step: OptimizerStep, number: number, grouped: readonly GroupedParameter[]): OptimizerSliceStep;
}

function alongDirections(directions: readonly Direction[]): Asking {
	return {
		explained: directions.map(({ explained }) => explained), width: directions.length,
		stepOf: (trace, step, number, grouped) => {
			const whole = sliceStep(trace, step, number, grouped, { from: 0, to: MOST_WIDTH });
			return { ...whole, parameters: directions.map(each => projected(whole.parameters, [each])) };
		},
	};
}

function overElements(coordinates: readonly Coordinate[]): Asking {
	return {
		explained: [], width: coordinates.length,
		stepOf: (trace, step, number, grouped) => {
			// Nothing else is read.
			const own = coordinates.map(({ parameter, element }) => sliceStep(trace, step, number, grouped.slice(parameter, parameter + 1), { from: element, to: element + 1 }));
			return { ...own[0]!, parameters: own.map(({ parameters: [only] }) => only?.before.length === 1 && only.after.length === 1 ? only : NOTHING) };
		},
	};
}

/** The directions of the path of all numbers of all parameters, through some of its steps. */
export function* largeDirections(trace: Trace, optimizer: Ref, slice: SteppedColumns): Work<readonly Direction[]> {
	const entry = Findings.of(trace).optimizer(optimizer), steps = stepsOf(trace, optimizer, slice);
	const sizes = slice.parameters.map(({ shape }) => numel(shape)), width = sizes.reduce((sum, size) => sum + size, 0);
	if (entry === undefined || steps.length < 2 || width > MOST_WIDTH) return [];
	if (entry.directions?.lastTick === trace.lastTick) return entry.directions.found;
	const pointAt = (tick: number): Float64Array => {
		const point = new Float64Array(width).fill(NaN);
		let at = 0;
		for (const [i, { ref }] of slice.parameters.entries()) {
			const values = numbers(trace, ref, tick);
			if (values?.length === sizes[i]) point.set(values, at);
			at += sizes[i]!;
		}
		return point;
	};
	const points: Float64Array[] = [];
	for (const place of evenly(steps.length, Math.max(2, Math.min(MOST_POINTS, Math.floor(MOST_NUMBERS / width))))) {
		points.push(pointAt(steps[place]!.tick));
		yield;
	}
	points.push(pointAt(steps.at(-1)!.end));
	const found = yield* directionsThrough(points, sizes);
	entry.directions = { lastTick: trace.lastTick, found };
	return found;
}

/** Those that the slice has. */
function stepsOf(trace: Trace, optimizer: Ref, { steps: { index, count } }: SteppedColumns): readonly OptimizerStep[] {
	const all = Findings.of(trace).optimizer(optimizer)?.steps ?? [];
	return Array.from(index.subarray(0, count), number => trace.optimizerStep(all[number]!));
}

/** What a step did to a number that is not there. */
const NOTHING: ParameterStep = { before: [NaN], after: [NaN], terms: [], reproduced: false };
