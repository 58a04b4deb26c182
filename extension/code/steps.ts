/** What of a Python text is run as one step: a syntax question only, asked of Lezer's error-tolerant parser. */
import type { SyntaxNode, Tree } from '@lezer/common';

/** What holds statements, or the cases of a `match`. */
const BLOCKS: ReadonlySet<string> = new Set(['Script', 'Body', 'MatchBody']);

interface Part { readonly from: number; readonly to: number }

/** What is run at an offset as one; undefined: a comment, or nothing. */
export function stepAt(tree: Tree, offset: number): Part | undefined {
	let node: SyntaxNode = tree.resolveInner(offset, 1);
	if (node.name === 'Comment' || BLOCKS.has(node.name)) { return undefined; }
	while (node.parent && !BLOCKS.has(node.parent.name)) { node = node.parent; }
	return partOf(node, offset);
}

/** Of a statement the part at an offset: all of a simple one, the header of one of a compound one's clauses. */
function partOf(statement: SyntaxNode, offset: number): Part {
	const compound = statement.name === 'DecoratedStatement' ? statement.lastChild! : statement;
	let from = statement;
	for (let child = compound.firstChild; child; child = child.nextSibling) {
		if (!BLOCKS.has(child.name)) { continue; }
		if (child.from > offset) {
			// `else:` and `finally:` are not run: what they are before begins with the first statement in it.
			const first = from.name === 'else' || from.name === 'finally' ? code(child.firstChild?.nextSibling) : undefined;
			return first ? partOf(first, first.from) : { from: from.from, to: child.from };
		}
		from = code(child.nextSibling) ?? from;
	}
	return statement;
}

/** A node or the first behind it that is no comment. */
function code(node: SyntaxNode | null | undefined): SyntaxNode | undefined {
	let at = node;
	while (at?.name === 'Comment') { at = at.nextSibling; }
	return at ?? undefined;
}

/** There is something to stand at: comments do not run, and of a docstring nothing can be seen. */
export function hasCode(tree: Tree): boolean {
	const first = code(tree.topNode.firstChild);
	return code(first?.firstChild?.name.endsWith('String') ? first.nextSibling : first) !== undefined;
}
