/**
 * What a program prints, taken out of its trace while it runs.
 *
 * Not the trace's reader: of each frame only the rows of output are looked at, and nothing is kept, so that ten million
 * lines need no more memory than one. For output that will be compared, the cell that printed it is found; files that the
 * program wrote are kept for who wants them.
 */
import { FrameStream } from '../trace/frame-stream.ts';
import type { Block } from '../trace/frame.ts';
import type { OwnFile } from '../trace/model.ts';
import { Stream } from '../trace/schema.ts';

export interface Printed {
	readonly stream: number;
	/** Frame index in the trace, -1 where nothing is recorded. */
	readonly frame: number;
	/** 1-based line that printed. */
	readonly line: number;
	readonly text: Uint8Array;
}

const word = (data: Uint8Array, row: number): number => (data[4 * row]! | data[4 * row + 1]! << 8 | data[4 * row + 2]! << 16 | data[4 * row + 3]! << 24);

export class OutputStream {
	readonly #frames = new FrameStream();
	/** For each frame of the program, the cell that the outermost call of it belongs to. */
	readonly #rootCells: number[] = [];
	/** What the program wrote into its folder and `tempfile`'s. */
	readonly files: OwnFile[] = [];

	/** Output rows of the frames that are whole with these bytes, in order. */
	*push(bytes: Uint8Array): Generator<Printed> {
		for (const { blocks } of this.#frames.push(bytes)) {
			for (const block of blocks) if (block.table === 'frame') this.#noteFrames(block);
			for (const block of blocks) if (block.table === 'file') this.files.push(...filesOf(block));
			for (const block of blocks) if (block.table === 'output') yield* rows(block);
		}
	}

	/** Why the trace can't be read on; undefined while all is well. */
	get problem(): string | undefined {
		return this.#frames.problem?.message;
	}

	/** Whether a cell began to run. */
	ran(cell: number): boolean {
		return this.#rootCells.includes(cell);
	}

	/** The cell whose run printed this: not the one where a called function stands. */
	cellOf(printed: Printed): number | undefined {
		return this.#rootCells[printed.frame];
	}

	#noteFrames(block: Block): void {
		const parent = block.columns[1]!.data, cell = block.columns[2]!.data;
		for (let row = 0; row < block.rows; row += 1) {
			const outer = word(parent, row);
			this.#rootCells.push(outer >= 0 ? this.#rootCells[outer] ?? word(cell, row) : word(cell, row));
		}
	}
}

/** Columns of the `output` table: tick, stream, frame, line, text. */
function* rows(block: Block): Generator<Printed> {
	const [, stream, frame, line, text] = block.columns;
	let at = 0;
	for (let row = 0; row < block.rows; row += 1) {
		const length = text!.lengths![row]!;
		yield { stream: stream!.data[row]!, frame: word(frame!.data, row), line: word(line!.data, row) >>> 0, text: text!.data.subarray(at, at + length) };
		at += length;
	}
}

/** Columns of the `file` table: path, nbytes, bytes. */
function* filesOf({ rows: count, columns }: Block): Generator<OwnFile> {
	const [path, nbytes, bytes] = columns, sizes = new Float64Array(nbytes!.data.slice().buffer);
	let pathAt = 0, at = 0;
	for (let row = 0; row < count; row += 1) {
		const pathEnd = pathAt + path!.lengths![row]!, end = at + bytes!.lengths![row]!, size = sizes[row]!;
		yield { path: new TextDecoder().decode(path!.data.subarray(pathAt, pathEnd)), size, bytes: end - at === size ? bytes!.data.subarray(at, end) : undefined };
		[pathAt, at] = [pathEnd, end];
	}
}

export const isError = (printed: Printed): boolean => printed.stream === Stream.stderr;
