/** Storages of a trace that real PyTorch and NumPy wrote: which tensors look into them, and where their elements lie. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contentsOf, sliceOf } from '../../../engine/slice/contents.ts';
import type { StorageSlice } from '../../../engine/slice/slice.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { done } from '../../../engine/trace/work.ts';
import { placesOf, placeText } from '../../../webview/storage/strides.ts';

const trace = new TraceReader();
trace.push(readFileSync(new URL('../trace/stored/views.loupe', import.meta.url)));
trace.finish();
const entries = done(contentsOf(trace)).filter(({ kind }) => kind === 'storage');
const slices = entries.map(({ id }) => done(sliceOf(trace, id)) as StorageSlice);
const titles = slices.map(({ views }) => views.map(({ title }) => title));

describe('storages', () => {
	test('those are listed into which several tensors look, each way once', () => {
		expect(titles.find(names => names.includes('x'))).toEqual(['x', 't', 'middle', 'column', 'row', 'wide', 'windows']);
		expect(titles.find(names => names.includes('other'))).toEqual(['other', 'first']);
		expect(titles.flat()).not.toContain('alone');
		expect(entries.find(({ label }) => label.startsWith('x'))).toMatchObject({ label: 'x, t, middle, column', detail: '7' });
	});

	test('each element of each tensor lies where offset and strides say', () => {
		for (const { views, elements, count } of slices) {
			expect(elements).toHaveLength(count);
			for (const view of views) {
				const value = trace.value(trace.lookup(view.title, 0, trace.lastTick), trace.lastTick);
				const own = value?.kind === 'tensor' ? trace.elements(value, trace.lastTick) : undefined;
				expect([view.title, ...Array.from(placesOf(view)!, place => Number(elements![place]))]).toEqual([view.title, ...Array.from(own as ArrayLike<number | bigint>, Number)]);
			}
		}
	});

	test('the place in words', () => {
		const { views } = slices[titles.findIndex(names => names.includes('x'))]!;
		expect(placeText(views.find(({ title }) => title === 'middle')!, 3)).toBe('5 + 1·4 + 1·1 = 10');
		expect(placeText(views.find(({ title }) => title === 'row')!, 2)).toBe('2·1 = 2');
	});
});
