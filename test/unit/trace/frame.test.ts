import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../engine/trace/crc32.ts';
import { FRAME_HEADER, framePlaces, readBlocks, readHeader, writeFrame, writeIndex } from '../../../engine/trace/frame.ts';
import { TABLES, TABLE_NAMES, TRACE_VERSION, type ColumnType } from '../../../engine/trace/schema.ts';
import { PROBLEMS, TraceFormatError } from '../../../engine/trace/problems.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { stored } from './stored.ts';
import { read } from './tracer.ts';

const VALUES: Record<ColumnType, fc.Arbitrary<number | Uint8Array>> = {
	u8: fc.integer({ min: 0, max: 255 }), u32: fc.integer({ min: 0, max: 2 ** 32 - 1 }), i32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
	f64: fc.double(), bytes: fc.uint8Array({ maxLength: 20 }),
};

/** Any rows of any table, as the columns that writeFrame takes. */
const anyTable = fc.constantFrom(...TABLE_NAMES).chain((table) => {
	const types = Object.entries(TABLES[table]) as [string, ColumnType][];
	return fc.nat(9).chain(rows => fc.tuple(...types.map(([, type]) => fc.array(VALUES[type], { minLength: rows, maxLength: rows })))
		.map(columns => ({ table, rows, columns: Object.fromEntries(types.map(([name], i) => [name, columns[i]!])) })));
});

test('crc32 is zlib\'s', () => {
	fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bytes => crc32(bytes) === zlibCrc32(bytes)));
});

test('what is written is read', () => {
	fc.assert(fc.property(anyTable, fc.nat(2 ** 32 - 1), ({ table, rows, columns }, sequence) => {
		const frame = writeFrame(sequence, { [table]: columns });
		const header = readHeader(frame.subarray(0, FRAME_HEADER));
		expect(header).toMatchObject({ kind: 'rows', sequence, length: frame.length - FRAME_HEADER });
		const [block] = readBlocks(frame.subarray(FRAME_HEADER));
		if (rows === 0) {
			expect(block).toBeUndefined();
			return;
		}
		expect(block!.table).toBe(table);
		expect(block!.rows).toBe(rows);
		for (const [i, [name, type]] of (Object.entries(TABLES[table]) as [string, ColumnType][]).entries()) {
			const { data, lengths } = block!.columns[i]!;
			if (type === 'bytes') {
				expect([...lengths!]).toEqual(columns[name]!.map(bytes => (bytes as Uint8Array).length));
				expect([...data]).toEqual(columns[name]!.flatMap(bytes => [...(bytes as Uint8Array)]));
			} else {
				const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
				const get = { u8: (r: number) => view.getUint8(r), u32: (r: number) => view.getUint32(4 * r, true), i32: (r: number) => view.getInt32(4 * r, true), f64: (r: number) => view.getFloat64(8 * r, true) }[type];
				expect(columns[name]!.map((_, r) => get(r))).toEqual(columns[name]);
			}
		}
	}));
});

describe('headers', () => {
	const frame = writeFrame(0, { step: { tick: [1], frame: [0], line: [1] } });

	test('another file is no trace', () => {
		expect(() => readHeader(new TextEncoder().encode('PK\x03\x04 this is a zip file, not a trace'))).toThrow(new TraceFormatError(PROBLEMS.foreign));
	});

	test('a newer format is refused by name', () => {
		const newer = frame.slice();
		new DataView(newer.buffer).setUint16(4, TRACE_VERSION + 1, true);
		new DataView(newer.buffer).setUint32(20, crc32(newer.subarray(0, 20)), true);
		expect(() => readHeader(newer)).toThrow(`The trace was written by a newer Tensor Loupe (format ${TRACE_VERSION + 1}; this one reads up to ${TRACE_VERSION}).`);
		const reader = read(newer);
		expect(reader.problem).toContain('newer Tensor Loupe');
		expect(reader.stepCount).toBe(0);
	});

	test('a length that no file has is refused before anything is allocated', () => {
		const huge = frame.slice();
		new DataView(huge.buffer).setUint32(12, 0xfffffff8, true);
		new DataView(huge.buffer).setUint32(20, crc32(huge.subarray(0, 20)), true);
		expect(read(huge).problem).toBe('The trace is damaged: a frame has an impossible length.');
	});
});

describe('the index of a saved file', () => {
	const file = stored('ema-training');
	const reader = read(file);
	const saved = new Uint8Array([...file, ...writeIndex(reader.places)]);

	test('it is found, and reading goes on as without it', () => {
		expect(framePlaces(saved)).toEqual(reader.places);
		const again = read(saved);
		expect(again.problem).toBeUndefined();
		expect(again.stepCount).toBe(reader.stepCount);
	});

	test('where it is missing, cut or wrong, it is made anew', () => {
		expect(framePlaces(file)).toEqual(reader.places);
		expect(framePlaces(saved.subarray(0, saved.length - 5))).toEqual(reader.places);
		const wrong = saved.slice();
		wrong[saved.length - 40]! ^= 0xff;
		expect(framePlaces(wrong)).toEqual(reader.places);
		const last = reader.places.at(-1)!;
		expect(framePlaces(file.subarray(0, last.offset + last.length - 1))).toEqual(reader.places.slice(0, -1));
	});
});

test('a derived event that is appended is read, after a run that was cut short too', () => {
	const file = stored('gather');
	const cut = new TraceReader();
	cut.push(file.subarray(0, file.length - 7));
	cut.finish();
	expect(cut.problem).toBe('The trace was cut short: its last frame is not whole.');
	const numbers = new Float64Array([1, 2, NaN]);
	cut.push(writeFrame(cut.nextSequence, { derived: { info: [new TextEncoder().encode('{"kind":"surface","columns":3}')], bytes: [new Uint8Array(numbers.buffer)] } }));
	expect(cut.derived).toEqual([{ kind: 'surface', info: { kind: 'surface', columns: 3 }, numbers }]);
});

describe('long frames', () => {
	// One long frame of a storage, one of many rows, one of both kinds of neighbours; the rows are longer than what is copied at once.
	const storage = Uint8Array.from({ length: 3_000_001 }, (_, i) => i * 7 + (i >> 10));
	const ticks = Array.from({ length: 200_000 }, (_, i) => i + 2);
	const file = Buffer.concat([
		writeFrame(0, { data: { tick: [1], storage: [1], nbytes: [4], bytes: [new Uint8Array(4)] } }),
		writeFrame(1, { data: { tick: [2], storage: [2], nbytes: [storage.length], bytes: [storage] } }),
		writeFrame(2, { step: { tick: ticks, frame: ticks.map(() => 0), line: ticks.map(tick => tick % 50) } }),
		writeFrame(3, { data: { tick: [3], storage: [3], nbytes: [storage.length], bytes: [storage] } }),
	]);

	test('are put together from pieces of any size', () => {
		fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 2_500_000 }), { minLength: 1, maxLength: 8 }), sizes => {
			const reader = new TraceReader();
			for (let at = 0, i = 0; at < file.length; i++) {
				const size = Math.max(40_000, sizes[i % sizes.length]!);
				reader.push(Uint8Array.from(file.subarray(at, at + size)));
				at += size;
			}
			reader.finish();
			expect(reader.problem).toBeUndefined();
			for (const number of [2, 3]) expect(Buffer.compare(reader.bytes(number, 5)!, storage)).toBe(0);
			expect(reader.stepCount).toBe(ticks.length);
			for (const step of [0, 4095, 4096, 32767, 32768, 199_999]) expect(reader.step(step)).toMatchObject({ tick: step + 2, line: (step + 2) % 50 });
		}), { numRuns: 20 });
	});

	test('one that claims to be long takes no room before there is some of it', () => {
		const at = FRAME_HEADER + readHeader(file.subarray(0, FRAME_HEADER)).length;
		const header = new DataView(file.buffer.slice(file.byteOffset + at, file.byteOffset + at + FRAME_HEADER));
		header.setUint32(12, 2 ** 28 - 8, true);
		header.setUint32(20, crc32(new Uint8Array(header.buffer, 0, 20)), true);
		const before = process.memoryUsage().arrayBuffers;
		const reader = new TraceReader();
		reader.push(Buffer.concat([file.subarray(0, at), new Uint8Array(header.buffer), new Uint8Array(2 ** 20)]));
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 26);
		reader.finish();
		expect(reader.problem).toBe(PROBLEMS.cut);
	});

	test('what is whole before one that is cut is read', () => {
		const reader = new TraceReader();
		for (let at = 0; at < 2_000_000; at += 100_000) reader.push(file.subarray(at, at + 100_000));
		reader.finish();
		expect(reader.problem).toBe(PROBLEMS.cut);
		expect(reader.bytes(1, 5)).toEqual(new Uint8Array(4));
		expect(reader.bytes(2, 5)).toBeUndefined();
	});
});
