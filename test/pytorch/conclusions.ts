/** What the readers make of a trace: each optimizer's steps in their terms, and the averages of weights that were found. */
import { averageSlice } from '../../engine/slice/average.ts';
import type { Average } from '../../engine/slice/averages.ts';
import { Findings } from '../../engine/slice/findings.ts';
import { optimizerSlice } from '../../engine/slice/optimizer.ts';
import type { Trace } from '../../engine/trace/model.ts';
import { done } from '../../engine/trace/work.ts';
import { stepsOf } from '../support/steps.ts';
import { numbersText } from './numbers.ts';

export function conclusions(trace: Trace): string[] {
	const findings = Findings.of(trace);
	done(findings.follow());
	return [...findings.optimizers.flatMap(({ ref }) => optimizer(trace, ref)), ...findings.averages.flatMap(found => average(trace, found))];
}

function optimizer(trace: Trace, ref: number): string[] {
	const slice = done(optimizerSlice(trace, ref));
	if (slice === undefined) return [];
	return stepsOf(slice).flatMap(({ loss, hyperparameters, parameters, origin }, i) => [
		`step ${i} of ${slice.type}, line ${origin.line}: loss ${loss} ${JSON.stringify(hyperparameters)}`,
		...parameters.flatMap(({ before, terms, after, reproduced }, p) => [
			`    ${slice.parameters[p]?.name} (${slice.parameters[p]?.shape.join(', ')}) ${numbersText(before)} -> ${numbersText(after)} ${reproduced ? 'reproduced' : 'not reproduced'}`,
			...terms.map(({ name, formula, value }) => `        ${name}: ${formula}: ${numbersText(value)}`),
		]),
	]);
}

function average(trace: Trace, found: Average): string[] {
	const slice = done(averageSlice(trace, found));
	if (slice === undefined) return [];
	return [
		`average ${slice.formula} with d ${numbersText(slice.decay)} on lines ${[...new Set(slice.origins.map(origin => origin.line))].join(', ')} ${slice.reproduced ? 'reproduced' : 'not reproduced'}`,
		...slice.curves.map(({ name, shape, weights, shadow }) => `    ${name} (${shape.join(', ')}) ${numbersText(weights)} averaged ${numbersText(shadow)}`),
	];
}
