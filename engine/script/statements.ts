/** Statements of a program that is followed: each says its line before it runs and, after it, what its names are. What is inserted stands on the line that it belongs to. */
import { Expressions } from './expressions.ts';
import { bound, nameOf, part, parts, ScriptSyntaxError, type Node } from './parse.ts';
import { namesIn, Scope, type Names } from './scopes.ts';
import { isTypeAlone } from './types.ts';

export abstract class Statements extends Expressions {
	// Statements. `line`: the line that was said last, where that is sure; a statement on it begins no step.

	protected override statements(statements: readonly Node[], scope: Scope, start: number, line: number | undefined): void {
		const functions = scope.declareBlock(statements);
		if (functions.length > 0 && this.wanted.names) this.edits.open(start, this.names({ stores: new Set(functions), loads: new Set() }, scope, start, 'n', ';'));
		for (const statement of statements) line = this.#statement(statement, scope, line);
	}

	/** Answers the line that is sure to have been said last when the statement has run. */
	#statement(outer: Node, scope: Scope, line: number | undefined): number | undefined {
		if (outer.type === 'ImportDeclaration') return this.#import(outer, scope);
		if (isTypeAlone(outer) || outer.type === 'EmptyStatement') return line;
		const statement = this.#unexported(outer, scope);
		if (statement === undefined || isTypeAlone(statement)) return line;
		if (statement.type === 'FunctionDeclaration') {
			this.expression(statement, scope);
			return line;
		}
		if (statement.type === 'BlockStatement') {
			this.#block(statement, scope, line);
			return undefined;
		}
		if (statement.type === 'TryStatement') return this.#try(statement, scope);
		const own = this.places.line(statement.start);
		if (own !== line && statement.type !== 'WhileStatement' && !(statement.type === 'LabeledStatement' && part(statement, 'body')!.type === 'WhileStatement')) this.edits.open(outer.start, `${this.step(own)};`);
		this.#inner(statement, scope, own);
		return this.places.line(statement.end) === own ? own : undefined;
	}

	#inner(statement: Node, scope: Scope, line: number): void {
		const body = part(statement, 'body'), test = part(statement, 'test');
		switch (statement.type) {
			case 'LabeledStatement':
				return this.#inner(body!, scope, line);
			case 'IfStatement': {
				const alternate = part(statement, 'alternate');
				this.looked(test!, scope);
				this.#body(part(statement, 'consequent')!, scope, line);
				if (alternate !== undefined) this.#body(alternate, scope, line);
				return;
			}
			case 'WhileStatement':
				this.edits.open(test!.start, `${this.step(line)},`);
				this.looked(test!, scope);
				return this.#turn(body!, scope, line);
			case 'DoWhileStatement': {
				const last = this.places.line(test!.start);
				this.#turn(body!, scope, line);
				this.edits.open(test!.start, `${this.step(last)},`);
				return this.looked(test!, scope);
			}
			case 'ForStatement':
				return this.#for(statement, scope, line);
			case 'ForOfStatement':
			case 'ForInStatement':
				return this.#forOf(statement, scope, line);
			case 'SwitchStatement': {
				const inner = new Scope(scope.owner, scope), cases = parts(statement, 'cases');
				this.looked(part(statement, 'discriminant')!, scope);
				for (const each of cases) inner.declareBlock(parts(each, 'consequent'));
				for (const each of cases) {
					const value = part(each, 'test');
					if (value !== undefined) this.expression(value, inner);
					let said: number | undefined;
					for (const one of parts(each, 'consequent')) said = this.#statement(one, inner, said);
				}
				return;
			}
			case 'ReturnStatement': {
				const argument = part(statement, 'argument');
				if (argument !== undefined) this.returned(argument, scope, argument.start, argument.end);
				return;
			}
			case 'ClassDeclaration':
			case 'VariableDeclaration':
			case 'ExpressionStatement':
				this.expression(statement, scope);
				if (this.wanted.names) this.edits.close(statement.end, this.names(namesIn([statement]), scope, statement.end, 'n', ';', ';'));
				return;
			default:
				this.expression(statement, scope);
		}
	}

	#block(block: Node, scope: Scope, line: number | undefined): void {
		this.statements(parts(block, 'body'), new Scope(scope.owner, scope), block.start + 1, line);
	}

	/** The body of a loop. One of the document's own may wait, so the collector has a turn there now and then. */
	#turn(body: Node, scope: Scope, line: number): void {
		const { follower, call } = this.words;
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
		if (init !== undefined) this.expression(init, scope);
		const names = this.wanted.names ? this.names(namesIn([init, test, update]), scope, first, 'n', ',') : '';
		if (test === undefined) this.edits.open(first, `${names}true`);
		else {
			this.edits.open(test.start, `${names}(`);
			this.expression(test, scope);
			this.edits.close(test.end, ')');
		}
		this.edits.open(update?.start ?? second, `${this.step(line)}${update === undefined ? '' : ','}`);
		if (update !== undefined) this.expression(update, scope);
		this.#turn(body!, scope, line);
	}

	#forOf(statement: Node, outer: Scope, line: number): void {
		const scope = new Scope(outer.owner, outer), { follower, call } = this.words;
		const [left, right, body] = ['left', 'right', 'body'].map(name => part(statement, name)!) as [Node, Node, Node];
		const number = this.tables.iterables.push(this.text.slice(right.start, right.end)) - 1;
		const isOf = statement.type === 'ForOfStatement';
		this.expression(left, scope);
		if (!isOf) {
			const word = left.end + /\bin\b/.exec(this.edits.blanked(left.end, right.start))!.index;
			this.edits.blank(word, word + 2);
			this.edits.open(word, 'of');
		}
		this.edits.open(right.start, `${follower}.${statement['await'] === true ? 'j' : 'i'}(${call},${line},${number},${isOf ? '(' : `${follower}.k(`}`);
		this.expression(right, scope);
		this.edits.close(right.end, '))');
		const names = namesIn([left]);
		if (left.type === 'VariableDeclaration') scope.declarePatterns(left, left.end);
		else namesOfTarget(left, names);
		const isBlock = body.type === 'BlockStatement';
		if (this.wanted.names) this.edits.open(isBlock ? body.start + 1 : body.start, `${isBlock ? '' : '{'}${this.names(names, scope, body.start, 'n', ';')}`);
		this.#turn(body, scope, line);
		if (this.wanted.names && !isBlock) this.edits.close(body.end, '}');
	}

	#try(statement: Node, scope: Scope): undefined {
		const { follower, call, error } = this.words;
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
			const names = parameter === undefined || !this.wanted.names ? '' : this.names({ stores: new Set([...bound(parameter)].map(nameOf)), loads: new Set() }, inner, body.start, 'n', ';');
			this.edits.open(body.start + 1, `${follower}.t(${call},${caught});${pattern}${names}`);
			this.#block(body, inner, undefined);
		}
		if (finalizer !== undefined) this.#block(finalizer, scope, undefined);
		return undefined;
	}

	// Modules

	#import(statement: Node, scope: Scope): number | undefined {
		const { specifier, names } = this.wanted.module;
		const line = this.places.line(statement.start);
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
			else if (this.language === 'javascript') throw new ScriptSyntaxError(`'${specifier}' has no '${name}'.`, each.start, each.end);
		}
		const { follower } = this.words;
		this.edits.blank(statement.start, statement.end);
		this.edits.open(statement.start, `${this.step(line)};`);
		if (all !== undefined) this.edits.open(statement.start, `const ${all}=${follower}.module;`);
		if (pairs.length > 0) this.edits.open(statement.start, `const {${pairs.join(',')}}=${follower}.module;`);
		const stores = new Set([...pairs.map(pair => pair.split(':').at(-1)!), ...all === undefined ? [] : [all]]);
		if (this.wanted.names) this.edits.close(statement.end, this.names({ stores, loads: new Set() }, scope, statement.end, 'n', ';', ';'));
		return this.places.line(statement.end) === line ? line : undefined;
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
		this.expression(declaration, scope);
		this.edits.close(declaration.end, ')');
		return undefined;
	}

	/** The offset behind the next such sign that is no part of a comment. */
	#after(sign: string, from: number): number {
		const rest = /^(?:\/\*[^]*?\*\/|\/\/.*|[^/]|\/(?![*/]))*?/;
		const pattern = new RegExp(`${rest.source}${sign}`);
		return from + pattern.exec(this.text.slice(from))![0].length;
	}
}

/** The target of `for (x of xs)`, `for ([a, b] of xs)`. */
function namesOfTarget(left: Node, { stores, loads }: Names): void {
	for (const name of bound(left)) {
		stores.add(nameOf(name));
		loads.delete(nameOf(name));
	}
}
