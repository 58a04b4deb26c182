/**
 * What the statements of a Python text assign, and where its loops are: a syntax question only, asked of Lezer's
 * error-tolerant parser (no `vscode` here, nothing of a run).
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import { isChain, isConstant } from './expressionAt.ts';

export interface Target {
	/** `x`, `self.count`, `losses[i]`: as written. */
	readonly text: string;
	/** Of an attribute or a subscript what it is a part of, as far as a trace can be asked for that by name: `losses`. */
	readonly whole: string | undefined;
}

export interface Assignment {
	/** In order. */
	readonly targets: readonly Target[];
	/** Offsets of the statement; of a compound one without its body; of a walrus elsewhere, of the expression around it. */
	readonly from: number;
	readonly to: number;
}

/** Offsets: where a loop's first word begins, and where its body does and ends. */
export interface LoopText { readonly from: number; readonly body: { readonly from: number; readonly to: number } }

/** Holds for a target's parts too: `(a, *b), c = …`. */
const GROUPS = new Set(['TupleExpression', 'ArrayExpression', 'ParenthesizedExpression']);

/** The assignments of a range of the text, in its order. */
export function assignmentsIn(tree: Tree, text: string, from: number, to: number): Assignment[] {
	const found: (Assignment & { readonly targets: Target[] })[] = [];
	tree.iterate({
		from, to,
		enter({ node }) {
			// Its names are those of a call of its own.
			if (node.name === 'LambdaExpression') { return false; }
			const named = node.name === 'NamedExpression' && node.firstChild;
			const targets = (named ? [named] : targetsOf(node).flatMap(parts)).flatMap(each => targetOf(each, text) ?? []);
			// What stands there to be read need not be repeated, but for what it made of a part.
			if (targets.length === 0 || (isOfConstants(node) && !targets.some(each => each.text.endsWith(']')))) { return true; }
			const around = named ? expressionAround(node) : node;
			const last = found.at(-1);
			if (named && last && last.to >= node.to) { add(last.targets, targets); } else { found.push({ targets: add([], targets), from: around.from, to: bodyOf(around)?.from ?? around.to }); }
			return true;
		},
	});
	return found;
}

function add(to: Target[], targets: readonly Target[]): Target[] {
	for (const target of targets) {
		if (!to.some(({ text }) => text === target.text)) { to.push(target); }
	}
	return to;
}

/** undefined: a part of what has no name. */
function targetOf(node: SyntaxNode, text: string): Target | undefined {
	if (node.name === 'VariableName') { return { text: text.slice(node.from, node.to), whole: undefined }; }
	let whole = node.name === 'MemberExpression' ? node.firstChild : undefined;
	while (whole && !isChain(whole)) { whole = whole.name === 'MemberExpression' ? whole.firstChild : undefined; }
	return whole ? { text: text.slice(node.from, node.to), whole: text.slice(whole.from, whole.to) } : undefined;
}

function isOfConstants(node: SyntaxNode): boolean {
	if (node.name !== 'AssignStatement' && node.name !== 'NamedExpression') { return false; }
	const all = children(node);
	return all.slice(all.findLastIndex(({ name }) => name === 'AssignOp') + 1).every(each => each.name === ',' || each.name === 'None' || isConstant(each));
}

/** All of a condition, an argument list…: what stands directly in a statement. */
function expressionAround(node: SyntaxNode): SyntaxNode {
	let at = node;
	while (at.parent && !/(?:Statement|Definition|Clause|Body|Script)$/.test(at.parent.name)) { at = at.parent; }
	return at;
}

/** What can hold a loop. */
const BLOCKS = /^(?:Script|Body|MatchBody|MatchClause|DecoratedStatement|FunctionDefinition|ClassDefinition|(?:For|While|If|Try|With|Match)Statement)$/;

/** Those that a range of the text touches, in its order. */
export function loopsIn(tree: Tree, from = 0, to = tree.length): LoopText[] {
	const found: LoopText[] = [];
	tree.iterate({
		from, to,
		enter(at) {
			if (!BLOCKS.test(at.name)) { return false; }
			const body = at.name === 'ForStatement' || at.name === 'WhileStatement' ? bodyOf(at.node) : undefined;
			if (body) { found.push({ from: at.from, body: { from: body.from, to: body.to } }); }
			return true;
		},
	});
	return found;
}

function bodyOf(node: SyntaxNode): SyntaxNode | undefined {
	return node.getChild('Body') ?? undefined;
}

function targetsOf(node: SyntaxNode): SyntaxNode[] {
	switch (node.name) {
		// a = b = …: all but what follows the last sign.
		case 'AssignStatement': return before(node, sign => sign.name === 'AssignOp');
		case 'UpdateStatement': return before(node, sign => sign.name === 'UpdateOp');
		case 'ForStatement': return before(node, sign => sign.name === 'in');
		case 'WithStatement': return children(node).filter(({ prevSibling }) => prevSibling?.name === 'as');
		default: return [];
	}
}

/** The children that stand before the last one which is such a sign. */
function before(node: SyntaxNode, isSign: (child: SyntaxNode) => boolean): SyntaxNode[] {
	const all = children(node);
	const last = all.findLastIndex(isSign);
	return all.slice(0, Math.max(0, last)).filter(({ name }) => name !== 'TypeDef');
}

function children(node: SyntaxNode): SyntaxNode[] {
	const all: SyntaxNode[] = [];
	for (let child = node.firstChild; child; child = child.nextSibling) { all.push(child); }
	return all;
}

function parts(target: SyntaxNode): SyntaxNode[] {
	return GROUPS.has(target.name) ? children(target).flatMap(parts) : [target];
}
