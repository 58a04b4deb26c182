/**
 * A file of code as text, by the rules that Python has for it (PEP 263): UTF-8, or what a comment in its first two lines
 * says. What can't be read is said in Python's words.
 */
import fs from 'node:fs';
import { reasonOf } from './write.ts';

/** What is said on stderr in place of a run, and the exit status that Python has for it. */
export class Unusable extends Error {
	readonly status: number;

	constructor(message: string, status: number) {
		super(message);
		this.status = status;
	}
}

const CANNOT_OPEN = 2;
const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK = /^[ \t\f]*(#.*)?$/;

/** With `\n` for every line end. Throws `Unusable`. */
export function readSource(file: string, isPython: boolean): string {
	let bytes: Uint8Array;
	try {
		bytes = fs.readFileSync(file);
	} catch (error) {
		throw new Unusable(`tensor-loupe: can't open file '${file}': ${reasonOf(error)}`, CANNOT_OPEN);
	}
	return (isPython ? decoded(file, bytes) : new TextDecoder().decode(bytes)).replace(/\r\n?/g, '\n');
}

function decoded(file: string, bytes: Uint8Array): string {
	const encoding = encodingOf(bytes) ?? 'utf-8';
	let decoder: InstanceType<typeof TextDecoder>;
	try {
		decoder = new TextDecoder(encoding.toLowerCase().replaceAll('_', '-').replace(/^(iso-)?latin-/, 'latin').replace('utf-8-sig', 'utf-8'), { fatal: true });
	} catch {
		// Python knows a few more than the platform does.
		throw new Unusable(`SyntaxError: encoding problem: ${encoding}`, 1);
	}
	try {
		return decoder.decode(bytes);
	} catch {
		const { byte, line } = firstForeign(bytes);
		throw new Unusable(`SyntaxError: Non-UTF-8 code starting with '\\x${byte.toString(16)}' in file ${file} on line ${line}, but no encoding declared; see https://peps.python.org/pep-0263/ for details`, 1);
	}
}

/** What a comment says; undefined: none does. The second line counts where the first is blank or a comment too. */
function encodingOf(bytes: Uint8Array): string | undefined {
	const [first = '', second = ''] = new TextDecoder('latin1').decode(bytes.subarray(0, 1000)).split(/\r\n|\r|\n/);
	return (COOKIE.exec(first) ?? (BLANK.test(first) ? COOKIE.exec(second) : null))?.[1];
}

/** The first byte that is no UTF-8, and its line. */
function firstForeign(bytes: Uint8Array): { readonly byte: number; readonly line: number } {
	const lines = Buffer.from(bytes).toString('latin1').split(/\r\n|\r|\n/);
	for (const [at, line] of lines.entries()) {
		const own = Buffer.from(line, 'latin1'), clean = Buffer.from(own.toString('utf8'));
		const differs = own.findIndex((byte, i) => byte !== clean[i]);
		if (differs >= 0) return { byte: own[differs]!, line: at + 1 };
	}
	return { byte: 0, line: 1 };
}
