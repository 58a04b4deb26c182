/** A file of a run as it is saved and opened again: in pieces of one buffer, cut at its borders, damaged, not a trace at all. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { finish, wholeLength, type RecordedTrace } from '../../../extension/run/recordedTrace.ts';
import { TraceBytes } from '../../../extension/run/traceBytes.ts';
import { contentsOf, sliceOf } from '../../../engine/slice/contents.ts';
import { done } from '../../../engine/trace/work.ts';
import { crc32 } from '../../../engine/trace/crc32.ts';
import { FRAME_HEADER, writeFrame } from '../../../engine/trace/frame.ts';
import { listing } from '../../../engine/trace/listing.ts';
import { PROBLEMS } from '../../../engine/trace/problems.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { TRACE_VERSION } from '../../../engine/trace/schema.ts';
import { stored } from './stored.ts';
import { read } from './tracer.ts';

const file = stored('ema-training');
const whole = read(file);

/** As the editor reads a file: pieces that lie side by side in one buffer. */
function opened(bytes: Uint8Array, size = 1000): RecordedTrace {
	const recorded: RecordedTrace = { trace: new TraceReader(), bytes: new TraceBytes() };
	recorded.bytes.push(bytes);
	for (let at = 0; at < bytes.length; at += size) recorded.trace.push(bytes.subarray(at, at + size));
	finish(recorded);
	return recorded;
}

const bytesOf = async ({ bytes }: RecordedTrace) => new Uint8Array(await bytes.whole());

test('what is opened is what was saved, and is saved as the same bytes', async () => {
	const recorded = opened(file);
	expect(listing(recorded.trace)).toBe(listing(whole));
	expect(recorded.trace.problem).toBeUndefined();
	expect(await bytesOf(recorded)).toEqual(file);
});

test('what was computed from a run that was cut short follows its whole frames, and all of it is read again', async () => {
	const recorded = opened(file.subarray(0, file.length - 30));
	expect(recorded.trace.fault?.sentence).toBe(PROBLEMS.cut);
	const derived = writeFrame(recorded.trace.nextSequence, { derived: { info: [new TextEncoder().encode('{"kind":"surface"}')], bytes: [new Uint8Array(8)] } });
	recorded.trace.push(derived);
	recorded.bytes.push(derived);
	const again = opened(await bytesOf(recorded));
	expect(again.trace.problem).toBeUndefined();
	expect(again.trace.derived.map(({ kind }) => kind)).toEqual(['surface']);
	expect(listing(again.trace)).toBe(listing(recorded.trace));
});

test('cut at the border of a frame, and one byte to either side', () => {
	for (const { offset, length } of whole.places) {
		for (const end of [offset + length - 1, offset + length, offset + length + 1]) {
			const part = file.subarray(0, end);
			const { trace, bytes } = opened(part);
			const frames = whole.places.filter(place => place.offset + place.length <= end);
			expect(trace.places).toEqual(frames);
			expect(bytes.length).toBe(wholeLength(trace));
			expect(trace.fault?.sentence).toBe(end === offset + length || end > file.length ? undefined : PROBLEMS.cut);
			// The row of the run's end is in its last frame: that it is missing is how a cut at a border is known.
			expect(trace.status === undefined).toBe(frames.length < whole.places.length);
		}
	}
});

test('a large tensor that comes in many pieces is whole', () => {
	const values = Uint8Array.from({ length: 3 * 2 ** 20 }, (_, i) => i % 251);
	const bytes = writeFrame(0, { data: { tick: [1], storage: [1], nbytes: [values.length], bytes: [values] } });
	const { trace } = opened(bytes, 100_000);
	expect(trace.problem).toBeUndefined();
	expect(Buffer.compare(trace.bytes(1, 1)!, values)).toBe(0);
	const damaged = bytes.slice();
	damaged[2_000_000]! ^= 1;
	expect(opened(damaged, 100_000).trace.fault?.sentence).toBe(PROBLEMS.payload);
});

describe('what is no trace', () => {
	test.each([
		['a text', new TextEncoder().encode('import torch\n')],
		['a short text', new TextEncoder().encode('x')],
		['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)],
		['a zip archive', new Uint8Array(100_000).fill(0x50)],
	])('%s', (_, bytes) => {
		const recorded = opened(bytes);
		expect(recorded.trace.fault?.sentence).toBe(PROBLEMS.foreign);
		expect(recorded.bytes.length).toBe(0);
	});

	test('the beginning of a trace is one that was cut short', () => {
		expect(opened(file.subarray(0, 3)).trace.fault?.sentence).toBe(PROBLEMS.cut);
	});
});

test.each([[7, PROBLEMS.newer], [1, PROBLEMS.older]])('version %i is named beside this one', (version, sentence) => {
	const other = file.slice();
	const view = new DataView(other.buffer);
	view.setUint16(4, version, true);
	view.setUint32(20, crc32(other.subarray(0, 20)), true);
	expect(opened(other).trace.fault).toMatchObject({ sentence, numbers: [version, TRACE_VERSION] });
});

test('bytes flipped at random, with and without their checksums: what is listed and drawn of them never throws', () => {
	const flip = fc.record({ at: fc.nat(file.length - 1), bit: fc.nat(7) });
	fc.assert(fc.property(fc.array(flip, { minLength: 1, maxLength: 12 }), fc.boolean(), (flips, isForged) => {
		const bytes = file.slice();
		for (const { at, bit } of flips) {
			const place = whole.places.find(({ offset, length }) => at < offset + length)!;
			// A header says how much follows: with its own checksum right again it would only cut the file elsewhere.
			if (!isForged || at >= place.offset + FRAME_HEADER) bytes[at]! ^= 1 << bit;
		}
		if (isForged) for (const { offset, length } of whole.places) sign(bytes.subarray(offset, offset + length));
		const { trace } = opened(bytes);
		for (const { id } of done(contentsOf(trace))) done(sliceOf(trace, id));
		for (let frame = 0; frame < Math.min(trace.frameCount, 50); frame++) expect(trace.frame(frame).parent).toBeLessThan(frame);
	}), { numRuns: 150 });
}, 120_000);

/** Makes a frame's checksums right. */
function sign(frame: Uint8Array): void {
	const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
	view.setUint32(16, crc32(frame.subarray(FRAME_HEADER)), true);
	view.setUint32(20, crc32(frame.subarray(0, 20)), true);
}
