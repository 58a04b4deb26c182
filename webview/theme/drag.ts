/** Dragging a picture about: told in pixels since the last time, once the pointer has moved further than a click's twitch. */
const STILL = 4;

/**
 * `move`: by how much the pointer has gone on. `press`: one that has stayed still; what was pressed on may have been drawn anew
 * meanwhile, and then there is no event `click`.
 */
export function listenToDrag(node: Element, move: (byX: number, byY: number) => void, press?: (event: PointerEvent) => void): void {
	node.addEventListener('pointerdown', start => {
		const down = start as PointerEvent;
		if (down.button !== 0) return;
		// Let go of outside, it is told here.
		node.setPointerCapture(down.pointerId);
		let from = { x: down.clientX, y: down.clientY };
		let isDragged = false;
		const drag = (moved: Event) => {
			const event = moved as PointerEvent;
			if (event.pointerId !== down.pointerId) return;
			const by = { x: event.clientX - from.x, y: event.clientY - from.y };
			if (!isDragged && Math.hypot(by.x, by.y) < STILL) return;
			isDragged = true;
			from = { x: event.clientX, y: event.clientY };
			move(by.x, by.y);
		};
		const end = (event: Event) => {
			if ((event as PointerEvent).pointerId !== down.pointerId) return;
			node.removeEventListener('pointermove', drag);
			node.removeEventListener('pointerup', end);
			node.removeEventListener('pointercancel', end);
			if (!isDragged && event.type === 'pointerup') press?.(event as PointerEvent);
		};
		node.addEventListener('pointermove', drag);
		node.addEventListener('pointerup', end);
		node.addEventListener('pointercancel', end);
	});
}
