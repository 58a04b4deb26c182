/** Work that nobody waits for, in turns so short that no key and no frame waits either. */
import type { Work } from '../../engine/trace/work.ts';

/** Milliseconds of a turn. */
const TURN = 6;

/** Begins after the frame that is being drawn; ends when `isWanted` says no, or with `then`. */
export function meanwhile<T>(document: Document, work: Work<T>, isWanted: () => boolean, then: (result: T) => void): void {
	document.defaultView?.setTimeout(() => {
		if (!isWanted()) return;
		for (const begun = performance.now(); performance.now() - begun < TURN;) {
			const { done, value } = work.next();
			if (done) return then(value);
		}
		meanwhile(document, work, isWanted, then);
	});
}

/** The same; what fits into one piece is done at once. */
export function nowOrMeanwhile<T>(document: Document, work: Work<T>, isWanted: () => boolean, then: (result: T) => void): void {
	const { done, value } = work.next();
	if (done) then(value);
	else meanwhile(document, work, isWanted, then);
}
