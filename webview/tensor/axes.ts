/**
 * Where each axis lies, to be changed: an axis is dragged from one place to another, or moved there by arrow keys; one that is
 * held has a slider for its index.
 */
import { element } from '../theme/dom.ts';
import { fill, type Strings } from '../theme/strings.ts';
import type { ViewContext } from '../view.ts';
import { axesIn, moved, PLACES, type Arrangement, type Place } from './arrangement.ts';

/** Pixels after which a press is a drag. */
const STILL = 4;

/** Nothing where there is at most one axis. */
export function axesBar(shape: readonly number[], arrangement: Arrangement, context: ViewContext, change: (arrangement: Arrangement) => void): Node[] {
	const { document, strings } = context;
	if (shape.length < 2) return [];
	let now = arrangement;
	const bar = element(document, 'div', { class: 'axes', role: 'group', 'aria-label': strings.axes });
	const said = element(document, 'output', { class: 'visually-hidden' });
	const move = (axis: number, place: Place) => {
		if (now.places[axis] === place) return;
		now = moved(now, axis, place);
		build();
		bar.querySelector<HTMLElement>(`[data-axis="${axis}"]`)?.focus();
		said.textContent = fill(strings.axisMoved, axis, placeName(place, strings));
		change(now);
	};
	const chip = (axis: number): HTMLElement => {
		const node = element(document, 'button', {
			type: 'button', class: 'chip', 'data-axis': axis, 'data-focus': `chip-${axis}`, title: strings.axisHint,
			'aria-label': fill(strings.axisIn, axis, shape[axis]!, placeName(now.places[axis]!, strings)),
		}, element(document, 'span', {}, fill(strings.leadingAxis, axis)), element(document, 'span', { class: 'size' }, String(shape[axis])));
		node.addEventListener('keydown', event => {
			const by = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
			if (by === 0) return;
			event.preventDefault();
			move(axis, PLACES[(PLACES.indexOf(now.places[axis]!) + by + PLACES.length) % PLACES.length]!);
		});
		dragged(node, bar, place => move(axis, place));
		return node;
	};
	const slider = (axis: number): HTMLElement => {
		const last = shape[axis]! - 1;
		const value = element(document, 'output', {}, `${now.held[axis]} / ${last}`);
		const input = element(document, 'input', { type: 'range', min: 0, max: last, value: now.held[axis]!, 'aria-label': fill(strings.leadingAxis, axis), 'data-focus': `axis-${axis}` });
		input.addEventListener('input', () => {
			now = { ...now, held: now.held.map((at, each) => each === axis ? Number(input.value) : at) };
			value.textContent = `${input.value} / ${last}`;
			change(now);
		});
		return element(document, 'span', { class: 'axis' }, chip(axis), input, value);
	};
	const build = () => bar.replaceChildren(...PLACES.map(place => element(document, 'div', { class: 'place', 'data-place': place },
		element(document, 'span', { class: 'place-name' }, placeName(place, strings)), ...axesIn(now, place).map(axis => place === 'held' ? slider(axis) : chip(axis)))), said);
	build();
	return [bar];
}

function placeName(place: Place, strings: Strings): string {
	return { rows: strings.placeRows, columns: strings.placeColumns, facets: strings.placeFacets, held: strings.placeHeld }[place];
}

/** Tells where a chip was dropped. */
function dragged(chip: HTMLElement, bar: HTMLElement, drop: (place: Place) => void): void {
	chip.addEventListener('pointerdown', down => {
		if (down.button !== 0) return;
		let over: HTMLElement | undefined;
		let isDragged = false;
		const lit = (place: HTMLElement | undefined) => {
			over?.classList.remove('over');
			over = place;
			over?.classList.add('over');
		};
		const drag = (event: PointerEvent) => {
			const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
			if (!isDragged && Math.hypot(x, y) < STILL) return;
			if (!isDragged) chip.setPointerCapture(down.pointerId);
			isDragged = true;
			chip.classList.add('dragged');
			chip.style.translate = `${x}px ${y}px`;
			lit(placeUnder(bar, event.clientX, event.clientY));
		};
		const end = (event: PointerEvent) => {
			for (const [name, listener] of [['pointermove', drag], ['pointerup', end], ['pointercancel', end]] as const) chip.removeEventListener(name, listener);
			chip.classList.remove('dragged');
			chip.style.translate = '';
			const place = over?.dataset['place'] as Place | undefined;
			lit(undefined);
			if (event.type === 'pointerup' && isDragged && place !== undefined) drop(place);
		};
		for (const [name, listener] of [['pointermove', drag], ['pointerup', end], ['pointercancel', end]] as const) chip.addEventListener(name, listener);
	});
}

function placeUnder(bar: HTMLElement, x: number, y: number): HTMLElement | undefined {
	return [...bar.querySelectorAll<HTMLElement>('[data-place]')].find((place) => {
		const { left, right, top, bottom } = place.getBoundingClientRect();
		return x >= left && x <= right && y >= top && y <= bottom;
	});
}
