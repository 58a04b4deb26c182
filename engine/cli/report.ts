/** `--report`: the panel's views with a trace inside, as one page that needs nothing else. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { optimizerOver } from '../slice/asked-path.ts';
import { COMPONENT, mayHaveComponents } from '../slice/components.ts';
import { contentsOf, sliceOf } from '../slice/contents.ts';
import { optimizerOf } from '../slice/entry-ids.ts';
import type { OtherRun } from '../slice/losses.ts';
import { replayFor, type ReplayRequest } from '../slice/replay-for.ts';
import { framePlaces } from '../trace/frame.ts';
import { done } from '../trace/work.ts';
import { TraceReader } from '../trace/reader.ts';

/** What the built page has in the place of a trace, and of the run that it is compared with. */
const TRACE = '/*TRACE*/', OTHER = '/*OTHER*/';
const MOST_BYTES = 2 ** 30;
const ALL_AT_ONCE = { x: { parameter: COMPONENT, element: 0, label: '' }, y: { parameter: COMPONENT, element: 1, label: '' } };
/** Of the list the first so many are replayed, and none after so many milliseconds. */
const MOST_REPLAYS = 200, LONGEST = 60_000;

/**
 * The trace with what replay computes for it: of each optimizer the loss over the two coordinates that are shown first, and along the
 * path of all of its parameters at once; the gradients of graphs, what comes back through index maps. Replay is a process of its own; what it does not come to the view
 * goes without, and says so.
 */
function withDerived(dist: string, trace: Uint8Array): Uint8Array {
	const reader = new TraceReader();
	reader.push(trace);
	reader.finish();
	const requests: ReplayRequest[] = [];
	for (const { kind, id } of done(contentsOf(reader))) {
		if (requests.length >= MOST_REPLAYS) break;
		const slice = kind === 'optimizer' || kind === 'graph' || kind === 'indexMap' ? done(sliceOf(reader, id)) : undefined;
		if (slice === undefined) continue;
		const shown = slice.kind === 'optimizer' && mayHaveComponents(slice) ? [slice, done(optimizerOver(reader, optimizerOf(id), slice, ALL_AT_ONCE))] : [slice];
		requests.push(...shown.flatMap(each => replayFor(id, each)?.request ?? []));
	}
	if (requests.length === 0) return trace;
	const replay = spawnSync(process.execPath, [path.join(dist, 'replay.mjs'), JSON.stringify(requests), path.join(dist, 'kernels.wasm')], { input: trace, maxBuffer: MOST_BYTES, timeout: LONGEST, stdio: ['pipe', 'pipe', 'ignore'] });
	// There is none where it could not be started.
	const frames = (replay.stdout as Buffer | null) ?? Buffer.alloc(0);
	return Buffer.concat([trace, frames.subarray(0, framePlaces(frames).reduce((sum, { length }) => sum + length, 0))]);
}

/** Writes `dist/report.html` to `file` with the trace's bytes as base64 at their mark, and the other run as JSON. Throws a sentence where the build has no page. */
export function writeReport(dist: string, trace: readonly Uint8Array[], other: OtherRun | undefined, file: string): void {
	const page = path.join(dist, 'report.html');
	if (!fs.existsSync(page)) throw new Error(`the page for reports is not in this build (${page})`);
	const bytes = withDerived(dist, Buffer.concat(trace));
	fs.writeFileSync(file, [[TRACE, Buffer.from(bytes).toString('base64')], [OTHER, other === undefined ? '' : textOf(other)]].reduce((text, [mark, content]) => {
		const at = text.indexOf(mark!);
		if (at < 0) throw new Error(`${page} has no place for a trace`);
		return `${text.slice(0, at)}${content}${text.slice(at + mark!.length)}`;
	}, fs.readFileSync(page, 'utf8')));
}

/** For a script element, which nothing in it may end. JSON has no NaN and no infinity. */
function textOf({ title, losses: { count, numbers, values } }: OtherRun): string {
	return JSON.stringify({ title, count, numbers: [...numbers], values: Array.from(values, value => Number.isFinite(value) ? value : String(value)) }).replaceAll('<', '\\u003c');
}
