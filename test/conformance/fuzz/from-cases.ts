/**
 * Calls that are a stored case with one thing changed: the deep ends of an operator, which arguments by schema alone
 * seldom reach, as its families know what it is given (../cases/families/).
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Tolerance } from '../../../engine/ops/operator.ts';
import { DTYPES } from '../../../engine/trace/dtype.ts';
import { DTYPE_NAMES, HOSTILE, KINDS, LAYOUTS, shapes } from './arguments.ts';
import { makable, type Call, type Words } from './call.ts';

interface Family { readonly tolerances: Readonly<Record<string, Tolerance>>; readonly cases: readonly Call[] }

export interface Stored { readonly calls: ReadonlyMap<string, readonly Call[]>; readonly tolerances: Readonly<Record<string, Tolerance>> }

/** The calls of all cases by their operator, and the tolerances of what is in no table. */
export function storedCalls(folder: string): Stored {
	const calls = new Map<string, Call[]>();
	let tolerances: Record<string, Tolerance> = {};
	for (const file of readdirSync(folder).filter(name => name.endsWith('.json.gz')).sort()) {
		const family = JSON.parse(gunzipSync(readFileSync(path.join(folder, file))).toString()) as Family;
		tolerances = { ...tolerances, ...family.tolerances };
		for (const { op, c, i, w, o } of family.cases) {
			const one = { op, c, i, ...w === undefined ? {} : { w }, ...o === undefined ? {} : { o } };
			const own = calls.get(op);
			if (own === undefined) calls.set(op, [one]);
			else own.push(one);
		}
	}
	return { calls, tolerances };
}

/** A number that stands by itself, and is no part of a power: that might never be computed. */
const NUMBER = /(?<![\w.'"]|\*\* ?)-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.'"]| ?\*\*)/g;

function withInput(call: Call, name: string, words: Words): Call {
	return { ...call, i: { ...call.i, [name]: makable(words) } };
}

function resized(shape: readonly number[]): fc.Arbitrary<readonly number[]> {
	const one = fc.tuple(fc.nat(Math.max(shape.length - 1, 0)), fc.constantFrom(0, 1, 2, 3, 5)).map(([place, size]) => shape.map((old, at) => at === place ? size : old));
	return fc.oneof(one, fc.constantFrom(shape.slice(1), shape.slice(0, -1), [1, ...shape], [...shape, 1], [2, ...shape], [...shape].reverse()), shapes);
}

function changes(call: Call): fc.Arbitrary<Call> {
	const names = Object.keys(call.i), numbers = [...call.c.matchAll(NUMBER)];
	const found: fc.WeightedArbitrary<Call>[] = [{ weight: 1, arbitrary: fc.constant(call) }];
	if (names.length > 0) {
		const name = fc.constantFrom(...names);
		found.push(
			{ weight: 2, arbitrary: fc.constantFrom(...DTYPE_NAMES).map(dtype => ({ ...call, i: Object.fromEntries(Object.entries(call.i).map(([name, words]) => [name, makable([dtype, words[1], words[2], words[3]])])) })) },
			{ weight: 2, arbitrary: fc.tuple(name, fc.constantFrom(...DTYPE_NAMES)).map(([name, dtype]) => withInput(call, name, [dtype, ...call.i[name]!.slice(1) as [readonly number[], string?, string?]])) },
			{ weight: 3, arbitrary: name.chain(name => resized(call.i[name]![1]).map(shape => withInput(call, name, [call.i[name]![0], shape, call.i[name]![2], call.i[name]![3]]))) },
			{ weight: 2, arbitrary: fc.tuple(name, fc.constantFrom(...KINDS)).map(([name, kind]) => withInput(call, name, [call.i[name]![0], call.i[name]![1], kind, call.i[name]![3]])) },
			{ weight: 2, arbitrary: fc.tuple(name, fc.constantFrom(...LAYOUTS)).map(([name, layout]) => withInput(call, name, [call.i[name]![0], call.i[name]![1], call.i[name]![2], layout])) },
		);
		if (Object.values(call.i).some(([dtype]) => DTYPES[dtype].float) && call.o === undefined) found.push({ weight: 1, arbitrary: fc.constant({ ...call, w: true }) });
	}
	if (numbers.length > 0) {
		const replaced = (match: RegExpExecArray, text: string): Call => ({ ...call, c: call.c.slice(0, match.index) + text + call.c.slice(match.index + match[0].length) });
		found.push({ weight: 4, arbitrary: fc.tuple(fc.constantFrom(...numbers), fc.oneof(fc.integer({ min: -3, max: 6 }).map(String), fc.constantFrom(...HOSTILE))).map(([match, text]) => replaced(match, text)) });
	}
	return fc.oneof(...found);
}

/** Of the operators whose name is in `only`; of all where that is empty. */
export function changedCases({ calls }: Stored, only: readonly string[] = []): fc.Arbitrary<Call> {
	const operators = [...calls].filter(([op]) => only.length === 0 || only.includes(op)).map(([, own]) => own);
	if (operators.length === 0) throw new Error(`no stored case of ${only.join(', ')}`);
	return fc.constantFrom(...operators).chain(own => fc.constantFrom(...own)).chain(call => fc.oneof({ weight: 3, arbitrary: changes(call) }, { weight: 1, arbitrary: changes(call).chain(changes) }));
}
