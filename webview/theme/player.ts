/** A Play button: calls `advance` until it says that the end is reached. Where the user asked for no motion, it is a Step button: one step for each press. */
import { element } from './dom.ts';
import type { Strings } from './strings.ts';

const INTERVAL = 350;

/** `key`: by which it keeps the focus when it is drawn anew; `rewind` begins again where the end is reached, and says whether the beginning is shown by that. */
export function createPlayer(document: Document, strings: Strings, key: string, advance: () => boolean, rewind: () => boolean): { readonly node: HTMLButtonElement } {
	const window = document.defaultView;
	if (window === null || window.matchMedia('(prefers-reduced-motion: reduce)').matches) {
		const node = element(document, 'button', { type: 'button', class: 'play', 'data-focus': key }, strings.playStep);
		node.addEventListener('click', () => {
			if (!rewind()) advance();
		});
		return { node };
	}
	const node = element(document, 'button', { type: 'button', class: 'play', 'aria-pressed': 'false', 'data-focus': key }, strings.play);
	let timer: number | undefined;
	const stop = () => {
		window.clearInterval(timer);
		timer = undefined;
		node.textContent = strings.play;
		node.setAttribute('aria-pressed', 'false');
	};
	node.addEventListener('click', () => {
		if (timer !== undefined) return stop();
		rewind();
		node.textContent = strings.pause;
		node.setAttribute('aria-pressed', 'true');
		timer = window.setInterval(() => {
			if (!node.isConnected || !advance()) stop();
		}, INTERVAL);
	});
	return { node };
}
