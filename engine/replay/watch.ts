/** Evaluates expressions over a trace with the op table: pure functions of the trace, in the replay process. */
import { failureOf, verdictOf, type Answer } from '../expression/answer.ts';
import { Evaluator } from '../expression/evaluate.ts';
import { Heap } from '../expression/heap.ts';
import type { Expression } from '../expression/syntax.ts';
import { Scope } from '../tensor/scope.ts';
import type { Trace } from '../trace/model.ts';
import { TableOperators } from './operators.ts';
import type { Place } from './protocol.ts';

export function answer(trace: Trace, expression: Expression, place: Place): Answer {
	using _ = new Scope();
	try {
		const evaluator = evaluatorAt(trace, place);
		return { kind: 'value', computed: evaluator.heap.pack(evaluator.evaluate(expression)) };
	} catch (error) {
		return failureOf(error);
	}
}

export function judge(trace: Trace, expression: Expression, steps: Uint32Array): Int8Array {
	return Int8Array.from(steps, index => {
		using _ = new Scope();
		return verdictOf(evaluatorAt(trace, trace.step(index)), expression);
	});
}

function evaluatorAt(trace: Trace, { frame, tick }: Place): Evaluator {
	const heap = new Heap(trace);
	return new Evaluator(heap, frame, tick, new TableOperators(heap, tick));
}
