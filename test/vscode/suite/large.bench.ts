/**
 * Large recordings, in the editor: a file of 200 MB is opened, and a long training run is watched with everything that shows
 * it. Printed are the times, and how long the extension host was ever kept from answering, by its event loop.
 */
import { execFile } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { RunHoverProvider } from '../../../extension/hover/hoverProvider.ts';
import { HoverRehearsal } from '../../../extension/hover/rehearsal.ts';
import { Position } from '../../../extension/moment/position.ts';
import { Recording } from '../../../extension/saved/recording.ts';
import { Runs } from '../../../extension/run/runs.ts';
import { activate, closeAll, find, hover, open, run, write } from './support/editor.ts';
import { type LongestTurns, longestTurns, stopwatch, withOwnProcessor } from './support/turns.ts';
import { ui, until } from './support/ui.ts';

const page = { webview: true };

/** 10⁶ steps of small tensors, which the budget of steps ends, and some large ones before. */
const LARGE = `import torch
large = [torch.full((2 ** 21,), float(i)) for i in range(12)]
x = torch.zeros(4)
y = torch.ones(4)
for i in range(300_000):
    x = x + y
    z = x * 2
`;

const SETTLED = 4000;

const STEPS = 10_000;
const TRAINING = `import torch
torch.manual_seed(0)
model = torch.nn.Linear(19, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
x, y = torch.randn(8, 19), torch.randn(8, 1)
losses = []

def step():
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()

for i in range(${STEPS}):
    loss = step()
    losses.append(loss)
    if i % 100 == 0:
        print(i, loss)
`;

/** What a file of many functions has beside its training. */
const OTHERS = Array.from({ length: 2_000 }, (_, i) => `
def layer_${i}(x, w):
    y = x @ w
    for k in range(3):
        y = y + k * w.sum()
        print(y.shape, "text", k)
    return y

class Block_${i}:
    def __init__(self, k):
        self.k = k
`).join('');

const STEPS_OF_20 = `import torch
from torch import nn
torch.manual_seed(0)
model = nn.Linear(4, 4)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
x, y = torch.randn(8, 4), torch.randn(8, 4)
for step in range(100_000):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
`;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that this process keeps, of objects and of arrays. */
function held(): number {
	collect();
	collect();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

const row = (what: string, value: string, goal = ''): void => console.log(`  ${what.padEnd(52)} ${value.padStart(10)}  ${goal}`);
const rowOfTurns = (what: string, { clock, busy, ours, oursRunning }: LongestTurns<unknown>): void => row(what, milliseconds(oursRunning), `goal: 50 ms; with what it waits for in the system ${milliseconds(ours)}; of the host, VS Code's own work too, ${milliseconds(busy)}, with waiting for a processor ${milliseconds(clock)}`);
const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

async function timed(work: () => PromiseLike<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

const inWorkspace = (name: string): vscode.Uri => vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, name);

/** The trace of a program of the workspace, by the command line; with a text, the program is written first. */
async function record(name: string, text?: string): Promise<vscode.Uri> {
	const [program, file] = [`${name}.py`, `${name}.loupe`].map(inWorkspace);
	if (text !== undefined) writeFileSync(program!.fsPath, text);
	const { extensionPath } = vscode.extensions.getExtension('tensor-loupe.tensor-loupe')!;
	await promisify(execFile)(process.execPath, [path.join(extensionPath, 'dist/cli.mjs'), 'run', program!.fsPath, '--trace', file!.fsPath]);
	return file!;
}

/** Until a page that has nothing to show says that it is there. */
function emptyPage(): Promise<number> {
	return timed(() => new Promise<void>((resolve) => {
		const panel = vscode.window.createWebviewPanel('bench.page', 'Empty', vscode.ViewColumn.One, { enableScripts: true });
		panel.webview.onDidReceiveMessage(() => resolve());
		panel.webview.html = '<!DOCTYPE html><body><script>acquireVsCodeApi().postMessage("here")</script></body>';
	}));
}

const GOAL = 5;

/** In milliseconds: from when to when, and for how long without waiting for a processor. */
interface Hover { readonly from: number; readonly to: number; readonly time: number }

/** Hovers over each name of a program, from its trace to their Markdown, without the editor's way there and back. */
async function hovers(name: string, text?: string): Promise<void> {
	const recording = new Recording(await record(name, text), undefined);
	await recording.finished;
	const editor = await open(`${name}.py`), { document } = editor;
	const [runs, position] = [new Runs(), new Position()];
	const own = recording.runs[0]!;
	own.uri = document.uri;
	runs.add(own);
	const provider = new RunHoverProvider(runs, position);
	// As in a window, where the run's end sets it off.
	const rehearsal = new HoverRehearsal(runs, provider);
	await rehearsal.rehearse(editor);
	const { token } = new vscode.CancellationTokenSource();
	const places = [...document.getText().matchAll(/\b[A-Za-z_]\w*/g)].map(({ index }) => document.positionAt(index));
	const [first, again]: Hover[][] = [[], []];
	const garbage: { readonly startTime: number; readonly duration: number }[] = [];
	const collections = new PerformanceObserver((list) => void garbage.push(...list.getEntries()));
	collections.observe({ entryTypes: ['gc'] });
	await new Promise((resolve) => setTimeout(resolve, SETTLED));
	await withOwnProcessor(async () => {
		for (const times of [first!, again!]) {
			for (const place of places) {
				const from = performance.now(), stop = stopwatch();
				const shown = await provider.provideHover(document, place, token), time = stop();
				if (shown) times.push({ from, to: performance.now(), time });
			}
			times.sort((a, b) => a.time - b.time);
		}
	});
	await new Promise((resolve) => setTimeout(resolve, SETTLED));
	collections.disconnect();
	const garbageIn = ({ from, to }: Hover): number => garbage.reduce((sum, { startTime, duration }) => startTime >= from && startTime <= to ? sum + duration : sum, 0);
	const figures = (hovers: readonly Hover[]): string => {
		const over = hovers.filter(({ time }) => time > GOAL), told = over.map((each) => `${milliseconds(each.time)} of which ${milliseconds(garbageIn(each))} collected garbage`);
		return `${[0.5, 0.95].map((share) => milliseconds(hovers[Math.floor(share * hovers.length)]!.time)).join(', ')}, worst ${milliseconds(hovers.at(-1)!.time)}, ${over.length} over the goal${told.length === 0 ? '' : ` (${told.join('; ')})`}`;
	};
	row(`${again!.length} hovers over ${name}.py, ${recording.trace.stepCount} steps`, milliseconds(again![again!.length >> 1]!.time), `goal: ${GOAL} ms; median and 95th of 100 ${figures(again!)}; of the first over each ${figures(first!)}`);
	for (const each of [rehearsal, runs, position, recording]) each.dispose();
}

suite('large recordings', function () {
	this.timeout(900_000);
	suiteTeardown(closeAll);

	test('a file of 200 MB', async () => {
		await activate();
		const file = await record('large', LARGE);
		const small = await record('small', 'import torch\nz = torch.ones(3)\n');
		// VS Code is told of the new file later, and a file that has changed is read again.
		await new Promise((resolve) => setTimeout(resolve, SETTLED));
		const shown = async (selector: string): Promise<void> => { while (await ui.count(selector, page) === 0) await new Promise((resolve) => setTimeout(resolve, 10)); };
		const opened = async (trace: vscode.Uri): Promise<{ readonly painted: number; readonly named: number; readonly whole: number }> => {
			const began = performance.now();
			await vscode.commands.executeCommand('vscode.openWith', trace, 'tensorLoupe.trace');
			await shown('.notice, .entries li');
			const painted = performance.now() - began;
			await shown('.entries li');
			const named = performance.now() - began;
			await until('the last name', async () => (await ui.texts('.entries li', page)).some((text) => /\bz\b/.test(text)), 300_000);
			const whole = performance.now() - began;
			await closeAll();
			return { painted, named, whole };
		};
		// In the window's first webview, as a user opens a file; and then with a profile, which takes time itself.
		const { painted, named, whole } = await opened(file);
		row(`${(statSync(file.fsPath).size / 1e6).toFixed(0)} MB, to the first paint`, milliseconds(painted), 'goal: 1000 ms');
		row('… to the first names', milliseconds(named));
		row('… to the last of its names', milliseconds(whole));
		rowOfTurns('… longest turn of ours in the extension host', await longestTurns(() => opened(file)));
		// A window's later webviews take longer.
		row(`${(statSync(small.fsPath).size / 1e3).toFixed(0)} kB, as a later page, to its names`, milliseconds((await opened(small)).named), `an empty page of VS Code: ${milliseconds(await emptyPage())}`);
		await closeAll();
	});

	test('hovers', async () => {
		await activate();
		await hovers('ema-training');
		await hovers('training', TRAINING);
		await closeAll();
	});

	test('a source of 20,000 lines', async () => {
		const editor = await write('source.py', `${TRAINING.replace(String(STEPS), '100')}${OTHERS}`);
		await run('runFile');
		await until('a lens', async () => (await ui.texts('.codelens-decoration')).some((text) => /iteration/.test(text)));
		const typed = await longestTurns(async () => {
			for (let i = 0; i < 60; i++) {
				await editor.edit((builder) => builder.insert(new vscode.Position(9, 0), 'x'), { undoStopBefore: false, undoStopAfter: false });
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
		});
		rowOfTurns(`${editor.document.lineCount} lines of source, typed in: longest turn of ours`, typed);
	});

	test('what 10⁵ steps of 20 parameters take in the extension host', async () => {
		const before = held();
		const { document } = await write('steps.py', STEPS_OF_20);
		await run('showInPanel');
		await run('runFile');
		await until('all of its steps', async () => /99,?999$/.test(await ui.text('.optimizer-view .count', page)));
		await hover(document, find(document, 'loss ='));
		const grown = held() - before;
		row('10⁵ SGD steps of 20 parameters, watched and kept', `${(grown / 1e6).toFixed(0)} MB`, 'goal: 300 MB');
		await closeAll();
	});

	test('a long training run', async () => {
		const { document } = await write('training.py', TRAINING);
		await run('showInPanel');
		const watched = await longestTurns(() => Promise.resolve(run('runFile')));
		rowOfTurns(`${STEPS} training steps watched: longest turn of ours`, watched);
		await ui.wait('.optimizer-view .count', page);
		const hovers: number[] = [];
		for (const at of ['model(x)', 'loss.backward', 'optimizer.step', 'loss = step', 'losses.append', 'x, y =', 'i, loss']) hovers.push(await timed(() => hover(document, find(document, at))));
		row('hovers over it, the longest', milliseconds(Math.max(...hovers)));
		const moves: number[] = [];
		const moving = await longestTurns(async () => {
			for (const command of ['previousOptimizerStep', 'previousOptimizerStep', 'nextOptimizerStep', 'previousIteration', 'previousChange']) {
				await open('training.py');
				moves.push(await timed(() => run(command)));
			}
		});
		row('moves in it, the longest', milliseconds(Math.max(...moves)));
		rowOfTurns('… longest turn of ours', moving);
	});
});
