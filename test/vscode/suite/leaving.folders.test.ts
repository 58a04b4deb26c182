/** A folder that goes away: out of the workspace, or from the disk. */
import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, beside, closeAll, find, hover, notified, run, runtimeProcesses } from './support/editor.ts';
import { until } from './support/ui.ts';

const ENDLESS = 'value = 17\nprint("begun")\nwhile True:\n    pass\n';

/** A file of the second folder, shown. */
async function write(name: string, text: string): Promise<vscode.TextEditor> {
	const file = path.join(vscode.workspace.workspaceFolders![1]!.uri.fsPath, name);
	writeFileSync(file, text);
	return vscode.window.showTextDocument(vscode.Uri.file(file));
}

suite('a folder that goes away', () => {
	suiteSetup(activate);

	teardown(async () => {
		await run('stop');
		await run('clearResults');
		await closeAll();
	});

	test('from the disk: the next run says so, what was seen stays, and with the folder comes everything back', async () => {
		const folder = vscode.workspace.workspaceFolders![1]!.uri.fsPath;
		const { document } = await write('here.py', 'value = 17\nprint(value)\n');
		await run('runFile');
		await beside(/print\(value\)\s*17/);
		renameSync(folder, `${folder}-gone`);
		try {
			assert.match(await hover(document, find(document, 'value')) ?? '', /17/);
			await run('runFile');
			await notified(`The folder ${folder} is not there any more.`);
		} finally {
			renameSync(`${folder}-gone`, folder);
		}
		await vscode.window.showTextDocument(document);
		await run('runFile');
		await beside(/print\(value\)\s*17/);
	});

	test('from the disk while a program runs: it goes on and can be stopped', async () => {
		const folder = vscode.workspace.workspaceFolders![1]!.uri.fsPath;
		const { document } = await write('running.py', ENDLESS);
		const ended = run('runFile');
		await beside(/print\("begun"\)\s*begun/);
		renameSync(folder, `${folder}-gone`);
		try {
			await run('stop');
			await ended;
			assert.match(await hover(document, find(document, 'value')) ?? '', /17/);
		} finally {
			renameSync(`${folder}-gone`, folder);
		}
	});

	// Last: the folder doesn't come back.
	test('from the workspace: its run is stopped and says why, what was seen stays, and the other folder runs', async () => {
		const { document } = await write('leaving.py', ENDLESS);
		const ended = run('runFile');
		await beside(/print\("begun"\)\s*begun/);
		assert(vscode.workspace.updateWorkspaceFolders(1, 1));
		await ended;
		await notified('The folder second left the workspace, so the run of its file was stopped.');
		assert.match(await hover(document, find(document, 'value')) ?? '', /17/);
		await vscode.window.showTextDocument(vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'cells.py'));
		await run('runFile');
		await beside(/print\(a\)\s*tensor\(\[\[0, 1, 2\]/);
		// The spare at most: no process of the folder that left.
		await until('no process but the spare', () => runtimeProcesses().length <= 1);
	});
});
