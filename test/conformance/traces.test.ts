/**
 * Golden transcripts: the notes and the examples in the embedded runtime, as text to read. The same programs were traced under real
 * PyTorch (`*.pytorch.txt`, from test/unit/trace/stored/make.py), and read the same. To the bit they are compared in test/pytorch/.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startRuntime } from '../../engine/runtime/host.ts';
import { DEFAULT_RECORD, type RecordOptions } from '../../engine/runtime/protocol.ts';
import { documentSnippet } from '../../engine/snippet/snippet.ts';
import { listing } from '../../engine/trace/listing.ts';
import { recordedOf } from '../../engine/trace/recorded.ts';
import { TraceReader } from '../../engine/trace/reader.ts';
import { dist, snapshot } from '../unit/runtime/embedded.ts';

const root = path.join(import.meta.dirname, '../..');
const golden = path.join(root, 'test/golden/traces');

async function traced(file: string, record: Partial<RecordOptions> = {}): Promise<TraceReader> {
	const name = path.basename(file), text = readFileSync(path.join(root, file), 'utf8');
	const { cells, customaryNames } = name.endsWith('.md') ? documentSnippet(text, 'markdown') : { cells: [{ line: 1, text, shift: 0, mode: 'exec' as const }], customaryNames: false };
	const runtime = startRuntime({ dist, snapshot: await snapshot(), folders: [] });
	const reader = new TraceReader();
	const run = runtime.run({ type: 'run', uri: `file:///examples/${name}`, name, text, cells, argv: [name], customaryNames, folder: undefined, record: { ...DEFAULT_RECORD, ...record } }, { onData: bytes => reader.push(bytes) });
	await run.done;
	runtime.dispose();
	reader.finish();
	return reader;
}

/** What the first tests found, for the comparisons. */
const listings = new Map<string, string>();

test.each(['examples/pytorch-notes.md', 'examples/pytorch-notes-with-output.md', 'examples/ema-training.py', 'test/unit/trace/stored/changes.py', 'test/unit/trace/stored/quiet.py'])('%s', async (file) => {
	const trace = await traced(file);
	expect(trace.problem).toBeUndefined();
	const { name } = path.parse(file), text = listing(trace);
	listings.set(name, text);
	await expect(text).toMatchFileSnapshot(path.join(golden, `${name}.txt`));
});

test.each(['ops', 'optimizerSteps'] as const)('examples/ema-training.py, %s alone', async (what) => {
	const trace = await traced('examples/ema-training.py', { what });
	expect(trace.problem).toBeUndefined();
	expect([trace.stepCount, trace.limits.length, recordedOf(trace)]).toEqual([0, 1, what]);
	await expect(listing(trace)).toMatchFileSnapshot(path.join(golden, `ema-training.${what}.txt`));
});

/** Lines of a listing without the numbers of objects, which count what each runtime's own library mentions. */
function lines(text: string): string[] {
	return text.split('\n').slice(1).map(line => line.replace(/\b([at]|[A-Z]\w*?)\d+\b/g, '$1'));
}

test.each(['pytorch-notes', 'ema-training', 'changes', 'quiet'])('%s: the embedded runtime does what real PyTorch did', (name) => {
	expect(lines(listings.get(name)!)).toEqual(lines(readFileSync(path.join(golden, `${name}.pytorch.txt`), 'utf8')));
});
