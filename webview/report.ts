/**
 * The script of the report page: the panel's shell over a trace that lies in the page itself. The page asks nobody for
 * anything, so it opens from a disk, a mail or a CI artifact.
 */
import { interpolateGreys, schemeDark2, schemeTableau10 } from 'd3';
import { contentsOf } from '../engine/slice/contents.ts';
import { beside } from '../engine/slice/losses.ts';
import { timelineOf } from '../engine/slice/timeline.ts';
import { crc32 } from '../engine/trace/crc32.ts';
import { linesOf } from '../engine/trace/position.ts';
import { spentBudget } from '../engine/trace/recorded.ts';
import { done } from '../engine/trace/work.ts';
import { TraceReader } from '../engine/trace/reader.ts';
import type { ToPanel } from './messages.ts';
import { otherRun, traceBytes } from './report/embedded.ts';
import { ReportHost } from './report/host.ts';
import { createShell } from './shell/shell.ts';
import { createSource, type SourceText } from './source/view.ts';
import { ENGLISH, fill } from './theme/strings.ts';

const STATE = `tensor-loupe ${location.pathname}`;
/** As source.css has it: where the code has a column of its own, it is open. */
const WIDE = '(min-width: 1100px)';

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

/** Why what is shown is not the whole program; undefined: it is. */
function problemOf(trace: TraceReader): string | undefined {
	const budget = spentBudget(trace);
	return trace.problem !== undefined ? fill(ENGLISH.reportBroken, trace.problem) : budget !== undefined ? fill(ENGLISH.reportLimit, budget.detail) : trace.status === undefined ? ENGLISH.reportNoEnd : trace.isForged ? ENGLISH.reportForged : undefined;
}

/** The program's text, with those of its lines that ran; undefined: there is none. */
function sourceText(trace: TraceReader): SourceText | undefined {
	const program = trace.sources[0];
	if (program === undefined) return undefined;
	const lines = linesOf(program.text);
	return { uri: program.uri, name: fileName(program.name), lines, ran: new Set(lines.map((_, i) => i + 1).filter(line => trace.stepsOfLine(program.index, line).length > 0)) };
}

function fileName(path: string): string {
	return path.replace(/^.*[\\/]/, '');
}

/** What is shown and how, through a reload: the shell's own, and whether the code is open, where someone has opened or closed it. */
interface Kept { readonly shell?: unknown; readonly isSourceOpen?: boolean }

/** A page from the disk may be refused a place for it. */
function stored(): Kept {
	try {
		return JSON.parse(sessionStorage.getItem(STATE) ?? 'null') as Kept | null ?? {};
	} catch {
		return {};
	}
}

function store(state: Kept): void {
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
	const bytes = traceBytes(document), trace = new TraceReader();
	if (bytes !== undefined) trace.push(bytes);
	trace.finish();
	const text = sourceText(trace);
	let kept = stored();
	const keep = (more: Partial<Kept>) => store(kept = { ...kept, ...more });
	const source = text && createSource(document, text, { visit: line => host.visit(line), isOpen: kept.isSourceOpen ?? window.matchMedia(WIDE).matches, rememberOpen: isSourceOpen => keep({ isSourceOpen }) }, ENGLISH);
	const receive = (message: ToPanel) => {
		if (message.type === 'position') source?.setPlace(message.place.origin);
		shell.receive(message);
	};
	const host = new ReportHost({ document, post: receive, reveal: origin => source?.reveal(origin) }, trace, bytes ?? new Uint8Array());
	const shell = createShell(document, root, { post: message => host.receive(message), getState: () => kept.shell, setState: shellState => keep({ shell: shellState }), canReveal: source !== undefined, canCompare: false, source: source?.node });
	if (bytes === undefined) return receive({ type: 'notice', text: ENGLISH.reportNoTrace });
	const entries = done(contentsOf(trace));
	receive({ type: 'contents', title: fileName(trace.sources[0]?.name ?? ''), entries, selected: undefined, problem: problemOf(trace), state: { traceUri: `report:${bytes.length}:${crc32(bytes)}`, selected: undefined } });
	const timeline = done(timelineOf(trace)), other = otherRun(document);
	receive({ type: 'timeline', timeline, other: other && { ...other, losses: beside(other.losses, timeline.losses.numbers) } });
	host.moveTo(undefined, false);
	if (entries.length === 0) receive({ type: 'notice', text: problemOf(trace) ?? ENGLISH.reportNothing });
}

start();
