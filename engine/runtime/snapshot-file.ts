/**
 * A snapshot on disk: Pyodide's own snapshot, then what else of a start can be kept: of Pyodide's JavaScript, and the standard
 * library and the interpreter's WebAssembly unpacked.
 *
 *   'TLSNAP03' · u32 bytes of Pyodide's snapshot · u32 of the text · u32 of the code cache · u32 of the library ·
 *   u32 of the interpreter · these five in a row
 *
 * Pyodide's snapshot begins with a head (magic, offset of the memory, …; `restoreSnapshot` in Pyodide) and the rest is the
 * interpreter's memory. That is read straight to where it belongs: through a buffer it would cost 40 MB and 50 ms more.
 */
import fs from 'node:fs';
import { Buffer } from 'node:buffer';

const MAGIC = 'TLSNAP03';
const HEADER = 28;
const PYODIDE_HEAD_FIELDS = 8;

export class SnapshotFile {
	/** Pyodide's snapshot without its memory. */
	readonly head: Uint8Array;
	readonly memoryBytes: number;
	/** `confinedText`, and V8's code for it. */
	readonly text: string;
	readonly code: Buffer;
	readonly #descriptor: number;
	readonly #memoryAt: number;
	readonly #library: { readonly at: number; readonly length: number };
	readonly #interpreter: { readonly at: number; readonly length: number };

	private constructor(descriptor: number) {
		this.#descriptor = descriptor;
		const header = this.#read(0, HEADER + PYODIDE_HEAD_FIELDS);
		if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error('the file is no snapshot');
		const [snapshot, text, code, library, interpreter] = [8, 12, 16, 20, 24].map((at) => header.readUInt32LE(at)) as [number, number, number, number, number];
		if (fs.fstatSync(descriptor).size !== HEADER + snapshot + text + code + library + interpreter) throw new Error('the file is not whole');
		const memoryOffset = header.readUInt32LE(HEADER + 4);
		if (memoryOffset > snapshot) throw new Error('the file is damaged');
		// A view of its own, aligned: Pyodide reads words of it.
		this.head = Uint8Array.from(this.#read(HEADER, memoryOffset));
		this.memoryBytes = snapshot - memoryOffset;
		this.#memoryAt = HEADER + memoryOffset;
		this.text = this.#read(HEADER + snapshot, text).toString('latin1');
		this.code = this.#read(HEADER + snapshot + text, code);
		this.#library = { at: HEADER + snapshot + text + code, length: library };
		this.#interpreter = { at: this.#library.at + library, length: interpreter };
	}

	/** Throws where the file isn't a whole snapshot. */
	static open(file: string): SnapshotFile {
		return new SnapshotFile(fs.openSync(file, 'r'));
	}

	/** Under another name first, so that nobody finds a part of it. */
	static write(file: string, snapshot: Uint8Array, text: string, code: Buffer, library: Uint8Array, interpreter: Uint8Array): void {
		// One byte a character loads faster, and V8 keeps it so.
		const latin = Buffer.from(text, 'latin1');
		if (latin.toString('latin1') !== text) throw new Error('Pyodide\'s text has characters beyond Latin-1');
		const header = Buffer.alloc(HEADER);
		header.write(MAGIC, 'latin1');
		[snapshot, latin, code, library, interpreter].forEach(({ byteLength }, index) => header.writeUInt32LE(byteLength, 8 + 4 * index));
		const partial = `${file}.${process.pid}.part`;
		const descriptor = fs.openSync(partial, 'w');
		for (const piece of [header, snapshot, latin, code, library, interpreter]) {
			for (let done = 0; done < piece.byteLength;) done += fs.writeSync(descriptor, piece, done);
		}
		fs.closeSync(descriptor);
		fs.renameSync(partial, file);
	}

	/** Fills the start of the interpreter's memory. */
	readMemory(target: Uint8Array): void {
		for (let done = 0; done < this.memoryBytes;) {
			const read = fs.readSync(this.#descriptor, target, done, this.memoryBytes - done, this.#memoryAt + done);
			if (read === 0) throw new Error('the file ended early');
			done += read;
		}
	}

	/** The standard library. */
	readLibrary(): ArrayBufferLike {
		return this.#read(this.#library.at, this.#library.length).buffer;
	}

	/** `pyodide.asm.wasm`. */
	readInterpreter(): ArrayBufferLike {
		return this.#read(this.#interpreter.at, this.#interpreter.length).buffer;
	}

	close(): void {
		fs.closeSync(this.#descriptor);
	}

	#read(at: number, length: number): Buffer {
		const bytes = Buffer.allocUnsafeSlow(length);
		if (fs.readSync(this.#descriptor, bytes, 0, length, at) !== length) throw new Error('the file ended early');
		return bytes;
	}
}
