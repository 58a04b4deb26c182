/** The same page docked: in the bottom panel, in the side bar at its width, hidden and shown again. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, closeAll, find, open, run, runLens } from './support/editor.ts';
import { ui, until } from './support/ui.ts';

const page = { webview: true } as const;
const focusView = () => vscode.commands.executeCommand('tensorLoupe.view.focus');
const webviewTabs = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputWebview);

suite('docked', () => {
	suiteSetup(async () => {
		await activate();
		await closeAll();
	});

	suiteTeardown(async () => {
		await vscode.commands.executeCommand('vscode.moveViews', { viewIds: ['tensorLoupe.view'], destinationId: 'workbench.view.extension.tensorLoupe' });
		await vscode.commands.executeCommand('workbench.action.closePanel');
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await run('clearResults');
	});

	test('shows the newest run, and is where a run is shown as long as it is seen', async () => {
		const editor = await open('pytorch-notes.md');
		await runLens(editor.document.uri, find(editor.document, 'tensor_0 = torch').line - 1, 'Run');
		await focusView();
		await ui.wait('svg.index-map', page);
		await run('showInPanel');
		assert.deepEqual(webviewTabs(), []);
		await open('ema-training.py');
		await run('runFile');
		await until('the next run', async () => await ui.text('h1', page) === 'ema-training.py');
		assert.deepEqual(webviewTabs(), []);
	});

	test('fits into a side bar, and comes back there as it was', async () => {
		await vscode.commands.executeCommand('vscode.moveViews', { viewIds: ['tensorLoupe.view'], destinationId: 'workbench.view.scm' });
		await focusView();
		await ui.wait('.entries li[data-kind="average"]', page);
		await ui.click('.entries li[data-kind="average"]', page);
		await ui.wait('.average-view', page);
		const fits = async (): Promise<boolean> => {
			const [shell, picture] = [await ui.box('.shell', page), await ui.box('svg.average', page)];
			return shell !== null && picture !== null && shell.width < 400 && picture.x >= shell.x && picture.x + picture.width <= shell.x + shell.width;
		};
		await until('a picture that fits', fits);
		await vscode.commands.executeCommand('workbench.view.search');
		await focusView();
		await until('the average again', async () => await ui.count('.average-view', page) === 1);
		assert.match(await ui.text('.entries [aria-selected=true]', page), /EMA|average/i);
	});

	test('a run is shown in a tab where it is not seen', async () => {
		await vscode.commands.executeCommand('workbench.view.search');
		await open('ema-training.py');
		await run('showInPanel');
		await until('its tab', () => webviewTabs().length === 1);
		await vscode.commands.executeCommand('workbench.view.explorer');
	});
});
