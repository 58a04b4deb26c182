/** The param_groups of a recorded optimizer: which parameters are in them, and by which numbers they are stepped. */
import type { Ref, Tick, Trace } from '../trace/model.ts';
import { childByName, isContainer, items, scalar } from './children.ts';

/** A parameter of an optimizer and the group that it is in. */
export interface GroupedParameter { readonly ref: Ref; readonly group: Ref }

export function parametersOf(trace: Trace, optimizer: Ref, tick: Tick): readonly GroupedParameter[] {
	return items(trace, childByName(trace, optimizer, 'param_groups', tick), tick)
		.flatMap(group => items(trace, childByName(trace, group, 'params', tick), tick).map(ref => ({ ref, group })));
}

/** What the numbers of a group's tuples are called, by PyTorch's steps. */
const TUPLES: ReadonlyMap<string, readonly string[]> = new Map([['betas', ['beta1', 'beta2']], ['etas', ['etaminus', 'etaplus']], ['step_sizes', ['step_size_min', 'step_size_max']]]);

/** The numbers and flags of a param_group: lr, momentum, … */
export function hyperparametersOf(trace: Trace, group: Ref, tick: Tick): Record<string, number | boolean> {
	const result: Record<string, number | boolean> = {};
	const value = trace.value(group, tick);
	if (!isContainer(value)) return result;
	for (const child of value.children) {
		const key = trace.value(child.key, tick);
		if (key?.kind !== 'str') continue;
		const held = scalar(trace, child.ref, tick);
		if (held !== undefined) result[key.text] = held;
		const names = TUPLES.get(key.text), numbers = names === undefined ? [] : items(trace, child.ref, tick);
		if (names === undefined || numbers.length !== names.length) continue;
		for (const [i, name] of names.entries()) result[name] = scalar(trace, numbers[i]!, tick) ?? NaN;
	}
	return result;
}
