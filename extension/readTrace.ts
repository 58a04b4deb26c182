/**
 * Reads a file as a trace, from its first bytes on and in pieces with breaks between them: however large the file is,
 * the editor's other requests are answered meanwhile, and what is there already can be shown.
 */
import { promises as fs } from 'node:fs';
import { l10n, type Uri, workspace } from 'vscode';
import type { RecordedTrace } from './recordedTrace.ts';

/** What one array of bytes can hold. */
const LARGEST = 2 ** 31 - 1;
/** What is asked of the disk at once. */
const READ = 4 * 2 ** 20;
/** A piece takes a few milliseconds at most, whatever rows are in it. */
const PIECE = 128 * 2 ** 10;
/** Milliseconds without a break. */
const BUSY = 12;

/**
 * Ends at the end of the file, where it can't be read on, or when `isWanted` says no; `progress` is called in each
 * break, and may make it longer. Gives the file's size. Rejects where the file can't be read.
 */
export async function readTrace({ trace, bytes: kept }: RecordedTrace, file: Uri, isWanted: () => boolean, progress: () => Promise<void> | void): Promise<number> {
	let size = 0;
	let began = performance.now();
	for await (const bytes of file.scheme === 'file' ? readFile(file.fsPath) : readElsewhere(file)) {
		size += bytes.length;
		kept.push(bytes);
		for (let at = 0; at < bytes.length && trace.fault === undefined; at += PIECE) {
			trace.push(bytes.subarray(at, at + PIECE));
			if (performance.now() - began < BUSY) { continue; }
			await progress();
			await new Promise(resolve => setImmediate(resolve));
			if (!isWanted()) { return size; }
			began = performance.now();
		}
		if (trace.fault !== undefined) { break; }
	}
	return size;
}

/** The pieces lie side by side in one buffer, which the trace's large tensors then share. */
async function* readFile(name: string): AsyncGenerator<Uint8Array> {
	const file = await fs.open(name);
	try {
		const { size } = await file.stat();
		checkSize(size);
		const bytes = new Uint8Array(size);
		for (let at = 0; at < size;) {
			const { bytesRead } = await file.read(bytes, at, Math.min(READ, size - at), at);
			if (bytesRead === 0) { return; }
			yield bytes.subarray(at, at + bytesRead);
			at += bytesRead;
		}
	} finally {
		await file.close();
	}
}

async function* readElsewhere(file: Uri): AsyncGenerator<Uint8Array> {
	checkSize((await workspace.fs.stat(file)).size);
	yield await workspace.fs.readFile(file);
}

function checkSize(size: number): void {
	if (size > LARGEST) { throw new Error(l10n.t('it is larger than 2 GB.')); }
}
