/** Program text made fit for one line, or for Markdown; and where its lines are. */
import { countUpTo } from '../engine/trace/ascending.ts';

/** Breaks shown as ⏎, runs of blanks as one, cut at `length` characters (never within a surrogate pair). */
export function oneLine(text: string, length: number): string {
	const joined = text.slice(0, length * 8).trimEnd().replace(/\s*\r?\n\s*/g, ' ⏎ ').replace(/[^\S\n]+/g, ' ');
	return cut(joined, length);
}

export function cut(text: string, length: number): string {
	if (text.length <= length) { return text; }
	const end = text.charCodeAt(length - 2) >= 0xd800 && text.charCodeAt(length - 2) < 0xdc00 ? length - 2 : length - 1;
	return `${text.slice(0, end)}…`;
}

/** A fenced code block that its content can't close. */
export function fenced(text: string, language: string): string {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(match => match[0].length));
	const fence = '`'.repeat(longest + 1);
	return `${fence}${language}\n${text}\n${fence}`;
}

/** Text that Markdown shows as it is. */
export function literal(text: string): string {
	return text.replace(/[\\`*_{}[\]()#+\-.!|<>&~$]/g, '\\$&').replace(/\r?\n/g, ' ');
}

/** Offsets at which its lines begin. */
export function lineStarts(text: string): number[] {
	const starts = [0];
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) { starts.push(at + 1); }
	return starts;
}

/** In which of the lines an offset lies. */
export function lineOf(starts: readonly number[], offset: number): number {
	return countUpTo(starts.length, i => starts[i]!, offset) - 1;
}
