/**
 * Python text to a tree, by Lezer's parser that forgives unfinished code. A text of many lines takes longer than an editor can
 * wait, so what the editor asks for is parsed in turns, and of a text that was parsed before and edited since only the edit.
 */
import { type Tree, TreeFragment } from '@lezer/common';
import { parser } from '@lezer/python';
import { done, type Work } from '../../engine/trace/work.ts';

export interface ParsedText { readonly text: string; readonly tree: Tree }

export function parsePython(text: string): Tree {
	return done(parsing(text));
}

/** @param earlier of the same text before it was edited: what is alike in both is taken over */
export function* parsing(text: string, earlier?: ParsedText): Work<Tree> {
	const parse = parser.startParse(text, earlier && alikeIn(earlier, text));
	for (let tree = parse.advance(); ; tree = parse.advance()) {
		if (tree) { return tree; }
		yield;
	}
}

/** What two texts begin and end with is the same. */
function alikeIn({ text: before, tree }: ParsedText, text: string): readonly TreeFragment[] {
	const shorter = Math.min(before.length, text.length);
	let head = 0;
	while (head < shorter && before.charCodeAt(head) === text.charCodeAt(head)) { head++; }
	let tail = 0;
	while (tail < shorter - head && before.charCodeAt(before.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)) { tail++; }
	return TreeFragment.applyChanges(TreeFragment.addTree(tree), [{ fromA: head, toA: before.length - tail, fromB: head, toB: text.length - tail }]);
}
