/**
 * The text of the output channel, whose last lines may still change: progress bars. VS Code's channel can be appended to, or be
 * replaced as a whole, so it is appended to wherever that gives the same, and replaced not too often. What was printed before is
 * kept for that; once it is long, lines that change wait until they are done.
 */

/** Of VS Code's output channel what is needed. */
export interface Channel { append(text: string): void; replace(text: string): void }

/** Characters that are replaced as a whole. */
const REPLACED = 256 * 1024;
/** Milliseconds between one replacement and the next. */
const PAUSE = 200;
/** Characters to a millisecond, at most: VS Code writes each replacement to the end of a file. */
const PACE = 64;

interface Open { readonly text: string; readonly isLive: boolean }

export class LiveText {
	readonly #channel: Channel;
	/** What stays in the channel; undefined: too much. */
	#settled: string | undefined = '';
	/** What stands there behind it. */
	#shown = '';
	/** What is to stay, and could not be shown yet. */
	#waiting = '';
	/** By who writes: what of theirs isn't done. */
	readonly #open = new Map<object, Open>();
	#replaced = -Infinity;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(channel: Channel) {
		this.#channel = channel;
	}

	dispose(): void {
		clearTimeout(this.#timer);
	}

	/**
	 * @param text stays.
	 * @param open comes after it, and is what the same writer's next call replaces; `isLive`: by other than what it begins with.
	 */
	write(writer: object, text: string, open = '', isLive = false): void {
		this.#waiting += text;
		if (open === '') { this.#open.delete(writer); } else { this.#open.set(writer, { text: open, isLive }); }
		this.#show();
	}

	#show(): void {
		const open = this.#openText(), wanted = this.#waiting + open;
		if (wanted.startsWith(this.#shown)) {
			if (wanted.length > this.#shown.length) { this.#channel.append(wanted.slice(this.#shown.length)); }
		} else if (this.#settled === undefined) {
			// What stands there can't be taken back.
			const same = sameLines(this.#shown, wanted);
			this.#channel.append(`${this.#shown.length === same || this.#shown.endsWith('\n') ? '' : '\n'}${wanted.slice(same)}`);
		} else {
			const now = performance.now(), text = this.#settled + wanted, next = this.#replaced + Math.max(PAUSE, text.length / PACE);
			if (now < next) {
				this.#timer ??= setTimeout(() => {
					this.#timer = undefined;
					this.#show();
				}, next - now);
				return;
			}
			this.#replaced = now;
			this.#channel.replace(text);
		}
		this.#settle();
		this.#shown = open;
	}

	#settle(): void {
		if (this.#settled !== undefined) { this.#settled = this.#settled.length + this.#waiting.length > REPLACED ? undefined : this.#settled + this.#waiting; }
		this.#waiting = '';
	}

	/** Each writer's begins a line, where there are several. */
	#openText(): string {
		let all = '';
		for (const { text, isLive } of this.#open.values()) {
			if (isLive && this.#settled === undefined) { continue; }
			all += `${all === '' || all.endsWith('\n') ? '' : '\n'}${text}`;
		}
		return all;
	}
}

/** How much of two texts is the same, up to the end of a line. */
function sameLines(a: string, b: string): number {
	let same = 0;
	while (same < a.length && a[same] === b[same]) { same++; }
	return same === 0 || same === a.length ? same : a.lastIndexOf('\n', same - 1) + 1;
}
