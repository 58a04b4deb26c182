/**
 * TypeScript and JavaScript to a tree (ESTree, as Acorn gives it), and ways through that tree. A syntax error has its place.
 */
import { tsPlugin } from '@sveltejs/acorn-typescript';
import { Parser } from 'acorn';

export interface Node {
	readonly type: string;
	/** Offsets in the text. */
	readonly start: number;
	readonly end: number;
	readonly [part: string]: unknown;
}

/** What can't be run, and where: said before anything of it runs. */
export class ScriptSyntaxError extends Error {
	readonly offset: number;
	readonly end: number;

	constructor(message: string, offset: number, end = offset + 1) {
		super(message);
		this.offset = offset;
		this.end = end;
	}
}

export type ScriptLanguage = 'typescript' | 'javascript';

const PARSERS = { javascript: Parser, typescript: Parser.extend(tsPlugin() as never) };

/** Throws ScriptSyntaxError. */
export function parse(text: string, language: ScriptLanguage): Node {
	try {
		return PARSERS[language].parse(text, { ecmaVersion: 'latest', sourceType: 'module', locations: true, allowAwaitOutsideFunction: true, checkPrivateFields: true }) as unknown as Node;
	} catch (error) {
		const { message, pos } = error as Error & { readonly pos?: number };
		if (pos === undefined) throw error;
		throw new ScriptSyntaxError(message.replace(/ \(\d+:\d+\)$/, ''), pos);
	}
}

export function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string' && typeof (value as Node).start === 'number';
}

/** A part that is a node. */
export function part(node: Node, name: string): Node | undefined {
	const value = node[name];
	return isNode(value) ? value : undefined;
}

/** The nodes of a part that is a list. */
export function parts(node: Node, name: string): Node[] {
	const value = node[name];
	return Array.isArray(value) ? value.filter(isNode) : [];
}

/** All nodes directly below, by their place in the text. */
export function children(node: Node): Node[] {
	const found: Node[] = [];
	for (const value of Object.values(node)) {
		if (isNode(value)) found.push(value);
		else if (Array.isArray(value)) found.push(...value.filter(isNode));
	}
	return found.sort((a, b) => a.start - b.start);
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

export function isFunction({ type }: Node): boolean {
	return FUNCTIONS.has(type);
}

/** The identifiers that a pattern binds. */
export function* bound(pattern: Node): Generator<Node> {
	switch (pattern.type) {
		case 'Identifier': yield pattern; break;
		case 'ObjectPattern': for (const property of parts(pattern, 'properties')) yield* bound(part(property, property.type === 'RestElement' ? 'argument' : 'value')!); break;
		case 'ArrayPattern': for (const element of parts(pattern, 'elements')) yield* bound(element); break;
		case 'AssignmentPattern': yield* bound(part(pattern, 'left')!); break;
		case 'RestElement': yield* bound(part(pattern, 'argument')!); break;
		default: break;
	}
}

export function nameOf(identifier: Node): string {
	return identifier['name'] as string;
}
