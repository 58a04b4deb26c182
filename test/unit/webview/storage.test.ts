/** A storage's cell and the elements that it is, by strides of any kind. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { elementsOf, placesOf, type Look } from '../../../webview/storage/strides.ts';

const axis = fc.record({ size: fc.integer({ min: 0, max: 4 }), stride: fc.integer({ min: 0, max: 5 }) });
const looks = fc.record({ axes: fc.array(axis, { maxLength: 4 }), offset: fc.integer({ min: 0, max: 3 }) }).map(({ axes, offset }): Look => ({ shape: axes.map(({ size }) => size), strides: axes.map(({ stride }) => stride), offset }));

test('a cell is the elements that lie there, in order; of many the first', () => {
	fc.assert(fc.property(looks, fc.integer({ min: 1, max: 9 }), (look, most) => {
		const places = [...placesOf(look)!];
		for (let place = 0; place < 70; place++) expect(elementsOf(look)!(place, most)).toEqual(places.flatMap((at, flat) => at === place ? [flat] : []).slice(0, most));
	}));
});

test('at the end of a long storage too, backwards, and not of too many', () => {
	const last = 2 ** 31 - 1, backwards: Look = { shape: [2 ** 20], strides: [-1], offset: last };
	expect([elementsOf(backwards)!(last, 2), elementsOf(backwards)!(last - 2 ** 20 + 1, 2), elementsOf(backwards)!(last - 2 ** 20, 2)]).toEqual([[0], [2 ** 20 - 1], []]);
	expect(elementsOf({ shape: [2 ** 20], strides: [0], offset: 7 })!(7, 3)).toEqual([0, 1, 2]);
	expect(elementsOf({ shape: [2 ** 20 + 1], strides: [0], offset: 7 })).toBeUndefined();
});
