/** An optimizer's steps as a table: what each did to the coordinates that are shown, and by which terms. */
import { stepAt } from '../../engine/slice/optimizer-steps.ts';
import type { OptimizerSlice } from '../../engine/slice/slice.ts';
import { short } from '../theme/numbers.ts';
import type { Strings } from '../theme/strings.ts';
import type { Table } from '../theme/table.ts';
import type { Axis } from './coordinates.ts';
import { termsAlong, valueOf } from './path.ts';

export function stepsTable(slice: OptimizerSlice, coordinates: readonly Axis[], strings: Strings): Table {
	// A term that some steps have not keeps its column.
	const terms = [...new Set((slice.asked?.columns ?? []).concat(slice.parameters).flatMap(({ terms: all }) => all.filter(({ isState }) => !isState).map(({ name }) => name)))];
	return {
		head: [strings.step, 'lr', strings.loss, ...coordinates.flatMap(({ label }) => [strings.before, ...terms, strings.after].map(name => `${label} ${name}`))],
		count: slice.steps.count,
		row(at) {
			const step = stepAt(slice, at)!, rate = step.hyperparameters['lr'];
			return [
				String(step.index), typeof rate === 'number' ? short(rate) : '', step.loss === undefined ? '' : short(step.loss),
				...coordinates.flatMap(axis => {
					const along = termsAlong(step, axis).filter(({ isState }) => !isState);
					return [valueOf(step, axis, 'before'), ...terms.map(name => along.find(term => term.name === name)?.value), valueOf(step, axis, 'after')].map(value => value === undefined ? '' : short(value));
				}),
			];
		},
	};
}
