/** What the readers make of a trace: each optimizer's steps in their terms, and the averages of weights that were found. */
import { averageSlice, findAverages } from '../../engine/slice/average.ts';
import { optimizersOf, optimizerSlice } from '../../engine/slice/optimizer.ts';
import type { Trace } from '../../engine/trace/model.ts';
import { numbersText } from './numbers.ts';

export function conclusions(trace: Trace): string[] {
	return [...optimizersOf(trace).flatMap(({ ref }) => optimizer(trace, ref)), ...findAverages(trace).flatMap(found => average(trace, found))];
}

function optimizer(trace: Trace, ref: number): string[] {
	const slice = optimizerSlice(trace, ref);
	if (slice === undefined) return [];
	return slice.steps.flatMap(({ loss, hyperparameters, parameters, origin }, i) => [
		`step ${i} of ${slice.type}, line ${origin.line}: loss ${loss} ${JSON.stringify(hyperparameters)}`,
		...parameters.flatMap(({ before, terms, after, reproduced }, p) => [
			`    ${slice.parameters[p]?.name} (${slice.parameters[p]?.shape.join(', ')}) ${numbersText(before)} -> ${numbersText(after)} ${reproduced ? 'reproduced' : 'not reproduced'}`,
			...terms.map(({ name, formula, value }) => `        ${name}: ${formula}: ${numbersText(value)}`),
		]),
	]);
}

function average(trace: Trace, found: ReturnType<typeof findAverages>[number]): string[] {
	const slice = averageSlice(trace, found);
	if (slice === undefined) return [];
	return [
		`average ${slice.formula} with d ${numbersText(slice.decay)} on lines ${[...new Set(slice.origins.map(origin => origin.line))].join(', ')} ${slice.reproduced ? 'reproduced' : 'not reproduced'}`,
		...slice.curves.map(({ name, shape, weights, shadow }) => `    ${name} (${shape.join(', ')}) ${numbersText(weights)} averaged ${numbersText(shadow)}`),
	];
}
