/** A run saved, closed and opened again as a file: its page, its source, its values, and files that are no whole trace. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { crc32 } from '../../../engine/trace/crc32.ts';
import { writeFrame } from '../../../engine/trace/frame.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { activate, beside, closeAll, find, hover, lenses, notified, open, problems, run, runtimeProcesses, write } from './support/editor.ts';
import { plain, ui, until } from './support/ui.ts';

const page = { webview: true } as const;

const file = (name: string): vscode.Uri => vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, name);

const sourceEditor = (): vscode.TextEditor | undefined => vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'loupe-source');

async function openTrace(name: string): Promise<void> {
	await vscode.commands.executeCommand('vscode.open', file(name), { preview: false });
	await until(`the editor of ${name}`, () => {
		const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
		return input instanceof vscode.TabInputCustom && input.viewType === 'tensorLoupe.trace' && input.uri.path.endsWith(name);
	});
}

suite('saved', () => {
	suiteSetup(async () => {
		await activate();
		await vscode.workspace.getConfiguration('tensorLoupe').update('spare.enabled', false, vscode.ConfigurationTarget.Global);
		await open('ema-training.py');
		await run('runFile');
		await run('saveTrace', file('ema.loupe'));
		await run('showInPanel');
		await ui.click('.entries li[data-kind="optimizer"]', page);
		await until('contours', async () => await ui.count('.optimizer-view .lines path', page) > 3);
		await run('saveTrace', file('surface.loupe'));
		await run('clearResults');
		await open('pytorch-notes-with-output.md');
		await run('runFile');
		await run('saveTrace', file('notes.loupe'));
		await run('clearResults');
		await write('fails.py', 'import torch\nprint("before")\ntorch.zeros(2) + torch.zeros(3)\n');
		await run('runFile');
		await run('saveTrace', file('fails.loupe'));
		await run('clearResults');
		await closeAll();
		await until('no runtime', () => runtimeProcesses().length === 0);
	});

	suiteTeardown(async () => {
		await closeAll();
		await vscode.workspace.getConfiguration('tensorLoupe').update('spare.enabled', undefined, vscode.ConfigurationTarget.Global);
	});

	test('the file is there, and no half of one beside it', () => {
		assert.equal(readFileSync(file('ema.loupe').fsPath).subarray(0, 4).toString(), 'LOUP');
		assert.deepEqual(readdirSync(path.dirname(file('ema.loupe').fsPath)).filter((name) => name.includes('.tmp')), []);
	});

	test('what was computed after the run is in it', () => {
		const kinds = (name: string): string[] => {
			const trace = new TraceReader();
			trace.push(readFileSync(file(name).fsPath));
			trace.finish();
			assert.equal(trace.problem, undefined);
			return trace.derived.map(({ kind }) => kind);
		};
		assert.deepEqual(kinds('ema.loupe'), []);
		assert(kinds('surface.loupe').includes('surface'));
	});

	test('one that can’t be written says why', async () => {
		await open('ema-training.py');
		await run('runFile');
		await run('saveTrace', file('nowhere/ema.loupe'));
		await notified('The trace was not saved as ema.loupe: its folder does not exist.');
		await run('clearResults');
		await closeAll();
		await until('no runtime', () => runtimeProcesses().length === 0);
	});

	test('opens as the panel’s page, with what the run had to show', async () => {
		await openTrace('ema.loupe');
		await ui.wait('.entries li[data-kind="optimizer"]', page);
		assert.equal(await ui.text('h1', page), 'ema-training.py');
		assert.equal(await ui.count('.entries li[data-kind="average"]', page), 1);
		assert.equal(await ui.count('.problem', page), 0);
		await ui.click('.entries li', { ...page, text: 'model.weight' });
		await ui.wait('.tensor-view', page);
	});

	test('beside it the text as it ran, to be read: values beside its lines and on hover, what was printed, no Run', async () => {
		const editor = await until('the source', sourceEditor);
		assert.equal(vscode.window.tabGroups.all.length, 2);
		const { document } = editor;
		assert.equal(document.languageId, 'python');
		assert.equal(document.getText(), readFileSync(file('ema-training.py').fsPath, 'utf8'));
		const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, new vscode.Range(0, 0, document.lineCount, 0));
		assert(hints.some(({ label }) => typeof label !== 'string' && label.some(({ value }) => value === 'float32 [8, 3]' || value.startsWith('tensor('))), JSON.stringify(hints.map(({ label }) => label)));
		const text = await until('a hover', () => hover(document, find(document, 'loss.backward')));
		assert.match(text, /\*\*`loss`\*\* · before line \d+ · \*iteration 20 of 20\*/);
		assert.match(text, /tensor\(0\.\d+, grad_fn=<MeanBackward0>\)/);
		assert.doesNotMatch(text, /has changed/);
		assert.deepEqual(await lenses(document.uri), []);
		const printed = find(document, 'print(ema.ema.note');
		await vscode.window.showTextDocument(document, editor.viewColumn);
		editor.revealRange(new vscode.Range(printed, printed), vscode.TextEditorRevealType.InCenter);
		await beside(/ema\.ema\.note.*kept 20 True True/);
	});

	test('its timeline leads through it: the values beside the lines of its text, and the tensor on its page', async () => {
		const editor = await until('the source', sourceEditor);
		const printed = find(editor.document, 'print(step');
		editor.revealRange(new vscode.Range(printed, printed), vscode.TextEditorRevealType.InCenter);
		// The page has the focus, and its group is the active one.
		const loopShows = async (text: RegExp): Promise<boolean> => (await ui.rendered('.view-lines .view-line')).some((line) => text.test(plain(line)));
		const atEnd = await ui.text('.tensor-view .heatmap', page);
		await ui.focus('footer .track', page);
		await ui.press('Home');
		for (let i = 0; i < 3; i++) await ui.press('PageUp');
		await until('its place', async () => /^step \d+ of 553 · loss 0\.7037/.test(await ui.text('footer .count', page)));
		await until('the third iteration beside the loop', () => loopShows(/range\(20\):\s*2(?!\d)/));
		await until('another tensor', async () => await ui.text('.tensor-view .heatmap', page) !== atEnd);
		await ui.focus('footer .track', page);
		await ui.press('End');
		await until('the last iteration', () => loopShows(/range\(20\):\s*19/));
		await until('the tensor as it was at the end', async () => await ui.text('.tensor-view .heatmap', page) === atEnd);
	});

	test('its text goes with it, stays closed when Show Source is not asked for and the setting says so, and is there when it is', async () => {
		const texts = (): number => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputText).length;
		assert.equal(texts(), 1);
		const tab = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ input }) => input instanceof vscode.TabInputCustom)!;
		await vscode.window.tabGroups.close(tab);
		await until('no text', () => texts() === 0);
		const settings = vscode.workspace.getConfiguration('tensorLoupe');
		await settings.update('savedTraces.showSource', false, vscode.ConfigurationTarget.Global);
		try {
			await openTrace('ema.loupe');
			await ui.wait('.entries li[data-kind="optimizer"]', page);
			await ui.click('.editor-group-container.active .editor-actions [aria-label^="Show Source"]');
			await until('the source', sourceEditor);
		} finally {
			await settings.update('savedTraces.showSource', undefined, vscode.ConfigurationTarget.Global);
		}
		await ui.click('.entries li', { ...page, text: 'model.weight' });
	});

	test('a surface is made for it, as for a run', async () => {
		await ui.click('.entries li[data-kind="optimizer"]', page);
		await ui.wait('.optimizer-view', page);
		await until('contours', async () => await ui.count('.optimizer-view .lines path', page) > 3);
	});

	test('a hover’s link shows the tensor in the trace’s own editor', async () => {
		const { document } = sourceEditor()!;
		const text = await hover(document, find(document, 'model(x) - y', 6));
		const query = /command:tensorLoupe\.showInPanel\?([^)]+)\)/.exec(text ?? '')?.[1];
		assert(query, text);
		await vscode.commands.executeCommand('tensorLoupe.showInPanel', ...JSON.parse(decodeURIComponent(query)) as unknown[]);
		await until('x in the page', async () => await ui.text('main h2 .name', page) === 'x');
	});

	test('a file that is written anew is shown anew', async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		writeFileSync(file('again.loupe').fsPath, readFileSync(file('ema.loupe').fsPath));
		await openTrace('again.loupe');
		await ui.wait('.entries li[data-kind="optimizer"]', page);
		writeFileSync(file('again.loupe').fsPath, readFileSync(file('notes.loupe').fsPath));
		await until('the notes', async () => await ui.text('h1', page) === 'pytorch-notes-with-output.md');
		await ui.wait('.entries li[data-kind="indexMap"]', page);
	});

	test('a file that is deleted says so and stays shown; one that is put in its place is shown', async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		writeFileSync(file('gone.loupe').fsPath, readFileSync(file('ema.loupe').fsPath));
		await openTrace('gone.loupe');
		await ui.wait('.entries li[data-kind="optimizer"]', page);
		rmSync(file('gone.loupe').fsPath);
		await until('the sentence', async () => (await ui.texts('.problem', page)).includes('The file has been deleted. What was read of it is shown.'));
		assert(await ui.count('.entries li[data-kind="optimizer"]', page) > 0);
		writeFileSync(file('gone.loupe').fsPath, readFileSync(file('notes.loupe').fsPath));
		await until('the notes', async () => await ui.text('h1', page) === 'pytorch-notes-with-output.md' && !(await ui.text('main', page)).includes('deleted'));
	});

	test('notes: a place that the page names leads to the text, with what was said of pasted output', async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await openTrace('notes.loupe');
		await ui.click('.entries li[data-kind="indexMap"]', page);
		await ui.click('main h2 button.link', page);
		const editor = await until('the source', sourceEditor);
		assert.equal(editor.document.languageId, 'markdown');
		await until('the line of gather', () => /gather\(/.test(editor.document.lineAt(editor.selection.start.line).text));
		await vscode.window.showTextDocument(editor.document, editor.viewColumn);
		await vscode.commands.executeCommand('revealLine', { lineNumber: 0, at: 'top' });
		await beside(/^>>\s*equal$/);
	});

	test('with nothing run in this window the palette leads through the moments of a trace from its text', async () => {
		await open('ema-training.py');
		await run('clearResults');
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await openTrace('ema.loupe');
		await ui.wait('.entries li[data-kind="optimizer"]', page);
		await run('showSource');
		const { document, viewColumn } = await until('the source', sourceEditor);
		await vscode.window.showTextDocument(document, viewColumn);
		// The first leads to the last step, which ended the loop.
		for (const iteration of ['20 of 20', '19 of 20']) {
			await vscode.commands.executeCommand('workbench.action.quickOpen', '>Previous Optimizer Step');
			await ui.wait('.quick-input-list .monaco-list-row', { text: 'Previous Optimizer Step' });
			await ui.press('Enter');
			await until(iteration, async () => {
				const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
				return found.some(({ command }) => command?.title === `iteration ${iteration}`);
			});
		}
	});

	test('an exception is marked in the source', async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await openTrace('fails.loupe');
		await ui.wait('.notice', page);
		await run('showSource');
		const { document } = await until('the source', sourceEditor);
		const [problem] = await until('the problem', () => problems(document.uri).length > 0 && problems(document.uri));
		assert.match(problem!.message, /^RuntimeError: The size of tensor a \(2\)/);
		assert.equal(problem!.range.start.line, 2);
		await beside(/print\("before"\)\s*before/);
	});

	test('a file that was cut, one of another kind, an empty one, of other versions and one that was changed say so, and show what they hold', async () => {
		const whole = readFileSync(file('ema.loupe').fsPath);
		const ofVersion = (version: number): Buffer => {
			const other = Buffer.from(whole);
			other.writeUInt16LE(version, 4);
			other.writeUInt32LE(crc32(other.subarray(0, 20)), 20);
			return other;
		};
		const trace = new TraceReader();
		trace.push(whole);
		const last = trace.places.at(-1)!, frames = whole.subarray(0, last.offset + last.length);
		const changed = Buffer.concat([frames, writeFrame(trace.places.length, {
			tensor: { tick: [1], ref: [2 ** 20], type: [0], dtype: [0], storage: [1], offset: [0], ndim: [1], flags: [0], gradFn: [0], grad: [0], version: [0] }, dim: { size: [-5, 1] },
		})]);
		const files: readonly (readonly [string, Uint8Array, RegExp])[] = [
			['cut.loupe', whole.subarray(0, whole.length - 100), /^The trace was cut short: its last frame is not whole\. What comes before that is shown: \d+ steps\.$/],
			['foreign.loupe', Buffer.from('print("hello")\n'), /^This is not a Tensor Loupe trace\.$/],
			['empty.loupe', Buffer.alloc(0), /^The file is empty: there is no trace in it\.$/],
			['older.loupe', ofVersion(1), /^The trace was written by an older Tensor Loupe \(format 1; this one reads 2\)\. Run the program again\.$/],
			['changed.loupe', changed, /^Some tensors in this file have shapes that no tensor has, and are left out: it is not as it was recorded\.$/],
			['newer.loupe', ofVersion(9), /^The trace was written by a newer Tensor Loupe \(format 9; this one reads up to 2\)\.$/],
		];
		for (const [name, bytes, sentence] of files) {
			writeFileSync(file(name).fsPath, bytes);
			await vscode.commands.executeCommand('workbench.action.closeAllEditors');
			await openTrace(name);
			const text = await until(`the sentence of ${name}`, async () => (await ui.texts('.problem, .notice', page)).find((each) => sentence.test(each)));
			assert.match(text, sentence);
			assert.equal(await ui.count('.entries li', page) > 0, name === 'cut.loupe' || name === 'changed.loupe');
		}
	});

	test('opened by name with its editor, a file that isn’t there says so', async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await vscode.commands.executeCommand('vscode.openWith', file('nowhere.loupe'), 'tensorLoupe.trace');
		await until('the sentence', async () => (await ui.texts('.notice', page)).some((each) => each.startsWith('nowhere.loupe could not be read: ')));
	});

	test('nothing of the runtime was started for it', () => {
		assert.deepEqual(runtimeProcesses(), []);
	});
});
