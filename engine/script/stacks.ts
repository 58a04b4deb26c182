/**
 * Stacks as the program's author knows them: its own calls alone, at the lines and columns of its document. V8 asks how a
 * stack is to be written when it is first looked at; what was found then is kept.
 */
import { describe } from '../recorder/describe.ts';
import { Places, type Place, type Program } from './program.ts';

export interface Called extends Place {
	readonly cell: number;
	/** '' on the outermost level. */
	readonly name: string;
	/** UTF-16 units, from 0. */
	readonly character: number;
}

/** What V8 gives of each call. */
interface CallSite {
	getScriptNameOrSourceURL(): string | null;
	getLineNumber(): number | null;
	getColumnNumber(): number | null;
	getFunctionName(): string | null;
	getTypeName(): string | null;
	isToplevel(): boolean;
	isConstructor(): boolean;
}

type Prepare = (error: unknown, sites: readonly CallSite[]) => string;

const found = new WeakMap<object, readonly Called[]>();

/** Has V8 write the stacks of a program; `file` is what it knows the program by, `name` what is written. */
export function writeStacks(program: Program, file: string, name: string): void {
	const prepare: Prepare = (error, sites) => {
		const calls = sites.flatMap(site => called(program, site, file) ?? []);
		if (typeof error === 'object' && error !== null) found.set(error, calls);
		return [headerOf(error), ...calls.map(call => `    at ${written(call, name)}`)].join('\n');
	};
	// The engine's own calls stand between an error and the program.
	Error.stackTraceLimit = 100;
	// A program's own would be given V8's objects.
	Object.defineProperty(Error, 'prepareStackTrace', { value: prepare, writable: false, configurable: false });
}

/** The calls in which an exception was raised, the innermost first. */
export function callsOf(error: unknown): readonly Called[] {
	if (typeof error !== 'object' || error === null || !(error instanceof Error)) return [];
	if (!found.has(error)) void error.stack;
	return found.get(error) ?? [];
}

export function written({ name: called, line, character }: Called, name: string): string {
	const place = `${name}:${line}:${character + 1}`;
	return called === '' ? place : `${called} (${place})`;
}

export function headerOf(error: unknown): string {
	const { type, message } = describe(error);
	return message === '' ? type : `${type}: ${message}`;
}

/** As V8 itself writes it. */
function nameOf(site: CallSite): string {
	const name = site.getFunctionName() ?? '', type = site.isToplevel() ? null : site.getTypeName();
	if (site.isConstructor()) return `new ${name}`;
	return type === null || type === 'Object' || name === '' || name.startsWith(type) ? name : `${type}.${name}`;
}

function called(program: Program, site: CallSite, file: string): Called | undefined {
	const line = site.getLineNumber(), column = site.getColumnNumber();
	if (site.getScriptNameOrSourceURL() !== file || line === null || column === null) return undefined;
	const cell = program.cells.findLastIndex(({ request }) => request.line <= line);
	const known = program.cells[cell];
	if (known === undefined) return undefined;
	const { edited, request, expressions } = known;
	const offset = edited.original(new Places(edited.text, request.line).offset(line - request.line, column - 1));
	const places = new Places(request.text, request.line);
	const end = offset + (/^[\p{L}\p{N}_$]+/u.exec(request.text.slice(offset, offset + 200))?.[0].length ?? 1);
	const place = expressions.get(offset) ?? places.place(offset, end);
	return { ...place, cell, character: places.character(offset) + request.shift, name: nameOf(site) };
}
