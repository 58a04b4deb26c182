/**
 * What the statements of a Python text assign, and where its loops are: a syntax question only, asked of Lezer's
 * error-tolerant parser (no `vscode` here, nothing of a run).
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import { isChain, isConstant } from './expressionAt.ts';

export interface Assignment {
	/** `x`, `self.count`, `losses[0]`: what the trace can be asked for, as written, in order. */
	readonly targets: readonly string[];
	/** Offsets of the statement; of a compound one without its body. */
	readonly from: number;
	readonly to: number;
}

/** Offsets: where a loop's first word begins, and where its body does and ends. */
export interface LoopText { readonly from: number; readonly body: { readonly from: number; readonly to: number } }

/** Holds for a target's parts too: `(a, *b), c = …`. */
const GROUPS = new Set(['TupleExpression', 'ArrayExpression', 'ParenthesizedExpression']);

/** The assignments of a range of the text, in its order. */
export function assignmentsIn(tree: Tree, text: string, from: number, to: number): Assignment[] {
	const found: Assignment[] = [];
	tree.iterate({
		from, to,
		enter({ node }) {
			// What stands there to be read need not be repeated.
			if (node.name === 'AssignStatement' && node.lastChild && isConstant(node.lastChild)) { return; }
			const targets = targetsOf(node).flatMap(parts).filter(isChain).map(each => text.slice(each.from, each.to));
			if (targets.length > 0) { found.push({ targets: [...new Set(targets)], from: node.from, to: bodyOf(node)?.from ?? node.to }); }
		},
	});
	return found;
}

export function loopsIn(tree: Tree): LoopText[] {
	const found: LoopText[] = [];
	tree.iterate({
		enter({ node }) {
			const body = node.name === 'ForStatement' || node.name === 'WhileStatement' ? bodyOf(node) : undefined;
			if (body) { found.push({ from: node.from, body: { from: body.from, to: body.to } }); }
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
