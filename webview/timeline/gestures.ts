/** What a pointer and a wheel ask of the timeline, apart from what comes of it. */

/** Pixels after which a press is a brush. */
export const STILL = 4;
/** Pixels of a wheel that make everything twice as large; a pinch comes as a wheel with Ctrl. */
const DOUBLING = 240;
/** Pixels of a line, in which some wheels count. */
const LINE = 16;

export type Wheel = { readonly kind: 'zoom'; readonly factor: number } | { readonly kind: 'pan'; readonly pixels: number };

/** undefined: the page's own, which scrolls. Some browsers turn a wheel with Shift across, others leave it to the page. */
export function wheelOf({ ctrlKey, metaKey, shiftKey, deltaX, deltaY, deltaMode }: Pick<WheelEvent, 'ctrlKey' | 'metaKey' | 'shiftKey' | 'deltaX' | 'deltaY' | 'deltaMode'>): Wheel | undefined {
	const unit = deltaMode === 0 ? 1 : LINE;
	if (ctrlKey || metaKey) return { kind: 'zoom', factor: 2 ** (-deltaY * unit / DOUBLING) };
	if (shiftKey) return { kind: 'pan', pixels: (deltaX === 0 ? deltaY : deltaX) * unit };
	return Math.abs(deltaX) > Math.abs(deltaY) ? { kind: 'pan', pixels: deltaX * unit } : undefined;
}

export interface Drag {
	move(event: PointerEvent): void;
	/** `isMoved`: it was more than a press; false too where it was given up. */
	end(event: PointerEvent | undefined, isMoved: boolean): void;
}

/** Follows a pressed pointer wherever it goes, once it has moved by `still` pixels; gives a function that gives the drag up. */
export function follow(node: HTMLElement, down: PointerEvent, still: number, drag: Drag): () => void {
	let isMoved = false;
	const move = (event: PointerEvent) => {
		isMoved ||= Math.abs(event.clientX - down.clientX) >= still;
		if (isMoved) drag.move(event);
	};
	const stop = (event: PointerEvent | undefined, isDone: boolean) => {
		node.removeEventListener('pointermove', move);
		node.removeEventListener('pointerup', up);
		node.removeEventListener('pointercancel', cancel);
		drag.end(event, isDone && isMoved);
	};
	const up = (event: PointerEvent) => stop(event, true);
	const cancel = () => stop(undefined, false);
	node.setPointerCapture(down.pointerId);
	node.addEventListener('pointermove', move);
	node.addEventListener('pointerup', up);
	node.addEventListener('pointercancel', cancel);
	return cancel;
}
