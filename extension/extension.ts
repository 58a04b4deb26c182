/** The extension's beginning and end: makes the parts, hands them to each other, and lets VS Code dispose of them. */
import { type ExtensionContext, languages, window, workspace } from 'vscode';
import { registerCommands } from './commands.ts';
import { contextKeys } from './contextKeys.ts';
import { registerDebugging } from './debug/register.ts';
import { SELECTOR } from './documents.ts';
import { RunHoverProvider } from './hoverProvider.ts';
import { RunLensProvider } from './lenses.ts';
import { LineResults } from './lineResults.ts';
import { Channels } from './log.ts';
import { Panel, PANEL_TYPE } from './panel.ts';
import { Position } from './position.ts';
import { Problems } from './problems.ts';
import { RunController } from './runController.ts';
import { Runs } from './runs.ts';
import { RunStatus } from './runStatus.ts';
import { Runtimes } from './runtimes.ts';
import { SpareKeeper } from './spare.ts';
import { Surfaces } from './surfaces.ts';
import { TraceFiles } from './traceFiles.ts';
import { registerTravel } from './travel.ts';

export function activate(context: ExtensionContext): void {
	const started = performance.now();
	const dist = context.asAbsolutePath('dist');
	const channels = new Channels();
	const runs = new Runs();
	const position = new Position();
	const runtimes = new Runtimes(dist, context.globalStorageUri, channels);
	const status = new RunStatus();
	const controller = new RunController(channels, runs, runtimes, status);
	const surfaces = new Surfaces(dist, channels);
	const panel = new Panel(context.extensionUri, channels, runs, new TraceFiles(context.storageUri, channels), surfaces);
	const lenses = new RunLensProvider();
	context.subscriptions.push(
		channels, runs, position, runtimes, status, controller, surfaces, panel, lenses,
		new LineResults(runs),
		new Problems(runs),
		new SpareKeeper(runtimes, channels),
		languages.registerCodeLensProvider(SELECTOR, lenses),
		languages.registerHoverProvider(SELECTOR, new RunHoverProvider(runs)),
		window.registerWebviewPanelSerializer(PANEL_TYPE, { deserializeWebviewPanel: (webview, state) => panel.restore(webview, state) }),
		runs.onDidChange(() => contextKeys.hasResults(!runs.isEmpty)),
		...registerDebugging({ runs, controller, position }),
		...registerTravel(runs, position),
		...registerCommands({ channels, runs, controller, panel }),
	);
	channels.log.trace(`activated in ${(performance.now() - started).toFixed(1)} ms, workspace ${workspace.isTrusted ? 'trusted' : 'not trusted'}`);
}
