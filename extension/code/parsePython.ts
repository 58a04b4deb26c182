/**
 * Python text to a tree, by Lezer's parser that forgives unfinished code. A text of many lines takes longer than an editor can
 * wait, so what the editor asks for is parsed in turns; and always from its beginning, for what the parser takes over from a tree
 * of before an edit is now and then another tree than this text has.
 */
import type { Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import { done, type Work } from '../../engine/trace/work.ts';

export interface ParsedText { readonly text: string; readonly tree: Tree }

export function parsePython(text: string): Tree {
	return done(parsing(text));
}

export function* parsing(text: string): Work<Tree> {
	const parse = parser.startParse(text);
	for (let tree = parse.advance(); ; tree = parse.advance()) {
		if (tree) { return tree; }
		yield;
	}
}
