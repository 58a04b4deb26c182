/** Two runs on one timeline: the one before, an earlier one, a saved trace; and what changed in the code. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, closeAll, open, run, write } from './support/editor.ts';
import { ui, until } from './support/ui.ts';

const page = { webview: true } as const;
const LISTED = '.quick-input-list .monaco-list-row';

const training = (rate: number, steps: number): string => `import torch

w = torch.tensor([3.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=${rate})
for step in range(${steps}):
    optimizer.zero_grad()
    loss = (w ** 2).sum()
    loss.backward()
    optimizer.step()
`;

/** The losses of `w ** 2` where `w` begins at 3 and each step multiplies it. */
const lossAfter = (rate: number, steps: number): number => (3 * (1 - 2 * rate) ** steps) ** 2;

async function compareWith(label: string): Promise<void> {
	await ui.click('[data-focus=timeline-compare]', page);
	await choose(label);
}

async function choose(label: string): Promise<void> {
	await ui.wait(LISTED);
	await ui.type(label);
	await until('it alone', async () => await ui.count(LISTED) === 1);
	await ui.press('Enter');
}

const shown = (): Promise<string> => ui.count('footer .where .other', page).then((count) => count === 0 ? '' : ui.text('footer .where .other', page));
const pointsOf = async (selector: string): Promise<number> => (await ui.attribute(selector, 'd', page))!.match(/[ML]/g)?.length ?? 0;

suite('compare', () => {
	suiteSetup(activate);
	suiteTeardown(async () => {
		await closeAll();
		await run('clearResults');
	});

	test('with the run before: its losses lie under these, and with each run it is another', async () => {
		const { document } = await write('descent.py', training(0.05, 8));
		await run('runFile');
		await run('showInPanel');
		await ui.wait('[data-focus=timeline-compare]', page);
		await write('descent.py', training(0.1, 12));
		await run('runFile', document.uri);
		await until('the second run', async () => await pointsOf('footer .track .loss:not(.other)') === 12);
		assert.equal(await ui.count('footer .track .loss.other', page), 0);
		await compareWith('The Run Before, Each Time');
		await until('the first run', async () => await ui.count('footer .track .loss.other', page) === 1);
		assert.equal(await pointsOf('footer .track .loss.other'), 8);
		// It has no twelfth loss.
		assert.match(await shown(), /^– in the run of /);
		assert.match((await ui.attribute('[data-focus=timeline-compare]', 'title', page))!, new RegExp(`8 losses, the last ${lossAfter(0.05, 7).toPrecision(4)}$`));
		await write('descent.py', training(0.2, 12));
		await run('runFile', document.uri);
		await until('the second run beside the third', async () => (await shown()).startsWith(`${lossAfter(0.1, 11).toPrecision(4)} in the run of `));
		assert.equal(await pointsOf('footer .track .loss.other'), 12);
	});

	test('what changed in the code: the text that ran then, and the document', async () => {
		await compareWith('Show What Changed in the Code');
		const { original, modified } = await until('the editor of differences', () => {
			const input = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map((tab) => tab.input).find((each) => each instanceof vscode.TabInputTextDiff);
			return input instanceof vscode.TabInputTextDiff && input;
		});
		assert.equal((await vscode.workspace.openTextDocument(original)).getText(), training(0.1, 12));
		assert.match(modified.path, /descent\.py$/);
		assert.equal((await vscode.workspace.openTextDocument(modified)).getText(), training(0.2, 12));
		await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
		await ui.wait('[data-focus=timeline-compare]', page);
	});

	test('with one of the session, from the command', async () => {
		await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
		void run('compareRuns');
		await choose('8 losses');
		await until('the first run', async () => await pointsOf('footer .track .loss.other') === 8);
	});

	test('of a cell the run before is the one of that cell', async () => {
		const cells = (...rates: number[]): string => rates.map((rate, i) => `# %%\n${training(rate, 5 + i)}`).join('\n');
		const { document } = await write('two-cells.py', cells(0.05, 0.1));
		const runCell = async (marker: number): Promise<void> => {
			const line = document.getText().split('\n').reduce((found, text, at) => text === '# %%' ? [...found, at] : found, [] as number[])[marker]!;
			vscode.window.activeTextEditor!.selection = new vscode.Selection(line + 2, 0, line + 2, 0);
			await run('runCell');
		};
		const lossesOf = (losses: number): Promise<unknown> => until(`${losses} losses`, async () => await pointsOf('footer .track .loss:not(.other)') === losses);
		for (const [cell, losses] of [[0, 5], [1, 6]] as const) { await runCell(cell); await lossesOf(losses); }
		// Lines are added before it, and another rate.
		await write('two-cells.py', `\n\n${cells(0.2, 0.1)}`);
		await runCell(0);
		await lossesOf(5);
		await compareWith('The Run Before, Each Time');
		await until('its own run before', async () => (await shown()).startsWith(`${lossAfter(0.05, 4).toPrecision(4)} in the run of `));
		assert.equal(await pointsOf('footer .track .loss.other'), 5);
	});

	test('with a saved trace, also one that has no losses, which is said; and with nothing', async () => {
		const folder = vscode.workspace.workspaceFolders![0]!.uri;
		const save = async (name: string): Promise<void> => {
			await run('saveTrace', vscode.Uri.joinPath(folder, name));
			await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
		};
		await open('descent.py');
		await save('fast.loupe');
		await write('none.py', 'import torch\nx = torch.arange(3)\n');
		await run('runFile');
		await save('none.loupe');
		await write('descent.py', training(0.05, 15));
		await run('runFile');
		await until('its losses', async () => await pointsOf('footer .track .loss:not(.other)') === 15);
		for (const name of ['none.loupe', 'fast.loupe']) {
			await compareWith('A Saved Trace…');
			await ui.click(LISTED, { text: name });
			if (name === 'none.loupe') await until('the message', async () => (await ui.texts('.notifications-toasts .notification-list-item-message')).some((text) => text.includes('none.loupe holds no losses')));
			// It lies on the timeline.
			await vscode.commands.executeCommand('notifications.clearAll');
			if (name === 'fast.loupe') await until('the saved one', async () => (await shown()).endsWith('in fast.loupe'));
		}
		assert.equal(await pointsOf('footer .track .loss.other'), 12);
		await compareWith('Compare with Nothing');
		await until('none', async () => await ui.count('footer .track .loss.other', page) === 0);
		for (const name of ['fast.loupe', 'none.loupe']) await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, name));
	});
});
