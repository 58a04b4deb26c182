/**
 * Which expression of a Python text stands under the cursor: a name, a dotted attribute or a constant subscript,
 * and whether the statement reads it or assigns to it. A syntax question only, asked of Lezer's error-tolerant
 * parser (no `vscode` here, nothing of a run); that a name means something is for the trace to say.
 */
import type { SyntaxNode, Tree } from '@lezer/common';

export interface ExpressionAt {
	/** `model.weight`, `losses[-1]`: blanks as written. */
	readonly text: string;
	/** Offsets in the parsed text. */
	readonly from: number;
	readonly to: number;
	/** 'parameter': of a `def` or `lambda`; its value is known when the function's frame begins. */
	readonly role: 'load' | 'store' | 'parameter';
	/** The call whose function this is, else undefined: `torch.mm` in `torch.mm(a, b)`, `(a * b).sum` in `(a * b).sum()`. */
	readonly call: { readonly from: number; readonly to: number } | undefined;
	/** The innermost statement around it (a compound statement without its body). `bodyEnd`: of a `for`, `while` or `with`, to whose line the program comes back. */
	readonly statement: { readonly from: number; readonly to: number; readonly bodyEnd: number | undefined };
}

export function expressionAt(tree: Tree, text: string, offset: number): ExpressionAt | undefined {
	const node = chainAt(tree, offset);
	const outer = node?.parent;
	const isCallee = outer?.name === 'CallExpression' && outer.firstChild?.to === node?.to;
	if (!node || !(isCallee || isChain(node))) { return undefined; }
	return {
		text: text.slice(node.from, node.to),
		from: node.from,
		to: node.to,
		role: roleOf(node),
		call: isCallee ? { from: outer.from, to: outer.to } : undefined,
		statement: statementOf(node),
	};
}

/** What an operator at an offset joins: `a @ b` at its `@`. */
export function operationAt(tree: Tree, offset: number): { readonly from: number; readonly to: number } | undefined {
	const sides = [tree.resolveInner(offset, 1), tree.resolveInner(offset, -1)];
	// Lezer has a node of its own for the `@` in it.
	const node = sides.map(side => side.name === '@' ? side.parent! : side).find(({ name }) => /^(ArithOp|BitOp|CompareOp)$/.test(name));
	const parent = node?.parent;
	return parent?.name === 'BinaryExpression' || parent?.name === 'UnaryExpression' ? { from: parent.from, to: parent.to } : undefined;
}

/** The name, attribute or subscript at an offset; a word that the offset touches wins over a bracket beside it. */
function chainAt(tree: Tree, offset: number): SyntaxNode | undefined {
	const sides = [tree.resolveInner(offset, 1), tree.resolveInner(offset, -1)];
	for (const node of sides) {
		if (node.name === 'VariableName') { return isKeywordOfCall(node) || isImportPath(node) ? undefined : node; }
		if (node.name === 'PropertyName') { return node.parent ?? undefined; }
	}
	for (const side of sides) {
		let node: SyntaxNode | null = side;
		// Inside a constant subscript: its brackets, its number, its string.
		while (node && ['Number', 'String', 'UnaryExpression', 'ArithOp', '-', '[', ']', 'Boolean'].includes(node.name)) { node = node.parent; }
		if (node?.name === 'MemberExpression' && offset >= (node.getChild('[')?.from ?? Infinity)) { return node; }
	}
	return undefined;
}

/** Only what evaluates without running anything: names joined by dots and constant subscripts. */
export function isChain(node: SyntaxNode): boolean {
	if (node.name === 'VariableName') { return true; }
	if (node.name !== 'MemberExpression' || !node.firstChild || !isChain(node.firstChild)) { return false; }
	const bracket = node.getChild('[');
	if (!bracket) { return node.getChild('PropertyName') !== null; }
	const index = bracket.nextSibling;
	return index?.nextSibling?.name === ']' && isConstant(index);
}

export function isConstant(node: SyntaxNode): boolean {
	if (node.name === 'UnaryExpression') { return node.firstChild?.name === 'ArithOp' && node.lastChild?.name === 'Number'; }
	return node.name === 'Number' || node.name === 'String' || node.name === 'Boolean';
}

/** `lr` in `SGD(p, lr=0.1)` is a keyword, not a name that the program reads. */
function isKeywordOfCall(node: SyntaxNode): boolean {
	return node.parent?.name === 'ArgList' && node.nextSibling?.name === 'AssignOp';
}

/** The `nn` of `from torch import nn` is bound; the `torch` there, and `a.b` of `import a.b as c`, are paths. */
function isImportPath(node: SyntaxNode): boolean {
	if (node.parent?.name !== 'ImportStatement') { return false; }
	return node.nextSibling?.name === '.' || node.nextSibling?.name === 'as' || node.prevSibling?.name === 'from' || (node.prevSibling?.name === '.' && node.parent.firstChild?.name === 'from');
}

export function roleOf(node: SyntaxNode): ExpressionAt['role'] {
	let target = node;
	let parent = node.parent;
	while (parent && ['TupleExpression', 'ArrayExpression', 'ParenthesizedExpression'].includes(parent.name)) {
		target = parent;
		parent = parent.parent;
	}
	switch (parent?.name) {
		case 'AssignStatement': return hasLater(target, 'AssignOp') ? 'store' : 'load';
		case 'UpdateStatement': return hasLater(target, 'UpdateOp') ? 'store' : 'load';
		case 'NamedExpression': return parent.firstChild?.from === target.from ? 'store' : 'load';
		case 'ForStatement': return hasLater(target, 'in') ? 'store' : 'load';
		case 'ComprehensionExpression':
		case 'ArrayComprehensionExpression':
		case 'SetComprehensionExpression':
		case 'DictionaryComprehensionExpression': return isComprehensionTarget(target) ? 'store' : 'load';
		case 'WithStatement':
		case 'TryStatement': return target.prevSibling?.name === 'as' ? 'store' : 'load';
		case 'ParamList': return target.prevSibling?.name === 'AssignOp' ? 'load' : 'parameter';
		case 'ImportStatement':
		case 'FunctionDefinition':
		case 'ClassDefinition':
		case 'CapturePattern': return 'store';
		default: return 'load';
	}
}

function hasLater(node: SyntaxNode, name: string): boolean {
	for (let next = node.nextSibling; next; next = next.nextSibling) {
		if (next.name === name) { return true; }
	}
	return false;
}

function isComprehensionTarget(node: SyntaxNode): boolean {
	for (let before = node.prevSibling; before; before = before.prevSibling) {
		if (before.name === 'for') { return true; }
		if (before.name === 'in' || before.name === 'if') { return false; }
	}
	return false;
}

/** Statements whose first line is visited again when their body has run. */
const HEADERS = new Set(['ForStatement', 'WhileStatement', 'WithStatement']);

function statementOf(node: SyntaxNode): ExpressionAt['statement'] {
	let at: SyntaxNode = node;
	while (at.parent && at.parent.name !== 'Body' && at.parent.name !== 'Script') { at = at.parent; }
	const body = at.getChild('Body');
	return { from: at.from, to: body && body.from > node.from ? body.from : at.to, bodyEnd: body && HEADERS.has(at.name) ? Math.max(body.from, body.to - 1) : undefined };
}
