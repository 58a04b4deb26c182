/**
 * The editor's figures, printed by `npm run bench -- editor` with what they are held against. Nothing is asserted of a
 * time. Measured in the extension host, so what the window needs to paint is not in them.
 */
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { beside, closeAll, find, hover, open, run, runtimeProcesses, write } from './support/editor.ts';
import { until } from './support/ui.ts';

const RUNS = Number(process.env.LOUPE_RUNS ?? 7);

const GATHER = `import torch
tensor_0 = torch.arange(3, 12).view(3, 3)
print(tensor_0)
index = torch.tensor([[2, 1, 0]])
tensor_1 = tensor_0.gather(0, index)
print(tensor_1)
`;

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

function print(what: string, times: readonly number[], goal: string): void {
	const sorted = [...times].sort((a, b) => a - b);
	console.log(`  ${what.padEnd(52)} ${`${sorted[sorted.length >> 1]!.toFixed(1)} ms`.padStart(10)}  goal: ${goal}`);
}

async function timed(work: () => PromiseLike<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

/** From the command to the first hover with the last line's value. */
async function untilShown(document: vscode.TextDocument): Promise<number> {
	const place = find(document, 'tensor_1');
	const start = performance.now();
	const ended = run('runFile');
	while (await hover(document, place) === undefined) {
		if (performance.now() - start > 60_000) throw new Error('Nothing was shown within a minute');
		await wait(1);
	}
	const shown = performance.now() - start;
	await ended;
	return shown;
}

suite('figures', function () {
	this.timeout(300_000);

	test('activation', async () => {
		const extension = vscode.extensions.getExtension('tensor-loupe.tensor-loupe')!;
		if (extension.isActive) throw new Error('The extension was active before it was needed');
		print('activation', [await timed(() => extension.activate())], 'under 50 ms');
		if (runtimeProcesses().length) throw new Error('A runtime was started by activation');
	});

	test('Run', async () => {
		const { document } = await write('gather.py', GATHER);
		print('the first Run ever, to the values shown', [await untilShown(document)], 'at most 5000 ms');
		const times: number[] = [];
		for (let i = 0; i < RUNS; i++) {
			await run('clearResults');
			await until('a spare', () => runtimeProcesses().length > 0);
			await wait(2500);
			times.push(await untilShown(document));
		}
		print('Run with the spare warm, to the values shown', times, 'under 50 ms');
		const cold: number[] = [];
		const settings = vscode.workspace.getConfiguration('tensorLoupe');
		await settings.update('spare.enabled', false, vscode.ConfigurationTarget.Global);
		for (let i = 0; i < RUNS; i++) {
			await run('clearResults');
			await until('no spare', () => runtimeProcesses().length === 0);
			cold.push(await untilShown(document));
		}
		await settings.update('spare.enabled', undefined, vscode.ConfigurationTarget.Global);
		print('Run with the snapshot and no spare', cold, 'at most 1500 ms');
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
		print('Stop, interrupt taken', await stopping('print("begun")\nwhile True:\n    pass\n'), '100 ms');
		print('Stop, by kill', await stopping('print("begun")\nwhile True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n'), '1000 ms');
	});

	test('hover', async () => {
		const { document } = await open('ema-training.py');
		await run('runFile');
		const times: number[] = [];
		for (let i = 0; i < RUNS; i++) times.push(await timed(() => hover(document, find(document, 'model.weight.item'))));
		print('a hover', times, 'under 100 ms');
	});
});
