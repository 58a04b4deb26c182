/**
 * Whatever is called with whatever, the engine answers or raises one of PyTorch's exceptions, writes beside no tensor, takes no
 * seconds, and is usable afterwards. Where real PyTorch is there, `npm run fuzz -- --against-pytorch` compares what is answered.
 */
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changedCases, storedCalls } from './fuzz/from-cases.ts';
import { callsFromTable } from './fuzz/from-table.ts';
import { fuzz } from './fuzz/fuzz.ts';
import { Side } from './fuzz/side.ts';

interface Bundler { bundle(name: string): Promise<string>; readonly root: string }

const CALLS = 2000;
/** The same calls each time: others are `npm run fuzz`'s. */
const SEED = 1;

let ours: Side;

beforeAll(async () => {
	const { bundle, root } = await import(path.join(import.meta.dirname, 'fuzz/bundle.mjs')) as Bundler;
	ours = new Side(process.execPath, await bundle('ours'), root);
});

afterAll(() => ours.stop());

test(`${CALLS} calls from seed ${SEED}`, { timeout: 1_800_000 }, async () => {
	const stored = storedCalls(path.join(import.meta.dirname, 'stored/cases'));
	const { causes, answered } = await fuzz({ calls: fc.oneof(callsFromTable(), changedCases(stored)), seed: SEED, count: CALLS, ours, theirs: undefined, tolerances: stored.tolerances });
	expect(causes.map(({ call, problem, seed }) => `${call.c} of ${JSON.stringify(call.i)}, seed ${seed}: ${problem}`)).toEqual([]);
	expect(ours.deaths).toBe(0);
	expect(answered).toBeGreaterThan(CALLS / 4);
});
