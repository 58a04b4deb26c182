/**
 * The cases of families (families/) under the embedded engine's Python, against the stored answers of real PyTorch (ask.py):
 * results within the operator's tolerance, dtypes, shapes, strides, nodes, gradients, what was written to, and the class and
 * text of errors. Ends with a table: per family the cases, and how many failed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXACT, type Tolerance } from '../../../engine/ops/operator.ts';
import { OPERATOR_BY_NAME } from '../../../engine/ops/table.ts';
import type { DTypeName } from '../../../engine/trace/dtype.ts';
import { startPython, type Python } from '../../support/pyodide.ts';
import { differenceOf, type Answer } from './compare.ts';

interface Case { readonly op: string; readonly c: string; readonly i: Readonly<Record<string, readonly [dtype: DTypeName, ...others: unknown[]]>>; readonly w?: boolean; readonly o?: readonly string[]; readonly p?: boolean; readonly a: Answer }
interface Family { readonly tolerances: Readonly<Record<string, Tolerance>>; readonly cases: readonly Case[] }

const folder = path.join(import.meta.dirname, '../stored/cases');
const read = (family: string): Family => JSON.parse(gunzipSync(readFileSync(path.join(folder, `${family}.json.gz`))).toString()) as Family;

/** What the fuzzer found, which adds to the other families' cases. */
const FOUND = 'found';

/** Which families one file of tests holds: files run side by side. */
const GROUPS = {
	numbers: ['activations', 'arithmetic', 'compare', 'pairs', 'parts', 'pointwise', 'powers', 'unary'],
	functions: ['special', 'statistics', 'reductions', 'sorting', 'creation', 'drawing', FOUND],
	tensors: ['indexing', 'shapes'],
	modules: ['nn_layers', 'nn_module', 'nn_recurrent', 'nn_sequences', 'nn_utils'],
	numpy: ['numpy_arrays', 'numpy_functions', 'numpy_linalg', 'numpy_printing', 'numpy_random', 'numpy_ufuncs'],
	networks: ['attention', 'convolution', 'embedding', 'losses', 'normalisation', 'padding', 'pixels', 'pooling', 'resampling', 'matmul', 'linalg'],
} as const;

/** Cases that are answered at a time: an answer is text in Python and here. */
const MANY = 500;
/** Name of the tensor that takes a result. */
const OUT = 'o';
/** Of an operator's cases. */
const LEAST = 30, LEAST_ERRORS = 5;
/** Differences that are printed of an operator. */
const SHOWN = 12;

let python: Python;
let namespace: object;
const counts: { readonly family: string; readonly cases: number; failed: number }[] = [];

/** Tests of a group's families. */
export function holdTo(group: keyof typeof GROUPS): void {
	beforeAll(start);
	afterAll(printCounts);
	test('every family is in a group', () => {
		expect(Object.values(GROUPS).flat().sort()).toEqual(readdirSync(folder).map(name => name.replace('.json.gz', '')).sort());
	});
	for (const family of GROUPS[group]) describe(family, () => holdFamily(family));
}

async function start(): Promise<void> {
	python = await startPython();
	namespace = python.namespace();
	const sources = ['values', 'answers'].map(name => `sys.modules['${name}'] = types.ModuleType('${name}')\nexec(compile(${JSON.stringify(readFileSync(path.join(import.meta.dirname, `${name}.py`), 'utf8'))}, '${name}.py', 'exec'), sys.modules['${name}'].__dict__)`);
	python.output(`import sys, types, json\n${sources.join('\n')}\nimport answers\ninputs = answers.Inputs()`, namespace);
}

function printCounts(): void {
	console.log(['', ...counts.map(({ family, cases, failed }) => `  ${family.padEnd(24)} ${String(cases).padStart(6)} cases ${String(failed).padStart(5)} failed`)].join('\n'));
}

/** What the embedded engine answers. */
function answersOf(cases: readonly Case[]): readonly Answer[] {
	const found: Answer[] = [];
	for (let from = 0; from < cases.length; from += MANY) {
		const asked = cases.slice(from, from + MANY).map(({ c, i, w, o, p }) => ({ c, i, w, o, p }));
		found.push(...JSON.parse(python.output(`print(json.dumps([answers.answer(one, inputs) for one in json.loads(${JSON.stringify(JSON.stringify(asked))})]))`, namespace)) as Answer[]);
	}
	return found;
}

/** What an operator has too few of. Programs are of modules, of which many do little. */
function lackOf(cases: readonly Case[]): string[] {
	if (cases.every(({ p }) => p === true)) return [];
	const tensors = cases.flatMap(({ i }) => Object.entries(i)).filter(([name]) => name !== OUT).map(([, words]) => words);
	return [
		...cases.length < LEAST ? [`${cases.length} cases`] : [],
		...cases.filter(({ a }) => a.e !== undefined).length < LEAST_ERRORS ? ['too few errors'] : [],
		...tensors.length > 0 && !tensors.some(([, , , layout]) => layout !== undefined) ? ['all inputs are row-major'] : [],
	];
}

function holdFamily(family: string): void {
	const { tolerances, cases } = read(family);
	const count = { family, cases: cases.length, failed: 0 };
	counts.push(count);
	for (const op of new Set(cases.map(({ op }) => op))) {
		test(op, () => {
			const own = cases.filter(one => one.op === op);
			const tolerance = OPERATOR_BY_NAME.get(op)?.tolerance ?? tolerances[op] ?? EXACT;
			const answers = answersOf(own);
			const wrong = own.flatMap(({ c, i, a }, at) => {
				const difference = differenceOf(answers[at]!, a, tolerance, OUT in i ? Object.entries(i).filter(([name]) => name !== OUT).map(([, [dtype]]) => dtype) : []);
				return difference === undefined ? [] : [`${c} of ${JSON.stringify(i)}: ${difference}`];
			});
			count.failed += wrong.length;
			if (family !== FOUND) expect(lackOf(own)).toEqual([]);
			expect([...wrong.slice(0, SHOWN), ...wrong.length > SHOWN ? [`… ${wrong.length} of ${own.length}`] : []].join('\n')).toBe('');
		});
	}
}
