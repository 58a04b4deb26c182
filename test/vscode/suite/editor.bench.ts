/**
 * The editor's figures, printed by `npm run bench -- editor` with what they are held against. Nothing is asserted of a
 * time. A run is measured in the window, from the click on its lens to the text beside the line; the rest in the
 * extension host.
 */
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { beside, closeAll, find, hover, open, run, runtimeProcesses, write } from './support/editor.ts';
import { plain, ui, until } from './support/ui.ts';

const RUNS = Number(process.env.LOUPE_RUNS ?? 7);

const GATHER = `import torch
tensor_0 = torch.arange(3, 12).view(3, 3)
print(tensor_0)
index = torch.tensor([[2, 1, 0]])
tensor_1 = tensor_0.gather(0, index)
print(tensor_1)
`;

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What `import torch` takes here, in milliseconds: the goals were set where it takes 1000. */
const UNIT = Number(process.env.LOUPE_UNIT);

function print(what: string, times: readonly number[], goal?: number): void {
	const median = [...times].sort((a, b) => a - b)[times.length >> 1]!;
	const scaled = UNIT ? `, ${(1000 * median / UNIT).toFixed(0)} for an import of torch in 1000 ms` : '';
	console.log(`  ${what.padEnd(52)} ${`${median.toFixed(1)} ms`.padStart(10)}${scaled}${goal === undefined ? '' : `; goal: ${goal} ms`}`);
}

async function timed(work: () => PromiseLike<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

/** From the click on *Run* to the last line's value beside it in the window. */
async function untilShown(): Promise<number> {
	const taken = await ui.clickUntil('.codelens-decoration a', { text: 'Run' }, { selector: '.editor-group-container.active .view-line', text: 'tensor([[9, 7, 5]])' });
	// Ends when the run has ended.
	await run('stop');
	return taken;
}

/** What the same way takes in VS Code alone: from the click on a lens to a text beside a line, with nothing to do between. */
async function ofVSCode(): Promise<number[]> {
	const shown = vscode.window.createTextEditorDecorationType({ after: { contentText: ' shown', margin: '0 0 0 2em' } });
	const own = [
		shown,
		vscode.commands.registerCommand('bench.show', () => {
			const editor = vscode.window.activeTextEditor!;
			const { end } = editor.document.lineAt(0).range;
			editor.setDecorations(shown, [new vscode.Range(end, end)]);
		}),
		vscode.languages.registerCodeLensProvider('python', { provideCodeLenses: () => [new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title: 'Alone', command: 'bench.show' })] }),
	];
	await ui.wait('.codelens-decoration a', { text: 'Alone' });
	const times: number[] = [];
	for (let i = 0; i < RUNS; i++) {
		vscode.window.activeTextEditor!.setDecorations(shown, []);
		await wait(500);
		times.push(await ui.clickUntil('.codelens-decoration a', { text: 'Alone' }, { selector: '.editor-group-container.active .view-line', text: 'shown' }));
	}
	for (const each of own) each.dispose();
	return times;
}

suite('figures', function () {
	this.timeout(300_000);

	test('activation', async () => {
		const extension = vscode.extensions.getExtension('tensor-loupe.tensor-loupe')!;
		if (extension.isActive) throw new Error('The extension was active before it was needed');
		await extension.activate();
		// What a user reads under "Show Running Extensions": loading the code and calling activate().
		await vscode.commands.executeCommand('workbench.action.showRuntimeExtensions');
		const row = plain(await ui.text('.runtime-extensions-editor .monaco-list-row', { text: extension.id }));
		print('activation', [Number(/(\d+)\s*ms/.exec(row)![1])], 50);
		await closeAll();
		if (runtimeProcesses().length) throw new Error('A runtime was started by activation');
	});

	test('Run', async () => {
		await write('gather.py', GATHER);
		await ui.wait('.codelens-decoration a', { text: 'Run' });
		print('the first Run ever, to the values shown', [await untilShown()], 5000);
		const times: number[] = [];
		for (let i = 0; i < RUNS; i++) {
			await run('clearResults');
			await until('a spare', () => runtimeProcesses().length > 0);
			await wait(2500);
			times.push(await untilShown());
		}
		print('Run with the spare warm, to the values shown', times, 50);
		print('… of which a click and a text beside a line take', await ofVSCode());
		const cold: number[] = [];
		const settings = vscode.workspace.getConfiguration('tensorLoupe');
		await settings.update('spare.enabled', false, vscode.ConfigurationTarget.Global);
		for (let i = 0; i < RUNS; i++) {
			await run('clearResults');
			await until('no spare', () => runtimeProcesses().length === 0);
			cold.push(await untilShown());
		}
		await settings.update('spare.enabled', undefined, vscode.ConfigurationTarget.Global);
		print('Run with the snapshot and no spare', cold, 1500);
		await closeAll();
	});

	test('Stop', async () => {
		const stopping = async (text: string): Promise<number[]> => {
			const times: number[] = [];
			for (let i = 0; i < RUNS; i++) {
				await write(`endless-${text.length}-${i}.py`, text);
				const ended = run('runFile');
				await beside(/print\("begun"\)\s*begun/);
				times.push(await timed(async () => {
					await run('stop');
					await ended;
				}));
				await run('clearResults');
				await closeAll();
			}
			return times;
		};
		print('Stop, interrupt taken', await stopping('print("begun")\nwhile True:\n    pass\n'), 100);
		print('Stop, by kill', await stopping('print("begun")\nwhile True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n'), 1000);
	});

	test('hover', async () => {
		const { document } = await open('ema-training.py');
		await run('runFile');
		const times: number[] = [];
		for (let i = 0; i < RUNS; i++) times.push(await timed(() => hover(document, find(document, 'model.weight.item'))));
		print('a hover', times, 100);
	});
});
