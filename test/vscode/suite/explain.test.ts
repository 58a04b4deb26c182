/** Errors explained: the sentence beyond PyTorch's, the operands with their shapes, and fixes that make the program run. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, closeAll, problems, run, write } from './support/editor.ts';
import { until } from './support/ui.ts';

interface Case { readonly name: string; readonly code: string; readonly says?: RegExp; readonly marks?: readonly string[]; readonly fix?: string }

const HEAD = 'import torch\nimport torch.nn.functional as F\nx = torch.ones(2, 3)\nw = torch.ones(4, 3)\nv = torch.tensor([1.0, 2.0])\nn = torch.arange(6).view(2, 3)\n';

const CASES: readonly Case[] = [
	{ name: 'matrix product', code: 'y = x @ w', says: /x \[2, 3\] has 3 columns, w \[4, 3\] has 4 rows.*w\.T would fit/, marks: ['x is float32 [2, 3]', 'w is float32 [4, 3]'], fix: 'Use w.T' },
	{ name: 'mm of a sum', code: 'y = torch.mm(x, w + 1)', says: /\(w \+ 1\)\.T would fit/, fix: 'Use (w + 1).T' },
	{ name: 'matrix times vector', code: 'y = x @ v', says: /v \[2\] has 2 rows.*x\.T would fit/, fix: 'Use x.T' },
	{ name: 'a sum without keepdim', code: 'y = x / x.sum(1)', says: /x is \[2, 3\] and x\.sum\(1\) is \[2\].*keepdim=True would fit/, fix: 'Add keepdim=True' },
	{ name: 'a vector that should be a column', code: 'y = x + v', says: /v\.unsqueeze\(1\) would fit/, marks: ['x is float32 [2, 3]', 'v is float32 [2]'], fix: 'Use v.unsqueeze(1)' },
	{ name: 'mean of integers', code: 'y = n.mean()', says: /n holds int64; this needs floating-point numbers/, fix: 'Use n.float()' },
	{ name: 'product of two dtypes', code: 'y = w @ n.T', says: /w holds float32, n\.T holds int64/, fix: 'Use n.T.float()' },
	{ name: 'an index of floats', code: 'y = x.gather(1, v.unsqueeze(1))', says: /holds float32; indices and class numbers must be int64/, fix: 'Use v.unsqueeze(1).long()' },
	{ name: 'class numbers that are floats', code: 'y = F.cross_entropy(x, v)', says: /v holds float32; indices and class numbers/, fix: 'Use v.long()' },
	{ name: 'an index beyond the end', code: 'y = x[5]', says: /Dimension 0 of x \[2, 3\] has the indices 0 to 1, or -2 to -1/ },
	{ name: 'a dimension that is not there', code: 'y = x.sum(2)', says: /x \[2, 3\] has 2 dimensions: dim is -2 to 1/ },
	{ name: 'a view of another size', code: 'y = x.view(4, 2)', says: /\[4, 2\] would be 8 elements, and there are 6/ },
	{ name: 'a missing import', code: 'y = np.zeros(3)', fix: 'Add import numpy as np' },
	{ name: 'within a function', code: 'def f(a, b):\n    return a @ b\nf(x, w)', says: /a \[2, 3\] has 3 columns, b \[4, 3\] has 4 rows/, fix: 'Use b.T' },
	{ name: 'an error that says enough', code: 'y = int("one")' },
];

suite('explained errors', () => {
	suiteSetup(activate);

	teardown(async () => {
		await run('clearResults');
		await closeAll();
	});

	for (const { name, code, says, marks, fix } of CASES) {
		test(name, async () => {
			const { document } = await write(`${name.replaceAll(' ', '-')}.py`, `${HEAD}${code}\n`);
			await run('runFile');
			const problem = await until('the problem', () => problems(document.uri)[0]);
			if (says) { await until(`a sentence like ${says}`, () => says.test(problems(document.uri)[0]!.message)); }
			if (marks) { assert.deepEqual(problems(document.uri)[0]!.relatedInformation?.map(({ message }) => message), marks); }
			const found = (): Thenable<vscode.CodeAction[]> => vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, problem.range, vscode.CodeActionKind.QuickFix.value);
			if (fix === undefined) { assert.deepEqual((await found()).map(({ title }) => title), []); return; }
			const action = await until(`the fix ${fix}`, async () => (await found()).find(({ title }) => title === fix));
			assert(await vscode.workspace.applyEdit(action.edit!));
			await run('runFile');
			assert.deepEqual(problems(document.uri).map(({ message }) => message), []);
		});
	}
});
