/**
 * Reads a file as a trace, from its first bytes on and in pieces with breaks between them: however large the file is,
 * the editor's other requests are answered meanwhile, and what is there already can be shown.
 */
import { l10n, type Uri, workspace } from 'vscode';
import { Turn } from '../../engine/trace/turn.ts';
import type { RecordedTrace } from '../run/recordedTrace.ts';
import { StoredFile } from '../run/storedFile.ts';
import type { TraceBytes } from '../run/traceBytes.ts';

/** What one array of bytes can hold, as other file systems than the disk's give a file; and as much as memory may. */
const LARGEST = 2 ** 31 - 1;
/** What is asked of the disk at once. */
const READ = 2 ** 20;
/** A larger file stays on the disk, and is read there again for a replay or to be saved; of a smaller one nothing is lost when it goes. */
const KEPT_IN_MEMORY = 64 * 2 ** 20;

/**
 * Ends at the end of the file, where it can't be read on, or when `isWanted` says no; `progress` is called in each
 * break, and may make it longer. Gives the file's size. Rejects where the file can't be read.
 */
export async function readTrace({ trace, bytes: kept }: RecordedTrace, file: Uri, isWanted: () => boolean, progress: () => Promise<void> | void): Promise<number> {
	let size = 0;
	const turn = new Turn();
	for await (const bytes of file.scheme === 'file' ? stored(file, kept) : elsewhere(file, kept)) {
		size += bytes.length;
		for (const work = trace.take(bytes); !work.next().done;) {
			if (!turn.isOver) { continue; }
			await progress();
			await turn.next();
			if (!isWanted()) { return size; }
		}
		if (trace.fault !== undefined) { break; }
	}
	return size;
}

async function* stored({ fsPath }: Uri, kept: TraceBytes): AsyncGenerator<Uint8Array> {
	const file = await StoredFile.of(fsPath);
	checkSize(file.size);
	let at = 0;
	for await (const bytes of file.pieces(READ)) {
		if (file.size <= KEPT_IN_MEMORY) { kept.push(bytes); } else { kept.pushStored(file, at, bytes.length); }
		at += bytes.length;
		yield bytes;
	}
}

async function* elsewhere(file: Uri, kept: TraceBytes): AsyncGenerator<Uint8Array> {
	checkSize((await workspace.fs.stat(file)).size);
	const bytes = await workspace.fs.readFile(file);
	for (let at = 0; at < bytes.length; at += READ) {
		const piece = bytes.subarray(at, at + READ);
		kept.push(piece);
		yield piece;
	}
}

function checkSize(size: number): void {
	if (size > LARGEST) { throw new Error(l10n.t('it is larger than 2 GB.')); }
}
