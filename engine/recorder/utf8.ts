/** Text as UTF-8, where the platform gives no TextEncoder: a realm of V8's own has none. */
export function utf8(text: string): Uint8Array {
	const bytes = new Uint8Array(3 * text.length);
	let end = 0;
	for (const character of text) {
		let code = character.codePointAt(0)!;
		// Half of a pair means nothing.
		if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
		if (code < 0x80) bytes[end++] = code;
		else if (code < 0x800) {
			bytes[end++] = 0xc0 | code >> 6;
			bytes[end++] = 0x80 | code & 63;
		} else if (code < 0x10000) {
			bytes[end++] = 0xe0 | code >> 12;
			bytes[end++] = 0x80 | code >> 6 & 63;
			bytes[end++] = 0x80 | code & 63;
		} else {
			bytes[end++] = 0xf0 | code >> 18;
			bytes[end++] = 0x80 | code >> 12 & 63;
			bytes[end++] = 0x80 | code >> 6 & 63;
			bytes[end++] = 0x80 | code & 63;
		}
	}
	return bytes.slice(0, end);
}
