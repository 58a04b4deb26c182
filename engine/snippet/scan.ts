/** Just enough of Python's lexical rules to know whether a line begins a statement or continues one. */

const OPEN = '([{';
const CLOSE = ')]}';

/** Bracket depth after a line of printed output; quotes mean nothing there. Never below zero. */
export function depthAfter(text: string, depth: number): number {
	for (const character of text) {
		if (OPEN.includes(character)) depth += 1;
		else if (CLOSE.includes(character)) depth = Math.max(0, depth - 1);
	}
	return depth;
}

/** Reads lines of Python one after another. */
export class CodeScanner {
	#depth = 0;
	/** The quotes that end the triple-quoted string that is open. */
	#triple = '';
	#continued = false;

	/** The next line continues what stands before it. */
	get open(): boolean {
		return this.#depth > 0 || this.#triple !== '' || this.#continued;
	}

	line(text: string): void {
		this.#continued = false;
		let at = 0;
		while (at < text.length) {
			if (this.#triple !== '') {
				const end = endOfString(text, at, this.#triple);
				if (end < 0) return;
				this.#triple = '';
				at = end;
				continue;
			}
			const character = text[at]!;
			if (character === '#') return;
			if (character === '"' || character === '\'') {
				const triple = character.repeat(3);
				if (text.startsWith(triple, at)) {
					this.#triple = triple;
					at += 3;
					continue;
				}
				const end = endOfString(text, at + 1, character);
				// An unclosed string ends with its line, unless a backslash carries it on.
				if (end < 0) {
					this.#continued = text.endsWith('\\');
					return;
				}
				at = end;
				continue;
			}
			if (OPEN.includes(character)) this.#depth += 1;
			else if (CLOSE.includes(character)) this.#depth = Math.max(0, this.#depth - 1);
			at += 1;
		}
		this.#continued = text.endsWith('\\');
	}
}

/** Index after the closing quotes, -1 where the line has none. A backslash keeps the next character from ending it, in raw strings too. */
function endOfString(text: string, from: number, quotes: string): number {
	for (let at = from; at < text.length; at += 1) {
		if (text[at] === '\\') at += 1;
		else if (text.startsWith(quotes, at)) return at + quotes.length;
	}
	return -1;
}
