/** What was not recorded is said where it is missed: in the panel, on hover, by the commands, and of a trace that was saved before its program's end. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, closeAll, find, notified, run, write } from './support/editor.ts';
import { ui, until } from './support/ui.ts';

const panel = { webview: true } as const;
const LIMIT = 'The recording ended at its limit (setting `tensorLoupe.record.maxSteps`); the program went on unrecorded.';
const LINES = 'Lines were not recorded in this run, so what was there is not known. The setting `tensorLoupe.record.what` says what is recorded.';

suite('not recorded', () => {
	suiteSetup(activate);
	teardown(async () => {
		await run('clearResults');
		await closeAll();
	});

	async function withSetting(name: string, value: unknown, body: () => Promise<void>): Promise<void> {
		const configuration = vscode.workspace.getConfiguration('tensorLoupe');
		await configuration.update(name, value, vscode.ConfigurationTarget.Workspace);
		try { await body(); } finally { await configuration.update(name, undefined, vscode.ConfigurationTarget.Workspace); }
	}

	/** All that is said on hover, also what shows no value. */
	async function hovered(document: vscode.TextDocument, text: string): Promise<string[]> {
		const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, find(document, text));
		return hovers.flatMap(({ contents }) => contents).map((content) => typeof content === 'string' ? content : content.value);
	}

	const said = (selector: string, sentence: string): Promise<unknown> => until(sentence, async () => await ui.count(selector, panel) > 0 && (await ui.texts(selector, panel)).includes(sentence));

	test('after the end of a budget: the panel, a line that came later, and the commands on it', () => withSetting('record.maxSteps', 10, async () => {
		const { document } = await write('limit.py', 'import torch\nx = torch.zeros(2)\nfor i in range(20):\n    x = x + i\nlate = x * 2\nprint(late)\n');
		await run('runFile');
		await run('showInPanel');
		await ui.wait('.entries li', panel);
		await said('.problem', LIMIT);
		assert.deepEqual(await hovered(document, 'late = '), [`This line did not run while it was recorded. ${LIMIT}`]);
		const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
		editor.selection = new vscode.Selection(find(document, 'late = '), find(document, 'late = '));
		await run('nextChange');
		await notified(`Put the cursor on a variable that ran. ${LIMIT}`);
	}));

	const ended = (setting: string): string => `The recording ended at its limit (setting \`tensorLoupe.record.${setting}\`); the program went on unrecorded.`;

	test('a budget of bytes: so many are kept, whatever the program makes', () => withSetting('record.maxMegabytes', 2, async () => {
		const { document } = await write('bytes.py', 'import torch\nx = torch.zeros(1000)\nfor i in range(3000):\n    x = x + 1\nprint(i)\n');
		await run('runFile');
		await run('showInPanel');
		await said('.problem', ended('maxMegabytes'));
		const file = vscode.Uri.joinPath(document.uri, '../bytes.loupe');
		await run('saveTrace', file);
		const { size } = await vscode.workspace.fs.stat(file);
		assert(size > 2 ** 20 && size < 3 * 2 ** 20, `${size} bytes`);
	}));

	test('a budget of seconds', () => withSetting('record.maxSeconds', 0.3, async () => {
		await write('seconds.py', 'import time\nimport torch\nx = torch.zeros(2)\nfor i in range(20):\n    x = x + 1\n    time.sleep(0.05)\nprint(i)\n');
		await run('runFile');
		await run('showInPanel');
		await said('.problem', ended('maxSeconds'));
	}));

	test('a program that is to be stopped at the limit is', () => withSetting('record.maxSteps', 20, () => withSetting('record.atLimit', 'stop', async () => {
		await write('stopped.py', 'import torch\nx = torch.zeros(2)\nwhile True:\n    x = x + 1\n');
		await run('runFile');
		await run('showInPanel');
		await said('.problem', 'The recording reached its limit (setting `tensorLoupe.record.maxSteps`), and the program was stopped.');
	})));

	test('a budget of no steps: that there were no tensors is not said', () => withSetting('record.maxSteps', 0, async () => {
		await write('none.py', 'import torch\nx = torch.zeros(2)\n');
		await run('runFile');
		await run('showInPanel');
		await said('.notice', LIMIT);
	}));

	test('without lines: the commands and an empty panel say so', () => withSetting('record.what', 'optimizerSteps', async () => {
		const { document } = await write('steps.py', 'import torch\nfor i in range(3):\n    x = torch.zeros(2) + i\n');
		await run('runFile');
		await run('showInPanel');
		await said('.notice', LINES);
		const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
		editor.selection = new vscode.Selection(find(document, 'x = '), find(document, 'x = '));
		for (const command of ['previousChange', 'goToNonFinite', 'previousIteration']) {
			await run(command);
			await notified(LINES);
		}
	}));

	test('a trace that was saved while its program ran says that this may be why it has no end', async () => {
		const { document } = await write('early.py', 'import time\nimport torch\nx = torch.zeros(2)\nwhile True:\n    x = x + 1\n    time.sleep(0.01)\n');
		const ended = run('runFile');
		await until('a value', async () => (await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, new vscode.Range(4, 0, 5, 0))).length > 0);
		const file = vscode.Uri.joinPath(document.uri, '../early.loupe');
		await run('saveTrace', file);
		await run('stop');
		await ended;
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await vscode.commands.executeCommand('vscode.open', file);
		await ui.wait('.problem', { ...panel, text: 'The recording has no end: it was saved while its program ran, its program was ended from outside, or the file was cut short.' });
	});
});
