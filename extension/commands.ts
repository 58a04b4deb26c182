/** The commands of package.json: each finds its document and what is meant in it, and hands on. */
import { commands, debug, type Disposable, l10n, type TextDocument, type TextEditor, Uri, window, workspace } from 'vscode';
import { DEBUG_TYPE } from './debug/register.ts';
import { pathOf } from './debug/sources.ts';
import { isRunnable } from './code/documents.ts';
import { loadSnippets } from './code/parsers.ts';
import type { Channels } from './log.ts';
import type { Panel } from './panel/panel.ts';
import type { Run } from './run/run.ts';
import type { RunController } from './run/runController.ts';
import type { Runs } from './run/runs.ts';
import type { Asked } from './code/snippets.ts';
import { parseSourceUri } from './saved/sourceUri.ts';
import type { TraceEditor } from './saved/traceEditor.ts';
import type { Selection } from './panel/tracePage.ts';

/** What a lens hands to its command. */
interface Place { readonly uri: string; readonly line: number; readonly isCell?: boolean; readonly withAbove?: boolean }

type Snippets = typeof import('./code/snippets.ts');

interface Parts { readonly channels: Channels; readonly runs: Runs; readonly controller: RunController; readonly panel: Panel; readonly docked: Panel; readonly traceEditor: TraceEditor }

export function registerCommands({ channels, runs, controller, panel, docked, traceEditor }: Parts): Disposable[] {
	const runWith = (request: (snippets: Snippets, document: TextDocument, line: number) => Asked | undefined) => async (argument?: unknown): Promise<void> => {
		const place = await placeOf(argument);
		if (!place) { return void window.showInformationMessage(l10n.t('Open a file of Python, TypeScript or JavaScript, or a Markdown document with such code, to run it.')); }
		const { document, line } = place;
		// With the parser of Markdown, so not before it is needed.
		const snippets = await loadSnippets();
		await controller.start(document, () => {
			const asked = request(snippets, document, line);
			if (!asked) { void window.showInformationMessage(l10n.t('There is no code to run here.')); }
			return asked;
		});
	};

	return Object.entries<(...args: unknown[]) => unknown>({
		runFile: runWith((snippets, document) => snippets.fileRequest(document)),
		runCell: runWith((snippets, document, line) => snippets.cellRequest(document, line)),
		runAbove: runWith((snippets, document, line) => snippets.aboveRequest(document, line)),
		runSelection: runWith((snippets, document) => {
			const editor = editorOf(document);
			return editor && snippets.selectionRequest(document, editor.selection);
		}),
		debug: startDebugging,
		debugRecording: (argument?: unknown) => debugRecording(argument, traceEditor),
		stop: (argument?: unknown) => controller.stop(argument instanceof Uri ? argument : window.activeTextEditor?.document.uri),
		clearResults: async (argument?: unknown) => {
			const place = await placeOf(argument);
			if (place) { runs.clear(place.document.uri); }
		},
		showInPanel: (argument?: unknown) => showInPanel(argument, runs, docked.isVisible ? docked : panel, traceEditor),
		compareRuns: async () => {
			const asked = traceEditor.compare();
			if (asked) { return asked; }
			const run = activeRun(runs);
			if (!run) { return void window.showInformationMessage(l10n.t('There is no run to be compared yet.')); }
			const page = docked.isVisible ? docked : panel;
			if (!page.isVisible) { await page.show(run, undefined); }
			await page.compare();
		},
		saveTrace: async (argument?: unknown) => {
			const run = activeRun(runs);
			if (!run) { return void window.showInformationMessage(l10n.t('There is no run to be saved yet.')); }
			const { saveTrace } = await import('./saved/saveTrace.ts');
			await saveTrace(run, argument instanceof Uri ? argument : undefined);
		},
		exportFiles: async (argument?: unknown) => {
			const place = isPlace(argument) ? Uri.parse(argument.uri, true) : undefined;
			const saved = traceEditor.recordingOf(argument);
			// They come at its end.
			await saved?.finished;
			const run = place ? runs.of(place)[0] : activeRun(runs);
			const shown = saved ?? run;
			if (!shown || shown.trace.files.length === 0) {
				return void window.showInformationMessage(shown ? l10n.t('This run has written no files.') : l10n.t('There is no run whose files could be exported yet.'));
			}
			const { exportFiles } = await import('./saved/exportFiles.ts');
			await exportFiles(shown.trace.files, saved ? Uri.joinPath(saved.uri, '..') : workspace.getWorkspaceFolder(shown.uri)?.uri);
		},
		showSource: (argument?: unknown) => traceEditor.showSource(argument),
		showOutput: () => channels.output.show(true),
	}).map(([name, handler]) => commands.registerCommand(`tensorLoupe.${name}`, handler));
}

/** All of a document, or the cell whose lens was clicked. */
async function startDebugging(argument?: unknown): Promise<void> {
	const place = await placeOf(argument);
	if (!place) { return void window.showInformationMessage(l10n.t('Open a file of Python, TypeScript or JavaScript, or a Markdown document with such code, to run it.')); }
	const { uri } = place.document;
	await debug.startDebugging(workspace.getWorkspaceFolder(uri), {
		type: DEBUG_TYPE, request: 'launch', name: l10n.t('Debug with Tensor Loupe'), program: pathOf(uri),
		...(isPlace(argument) && argument.isCell === true && { line: argument.line + 1, ...(argument.withAbove === true && { withAbove: true }) }),
	});
}

/** A saved trace, from its editor or from its text. */
async function debugRecording(argument: unknown, traceEditor: TraceEditor): Promise<void> {
	const text = argument instanceof Uri ? argument : window.activeTextEditor?.document.uri;
	const file = traceEditor.fileOf(argument) ?? (text && parseSourceUri(text)?.file);
	if (!file) { return; }
	await debug.startDebugging(workspace.getWorkspaceFolder(file), {
		type: DEBUG_TYPE, request: 'launch', name: l10n.t('Debug with Tensor Loupe'), trace: pathOf(file),
	});
}

/** A hover's link names a run and an entry of it; otherwise the active document's newest run is shown, else the newest. */
async function showInPanel(argument: unknown, runs: Runs, panel: Panel, traceEditor: TraceEditor): Promise<void> {
	// A saved trace has an editor of its own.
	const show = (run: Run | undefined, selection: Selection | undefined): Promise<void> => run?.file ? traceEditor.show(run.file, selection) : panel.show(run, selection);
	const { run: runId, id, title } = (typeof argument === 'object' && argument !== null && !(argument instanceof Uri) ? argument : {}) as Readonly<Record<string, unknown>>;
	if (typeof runId === 'string') {
		const run = runs.byId(runId);
		if (!run) { return void window.showInformationMessage(l10n.t('That run’s results have been cleared.')); }
		return show(run, typeof id === 'string' ? { id, title: typeof title === 'string' ? title : undefined } : undefined);
	}
	return show(activeRun(runs), undefined);
}

/** The active document's newest run, else the newest. */
function activeRun(runs: Runs): Run | undefined {
	const active = window.activeTextEditor?.document.uri;
	return (active && runs.of(active)[0]) ?? runs.latest;
}

/** From a lens, from a menu of the editor (a Uri), or from the palette: the active editor and its cursor. */
async function placeOf(argument: unknown): Promise<{ readonly document: TextDocument; readonly line: number } | undefined> {
	if (isPlace(argument)) {
		return { document: await workspace.openTextDocument(Uri.parse(argument.uri, true)), line: argument.line };
	}
	const editor = argument instanceof Uri ? window.visibleTextEditors.find(({ document }) => document.uri.toString() === argument.toString()) ?? window.activeTextEditor : window.activeTextEditor;
	return editor && isRunnable(editor.document) ? { document: editor.document, line: editor.selection.active.line } : undefined;
}

function isPlace(argument: unknown): argument is Place {
	return typeof argument === 'object' && argument !== null && 'uri' in argument && typeof argument.uri === 'string' && 'line' in argument && typeof argument.line === 'number';
}

function editorOf(document: TextDocument): TextEditor | undefined {
	return [window.activeTextEditor, ...window.visibleTextEditors].find(editor => editor?.document === document);
}
