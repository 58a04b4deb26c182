/**
 * Asks calls of the engine, and of real PyTorch where it is there, and gathers what is wrong by cause. Each call has a seed
 * of its own, from which it and what it shrinks to are made again.
 */
import fc from 'fast-check';
import type { Tolerance } from '../../../engine/ops/operator.ts';
import type { Call } from './call.ts';
import { differenceFrom, faultOf, isLacking } from './judge.ts';
import { HUNG, type Outcome, type Side } from './side.ts';

export interface Fuzzed {
	readonly calls: fc.Arbitrary<Call>;
	readonly seed: number;
	readonly count: number;
	readonly ours: Side;
	/** Undefined: only what no call may do is looked for. */
	readonly theirs: Side | undefined;
	readonly tolerances: Readonly<Record<string, Tolerance>>;
	/** Told now and then how many have been asked. */
	readonly onProgress?: (asked: number, causes: ReadonlyMap<string, Cause>) => void;
}

/** What is wrong in the same words with one operator. */
export interface Cause { count: number; readonly call: Call; readonly seed: number; readonly problem: string; readonly isFault: boolean }

export interface Found {
	readonly causes: readonly Cause[];
	/** Calls that answered a result, not an error. */
	readonly answered: number;
	/** Calls of what the engine lacks, by the first words. */
	readonly lacking: ReadonlyMap<string, number>;
}

/** Calls that are asked at a time. */
const BATCH = 250;

export async function fuzz(options: Fuzzed): Promise<Found> {
	const causes = new Map<string, Cause>(), lacking = new Map<string, number>();
	let answered = 0;
	for (let from = 0; from < options.count; from += BATCH) {
		const seeds = Array.from({ length: Math.min(BATCH, options.count - from) }, (_, i) => options.seed + from + i);
		const calls = seeds.map(seed => fc.sample(options.calls, { seed, numRuns: 1 })[0]!);
		const problems = await problemsOf(calls, options, outcome => {
			if (outcome.r !== undefined) answered++;
			if (isLacking(outcome)) lacking.set(outcome.e![1], (lacking.get(outcome.e![1]) ?? 0) + 1);
		});
		for (const [i, problem] of problems.entries()) {
			if (problem === undefined) continue;
			const key = causeOf(calls[i]!, problem.text), known = causes.get(key);
			if (known !== undefined) {
				known.count++;
				continue;
			}
			causes.set(key, { count: 1, seed: seeds[i]!, isFault: problem.isFault, ...problem.text.startsWith(HUNG) ? { call: calls[i]!, problem: problem.text } : await shrunk(seeds[i]!, calls[i]!, problem, options) });
		}
		options.onProgress?.(from + seeds.length, causes);
	}
	return { causes: [...causes.values()].sort((a, b) => Number(b.isFault) - Number(a.isFault) || a.call.op.localeCompare(b.call.op)), answered, lacking };
}

interface Problem { readonly text: string; readonly isFault: boolean }

async function problemsOf(calls: readonly Call[], { ours, theirs, tolerances }: Fuzzed, onOutcome?: (outcome: Outcome) => void): Promise<(Problem | undefined)[]> {
	const [mine, real] = await Promise.all([ours.ask(calls), theirs?.ask(calls)]);
	return calls.map((call, i) => {
		const outcome = mine[i]!, wanted = real?.[i];
		onOutcome?.(outcome);
		const fault = faultOf(outcome);
		// What is too long for PyTorch too is no fault of the engine's.
		if (fault?.startsWith(HUNG) === true && wanted?.fault?.startsWith(HUNG) === true) return undefined;
		if (fault !== undefined) return { text: fault, isFault: true };
		// An empty answer: the inputs could not be made.
		if (outcome.r === undefined && outcome.e === undefined) return undefined;
		if (wanted === undefined || wanted.fault !== undefined || isLacking(outcome)) return undefined;
		const difference = differenceFrom(wanted, outcome, call, tolerances);
		return difference === undefined ? undefined : { text: difference, isFault: false };
	});
}

/** The operator and the words of a problem, without numbers and names. */
function causeOf({ op }: Call, problem: string): string {
	return `${op}: ${problem.replace(/-?\d+(\.\d+)?(e[-+]?\d+)?/g, '#').replace(/(u?int|b?float)#/g, 'T').replace(/#(, #)+/g, '#').slice(0, 160)}`;
}

/** Simpler calls that have a problem of the same kind are tried so often. */
const TRIES = 150;

async function shrunk(seed: number, call: Call, problem: Problem, options: Fuzzed): Promise<{ call: Call; problem: string }> {
	let simplest = { call, problem: problem.text };
	let tries = 0;
	await fc.check(fc.asyncProperty(options.calls, async one => {
		if (tries++ > TRIES) return true;
		const [found] = await problemsOf([one], options);
		if (found === undefined || found.isFault !== problem.isFault || kindOf(found.text) !== kindOf(problem.text)) return true;
		simplest = { call: one, problem: found.text };
		return false;
	}), { seed, numRuns: 1, endOnFailure: false });
	return simplest;
}

/** Of a difference of values any other is the same kind. */
function kindOf(problem: string): string {
	return problem.replace(/[^a-z ]+/gi, '').slice(0, 24);
}
