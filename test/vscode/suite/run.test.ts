/** Running a file, a cell, what is above it, a selection: what is beside the lines and in the output channel. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, beside, closeAll, find, open, outputHolds, problems, run, runLens, visibleLines, write } from './support/editor.ts';
import { ui, until } from './support/ui.ts';

suite('run', () => {
	suiteSetup(activate);

	teardown(async () => {
		await run('clearResults');
		await closeAll();
	});

	test('a file: printed output beside its lines, all of it in the output channel', async () => {
		const { document } = await open('ema-training.py');
		await run('runFile');
		await outputHolds('19 0.0615 3.274 3.0796\nkept 20 True True\nParameter containing:\ntensor([[3.0796]]) Parameter containing:\ntensor([-0.5159]) Parameter containing:\ntensor([[3.2740]], requires_grad=True)\n');
		await vscode.commands.executeCommand('revealLine', { lineNumber: document.lineCount - 1, at: 'bottom' });
		await beside(/print\(step, .*20×.*19 0\.0615 3\.274 3\.0796/);
		await beside(/ema\.ema\.note.*kept 20 True True/);
	});

	test('a progress bar is one line that updates, in the output channel and beside its loop', async () => {
		await write('bar.py', 'from tqdm import tqdm\nimport time\nfor i in tqdm(range(20), desc="epochs"):\n    time.sleep(0.2)\nprint("after the bar")\n');
		const ended = run('runFile');
		const lines = (text: string): string[] => text.slice(text.lastIndexOf('▷')).trimEnd().split('\n').slice(1);
		const [one, ...others] = lines(await outputHolds('epochs:  25%'));
		assert.match(one!, /^epochs: {2}\d\d%\|█+. *\| [1-9]\d?\/20 \[.*it\/s\]$/);
		assert.deepEqual(others, []);
		await beside(/for i in tqdm\(.*epochs:\s+\d+%\|/);
		await ended;
		const [bar, ...rest] = lines(await outputHolds('after the bar\n'));
		assert.match(bar!, /^epochs: 100%\|█{10}\| 20\/20 \[.*it\/s\]$/);
		assert.deepEqual(rest, ['after the bar']);
		await beside(/for i in tqdm\(.*epochs:\s+100%\|/);
	});

	test('the gather section of the notes, by its lens', async () => {
		const { document } = await open('pytorch-notes.md');
		const line = find(document, 'tensor_0 = torch').line;
		await runLens(document.uri, line - 1 + 0, 'Run');
		await vscode.commands.executeCommand('revealLine', { lineNumber: line, at: 'top' });
		await beside(/print\(tensor_1\)\s*tensor\(\[\[9, 7, 5\]\]\)/);
		assert.deepEqual(problems(document.uri), []);
	});

	test('a cell runs alone and fails for want of another; Run Above runs what precedes it in the same namespace', async () => {
		const { document } = await open('cells.py');
		await runLens(document.uri, 8, 'Run');
		const [problem] = await until('the problem', () => problems(document.uri).length > 0 && problems(document.uri));
		assert.match(problem!.message, /^NameError: name 'a' is not defined/);
		assert.equal(problem!.range.start.line, 8);
		await runLens(document.uri, 8, 'Run Above');
		assert.deepEqual(problems(document.uri), []);
		await beside(/print\(b\)\s*tensor\(\[\[0, 3\]/);
		await beside(/print\(a\)\s*tensor\(\[\[0, 1, 2\]/);
		assert(!(await visibleLines()).some((text) => /print\(a @ b\)\s+tensor/.test(text)));
	});

	test('results of one cell stay when another runs', async () => {
		const { document } = await write('two.py', '# %%\nimport torch\nprint(torch.ones(1))\n# %%\nimport torch\nprint(torch.zeros(1))\n');
		await runLens(document.uri, 1, 'Run');
		await beside(/torch\.ones\(1\)\)\s*tensor\(\[1\.\]\)/);
		await runLens(document.uri, 4, 'Run');
		await beside(/torch\.ones\(1\)\)\s*tensor\(\[1\.\]\)/);
		await beside(/torch\.zeros\(1\)\)\s*tensor\(\[0\.\]\)/);
	});

	test('of many cells that ran one by one each keeps its result', async () => {
		const { document } = await write('many.py', Array.from({ length: 10 }, (_, index) => `# %%\nprint(${index} + 100)\n`).join(''));
		await vscode.workspace.getConfiguration('tensorLoupe').update('codeLens', 'always', vscode.ConfigurationTarget.Workspace);
		for (let line = 1; line < document.lineCount; line += 2) { await runLens(document.uri, line, 'Run'); }
		await vscode.workspace.getConfiguration('tensorLoupe').update('codeLens', undefined, vscode.ConfigurationTarget.Workspace);
		await beside(/print\(9 \+ 100\)\s*109/);
		await beside(/print\(0 \+ 100\)\s*100/);
	});

	test('an indented selection is dedented and its results stand at its own lines', async () => {
		const editor = await write('selection.py', 'def f():\n    import torch\n    x = torch.arange(3)\n    print(\'损失😀\', x)\n    raise ValueError(\'损失😀\', x @ y)\n');
		editor.selection = new vscode.Selection(new vscode.Position(1, 4), new vscode.Position(4, 10));
		await run('runSelection');
		await beside(/print\('损失😀', x\)\s*损失😀 tensor\(\[0, 1, 2\]\)/);
		const [problem] = problems(editor.document.uri);
		assert.match(problem!.message, /^NameError: name 'y' is not defined/);
		assert.equal(editor.document.getText(problem!.range), 'y');
		editor.selection = new vscode.Selection(new vscode.Position(3, 0), new vscode.Position(4, 0));
		await run('runSelection');
		assert.match(problems(editor.document.uri)[0]!.message, /^NameError: name 'x' is not defined/);
	});

	test('untitled documents run', async () => {
		const document = await vscode.workspace.openTextDocument({ language: 'python', content: 'import torch\nprint(torch.arange(2) + 1)\n' });
		await vscode.window.showTextDocument(document);
		await run('runFile');
		await beside(/tensor\(\[1, 2\]\)/);
	});

	test('a sibling module is imported and a file of the folder read', async () => {
		await write('helper_module.py', 'VALUE = 41\n');
		await write('data.txt', 'seven');
		await write('uses.py', 'import helper_module\nprint(helper_module.VALUE + 1, open("data.txt").read())\n');
		await run('runFile');
		await beside(/42 seven/);
	});

	test('Clear Results takes everything away', async () => {
		const { document } = await write('cleared.py', 'import torch\nprint(torch.ones(1))\nraise ValueError("no")\n');
		await run('runFile');
		await beside(/tensor\(\[1\.\]\)/);
		assert.equal(problems(document.uri).length, 1);
		await run('clearResults');
		assert.deepEqual(problems(document.uri), []);
		await until('no result beside the line', async () => !(await visibleLines()).some((line) => line.includes('tensor([1.])')));
	});

	test('results move with their line and go when it is edited; undo brings them back', async () => {
		const editor = await write('edited.py', 'import torch\nprint(torch.ones(1))\n');
		await run('runFile');
		await beside(/print\(torch\.ones\(1\)\)\s*tensor\(\[1\.\]\)/);
		await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# a new line\n'));
		await beside(/print\(torch\.ones\(1\)\)\s*tensor\(\[1\.\]\)/);
		await editor.edit((edit) => edit.insert(new vscode.Position(2, 18), ' '));
		await until('no result beside the line', async () => !(await visibleLines()).some((line) => line.includes('tensor([1.])')));
		await vscode.commands.executeCommand('undo');
		await beside(/print\(torch\.ones\(1\)\)\s*tensor\(\[1\.\]\)/);
	});

	test('the setting turns results beside lines off, and cuts them', async () => {
		const configuration = vscode.workspace.getConfiguration('tensorLoupe');
		await write('long.py', 'print("0123456789" * 20)\n');
		await run('runFile');
		await beside(/…/);
		await configuration.update('inlineResults.enabled', false, vscode.ConfigurationTarget.Workspace);
		await until('nothing beside lines', async () => !(await visibleLines()).some((line) => line.includes('…')));
		await configuration.update('inlineResults.enabled', undefined, vscode.ConfigurationTarget.Workspace);
	});

	test('a traceback is in the output channel once, and of the program’s own calls, as PyTorch’s is', async () => {
		await write('fails-once.py', 'import torch\ndef product(x):\n    return x @ x\nproduct(torch.ones(4, 5))\n');
		await run('runFile');
		const output = await outputHolds('RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x5 and 4x5)\n');
		const own = output.slice(output.lastIndexOf('▷'));
		assert.equal(own.split('Traceback (most recent call last)').length, 2, own);
		assert.match(own, /File "[^"]*fails-once\.py", line 4, in <module>\n {4}product\(torch\.ones\(4, 5\)\)\n(?: +[~^]+\n)? {2}File "[^"]*fails-once\.py", line 3, in product\n {4}return x @ x\n +~~\^~~\nRuntimeError: /);
	});

	test('pasted output is compared with what was printed', async () => {
		const { document } = await open('pytorch-notes-with-output.md');
		await run('runFile');
		await until('an equal', async () => (await visibleLines()).some((line) => /\bequal$/.test(line)));
		await vscode.commands.executeCommand('revealLine', { lineNumber: document.lineCount, at: 'bottom' });
		await beside(/tensor\(\[0, 2, 4, 7\]\)\s*not equal, got tensor\(\[0, 2, 4, 6\]\)/);
		await ui.count('.view-line');
	});

	test('an exception that is pasted is compared too, and is no problem', async () => {
		const { document } = await write('raises.md', '```python\n>>> torch.ones(2) @ torch.ones(3)\nTraceback (most recent call last):\n    ...\nRuntimeError: inconsistent tensor size, expected tensor [2] and src [3] to have the same number of elements, but got 2 and 3 elements respectively\n>>> 6 * 7\n42\n```\n');
		await run('runFile');
		await beside(/torch\.ones\(3\)\s*RuntimeError: inconsistent tensor size/);
		await beside(/^Traceback \(most recent call last\):\s*equal/);
		await beside(/^42\s*equal/);
		assert.deepEqual(problems(document.uri), []);
	});
});
