/**
 * The bytes of a trace: frames of columns, and the index at the end of a saved file.
 *
 * A frame is a header of 24 bytes and a payload:
 *   'LOUP' · u16 version · u16 0 · u32 sequence number · u32 payload length · u32 crc32 of the payload · u32 crc32 of these 20 bytes
 * The payload is a row of blocks, one per table that has new rows, each aligned to 8 bytes:
 *   u32 table · u32 rows · u32 length of the block's body · u32 columns
 *   then each column: numbers little-endian, padded to 8; `bytes` as its u32 lengths, padded to 8, then all bytes, padded to 8.
 * A saved file may end with an index frame ('LOUI', the same header) whose payload is, for each frame, f64 offset and
 * f64 length, then a footer of 16 bytes: f64 offset of the index, 'LOUPEIDX'. A file without it is read all the same.
 *
 * Nothing here trusts what it reads: every length is checked against the bytes that are there before anything is
 * allocated. What a frame's rows mean is `reader.ts`'s affair. Chrome's and Perfetto's traces are cut in packets for the
 * same reason: a writer may be killed at any moment.
 */
import { crc32 } from './crc32.ts';
import { PROBLEMS, TraceFormatError } from './problems.ts';
import { TABLES, TABLE_NAMES, TRACE_VERSION, type ColumnType, type TableName } from './schema.ts';

export const FRAME_MAGIC = 'LOUP';
const INDEX_MAGIC = 'LOUI';
const FOOTER_MAGIC = 'LOUPEIDX';

export const FRAME_HEADER = 24;
const FOOTER = 16;
/** No writer makes a frame larger than its largest tensor and some; more is a broken or hostile length. */
const MAX_PAYLOAD = 2 ** 30;

export interface FrameHeader { readonly kind: 'rows' | 'index'; readonly sequence: number; readonly length: number; readonly crc: number }

/** A column as it lies in a payload. `lengths` is there for `bytes` columns alone, whose `data` holds all of them in a row. */
export interface Column { readonly type: ColumnType; readonly data: Uint8Array; readonly lengths: Uint32Array | undefined }

export interface Block { readonly table: TableName; readonly rows: number; readonly columns: readonly Column[] }

type NumberType = Exclude<ColumnType, 'bytes'>;

const SIZE = { u8: 1, u32: 4, i32: 4, f64: 8 } as const;
const ARRAYS = { u8: Uint8Array, u32: Uint32Array, i32: Int32Array, f64: Float64Array } as const;
/** Bytes: table, rows, length of the body, columns. */
const BLOCK_HEAD = 16;
const TYPES = Object.fromEntries(TABLE_NAMES.map((table) => [table, Object.values(TABLES[table])])) as unknown as Readonly<Record<TableName, readonly ColumnType[]>>;
const align = (n: number): number => (n + 7) & ~7;

function ascii(bytes: Uint8Array, at: number, length: number): string {
	return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** The same bytes as a plain Uint8Array: a node Buffer's `slice` would share its memory instead of copying it. */
export function plain(bytes: Uint8Array): Uint8Array {
	return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether a trace may begin with these bytes, however few. */
export function mayBeTrace(bytes: Uint8Array): boolean {
	const magic = ascii(bytes, 0, Math.min(4, bytes.length));
	return FRAME_MAGIC.startsWith(magic) || INDEX_MAGIC.startsWith(magic);
}

/** Reads a header from 24 bytes. Throws TraceFormatError. */
export function readHeader(bytes: Uint8Array): FrameHeader {
	const view = new DataView(bytes.buffer, bytes.byteOffset, FRAME_HEADER);
	const magic = ascii(bytes, 0, 4);
	if (!mayBeTrace(bytes)) throw new TraceFormatError(PROBLEMS.foreign);
	const version = view.getUint16(4, true);
	if (view.getUint32(20, true) !== crc32(bytes.subarray(0, 20))) throw new TraceFormatError(PROBLEMS.header);
	if (version !== TRACE_VERSION) throw new TraceFormatError(version > TRACE_VERSION ? PROBLEMS.newer : PROBLEMS.older, version, TRACE_VERSION);
	const length = view.getUint32(12, true);
	if (length > MAX_PAYLOAD || length % 8 !== 0) throw new TraceFormatError(PROBLEMS.length);
	return { kind: magic === FRAME_MAGIC ? 'rows' : 'index', sequence: view.getUint32(8, true), length, crc: view.getUint32(16, true) };
}

/** Cuts a payload into blocks. Every length is checked; throws TraceFormatError. Tables that this version doesn't know are passed over. */
export function readBlocks(bytes: Uint8Array): Block[] {
	const payload = plain(bytes);
	const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
	const blocks: Block[] = [];
	let at = 0;
	while (at < payload.length) {
		if (at + BLOCK_HEAD > payload.length) throw damaged();
		const table = TABLE_NAMES[view.getUint32(at, true)];
		const rows = view.getUint32(at + 4, true), length = view.getUint32(at + 8, true), count = view.getUint32(at + 12, true);
		const end = at + BLOCK_HEAD + length;
		if (length % 8 !== 0 || end > payload.length) throw damaged();
		if (table !== undefined) {
			const types = TYPES[table];
			if (count !== types.length) throw damaged();
			blocks.push({ table, rows, columns: readColumns(payload, at + BLOCK_HEAD, end, rows, types) });
		}
		at = end;
	}
	return blocks;
}

function readColumns(payload: Uint8Array, start: number, end: number, rows: number, types: readonly ColumnType[]): Column[] {
	let at = start;
	const take = (length: number): Uint8Array => {
		if (at + length > end) throw damaged();
		const piece = payload.subarray(at, at + length);
		at += align(length);
		return piece;
	};
	return types.map((type) => {
		if (type !== 'bytes') return { type, data: take(rows * SIZE[type]), lengths: undefined };
		// A copy: a payload may lie at any address, and a Uint32Array may not.
		const lengths = new Uint32Array(take(rows * 4).slice().buffer);
		let total = 0;
		for (const length of lengths) total += length;
		return { type, data: take(total), lengths };
	});
}

function damaged(): TraceFormatError {
	return new TraceFormatError(PROBLEMS.table);
}

type Numbers = readonly number[] | Float64Array;

/** Byte strings one after another, and the length of each. */
export interface Joined { readonly lengths: Numbers; readonly bytes: Uint8Array }

/** Rows to be written: for each table its columns' values. `bytes` columns hold Uint8Array, or all of them joined; the others numbers. */
export type Rows = { readonly [T in TableName]?: { readonly [C in keyof (typeof TABLES)[T]]: (typeof TABLES)[T][C] extends 'bytes' ? readonly Uint8Array[] | Joined : Numbers } };

type Values = Numbers | readonly Uint8Array[] | Joined;

/** One whole frame. */
export function writeFrame(sequence: number, rows: Rows): Uint8Array {
	return concat(framePieces(sequence, rows));
}

/** A frame in pieces that follow each other, so that large ones need not be copied to be written. */
export function framePieces(sequence: number, rows: Rows): Uint8Array[] {
	const pieces: Uint8Array[] = [];
	for (const [number, table] of TABLE_NAMES.entries()) {
		const columns = rows[table] as Readonly<Record<string, Values>> | undefined;
		if (columns === undefined) continue;
		const types = Object.entries(TABLES[table]) as [string, ColumnType][];
		const first = columns[types[0]![0]]!;
		const count = 'lengths' in first ? first.lengths.length : first.length;
		if (count === 0) continue;
		pieces.push(...blockPieces(number, count, types.map(([name, type]) => [type, columns[name]!])));
	}
	return [header(FRAME_MAGIC, sequence, pieces), ...pieces];
}

/** A block; what follows each other of its head and of columns of numbers is one piece, as frames are small and many. */
function blockPieces(table: number, count: number, columns: readonly (readonly [type: ColumnType, values: Values])[]): Uint8Array[] {
	const pieces: Uint8Array[] = [];
	let numbers: (readonly [type: NumberType, values: Numbers])[] = [], size = BLOCK_HEAD;
	const add = (type: NumberType, values: Numbers): void => {
		numbers.push([type, values]);
		size += align(values.length * SIZE[type]);
	};
	const end = (): void => {
		const piece = new Uint8Array(size);
		let at = pieces.length === 0 ? BLOCK_HEAD : 0;
		for (const [type, values] of numbers) {
			new ARRAYS[type](piece.buffer, at, values.length).set(values);
			at += align(values.length * SIZE[type]);
		}
		pieces.push(piece);
		numbers = [];
		size = 0;
	};
	for (const [type, values] of columns) {
		if (type !== 'bytes') {
			add(type, values as Numbers);
			continue;
		}
		const { lengths, bytes } = 'lengths' in values ? values : joined(values as readonly Uint8Array[]);
		add('u32', lengths);
		end();
		pieces.push(bytes, new Uint8Array(align(bytes.length) - bytes.length));
	}
	if (size > 0) end();
	new Uint32Array(pieces[0]!.buffer, 0, 4).set([table, count, pieces.reduce((sum, piece) => sum + piece.length, -BLOCK_HEAD), columns.length]);
	return pieces;
}

function joined(parts: readonly Uint8Array[]): Joined {
	return { lengths: parts.map((part) => part.length), bytes: concat(parts) };
}

function header(magic: string, sequence: number, payload: readonly Uint8Array[]): Uint8Array {
	const bytes = new Uint8Array(FRAME_HEADER);
	const view = new DataView(bytes.buffer);
	for (let i = 0; i < 4; i++) bytes[i] = magic.charCodeAt(i);
	view.setUint16(4, TRACE_VERSION, true);
	view.setUint32(8, sequence, true);
	view.setUint32(12, payload.reduce((sum, piece) => sum + piece.length, 0), true);
	view.setUint32(16, payload.reduce((crc, piece) => crc32(piece, crc), 0), true);
	view.setUint32(20, crc32(bytes.subarray(0, 20)), true);
	return bytes;
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
	const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		all.set(piece, at);
		at += piece.length;
	}
	return all;
}

/** Where each frame of a file lies. */
export interface FramePlace { readonly offset: number; readonly length: number }

/** What is put after the frames of a saved file, so that a reader can find them without walking through them. */
export function writeIndex(frames: readonly FramePlace[]): Uint8Array {
	const payload = new Float64Array(frames.flatMap((frame) => [frame.offset, frame.length]));
	const places = new Uint8Array(payload.buffer);
	const last = frames.at(-1);
	const footer = new Uint8Array(FOOTER);
	new DataView(footer.buffer).setFloat64(0, last === undefined ? 0 : last.offset + last.length, true);
	for (let i = 0; i < FOOTER_MAGIC.length; i++) footer[8 + i] = FOOTER_MAGIC.charCodeAt(i);
	return concat([header(INDEX_MAGIC, frames.length, [places]), places, footer]);
}

/** The places of a file's frames: from its index, or where that is missing or wrong, by walking from frame to frame up to
 *  the first that isn't whole. */
export function framePlaces(file: Uint8Array): FramePlace[] {
	return fromIndex(plain(file)) ?? walk(plain(file));
}

function fromIndex(file: Uint8Array): FramePlace[] | undefined {
	const footer = file.length - FOOTER;
	if (footer < FRAME_HEADER || ascii(file, footer + 8, 8) !== FOOTER_MAGIC) return undefined;
	const offset = new DataView(file.buffer, file.byteOffset).getFloat64(footer, true);
	if (!Number.isInteger(offset) || offset < 0 || offset + FRAME_HEADER > footer) return undefined;
	try {
		const header = readHeader(file.subarray(offset, offset + FRAME_HEADER));
		const payload = file.slice(offset + FRAME_HEADER, footer);
		if (header.kind !== 'index' || header.length !== payload.length || header.length % 16 !== 0 || crc32(payload) !== header.crc) return undefined;
		const numbers = new Float64Array(payload.buffer);
		const places: FramePlace[] = [];
		let expected = 0;
		for (let i = 0; i < numbers.length; i += 2) {
			const length = numbers[i + 1]!;
			if (numbers[i] !== expected || !Number.isInteger(length) || length < FRAME_HEADER) return undefined;
			places.push({ offset: expected, length });
			expected += length;
		}
		return expected === offset ? places : undefined;
	} catch (error) {
		if (error instanceof TraceFormatError) return undefined;
		throw error;
	}
}

function walk(file: Uint8Array): FramePlace[] {
	const places: FramePlace[] = [];
	let offset = 0;
	while (offset + FRAME_HEADER <= file.length) {
		let header: FrameHeader;
		try {
			header = readHeader(file.subarray(offset, offset + FRAME_HEADER));
		} catch (error) {
			if (error instanceof TraceFormatError) break;
			throw error;
		}
		const length = FRAME_HEADER + header.length;
		if (header.kind === 'index' || offset + length > file.length) break;
		places.push({ offset, length });
		offset += length;
	}
	return places;
}
