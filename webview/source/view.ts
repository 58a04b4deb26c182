/**
 * The program's text as it ran, where there is no editor to show it: numbered lines, the one marked at whose end the moment lies
 * that is looked at. A place that is clicked elsewhere is shown here; a line that is clicked is gone to, the next time that it ran.
 */
import type { Origin } from '../../engine/slice/slice.ts';
import { element } from '../theme/dom.ts';
import { fill, type Strings } from '../theme/strings.ts';

/** `ran`: which of its lines (1-based) did. */
export interface SourceText { readonly uri: string; readonly name: string; readonly lines: readonly string[]; readonly ran: ReadonlySet<number> }

export interface SourcePane {
	readonly node: HTMLElement;
	/** Where the moment is that is looked at. */
	setPlace(origin: Origin | undefined): void;
	/** Shows where something stands. */
	reveal(origin: Origin): void;
}

/** Lines that a page key moves by. */
const PAGE = 20;

export interface SourceHost {
	/** Goes to the next time that a line ran. */
	visit(line: number): void;
	/** Whether it is open from the beginning, and that it has been opened or closed. */
	readonly isOpen: boolean;
	rememberOpen(isOpen: boolean): void;
}

export function createSource(document: Document, { uri, name, lines, ran }: SourceText, host: SourceHost, strings: Strings): SourcePane {
	/** Lines, 1-based: of the moment; and the one at which the keyboard is, or that was to be shown. */
	let place: number | undefined;
	let cursor: number | undefined;

	const list = element(document, 'ul', { role: 'listbox', tabindex: 0, class: 'lines', dir: 'ltr', 'aria-label': fill(strings.programLines, name), 'data-focus': 'source' },
		...lines.map((text, i) => element(document, 'li', { role: 'option', id: `source-${i + 1}`, 'aria-selected': 'false', ...ran.has(i + 1) ? { title: strings.programVisit } : { 'aria-disabled': 'true' } },
			element(document, 'span', { class: 'number' }, String(i + 1)), ' ', element(document, 'code', {}, text))));
	list.style.setProperty('--digits', String(String(lines.length).length));
	const toggle = element(document, 'button', { type: 'button', class: 'toggle', 'aria-controls': 'source-text', 'data-focus': 'source-toggle' }, strings.program);
	const text = element(document, 'div', { class: 'text', id: 'source-text' }, list);
	const status = element(document, 'p', { class: 'visually-hidden', role: 'status' });
	const node = element(document, 'section', { class: 'source', 'aria-label': strings.program }, toggle, text, status);

	const lineAt = (line: number | undefined): HTMLElement | undefined => line === undefined ? undefined : list.children[line - 1] as HTMLElement | undefined;
	/** Into the middle, where it is out of sight. */
	const scrollTo = (line: number | undefined) => {
		const shown = lineAt(line);
		if (shown === undefined || (shown.offsetTop >= list.scrollTop && shown.offsetTop + shown.offsetHeight <= list.scrollTop + list.clientHeight)) return;
		list.scrollTop = shown.offsetTop - (list.clientHeight - shown.offsetHeight) / 2;
	};
	const setOpen = (open: boolean) => {
		text.hidden = !open;
		toggle.setAttribute('aria-expanded', String(open));
		scrollTo(cursor ?? place);
	};
	const point = (line: number) => {
		lineAt(cursor)?.classList.remove('cursor');
		cursor = line;
		lineAt(line)?.classList.add('cursor');
		list.setAttribute('aria-activedescendant', `source-${line}`);
		scrollTo(line);
	};
	const go = (line: number) => {
		if (ran.has(line)) host.visit(line);
	};

	toggle.addEventListener('click', () => {
		setOpen(text.hidden);
		host.rememberOpen(!text.hidden);
	});
	list.addEventListener('click', event => {
		const line = [...list.children].indexOf((event.target as Element).closest('li') ?? list) + 1;
		// Text that is being marked to be copied is no click.
		if (line === 0 || document.getSelection()?.isCollapsed === false) return;
		point(line);
		go(line);
	});
	list.addEventListener('focus', () => {
		if (cursor === undefined && list.matches(':focus-visible')) point(place ?? 1);
	});
	list.addEventListener('keydown', event => {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const at = cursor ?? 1;
		const to: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + PAGE, PageUp: at - PAGE, Home: 1, End: lines.length };
		const next = to[event.key];
		if (next !== undefined) point(Math.min(lines.length, Math.max(1, next)));
		else if (event.key === 'Enter' || event.key === ' ') go(at);
		else return;
		event.preventDefault();
	});
	setOpen(host.isOpen);

	return {
		node,
		setPlace(origin) {
			lineAt(place)?.setAttribute('aria-selected', 'false');
			place = origin?.uri === uri ? origin.line : undefined;
			lineAt(place)?.setAttribute('aria-selected', 'true');
			scrollTo(place);
		},
		reveal({ uri: of, line }) {
			if (of !== uri) return;
			setOpen(true);
			point(line);
			status.textContent = `${fill(strings.line, line)}: ${lines[line - 1]?.trim() ?? ''}`;
		},
	};
}
