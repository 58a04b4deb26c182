/**
 * Makes a program that can be followed: each statement says its line before it runs and, after it, what its names are;
 * functions say when they begin and end, calls where they stand. What is inserted stands on the line that it belongs to.
 *
 * `$` below is the follower (recorder/follower.ts), `$c` the call that runs; both have names that the text doesn't contain:
 *
 *   const y = x.add(1)     $.s($c,3);const y = x.add($.a(7,1));$.n($c,5,y,x)
 *   (x) => x.sum()         (x) => {const $c=$.e(2,x);try{$.s($c,4);return $.r($c,$.p($c,6,x.sum(...$.z(8)),x))}catch(e){throw $.x($c,e)}finally{$.l($c)}}
 */
import type { CellRequest } from '../runtime/protocol.ts';
import { parse, parts, ScriptSyntaxError } from './parse.ts';
import { Places, type Program, type ProgramCell } from './program.ts';
import type { Tables, Wanted } from './saying.ts';
import { Scope } from './scopes.ts';
import { Statements } from './statements.ts';
import { blankTypes } from './types.ts';

/** A program that does nothing. */
export const NOTHING = '(async function(){})';

/** Cells in their order, up to the first that can't be parsed. Each sees the names of those before it, and may have its own in their place. */
export function instrument(cells: readonly CellRequest[], wanted: Wanted): Program {
	const all = cells.map(({ text }) => text).join('\n');
	const free = (name: string): string => {
		while (all.includes(name)) name += '_';
		return name;
	};
	const follower = free('$'), call = free('$c'), error = free('$e');
	const tables: Tables = { functions: [], plans: [], sites: [], iterables: [] };
	const done: ProgramCell[] = [];
	let problem: Program['problem'];
	let code = '', line = 1;
	let scope: Scope | undefined;
	for (const [number, request] of cells.entries()) {
		const places = new Places(request.text, request.line);
		try {
			const cell = new CellInstrumenter(request, number, places, tables, { follower, call, error }, wanted);
			scope = cell.run(scope);
			const edited = cell.edits.apply();
			done.push({ request, edited, expressions: cell.expressions });
			code += '\n'.repeat(request.line - line) + edited.text;
			line = request.line + request.text.split('\n').length - 1;
		} catch (thrown) {
			if (!(thrown instanceof ScriptSyntaxError)) throw thrown;
			problem = { cell: number, message: thrown.message, ...places.place(thrown.offset, Math.min(thrown.end, request.text.length)) };
			break;
		}
	}
	return { code: done.length === 0 ? NOTHING : `${code}\n${'}'.repeat(done.length + 1)})`, cells: done, problem, ...tables };
}

/** One cell. */
class CellInstrumenter extends Statements {
	/** @param around the scope of the cell before */
	run(around: Scope | undefined): Scope {
		const tree = parse(this.text, this.language);
		blankTypes(tree, this.text, this.edits);
		this.inferNames(tree);
		const { follower, call } = this.words;
		this.edits.open(0, `${around === undefined ? `(async function(${follower}){"use strict";` : ''}{const ${call}=${follower}.b(${this.cell});`);
		const scope = new Scope(around?.owner ?? { isDocument: true }, around);
		scope.declareVars(tree);
		this.statements(parts(tree, 'body'), scope, 0, undefined);
		return scope;
	}
}
