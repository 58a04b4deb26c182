/**
 * Averages of weights (EMA), found from the flow of data and not from names.
 *
 * Three spellings are known, each as PyTorch computes it:
 *   three-op   v.mul_(d); v.add_((1-d)·w)          timm's ModelEmaV2 spirit, and the notes' `v *= d; v += (1 - d) * w`
 *   alpha      v.mul_(d).add_(w, alpha=1-d)
 *   lerp       v.lerp_(w, 1-d)                     torch.optim.swa_utils, timm's ModelEmaV3
 * where w is, or shares storage with, a parameter of an optimizer that stepped in this trace. Each update is checked
 * against the recorded values bit for bit; `reproduced` says whether all agreed.
 */
import { fma32, fma64 } from '../random/rounding.ts';
import type { Op, Ref, StorageId, TensorValue, Trace } from '../trace/model.ts';
import { items, childByName, numbers, scalar } from './children.ts';
import { namesAt } from './names.ts';
import { originOfOp } from './origin.ts';
import type { AverageCurve, AverageSlice, Origin } from './slice.ts';

type Form = 'three-op' | 'alpha' | 'lerp';

const FORMULA: Readonly<Record<Form, string>> = {
	'three-op': 'v ← d·v + (1−d)·w',
	alpha: 'v ← d·v; v.add_(w, alpha=1−d)',
	lerp: 'v ← lerp(v, w, 1−d)',
};

interface Update { readonly form: Form; readonly decay: number; readonly complement: number; readonly first: Op; readonly last: Op; readonly shadow: TensorValue; readonly weights: TensorValue }

/** The updates of one place in the code: by shadow storage, in order of time. */
interface Average { readonly form: Form; readonly byStorage: Map<StorageId, Update[]> }

/** The averages of a trace, in order of their first update. */
export function findAverages(trace: Trace): readonly Average[] {
	const parameters = parameterStorages(trace);
	const averages = new Map<string, Average>();
	if (parameters.size === 0) return [];
	const scaled = new Map<StorageId, { op: Op; factor: number }>();
	const products = new Map<Ref, { weights: TensorValue; factor: number }>();
	const tensor = (ref: Ref, op: Op) => {
		const value = trace.value(ref, op.tick);
		return value?.kind === 'tensor' ? value : undefined;
	};
	const number = (ref: Ref, op: Op) => {
		const value = scalar(trace, ref, op.tick);
		return typeof value === 'number' ? value : undefined;
	};
	const found = (form: Form, update: Omit<Update, 'form'>) => {
		const key = `${update.last.cell}:${update.last.line}`;
		let average = averages.get(key);
		if (average === undefined) averages.set(key, average = { form, byStorage: new Map() });
		const updates = average.byStorage.get(update.shadow.storage);
		if (updates === undefined) average.byStorage.set(update.shadow.storage, [{ form, ...update }]);
		else updates.push({ form, ...update });
	};
	for (let i = 0; i < trace.opCount; i++) {
		const op = trace.op(i);
		if (op.name !== 'mul' && op.name !== 'mul_' && op.name !== 'add_' && op.name !== 'lerp_') continue;
		const [a = 0, b = 0, c = 0] = op.inputs.map(input => input.ref);
		const self = tensor(a, op);
		if (self === undefined) continue;
		if (op.name === 'mul') {
			const factor = number(b, op);
			if (factor !== undefined && parameters.has(self.storage)) products.set(op.outputs[0] ?? 0, { weights: self, factor });
		} else if (op.name === 'mul_') {
			const factor = number(b, op);
			if (factor !== undefined) scaled.set(self.storage, { op, factor });
		} else if (op.name === 'add_') {
			const before = scaled.get(self.storage);
			scaled.delete(self.storage);
			if (before === undefined) continue;
			const product = products.get(b);
			const other = tensor(b, op);
			if (product !== undefined) found('three-op', { decay: before.factor, complement: product.factor, first: before.op, last: op, shadow: self, weights: product.weights });
			else if (other !== undefined && parameters.has(other.storage)) {
				const alpha = number(op.inputs.find(input => input.name === 'alpha')?.ref ?? 0, op) ?? 1;
				found('alpha', { decay: before.factor, complement: alpha, first: before.op, last: op, shadow: self, weights: other });
			}
		} else {
			const end = tensor(b, op);
			const weight = number(c, op);
			if (end !== undefined && weight !== undefined && parameters.has(end.storage)) found('lerp', { decay: 1 - weight, complement: weight, first: op, last: op, shadow: self, weights: end });
		}
	}
	return [...averages.values()];
}

/** undefined where there is no such average. */
export function averageSlice(trace: Trace, average: Average | undefined): AverageSlice | undefined {
	const all = average && [...average.byStorage.values()];
	const first = all?.[0];
	if (average === undefined || all === undefined || first === undefined) return undefined;
	const names = namesAt(trace, trace.lastTick);
	let reproduced = true;
	const curves = all.map((updates): AverageCurve => {
		const shape = updates[0]?.shadow.shape ?? [];
		const count = shape.reduce((product, size) => product * size, 1);
		const weights = new Float64Array(updates.length * count).fill(NaN);
		const shadow = new Float64Array(updates.length * count).fill(NaN);
		updates.forEach((update, row) => {
			const before = numbers(trace, update.shadow.ref, update.first.tick);
			const source = numbers(trace, update.weights.ref, update.last.tick);
			const after = numbers(trace, update.shadow.ref, update.last.end);
			if (before === undefined || source === undefined || after === undefined) return void (reproduced = false);
			weights.set(source, row * count);
			shadow.set(after, row * count);
			for (let i = 0; i < count && reproduced; i++) reproduced = Object.is(updated(update, before[i]!, source[i]!), after[i]!);
		});
		const name = names.ofStorage(updates[0]?.weights.storage ?? 0) ?? `[${shape.join(', ')}]`;
		return { name, shape, weights, shadow };
	});
	const origins = first.map(update => originOfOp(trace, update.last)).filter((origin): origin is Origin => origin !== undefined);
	return { kind: 'average', formula: FORMULA[average.form], decay: Float64Array.from(first, update => update.decay), origins, curves, reproduced };
}

/** One element's update as PyTorch rounds it: scalars enter in the tensor's dtype, each op rounds once. */
function updated(update: Update, v: number, w: number): number {
	const [round, fma] = update.shadow.dtype === 'float64' ? [(x: number) => x, fma64] : [Math.fround, fma32];
	const [d, c] = [round(update.decay), round(update.complement)];
	if (update.form === 'three-op') return round(round(v * d) + round(c * w));
	if (update.form === 'alpha') return fma(w, c, round(v * d));
	return c < 0.5 ? fma(c, round(w - v), v) : fma(-round(w - v), round(1 - c), w);
}

function parameterStorages(trace: Trace): Set<StorageId> {
	const storages = new Set<StorageId>();
	const seen = new Set<Ref>();
	for (let i = 0; i < trace.optimizerStepCount; i++) {
		const step = trace.optimizerStep(i);
		if (seen.has(step.optimizer)) continue;
		seen.add(step.optimizer);
		for (const group of items(trace, childByName(trace, step.optimizer, 'param_groups', step.tick), step.tick)) {
			for (const parameter of items(trace, childByName(trace, group, 'params', step.tick), step.tick)) {
				const value = trace.value(parameter, step.tick);
				if (value?.kind === 'tensor') storages.add(value.storage);
			}
		}
	}
	return storages;
}
