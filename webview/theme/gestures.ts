/** What a pointer and a wheel ask of a picture, apart from what comes of it. */

/** Pixels after which a press is more than that: a hand moves so far unawares. */
export const STILL = 4;
/** Pixels of a wheel that make everything twice as large; a pinch comes as a wheel with Ctrl. */
const DOUBLING = 240;
/** Pixels of a line, in which some wheels count. */
const LINE = 16;

/** How many times as large a wheel's turn makes a picture. */
export function zoomOfWheel({ deltaY, deltaMode }: Pick<WheelEvent, 'deltaY' | 'deltaMode'>): number {
	return 2 ** (-deltaY * (deltaMode === 0 ? 1 : LINE) / DOUBLING);
}

export type Wheel = { readonly kind: 'zoom'; readonly factor: number } | { readonly kind: 'pan'; readonly pixels: number };

/** Of a picture that goes from left to right. undefined: the page's own, which scrolls. Some browsers turn a wheel with Shift across, others leave it to the page. */
export function wheelOf({ ctrlKey, metaKey, shiftKey, deltaX, deltaY, deltaMode }: Pick<WheelEvent, 'ctrlKey' | 'metaKey' | 'shiftKey' | 'deltaX' | 'deltaY' | 'deltaMode'>): Wheel | undefined {
	const unit = deltaMode === 0 ? 1 : LINE;
	if (ctrlKey || metaKey) return { kind: 'zoom', factor: zoomOfWheel({ deltaY, deltaMode }) };
	if (shiftKey) return { kind: 'pan', pixels: (deltaX === 0 ? deltaY : deltaX) * unit };
	return Math.abs(deltaX) > Math.abs(deltaY) ? { kind: 'pan', pixels: deltaX * unit } : undefined;
}

export interface Drag {
	move(event: PointerEvent): void;
	/** `isMoved`: it was more than a press; false too where it was given up. */
	end(event: PointerEvent | undefined, isMoved: boolean): void;
}

/** Follows a pressed pointer wherever it goes, once it has moved by `still` pixels; gives a function that gives the drag up. */
export function follow(node: Element, down: PointerEvent, still: number, drag: Drag): () => void {
	let isMoved = false;
	// Another finger is a pointer of its own.
	const isOurs = (event: Event): event is PointerEvent => (event as PointerEvent).pointerId === down.pointerId;
	const move = (event: Event) => {
		if (!isOurs(event)) return;
		isMoved ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) >= still;
		if (isMoved) drag.move(event);
	};
	const stop = (event: PointerEvent | undefined, isDone: boolean) => {
		node.removeEventListener('pointermove', move);
		node.removeEventListener('pointerup', up);
		node.removeEventListener('pointercancel', lost);
		drag.end(event, isDone && isMoved);
	};
	const up = (event: Event) => isOurs(event) && stop(event, true);
	const lost = (event: Event) => isOurs(event) && stop(undefined, false);
	node.setPointerCapture(down.pointerId);
	node.addEventListener('pointermove', move);
	node.addEventListener('pointerup', up);
	node.addEventListener('pointercancel', lost);
	return () => stop(undefined, false);
}

/**
 * Moves a picture about, by so many pixels since the last time. `press`: one that has stayed still; what was pressed on may have
 * been drawn anew meanwhile, and then there is no event `click`.
 */
export function listenToDrag(node: Element, move: (byX: number, byY: number) => void, press?: (event: PointerEvent) => void): void {
	node.addEventListener('pointerdown', event => {
		const down = event as PointerEvent;
		if (down.button !== 0) return;
		let from = { x: down.clientX, y: down.clientY };
		follow(node, down, STILL, {
			move({ clientX: x, clientY: y }) {
				move(x - from.x, y - from.y);
				from = { x, y };
			},
			end(last, isMoved) {
				if (last !== undefined && !isMoved) press?.(last);
			},
		});
	});
}
