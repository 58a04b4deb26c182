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
import { Edits } from './edits.ts';
import { bound, children, isFunction, nameOf, parse, part, parts, ScriptSyntaxError, type Node } from './parse.ts';
import { Places, type FunctionFacts, type Place, type PlannedName, type Program, type ProgramCell, type Site } from './program.ts';
import { namesIn, Scope, type Names, type Owner } from './scopes.ts';
import { blankTypes, isTypeAlone } from './types.ts';

/** The module that programs import, and the names that it has. */
export interface Module { readonly specifier: string; readonly names: ReadonlySet<string> }

/** Properties of a tensor that make another one. */
const MAKING = new Set(['T', 'mT', 'H', 'mH']);
/** Frames of functions without one; the second is code inside an expression. */
const WITHOUT_NAME = { body: '<anonymous>', expression: '<arrow>' };

interface Tables {
	readonly functions: FunctionFacts[];
	readonly plans: PlannedName[][];
	readonly sites: Site[];
	readonly iterables: string[];
}

/** A program that does nothing. */
export const NOTHING = '(async function(){})';

export interface Wanted {
	/** Say the names that statements store and load, too. */
	readonly names: boolean;
	readonly module: Module;
}

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

interface Words { readonly follower: string; readonly call: string; readonly error: string }

class CellInstrumenter {
	readonly edits: Edits;
	readonly expressions = new Map<number, Place>();
	readonly #text: string;
	readonly #language: 'typescript' | 'javascript';
	readonly #cell: number;
	readonly #places: Places;
	readonly #tables: Tables;
	readonly #words: Words;
	readonly #wanted: Wanted;

	constructor({ text, language }: CellRequest, cell: number, places: Places, tables: Tables, words: Words, wanted: Wanted) {
		this.edits = new Edits(text);
		this.#text = text;
		this.#language = language ?? 'javascript';
		this.#cell = cell;
		this.#places = places;
		this.#tables = tables;
		this.#words = words;
		this.#wanted = wanted;
	}

	/** @param around the scope of the cell before */
	run(around: Scope | undefined): Scope {
		const tree = parse(this.#text, this.#language);
		blankTypes(tree, this.#text, this.edits);
		this.#inferNames(tree);
		const { follower, call } = this.#words;
		this.edits.open(0, `${around === undefined ? `(async function(${follower}){"use strict";` : ''}{const ${call}=${follower}.b(${this.#cell});`);
		const scope = new Scope(around?.owner ?? { isDocument: true }, around);
		scope.declareVars(tree);
		this.#statements(parts(tree, 'body'), scope, 0, undefined);
		return scope;
	}

	// Statements. `line`: the line that was said last, where that is sure; a statement on it begins no step.

	#statements(statements: readonly Node[], scope: Scope, start: number, line: number | undefined): void {
		const functions = scope.declareBlock(statements);
		if (functions.length > 0 && this.#wanted.names) this.edits.open(start, this.#names({ stores: new Set(functions), loads: new Set() }, scope, start, 'n', ';'));
		for (const statement of statements) line = this.#statement(statement, scope, line);
	}

	/** Answers the line that is sure to have been said last when the statement has run. */
	#statement(outer: Node, scope: Scope, line: number | undefined): number | undefined {
		if (outer.type === 'ImportDeclaration') return this.#import(outer, scope);
		if (isTypeAlone(outer) || outer.type === 'EmptyStatement') return line;
		const statement = this.#unexported(outer, scope);
		if (statement === undefined || isTypeAlone(statement)) return line;
		if (statement.type === 'FunctionDeclaration') {
			this.#expression(statement, scope);
			return line;
		}
		if (statement.type === 'BlockStatement') {
			this.#block(statement, scope, line);
			return undefined;
		}
		if (statement.type === 'TryStatement') return this.#try(statement, scope);
		const own = this.#places.line(statement.start);
		if (own !== line && statement.type !== 'WhileStatement' && !(statement.type === 'LabeledStatement' && part(statement, 'body')!.type === 'WhileStatement')) this.edits.open(outer.start, `${this.#step(own)};`);
		this.#inner(statement, scope, own);
		return this.#places.line(statement.end) === own ? own : undefined;
	}

	#inner(statement: Node, scope: Scope, line: number): void {
		const body = part(statement, 'body'), test = part(statement, 'test');
		switch (statement.type) {
			case 'LabeledStatement':
				return this.#inner(body!, scope, line);
			case 'IfStatement': {
				const alternate = part(statement, 'alternate');
				this.#looked(test!, scope);
				this.#body(part(statement, 'consequent')!, scope, line);
				if (alternate !== undefined) this.#body(alternate, scope, line);
				return;
			}
			case 'WhileStatement':
				this.edits.open(test!.start, `${this.#step(line)},`);
				this.#looked(test!, scope);
				return this.#turn(body!, scope, line);
			case 'DoWhileStatement': {
				const last = this.#places.line(test!.start);
				this.#turn(body!, scope, line);
				this.edits.open(test!.start, `${this.#step(last)},`);
				return this.#looked(test!, scope);
			}
			case 'ForStatement':
				return this.#for(statement, scope, line);
			case 'ForOfStatement':
			case 'ForInStatement':
				return this.#forOf(statement, scope, line);
			case 'SwitchStatement': {
				const inner = new Scope(scope.owner, scope), cases = parts(statement, 'cases');
				this.#looked(part(statement, 'discriminant')!, scope);
				for (const each of cases) inner.declareBlock(parts(each, 'consequent'));
				for (const each of cases) {
					const value = part(each, 'test');
					if (value !== undefined) this.#expression(value, inner);
					let said: number | undefined;
					for (const one of parts(each, 'consequent')) said = this.#statement(one, inner, said);
				}
				return;
			}
			case 'ReturnStatement': {
				const argument = part(statement, 'argument');
				if (argument !== undefined) this.#returned(argument, scope, argument.start, argument.end);
				return;
			}
			case 'ClassDeclaration':
			case 'VariableDeclaration':
			case 'ExpressionStatement':
				this.#expression(statement, scope);
				if (this.#wanted.names) this.edits.close(statement.end, this.#names(namesIn([statement]), scope, statement.end, 'n', ';', ';'));
				return;
			default:
				this.#expression(statement, scope);
		}
	}

	#block(block: Node, scope: Scope, line: number | undefined): void {
		this.#statements(parts(block, 'body'), new Scope(scope.owner, scope), block.start + 1, line);
	}

	/** The body of a loop. One of the document's own may wait, so the collector has a turn there now and then. */
	#turn(body: Node, scope: Scope, line: number): void {
		const { follower, call } = this.#words;
		const isBlock = body.type === 'BlockStatement', waits = scope.owner.isDocument ? `if(${follower}.m)await ${follower}.y(${call});` : '';
		if (isBlock) this.edits.open(body.start + 1, waits);
		this.#body(body, scope, line, isBlock ? '' : waits);
	}

	/** A statement that another one has: in braces, so that it may become several. */
	#body(body: Node, scope: Scope, line: number, before = ''): void {
		if (body.type === 'BlockStatement') return this.#block(body, scope, line);
		this.edits.open(body.start, `{${before}`);
		this.#statement(body, scope, line);
		this.edits.close(body.end, '}');
	}

	#for(statement: Node, outer: Scope, line: number): void {
		const scope = new Scope(outer.owner, outer);
		const [init, test, update, body] = ['init', 'test', 'update', 'body'].map(name => part(statement, name));
		if (init?.type === 'VariableDeclaration' && init['kind'] !== 'var') scope.declarePatterns(init, init.end);
		const first = this.#after(';', init?.end ?? statement.start), second = this.#after(';', test?.end ?? first);
		if (init !== undefined) this.#expression(init, scope);
		const names = this.#wanted.names ? this.#names(namesIn([init, test, update]), scope, first, 'n', ',') : '';
		if (test === undefined) this.edits.open(first, `${names}true`);
		else {
			this.edits.open(test.start, `${names}(`);
			this.#expression(test, scope);
			this.edits.close(test.end, ')');
		}
		this.edits.open(update?.start ?? second, `${this.#step(line)}${update === undefined ? '' : ','}`);
		if (update !== undefined) this.#expression(update, scope);
		this.#turn(body!, scope, line);
	}

	#forOf(statement: Node, outer: Scope, line: number): void {
		const scope = new Scope(outer.owner, outer), { follower, call } = this.#words;
		const [left, right, body] = ['left', 'right', 'body'].map(name => part(statement, name)!) as [Node, Node, Node];
		const number = this.#tables.iterables.push(this.#text.slice(right.start, right.end)) - 1;
		const isOf = statement.type === 'ForOfStatement';
		this.#expression(left, scope);
		if (!isOf) {
			const word = left.end + /\bin\b/.exec(this.edits.blanked(left.end, right.start))!.index;
			this.edits.blank(word, word + 2);
			this.edits.open(word, 'of');
		}
		this.edits.open(right.start, `${follower}.${statement['await'] === true ? 'j' : 'i'}(${call},${line},${number},${isOf ? '(' : `${follower}.k(`}`);
		this.#expression(right, scope);
		this.edits.close(right.end, '))');
		const names = namesIn([left]);
		if (left.type === 'VariableDeclaration') scope.declarePatterns(left, left.end);
		else namesOfTarget(left, names);
		const isBlock = body.type === 'BlockStatement';
		if (this.#wanted.names) this.edits.open(isBlock ? body.start + 1 : body.start, `${isBlock ? '' : '{'}${this.#names(names, scope, body.start, 'n', ';')}`);
		this.#turn(body, scope, line);
		if (this.#wanted.names && !isBlock) this.edits.close(body.end, '}');
	}

	#try(statement: Node, scope: Scope): undefined {
		const { follower, call, error } = this.#words;
		const handler = part(statement, 'handler'), finalizer = part(statement, 'finalizer');
		this.#block(part(statement, 'block')!, scope, undefined);
		if (handler !== undefined) {
			const body = part(handler, 'body')!, parameter = part(handler, 'param');
			const inner = new Scope(scope.owner, scope);
			let caught = error, pattern = '';
			if (parameter?.type === 'Identifier') {
				caught = nameOf(parameter);
				inner.declare(caught, -1);
			} else if (parameter !== undefined) {
				for (const name of bound(parameter)) inner.declare(nameOf(name), -1);
				pattern = `let ${this.edits.blanked(parameter.start, part(parameter, 'typeAnnotation')?.start ?? parameter.end)}=${error};`;
				this.edits.blank(parameter.start, parameter.end);
				this.edits.open(parameter.start, error);
			} else {
				this.edits.open(body.start, `(${error})`);
			}
			const names = parameter === undefined || !this.#wanted.names ? '' : this.#names({ stores: new Set([...bound(parameter)].map(nameOf)), loads: new Set() }, inner, body.start, 'n', ';');
			this.edits.open(body.start + 1, `${follower}.t(${call},${caught});${pattern}${names}`);
			this.#block(body, inner, undefined);
		}
		if (finalizer !== undefined) this.#block(finalizer, scope, undefined);
		return undefined;
	}

	// Modules

	#import(statement: Node, scope: Scope): number | undefined {
		const { specifier, names } = this.#wanted.module;
		const line = this.#places.line(statement.start);
		if (isTypeAlone(statement)) return undefined;
		const source = part(statement, 'source')!, from = String(source['value']);
		if (from !== specifier) throw new ScriptSyntaxError(`There is no module '${from}' here: '${specifier}' is the one that can be imported, for \`torch\`.`, source.start, source.end);
		const pairs: string[] = [];
		let all: string | undefined;
		for (const each of parts(statement, 'specifiers')) {
			const local = nameOf(part(each, 'local')!);
			if (each.type === 'ImportDefaultSpecifier') throw new ScriptSyntaxError(`'${specifier}' has no default export: write \`import { torch } from '${specifier}'\`.`, each.start, each.end);
			if (each.type === 'ImportNamespaceSpecifier') {
				all = local;
				continue;
			}
			if (each['importKind'] === 'type') continue;
			const imported = part(each, 'imported')!, name = String(imported['name'] ?? imported['value']);
			if (names.has(name)) pairs.push(name === local ? name : `${name}:${local}`);
			// In TypeScript it may be a type.
			else if (this.#language === 'javascript') throw new ScriptSyntaxError(`'${specifier}' has no '${name}'.`, each.start, each.end);
		}
		const { follower } = this.#words;
		this.edits.blank(statement.start, statement.end);
		this.edits.open(statement.start, `${this.#step(line)};`);
		if (all !== undefined) this.edits.open(statement.start, `const ${all}=${follower}.module;`);
		if (pairs.length > 0) this.edits.open(statement.start, `const {${pairs.join(',')}}=${follower}.module;`);
		const stores = new Set([...pairs.map(pair => pair.split(':').at(-1)!), ...all === undefined ? [] : [all]]);
		if (this.#wanted.names) this.edits.close(statement.end, this.#names({ stores, loads: new Set() }, scope, statement.end, 'n', ';', ';'));
		return this.#places.line(statement.end) === line ? line : undefined;
	}

	/** Nobody imports a document, so what it exports is what it declares. */
	#unexported(statement: Node, scope: Scope): Node | undefined {
		switch (statement.type) {
			case 'ExportNamedDeclaration':
				if (part(statement, 'source') !== undefined) throw new ScriptSyntaxError('Nothing can be exported from another module here.', statement.start, statement.end);
				break;
			case 'ExportDefaultDeclaration': break;
			case 'ExportAllDeclaration': throw new ScriptSyntaxError('Nothing can be exported from another module here.', statement.start, statement.end);
			default: return statement;
		}
		const declaration = part(statement, 'declaration');
		this.edits.blank(statement.start, declaration?.start ?? statement.end);
		if (declaration === undefined || part(declaration, 'id') !== undefined || declaration.type === 'VariableDeclaration' || isTypeAlone(declaration)) return declaration;
		this.edits.open(declaration.start, 'void(');
		this.#expression(declaration, scope);
		this.edits.close(declaration.end, ')');
		return undefined;
	}

	// Expressions

	#expression(node: Node, scope: Scope): void {
		if (isTypeAlone(node)) return;
		const { follower, call } = this.#words;
		switch (node.type) {
			case 'FunctionDeclaration':
			case 'FunctionExpression':
			case 'ArrowFunctionExpression': return this.#function(node, scope);
			case 'CallExpression': return this.#call(node, scope);
			case 'NewExpression':
				this.#position(node, node.start);
				break;
			case 'AwaitExpression': {
				const argument = part(node, 'argument')!;
				this.edits.open(node.start, `${follower}.u(${call},`);
				this.edits.open(argument.start, `${follower}.w(${call},`);
				this.#expression(argument, scope);
				this.edits.close(argument.end, ')');
				return this.edits.close(node.end, ')');
			}
			case 'YieldExpression': {
				const argument = part(node, 'argument');
				if (node['delegate'] === true) break;
				this.edits.open(node.start, `${follower}.u(${call},`);
				if (argument === undefined) this.edits.close(node.end, ` ${follower}.w(${call})`);
				else {
					this.edits.open(argument.start, `${follower}.w(${call},`);
					this.#expression(argument, scope);
					this.edits.close(argument.end, ')');
				}
				return this.edits.close(node.end, ')');
			}
			case 'MemberExpression': {
				const object = part(node, 'object')!, property = part(node, 'property')!;
				const isMaking = node['computed'] !== true && MAKING.has(nameOf(property)) && object.type !== 'Super';
				this.#position(node, property.start);
				if (isMaking) this.edits.open(object.start, `${follower}.a(${this.#site(node)},`);
				this.#expression(object, scope);
				if (isMaking) this.edits.close(object.end, ')');
				if (node['computed'] === true) this.#expression(property, scope);
				return;
			}
			case 'ImportExpression': throw new ScriptSyntaxError('`import()` is not there: nothing is loaded while a program runs.', node.start, node.end);
			case 'MetaProperty':
				if (nameOf(part(node, 'meta')!) === 'import') throw new ScriptSyntaxError('`import.meta` is not there: the program is no file of its own.', node.start, node.end);
				return;
			case 'StaticBlock':
				// It may not wait, as a function may not.
				return this.#statements(parts(node, 'body'), new Scope({ isDocument: false }, scope), this.#text.indexOf('{', node.start) + 1, undefined);
			case 'VariableDeclaration':
				if (/using/.test(String(node['kind']))) throw new ScriptSyntaxError('`using` is not supported: give `torch.scope` a function.', node.start, node.end);
				break;
			case 'WithStatement': throw new ScriptSyntaxError('`with` is not allowed in strict mode.', node.start, node.end);
			default: break;
		}
		for (const child of children(node)) if (!child.type.startsWith('TS') || part(child, 'expression') !== undefined) this.#expression(child, scope);
	}

	#call(node: Node, scope: Scope): void {
		const { follower } = this.#words;
		const callee = part(node, 'callee')!, given = parts(node, 'arguments'), last = given.at(-1);
		const site = this.#site(node);
		const named = callee.type === 'MemberExpression' ? part(callee, 'property')! : callee;
		this.#expression(callee, scope);
		// V8 names a call of a method by the method's name.
		this.#position(node, named.start);
		for (const each of given) {
			const value = each === last ? each.type === 'SpreadElement' ? part(each, 'argument')! : each : undefined;
			if (value !== undefined && callee.type !== 'Super') this.edits.open(value.start, `${follower}.a(${site},`);
			this.#expression(each, scope);
			if (value !== undefined && callee.type !== 'Super') this.edits.close(value.end, ')');
		}
		// What comes last before the call, and is no argument.
		if (last === undefined && callee.type !== 'Super') this.edits.open(node.end - 1, `...${follower}.z(${site})`);
	}

	#function(node: Node, outer: Scope): void {
		const owner: Owner = { isDocument: false }, scope = new Scope(owner, outer);
		const { follower, call, error } = this.#words;
		const body = part(node, 'body')!, id = part(node, 'id');
		const parameters = parts(node, 'params').filter(each => !(each.type === 'Identifier' && nameOf(each) === 'this'));
		const names = parameters.flatMap(each => [...bound(each)].map(nameOf));
		if (node.type !== 'FunctionDeclaration' && id !== undefined) scope.declare(nameOf(id), -1, true);
		for (const name of names) scope.declare(name, -1);
		for (const each of parameters) this.#expression(each, scope);
		const line = this.#places.line(node.start);
		const number = this.#tables.functions.push({ name: id === undefined ? this.#inferred.get(node) ?? WITHOUT_NAME[body.type === 'BlockStatement' ? 'body' : 'expression'] : nameOf(id), cell: this.#cell, line, parameters: this.#wanted.names ? names : [] }) - 1;
		const begins = `const ${call}=${follower}.e(${[number, ...this.#wanted.names ? names : []].join(',')});try{`;
		const ends = `}catch(${error}){throw ${follower}.x(${call},${error})}finally{${follower}.l(${call})}`;
		scope.declareVars(body);
		if (body.type === 'BlockStatement') {
			this.edits.open(body.start + 1, begins);
			const inner = new Scope(owner, scope);
			this.#statements(parts(body, 'body'), inner, body.start + 1, undefined);
			// What is in it is closed before; nothing need be.
			return this.edits.open(body.end - 1, ends);
		}
		const from = this.#text.lastIndexOf('=>', body.start) + 2;
		this.edits.open(from, `{${begins}${this.#step(this.#places.line(body.start))};return `);
		this.#returned(body, scope, from, node.end);
		this.edits.close(node.end, `${ends}}`);
	}

	readonly #inferred = new WeakMap<Node, string>();

	/** As JavaScript itself names functions that have no name of their own. */
	#inferNames(node: Node): void {
		const name = (key: string, value: string): void => {
			const [named, given] = [part(node, key), part(node, value)];
			if (named !== undefined && given !== undefined && isFunction(given) && node['computed'] !== true && ['Identifier', 'PrivateIdentifier', 'Literal'].includes(named.type)) {
				this.#inferred.set(given, `${named.type === 'PrivateIdentifier' ? '#' : ''}${String(named['name'] ?? named['value'])}`);
			}
		};
		name('id', 'init');
		name('left', 'right');
		name('key', 'value');
		for (const child of children(node)) this.#inferNames(child);
	}

	// What is said

	#step(line: number): string {
		const { follower, call } = this.#words;
		return `${follower}.s(${call},${line})`;
	}

	/** A condition: its names are looked at when it is known. */
	#looked(expression: Node, scope: Scope): void {
		const names = this.#wanted.names ? this.#names(namesIn([expression]), scope, expression.end, 'p', '') : '';
		const comma = names.indexOf('\u0000');
		if (names !== '') this.edits.open(expression.start, `${names.slice(0, comma)}(`);
		this.#expression(expression, scope);
		if (names !== '') this.edits.close(expression.end, `)${names.slice(comma + 1)}`);
	}

	/** What a function gives. */
	#returned(expression: Node, scope: Scope, from: number, to: number): void {
		const { follower, call } = this.#words;
		this.edits.open(from, `${follower}.r(${call},`);
		const names = this.#wanted.names ? this.#names(namesIn([expression]), scope, expression.end, 'p', '') : '';
		const comma = names.indexOf('\u0000');
		this.edits.open(from, names === '' ? '(' : `${names.slice(0, comma)}(`);
		this.#expression(expression, scope);
		this.edits.close(to, names === '' ? '))' : `)${names.slice(comma + 1)})`);
	}

	/**
	 * `$.n($c,5,y,x)`, or '' where there is nothing to look at; with `$.p` there is a mark where its value is to stand.
	 * @param at the offset at which they are looked at
	 */
	#names({ stores, loads }: Names, scope: Scope, at: number, way: 'n' | 'p', after: string, before = ''): string {
		const plan: PlannedName[] = [];
		const add = (name: string, isStored: boolean): void => {
			if (name === 'this') {
				if (!scope.owner.isDocument) plan.push({ name, isStored, isGlobal: false, isOuter: false });
				return;
			}
			const binding = scope.find(name);
			if (binding === undefined || binding.from > at || (binding.isFixed && !isStored)) return;
			plan.push({ name, isStored, isGlobal: binding.owner.isDocument, isOuter: binding.owner !== scope.owner && !binding.owner.isDocument });
		};
		for (const name of stores) add(name, true);
		for (const name of loads) add(name, false);
		if (plan.length === 0) return '';
		const { follower, call } = this.#words;
		const number = this.#tables.plans.push(plan) - 1;
		return `${before}${follower}.${way}(${call},${number}${way === 'p' ? ',\u0000' : ''},${plan.map(({ name }) => name).join(',')})${after}`;
	}

	#site(node: Node): number {
		return this.#tables.sites.push({ cell: this.#cell, ...this.#places.place(node.start, node.end) }) - 1;
	}

	/** V8 says the one offset where a whole expression failed. */
	#position(node: Node, offset: number): void {
		this.expressions.set(offset, this.#places.place(node.start, node.end));
	}

	/** The offset behind the next such sign that is no part of a comment. */
	#after(sign: string, from: number): number {
		const rest = /^(?:\/\*[^]*?\*\/|\/\/.*|[^/]|\/(?![*/]))*?/;
		const pattern = new RegExp(`${rest.source}${sign}`);
		return from + pattern.exec(this.#text.slice(from))![0].length;
	}
}

/** The target of `for (x of xs)`, `for ([a, b] of xs)`. */
function namesOfTarget(left: Node, { stores, loads }: Names): void {
	for (const name of bound(left)) {
		stores.add(nameOf(name));
		loads.delete(nameOf(name));
	}
}
