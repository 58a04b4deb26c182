/** Expressions of a program that is followed: functions say when they begin and end, calls where they stand, waiting that it begins and ends. */
import { bound, children, isFunction, nameOf, part, parts, ScriptSyntaxError, type Node } from './parse.ts';
import { Saying } from './saying.ts';
import { namesIn, Scope, type Owner } from './scopes.ts';
import { isTypeAlone } from './types.ts';

/** Properties of a tensor that make another one. */
const MAKING = new Set(['T', 'mT', 'H', 'mH']);
/** Frames of functions without one; the second is code inside an expression. */
const WITHOUT_NAME = { body: '<anonymous>', expression: '<arrow>' };

export abstract class Expressions extends Saying {
	/** Those of a function's body. @param start where its text begins @param line the one that was said last, where that is sure */
	protected abstract statements(statements: readonly Node[], scope: Scope, start: number, line: number | undefined): void;

	protected expression(node: Node, scope: Scope): void {
		if (isTypeAlone(node)) return;
		const { follower, call } = this.words;
		switch (node.type) {
			case 'FunctionDeclaration':
			case 'FunctionExpression':
			case 'ArrowFunctionExpression': return this.#function(node, scope);
			case 'CallExpression': return this.#call(node, scope);
			case 'NewExpression':
				this.position(node, node.start);
				break;
			case 'AwaitExpression': {
				const argument = part(node, 'argument')!;
				this.edits.open(node.start, `${follower}.u(${call},`);
				this.edits.open(argument.start, `${follower}.w(${call},`);
				this.expression(argument, scope);
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
					this.expression(argument, scope);
					this.edits.close(argument.end, ')');
				}
				return this.edits.close(node.end, ')');
			}
			case 'MemberExpression': {
				const object = part(node, 'object')!, property = part(node, 'property')!;
				const isMaking = node['computed'] !== true && MAKING.has(nameOf(property)) && object.type !== 'Super';
				this.position(node, property.start);
				if (isMaking) this.edits.open(object.start, `${follower}.a(${this.site(node)},`);
				this.expression(object, scope);
				if (isMaking) this.edits.close(object.end, ')');
				if (node['computed'] === true) this.expression(property, scope);
				return;
			}
			case 'ImportExpression': throw new ScriptSyntaxError('`import()` is not there: nothing is loaded while a program runs.', node.start, node.end);
			case 'MetaProperty':
				if (nameOf(part(node, 'meta')!) === 'import') throw new ScriptSyntaxError('`import.meta` is not there: the program is no file of its own.', node.start, node.end);
				return;
			case 'StaticBlock':
				// It may not wait, as a function may not.
				return this.statements(parts(node, 'body'), new Scope({ isDocument: false }, scope), this.text.indexOf('{', node.start) + 1, undefined);
			case 'VariableDeclaration':
				if (/using/.test(String(node['kind']))) throw new ScriptSyntaxError('`using` is not supported: give `torch.scope` a function.', node.start, node.end);
				break;
			case 'WithStatement': throw new ScriptSyntaxError('`with` is not allowed in strict mode.', node.start, node.end);
			default: break;
		}
		for (const child of children(node)) if (!child.type.startsWith('TS') || part(child, 'expression') !== undefined) this.expression(child, scope);
	}

	#call(node: Node, scope: Scope): void {
		const { follower } = this.words;
		const callee = part(node, 'callee')!, given = parts(node, 'arguments'), last = given.at(-1);
		const site = this.site(node);
		const named = callee.type === 'MemberExpression' ? part(callee, 'property')! : callee;
		this.expression(callee, scope);
		// V8 names a call of a method by the method's name.
		this.position(node, named.start);
		for (const each of given) {
			const value = each === last ? each.type === 'SpreadElement' ? part(each, 'argument')! : each : undefined;
			if (value !== undefined && callee.type !== 'Super') this.edits.open(value.start, `${follower}.a(${site},`);
			this.expression(each, scope);
			if (value !== undefined && callee.type !== 'Super') this.edits.close(value.end, ')');
		}
		// What comes last before the call, and is no argument.
		if (last === undefined && callee.type !== 'Super') this.edits.open(node.end - 1, `...${follower}.z(${site})`);
	}

	#function(node: Node, outer: Scope): void {
		const owner: Owner = { isDocument: false }, scope = new Scope(owner, outer);
		const { follower, call, error } = this.words;
		const body = part(node, 'body')!, id = part(node, 'id');
		const parameters = parts(node, 'params').filter(each => !(each.type === 'Identifier' && nameOf(each) === 'this'));
		const names = parameters.flatMap(each => [...bound(each)].map(nameOf));
		if (node.type !== 'FunctionDeclaration' && id !== undefined) scope.declare(nameOf(id), -1, true);
		for (const name of names) scope.declare(name, -1);
		for (const each of parameters) this.expression(each, scope);
		const line = this.places.line(node.start);
		const number = this.tables.functions.push({ name: id === undefined ? this.#inferred.get(node) ?? WITHOUT_NAME[body.type === 'BlockStatement' ? 'body' : 'expression'] : nameOf(id), cell: this.cell, line, parameters: this.wanted.names ? names : [] }) - 1;
		const begins = `const ${call}=${follower}.e(${[number, ...this.wanted.names ? names : []].join(',')});try{`;
		const ends = `}catch(${error}){throw ${follower}.x(${call},${error})}finally{${follower}.l(${call})}`;
		scope.declareVars(body);
		if (body.type === 'BlockStatement') {
			this.edits.open(body.start + 1, begins);
			const inner = new Scope(owner, scope);
			this.statements(parts(body, 'body'), inner, body.start + 1, undefined);
			// What is in it is closed before; nothing need be.
			return this.edits.open(body.end - 1, ends);
		}
		const from = this.text.lastIndexOf('=>', body.start) + 2;
		this.edits.open(from, `{${begins}${this.step(this.places.line(body.start))};return `);
		this.returned(body, scope, from, node.end);
		this.edits.close(node.end, `${ends}}`);
	}

	readonly #inferred = new WeakMap<Node, string>();

	/** As JavaScript itself names functions that have no name of their own. */
	protected inferNames(node: Node): void {
		const name = (key: string, value: string): void => {
			const [named, given] = [part(node, key), part(node, value)];
			if (named !== undefined && given !== undefined && isFunction(given) && node['computed'] !== true && ['Identifier', 'PrivateIdentifier', 'Literal'].includes(named.type)) {
				this.#inferred.set(given, `${named.type === 'PrivateIdentifier' ? '#' : ''}${String(named['name'] ?? named['value'])}`);
			}
		};
		name('id', 'init');
		name('left', 'right');
		name('key', 'value');
		for (const child of children(node)) this.inferNames(child);
	}

	/** A condition: its names are looked at when it is known. */
	protected looked(expression: Node, scope: Scope): void {
		const names = this.wanted.names ? this.names(namesIn([expression]), scope, expression.end, 'p', '') : '';
		const comma = names.indexOf('\u0000');
		if (names !== '') this.edits.open(expression.start, `${names.slice(0, comma)}(`);
		this.expression(expression, scope);
		if (names !== '') this.edits.close(expression.end, `)${names.slice(comma + 1)}`);
	}

	/** What a function gives. */
	protected returned(expression: Node, scope: Scope, from: number, to: number): void {
		const { follower, call } = this.words;
		this.edits.open(from, `${follower}.r(${call},`);
		const names = this.wanted.names ? this.names(namesIn([expression]), scope, expression.end, 'p', '') : '';
		const comma = names.indexOf('\u0000');
		this.edits.open(from, names === '' ? '(' : `${names.slice(0, comma)}(`);
		this.expression(expression, scope);
		this.edits.close(to, names === '' ? '))' : `)${names.slice(comma + 1)})`);
	}
}
