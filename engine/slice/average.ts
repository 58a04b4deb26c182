/**
 * An average of weights over its updates, for the average view: the curves, the decay in use, and whether the formula gives
 * the recorded values bit for bit. How averages are found: `averages.ts`.
 */
import type { Trace } from '../trace/model.ts';
import { type AverageRule, formulaOf, updatedElement } from './average-rules.ts';
import type { Average, Updates } from './averages.ts';
import { numbers, partOf } from './children.ts';
import { scheduleOf } from './decay-schedules.ts';
import { namesAt, type Names } from './names.ts';
import { originOfOp } from './origin.ts';
import type { AverageCurve, AverageSlice, Origin } from './slice.ts';
import type { Work } from '../trace/work.ts';
import { numel } from '../trace/shape.ts';

/** Updates and elements beyond which a slice is thinned or cut, so that it crosses to the panel quickly. */
const MAX_UPDATES = 2000;
const MAX_ELEMENTS = 4096;
/** Beyond these, in all curves, an average with another decay is computed of the updates that are drawn: updates that are looked up, and weights. */
const MOST_LOOKED_UP = 2 ** 17, MOST_WEIGHTS = 2 ** 21;

/** undefined where there is no such average. */
export function* averageSlice(trace: Trace, average: Average | undefined): Work<AverageSlice | undefined> {
	const first = average?.members[0];
	if (average === undefined || first === undefined) return undefined;
	const names = namesAt(trace, trace.lastTick);
	const shown = thinned(first.length);
	const curves: AverageCurve[] = [];
	let reproduced = true;
	const whole = shown.length === first.length ? 0 : Math.min(average.members.length, Math.floor(MOST_LOOKED_UP / first.length)), width = Math.floor(MOST_WEIGHTS / (first.length * whole));
	for (const [member, updates] of average.members.entries()) {
		const result = yield* curveOf(trace, average.rule, updates, shown.filter(i => i < updates.length), names);
		curves.push({ ...result.curve, every: member < whole ? yield* everyWeight(trace, updates, first.length, Math.min(result.curve.elements, width)) : undefined });
		reproduced &&= result.reproduced;
	}
	const origins = shown.map(i => originOfOp(trace, trace.op(first.last[i]!))).filter((origin): origin is Origin => origin !== undefined);
	return {
		kind: 'average', rule: average.rule, formula: formulaOf(average.rule), count: first.length, updates: shown.map(i => i + 1),
		decay: Float64Array.from(shown, i => first.decay[i]!), schedule: scheduleOf(first.decay), origins, curves, reproduced,
	};
}

function thinned(length: number): number[] {
	const stride = Math.ceil(length / MAX_UPDATES);
	return Array.from({ length }, (_, i) => i).filter(i => i % stride === 0 || i === length - 1);
}

function* curveOf(trace: Trace, rule: AverageRule, updates: Updates, shown: readonly number[], names: Names): Work<{ readonly curve: Omit<AverageCurve, 'every'>; readonly reproduced: boolean }> {
	// A forged trace may not have it: then there is nothing to draw.
	const { shape, dtype } = updates.shadow(trace, updates.length - 1) ?? { shape: [0], dtype: 'float32' };
	const elements = Math.min(numel(shape), MAX_ELEMENTS);
	const weights = new Float64Array(shown.length * elements).fill(NaN);
	const shadow = new Float64Array(shown.length * elements).fill(NaN);
	const start = new Float64Array(elements).fill(NaN);
	let reproduced = true;
	for (const [row, i] of shown.entries()) {
		const before = numbers(trace, updates.before[i]!, trace.opTick(updates.beforeAt[i]!)), source = numbers(trace, updates.weightsRef[i]!, trace.opTick(updates.weightsAt[i]!));
		const after = numbers(trace, updates.after[i]!, trace.opEnd(updates.last[i]!));
		if (before === undefined || source === undefined || after === undefined) reproduced = false;
		else {
			if (i === 0) start.set(before.subarray(0, elements));
			weights.set(source.subarray(0, elements), row * elements);
			shadow.set(after.subarray(0, elements), row * elements);
			reproduced &&= after.every((value, k) => Object.is(updatedElement(rule, dtype, before[k]!, source[k]!, updates.decay[i]!, updates.complement[i]!), value));
		}
		yield;
	}
	const name = names.ofStorage(updates.weights) ?? `[${shape.join(', ')}]`;
	return { curve: { name, shape, dtype, elements, start, weights, shadow }, reproduced };
}

/** NaN where they were not recorded. */
function* everyWeight(trace: Trace, { weightsAt, weightsRef }: Updates, count: number, elements: number): Work<AverageCurve['every']> {
	const weights = new Float64Array(count * elements).fill(NaN);
	for (let i = 0; i < Math.min(count, weightsRef.length); i++) {
		weights.set(partOf(trace, weightsRef[i]!, trace.opTick(weightsAt[i]!), { from: 0, to: elements }) ?? [], i * elements);
		yield;
	}
	return { elements, weights };
}
