/** Gives a function that asks for an act before the next frame is drawn: once, however often it is called until then. */
export function oncePerFrame(document: Document, act: () => void): () => void {
	let isAsked = false;
	return () => {
		if (isAsked) return;
		isAsked = true;
		document.defaultView?.requestAnimationFrame(() => {
			isAsked = false;
			act();
		});
	};
}
