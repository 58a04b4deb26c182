/**
 * Python text to a tree, by Lezer's parser that forgives unfinished code. Each statement of the outermost level is parsed by
 * itself: a text of many lines takes longer than an editor can wait, so it is done in turns, and after an edit the statements
 * that are as before keep their trees. (The parser could take over parts of an earlier tree by itself, but from large texts it
 * now and then takes what this text does not say: https://github.com/codemirror/dev/issues/568.)
 */
import { Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import { done, type Work } from '../../engine/trace/work.ts';

export interface ParsedText {
	readonly text: string;
	readonly tree: Tree;
	/** By its text. */
	readonly statements: ReadonlyMap<string, Tree>;
}

export function parsePython(text: string): Tree {
	return done(parsing(text)).tree;
}

/** @param earlier the same text before it was edited, or another */
export function* parsing(text: string, earlier?: ParsedText): Work<ParsedText> {
	const statements = new Map<string, Tree>();
	const children: Tree['children'][number][] = [], positions: number[] = [];
	for (let from = 0; from < text.length;) {
		const to = yield* endOfStatement(text, from);
		const statement = text.slice(from, to);
		const tree = statements.get(statement) ?? earlier?.statements.get(statement) ?? (yield* parsed(statement));
		statements.set(statement, tree);
		children.push(...tree.children);
		for (const position of tree.positions) { positions.push(from + position); }
		from = to;
		yield;
	}
	return { text, tree: new Tree(parser.topNode, children, positions, text.length).balance(), statements };
}

function* parsed(text: string): Work<Tree> {
	const parse = parser.startParse(text);
	for (let tree = parse.advance(); ; tree = parse.advance()) {
		if (tree) { return tree; }
		yield;
	}
}

/** What decides where a line ends, and the line breaks before code that isn't indented. */
const TOKEN = /#.*|"""|'''|["'([{)\]}]|\\\r?\n|\n(?=[^\s#])/g;
const CONTINUED = /(?:else|elif|except|finally)\b/y;

/** What stands between it and the next statement is its own; so is the rest of the text where a bracket is left open. */
function* endOfStatement(text: string, from: number): Work<number> {
	let open = 0;
	let isDecorated = text[from] === '@';
	TOKEN.lastIndex = from;
	for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
		const [token] = found;
		let next = TOKEN.lastIndex;
		if (token.startsWith('"') || token.startsWith("'")) {
			next = endOfString(text, next, token);
		} else if ('([{'.includes(token)) {
			open++;
		} else if (')]}'.includes(token)) {
			open = Math.max(0, open - 1);
		} else if (token === '\n' && open === 0) {
			CONTINUED.lastIndex = next;
			if (!isDecorated && !CONTINUED.test(text)) { return next; }
			isDecorated = text[next] === '@';
		}
		yield;
		// Others scan meanwhile.
		TOKEN.lastIndex = next;
	}
	return text.length;
}

function endOfString(text: string, from: number, quote: string): number {
	const end = new RegExp(quote.length > 1 ? `\\\\[^]|${quote}` : `\\\\[^]|${quote}|\\n`, 'g');
	end.lastIndex = from;
	for (let found = end.exec(text); found; found = end.exec(text)) {
		if (!found[0].startsWith('\\')) { return found[0] === '\n' ? found.index : end.lastIndex; }
	}
	return text.length;
}
