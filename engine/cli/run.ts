/** `tensor-loupe run`: one file, run in the embedded runtime, its output written as python would write it. */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startRuntime, type Runtime } from '../runtime/host.ts';
import { DEFAULT_RECORD, type RunRequest } from '../runtime/protocol.ts';
import { ensureSnapshot } from '../runtime/snapshot.ts';
import type { OtherRun } from '../slice/losses.ts';
import { compareExpectation, NOTHING_WRITTEN, type Written } from '../snippet/compare.ts';
import type { Family, Language, Snippet } from '../snippet/snippet.ts';
import type { OwnFile } from '../trace/model.ts';
import { sizeText, stepsDown } from '../trace/own-files.ts';
import type { RunArguments } from './arguments.ts';
import { cacheFolder } from './cache.ts';
import { isError, OutputStream, type Printed } from './output.ts';
import { readSource, Unusable } from './source.ts';
import { reasonOf, say, writeAll } from './write.ts';

const LANGUAGES: readonly (readonly [Language, RegExp])[] = [['markdown', /\.(md|markdown|qmd|rmd)$/i], ['typescript', /\.m?ts$/i], ['javascript', /\.m?js$/i]];
const CANNOT_WRITE = 2;
const INTERRUPTED = 130;
const TERMINATED = 143;
/** Of what a cell printed, as much is kept for a comparison. */
const KEPT_CHARACTERS = 1_000_000;

const contains = (folder: string, file: string): boolean => !path.relative(folder, file).startsWith('..') && !path.isAbsolute(path.relative(folder, file));

const languageOf = (file: string): Language => LANGUAGES.find(([, pattern]) => pattern.test(file))?.[0] ?? 'python';

async function start(dist: string, folder: string, language: Family): Promise<Runtime> {
	if (language === 'javascript') return startRuntime({ dist, language, folders: [] });
	let snapshot: string | undefined;
	try {
		snapshot = await ensureSnapshot(dist, cacheFolder());
	} catch {
		// Without one, a run begins later and is the same otherwise; a cache folder that can't be written is no error of the program's.
	}
	return startRuntime({ dist, snapshot, folders: [folder] });
}

/** A file of code as it stands; Markdown as its fences of one family. The parser of Markdown is loaded only for that. */
async function snippetOf(text: string, language: Language, family: Family | undefined): Promise<Snippet> {
	if (language === 'python') return { cells: [{ line: 1, text, shift: 0, mode: 'exec' }], expectations: [], customaryNames: false };
	const { documentSnippet, familyOf, findRunnables } = await import('../snippet/snippet.ts');
	const snippet = documentSnippet(text, language, family);
	const others = findRunnables(text, language).filter((each) => familyOf(each.snippet) !== familyOf(snippet)).length;
	if (others > 0 && family === undefined) say(`tensor-loupe: ${others} ${others === 1 ? 'fence' : 'fences'} of ${familyOf(snippet) === 'python' ? 'TypeScript or JavaScript' : 'Python'} not run: --language ${familyOf(snippet) === 'python' ? 'javascript' : 'python'} runs ${others === 1 ? 'it' : 'them'}`);
	return snippet;
}

/** What cells wrote, kept for those that something is compared with. */
class WrittenByCell {
	readonly #texts = new Map<number, Written>();
	readonly #decoder = new TextDecoder();

	constructor(snippet: Snippet) {
		for (const cell of snippet.expectations.flatMap((each) => each.cells)) this.#texts.set(cell, NOTHING_WRITTEN);
	}

	get wanted(): boolean {
		return this.#texts.size > 0;
	}

	add(cell: number | undefined, stream: keyof Written, bytes: Uint8Array): void {
		const written = cell === undefined ? undefined : this.#texts.get(cell);
		if (written !== undefined && written[stream].length < KEPT_CHARACTERS) this.#texts.set(cell!, { ...written, [stream]: written[stream] + this.#decoder.decode(bytes) });
	}

	of(cell: number): Written {
		return this.#texts.get(cell) ?? NOTHING_WRITTEN;
	}
}

/** After the program's own output, one line on stderr for each piece of pasted output. */
function reportComparisons(snippet: Snippet, written: WrittenByCell, ran: (cell: number) => boolean): void {
	for (const expectation of snippet.expectations) {
		if (!expectation.cells.every(ran)) {
			say(`line ${expectation.startLine}: not run`);
			continue;
		}
		const result = compareExpectation(expectation, (cell) => written.of(cell));
		say(`line ${expectation.startLine}: ${result.equal ? 'equal' : `not equal, got ${result.got === '' ? 'nothing' : result.got}`}`);
	}
}

/** Runs and returns the exit status. `dist` is the build's folder. */
export async function run(given: RunArguments, dist: string): Promise<number> {
	const { file } = given;
	const absolute = path.resolve(file);
	const here = process.cwd();
	// From the root of a disk the program would see all of it.
	const folder = here !== path.parse(here).root && contains(here, absolute) ? here : path.dirname(absolute);
	const language = languageOf(absolute);
	let starting: Promise<Runtime> | undefined;
	try {
		// The interpreter loads while the file is read; what notes are to be run by is said in them.
		if (language === 'python') starting = start(dist, folder, 'python');
		const text = readSource(absolute, language === 'python');
		const snippet = await snippetOf(text, language, given.language);
		starting ??= start(dist, folder, snippet.cells[0]?.language === undefined ? 'python' : 'javascript');
		return await runText(given, { dist, folder, absolute, text, snippet, starting });
	} catch (error) {
		if (!(error instanceof Unusable)) throw error;
		say(error.message);
		return error.status;
	} finally {
		// Whatever has happened, no process stays behind.
		void starting?.then((runtime) => runtime.dispose(), () => undefined);
	}
}

/** Opens what is to be written before the program runs: after it, it would be too late to say that it can't be. */
function openTarget(file: string, flags: 'w' | 'a'): number {
	try {
		return fs.openSync(file, flags);
	} catch (error) {
		throw new Unusable(`tensor-loupe: can't write '${file}': ${reasonOf(error)}`, CANNOT_WRITE);
	}
}

/** The losses of a saved trace. Throws Unusable, as where a target can't be written. */
async function otherRun(file: string): Promise<OtherRun> {
	const unusable = (reason: string): Unusable => new Unusable(`tensor-loupe: can't compare with '${file}': ${reason}`, CANNOT_WRITE);
	const [{ TraceReader }, { runLosses, MOST_KEPT }, { done }] = await Promise.all([import('../trace/reader.ts'), import('../slice/losses.ts'), import('../trace/work.ts')]);
	const reader = new TraceReader();
	try {
		reader.push(fs.readFileSync(file));
	} catch (error) {
		throw unusable(reasonOf(error));
	}
	reader.finish();
	const losses = done(runLosses(reader, MOST_KEPT));
	if (losses.count === 0) throw unusable(reader.problem ?? 'it holds no losses');
	return { title: path.basename(file), losses };
}

/** Puts what the program has written into a folder, or says that nobody has. @returns whether all of it is where it should be */
function writeFiles(files: readonly OwnFile[], folder: string | undefined): boolean {
	if (files.length === 0) return true;
	if (folder === undefined) {
		const [first] = files as [OwnFile];
		say(`tensor-loupe: ${files.length === 1 ? `${first.path} (${sizeText(first.size)}) was` : `${files.length} files were`} written in memory alone; --files FOLDER keeps ${files.length === 1 ? 'it' : 'them'}`);
		return true;
	}
	let areWritten = true;
	const fail = (name: string, reason: string): void => {
		say(`tensor-loupe: can't write '${name}': ${reason}`);
		areWritten = false;
	};
	for (const { path: name, size, bytes } of files) {
		const target = path.join(folder, ...stepsDown(name));
		try {
			if (bytes === undefined) fail(target, `its ${sizeText(size)} are more than are kept of a run`);
			else {
				fs.mkdirSync(path.dirname(target), { recursive: true });
				fs.writeFileSync(target, bytes);
			}
		} catch (error) {
			fail(target, reasonOf(error));
		}
	}
	return areWritten;
}

interface Prepared { readonly dist: string; readonly folder: string; readonly absolute: string; readonly text: string; readonly snippet: Snippet; readonly starting: Promise<Runtime> }

async function runText({ file, rest, trace, files, report, compare, record }: RunArguments, { dist, folder, absolute, text, snippet, starting }: Prepared): Promise<number> {
	const written = new WrittenByCell(snippet);
	const save = trace !== undefined || report !== undefined;
	const request: RunRequest = {
		type: 'run', uri: pathToFileURL(absolute).href, name: absolute, text, cells: snippet.cells, argv: [file, ...rest], customaryNames: snippet.customaryNames, folder,
		// Which cell printed something is known from the frames that recording writes.
		record: { ...DEFAULT_RECORD, what: record, record: save || written.wanted },
	};
	const output = new OutputStream();
	const kept: Uint8Array[] = [];
	// Before what is to be written is emptied: it may be the same file.
	const other = compare === undefined ? undefined : await otherRun(compare);
	const target = trace === undefined ? undefined : openTarget(trace, 'w');
	if (report !== undefined) fs.closeSync(openTarget(report, 'a'));
	const runtime = await starting;
	let broken = false;
	const emit = (row: Printed): void => {
		written.add(output.cellOf(row), isError(row) ? 'stderr' : 'stdout', row.text);
		try {
			writeAll(isError(row) ? 2 : 1, row.text);
		} catch {
			// The reader of our output has gone, as with `| head`.
			broken = true;
			running.kill();
		}
	};
	const running = runtime.run(request, {
		onData(bytes) {
			if (target !== undefined) fs.writeSync(target, bytes);
			if (report !== undefined) kept.push(bytes);
			for (const row of output.push(bytes)) if (!broken) emit(row);
		},
		onStray: (stream, bytes) => writeAll(stream, bytes),
	});
	let asked = 0;
	const onSignal = (): void => asked++ === 0 ? running.interrupt() : running.kill();
	process.on('SIGINT', onSignal);
	let isTerminated = false;
	process.on('SIGTERM', () => {
		isTerminated = true;
		running.kill();
	});
	const ended = await running.done;
	process.off('SIGINT', onSignal);
	if (target !== undefined) fs.closeSync(target);
	if (report !== undefined) {
		const { writeReport } = await import('./report.ts');
		writeReport(dist, kept, other, report);
	}
	const areWritten = writeFiles(output.files, files);
	if (broken) return 1;
	if (isTerminated) return TERMINATED;
	if (output.problem !== undefined) say(`tensor-loupe: ${output.problem}`);
	if (ended.how === 'exited') {
		reportComparisons(snippet, written, (cell) => output.ran(cell));
		return output.problem === undefined && areWritten ? ended.status : Math.max(ended.status, 1);
	}
	say(ended.how === 'killed' ? asked > 0 ? 'KeyboardInterrupt' : 'tensor-loupe: the runtime process was killed' : `tensor-loupe: ${ended.message}`);
	return ended.how === 'killed' ? asked > 0 ? INTERRUPTED : 137 : 1;
}
