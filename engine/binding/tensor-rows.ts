/**
 * The rows of tensors (recorder/tensor-rows.ts) for Python's tracer, which asks in loupe/embedded.py: numbers and bytes cross,
 * and Python sees no tensor.
 */
import { TensorRows, type Outlet, type Room } from '../recorder/tensor-rows.ts';
import { framePieces, type Rows } from '../trace/frame.ts';
import { runtimeError } from '../tensor/errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { NONE, type Answer } from './answer.ts';
import { tensorOf } from './handles.ts';
import { CELL, cells, fromScratch, SCRATCH_SIZE } from './scratch.ts';

/** In Python's memory, which the tracer looks at without a call. A class: an object that is written down with accessors is one that V8 sets slowly. */
class SharedRoom implements Room {
	get pending(): number { return cells()[CELL.pending]!; }
	set pending(bytes: number) { cells()[CELL.pending] = bytes; }
	get left(): number { return cells()[CELL.left]!; }
	set left(bytes: number) { cells()[CELL.left] = bytes; }
}
const ROOM = new SharedRoom();

let give: Outlet['write'] = () => undefined;
class SharedOutlet implements Outlet {
	readonly isOpen = true;
	get sequence(): number { return cells()[CELL.sequence]!; }
	set sequence(number: number) { cells()[CELL.sequence] = number; }
	write(pieces: readonly Uint8Array[]): void {
		for (const piece of pieces) cells()[CELL.written]! += piece.length;
		give(pieces);
	}
}
const OUTLET = new SharedOutlet();

let rows: TensorRows | undefined;

/** Where the frames of recordings go from here on. */
export function setOutlet(write: Outlet['write']): void {
	give = write;
}

/** A frame of rows beside those of a recording. */
export function writeRows(given: Rows): void {
	OUTLET.write(framePieces(OUTLET.sequence++, given));
}

function current(): TensorRows {
	if (rows === undefined) throw runtimeError('nothing is recorded');
	return rows;
}

/** Begins a recording. `limit`: of the bytes of a storage that is kept. */
export function rowsBegin(limit: number): Answer {
	rows = new TensorRows(limit, ROOM, OUTLET);
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

/** As `rowOf` of one that was looked at before in this recording; 0: it was not. */
export function rowOfKnown(handle: number, tick: number): number {
	return current().known(tensorOf(handle), tick);
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
	const ref = ofPlain(result, tick);
	shared[CELL.handle] = result.id;
	shared[CELL.ref] = ref;
}

function ofPlain(tensor: Tensor, tick: number): number {
	return current().of(tensor, tick, current().number('Tensor'), false);
}

/** As `rowOf` of one that is no more than a Tensor in Python. */
export function rowOfPlain(handle: number, tick: number): number {
	return ofPlain(tensorOf(handle), tick);
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

/** Writes the rows since the last time; `strings` are the numbers of the names that `rowsNews` gave. */
export function rowsWrite(...strings: number[]): Answer {
	current().write(strings);
	return NONE;
}
