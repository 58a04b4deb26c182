/**
 * Traces that someone has forged cell by cell, checksums and all: whatever an editor and a debugger ask of them is answered or
 * left open, and nothing throws.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cursor } from '../../../engine/debug/cursor.ts';
import { Evaluation } from '../../../engine/debug/evaluation.ts';
import { scopesOf, stackAt } from '../../../engine/debug/stack.ts';
import { Timeline } from '../../../engine/debug/timeline.ts';
import type { Move, Node } from '../../../engine/debug/types.ts';
import { valueRepr } from '../../../engine/debug/value-line.ts';
import { childrenOf } from '../../../engine/debug/variables.ts';
import { Heap } from '../../../engine/expression/heap.ts';
import { contentsOf, sliceOf } from '../../../engine/slice/contents.ts';
import { focusAt } from '../../../engine/trace/focus.ts';
import { FRAME_HEADER, readBlocks, type Rows, writeFrame } from '../../../engine/trace/frame.ts';
import { iterationsAt, lastStepOf } from '../../../engine/trace/loops.ts';
import { changeMoments, nextOptimizerMoment } from '../../../engine/trace/moments.ts';
import { nonFiniteMoment } from '../../../engine/trace/non-finite.ts';
import type { TraceReader } from '../../../engine/trace/reader.ts';
import { TABLES, type TableName } from '../../../engine/trace/schema.ts';
import { visitsOf } from '../../../engine/trace/visits.ts';
import { done } from '../../../engine/trace/work.ts';
import { inlineText } from '../../../extension/beside/inlineText.ts';
import { momentOf } from '../../../extension/moment/moment.ts';
import { replayOf } from '../debug/replay.ts';
import { stored } from './stored.ts';
import { read } from './tracer.ts';

type Cell = number | Uint8Array;
type Cells = Record<TableName, Record<string, Cell[]>>;

/** All rows of a file. */
function cellsOf(file: Uint8Array): Cells {
	const all = Object.fromEntries(Object.entries(TABLES).map(([table, columns]) => [table, Object.fromEntries(Object.keys(columns).map(name => [name, []]))])) as unknown as Cells;
	for (const { offset, length } of read(file).places) {
		for (const { table, rows, columns } of readBlocks(file.subarray(offset + FRAME_HEADER, offset + length))) {
			for (const [i, { type, data, lengths }] of columns.entries()) {
				const into = all[table][Object.keys(TABLES[table])[i]!]!;
				const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
				for (let row = 0, at = 0; row < rows; at += lengths?.[row] ?? 0, row++) {
					if (type === 'bytes') into.push(data.slice(at, at + lengths![row]!));
					else into.push(type === 'u8' ? view.getUint8(row) : type === 'u32' ? view.getUint32(4 * row, true) : type === 'i32' ? view.getInt32(4 * row, true) : view.getFloat64(8 * row, true));
				}
			}
		}
	}
	return all;
}

/** Where in the tables, and what takes the place of what is there. */
interface Change { readonly table: number; readonly column: number; readonly row: number; readonly other: number; readonly how: number }

/** One frame of all the rows, some of them changed. Counts are exchanged with each other: where their sum is wrong the frame is refused at once. */
function forged(cells: Cells, changes: readonly Change[]): Uint8Array {
	const copy = structuredClone(cells);
	const tables = (Object.keys(TABLES) as TableName[]).filter(table => Object.values(copy[table])[0]!.length > 0);
	for (const { table, column, row, other, how } of changes) {
		const name = tables[table % tables.length]!, columns = Object.entries(TABLES[name]);
		const [key, type] = columns[column % columns.length]!;
		const values = copy[name][key]!;
		const at = row % values.length, from = other % values.length, own = values[at]!;
		if (key === 'ndim' || key === 'count') [values[at], values[from]] = [values[from]!, own];
		else if (own instanceof Uint8Array) values[at] = [own.slice(own.length >> 1), new Uint8Array(own.length + 8).fill(255), values[from]!][how % 3]!;
		else if (type === 'f64') values[at] = [NaN, -1, 0.5, 1e308, 2 ** 53 - 1, Infinity, 0, 1e6, values[from]!][how % 9]!;
		else values[at] = [0, 1, at, 2 ** 27 - 1, 2 ** 31, 2 ** 32 - 1, other % 300, own + 1, values[from]!][how % 9]!;
	}
	return writeFrame(0, copy as unknown as Rows);
}

const NAMES = ['w', 'model.weight', 'loss', 'losses[-1]', 'tensor_0'];

/** What hover, the values beside lines, the lenses of loops, the commands and the panel ask. */
function askAsEditor(trace: TraceReader): void {
	for (const { id } of done(contentsOf(trace))) done(sliceOf(trace, id));
	for (let op = 0; op < Math.min(trace.opCount, 20); op++) done(sliceOf(trace, `indexMap:${op}`));
	for (const { index } of trace.failedOps) done(sliceOf(trace, `failed:${index}`));
	for (let ref = 0; ref < 300; ref += 7) {
		for (const tick of [0, trace.lastTick >> 1, trace.lastTick]) {
			const value = trace.value(ref, tick);
			if (value === undefined) continue;
			inlineText(trace, value, tick, 'auto');
			valueRepr(new Heap(trace), value, tick);
			done(sliceOf(trace, `tensor:${ref}@${tick}`));
		}
	}
	nextOptimizerMoment(trace, trace.lastTick / 2, 1);
	for (const name of NAMES) done(changeMoments(trace, name, 0));
	for (let line = 1; line < 60; line += 3) {
		const at = { source: 0, line, statement: { from: line, to: line }, bodyEnd: line + 3 };
		done(visitsOf(trace, at));
		done(nonFiniteMoment(trace, NAMES[line % NAMES.length]!, trace.stepsOfLine(0, line)));
		for (const tick of [0, trace.lastTick >> 1, undefined]) {
			const focus = focusAt(trace, tick);
			done(iterationsAt(trace, { source: 0, header: line, body: line + 1, last: line + 4 }, focus));
			lastStepOf(trace, 0, line, line + 1, focus);
			done(momentOf(trace, at, 'load', 'w', focus));
		}
	}
}

const MOVES: readonly Move[] = ['stepIn', 'next', 'stepIn', 'stepOut', 'stepBack', 'continue', 'reverseContinue', 'next', 'stepOut', 'continue', 'continue', 'stepBack'];

async function askAsDebugger(trace: TraceReader): Promise<void> {
	const timeline = new Timeline(trace, new Evaluation(trace, replayOf(trace)));
	timeline.raises.stopsAtAll = true;
	const cursor = new Cursor(timeline, () => true, () => undefined);
	for (const move of MOVES) {
		await cursor.go(move);
		const moment = timeline.steps.momentAt(cursor.position), heap = new Heap(trace);
		const look = (node: Node, depth: number): void => {
			for (const child of childrenOf(heap, node, moment.tick, { filter: undefined, start: 0, count: 50 }).slice(0, 20)) if (child.node && depth < 3) look(child.node, depth + 1);
		};
		for (const { frame } of stackAt(timeline.steps, cursor.position).slice(0, 5)) for (const { scope } of scopesOf(timeline.steps, frame)) look({ kind: 'scope', scope }, 0);
		for (const text of ['w', 'model.weight + 1', 'w.sum() > 0', 'len(losses)']) await timeline.evaluation.evaluate(text, moment);
	}
}

const change = fc.record({ table: fc.nat(30), column: fc.nat(12), row: fc.nat(100_000), other: fc.nat(100_000), how: fc.nat(60) });

test.each([['gather', 60], ['indices', 60], ['raises', 120], ['ema-training', 20], ['pytorch-notes', 10]] as const)('%s with changed cells', async (name, numRuns) => {
	const cells = cellsOf(stored(name));
	await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
		const trace = read(forged(cells, changes));
		askAsEditor(trace);
		await askAsDebugger(trace);
	}), { numRuns });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** A line that bound `x` to the object 1. */
const LINE = {
	source: { uri: [1], name: [2], text: [bytes('x = …\n')] }, cell: { source: [0], line: [1], lines: [1], shift: [0] },
	frame: { tick: [1], parent: [-1], cell: [0], name: [3], line: [1], locals: [1], globals: [1] }, step: { tick: [2], frame: [0], line: [1] },
	binding: { tick: [4], scope: [1], name: [4], ref: [1] }, end: { tick: [5], status: [0] },
} satisfies Rows;
const STRINGS = ['', 'file:///a.py', 'a.py', '<module>', 'x', 'Tensor', 'float32', 'str'].map(bytes);

test('a text of many megabytes is as long as a recorder would have kept', () => {
	const trace = read(writeFrame(0, { ...LINE, string: { text: [...STRINGS, bytes('é'.repeat(4_000_000))] }, scalar: { ref: [1], kind: [4], type: [7], number: [4_000_000], text: [8] } }));
	expect(trace.value(1, 5)).toEqual({ kind: 'str', type: 'str', length: 4_000_000, text: 'é'.repeat(2 ** 15) });
});

test('a tensor of a hundred thousand dimensions is none', async () => {
	const ndim = 100_000;
	const tensor = { tick: [3], ref: [1], type: [5], dtype: [6], storage: [1], offset: [0], ndim: [ndim], flags: [0], gradFn: [0], grad: [0], version: [0] };
	const data = { tick: [3], storage: [1], nbytes: [4], bytes: [new Uint8Array(4)] };
	const trace = read(writeFrame(0, { ...LINE, string: { text: STRINGS }, tensor, dim: { size: new Array<number>(2 * ndim).fill(1) }, data }));
	expect(trace.value(1, 5)?.kind).toBe('opaque');
	askAsEditor(trace);
	await askAsDebugger(trace);
});

test('a tensor of many dimensions is not printed whole', () => {
	const shape = new Array<number>(18).fill(2);
	const tensor = { tick: [3], ref: [1], type: [5], dtype: [6], storage: [1], offset: [0], ndim: [18], flags: [0], gradFn: [0], grad: [0], version: [0] };
	const data = { tick: [3], storage: [1], nbytes: [4], bytes: [new Uint8Array(4)] };
	const trace = read(writeFrame(0, { ...LINE, string: { text: STRINGS }, tensor, dim: { size: [...shape, ...shape.map(() => 0)] }, data }));
	expect(valueRepr(new Heap(trace), trace.value(1, 5)!, 5)).toBe(`float32 [${shape.join(', ')}] · all 0`);
});
