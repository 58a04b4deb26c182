/**
 * TypeScript's and JavaScript's side of syntax.ts, asked of Lezer's error-tolerant parser (no `vscode` here, nothing of a run).
 * What is asked of Python in expressionAt.ts, statements.ts and steps.ts is asked here of another grammar.
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/javascript';
import type { Work } from '../../engine/trace/work.ts';
import type { ExpressionAt } from './expressionAt.ts';
import type { ParsedText } from './parsePython.ts';
import type { Assignment, LoopText, Target } from './statements.ts';
import type { Syntax } from './syntax.ts';

const typescript = parser.configure({ dialect: 'ts' });

function* parsing(text: string): Work<ParsedText> {
	const parse = typescript.startParse(text);
	for (let tree = parse.advance(); ; tree = parse.advance()) {
		if (tree) { return { text, tree, statements: new Map() }; }
		yield;
	}
}

const NAMES: ReadonlySet<string> = new Set(['VariableName', 'VariableDefinition', 'this']);
const FUNCTIONS: ReadonlySet<string> = new Set(['ArrowFunction', 'FunctionExpression', 'FunctionDeclaration', 'MethodDeclaration']);
const LOOPS: ReadonlySet<string> = new Set(['ForStatement', 'WhileStatement']);
/** What holds statements. */
const BLOCKS: ReadonlySet<string> = new Set(['Script', 'Block', 'SwitchBody', 'ClassBody']);

// Expressions

function expressionAt(tree: Tree, text: string, offset: number): ExpressionAt | undefined {
	const node = chainAt(tree, offset);
	const outer = node?.parent;
	const isCallee = outer?.name === 'CallExpression' && outer.firstChild?.to === node?.to;
	if (!node || !(isCallee || isChain(node))) { return undefined; }
	return {
		// `x.grad!.data`
		text: text.slice(node.from, node.to).replace(/!(?=\s*[.[])|\?(?=\.)/g, ''), from: node.from, to: node.to, role: roleOf(node),
		call: isCallee ? { from: outer.from, to: outer.to } : undefined,
		statement: statementOf(node),
	};
}

function operationAt(tree: Tree, offset: number): { readonly from: number; readonly to: number } | undefined {
	const node = [tree.resolveInner(offset, 1), tree.resolveInner(offset, -1)].find(({ name }) => /^(ArithOp|BitOp|CompareOp)$/.test(name));
	const parent = node?.parent;
	return parent?.name === 'BinaryExpression' || parent?.name === 'UnaryExpression' ? { from: parent.from, to: parent.to } : undefined;
}

/** The name, property or subscript at an offset; a word that the offset touches wins over a bracket beside it. */
function chainAt(tree: Tree, offset: number): SyntaxNode | undefined {
	const sides = [tree.resolveInner(offset, 1), tree.resolveInner(offset, -1)];
	for (const node of sides) {
		if (NAMES.has(node.name)) { return node.parent?.name === 'ImportGroup' && node.name === 'VariableName' ? undefined : node; }
		if (node.name === 'PropertyName') { return node.parent?.name === 'MemberExpression' ? node.parent : undefined; }
	}
	for (const side of sides) {
		let node: SyntaxNode | null = side;
		while (node && ['Number', 'String', 'UnaryExpression', 'ArithOp', '[', ']'].includes(node.name)) { node = node.parent; }
		if (node?.name === 'MemberExpression' && offset >= (node.getChild('[')?.from ?? Infinity)) { return node; }
	}
	return undefined;
}

/** Only what evaluates without running anything: names joined by dots and constant subscripts. */
function isChain(node: SyntaxNode): boolean {
	if (NAMES.has(node.name)) { return true; }
	if (isNonNull(node)) { return isChain(node.firstChild!); }
	if (node.name !== 'MemberExpression' || !node.firstChild || !isChain(node.firstChild)) { return false; }
	const bracket = node.getChild('[');
	if (!bracket) { return node.getChild('PropertyName') !== null; }
	const index = bracket.nextSibling;
	return index?.nextSibling?.name === ']' && (index.name === 'Number' || index.name === 'String');
}

/** `x!` */
function isNonNull(node: SyntaxNode): boolean {
	return node.name === 'PostfixExpression' && node.lastChild?.name === 'LogicOp';
}

function roleOf(node: SyntaxNode): ExpressionAt['role'] {
	if (node.name === 'VariableDefinition') { return around(node, 'ParamList') ? 'parameter' : 'store'; }
	const { parent } = node;
	const isTarget = parent?.firstChild?.from === node.from && parent.firstChild.to === node.to;
	return (parent?.name === 'AssignmentExpression' && isTarget) || isStepped(parent) ? 'store' : 'load';
}

/** `i++`, `--i` */
function isStepped(node: SyntaxNode | null): boolean {
	if (node?.name === 'PostfixExpression') { return !isNonNull(node); }
	return node?.name === 'UnaryExpression' && node.to - node.from > 2 && node.firstChild?.name === 'ArithOp' && node.firstChild.to - node.firstChild.from === 2;
}

/** It stands in a pattern of such a node. */
function around(node: SyntaxNode, name: string): boolean {
	let at = node.parent;
	while (at && ['ArrayPattern', 'ObjectPattern', 'PatternProperty'].includes(at.name)) { at = at.parent; }
	return at?.name === name;
}

function statementOf(node: SyntaxNode): ExpressionAt['statement'] {
	let at: SyntaxNode = node;
	while (at.parent && !BLOCKS.has(at.parent.name) && !(at.name.endsWith('Statement') && at.parent.name.endsWith('Statement'))) { at = at.parent; }
	const body = bodyOf(at);
	return { from: at.from, to: body && body.from > node.from ? body.from : at.to, bodyEnd: body && LOOPS.has(at.name) ? Math.max(body.from, body.to - 1) : undefined };
}

/** The last part of a statement that is a block or another statement. */
function bodyOf(node: SyntaxNode): SyntaxNode | undefined {
	const last = node.name === 'ExportDeclaration' ? node.getChild('FunctionDeclaration')?.lastChild ?? node.getChild('ClassDeclaration')?.lastChild : node.lastChild;
	return last && (BLOCKS.has(last.name) || (LOOPS.has(node.name) && last.prevSibling !== null)) ? last : node.getChild('Block') ?? undefined;
}

// Assignments and loops

function assignmentsIn(tree: Tree, text: string, from: number, to: number): Assignment[] {
	const found: (Assignment & { readonly targets: Target[] })[] = [];
	tree.iterate({
		from, to,
		enter({ node }) {
			// A function within an expression: its names are those of a call of its own, beside lines of its own.
			if (node.name === 'ArrowFunction' && node.lastChild?.name !== 'Block') { return false; }
			const targets = [...new Map(targetsOf(node).flatMap(parts).flatMap(each => targetOf(each, text) ?? []).map(target => [target.text, target])).values()];
			if (targets.length === 0 || isOfConstants(node, text)) { return true; }
			const statement = statementOf(node);
			const last = found.at(-1);
			if (last?.from === statement.from) { last.targets.push(...targets.filter(each => !last.targets.some(other => other.text === each.text))); } else { found.push({ targets, from: statement.from, to: endOfHead(node, statement) }); }
			return true;
		},
	});
	return found;
}

/** Of a declaration with a function in it: the line of the name, not that of the function's end. */
function endOfHead(node: SyntaxNode, { to, bodyEnd }: ExpressionAt['statement']): number {
	const block = bodyEnd === undefined ? undefined : to;
	return block ?? (node.to > to ? to : node.to);
}

function targetsOf(node: SyntaxNode): SyntaxNode[] {
	switch (node.name) {
		case 'VariableDeclaration': return children(node).filter((each, at, all) => isTargetName(each) && all.slice(at + 1).find(({ name }) => name !== 'TypeAnnotation' && name !== 'LogicOp')?.name === 'Equals');
		case 'AssignmentExpression': return [node.firstChild!];
		case 'ForOfSpec':
		case 'ForInSpec': return children(node).filter(isTargetName).slice(0, 1);
		default: return isStepped(node) ? children(node).filter(({ name }) => name === 'VariableName' || name === 'MemberExpression') : [];
	}
}

function isTargetName({ name }: SyntaxNode): boolean {
	return name === 'VariableDefinition' || name === 'ArrayPattern' || name === 'ObjectPattern';
}

/** The names in a pattern. */
function parts(target: SyntaxNode): SyntaxNode[] {
	if (target.name === 'ArrayPattern' || target.name === 'ObjectPattern' || target.name === 'PatternProperty') {
		return children(target).filter(({ name, prevSibling }) => (isTargetName({ name } as SyntaxNode) || name === 'PatternProperty' || name === 'MemberExpression') && prevSibling?.name !== 'Equals').flatMap(parts);
	}
	return [target];
}

/** undefined: a part of what has no name. */
function targetOf(node: SyntaxNode, text: string): Target | undefined {
	const written = text.slice(node.from, node.to).replace(/!(?=\s*[.[])/g, '');
	if (NAMES.has(node.name)) { return { text: written, whole: undefined }; }
	let whole = node.name === 'MemberExpression' ? node.firstChild : undefined;
	while (whole && !isChain(whole)) { whole = whole.name === 'MemberExpression' ? whole.firstChild : undefined; }
	return whole ? { text: written, whole: text.slice(whole.from, whole.to).replace(/!/g, '') } : undefined;
}

/** What stands there to be read need not be repeated, and a function has nothing to be told. */
function isOfConstants(node: SyntaxNode, text: string): boolean {
	if (node.name !== 'VariableDeclaration' && node.name !== 'AssignmentExpression') { return false; }
	const all = children(node);
	const signs = all.flatMap((each, at) => each.name === 'Equals' ? [all[at + 1]] : []);
	return signs.length > 0 && signs.every(value => value !== undefined && (/^(Number|String|BooleanLiteral|null|ArrowFunction|FunctionExpression)$/.test(value.name) || /^(undefined|NaN|Infinity)$/.test(text.slice(value.from, value.to))));
}

function loopsIn(tree: Tree, from = 0, to = tree.length): LoopText[] {
	const found: LoopText[] = [];
	tree.iterate({
		from, to,
		enter({ node }) {
			const body = LOOPS.has(node.name) ? bodyOf(node) : undefined;
			// Without braces it begins on the line after the header's.
			if (body) { found.push({ from: node.from, body: { from: body.name === 'Block' ? body.from : body.prevSibling!.to, to: body.to } }); }
			return true;
		},
	});
	return found;
}

// Steps

function stepAt(tree: Tree, offset: number): { readonly from: number; readonly to: number } | undefined {
	let node: SyntaxNode = tree.resolveInner(offset, 1);
	if (isComment(node) || BLOCKS.has(node.name) || node.name === '}') { return undefined; }
	while (node.parent && !BLOCKS.has(node.parent.name) && !(node.name.endsWith('Statement') && node.parent.name.endsWith('Statement') && node.parent.name !== 'LabeledStatement')) { node = node.parent; }
	// Of types nothing runs, and a function's head runs with its call.
	if (/^(TypeAliasDeclaration|InterfaceDeclaration|AmbientDeclaration)$/.test(node.name)) { return undefined; }
	const body = FUNCTIONS.has(node.name) || node.name === 'TryStatement' ? node.getChild('Block') ?? undefined : bodyOf(node);
	if (body && offset < body.from) {
		if (FUNCTIONS.has(node.name) || node.name === 'TryStatement') { return stepAt(tree, firstIn(body)); }
		return { from: node.from, to: Math.max(node.from, body.from - 1) };
	}
	return { from: node.from, to: node.to };
}

/** Where the first statement of a block begins. */
function firstIn(block: SyntaxNode): number {
	let at = block.firstChild?.nextSibling;
	while (at && isComment(at)) { at = at.nextSibling; }
	return at?.from ?? block.to;
}

function isComment({ name }: SyntaxNode): boolean {
	return name === 'LineComment' || name === 'BlockComment' || name === 'Hashbang';
}

function hasCode(tree: Tree): boolean {
	return children(tree.topNode).some(node => !isComment(node));
}

function children(node: SyntaxNode): SyntaxNode[] {
	const all: SyntaxNode[] = [];
	for (let child = node.firstChild; child; child = child.nextSibling) { all.push(child); }
	return all;
}

export const scriptSyntax: Syntax = { parsing, expressionAt, operationAt, assignmentsIn, loopsIn, stepAt, hasCode };
