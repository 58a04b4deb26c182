/** What is no value of its own in a trace but a part of one (`x.shape`, `x[0]`), told from what was recorded of that. */
import { NeedsOperators, PythonError, Refusal } from '../../engine/expression/errors.ts';
import { Evaluator } from '../../engine/expression/evaluate.ts';
import { Heap } from '../../engine/expression/heap.ts';
import { parseExpression } from '../../engine/expression/syntax.ts';
import type { Tick, Trace, Value } from '../../engine/trace/model.ts';

/** `values`: where what the part consists of is read. */
export interface Part { readonly value: Value; readonly values: Heap }

/** undefined: it can't be told. */
export function partOf(trace: Trace, text: string, frame: number, tick: Tick): Part | undefined {
	const values = new Heap(trace);
	try {
		return { value: new Evaluator(values, frame, tick).evaluate(parseExpression(text)), values };
	} catch (error) {
		if (error instanceof PythonError || error instanceof Refusal || error instanceof NeedsOperators) { return undefined; }
		throw error;
	}
}
