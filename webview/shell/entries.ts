/** The list of what a run has to show: a listbox in which selection follows the keyboard. */
import type { SliceSummary } from '../../engine/slice/slice.ts';
import { element } from '../theme/dom.ts';
import { fill, type Strings } from '../theme/strings.ts';
import { icon } from './icons.ts';

export interface Entries {
	readonly node: HTMLElement;
	setEntries(entries: readonly SliceSummary[]): void;
	setStrings(strings: Strings): void;
	mark(id: string): void;
}

/** Keys typed within this time are one word to search for. */
const TYPING = 700;

export function createEntries(document: Document, choose: (id: string) => void): Entries {
	const node = element(document, 'ul', { role: 'listbox', tabindex: 0, class: 'entries' });
	let entries: readonly SliceSummary[] = [];
	let strings: Strings | undefined;
	let current: string | undefined;
	let typed = '';
	let typedAt = 0;

	const mark = (id: string | undefined) => {
		// The list comes again and again while a program runs: who has scrolled it stays there.
		const isOther = id !== current;
		current = id;
		node.removeAttribute('aria-activedescendant');
		for (const option of [...node.children]) {
			const chosen = option.getAttribute('data-id') === id;
			option.setAttribute('aria-selected', String(chosen));
			if (!chosen) continue;
			node.setAttribute('aria-activedescendant', option.id);
			if (isOther) option.scrollIntoView({ block: 'nearest' });
		}
	};
	const render = () => {
		const words = strings;
		if (words === undefined) return;
		node.setAttribute('aria-label', words.contents);
		node.hidden = entries.length === 0;
		const options = [...node.children];
		// An option that is taken out between press and release is never clicked: those that stand stay.
		if (options.length === entries.length && entries.every(({ id }, i) => options[i]?.getAttribute('data-id') === id)) return entries.forEach((entry, i) => write(options[i]!, entry, words));
		node.replaceChildren(...entries.map((entry, i) => {
			const option = element(document, 'li', { role: 'option', id: `entry-${i}`, 'data-id': entry.id, 'data-kind': entry.kind, 'aria-selected': 'false' },
				icon(document, entry.kind), element(document, 'span', { class: 'label' }), element(document, 'span', { class: 'detail' }));
			write(option, entry, words);
			option.addEventListener('click', () => choose(entry.id));
			return option;
		}));
		mark(current);
	};
	node.addEventListener('keydown', event => {
		const at = entries.findIndex(entry => entry.id === current);
		const to: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
		let next = to[event.key];
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		if (next === undefined && event.key.length === 1 && event.key !== ' ') {
			typed = event.timeStamp - typedAt < TYPING ? typed + event.key.toLowerCase() : event.key.toLowerCase();
			typedAt = event.timeStamp;
			const found = entries.findIndex(entry => entry.label.toLowerCase().startsWith(typed));
			if (found >= 0) next = found;
		}
		const entry = next === undefined ? undefined : entries[Math.min(entries.length - 1, Math.max(0, next))];
		if (entry === undefined) return;
		event.preventDefault();
		choose(entry.id);
	});
	return {
		node, mark,
		setEntries(next) {
			entries = next;
			render();
		},
		setStrings(next) {
			strings = next;
			render();
		},
	};
}

function write(option: Element, entry: SliceSummary, strings: Strings): void {
	const detail = detailOf(entry, strings);
	option.setAttribute('title', `${entry.label}  ${detail}`);
	const [label, right] = option.querySelectorAll('.label, .detail');
	if (label !== undefined && label.textContent !== entry.label) label.textContent = entry.label;
	if (right !== undefined && right.textContent !== detail) right.textContent = detail;
}

/** A summary's detail is a number where words in the reader's language belong around it. */
function detailOf(entry: SliceSummary, strings: Strings): string {
	if (!/^\d+$/.test(entry.detail)) return entry.detail;
	switch (entry.kind) {
		case 'optimizer': return entry.detail === '1' ? strings.oneStep : fill(strings.stepsCount, entry.detail);
		case 'graph': return fill(strings.line, entry.detail);
		case 'average': return entry.detail === '1' ? strings.oneUpdate : fill(strings.updatesCount, entry.detail);
		case 'storage': return fill(strings.tensorsCount, entry.detail);
		case 'indexMap': case 'product': return fill(entry.raised ? strings.raisedInLine : strings.line, entry.detail);
		case 'tensor': return entry.detail;
	}
}
