/**
 * The script of the report page: the panel's shell over a trace that lies in the page itself. The page asks nobody for
 * anything, so it opens from a disk, a mail or a CI artifact.
 */
import { interpolateGreys, schemeDark2, schemeTableau10 } from 'd3';
import { crc32 } from '../engine/trace/crc32.ts';
import { normsAround } from '../engine/slice/norms.ts';
import { optimizerOver } from '../engine/slice/asked-path.ts';
import { contentsOf, sliceOf } from '../engine/slice/contents.ts';
import { followsMoment, idAt, optimizerOf } from '../engine/slice/entry-ids.ts';
import { beside, type OtherRun } from '../engine/slice/losses.ts';
import type { Coordinate, Slice } from '../engine/slice/slice.ts';
import { replayFor } from '../engine/slice/replay-for.ts';
import { placeOnTimeline, sought, timelineOf, walked } from '../engine/slice/timeline.ts';
import type { Tick } from '../engine/trace/model.ts';
import { endOfLine } from '../engine/trace/moments.ts';
import { spentBudget } from '../engine/trace/recorded.ts';
import { done } from '../engine/trace/work.ts';
import { TraceReader } from '../engine/trace/reader.ts';
import type { FromPanel, ToPanel } from './messages.ts';
import { createShell } from './shell/shell.ts';
import { element } from './theme/dom.ts';
import { ENGLISH, fill } from './theme/strings.ts';

const STATE = `tensor-loupe ${location.pathname}`;

/** A class on the body as VS Code sets it, and colours for the charts, by what the reader's system asks for. */
function dress(): void {
	const asks = (query: string) => window.matchMedia(query).matches;
	const dark = asks('(prefers-color-scheme: dark)');
	const contrast = asks('(prefers-contrast: more)') || asks('(forced-colors: active)');
	document.body.className = contrast ? `vscode-high-contrast${dark ? '' : '-light'}` : dark ? 'vscode-dark' : 'vscode-light';
	const [green, orange, purple, , , , brown] = schemeDark2;
	const [blue, , red, , lightGreen, yellow, lightPurple] = schemeTableau10;
	const colors = dark
		? { red, blue, green: lightGreen, yellow, purple: lightPurple, orange: schemeTableau10[1] }
		: { red: orange, blue, green, yellow: brown, purple, orange };
	for (const [name, color] of Object.entries(colors)) document.documentElement.style.setProperty(`--vscode-charts-${name}`, color ?? interpolateGreys(0.5));
	document.documentElement.style.setProperty('--vscode-editorError-foreground', colors.red ?? '');
	document.documentElement.style.setProperty('--vscode-editorWarning-foreground', colors.yellow ?? '');
}

/** The bytes of the trace in the page; undefined where the command line has put none. */
function traceBytes(): Uint8Array | undefined {
	const text = document.getElementById('trace')?.textContent?.trim() ?? '';
	if (!/^[A-Za-z0-9+/]+=*$/.test(text)) return undefined;
	return Uint8Array.from(atob(text), character => character.charCodeAt(0));
}

/** The run that it is compared with; undefined where the command line has put none. */
function otherRun(): OtherRun | undefined {
	const text = document.getElementById('other')?.textContent ?? '';
	if (!text.startsWith('{')) return undefined;
	const { title, count, numbers, values } = JSON.parse(text) as { title: string; count: number; numbers: number[]; values: (number | string)[] };
	return { title, losses: { count, numbers: Float64Array.from(numbers), values: Float64Array.from(values, Number) } };
}

function slice(trace: TraceReader, id: string, coordinates: { x: Coordinate; y: Coordinate } | undefined): Slice | undefined {
	const cut = done(sliceOf(trace, id));
	if (cut?.kind !== 'optimizer') return cut && (replayFor(id, cut)?.without('replayNotInPage') ?? cut);
	const over = done(optimizerOver(trace, optimizerOf(id), cut, coordinates ?? cut));
	return over.surface === undefined && over.surfaceNote === undefined ? { ...over, surfaceNote: { reason: 'replayNotInPage', values: [] } } : over;
}

/** Why what is shown is not the whole program; undefined: it is. */
function problemOf(trace: TraceReader): string | undefined {
	const budget = spentBudget(trace);
	return trace.problem !== undefined ? fill(ENGLISH.reportBroken, trace.problem) : budget !== undefined ? fill(ENGLISH.reportLimit, budget.detail) : trace.status === undefined ? ENGLISH.reportNoEnd : trace.isForged ? ENGLISH.reportForged : undefined;
}

function download(name: string, bytes: Uint8Array): void {
	const link = element(document, 'a', { href: URL.createObjectURL(new Blob([new Uint8Array(bytes)])), download: name });
	link.click();
	URL.revokeObjectURL(link.href);
}

/** What is shown and how, through a reload; a page from the disk may be refused a place for it. */
function stored(): unknown {
	try {
		return JSON.parse(sessionStorage.getItem(STATE) ?? 'null') ?? undefined;
	} catch {
		return undefined;
	}
}

function store(state: unknown): void {
	try {
		sessionStorage.setItem(STATE, JSON.stringify(state));
	} catch {
		// It is shown all the same.
	}
}

function start(): void {
	dress();
	for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)']) window.matchMedia(query).addEventListener('change', dress);
	const root = document.getElementById('root') ?? document.body;
	const trace = new TraceReader();
	let position: Tick | undefined;
	let selected: string | undefined;
	const moveTo = (tick: Tick | undefined, own: boolean): void => {
		position = tick;
		receive({ type: 'position', tick, place: placeOnTimeline(trace, tick), own });
		if (selected !== undefined && followsMoment(selected)) show(selected, undefined);
	};
	const show = (id: string, coordinates: { x: Coordinate; y: Coordinate } | undefined): void => {
		const at = idAt(id, position), cut = slice(trace, at, coordinates);
		receive(cut === undefined ? { type: 'notice', text: at === id ? ENGLISH.missing : ENGLISH.reportNotThere } : { type: 'slice', id, slice: cut });
	};
	const answer = (message: FromPanel): void => {
		switch (message.type) {
			case 'select': case 'surface':
				selected = message.id;
				return show(message.id, message.type === 'surface' ? message : undefined);
			case 'other': return show(message.id, undefined);
			case 'norms': {
				const cut = done(sliceOf(trace, message.id));
				return cut?.kind === 'optimizer' ? receive({ type: 'norms', id: message.id, norms: done(normsAround(trace, optimizerOf(message.id), cut, message.step)) }) : undefined;
			}
			case 'move': return moveTo(endOfLine(trace, message.tick), true);
			case 'seek': return moveTo(sought(trace, message.tick), false);
			case 'walk': return moveTo(walked(trace, position, message.by, message.direction), false);
			case 'copy': return void navigator.clipboard?.writeText(message.text);
			case 'save': return download(message.name, message.bytes);
			default: return;
		}
	};
	const shell = createShell(document, root, { post: answer, getState: stored, setState: store, hasEditor: false });
	const receive = (message: ToPanel) => shell.receive(message);
	const bytes = traceBytes();
	if (bytes === undefined) return receive({ type: 'notice', text: ENGLISH.reportNoTrace });
	trace.push(bytes);
	trace.finish();
	const entries = done(contentsOf(trace));
	receive({ type: 'contents', title: trace.sources[0]?.name.replace(/^.*[\\/]/, '') ?? '', entries, selected: undefined, problem: problemOf(trace), state: { traceUri: `report:${bytes.length}:${crc32(bytes)}`, selected: undefined } });
	const timeline = done(timelineOf(trace)), other = otherRun();
	receive({ type: 'timeline', timeline, other: other && { ...other, losses: beside(other.losses, timeline.losses.numbers) } });
	moveTo(undefined, false);
	if (entries.length === 0) receive({ type: 'notice', text: problemOf(trace) ?? ENGLISH.reportNothing });
}

start();
