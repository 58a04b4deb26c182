/** That the workbench is real, has this checkout's extension in it, and that a suite can see and touch its window. */
import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { plain, ui } from './support/ui.ts';

suite('workbench', () => {
	test('has the extension', () => {
		assert(vscode.extensions.getExtension('tensor-loupe.tensor-loupe'));
	});

	test('shows the examples', async () => {
		const [notes] = await vscode.workspace.findFiles('pytorch-notes.md');
		assert(notes);
		await vscode.window.showTextDocument(notes, { selection: new vscode.Range(0, 0, 0, 0) });
		assert.match(plain(await ui.text('.editor-group-container.active .view-lines')), /torch\.optim\.SGD/);
	});
});
