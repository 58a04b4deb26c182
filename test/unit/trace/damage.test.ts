/** Whatever happens to a trace's bytes, what is read is a true beginning of the trace, and nothing throws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../engine/trace/crc32.ts';
import { FRAME_HEADER } from '../../../engine/trace/frame.ts';
import { listing } from '../../../engine/trace/listing.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { stored } from './stored.ts';
import { read } from './tracer.ts';

const file = stored('changes');
const whole = read(file);

function expectPrefix(part: TraceReader): void {
	expect(part.places).toEqual(whole.places.slice(0, part.places.length));
	for (let i = 0; i < part.opCount; i++) expect(part.op(i)).toEqual(whole.op(i));
	for (let i = 0; i < part.stepCount; i++) {
		const { end, ...step } = part.step(i), { end: wholeEnd, ...wholeStep } = whole.step(i);
		expect(step).toEqual(wholeStep);
		expect(end).toBeLessThanOrEqual(wholeEnd);
	}
	expect(part.outputs).toEqual(whole.outputs.slice(0, part.outputs.length));
	for (let ref = 1; ref < 80; ref++) {
		const value = part.value(ref, part.lastTick);
		// Scalars have no time of their own: the whole trace knows those that come later.
		if (value !== undefined) expect(value).toEqual(whole.value(ref, part.lastTick));
	}
	listing(part);
}

test('pieces of any size give the same trace', () => {
	fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 30 }), (sizes) => {
		const reader = new TraceReader();
		for (let at = 0, i = 0; at < file.length; i++) {
			const size = sizes[i % sizes.length]!;
			reader.push(file.subarray(at, at + size));
			at += size;
		}
		reader.finish();
		expect(reader.problem).toBeUndefined();
		expect(listing(reader)).toBe(listing(whole));
	}), { numRuns: 30 });
});

test('cut anywhere: the whole frames before the cut', () => {
	fc.assert(fc.property(fc.nat(file.length - 1), (length) => {
		const part = read(file.subarray(0, length));
		expect(part.places).toEqual(whole.places.filter(place => place.offset + place.length <= length));
		expect(part.problem).toBe(whole.places.some(place => place.offset === length) || length === 0 ? undefined : 'The trace was cut short: its last frame is not whole.');
		expectPrefix(part);
	}), { numRuns: 100 });
});

test('a byte changed anywhere: the frames before it, and a message', () => {
	fc.assert(fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
		const damaged = file.slice();
		damaged[at]! ^= change;
		const part = read(damaged);
		expect(part.problem).toBeDefined();
		expect(part.places).toEqual(whole.places.filter(place => place.offset + place.length <= at));
		expectPrefix(part);
	}), { numRuns: 100 });
});

describe('bytes that someone has made to harm, checksums and all', () => {
	/** Changes payload bytes and makes the checksums right again. */
	function forged(changes: readonly { readonly at: number; readonly value: number }[]): Uint8Array {
		const bytes = file.slice();
		const place = whole.places[0]!;
		const payload = bytes.subarray(place.offset + FRAME_HEADER, place.offset + place.length);
		for (const { at, value } of changes) payload[at % payload.length] = value;
		const view = new DataView(bytes.buffer);
		view.setUint32(place.offset + 16, crc32(payload), true);
		view.setUint32(place.offset + 20, crc32(bytes.subarray(place.offset, place.offset + 20)), true);
		return bytes;
	}

	test('every question is answered or left open, quickly', () => {
		const change = fc.record({ at: fc.nat(), value: fc.constantFrom(0, 1, 2, 127, 128, 255) });
		fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), (changes) => {
			const reader = read(forged(changes));
			listing(reader);
			for (let i = 0; i < Math.min(reader.opCount, 100); i++) reader.rangeOfOp(i);
			for (let ref = 0; ref < 100; ref++) {
				const value = reader.value(ref, reader.lastTick);
				reader.changes(ref);
				if (value?.kind === 'tensor') reader.elements(value, reader.lastTick);
			}
			for (let frame = -1; frame < 10; frame++) reader.lookup('w', frame, reader.lastTick);
		}), { numRuns: 300 });
	});

	test('random bytes are no trace', () => {
		fc.assert(fc.property(fc.uint8Array({ minLength: 24, maxLength: 4000 }), (bytes) => {
			const reader = read(bytes);
			expect(reader.problem).toBe('This is not a Tensor Loupe trace.');
		}));
	});
});
