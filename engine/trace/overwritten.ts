/**
 * What a program prints as a terminal would show it: a carriage return goes back to the line's start, and what follows is
 * written over what stands there. So a progress bar is one line. Bars within bars go a line up, and some erase a line's end.
 *
 * Of columns there is no end, colours are let go where something is overwritten, and other escape sequences do nothing.
 */

const ESCAPE = '\u001b';
/** Goes back in what is written already; before a line feed a carriage return is a line's end. */
const GOES_BACK = new RegExp(`\\r(?!\\n)|[\\b]|${ESCAPE}\\[\\d*[AK]`);
/** An escape sequence, a control character, or text between them. */
const PIECES = new RegExp(`${ESCAPE}\\[([\\d;?]*)([@-~])|${ESCAPE}[^[]?|\\r?\\n|[\\r\\b]|[^\\r\\n\\b${ESCAPE}]+`, 'g');
const WIDE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
/** Those before it take one column each. */
const FIRST_UNUSUAL = '\u0300';
/** Takes no column of its own. */
const JOINED = /^(?:\p{M}|\u200d)/u;
/** How many lines above the last one wait for what comes next: the bars around a bar that begins. */
const WAITING = 2;

/** Whether anything of it is written over, or could be. */
export const goesBack = (text: string): boolean => GOES_BACK.test(text);

/** Text as a terminal shows it once all of it has been written. */
export function overwritten(text: string): string {
	if (!goesBack(text)) return text;
	const screen = new Screen();
	screen.write(text);
	return screen.text;
}

/** A shorter text that leaves the same, and to which whatever follows does the same. */
export function compacted(text: string): string {
	if (!goesBack(text)) return text;
	const screen = new Screen();
	screen.write(text);
	return screen.state;
}

/** Text that comes piece by piece: what of it nothing can change any more, and what may still be written over. */
export class Overwriting {
	/** Where something has gone back in what is open. */
	#screen: Screen | undefined;
	/** The unfinished line where nothing has. */
	#line = '';

	/** Returns the lines that are done with it. */
	push(text: string): string {
		if (this.#screen === undefined) {
			const all = this.#line + text;
			if (!goesBack(all)) {
				const end = all.lastIndexOf('\n') + 1;
				this.#line = all.slice(end);
				return all.slice(0, end);
			}
			this.#screen = new Screen();
			this.#screen.write(all);
		} else {
			this.#screen.write(text);
		}
		return this.#done(WAITING);
	}

	/** What is not done, as it is shown now. */
	get open(): string {
		return this.#screen === undefined ? this.#line : this.#screen.text;
	}

	/** Whether what is open may change, and not only go on. */
	get isLive(): boolean {
		return this.#screen !== undefined;
	}

	/** The lines that wait, where nothing comes for now. */
	finished(): string {
		return this.#done(0);
	}

	/** Gives away what is open: nothing comes any more. */
	end(): string {
		const { open } = this;
		this.#screen = undefined;
		this.#line = '';
		return open;
	}

	#done(waiting: number): string {
		if (this.#screen === undefined) return '';
		const lines = this.#screen.done(waiting);
		if (!this.#screen.isPlain) return lines;
		this.#line = this.#screen.text;
		this.#screen = undefined;
		return lines;
	}
}

/** A line's cells: a wide character takes two, the second of which is empty. */
interface Line {
	readonly cells: string[];
	/** The cursor has gone back to it, or in it. */
	isLive: boolean;
}

const newLine = (): Line => ({ cells: [], isLive: false });

class Screen {
	readonly #lines = [newLine()];
	#row = 0;
	#column = 0;

	write(text: string): void {
		for (const [piece, numbers, final] of text.matchAll(PIECES)) {
			switch (piece) {
				case '\n': case '\r\n': this.#down(); break;
				case '\r': this.#goTo(this.#row, 0); break;
				case '\b': this.#goTo(this.#row, Math.max(0, this.#column - 1)); break;
				default: if (piece.startsWith(ESCAPE)) this.#escape(final, Number.parseInt(numbers ?? '', 10)); else this.#put(piece);
			}
		}
	}

	get text(): string {
		return this.#lines.map(shown).join('\n');
	}

	/** As text that makes a screen this one. */
	get state(): string {
		const { cells, isLive } = this.#lines[this.#row]!, below = this.#lines.length - 1 - this.#row;
		if (below === 0 && !isLive && this.#column === cells.length) return this.text;
		return `${this.text}${below > 0 ? `${ESCAPE}[${below}A` : ''}\r${Array.from({ length: this.#column }, (_, i) => cells[i] ?? ' ').join('')}`;
	}

	/** One line to which nothing has gone back, and nothing but its end to write at. */
	get isPlain(): boolean {
		return this.#lines.length === 1 && !this.#lines[0]!.isLive;
	}

	/** Takes away the lines above that of the cursor, but for so many right above it that were gone back to: they may be again. */
	done(waiting: number): string {
		const lines = this.#lines, isWaiting = ({ isLive, cells }: Line): boolean => isLive || cells.length === 0;
		let count = this.#row;
		for (let row = this.#row; row >= 0 && this.#row - row <= waiting && isWaiting(lines[row]!); row--) {
			if (lines[row]!.isLive) count = row;
		}
		this.#row -= count;
		return lines.splice(0, count).map(line => `${shown(line)}\n`).join('');
	}

	#down(): void {
		this.#row++;
		this.#column = 0;
		if (this.#row === this.#lines.length) this.#lines.push(newLine());
	}

	#goTo(row: number, column: number): void {
		this.#row = Math.max(0, row);
		this.#column = column;
		this.#lines[this.#row]!.isLive = true;
	}

	#escape(final: string | undefined, number: number): void {
		const line = this.#lines[this.#row]!;
		if (final === 'A') {
			this.#goTo(this.#row - (number || 1), this.#column);
		} else if (final === 'K') {
			if (number === 1 || number === 2) line.cells.fill(' ', 0, number === 1 ? this.#column + 1 : undefined);
			else line.cells.length = Math.min(line.cells.length, this.#column);
			line.isLive = true;
		}
	}

	#put(text: string): void {
		const { cells } = this.#lines[this.#row]!;
		while (cells.length < this.#column) cells.push(' ');
		for (const character of text) {
			const isPlain = character < FIRST_UNUSUAL;
			if (!isPlain && JOINED.test(character) && this.#column > 0) {
				cells[this.#column - (cells[this.#column - 1] === '' ? 2 : 1)] += character;
				continue;
			}
			// Of a wide character that loses one half nothing is left.
			if (cells[this.#column] === '' && this.#column > 0) cells[this.#column - 1] = ' ';
			const isWide = !isPlain && WIDE.test(character), next = this.#column + (isWide ? 2 : 1);
			if (cells[next] === '') cells[next] = ' ';
			cells[this.#column] = character;
			if (isWide) cells[this.#column + 1] = '';
			this.#column = next;
		}
	}
}

/** What is written over is often blank at its end, where a longer line was. */
const shown = ({ cells, isLive }: Line): string => isLive ? cells.join('').trimEnd() : cells.join('');
