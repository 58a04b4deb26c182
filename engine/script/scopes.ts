/** Which names a statement stores and loads, and where they belong: what is looked at when it has run. */
import { bound, children, isFunction, nameOf, part, parts, type Node } from './parse.ts';
import { isTypeAlone } from './types.ts';

/** A function's own names, or those of a document's outermost level. */
export interface Owner { readonly isDocument: boolean }

interface Binding {
	readonly owner: Owner;
	/** From this offset on it can be read: before its declaration has run a `let` may not be touched. */
	readonly from: number;
	/** A function or an import: it does not change, so nothing is to be looked at where it is loaded. */
	readonly isFixed: boolean;
}

export class Scope {
	readonly owner: Owner;
	readonly #around: Scope | undefined;
	readonly #names = new Map<string, Binding>();

	constructor(owner: Owner, around: Scope | undefined) {
		this.owner = owner;
		this.#around = around;
	}

	declare(name: string, from: number, isFixed = false): void {
		this.#names.set(name, { owner: this.owner, from, isFixed });
	}

	find(name: string): Binding | undefined {
		return this.#names.get(name) ?? this.#around?.find(name);
	}

	/** The names of a list of statements that are its own; answers those of functions, which are there from its beginning. */
	declareBlock(statements: readonly Node[]): string[] {
		const functions: string[] = [];
		for (const outer of statements) {
			const statement = exported(outer);
			if (isTypeAlone(statement)) continue;
			const id = part(statement, 'id');
			switch (statement.type) {
				case 'VariableDeclaration':
					if (statement['kind'] !== 'var') this.declarePatterns(statement, statement.end);
					break;
				case 'ClassDeclaration':
					if (id !== undefined) this.declare(nameOf(id), statement.end);
					break;
				case 'FunctionDeclaration':
					if (id === undefined) break;
					functions.push(nameOf(id));
					this.declare(nameOf(id), -1, true);
					break;
				case 'ImportDeclaration':
					for (const specifier of parts(statement, 'specifiers')) this.declare(nameOf(part(specifier, 'local')!), statement.end, true);
					break;
				default: break;
			}
		}
		return functions;
	}

	/** `let a = 1, { b } = c` */
	declarePatterns(declaration: Node, from: number): void {
		for (const declarator of parts(declaration, 'declarations')) for (const name of bound(part(declarator, 'id')!)) this.declare(nameOf(name), from);
	}

	/** The `var`s of a function's body, however deep. */
	declareVars(node: Node): void {
		if (node.type === 'VariableDeclaration' && node['kind'] === 'var') this.declarePatterns(node, -1);
		for (const child of children(node)) if (!isFunction(child)) this.declareVars(child);
	}
}

/** The declaration that is exported, or the statement itself. */
export function exported(statement: Node): Node {
	return statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration' ? part(statement, 'declaration') ?? statement : statement;
}

export interface Names { readonly stores: Set<string>; readonly loads: Set<string> }

/** Names that an expression, or a statement without what is nested in it, has to do with; `this` is one. What functions within do is theirs. */
export function namesIn(nodes: readonly (Node | undefined)[]): Names {
	const stores = new Set<string>(), loads = new Set<string>();
	const target = (pattern: Node): void => {
		switch (pattern.type) {
			case 'Identifier': stores.add(nameOf(pattern)); break;
			case 'MemberExpression': visit(pattern); break;
			case 'AssignmentPattern': target(part(pattern, 'left')!); visit(part(pattern, 'right')!); break;
			case 'ObjectPattern':
				for (const property of parts(pattern, 'properties')) {
					if (property['computed'] === true) visit(part(property, 'key')!);
					target(part(property, property.type === 'RestElement' ? 'argument' : 'value')!);
				}
				break;
			case 'ArrayPattern': for (const element of parts(pattern, 'elements')) target(element); break;
			case 'RestElement': target(part(pattern, 'argument')!); break;
			// Types within.
			default: { const inner = part(pattern, 'expression'); if (inner !== undefined) target(inner); }
		}
	};
	const visit = (node: Node): void => {
		if (isFunction(node) || node.type === 'ClassBody') return;
		switch (node.type) {
			case 'Identifier': loads.add(nameOf(node)); return;
			case 'ThisExpression': loads.add('this'); return;
			case 'VariableDeclarator': {
				const init = part(node, 'init');
				target(part(node, 'id')!);
				if (init !== undefined) visit(init);
				return;
			}
			case 'AssignmentExpression':
				target(part(node, 'left')!);
				return visit(part(node, 'right')!);
			case 'UpdateExpression': return target(part(node, 'argument')!);
			case 'UnaryExpression':
				// Of a name that isn't there too.
				if (node['operator'] === 'typeof' && part(node, 'argument')!.type === 'Identifier') return;
				return visit(part(node, 'argument')!);
			case 'MemberExpression':
				visit(part(node, 'object')!);
				if (node['computed'] === true) visit(part(node, 'property')!);
				return;
			case 'Property':
				if (node['computed'] === true) visit(part(node, 'key')!);
				return visit(part(node, 'value')!);
			case 'ClassDeclaration':
			case 'ClassExpression': {
				const id = part(node, 'id'), above = part(node, 'superClass');
				if (id !== undefined && node.type === 'ClassDeclaration') stores.add(nameOf(id));
				if (above !== undefined) visit(above);
				return;
			}
			case 'MetaProperty':
			case 'LabeledStatement':
			case 'BreakStatement':
			case 'ContinueStatement': return;
			default:
				if (node.type.startsWith('TS')) {
					const inner = part(node, 'expression');
					if (inner !== undefined) visit(inner);
				} else {
					for (const child of children(node)) visit(child);
				}
		}
	};
	for (const node of nodes) if (node !== undefined) visit(node);
	for (const name of stores) loads.delete(name);
	return { stores, loads };
}
