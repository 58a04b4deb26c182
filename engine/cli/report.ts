/** `--report`: the panel's views with a trace inside, as one page that needs nothing else. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { contentsOf, sliceOf } from '../slice/contents.ts';
import { done } from '../trace/work.ts';
import { TraceReader } from '../trace/reader.ts';

/** What the built page has in the place of a trace. */
const MARK = '/*TRACE*/';
const MOST_BYTES = 2 ** 30;

/**
 * Frames with what replay computes for the trace: of each optimizer the loss over the two coordinates that are shown
 * first. Replay is a process of its own; where it fails the view goes without, and says so.
 */
function derivedFrames(dist: string, trace: Uint8Array): Uint8Array {
	const reader = new TraceReader();
	reader.push(trace);
	reader.finish();
	let whole = trace;
	for (const entry of done(contentsOf(reader))) {
		const slice = done(sliceOf(reader, entry.id));
		if (slice?.kind !== 'optimizer') continue;
		const request = { optimizer: Number(entry.id.replace('optimizer:', '')), x: slice.x, y: slice.y };
		const replay = spawnSync(process.execPath, [path.join(dist, 'replay.mjs'), JSON.stringify(request), path.join(dist, 'kernels.wasm')], { input: whole, maxBuffer: MOST_BYTES, stdio: ['pipe', 'pipe', 'ignore'] });
		if (replay.status === 0) whole = Buffer.concat([whole, replay.stdout]);
	}
	return whole;
}

/** Writes `dist/report.html` to `file` with the trace's bytes as base64 at its mark. Throws a sentence where the build has no page. */
export function writeReport(dist: string, trace: readonly Uint8Array[], file: string): void {
	const page = path.join(dist, 'report.html');
	if (!fs.existsSync(page)) throw new Error(`the page for reports is not in this build (${page})`);
	const text = fs.readFileSync(page, 'utf8');
	const at = text.indexOf(MARK);
	if (at < 0) throw new Error(`${page} has no place for a trace`);
	const bytes = derivedFrames(dist, Buffer.concat(trace));
	fs.writeFileSync(file, `${text.slice(0, at)}${Buffer.from(bytes).toString('base64')}${text.slice(at + MARK.length)}`);
}
