/** Diagnostics stand on the line and columns that raised, whatever stands before them. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, beside, closeAll, find, hover, notified, open, problems, run, runLens, write } from './support/editor.ts';

suite('positions', () => {
	suiteSetup(activate);

	teardown(async () => {
		await run('clearResults');
		await closeAll();
	});

	/** The one problem of a document and the text that it stands on. */
	const problem = (document: vscode.TextDocument): { message: string; text: string; line: number } => {
		const found = problems(document.uri);
		assert.equal(found.length, 1);
		return { message: found[0]!.message, text: document.getText(found[0]!.range), line: found[0]!.range.start.line + 1 };
	};

	test('behind CJK and an emoji', async () => {
		const { document } = await write('cjk.py', 'import torch\nx = torch.ones(2, 3)\ny = torch.ones(2, 3)\nprint(\'损失😀\', x @ y)\n');
		await run('runFile');
		const { message, text, line } = problem(document);
		assert.match(message, /^RuntimeError: mat1 and mat2 shapes cannot be multiplied \(2x3 and 2x3\)/);
		assert.deepEqual([text, line], ['x @ y', 4]);
		assert.match(await hover(document, find(document, 'y)')) ?? '', /before line 4/);
	});

	test('with CRLF line ends', async () => {
		const { document } = await write('crlf.py', 'import torch\r\n\r\nx = torch.ones(2)\r\nprint(\'损失😀\', x, torch.nothing)\r\n');
		await run('runFile');
		assert.equal(document.eol, vscode.EndOfLine.CRLF);
		assert.deepEqual(problem(document), { message: 'AttributeError: module \'torch\' has no attribute \'nothing\'', text: 'torch.nothing', line: 4 });
		assert.match(await hover(document, find(document, 'x, torch')) ?? '', /tensor\(\[1\., 1\.\]\)/);
	});

	test('in a fence that is indented in a list', async () => {
		const { document } = await open('list.md');
		await runLens(document.uri, 5, 'Run');
		await beside(/print\('损失😀', x \* 2\)\s*损失😀 tensor\(\[0, 2, 4\]\)/);
		assert.match(await hover(document, find(document, 'x * 2')) ?? '', /`x`.*before line 8/);
		await runLens(document.uri, 13, 'Run');
		const { message, text, line } = problem(document);
		assert.match(message, /^RuntimeError: mat1 and mat2/);
		assert.deepEqual([text, line], ['y @ y', 15]);
		assert.deepEqual(problems(document.uri)[0]!.range.start, find(document, 'y @ y'));
	});

	test('behind a doctest prompt', async () => {
		const { document } = await write('prompt.md', '# Prompts\n\n```pycon\n>>> import torch\n>>> a = torch.arange(3)\n>>> print(\'损失😀\', a @ missing)\n```\n');
		await run('runFile');
		const { message, text, line } = problem(document);
		assert.deepEqual([message, text, line], ['NameError: name \'missing\' is not defined', 'missing', 6]);
	});

	test('an expression of several lines', async () => {
		const { document } = await write('several.py', 'import torch\nx = torch.ones(2)\nprint(\n    \'损失😀\',\n    x.view(\n        3,\n    ),\n)\n');
		await run('runFile');
		const { text, line } = problem(document);
		assert.equal(line, 5);
		assert(text.startsWith('x.view('), text);
	});

	test('a syntax error', async () => {
		const { document } = await write('syntax.py', 'import torch\nprint(\'损失😀\', x y)\n');
		await run('runFile');
		const { message, line } = problem(document);
		assert.match(message, /^SyntaxError: invalid syntax/);
		assert.equal(line, 2);
	});

	test('the calls that led there are related information; an error in a module stands on the line that called it', async () => {
		await write('raises.py', 'def fail(x):\n    raise ValueError(f\'no {x}\')\n');
		const { document } = await write('calls.py', 'import raises\n\ndef outer():\n    raises.fail(\'损失😀\')\n\nouter()\n');
		await run('runFile');
		const [found] = problems(document.uri);
		assert.equal(found!.message, 'ValueError: no 损失😀');
		assert.equal(document.getText(found!.range), 'raises.fail(\'损失😀\')');
		const related = found!.relatedInformation!.map(({ location, message }) => `${location.uri.path.split('/').at(-1)}:${location.range.start.line + 1} ${message}`);
		assert.deepEqual(related, ['calls.py:6 called here, in <module>']);
	});

	test('an operator that is not there yet says so', async () => {
		const { document } = await write('fft.py', 'import torch\ntorch.fft.fft(torch.ones(2))\n');
		await run('runFile');
		assert.equal(problem(document).message, 'NotImplementedError: `torch.fft.fft` is not in the embedded engine yet; the python runtime has it');
	});

	test('a problem moves with its line and goes when the line is edited', async () => {
		const editor = await write('moves.py', '1 / 0\n');
		await run('runFile');
		await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# one\n# two\n'));
		assert.equal(problem(editor.document).line, 3);
		await editor.edit((edit) => edit.replace(new vscode.Range(2, 4, 2, 5), '1'));
		assert.deepEqual(problems(editor.document.uri), []);
	});

	test('bad input gives a message and the next run works', async () => {
		const bad: readonly (readonly [text: string, message: RegExp])[] = [
			['import torch\ntorch.zeros(10**12)\n', /^RuntimeError: .*not enough memory|can't allocate/],
			['def f():\n    return f()\nf()\n', /^RecursionError: maximum recursion depth exceeded/],
			['input()\n', /^EOFError|input/],
			['import sys\nsys.exit(3)\n', /^$/],
			['open("../elsewhere.txt")\n', /^(FileNotFoundError|PermissionError)/],
		];
		for (const [index, [text, message]] of bad.entries()) {
			const { document } = await write(`bad-${index}.py`, text);
			await run('runFile', document.uri);
			const said = problems(document.uri)[0]?.message ?? '';
			assert.match(said, message, `${text}\n${said}`);
			await run('clearResults');
			await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
		}
		await write('good.py', 'print(6 * 7)\n');
		await run('runFile');
		await beside(/print\(6 \* 7\)\s*42/);
	});

	test('an empty document says that there is nothing to run', async () => {
		await write('nothing.md', '# No code\n');
		await run('runFile');
		await notified('There is no code to run here.');
	});
});
