/** Steps that were put into columns come out as they were, whatever some of them have and others lack. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type OptimizerSliceStep, StepColumns, stepAt } from '../../../engine/slice/optimizer-steps.ts';
import type { OptimizerSlice } from '../../../engine/slice/slice.ts';

const PARAMETERS = [{ name: 'w', shape: [1, 3], ref: 1, elements: 3 }, { name: 'b', shape: [], ref: 2, elements: 1 }];
const NAMES = ['grad', 'weight_decay', 'momentum_buffer', 'update'];

const row = (length: number) => fc.array(fc.double(), { minLength: length, maxLength: length }).map(values => Float64Array.from(values));
const parameter = ({ elements }: { elements: number }) => fc.record({
	before: row(elements), after: row(elements), reproduced: fc.boolean(),
	terms: fc.subarray(NAMES).chain(names => fc.tuple(...names.map(name => fc.record({ name: fc.constant(name), isState: fc.constant(name === 'update'), formula: fc.constantFrom('−0.1·p', '−0.2·p', 'p'), value: row(elements) })))),
});
const step = fc.record({
	index: fc.nat(), loss: fc.option(fc.double(), { nil: undefined }),
	origin: fc.record({ uri: fc.constantFrom('a', 'b'), line: fc.integer({ min: 1, max: 3 }), range: fc.constant(undefined), tick: fc.nat() }),
	hyperparameters: fc.record({ lr: fc.double(), nesterov: fc.boolean() }, { requiredKeys: [] }),
	parameters: fc.tuple(...PARAMETERS.map(parameter)),
});

const sliceOf = (steps: readonly OptimizerSliceStep[]): OptimizerSlice => {
	const columns = new StepColumns(PARAMETERS, steps.length);
	for (const each of steps) columns.add(each);
	const x = { parameter: 0, element: 0, label: 'w[0, 0]' };
	return { kind: 'optimizer', type: 'SGD', hasFormula: true, x, y: x, asked: undefined, surface: undefined, surfaceNote: undefined, whatIf: undefined, ...columns.columns };
};

test('they come out as they were', () => {
	fc.assert(fc.property(fc.array(step, { maxLength: 12 }), steps => {
		const slice = sliceOf(steps);
		expect(slice.steps.count).toBe(steps.length);
		for (const [i, each] of steps.entries()) {
			const found = stepAt(slice, i)!;
			// Terms have one order for all steps; each step's own are compared by name.
			const sorted = ({ parameters, ...rest }: OptimizerSliceStep) => ({ ...rest, parameters: parameters.map(({ terms, ...other }) => ({ ...other, terms: terms.toSorted((a, b) => a.name.localeCompare(b.name)) })) });
			expect(sorted(found)).toEqual(sorted(each));
		}
		expect(stepAt(slice, steps.length)).toBeUndefined();
		expect(stepAt(slice, -1)).toBeUndefined();
	}), { numRuns: 60 });
});

test('a term that later steps have stands where it stands in them', () => {
	const term = (name: string) => ({ name, isState: false, formula: name, value: new Float64Array(3) });
	const of = (...names: string[]): OptimizerSliceStep => ({
		index: 0, loss: 1, origin: { uri: 'a', line: 1, range: undefined, tick: 1 }, hyperparameters: {},
		parameters: [{ before: new Float64Array(3), after: new Float64Array(3), reproduced: true, terms: names.map(term) }, { before: new Float64Array(1), after: new Float64Array(1), reproduced: true, terms: [] }],
	});
	const slice = sliceOf([of('grad', 'update'), of('grad', 'momentum_buffer', 'update'), of('grad', 'weight_decay', 'update')]);
	expect(slice.parameters[0]!.terms.map(({ name }) => name)).toEqual(['grad', 'weight_decay', 'momentum_buffer', 'update']);
	expect([0, 1, 2].map(i => stepAt(slice, i)!.parameters[0]!.terms.map(({ name }) => name))).toEqual([['grad', 'update'], ['grad', 'momentum_buffer', 'update'], ['grad', 'weight_decay', 'update']]);
});
