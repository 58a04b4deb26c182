/** Principal components of an optimizer's path, as its slice has them: all of its parameters as one point. */
import { numel } from '../trace/shape.ts';
import { done } from '../trace/work.ts';
import type { ParameterStep } from './optimizer-steps.ts';
import { along, type Direction, directionsThrough, placeAlong } from './principal.ts';
import type { AskedPath, Coordinate, OptimizerSlice, ParameterSteps } from './slice.ts';

/** In a coordinate, stands where a parameter's number does: then `element` says which component, 0 or 1. */
export const COMPONENT = -1;

/** `direction` undefined: of large parameters, along which the slice has `asked` for what there is. */
export type Component = Direction | (Pick<Direction, 'explained'> & { readonly direction: undefined });

type Path = Pick<OptimizerSlice, 'steps' | 'parameters'> & { readonly asked?: AskedPath | undefined };

/** Numbers of all parameters together, of which components are looked for; and of one, of which any may be asked for. */
export const MOST_WIDTH = 2 ** 18;

const known = new WeakMap<OptimizerSlice['parameters'], readonly Direction[]>();

export function isComponent({ parameter }: Pick<Coordinate, 'parameter'>): boolean {
	return parameter === COMPONENT;
}

/** What a step did to all parameters, along each direction. */
export function projected(parameters: readonly ParameterStep[], directions: readonly Direction[]): ParameterStep {
	// What is kept of each parameter is no move in any direction.
	const moves = parameters.map(({ terms }) => terms.filter(({ isState }) => !isState)), names = [...new Set(moves.flatMap(terms => terms.map(({ name }) => name)))];
	const terms = names.map(name => {
		const own = moves.map(each => each.find(term => term.name === name)), formulas = new Set(own.flatMap(term => term ? [term.formula] : []));
		const value = directions.map(({ direction }) => direction.reduce((sum, part, i) => sum + (own[i] === undefined ? 0 : along({ direction: [part] }, [own[i].value])), 0));
		return { name, isState: false, formula: formulas.size === 1 ? [...formulas][0]! : '', value };
	});
	const place = (rows: readonly ArrayLike<number>[]): number[] => directions.map(each => placeAlong(each, rows));
	return { before: place(parameters.map(({ before }) => before)), after: place(parameters.map(({ after }) => after)), terms, reproduced: parameters.every(({ reproduced }) => reproduced) };
}

/** Whether all numbers of the parameters are in the slice. What is left out would be called at rest. */
export function areWhole(parameters: readonly Pick<ParameterSteps, 'shape' | 'elements'>[]): boolean {
	return parameters.every(({ shape, elements }) => numel(shape) === elements);
}

/** Whether there may be two. */
export function mayHaveComponents({ steps, parameters }: Path): boolean {
	const width = parameters.reduce((sum, { shape }) => sum + numel(shape), 0);
	return steps.count > 1 && width >= 2 && width <= MOST_WIDTH && parameters.every(({ shape, elements }) => elements > 0 || numel(shape) === 0);
}

/** The first two; fewer where the path doesn't go in so many directions, or there are numbers that are none, or it must be asked for. */
export function componentsOf(path: Path): readonly Component[] {
	const { steps, parameters, asked } = path;
	if (!areWhole(parameters)) return (asked?.explained ?? []).map(explained => ({ explained, direction: undefined }));
	return directionsOf({ steps, parameters });
}

/** Those of a path whose parameters are whole. */
export function directionsOf({ steps, parameters }: Path): readonly Direction[] {
	let found = known.get(parameters);
	if (found === undefined) known.set(parameters, found = mayHaveComponents({ steps, parameters }) ? done(directionsThrough(pointsOf(steps.count, parameters), parameters.map(({ elements }) => elements))) : []);
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
	});
}
