/**
 * The loss over two chosen numbers among an optimizer's parameters, or over two directions through all of them, by replay of the
 * last step's tape: a pure function of the trace. Yields coarse grids first, so that a picture is there at once; stop iterating to cancel.
 */
import { formulaOf } from '../optim/formulas.ts';
import { largeDirections, optimizerOver } from '../slice/asked-path.ts';
import { optimizerSlice } from '../slice/optimizer.ts';
import { hyperparametersOf, parametersOf } from '../slice/parameter-groups.ts';
import { areWhole, COMPONENT, directionsOf, isComponent } from '../slice/components.ts';
import { evenly } from '../slice/evenly.ts';
import { along, type Direction } from '../slice/principal.ts';
import { numbers } from '../slice/children.ts';
import type { Coordinate, Surface } from '../slice/slice.ts';
import { AGREEMENT, SURFACE_SIZES, type SurfaceInfo, type SurfaceRequest } from '../slice/surface.ts';
import type { Ref, Trace } from '../trace/model.ts';
import { done } from '../trace/work.ts';
import { haveSameConstants } from './constants.ts';
import { Replay } from './evaluate.ts';
import { NotReplayable } from './not-replayable.ts';
import { type Tape, tapeOf } from './tape.ts';

/** Room around the path, as a part of its extent. */
const MARGIN = 0.35;

/** Steps whose data is compared with the last one's. */
const COMPARED = 16;

export interface SurfaceGrid { readonly info: SurfaceInfo; readonly surface: Surface; readonly numbers: Float64Array }

/** Throws NotReplayable with the reason where there is no surface. A point that fails is NaN. */
export function* surfaces(trace: Trace, request: SurfaceRequest): Generator<SurfaceGrid> {
	const { optimizer, x, y } = request;
	const steps = Array.from({ length: trace.optimizerStepCount }, (_, i) => i).filter(i => trace.optimizerStep(i).optimizer === optimizer);
	const last = steps.at(-1);
	const tape = last === undefined ? undefined : tapeOf(trace, last);
	if (last === undefined || tape === undefined) throw new NotReplayable('replayNoBackward');
	if ((x.parameter === y.parameter && x.element === y.element) || isComponent(x) !== isComponent(y)) throw new NotReplayable('replayOneNumber');
	using replay = new Replay(trace, tape);
	const base = replay.recorded();
	const off = checkAgreement(trace, tape.root, tape.end, replay.lossAt(base));
	const plane = isComponent(x) ? principalPlane(trace, optimizer, base, x, y) : elementPlane(trace, steps, optimizer, base, x, y);
	const { xDomain, yDomain, point, move } = plane;
	const formula = formulaOf(trace.optimizerStep(last).type);
	const decays = parametersOf(trace, optimizer, tape.end).map(({ group }) => {
		const values = hyperparametersOf(trace, group, tape.end);
		const isInLoss = formula ? formula.of(values).decaysLoss : values['decoupled_weight_decay'] !== true;
		return isInLoss ? Number(values['weight_decay'] ?? 0) : 0;
	});
	const decayed = decays.some(decay => decay !== 0);
	const isOfLastStep = differs(trace, steps, tape);
	for (const size of SURFACE_SIZES) {
		const grid = new Float64Array(size * size * (decayed ? 2 : 1));
		for (let row = 0; row < size; row++) {
			for (let column = 0; column < size; column++) {
				move(at(xDomain, column, size), at(yDomain, row, size));
				const loss = lossOrBlank(replay, point);
				grid[row * size + column] = loss;
				if (decayed) grid[size * size + row * size + column] = loss + penalty(point, decays);
			}
		}
		const shape = { x, y, xDomain, yDomain, columns: size, rows: size, branchLine: tape.branchLine, isOfLastStep, off };
		const surface: Surface = { ...shape, values: grid.subarray(0, size * size), withWeightDecay: decayed ? grid.subarray(size * size) : undefined };
		yield { info: { ...shape, optimizer, decayed }, surface, numbers: grid };
	}
}

/** Whether another step's loss was of other data, as with minibatches: the step before, the first and some between tell. */
function differs(trace: Trace, steps: readonly number[], tape: Tape): boolean {
	const others = new Set([...evenly(steps.length, COMPARED), steps.length - 2].filter(i => i >= 0 && i < steps.length - 1));
	return [...others].some(i => {
		const other = tapeOf(trace, steps[i]!);
		return other !== undefined && !haveSameConstants(trace, tape, other);
	});
}

/** Where a surface is: `move` brings `point`, which begins as the recorded one, to two coordinates. */
interface Plane {
	readonly xDomain: readonly [number, number];
	readonly yDomain: readonly [number, number];
	readonly point: readonly Float64Array[];
	move(x: number, y: number): void;
}

function elementPlane(trace: Trace, steps: readonly number[], optimizer: Ref, base: readonly Float64Array[], x: Coordinate, y: Coordinate): Plane {
	const [xDomain, yDomain] = [x, y].map(coordinate => domainOf(trace, steps, optimizer, coordinate)) as [[number, number], [number, number]];
	const point = base.map(values => values.slice());
	return {
		xDomain, yDomain, point,
		move(atX, atY) {
			point[x.parameter]![x.element] = atX;
			point[y.parameter]![y.element] = atY;
		},
	};
}

/** The directions, and the places of the path along both of them. */
function directionsAndPath(trace: Trace, optimizer: Ref): { readonly directions: readonly Direction[]; readonly places: readonly (readonly number[])[] } {
	const slice = done(optimizerSlice(trace, optimizer));
	if (slice === undefined) return { directions: [], places: [] };
	if (!areWhole(slice.parameters)) {
		const [x, y] = [0, 1].map((element): Coordinate => ({ parameter: COMPONENT, element, label: '' })) as [Coordinate, Coordinate];
		const { asked } = done(optimizerOver(trace, optimizer, slice, { x, y }));
		return { directions: done(largeDirections(trace, optimizer, slice)), places: (asked?.columns ?? []).map(({ before, after }) => [...before, after.at(-1) ?? NaN]) };
	}
	const { steps, parameters } = slice, directions = directionsOf(slice);
	const rows = (when: 'before' | 'after', step: number) => parameters.map(({ elements, [when]: column }) => column.subarray(step * elements, (step + 1) * elements));
	const path = [...Array.from({ length: steps.count }, (_, step) => rows('before', step)), rows('after', steps.count - 1)];
	return { directions, places: directions.map(each => path.map(point => along(each, point) - each.end)) };
}

/** Through the recorded point, along both components. */
function principalPlane(trace: Trace, optimizer: Ref, base: readonly Float64Array[], x: Coordinate, y: Coordinate): Plane {
	const { directions, places } = directionsAndPath(trace, optimizer), [across, up] = [directions[x.element], directions[y.element]];
	if (across === undefined || up === undefined) throw new NotReplayable('replayOneNumber');
	const [xDomain, yDomain] = [x, y].map(({ element }) => widened(places[element]!)) as [[number, number], [number, number]];
	const point = base.map(values => values.slice());
	const [baseX, baseY] = [along(across, base) - across.end, along(up, base) - up.end];
	return {
		xDomain, yDomain, point,
		move(atX, atY) {
			for (const [i, values] of point.entries()) {
				// A parameter that came later didn't move along them.
				const [dx, dy] = [across.direction[i] ?? [], up.direction[i] ?? []];
				for (let k = 0; k < dx.length; k++) values[k] = base[i]![k]! + (atX - baseX) * dx[k]! + (atY - baseY) * dy[k]!;
			}
		},
	};
}

function lossOrBlank(replay: Replay, point: readonly Float64Array[]): number {
	try {
		return replay.lossAt(point);
	} catch (error) {
		if (error instanceof NotReplayable) throw error;
		return NaN;
	}
}

/** λ/2·‖θ‖², each parameter with its group's λ. */
function penalty(point: readonly Float64Array[], decays: readonly number[]): number {
	return point.reduce((sum, values, i) => sum + (decays[i] ?? 0) / 2 * values.reduce((squares, value) => squares + value * value, 0), 0);
}

function at([from, to]: readonly [number, number], i: number, size: number): number {
	return from + (to - from) * i / (size - 1);
}

/** The extent of a coordinate's path with room around it. */
function domainOf(trace: Trace, steps: readonly number[], optimizer: Ref, coordinate: Coordinate): [number, number] {
	const values: number[] = [];
	for (const index of steps) {
		const step = trace.optimizerStep(index);
		const parameter = parametersOf(trace, optimizer, step.tick)[coordinate.parameter];
		if (parameter === undefined) continue;
		for (const tick of [step.tick, step.end]) {
			const value = numbers(trace, parameter.ref, tick)?.[coordinate.element];
			if (value !== undefined) values.push(value);
		}
	}
	return widened(values);
}

function widened(values: readonly number[]): [number, number] {
	let [low, high] = [Infinity, -Infinity];
	for (const value of values) {
		if (!Number.isFinite(value)) continue;
		low = Math.min(low, value);
		high = Math.max(high, value);
	}
	if (!Number.isFinite(low)) throw new NotReplayable('replayOverBudget');
	const margin = high > low ? (high - low) * MARGIN : Math.max(1, Math.abs(low)) * MARGIN;
	return [low - margin, high + margin];
}

/** That what is replayed is what was recorded, but for rounding: how far it is off, as a part of it; undefined: it was not recorded. Throws NotReplayable. */
export function checkAgreement(trace: Trace, root: Ref, end: number, replayed: number): number | undefined {
	const recorded = numbers(trace, root, end)?.[0];
	if (recorded === undefined) return undefined;
	const off = Object.is(recorded, replayed) ? 0 : Math.abs(recorded - replayed) / Math.max(Math.abs(recorded), 1e-8);
	if (!(off <= AGREEMENT)) throw new NotReplayable('replayDisagrees', replayed, recorded);
	return off;
}
