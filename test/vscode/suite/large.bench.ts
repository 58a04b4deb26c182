/**
 * Large recordings, in the editor: a file of 200 MB is opened, and a long training run is watched with everything that shows
 * it. Printed are the times, and how long the extension host was ever kept from answering, by its event loop.
 */
import { execFile } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, closeAll, find, hover, open, run, write } from './support/editor.ts';
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

const row = (what: string, value: string, goal = ''): void => console.log(`  ${what.padEnd(52)} ${value.padStart(10)}  ${goal}`);
const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/** The longest time for which the event loop stood still while something was done, and what that gave. */
async function longestBlock<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly block: number }> {
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	const result = await work();
	delay.disable();
	return { result, block: delay.max / 1e6 };
}

async function timed(work: () => PromiseLike<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

suite('large recordings', function () {
	this.timeout(900_000);
	suiteTeardown(closeAll);

	test('a file of 200 MB', async () => {
		await activate();
		const extension = vscode.extensions.getExtension('tensor-loupe.tensor-loupe')!;
		const folder = vscode.workspace.workspaceFolders![0]!.uri;
		const record = async (name: string, text: string): Promise<vscode.Uri> => {
			const [program, file] = [`${name}.py`, `${name}.loupe`].map((each) => vscode.Uri.joinPath(folder, each));
			writeFileSync(program!.fsPath, text);
			await promisify(execFile)(process.execPath, [path.join(extension.extensionPath, 'dist/cli.mjs'), 'run', program!.fsPath, '--trace', file!.fsPath]);
			return file!;
		};
		const small = await record('small', 'import torch\nz = torch.zeros(3)\n');
		const file = await record('large', LARGE);
		// The editor's first webview in a window takes a second of its own.
		const show = (uri: vscode.Uri) => async (): Promise<void> => {
			await vscode.commands.executeCommand('vscode.openWith', uri, 'tensorLoupe.trace');
			await ui.wait('.entries li, .notice', page);
		};
		const first = await timed(show(small));
		await closeAll();
		const { result, block } = await longestBlock(async () => {
			const shown = await timed(show(file));
			const whole = await timed(() => until('the last name', async () => (await ui.texts('.entries li', page)).some((text) => /\bz\b/.test(text)), 300_000));
			return { shown, whole };
		});
		row(`${(statSync(file.fsPath).size / 1e6).toFixed(0)} MB, to the first paint`, milliseconds(result.shown), `goal: 1000 ms; of a small file ${milliseconds(first)}, the first of the window`);
		row('… to its last name', milliseconds(result.shown + result.whole));
		row('… longest block of the extension host', milliseconds(block), 'goal: 50 ms');
		await closeAll();
	});

	test('a long training run', async () => {
		const { document } = await write('training.py', TRAINING);
		await run('showInPanel');
		const { block } = await longestBlock(() => Promise.resolve(run('runFile')));
		row(`${STEPS} training steps watched: longest block`, milliseconds(block), 'goal: 50 ms');
		await ui.wait('.optimizer-view .count', page);
		const hovers: number[] = [];
		for (const at of ['model(x)', 'loss.backward', 'optimizer.step', 'loss = step', 'losses.append', 'x, y =', 'i, loss']) hovers.push(await timed(() => hover(document, find(document, at))));
		row('hovers over it, the longest', milliseconds(Math.max(...hovers)));
		const moves: number[] = [];
		const moving = await longestBlock(async () => {
			for (const command of ['previousOptimizerStep', 'previousOptimizerStep', 'nextOptimizerStep', 'previousIteration', 'previousChange']) {
				await open('training.py');
				moves.push(await timed(() => run(command)));
			}
		});
		row('moves in it, the longest', milliseconds(Math.max(...moves)));
		row('… longest block', milliseconds(moving.block), 'goal: 50 ms');
	});
});
