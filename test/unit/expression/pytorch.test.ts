/** Expressions over a recorded run against what real PyTorch says of them (ask.py wrote answers.json), on the op table. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Heap } from '../../../engine/expression/heap.ts';
import { parseExpression } from '../../../engine/expression/syntax.ts';
import { arrayRepr } from '../../../engine/print/array-repr.ts';
import { tensorRepr } from '../../../engine/print/tensor-repr.ts';
import { valueText } from '../../../engine/print/value-text.ts';
import { failureOf, type Answer } from '../../../engine/expression/answer.ts';
import { answer } from '../../../engine/replay/watch.ts';
import type { Value } from '../../../engine/trace/model.ts';
import '../engine/engine.ts';
import { stored } from '../trace/stored.ts';
import { read } from '../trace/tracer.ts';

const trace = read(stored('changes'));
const place = { frame: 0, tick: trace.lastTick };
const answers = JSON.parse(readFileSync(new URL('./answers.json', import.meta.url), 'utf8')) as Record<string, string>;

function ask(text: string): Answer {
	try {
		return answer(trace, parseExpression(text), place);
	} catch (error) {
		return failureOf(error);
	}
}

/** As Python's repr. */
function textOf(heap: Heap, value: Value): string {
	if (value.kind === 'tensor') {
		const elements = heap.elements(value, place.tick)!;
		const source = { dtype: value.dtype, shape: value.shape, read: (index: number) => elements[index]! };
		if (value.isArray) return arrayRepr(source);
		return tensorRepr(source, { requiresGrad: value.requiresGrad, gradFn: value.gradFn, typeName: value.isParameter ? 'Parameter' : 'Tensor' });
	}
	if (value.kind === 'sequence' && value.type !== 'Size') {
		const parts = value.children.map(({ ref }) => textOf(heap, heap.value(ref, place.tick)!));
		if (value.type === 'list') return `[${parts.join(', ')}]`;
		return value.type === 'tuple' ? `(${parts.join(', ')})` : `torch.return_types.${value.type}( values=${parts[0]}, indices=${parts[1]})`;
	}
	return valueText(heap, value, place.tick);
}

test.each(Object.entries(answers))('%s', (expression, expected) => {
	const got = ask(expression);
	const text = got.kind === 'value' ? textOf(new Heap(trace, got.computed), got.computed.root) : got.kind === 'error' ? `${got.type}: ${got.message}` : `${got.reason} ${got.subject}`;
	expect(text.replace(/\s+/g, ' ').trim()).toBe(expected.replace(/\s+/g, ' ').trim());
});
