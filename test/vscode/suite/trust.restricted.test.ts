/** Nothing runs in a workspace that is not trusted; once it is, everything works without a reload. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, beside, lenses, notified, open, run, runtimeProcesses } from './support/editor.ts';
import { ui, until } from './support/ui.ts';

suite('trust', () => {
	suiteSetup(activate);

	test('nothing runs, nothing waits, nothing is offered', async () => {
		assert.equal(vscode.workspace.isTrusted, false);
		const { document } = await open('cells.py');
		assert.deepEqual(await lenses(document.uri), []);
		for (const command of ['runFile', 'runCell', 'runAbove', 'runSelection']) { await run(command); }
		await notified('Code is not run in an untrusted workspace');
		// Longer than a spare would take to be started.
		await new Promise((resolve) => setTimeout(resolve, 2500));
		assert.deepEqual(runtimeProcesses(), []);
	});

	test('works when the user has trusted it', async () => {
		const granted = new Promise((resolve) => vscode.workspace.onDidGrantWorkspaceTrust(resolve));
		await vscode.commands.executeCommand('workbench.trust.manage');
		await ui.click('.workspace-trust-editor .workspace-trust-limitations.trusted .monaco-button', { text: 'Trust' });
		await granted;
		const { document } = await open('cells.py');
		await until('lenses', async () => (await lenses(document.uri)).length > 0);
		await run('runFile');
		await beside(/print\(a\)\s*tensor\(\[\[0, 1, 2\]/);
		await until('a spare', () => runtimeProcesses().length > 0);
	});
});
