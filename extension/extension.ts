/** The extension's beginning and end: makes the parts, hands them to each other, and lets VS Code dispose of them. */
import { type ExtensionContext, languages, window, workspace } from 'vscode';
import { registerCommands } from './commands.ts';
import { Comparison } from './panel/comparison.ts';
import { contextKeys } from './contextKeys.ts';
import { registerDebugging } from './debug/register.ts';
import { followActiveScript } from './code/activeScript.ts';
import { EARLIER_SCHEME, RESULTS_SELECTOR, SELECTOR, SOURCE_SCHEME } from './code/documents.ts';
import { EarlierRuns } from './run/earlierRuns.ts';
import { RunHoverProvider } from './hover/hoverProvider.ts';
import { HoverRehearsal } from './hover/rehearsal.ts';
import { InlineValues } from './beside/inlineValues.ts';
import { RunLensProvider } from './beside/lenses.ts';
import { LineResults } from './beside/lineResults.ts';
import { Channels } from './log.ts';
import { LoopLensProvider } from './beside/loopLenses.ts';
import { MomentCommands } from './moment/moments.ts';
import { Panel, PANEL_TYPE, VIEW_TYPE } from './panel/panel.ts';
import { Position } from './moment/position.ts';
import { Problems } from './explain/problems.ts';
import { Processes } from './run/processes.ts';
import { QuickFixProvider } from './explain/quickFixes.ts';
import { Recordings } from './saved/recordings.ts';
import { RunController } from './run/runController.ts';
import { Runs } from './run/runs.ts';
import { RunStatus } from './run/runStatus.ts';
import { Runtimes } from './run/runtimes.ts';
import { SpareKeeper } from './run/spare.ts';
import { Sparklines } from './beside/sparklines.ts';
import { Replays } from './run/replays.ts';
import { TRACE_EDITOR, TraceEditor } from './saved/traceEditor.ts';
import { TraceFiles } from './saved/traceFiles.ts';
import { TracePage } from './panel/tracePage.ts';

export function activate(context: ExtensionContext): void {
	const started = performance.now();
	const dist = context.asAbsolutePath('dist');
	const channels = new Channels();
	const runs = new Runs();
	const position = new Position();
	const processes = new Processes(dist);
	const runtimes = new Runtimes(dist, context.globalStorageUri, processes.start, channels);
	const status = new RunStatus();
	const controller = new RunController(channels, runs, runtimes, status);
	const replays = new Replays(dist, processes.start, channels);
	const files = new TraceFiles(context.storageUri, channels);
	const earlier = new EarlierRuns(runs);
	const recordings = new Recordings(channels, runs);
	const [panel, docked] = [0, 1].map(() => new Panel(channels, runs, runtimes, files, new TracePage(context.extensionUri, channels, replays, position, new Comparison(earlier, recordings)))) as [Panel, Panel];
	const traceEditor = new TraceEditor(context.extensionUri, channels, recordings, replays, position, earlier);
	const problems = new Problems(runs);
	const lenses = new RunLensProvider(runs);
	const inlineValues = new InlineValues(runs, position);
	const loopLenses = new LoopLensProvider(runs, position);
	const hovers = new RunHoverProvider(runs, position);
	context.subscriptions.push(
		channels, runs, runtimes, status, controller, replays, processes, earlier, panel, docked, recordings, traceEditor, lenses, position, inlineValues, loopLenses,
		new LineResults(runs, position),
		new Sparklines(runs, position),
		new MomentCommands(runs, position),
		problems,
		new SpareKeeper(runtimes, channels),
		followActiveScript(),
		languages.registerCodeLensProvider(SELECTOR, lenses),
		languages.registerCodeLensProvider(RESULTS_SELECTOR, loopLenses),
		languages.registerInlayHintsProvider(RESULTS_SELECTOR, inlineValues),
		languages.registerCodeActionsProvider(SELECTOR, new QuickFixProvider(problems), { providedCodeActionKinds: QuickFixProvider.kinds }),
		languages.registerHoverProvider(RESULTS_SELECTOR, hovers),
		new HoverRehearsal(runs, hovers),
		window.registerWebviewPanelSerializer(PANEL_TYPE, { deserializeWebviewPanel: (webview, state) => panel.restore(webview, state) }),
		window.registerWebviewViewProvider(VIEW_TYPE, { resolveWebviewView: (view, { state }) => docked.restore(view, state) }),
		window.registerCustomEditorProvider(TRACE_EDITOR, traceEditor),
		workspace.registerTextDocumentContentProvider(SOURCE_SCHEME, recordings),
		workspace.registerTextDocumentContentProvider(EARLIER_SCHEME, earlier),
		runs.onDidChange(() => contextKeys.hasResults(!runs.isEmpty)),
		...registerDebugging({ runs, controller, position, recordings, channels, dist, startProcess: processes.start }),
		...registerCommands({ channels, runs, controller, panel, docked, traceEditor }),
	);
	channels.log.trace(`activated in ${(performance.now() - started).toFixed(1)} ms, workspace ${workspace.isTrusted ? 'trusted' : 'not trusted'}`);
}
