/**
 * An exception that stands in pasted output: with Python's traceback, as a doctest has it, or its last line alone. Of a
 * traceback only that last line (type and message) is compared, since the calls above it depend on where the code stands.
 */
const HEADER = /^[ \t]*Traceback \((?:most recent call last|innermost last)\):[ \t]*$/;
const TYPE_AND_MESSAGE = /^[ \t]*(?:[A-Za-z_]\w*\.)*(?:[A-Z]\w*(?:Error|Exception)|KeyboardInterrupt|Stop(?:Async)?Iteration)(?::.*)?$/;

export function isTraceback(line: string): boolean {
	return HEADER.test(line);
}

/** Index behind the calls of a traceback whose header is line `at`: where its type and message stand. */
export function endOfCalls(lines: readonly string[], at: number): number {
	let end = at + 1;
	while (end < lines.length && /^(\s|\.\.\.)/.test(lines[end]!)) end += 1;
	return end;
}

/** What was printed before the last traceback of a text, and its exception; undefined: none stands there. */
export function splitRaised(text: string): { readonly printed: string; readonly exception: string } | undefined {
	const lines = text.split('\n');
	const at = lines.findLastIndex(isTraceback);
	if (at >= 0) return { printed: lines.slice(0, at).join('\n'), exception: lines.slice(endOfCalls(lines, at)).join('\n').trim() };
	return TYPE_AND_MESSAGE.test(lines[0]!) ? { printed: '', exception: text.trim() } : undefined;
}
