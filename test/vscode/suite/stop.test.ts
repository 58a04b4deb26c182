/** Ends that a program does not choose: Stop, a killed process, a closed or renamed document. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, beside, closeAll, find, hover, notified, problems, run, runtimeProcesses, write } from './support/editor.ts';
import { ui, until } from './support/ui.ts';

const ENDLESS = 'value = 17\nprint("begun")\nwhile True:\n    pass\n';

/** Begins a run and waits until it prints. */
async function begin(name: string, text = ENDLESS): Promise<{ editor: vscode.TextEditor; ended: Thenable<unknown> }> {
	const editor = await write(name, text);
	const ended = run('runFile');
	await beside(/print\("begun"\)\s*begun/);
	return { editor, ended };
}

/** The process that runs the endless program: that which burns time once the spare, which rehearses at first, sleeps. */
async function burning(): Promise<number> {
	const time = (pid: number): number => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[11]);
	let pids: number[] = [];
	await until('one process that burns time', async () => {
		const before = new Map(runtimeProcesses().map((pid) => [pid, time(pid)]));
		await new Promise((resolve) => setTimeout(resolve, 300));
		pids = runtimeProcesses().filter((pid) => time(pid) > (before.get(pid) ?? 0));
		return pids.length === 1;
	});
	return pids[0]!;
}

suite('stop', () => {
	suiteSetup(activate);

	teardown(async () => {
		await run('stop');
		await run('clearResults');
		await closeAll();
	});

	test('Stop interrupts an endless loop; what it did until then stays', async () => {
		const { editor, ended } = await begin('endless-1.py');
		const pid = await burning();
		await run('stop');
		await ended;
		await until('the process has ended', () => !runtimeProcesses().includes(pid));
		await beside(/stopped here/);
		await beside(/print\("begun"\)\s*begun/);
		assert.deepEqual(problems(editor.document.uri), []);
		assert.match(await hover(editor.document, find(editor.document, 'value')) ?? '', /17/);
	});

	test('a click on the status bar stops it', async () => {
		const { ended } = await begin('endless-2.py');
		await ui.click('.statusbar-item', { text: 'Running endless-2.py' });
		await ended;
		await until('no item in the status bar', async () => await ui.count('.statusbar-item', { text: 'Running' }) === 0);
	});

	test('of two runs the click stops the one that the status bar names', async () => {
		const first = await begin('endless-3.py');
		await until('a tab that is kept', () => vscode.window.tabGroups.activeTabGroup.activeTab?.isPreview === false);
		const second = await begin('endless-4.py');
		await ui.click('.statusbar-item', { text: 'Running endless-3.py' });
		await first.ended;
		await ui.wait('.statusbar-item', { text: 'Running endless-4.py' });
		await run('stop');
		await second.ended;
	});

	test('a look at another file does not take the tab of one that runs', async () => {
		const { editor, ended } = await begin('endless-5.py');
		const tab = (): vscode.Tab | undefined => vscode.window.tabGroups.activeTabGroup.activeTab;
		await until('a tab that is kept', () => tab()?.label === 'endless-5.py' && tab()?.isPreview === false);
		await vscode.window.showTextDocument(vscode.Uri.joinPath(editor.document.uri, '../endless-1.py'));
		await new Promise((resolve) => setTimeout(resolve, 1000));
		assert.equal(tab()?.label, 'endless-1.py');
		await ui.wait('.statusbar-item', { text: 'Running endless-5.py' });
		await vscode.commands.executeCommand('tensorLoupe.stop', editor.document.uri);
		await ended;
	});

	test('a program that catches the interrupt is killed', async () => {
		const { ended } = await begin('stubborn.py', 'print("begun")\nwhile True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n');
		const pid = await burning();
		await run('stop');
		await ended;
		await until('the process has ended', () => !runtimeProcesses().includes(pid));
		await beside(/print\("begun"\)\s*begun/);
	});

	test('a runtime process that is killed from outside is reported, and the next run works', async () => {
		const { editor, ended } = await begin('killed.py');
		process.kill(await burning(), 'SIGKILL');
		await ended;
		await notified('was ended from outside while killed.py ran');
		assert.match(await hover(editor.document, find(editor.document, 'value')) ?? '', /17/);
		await write('after.py', 'print(6 * 7)\n');
		await run('runFile');
		await beside(/print\(6 \* 7\)\s*42/);
	});

	test('running again ends the run before', async () => {
		const { ended } = await begin('again.py');
		const pid = await burning();
		const second = run('runFile');
		await ended;
		await until('the process has ended', () => !runtimeProcesses().includes(pid));
		await burning();
		await beside(/print\("begun"\)\s*begun/);
		await run('stop');
		await second;
	});

	test('Stop takes back a run that waits for the end of the one before', async () => {
		const { ended } = await begin('taken-back.py', 'print("begun")\nwhile True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n');
		const pid = await burning();
		const second = run('runFile');
		await new Promise((resolve) => setTimeout(resolve, 50));
		await run('stop');
		await ended;
		await second;
		await until('the process has ended', () => !runtimeProcesses().includes(pid));
		await until('no item in the status bar', async () => await ui.count('.statusbar-item', { text: 'Running' }) === 0);
	});

	test('asked for twice while it runs, as by a double click: one run is left', async () => {
		const { ended } = await begin('doubled.py');
		await burning();
		const both = [run('runFile'), run('runFile')];
		await ended;
		await burning();
		await run('stop');
		await Promise.all(both);
	});

	test('closing the document stops its run', async () => {
		const { ended } = await begin('closed.py');
		const pid = await burning();
		await closeAll();
		await ended;
		await until('the process has ended', () => !runtimeProcesses().includes(pid));
		await notified('closed.py was closed, so its run was stopped.');
	});

	test('a renamed file takes its run and its results along', async () => {
		const { editor, ended } = await begin('old-name.py');
		const uri = vscode.Uri.joinPath(editor.document.uri, '../new-name.py');
		const edit = new vscode.WorkspaceEdit();
		edit.renameFile(editor.document.uri, uri);
		assert(await vscode.workspace.applyEdit(edit));
		const document = await vscode.workspace.openTextDocument(uri);
		await vscode.window.showTextDocument(document);
		await beside(/print\("begun"\)\s*begun/);
		await new Promise((resolve) => setTimeout(resolve, 1000));
		await ui.wait('.statusbar-item', { text: 'Running' });
		await run('stop');
		await ended;
		await beside(/stopped here/);
		assert.match(await hover(document, find(document, 'value')) ?? '', /17/);
	});

	test('an untitled document that is saved takes its run and its results along', async () => {
		const untitled = await vscode.workspace.openTextDocument({ language: 'python', content: ENDLESS });
		await vscode.window.showTextDocument(untitled);
		const ended = run('runFile');
		await beside(/print\("begun"\)\s*begun/);
		const saved = vscode.workspace.save(untitled.uri);
		await ui.wait('.quick-input-widget input');
		await ui.press('Enter');
		const uri = await saved;
		assert(uri);
		const document = await vscode.workspace.openTextDocument(uri);
		await until('the file in its tab', () => vscode.window.activeTextEditor?.document === document);
		await beside(/print\("begun"\)\s*begun/);
		await new Promise((resolve) => setTimeout(resolve, 1000));
		await ui.wait('.statusbar-item', { text: 'Running' });
		await run('stop');
		await ended;
		await beside(/stopped here/);
		await vscode.workspace.fs.delete(uri);
	});

	test('a flood of output neither fills the editor nor keeps it from stopping', async () => {
		const editor = await write('flood.py', 'for i in range(10_000_000):\n    print(i)\n');
		const ended = run('runFile');
		await beside(/print\(i\)\s*\d+× … \d+/);
		await new Promise((resolve) => setTimeout(resolve, 4000));
		assert.match(await hover(editor.document, find(editor.document, 'i)')) ?? '', /iteration \d+ of \d+/);
		await run('stop');
		await ended;
		await beside(/print\(i\)\s*(\d+× … \d+|stopped here)/);
	});
});
