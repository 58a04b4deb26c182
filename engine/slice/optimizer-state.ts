/**
 * What an optimizer keeps of a parameter after a step, where no formula says what that is: each tensor of its state that has a
 * number for every element of the parameter. That is one of the parameter's shape (Muon's momentum_buffer), one that fits it by
 * broadcasting (Adafactor's row_var), or a vector over all parameters, which LBFGS keeps with the first of them.
 */
import { numbersOf, type Part } from '../trace/elements.ts';
import type { OptimizerStep, Ref, TensorValue, Trace } from '../trace/model.ts';
import { contiguousStrides, numel } from '../trace/shape.ts';
import { childByKey, childByName, isContainer } from './children.ts';
import type { Term } from './optimizer-steps.ts';
import { parametersOf } from './parameter-groups.ts';

export function stateAfter(trace: Trace, step: OptimizerStep, parameter: Ref, part: Part): readonly Term[] {
	const { optimizer, end } = step, parameters = parametersOf(trace, optimizer, end).map(({ ref }) => ref), place = parameters.indexOf(parameter);
	if (place < 0) return [];
	const shapes = parameters.map(each => tensorAt(trace, each, end)?.shape ?? []), shape = shapes[place]!;
	const total = (of: readonly (readonly number[])[]): number => of.reduce((sum, each) => sum + numel(each), 0);
	const state = childByName(trace, optimizer, 'state', end);
	const kept = (of: Ref, laid: (tensor: TensorValue) => Laid | undefined): Term[] => {
		const entries = trace.value(childByKey(trace, state, of, end), end);
		return !isContainer(entries) ? [] : entries.children.flatMap(({ key, ref }) => {
			const name = trace.value(key, end), tensor = tensorAt(trace, ref, end), as = tensor && laid(tensor), bytes = as && trace.bytes(tensor.storage, end);
			const value = bytes && numbersOf(as, bytes, part);
			return name?.kind === 'str' && value !== undefined ? [{ name: name.text, formula: '', isState: true, value }] : [];
		});
	};
	const own = kept(parameter, tensor => stretched(tensor, shape));
	const ofAll = kept(parameters[0]!, tensor => pieceOf(tensor, total(shapes), total(shapes.slice(0, place)), shape));
	return [...own, ...ofAll.filter(({ name }) => own.every(other => other.name !== name))];
}

type Laid = Pick<TensorValue, 'dtype' | 'shape' | 'strides' | 'offset'>;

function tensorAt(trace: Trace, ref: Ref, tick: number): TensorValue | undefined {
	const value = trace.value(ref, tick);
	return value?.kind === 'tensor' ? value : undefined;
}

/** The tensor over a shape, sizes of 1 repeated; undefined: it does not fit. A number that is one for all is none of the elements'. */
function stretched({ dtype, shape: own, strides, offset }: TensorValue, shape: readonly number[]): Laid | undefined {
	if (own.length !== shape.length || !own.every((size, d) => size === shape[d] || size === 1)) return undefined;
	return { dtype, shape, offset, strides: strides.map((stride, d) => own[d] === shape[d] ? stride : 0) };
}

/** Of a vector over all parameters the elements of one, which begin at a place. */
function pieceOf({ dtype, shape: own, strides: [stride], offset }: TensorValue, all: number, place: number, shape: readonly number[]): Laid | undefined {
	if (own.length !== 1 || own[0] !== all || stride === undefined) return undefined;
	return { dtype, shape, offset: offset + place * stride, strides: contiguousStrides(shape).map(each => each * stride) };
}
