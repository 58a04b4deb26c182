/**
 * The panel's frame: the list of what the run has to show, the chosen view, and the messages that fill both.
 * It knows its host by three functions only, so that the editor's panel and the report page are the same shell.
 */
import { calledOf } from '../../engine/slice/average-rules.ts';
import { stepOfNumber, type SteppedColumns } from '../../engine/slice/optimizer-steps.ts';
import type { Coordinate, Slice, SliceSummary } from '../../engine/slice/slice.ts';
import type { FromPanel, ToPanel } from '../messages.ts';
import { mapName } from '../index-map/words.ts';
import { productName } from '../product/words.ts';
import { element } from '../theme/dom.ts';
import { oncePerFrame } from '../theme/perFrame.ts';
import { fill, withDefaults, type Strings } from '../theme/strings.ts';
import { readTheme } from '../theme/theme.ts';
import { createTimeline } from '../timeline/view.ts';
import type { ViewContext, ViewState } from '../view.ts';
import { Asked } from './asked.ts';
import { createEntries } from './entries.ts';
import { readStored, withView, type StoredState } from './state.ts';
import { drawView } from './views.ts';

export interface Host {
	post(message: FromPanel): void;
	getState(): unknown;
	setState(state: StoredState): void;
	/** Whether `reveal` can lead anywhere. */
	readonly canReveal: boolean;
	/** Whether `compare` is answered. */
	readonly canCompare: boolean;
	/** What shows the program's text, where no editor does. */
	readonly source?: HTMLElement | undefined;
}

export interface Shell { receive(message: ToPanel): void }

/** How long something is said, in milliseconds. */
const SAID = 2000;

export function createShell(document: Document, root: HTMLElement, host: Host): Shell {
	let strings: Strings = withDefaults({});
	let stored = readStored(host.getState());
	let entries: readonly SliceSummary[] = [];
	let slices = new Map<string, Slice>();
	/** Those that were asked for to be laid beside another. */
	const others = new Set<string>();
	/** What was chosen here, until the host has shown it or says what is. */
	let choice: string | undefined;
	let notice: string | undefined;
	let problem: string | undefined;
	let position: number | undefined;
	let drawnWidth = 0;
	let saying: ReturnType<typeof setTimeout> | undefined;
	/** What is on show, and so where it was scrolled to. */
	let drawnId: string | undefined;
	/** The norms that came last, of which slice; whether further ones are on their way, and who waits for them. */
	let norms: { readonly slice: Slice | undefined; readonly columns: SteppedColumns } | undefined;
	let isWaitingForNorms = false;
	let normsArrived: (() => void) | undefined;
	const asked = { surface: new Asked(), backward: new Asked(), norms: new Asked() };

	const title = element(document, 'h1');
	const list = createEntries(document, id => select(id));
	const main = element(document, 'main', { tabindex: -1 });
	const status = element(document, 'p', { class: 'said visually-hidden', role: 'status' });
	const timeline = createTimeline(document, {
		seek: tick => host.post({ type: 'seek', tick }), walk: (by, direction) => host.post({ type: 'walk', by, direction }), reveal: origin => host.post({ type: 'reveal', origin }), compare: () => host.post({ type: 'compare' }), canReveal: host.canReveal, canCompare: host.canCompare,
		state: () => stored.timeline, remember: state => save({ ...stored, timeline: state }),
	}, strings);
	root.replaceChildren(element(document, 'div', { class: 'shell' }, element(document, 'nav', {}, title, list.node), main, ...host.source === undefined ? [] : [host.source], timeline.node, status));

	const save = (next: StoredState) => {
		stored = next;
		host.setState(stored);
	};
	const select = (id: string) => {
		if (id === stored.selected && slices.has(id)) return;
		notice = undefined;
		save({ ...stored, selected: id });
		list.mark(id);
		choice = id;
		host.post({ type: 'select', id });
		if (slices.has(id)) draw();
		else later();
	};
	/** Whatever called for it. */
	const later = oncePerFrame(document, () => draw());
	/** They may have been others at another moment. */
	const forgetOthers = () => {
		for (const id of others) if (id !== stored.selected) slices.delete(id);
		others.clear();
	};
	const say = (text: string) => {
		status.textContent = text;
		status.classList.remove('visually-hidden');
		clearTimeout(saying);
		saying = setTimeout(() => {
			status.classList.add('visually-hidden');
			status.textContent = '';
		}, SAID);
	};
	const contextFor = (id: string): ViewContext => ({
		document, strings, theme: readTheme(document),
		width: Math.max(120, Math.floor(main.clientWidth - paddingOf(main))),
		height: Math.max(240, main.clientHeight - 190),
		state: stored.views[id] ?? {},
		canReveal: host.canReveal,
		position,
		tensors: entries.filter(({ kind }) => kind === 'tensor'),
		other: wanted => {
			if (!slices.has(wanted) && !others.has(wanted)) {
				others.add(wanted);
				host.post({ type: 'other', id: wanted });
			}
			return slices.get(wanted);
		},
		norms: (step, arrived) => {
			const known = norms?.slice === slices.get(id) ? norms?.columns : undefined;
			if (known !== undefined && stepOfNumber(known, step) !== undefined) return known;
			normsArrived = arrived;
			// While steps are played through, what is on its way may hold the next ones too.
			if (!isWaitingForNorms && asked.norms.isNew(slices.get(id), String(step))) {
				isWaitingForNorms = true;
				host.post({ type: 'norms', id, step });
			}
			return undefined;
		},
		open: select,
		move: tick => host.post({ type: 'move', tick }),
		remember: (state: ViewState) => save(withView(stored, id, state)),
		copy: text => {
			host.post({ type: 'copy', text });
			say(strings.copied);
		},
		save: (name, bytes) => host.post({ type: 'save', name, bytes }),
		say,
		reveal: origin => host.post({ type: 'reveal', origin }),
		runAgain: values => host.post({ type: 'whatIf', id, values }),
		apply: values => host.post({ type: 'apply', id, values }),
		backward: () => {
			if (asked.backward.isNew(slices.get(id))) host.post({ type: 'backward', id });
		},
		surface: (x: Coordinate, y: Coordinate) => {
			if (!asked.surface.isNew(slices.get(id), JSON.stringify([x, y].map(({ parameter, element }) => [parameter, element])))) return;
			host.post({ type: 'surface', id, x, y });
			later();
		},
	});
	const draw = () => {
		const id = stored.selected;
		const slice = id === undefined ? undefined : slices.get(id);
		const focus = focusKey(document, main);
		drawnWidth = main.clientWidth;
		normsArrived = undefined;
		if (notice !== undefined) main.replaceChildren(element(document, 'p', { class: 'notice', role: 'status' }, notice));
		else if (id !== undefined && slice !== undefined) main.replaceChildren(...warning(document, problem), heading(document, strings, slice, host), drawView(slice, liveState(contextFor(id), () => stored.views[id] ?? {})));
		else if (entries.length === 0) main.replaceChildren(element(document, 'p', { class: 'empty' }, strings.empty));
		else if (id === undefined) main.replaceChildren(element(document, 'p', { class: 'empty' }, strings.choose));
		else main.replaceChildren(element(document, 'p', { class: 'empty loading' }, fill(strings.loading, entries.find(entry => entry.id === id)?.label ?? '')));
		if (id !== drawnId) main.scrollTop = 0;
		drawnId = id;
		if (focus !== undefined) main.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
	};

	const view = document.defaultView;
	if (view !== null) {
		new view.ResizeObserver(() => {
			if (main.clientWidth !== drawnWidth) later();
		}).observe(main);
		// VS Code announces a change of theme by nothing but the body's class and the root's style.
		const themes = new view.MutationObserver(later);
		themes.observe(document.body, { attributes: true, attributeFilter: ['class'] });
		themes.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
	}
	// Where nothing is selected, what is said of what is pointed at.
	document.addEventListener('copy', event => {
		const said = main.querySelector('.readout:not(.hint)')?.textContent ?? '';
		if (said === '' || event.clipboardData === null || document.getSelection()?.isCollapsed === false || isEntry(document.activeElement)) return;
		event.preventDefault();
		event.clipboardData.setData('text/plain', said);
		say(strings.copied);
	});
	list.setStrings(strings);
	later();

	return {
		receive(message) {
			switch (message.type) {
				case 'strings':
					strings = withDefaults(message.strings);
					list.setStrings(strings);
					timeline.setStrings(strings);
					return later();
				case 'position':
					position = message.tick;
					forgetOthers();
					timeline.setPlace(message.place, message.tick === undefined);
					// What moved it shows it already.
					return message.own ? undefined : later();
				case 'timeline': return timeline.set(message.timeline, message.other);
				case 'notice':
					choice = undefined;
					notice = message.text;
					return later();
				case 'slice':
					slices.set(message.id, message.slice);
					notice = undefined;
					if (message.id === choice) choice = undefined;
					// A list that came while a choice was on its way to the host has taken it back.
					if (message.isSelected === true && choice === undefined && message.id !== stored.selected) {
						save({ ...stored, selected: message.id });
						list.mark(message.id);
					}
					if (message.id === stored.selected || others.has(message.id)) later();
					return;
				case 'norms':
					norms = { slice: slices.get(message.id), columns: message.norms };
					isWaitingForNorms = false;
					// Nothing else has changed: a drag, or what is played, goes on.
					return normsArrived?.();
				case 'contents': {
					choice = undefined;
					// A trace gets its address when it is saved; that makes it no other trace.
					const other = stored.traceUri !== undefined && message.state.traceUri !== stored.traceUri;
					const known = message.entries.find(({ id }) => !other && id === stored.selected) ?? message.entries[0];
					const selected = message.selected ?? known?.id;
					entries = message.entries;
					problem = message.problem;
					notice = undefined;
					title.textContent = message.title;
					document.title = message.title;
					// A running program's values go on changing: only what is on show stays until its next slice comes.
					slices = new Map([...slices].filter(([id]) => !other && id === selected));
					others.clear();
					isWaitingForNorms = false;
					save({ ...stored, traceUri: message.state.traceUri, selected, views: other ? {} : stored.views, timeline: other ? {} : stored.timeline });
					list.setEntries(entries);
					if (selected !== undefined) list.mark(selected);
					if (selected !== undefined && message.selected === undefined) host.post({ type: 'select', id: selected });
					return later();
				}
			}
		},
	};
}

/** Of text, which has a selection of its own. */
function isEntry(node: Element | null): boolean {
	return node !== null && node.matches('input:not([type=range], [type=checkbox]), textarea');
}

function heading(document: Document, strings: Strings, slice: Slice, host: Host): HTMLElement {
	const words = { tensor: strings.kindTensor, indexMap: strings.kindIndexMap, product: strings.kindProduct, storage: strings.kindStorage, optimizer: strings.kindOptimizer, average: strings.kindAverage, graph: strings.kindGraph };
	const name = slice.kind === 'tensor' || slice.kind === 'graph' ? slice.title : slice.kind === 'indexMap' ? mapName(slice) : slice.kind === 'product' ? productName(slice) : slice.kind === 'storage' ? slice.views.map(({ title: each }) => each).join(', ') : slice.kind === 'optimizer' ? slice.type : calledOf(slice.rule);
	const head = element(document, 'h2', {}, element(document, 'span', { class: 'name' }, name), element(document, 'span', { class: 'kind' }, words[slice.kind]));
	const origin = slice.kind === 'tensor' || slice.kind === 'indexMap' || slice.kind === 'product' ? slice.origin : undefined;
	if (origin !== undefined) {
		const link = element(document, 'button', { type: 'button', class: 'link', title: fill(strings.revealLine, origin.line), disabled: !host.canReveal, 'data-focus': 'line' }, fill(strings.line, origin.line));
		link.addEventListener('click', () => host.post({ type: 'reveal', origin }));
		head.append(link);
	}
	return head;
}

/** Above what is drawn of a trace that could not be read to its end. */
function warning(document: Document, problem: string | undefined): HTMLElement[] {
	return problem === undefined ? [] : [element(document, 'p', { class: 'problem', role: 'status' }, problem)];
}

/** The context's `state` as it is now, not as it was when the view was drawn. */
function liveState(context: ViewContext, state: () => ViewState): ViewContext {
	return Object.defineProperty({ ...context }, 'state', { get: state });
}

function focusKey(document: Document, main: HTMLElement): string | undefined {
	const active = document.activeElement;
	return active !== null && main.contains(active) ? active.getAttribute('data-focus') ?? undefined : undefined;
}

function paddingOf(node: HTMLElement): number {
	const style = node.ownerDocument.defaultView?.getComputedStyle(node);
	return style === undefined ? 0 : parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
}
