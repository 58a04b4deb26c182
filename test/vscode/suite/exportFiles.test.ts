/** *Export*: what a program wrote is offered over its code, and put where the user says. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, closeAll, lenses, run, write } from './support/editor.ts';
import { ui, until } from './support/ui.ts';

const at = (...names: string[]): vscode.Uri => vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, ...names);
const text = (file: vscode.Uri): Promise<string | undefined> => Promise.resolve(vscode.workspace.fs.readFile(file)).then((bytes) => Buffer.from(bytes).toString('latin1'), () => undefined);
const input = '.quick-input-widget input[type=text], .quick-input-widget .quick-input-filter input';

suite('export files', () => {
	suiteSetup(activate);
	suiteTeardown(async () => {
		await closeAll();
		for (const name of ['weights.pt', 'exported']) await vscode.workspace.fs.delete(at(name), { recursive: true }).then(undefined, () => undefined);
	});

	test('one: from its lens, to where it was written', async () => {
		const { document } = await write('saves.py', "import os, torch\ntorch.save(torch.ones(2), 'weights.pt')\nprint(os.path.exists('weights.pt'))\n");
		assert.deepEqual(await lenses(document.uri), ['1 Run', '1 Debug']);
		await run('runFile');
		assert.equal(await text(at('weights.pt')), undefined);
		await until('the lens', async () => (await lenses(document.uri)).includes('1 Export weights.pt…'));
		await ui.click('.editor-group-container.active .codelens-decoration a', { text: 'Export weights.pt' });
		await until('the name that is suggested', async () => (await ui.value(input)).endsWith('weights.pt'));
		await ui.press('Enter');
		assert.match(await until('the file', () => text(at('weights.pt'))), /^PK/);
		await write('saves.py', 'import torch\n');
		await run('runFile');
		await until('no lens', async () => !(await lenses(document.uri)).some((lens) => lens.includes('Export')));
	});

	for (const [answer, first] of [['Export the others alone', 'before'], ['Replace what is there', 'one.txt']] as const) test(`several: those that are picked, in a folder; of what is there: ${answer}`, async () => {
		await vscode.workspace.fs.delete(at('exported'), { recursive: true }).then(undefined, () => undefined);
		await vscode.workspace.fs.writeFile(at('exported', 'one.txt'), Buffer.from('before'));
		const { document } = await write('saves.py', "import os, torch\nos.makedirs('runs', exist_ok=True)\nfor name in ('one.txt', 'two.txt', 'runs/three.txt'):\n    open(name, 'w').write(name)\n");
		await run('runFile');
		await until('the lens', async () => (await lenses(document.uri)).includes('1 Export 3 Files…'));
		const exported = run('exportFiles');
		await until('the list', async () => (await ui.texts('.quick-input-list .monaco-list-row')).length === 3);
		await ui.press('Enter');
		await until('the folder that is suggested', async () => /[\\/]$/.test(await ui.value(input)));
		await ui.click('.quick-input-list .monaco-list-row', { text: 'exported' });
		await until('the folder that is chosen', async () => /[\\/]exported[\\/]$/.test(await ui.value(input)));
		await ui.click('.quick-input-widget .monaco-button', { text: 'Export' });
		await ui.wait('.quick-input-title', { text: 'one.txt is there already' });
		assert.equal(await text(at('exported', 'one.txt')), 'before');
		await ui.click('.quick-input-list .monaco-list-row', { text: answer });
		await exported;
		assert.deepEqual(await Promise.all(['one.txt', 'two.txt', 'runs/three.txt'].map((name) => text(at('exported', name)))), [first, 'two.txt', 'runs/three.txt']);
	});

	test('of a saved trace', async () => {
		const trace = at('exported', 'saves.loupe');
		await vscode.workspace.fs.delete(at('weights.pt'));
		await write('saves.py', "import torch\ntorch.save(torch.ones(2), 'weights.pt')\n");
		await run('runFile');
		await run('saveTrace', trace);
		await run('clearResults');
		await closeAll();
		await vscode.commands.executeCommand('vscode.open', trace, { preview: false });
		await until('its editor', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom);
		void run('exportFiles');
		await until('the name that is suggested', async () => (await ui.value(input)).endsWith('exported/weights.pt'));
		await ui.press('Enter');
		assert.match(await until('the file', () => text(at('exported', 'weights.pt'))), /^PK/);
	});

	test('none: that is said', async () => {
		await write('saves.py', 'import torch\n');
		await run('runFile');
		await run('exportFiles');
		await ui.wait('.notification-list-item', { text: 'This run has written no files.' });
		await vscode.commands.executeCommand('notifications.clearAll');
	});
});
