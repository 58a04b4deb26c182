/**
 * torch.optim against the stored answers of real PyTorch (ask.py). Every optimizer, one step at a time from where PyTorch was: through
 * Python, and as the terms that the views show. Then what short programs (cases.py) say of optimizers, schedulers and averages.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Group } from '../../../engine/optim/formula.ts';
import { formulaOf } from '../../../engine/optim/formulas.ts';
import { integerPower } from '../../../engine/optim/integer-power.ts';
import { termsOf } from '../../../engine/optim/terms.ts';
import { startPython, type Python } from '../../support/pyodide.ts';

type Numbers = readonly number[];
interface Moment { readonly p: Numbers; readonly state: Readonly<Record<string, Numbers | number | null>> }
interface Walk { readonly type: string; readonly settings: Readonly<Record<string, number | boolean | Numbers>>; readonly dtype: 'float32' | 'float64'; readonly steps: readonly Moment[] }
/** As told.py describes it. */
type Said = string | number | readonly Said[] | { readonly d: string; readonly s: Numbers; readonly v: readonly Said[] };

const { powers, gradients, walks, programs } = JSON.parse(gunzipSync(readFileSync(path.join(import.meta.dirname, '../stored/optim.json.gz'))).toString()) as {
	readonly powers: readonly [number, number, number][]; readonly gradients: readonly Numbers[]; readonly walks: readonly Walk[]; readonly programs: Readonly<Record<string, readonly (readonly [code: string, said: readonly Said[]])[]>>;
};

/** Programs that are asked at a time. */
const MANY = 100;
/** Differences that are printed of a subject. */
const SHOWN = 12;
const TUPLES: Readonly<Record<string, readonly string[]>> = { betas: ['beta1', 'beta2'], etas: ['etaminus', 'etaplus'], step_sizes: ['step_size_min', 'step_size_max'] };
/** Of the state what roots go into: PyTorch's own (MKL's) isn't always rounded correctly, in its last bit. */
const OF_ROOTS: Readonly<Record<string, readonly string[]>> = { RMSprop: ['momentum_buffer'], Adadelta: ['acc_delta'] };
/** Those whose steps have no root in them. */
const EXACT = ['SGD', 'Adamax', 'Rprop', 'ASGD'];

let python: Python;
let namespace: object;

beforeAll(async () => {
	python = await startPython();
	namespace = python.namespace();
	python.output(`import json\nexec(compile(${JSON.stringify(readFileSync(path.join(import.meta.dirname, 'told.py'), 'utf8'))}, 'told.py', 'exec'))`, namespace);
});

test('powers are those of Python', () => {
	for (const [base, exponent, power] of powers) expect(integerPower(base, exponent), `${base} ** ${exponent}`).toBe(power);
	expect([integerPower(2, 0), integerPower(0.5, 1e300), integerPower(0.5, -1), integerPower(0.5, Infinity), integerPower(0.5, NaN)]).toEqual([1, NaN, NaN, NaN, NaN]);
});

/** In the last bits of what is larger: the number, or how far it moved. */
function bits(count: number, dtype: Walk['dtype'], x: number, moved: number): number {
	return count * (dtype === 'float32' ? 2 ** -24 : 2 ** -53) * 2 ** (1 + Math.floor(Math.log2(Math.max(Math.abs(x), Math.abs(moved), Number.MIN_VALUE))));
}

function moments(type: string, dtype: Walk['dtype'], before: Moment, ours: Moment, theirs: Moment): string[] {
	const wrong: string[] = [];
	for (const [i, x] of theirs.p.entries()) {
		const most = EXACT.includes(type) ? 0 : bits(4, dtype, x, x - before.p[i]!);
		if (!(Math.abs(ours.p[i]! - x) <= most)) wrong.push(`p[${i}] ${ours.p[i]}, PyTorch ${x}`);
	}
	expect(Object.keys(ours.state)).toEqual(Object.keys(theirs.state));
	for (const [name, kept] of Object.entries(theirs.state)) {
		const [mine, wanted] = [ours.state[name], kept].map(each => Array.isArray(each) ? each as Numbers : [each as number]) as [Numbers, Numbers];
		for (const [i, x] of wanted.entries()) {
			const most = OF_ROOTS[type]?.includes(name) ? bits(4, dtype, x, 0) : 0;
			if (!Object.is(mine[i], x) && !(Math.abs(mine[i]! - x) <= most)) wrong.push(`${name}[${i}] ${mine[i]}, PyTorch ${x}`);
		}
	}
	return wrong;
}

/** A step's gradient in a dtype. */
function gradientAt(step: number, dtype: Walk['dtype']): Numbers {
	return dtype === 'float32' ? gradients[step]!.map(Math.fround) : gradients[step]!;
}

describe.each([...new Set(walks.map(({ type }) => type))])('%s', type => {
	test.each(walks.filter(walk => walk.type === type).map(walk => [`${walk.dtype} ${JSON.stringify(walk.settings)}`, walk] as const))('%s', (_, { settings, dtype, steps }) => {
		const asked = JSON.stringify(JSON.stringify([settings, steps.slice(0, -1)]));
		const answers = JSON.parse(python.output(`settings, before = json.loads(${asked})\nprint(json.dumps(retraced('${type}', {name: tuple(map(float, value)) if isinstance(value, list) else value for name, value in settings.items()}, '${dtype}', before)))`, namespace)) as readonly Moment[];
		for (const [step, answer] of answers.entries()) expect(moments(type, dtype, steps[step]!, answer, steps[step + 1]!), `step ${step}`).toEqual([]);

		const group: Group = Object.fromEntries(Object.entries(settings).flatMap(([name, value]): [string, number | boolean][] => typeof value === 'number' || typeof value === 'boolean' ? [[name, value]] : TUPLES[name]!.map((each, i) => [each, value[i]!])));
		const formula = formulaOf(type)!.of(group);
		for (const [step, { p, state }] of steps.slice(0, -1).entries()) {
			const wanted = steps[step + 1]!;
			const kept = (name: string): Numbers | undefined => typeof state[name] === 'number' ? [state[name]] : (state[name] ?? undefined) as Numbers | undefined;
			const { after, doubt, terms } = termsOf(formula, { dtype, parameter: p, grad: gradientAt(step, dtype), kept, counterDtype: 'float32' });
			expect(moments(type, dtype, { p, state }, { p: after, state: {} }, { p: wanted.p, state: {} }), `shown of step ${step}`).toEqual([]);
			for (const [i, x] of wanted.p.entries()) expect(Math.abs(after[i]! - x), `step ${step}`).toBeLessThanOrEqual(doubt[i]!);
			const parts = terms.filter(term => !term.isState && term.name !== 'update'), update = terms.find(term => term.name === 'update')!;
			for (const [i, moved] of Array.from(update.value).entries()) {
				const sizes = parts.reduce((all, term) => all + Math.abs(term.value[i]!), Math.abs(p[i]!));
				expect(Math.abs(parts.reduce((all, term) => all + term.value[i]!, 0) - moved), `terms of step ${step}`).toBeLessThanOrEqual((dtype === 'float32' ? 1e-6 : 1e-14) * sizes);
			}
			for (const { name, value } of terms.filter(term => term.isState)) {
				const own = wanted.state[name];
				if (Array.isArray(own)) expect(moments(type, dtype, { p, state }, { p: [], state: { [name]: Array.from(value) } }, { p: [], state: { [name]: own as Numbers } }), `shown of step ${step}`).toEqual([]);
			}
		}
	});
});

/** By how much elements may differ, as a part of the largest: sums and roots of float32 and float64, and some steps that carry them on. */
const UNITS: Readonly<Record<string, number>> = { 'torch.float32': 2e-6, 'torch.float64': 1e-11, 'torch.bfloat16': 2 ** -4 };

/** Undefined where there is none. */
function difference(ours: Said, theirs: Said, relative: number): string | undefined {
	if (typeof theirs === 'number' && typeof ours === 'number') return Math.abs(ours - theirs) <= relative * Math.abs(theirs) || Object.is(ours, theirs) ? undefined : `${ours}, PyTorch ${theirs}`;
	if (isList(theirs) && isList(ours)) {
		if (ours.length !== theirs.length) return `${JSON.stringify(ours)}, PyTorch ${JSON.stringify(theirs)}`;
		return theirs.map((each, i) => difference(ours[i]!, each, relative)).find(each => each !== undefined);
	}
	if (isTensor(theirs) && isTensor(ours)) {
		if (ours.d !== theirs.d || String(ours.s) !== String(theirs.s)) return `${ours.d} [${ours.s.join()}], PyTorch ${theirs.d} [${theirs.s.join()}]`;
		const unit = UNITS[theirs.d] ?? 0, size = Math.max(...theirs.v.map(each => typeof each === 'number' ? Math.abs(each) : 0));
		return theirs.v.map((each, i) => typeof each === 'number' && typeof ours.v[i] === 'number' && Math.abs(ours.v[i] - each) <= unit * size ? undefined : difference(ours.v[i]!, each, relative)).find(each => each !== undefined);
	}
	return ours === theirs ? undefined : `${JSON.stringify(ours)}, PyTorch ${JSON.stringify(theirs)}`;
}

function isList(said: Said): said is readonly Said[] {
	return Array.isArray(said);
}

function isTensor(said: Said): said is Exclude<Said, string | number | readonly Said[]> {
	return typeof said === 'object' && !isList(said);
}

describe('programs say what they say under PyTorch', () => {
	test.each(Object.entries(programs))('%s', (subject, own) => {
		const wrong: string[] = [];
		for (let from = 0; from < own.length; from += MANY) {
			const part = own.slice(from, from + MANY);
			const answers = JSON.parse(python.output(`print(json.dumps([told(code) for code in json.loads(${JSON.stringify(JSON.stringify(part.map(([code]) => code)))})]))`, namespace)) as readonly (readonly Said[])[];
			for (const [i, [code, said]] of part.entries()) {
				// A loss is a sum of float32.
				const found = difference(answers[i]!, said, subject === 'schedules' || subject === 'plateaus' ? 1e-12 : 2e-6);
				if (found !== undefined) wrong.push(`${code}\n    → ${found}`);
			}
		}
		expect([...wrong.slice(0, SHOWN), ...wrong.length > SHOWN ? [`… ${wrong.length} of ${own.length}`] : []].join('\n')).toBe('');
	});
});
