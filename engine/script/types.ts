/**
 * Takes the types off TypeScript: blanks stand in their place, so that lines and columns stay those of the document (as
 * Node's own type stripping has it). What of TypeScript is more than types is refused by name.
 */
import type { Edits } from './edits.ts';
import { children, nameOf, part, parts, ScriptSyntaxError, type Node } from './parse.ts';

/** What makes code of its own, or isn't JavaScript yet. */
const REFUSED: Readonly<Record<string, string>> = {
	TSEnumDeclaration: '`enum` is not supported: it is more than a type. An object does the same: `const Color = { red: 0, green: 1 }`.',
	TSModuleDeclaration: '`namespace` is not supported: it is more than a type. An object, or names of their own, do the same.',
	TSParameterProperty: 'Parameter properties are not supported: they are more than types. Declare the field, and assign it in the constructor.',
	TSImportEqualsDeclaration: '`import x = …` is not supported: write `import { x } from …`.',
	TSExportAssignment: '`export =` is not supported.',
	Decorator: 'Decorators are not supported.',
};
/** Statements and members that are types alone. */
const TYPES_ALONE = new Set(['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'TSDeclareFunction', 'TSDeclareMethod', 'TSIndexSignature', 'TSAbstractMethodDefinition', 'TSAbstractPropertyDefinition', 'TSNamespaceExportDeclaration']);
const MODIFIER = /\b(?:public|private|protected|readonly|override|abstract|declare)\b/g;

/** Whether a statement or member is nothing when the program runs. */
export function isTypeAlone(node: Node): boolean {
	if (node['declare'] === true || TYPES_ALONE.has(node.type)) return true;
	if (node['abstract'] === true && node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') return true;
	if (node['importKind'] === 'type' || node['exportKind'] === 'type') return true;
	// An overload.
	return (node.type === 'MethodDefinition' && part(node, 'value') !== undefined && part(part(node, 'value')!, 'body') === undefined)
		|| (node.type === 'FunctionDeclaration' && part(node, 'body') === undefined);
}

/** Throws ScriptSyntaxError. */
export function blankTypes(tree: Node, text: string, edits: Edits): void {
	const visit = (node: Node): void => {
		if (isTypeAlone(node)) return edits.blank(node.start, node.end);
		const refused = REFUSED[node.type];
		if (refused !== undefined) throw new ScriptSyntaxError(refused, node.start, Math.min(node.end, lineEnd(text, node.start)));
		const inner = part(node, 'expression');
		switch (node.type) {
			case 'TSAsExpression':
			case 'TSSatisfiesExpression':
			case 'TSNonNullExpression':
			case 'TSInstantiationExpression':
				edits.blank(endOf(inner!, text, node.end), node.end);
				return visit(inner!);
			case 'TSTypeAssertion':
				edits.blank(node.start, startOf(inner!, text));
				return visit(inner!);
			case 'Identifier':
			case 'ObjectPattern':
			case 'ArrayPattern':
			case 'RestElement':
				blankAnnotation(node, text, edits);
				break;
			case 'ClassDeclaration':
			case 'ClassExpression':
				blankHead(node, text, edits);
				break;
			case 'MethodDefinition':
			case 'PropertyDefinition':
				blankModifiers(node, text, edits);
				break;
			default:
				if (node.type.startsWith('TS')) return edits.blank(node.start, node.end);
		}
		if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') blankThis(node, text, edits);
		for (const child of children(node)) visit(child);
	};
	visit(tree);
}

/** `x?: number`, `x!: number`, `[a, b]: T` */
function blankAnnotation(node: Node, text: string, edits: Edits): void {
	const annotation = part(node, 'typeAnnotation');
	const name = node.type === 'Identifier' ? node.start + nameOf(node).length : undefined;
	if (annotation !== undefined) edits.blank(name ?? annotation.start, annotation.end);
	else if (name !== undefined && node['optional'] === true) edits.blank(text.indexOf('?', name), text.indexOf('?', name) + 1);
}

/** `abstract class A<T> extends B<T> implements C`; the lists in angle brackets are nodes of their own. */
function blankHead(node: Node, text: string, edits: Edits): void {
	const body = part(node, 'body')!;
	if (node['abstract'] === true) edits.blank(node.start, node.start + 'abstract'.length);
	const [first] = parts(node, 'implements');
	if (first !== undefined) edits.blank(text.lastIndexOf('implements', first.start), body.start);
}

function blankModifiers(node: Node, text: string, edits: Edits): void {
	const key = part(node, 'key')!;
	for (const found of text.slice(node.start, key.start).matchAll(MODIFIER)) edits.blank(node.start + found.index, node.start + found.index + found[0].length);
	const value = part(node, 'value'), annotation = part(node, 'typeAnnotation');
	const end = annotation?.start ?? value?.start ?? node.end;
	const from = key.end + (/^\s*\]/.exec(text.slice(key.end, end))?.[0].length ?? 0);
	// Between the name and its type or value.
	const sign = /^\s*[?!]/.exec(text.slice(from, node.type === 'MethodDefinition' ? node.end : end));
	if (sign !== null) edits.blank(from, from + sign[0].length);
}

/** `(this: Foo, x)`: no parameter of JavaScript's. */
function blankThis(node: Node, text: string, edits: Edits): void {
	const [first, second] = parts(node, 'params');
	if (first?.type !== 'Identifier' || nameOf(first) !== 'this') return;
	edits.blank(first.start, second?.start ?? text.indexOf(')', first.end));
}

/** Past the brackets that stand around an expression and are no nodes. */
function endOf(expression: Node, text: string, limit: number): number {
	const closing = /^(?:\s*\))+/.exec(text.slice(expression.end, limit));
	return expression.end + (closing?.[0].length ?? 0);
}

function startOf(expression: Node, text: string): number {
	let { start } = expression;
	while (/[\s(]/.test(text[start - 1]!)) start--;
	return start;
}

function lineEnd(text: string, from: number): number {
	const end = text.indexOf('\n', from);
	return end < 0 ? text.length : end;
}
