/** The command line of `tensor-loupe`, read; nothing is done here. */
import type { Family } from '../snippet/snippet.ts';
import { RECORDED, type Recorded } from '../trace/recorded.ts';

export interface RunArguments {
	readonly file: string;
	/** sys.argv after the file. */
	readonly rest: readonly string[];
	readonly trace: string | undefined;
	/** A folder for what the program writes. */
	readonly files: string | undefined;
	readonly report: string | undefined;
	/** A saved trace, which the report is compared with. */
	readonly compare: string | undefined;
	readonly record: Recorded;
	/** Of notes; undefined: that of their first fence. */
	readonly language: Family | undefined;
}

export const USAGE = `Usage: tensor-loupe run FILE [--trace OUT] [--report OUT.html] [--compare TRACE]
                            [--record WHAT] [--files FOLDER] [--language LANGUAGE] [ARGS...]

Runs a Python file that uses PyTorch, with neither Python nor PyTorch installed, and prints what python FILE prints,
with the same exit code. Of a Markdown file the Python fences run, in order, in one namespace, up to the first error;
output that is pasted under the code is compared with what was printed. A file of TypeScript or JavaScript (.ts, .mts,
.js, .mjs) that imports 'tensor-loupe' runs likewise, and fences of these in a Markdown file whose first fence is one.

  --trace OUT          save what the program did: every step, every tensor
  --report OUT.html    save it as one page that shows it
  --compare TRACE      in that page, lay the losses of a trace that was saved under those of this run
  --record WHAT        of what: lines (everything, the default), ops (calls of PyTorch), optimizerSteps
  --files FOLDER       put there what the program writes (torch.save, np.save, open): else it is kept in memory while it
                       runs, and the program's own folder stays as it is
  --language LANGUAGE  of a Markdown file that has both: run its fences of python, or of javascript (and TypeScript)

Options come before FILE or right after it; everything else is the program's own.`;

/** What is wrong with the command line; the message is for people. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** `argv` without node and the script. Returns undefined where help was asked for. Throws UsageError. */
export function readArguments(argv: readonly string[]): RunArguments | undefined {
	const [command, ...rest] = argv;
	if (command === undefined || command === '--help' || command === '-h' || command === 'help') return undefined;
	if (command !== 'run') throw new UsageError(`unknown command '${command}'`);
	const given: { trace?: string; report?: string; files?: string; compare?: string; record?: string; language?: string } = {};
	let at = 0;
	const takeOptions = (): boolean => {
		for (; at < rest.length; at += 1) {
			const found = /^--(trace|report|compare|record|files|language)(?:=(.*))?$/s.exec(rest[at]!);
			if (found === null) return rest[at] === '--help' || rest[at] === '-h';
			const value = found[2] ?? rest[++at];
			if (value === undefined || value === '') throw new UsageError(`--${found[1]} needs ${found[1] === 'record' || found[1] === 'language' ? 'a word' : found[1] === 'files' ? 'a folder' : 'a file'}`);
			given[found[1] as keyof typeof given] = value;
		}
		return false;
	};
	if (takeOptions()) return undefined;
	const file = rest[at++];
	if (file === undefined) throw new UsageError('which FILE?');
	if (file.startsWith('-')) throw new UsageError(`unknown option '${file}'`);
	takeOptions();
	const record = RECORDED.find(each => each === (given.record ?? 'lines'));
	if (record === undefined) throw new UsageError(`--record is one of ${RECORDED.join(', ')}, not '${given.record}'`);
	const { language } = given;
	if (language !== undefined && language !== 'python' && language !== 'javascript') throw new UsageError(`--language is one of python, javascript, not '${language}'`);
	if (given.compare !== undefined && given.report === undefined) throw new UsageError('--compare needs --report');
	return { file, rest: rest.slice(at), trace: given.trace, files: given.files, report: given.report, compare: given.compare, record, language };
}
