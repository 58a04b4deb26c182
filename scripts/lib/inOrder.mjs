/** What several print at once, as if one had come after the other: of the first that has not ended at once, of the others when it is their turn. */
export function inOrder(count, write) {
	const held = Array.from({ length: count }, () => []);
	const ended = new Set();
	let turn = 0;
	return {
		print(which, text) {
			if (which === turn) write(text);
			else held[which].push(text);
		},
		end(which) {
			ended.add(which);
			while (ended.has(turn)) held[++turn]?.splice(0).forEach((text) => write(text));
		},
	};
}
