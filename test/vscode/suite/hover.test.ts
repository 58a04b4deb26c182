/** Hover: facts, values, picture and link; before and after a line; loops; text that has changed. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, closeAll, find, hover, open, outputHolds, run, write } from './support/editor.ts';
import { ui, until } from './support/ui.ts';

suite('hover', () => {
	let editor: vscode.TextEditor;

	suiteSetup(async () => {
		await activate();
		editor = await open('hovers.py');
		assert.equal(await hover(editor.document, find(editor.document, 'losses')), undefined, 'a hover before any run');
		await run('runFile');
	});

	suiteTeardown(async () => {
		await run('clearResults');
		await vscode.commands.executeCommand('workbench.action.files.revert');
		await closeAll();
	});

	/** The hover at the `into`th character of a text. */
	const at = async (text: string, into = 0): Promise<string> => {
		const found = await hover(editor.document, find(editor.document, text, into));
		assert(found !== undefined, `no hover at ${text}`);
		return found;
	};

	test('a parameter: facts in one line, values as PyTorch prints them, a picture, a link', async () => {
		const text = await at('model.weight, w.grad', 8);
		assert.match(text, /\*\*`model\.weight`\*\* · before line 15/);
		assert.match(text, /Parameter float32 \\\[2, 3\\\] · requires\\_grad/);
		assert(text.includes('Parameter containing:\ntensor([[-0.0043,  0.3097, -0.4752],\n        [-0.4249, -0.2224,  0.1548]], requires_grad=True)'), text);
		const picture = /!\[heatmap\]\((data:image\/[^)|]+)/.exec(text)?.[1];
		assert(picture && picture.length <= 32 * 1024);
		assert.match(text, /\[\$\(open-preview\) Show in Panel\]\(command:tensorLoupe\.showInPanel\?/);
		assert(text.length < 100_000);
	});

	test('an attribute and a constant subscript', async () => {
		assert.match(await at('w.grad', 3), /tensor\(\[/);
		assert.match(await at('losses[-1]', 7), /`losses\[-1\]`.*\n+```python\n3\.0/);
	});

	test('a list', async () => {
		assert.match(await at('losses[-1]'), /\[0\.0, 1\.0, 2\.0, 3\.0\]/);
	});

	test('grad_fn, NaN and Inf counts', async () => {
		assert.match(await at('y.backward'), /grad\\_fn=\\<AddBackward0\\>/);
		assert.match(await at('nan)'), /1 NaN.*1 Inf/);
	});

	test('a name that the line reads shows what it was before, one that it assigns what it is after', async () => {
		const line = 'x = x + 1';
		assert.match(await at(line), /after line 13[\s\S]*2\.0000\]\]/);
		assert.match(await at(line, 4), /before line 13[\s\S]*1\.0000\]\]/);
	});

	test('in a loop, the line’s last run', async () => {
		assert.match(await at('y.item'), /before line 12 · \*iteration 4 of 4\*/);
		assert.match(await at('for i in', 4), /after line 9 · \*iteration 4 of 4\*[\s\S]*\n3\n/);
	});

	test('a parameter of a function, as it was called', async () => {
		assert.match(await at('def double(t', 11), /when called[\s\S]*tensor\(\[\[/);
		assert.match(await at('times=2'), /\n2\n/);
	});

	test('a call: what it gave', async () => {
		assert.match(await at('torch.linspace', 8), /`torch\.linspace\(…\)`\*\* · result in line 6[\s\S]*tensor\(\[-1\.0000/);
		assert.match(await at('x).sum', 5), /`\(w \* x\)\.sum\(…\)`\*\* · result in line 10 · .*\*iteration 4 of 4\*/);
	});

	test('nothing over keywords, texts and what has no value', async () => {
		for (const text of ['return', 'plain', 'range', 'requires_grad=True']) {
			assert.equal(await hover(editor.document, find(editor.document, text, 2)), undefined, text);
		}
	});

	test('is shown in the editor, with its picture drawn', async () => {
		editor.selection = new vscode.Selection(find(editor.document, 'model.weight, w', 8), find(editor.document, 'model.weight, w', 8));
		await vscode.commands.executeCommand('editor.action.showHover');
		await ui.wait('.monaco-hover img');
		const box = await until('the picture', async () => await ui.box('.monaco-hover img') ?? undefined);
		assert(box.width > 20 && box.height > 10);
		await ui.press('Escape');
	});

	test('says so when other text has changed, and when the line itself has', async () => {
		await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# changed\n'));
		assert.match(await at('x = x + 1'), /after line 13[\s\S]*The text has changed since the run/);
		await editor.edit((edit) => edit.replace(new vscode.Range(find(editor.document, 'x = x + 1', 8), find(editor.document, 'x = x + 1', 9)), '2'));
		assert.match(await at('x = x + 2'), /This line has changed since the run/);
		await editor.edit((edit) => edit.insert(find(editor.document, 'x = x + 2'), '    y = y + 1\n'));
		assert.match(await at('for i in', 4), /after line 9 · \*iteration 4 of 4\*[\s\S]*\n3\n/, 'what is in the body now was not when it ran');
	});

	test('attributes and subscripts of a tensor that are no values of their own', async () => {
		const { document } = await write('parts.py', 'import torch\nx = torch.arange(6.).reshape(2, 3)\nprint(x.shape, x.dtype, x.grad, x[-1], x.sum())\n');
		await run('runFile');
		const shown = async (text: string, into: number): Promise<string> => await hover(document, find(document, text, into)) ?? '';
		assert.match(await shown('x.shape', 3), /`x\.shape`.*before line 3\n+```python\ntorch\.Size\(\[2, 3\]\)/);
		assert.match(await shown('x.dtype', 3), /torch\.float32/);
		assert.match(await shown('x.grad', 3), /`x\.grad`[^]*None/);
		assert.match(await shown('x[-1]', 2), /`x\[-1\]`[^]*float32 \\\[3\\\][^]*tensor\(\[3\., 4\., 5\.\]\)/);
		assert.match(await shown('x.sum()', 3), /`x\.sum\(…\)`[^]*tensor\(15\.\)/);
		await run('clearResults');
	});

	test('no text in an expression ends the link early', async () => {
		const { document } = await write('brackets.py', "import torch\nd = {'a)b': torch.ones(2)}\nprint(d['a)b'])\n");
		await run('runFile');
		const text = await hover(document, find(document, "['a)b'])", 1)) ?? '';
		const link = /\]\(command:tensorLoupe\.showInPanel\?([^()]+)\)\n/.exec(text)?.[1];
		assert(link, text);
		assert.match(decodeURIComponent(link), /"title":"d\['a\)b'\]"/);
		await run('clearResults');
	});

	test('a tensor of millions of elements: what its elements say, and their picture', async () => {
		const { document } = await write('millions.py', "import torch\nbig = torch.zeros(2100, 2100)\nbig[3, 5] = 7\nbig[9, 9] = float('inf')\nprint(big.shape)\n");
		await run('runFile');
		const text = await until('a hover', () => hover(document, find(document, 'big.shape')));
		assert.match(text, /float32 \\\[2100, 2100\\\] · min 0 mean [^·]* max 7 · 1 Inf/);
		assert.match(text, /!\[heatmap\]\(data:image/);
		assert.match(text, /tensor\(\[\[/);
	});

	test('a tensor over the budget of one: what its blocks say, their picture, and the panel draws them', async () => {
		const configuration = vscode.workspace.getConfiguration('tensorLoupe');
		await configuration.update('record.maxTensorMegabytes', 1, vscode.ConfigurationTarget.Workspace);
		try {
			const { document } = await write('over.py', "import torch\nbig = torch.arange(1000 * 700.).reshape(1000, 700)\nbig[3, 5] = float('nan')\nprint(big.shape)\n");
			await run('runFile');
			await outputHolds('Left out of the recording (tensor): the values of a tensor of 2800000 bytes; a summary is kept');
			const text = await until('a hover', () => hover(document, find(document, 'big.shape')));
			assert.match(text, /float32 \\\[1000, 700\\\] · min 0 mean 3\\\.5e\\\+05 max 699999 · 1 NaN/);
			assert.match(text, /!\[heatmap\]\(data:image/);
			assert.match(text, /Its values were not recorded/);
			const link = /command:tensorLoupe\.showInPanel\?([^)]+)/.exec(text)![1]!;
			await vscode.commands.executeCommand('tensorLoupe.showInPanel', ...JSON.parse(decodeURIComponent(link)) as unknown[]);
			await ui.wait('.tensor-view canvas', { webview: true });
			await run('clearResults');
		} finally {
			await configuration.update('record.maxTensorMegabytes', undefined, vscode.ConfigurationTarget.Workspace);
		}
	});
});
