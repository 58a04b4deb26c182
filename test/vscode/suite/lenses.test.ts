/** Where *Run*, *Debug* and *Run Above* are offered. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, closeAll, lenses, open, write } from './support/editor.ts';
import { ui, until } from './support/ui.ts';

const setting = (value: string | undefined) => vscode.workspace.getConfiguration('tensorLoupe').update('codeLens', value, vscode.ConfigurationTarget.Workspace);

suite('lenses', () => {
	suiteSetup(activate);

	teardown(async () => {
		await setting(undefined);
		await closeAll();
	});

	test('over a Python file, once', async () => {
		const { document } = await open('ema-training.py');
		assert.deepEqual(await lenses(document.uri), ['1 Run', '1 Debug']);
	});

	test('over each # %% cell, with Run Above from the second on', async () => {
		const { document } = await open('cells.py');
		assert.deepEqual((await lenses(document.uri)).filter((lens) => /Run( Above)?$/.test(lens)), ['1 Run', '4 Run', '4 Run Above', '8 Run', '8 Run Above', '12 Run', '12 Run Above']);
	});

	test('over each Python fence of Markdown, none over others', async () => {
		const { document } = await open('list.md');
		assert.deepEqual(await lenses(document.uri), ['5 Run', '5 Debug', '13 Run', '13 Debug', '13 Run Above', '13 Debug Above']);
		const notes = await open('pytorch-notes.md');
		assert.equal((await lenses(notes.document.uri)).filter((lens) => lens.endsWith(' Run')).length, 10);
	});

	test('are seen in the editor', async () => {
		await open('list.md');
		await ui.wait('.editor-group-container.active .codelens-decoration a', { text: 'Run Above' });
	});

	test('only where torch or numpy is imported, always, or never, as the setting says', async () => {
		const { document } = await open('plain.md');
		assert.deepEqual(await lenses(document.uri), []);
		await setting('always');
		assert.deepEqual(await lenses(document.uri), ['3 Run', '3 Debug']);
		await setting('never');
		const notes = await open('pytorch-notes.md');
		assert.deepEqual(await lenses(notes.document.uri), []);
	});

	test('none in a diff view', async () => {
		const { document } = await write('left.py', 'import torch\nprint(torch.ones(1))\n');
		const other = await write('right.py', 'import torch\nprint(torch.ones(2))\n');
		assert.deepEqual(await lenses(document.uri), ['1 Run', '1 Debug']);
		await closeAll();
		await vscode.commands.executeCommand('vscode.diff', document.uri, other.document.uri, 'two');
		await until('the diff', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff);
		assert.deepEqual(await lenses(document.uri), []);
		assert.deepEqual(await lenses(other.document.uri), []);
	});

	test('none for a document of another scheme than the user’s files', async () => {
		const provider = vscode.workspace.registerTextDocumentContentProvider('git', { provideTextDocumentContent: () => 'import torch\nprint(torch.ones(1))\n' });
		const document = await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(vscode.Uri.parse('git:/old.py')), 'python');
		assert.deepEqual(await lenses(document.uri), []);
		provider.dispose();
	});
});
