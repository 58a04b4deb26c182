/**
 * The rows of tensors (recorder/tensor-rows.ts) for Python's tracer, which asks in loupe/embedded.py: numbers and bytes cross,
 * and Python sees no tensor.
 */
import { TensorRows, type Room } from '../recorder/tensor-rows.ts';
import { runtimeError } from '../tensor/errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { NONE, type Answer } from './answer.ts';
import { tensorOf } from './handles.ts';
import { CELL, cells, fromScratch, SCRATCH_SIZE } from './scratch.ts';

/** In Python's memory, which the tracer looks at without a call. */
const ROOM: Room = {
	get pending() { return cells()[CELL.pending]!; },
	set pending(bytes) { cells()[CELL.pending] = bytes; },
	get left() { return cells()[CELL.left]!; },
	set left(bytes) { cells()[CELL.left] = bytes; },
};

let rows: TensorRows | undefined;
/** What is left to read of what was taken last. */
let taken: Uint8Array[] = [];

function current(): TensorRows {
	if (rows === undefined) throw runtimeError('nothing is recorded');
	return rows;
}

/** Begins a recording. `limit`: of the bytes of a storage that is kept. */
export function rowsBegin(limit: number): Answer {
	rows = new TensorRows(limit, ROOM);
	cells().fill(0, 0, CELL.left);
	return NONE;
}

/** The number of a Python type's name. */
export function rowsType(name: string): Answer {
	return current().number(name);
}

export function rowOf(handle: number, tick: number, type: number, isArray: boolean): Answer {
	return current().of(tensorOf(handle), tick, type, isArray);
}

/** As `rowOf` of many that were looked at before; their numbers go to the scratch buffer. */
export function rowsOf(tick: number, ...handles: number[]): Answer {
	const { buffer, byteOffset } = fromScratch(SCRATCH_SIZE);
	const numbers = new Uint32Array(buffer, byteOffset, SCRATCH_SIZE / 4);
	for (const [i, handle] of handles.entries()) numbers[i] = current().again(tensorOf(handle), tick);
	return NONE;
}

/** Where Python has asked for it, the rows of the result of the call that is under way; its handle and number go to the cells. */
export function rowOfResult(result: Tensor): void {
	const shared = cells();
	if (shared[CELL.tick] === 0) return;
	const tick = shared[CELL.tick]!;
	shared[CELL.tick] = 0;
	const ref = current().of(result, tick, current().number('Tensor'), false);
	shared[CELL.handle] = result.id;
	shared[CELL.ref] = ref;
}

export function rowsGradients(tick: number): Answer {
	current().gradients(tick);
	return NONE;
}

/** Names and sizes, as JSON; '' where there is nothing to tell. */
export function rowsNews(): Answer {
	const news = current().news();
	return news.names.length + news.over.length === 0 ? '' : JSON.stringify(news);
}

/** Makes the next frame of the rows; its size in bytes, which `rowsRead` then gives, below 0 where another one follows; 0: there are no rows. */
export function rowsFrame(sequence: number, ...strings: number[]): Answer {
	taken = current().frame(sequence, strings);
	const size = taken.reduce((sum, piece) => sum + piece.length, 0);
	return current().hasMore ? -size : size;
}

/** What `rowsRead` gives from here on. */
export function giveInPieces(pieces: Uint8Array[]): void {
	taken = pieces;
}

/** Puts the next bytes of what was taken last into the scratch buffer; how many. */
export function rowsRead(): Answer {
	const scratch = fromScratch(SCRATCH_SIZE);
	let count = 0;
	while (taken.length > 0 && count < SCRATCH_SIZE) {
		const piece = taken[0]!, part = piece.subarray(0, SCRATCH_SIZE - count);
		scratch.set(part, count);
		count += part.length;
		if (part.length === piece.length) taken.shift();
		else taken[0] = piece.subarray(part.length);
	}
	return count;
}
