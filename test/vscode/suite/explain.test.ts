/** Errors explained: the sentence beyond PyTorch's, the operands with their shapes, and fixes that make the program run. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, closeAll, problems, run, write } from './support/editor.ts';
import { plain, ui, until } from './support/ui.ts';

interface Case { readonly name: string; readonly code: string; readonly says?: RegExp; readonly marks?: readonly string[]; readonly fix?: string; readonly looks?: string }

const HEAD = 'import numpy as np\nimport torch\nfrom torch import nn\nimport torch.nn.functional as F\nx = torch.ones(2, 3)\nw = torch.ones(4, 3)\nv = torch.tensor([1.0, 2.0])\nn = torch.arange(6).view(2, 3)\n';

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
	{ name: 'vector times matrix', code: 'y = v @ w', says: /v \[2\] has 2 columns, w \[4, 3\] has 4 rows/ },
	{ name: 'a batch times a matrix', code: 'b = torch.ones(2, 5, 3)\ny = b @ torch.ones(4, 2)', says: /b \[2, 5, 3\] has 3 columns, torch\.ones\(4, 2\) \[4, 2\] has 4 rows/ },
	{ name: 'bmm', code: 'b, c = torch.ones(2, 5, 3), torch.ones(2, 4, 6)\ny = torch.bmm(b, c)', says: /b \[2, 5, 3\] has 3 columns, c \[2, 4, 6\] has 4 rows/ },
	{ name: 'bmm of matrices', code: 'y = torch.bmm(x, w)', says: /bmm takes tensors of 3 dimensions, and x \[2, 3\] has 2/ },
	{ name: 'batches that differ', code: 'b, c = torch.ones(2, 5, 3), torch.ones(3, 3, 6)\ny = b @ c', says: /b \[2, 5, 3\] and c \[3, 3, 6\] hold a matrix in their last two dimensions/ },
	{ name: 'a dot product', code: 'y = torch.dot(v, torch.ones(3))', says: /v \[2\] and torch\.ones\(3\) \[3\] must have as many elements/ },
	{ name: 'einsum', code: 'y = torch.einsum("ij,jk->ik", x, w)', says: /j is 3 in x \[2, 3\] and 4 in w \[4, 3\]/ },
	{ name: 'addmm', code: 'y = torch.addmm(torch.ones(4), x, w)', says: /x \[2, 3\] has 3 columns, w \[4, 3\] has 4 rows.*w\.T would fit/, fix: 'Use w.T' },
	{ name: 'a layer', code: 'layer = nn.Linear(4, 5)\ny = layer(x)', says: /x \[2, 3\] ends in 3, and layer takes in_features=4; in_features=3 would fit/, marks: ['x is float32 [2, 3]'] },
	{ name: 'a layer in a model', code: 'net = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(9, 1))\ny = net(x)', says: /What comes to net\[2\] ends in 8, and net\[2\] takes in_features=9; in_features=8 would fit/ },
	{ name: 'F linear', code: 'y = F.linear(x, torch.ones(3, 5))', says: /x \[2, 3\] ends in 3, and torch\.ones\(3, 5\) \[3, 5\] takes 5/, fix: 'Use torch.ones(3, 5).T' },
	{ name: 'in place', code: 'x += v', says: /x is \[2, 3\] and v is \[2\].*v\.unsqueeze\(1\) would fit/, fix: 'Use v.unsqueeze(1)' },
	{ name: 'in place and larger', code: 'v += torch.ones(2, 2)', says: /v \[2\] is written to in place and keeps its shape; the result would be \[2, 2\]/ },
	{ name: 'in place and fractions', code: 'n += 1.5', says: /n holds int64 and keeps its dtype when it is written to/ },
	{ name: 'where', code: 'y = torch.where(x > 0, x, w)', says: /x > 0 is \[2, 3\] and w is \[4, 3\]/ },
	{ name: 'expand', code: 'y = x.expand(2, 5)', says: /x \[2, 3\] has 3 in dimension 1, and is to become \[2, 5\]/ },
	{ name: 'an assignment to a row', code: 'x[0] = v', says: /v \[2\] is to be written to a place of shape \[3\]/ },
	{ name: 'cat', code: 'b = torch.ones(2, 2)\ny = torch.cat([x, b])', says: /x \[2, 3\] and b \[2, 2\] may differ in dimension 0 alone, along which they are joined\. dim=1 would fit/, marks: ['x is float32 [2, 3]', 'b is float32 [2, 2]'] },
	{ name: 'cat of a list', code: 'parts = [x, torch.ones(2, 2)]\ny = torch.cat(parts)', says: /parts\[0\] \[2, 3\] and parts\[1\] \[2, 2\] may differ/ },
	{ name: 'cat of a vector', code: 'r = torch.ones(3)\ny = torch.cat([x, r])', says: /x \[2, 3\] has 2 dimensions and r \[3\] has 1.*r\.unsqueeze\(0\) would fit/, fix: 'Use r.unsqueeze(0)' },
	{ name: 'cat of a vector as a column', code: 'y = torch.cat([x, v], dim=1)', says: /v \[2\] has 1.*v\.unsqueeze\(1\) would fit/, fix: 'Use v.unsqueeze(1)' },
	{ name: 'cat of a row that would be none', code: 'r = torch.ones(3)\ny = torch.cat([x, r], dim=1)', says: /r \[3\] has 1; what is joined must have as many\.$/ },
	{ name: 'batches of queries and keys', code: 'q, k = torch.ones(2, 5, 8), torch.ones(2, 5, 8)\ny = q @ k', says: /q \[2, 5, 8\] has 8 columns, k \[2, 5, 8\] has 5 rows.*k\.transpose\(-2, -1\) would fit/, fix: 'Use k.transpose(-2, -1)' },
	{ name: 'keepdim given by its place', code: 'y = x / x.sum(1, False)', says: /x\.sum\(1, False\)\.unsqueeze\(1\) would fit/, fix: 'Use x.sum(1, False).unsqueeze(1)' },
	{ name: 'keepdim behind a comma', code: 'y = x / x.sum(1,)', says: /keepdim=True would fit/, fix: 'Add keepdim=True' },
	{ name: 'what a call gives several of', code: 'y = x - x.max(dim=1)', marks: ['x is float32 [2, 3]'] },
	{ name: 'class numbers in a column', code: 't = torch.tensor([[0], [1]])\ny = F.cross_entropy(x, t)', says: /t \[2, 1\] has 2 dimensions; class numbers have one.*t\.squeeze\(1\) would fit/, fix: 'Use t.squeeze(1)' },
	{ name: 'matrix times vector of two dtypes', code: 'd = torch.ones(3).double()\ny = x @ d', says: /x holds float32, d holds float64.*d\.float\(\) would fit/, fix: 'Use d.float()' },
	{ name: 'a scatter of another dtype', code: 's = torch.ones(2, 3).long()\nx.scatter_(1, torch.zeros(2, 3).long(), s)', says: /x holds float32 and s holds int64.*s\.float\(\) would fit/, fix: 'Use s.float()' },
	{ name: 'labels that are whole numbers', code: 'y = nn.BCEWithLogitsLoss()(x, n.clamp(0, 1))', says: /n\.clamp\(0, 1\) holds int64; this needs floating-point numbers/, fix: 'Use n.clamp(0, 1).float()' },
	{ name: 'a gradient of whole numbers', code: 'n.requires_grad_()', says: /n holds int64; this needs floating-point numbers/ },
	{ name: 'stack', code: 'y = torch.stack([x, w])', says: /x \[2, 3\] and w \[4, 3\] must have one shape to be stacked/ },
	{ name: 'softmax of integers', code: 'y = F.softmax(n, 1)', says: /n holds int64; this needs floating-point numbers/, fix: 'Use n.float()' },
	{ name: 'std of integers', code: 'y = n.std()', says: /n holds int64; this needs floating-point numbers/, fix: 'Use n.float()' },
	{ name: 'an index beside a slice', code: 'i = torch.tensor([0, 7])\ny = x[:, i]', says: /dimension 0 with size 3[^]*Dimension 1 of x \[2, 3\] has the indices 0 to 2.*i holds 7/, looks: 'out = x[:, i]' },
	{ name: 'one that is written to', code: 'x[:, [0, 3]] = 1', says: /Dimension 1 of x \[2, 3\] has the indices 0 to 2/, looks: 'x[:, [0, 3]] = 1' },
	{ name: 'too many indices', code: 'y = x[0, 1, 2]', says: /x \[2, 3\] has 2 dimensions, and 3 indices are given/ },
	{ name: 'an index in a tensor', code: 'i = torch.tensor([0, 7])\ny = x[i]', says: /has the indices 0 to 1.*i holds 7/, looks: 'out = x[i]' },
	{ name: 'a mask of columns', code: 'm = torch.tensor([True, False, True])\ny = x[m]', says: /m \[3\] is to choose from x \[2, 3\].*:, m would fit/, fix: 'Use [:, m]' },
	{ name: 'an embedding', code: 'emb = nn.Embedding(5, 2)\ni = torch.tensor([1, 7])\ny = emb(i)', says: /emb has 5 rows, 0 to 4; i holds 7/, looks: 'out = embedding(i, emb.weight)' },
	{ name: 'class numbers beyond the end', code: 't = torch.tensor([0, 5])\ny = F.cross_entropy(x, t)', says: /x \[2, 3\] has scores for 3 classes, 0 to 2; t holds 5/ },
	{ name: 'too many class numbers', code: 't = torch.tensor([0, 1, 2])\ny = F.cross_entropy(x, t)', says: /x \[2, 3\] has 2 rows of scores, t \[3\] has 3 class numbers/ },
	{ name: 'a view of what is transposed', code: 'y = x.t().view(6)', says: /x\.t\(\) \[3, 2\] has strides \[1, 3\]/, fix: 'Use reshape' },
	{ name: 'one of two tensors that a call gives', code: 'y = x - x.max(1).values', says: /x is \[2, 3\] and x\.max\(1\)\.values is \[2\].*x\.max\(1\)\.values\.unsqueeze\(1\) would fit/, fix: 'Use x.max(1).values.unsqueeze(1)' },
	{ name: 'arrays multiplied', code: 'a, b = np.ones((2, 3)), np.ones((4, 3))\ny = a @ b', says: /a \[2, 3\] has 3 columns, b \[4, 3\] has 4 rows.*b\.T would fit/, fix: 'Use b.T' },
	{ name: 'arrays added', code: 'a, b = np.ones((2, 3)), np.ones(2)\ny = a + b', says: /b\[:, None\] would fit/, fix: 'Use b[:, None]' },
	{ name: 'an index beyond the end of an array', code: 'a = np.ones((2, 3))\ny = a[5]', says: /Dimension 0 of a \[2, 3\] has the indices 0 to 1/ },
	{ name: 'the iteration that failed', code: 'for i in range(3):\n    a = torch.ones(i + 5, 3)\n    y = a @ torch.ones(3 + i // 2, 1)', says: /a \[7, 3\] has 3 columns, torch\.ones\(3 \+ i \/\/ 2, 1\) \[4, 1\] has 4 rows/ },
	{ name: 'a missing import', code: 'y = defaultdict(int)', fix: 'Add from collections import defaultdict' },
	{ name: 'within a function', code: 'def f(a, b):\n    return a @ b\nf(x, w)', says: /a \[2, 3\] has 3 columns, b \[4, 3\] has 4 rows/, fix: 'Use b.T' },
	{ name: 'the call that failed of a function that calls itself', code: 'def f(a, k):\n    return a if k == 0 else f(a[0], k - 1) + a.sum(2 * k - 2)\nf(x, 2)', says: /a \[2, 3\] has 2 dimensions: dim is -2 to 1/ },
	{ name: 'a second statement on the line', code: 'x = x.T; y = x @ w.T', says: /x \[3, 2\] has 2 columns, w\.T \[3, 4\] has 3 rows/, marks: ['x is float32 [3, 2]', 'w.T is float32 [3, 4]'], fix: 'Use x.T' },
	{ name: 'a name that is another in a comprehension', code: 'a = torch.ones(7, 7)\ny = [a @ w for a in [torch.ones(2, 5)]]', says: /the first \[2, 5\] has 5 columns/, marks: ['w is float32 [4, 3]'] },
	{ name: 'an index into what is not known', code: 'def f(t): return t\ny = f(x)[torch.tensor([0, 5])]', says: /Dimension 0 of the tensor has the indices 0 to 1/, looks: 'out = x[index]' },
	{ name: 'class numbers before scores', code: 't = torch.tensor([0, 5])\ny = F.cross_entropy(target=t, input=x)', says: /x \[2, 3\] has scores for 3 classes, 0 to 2; t holds 5/ },
	{ name: 'indices are not what a layer multiplies', code: 'net = nn.Sequential(nn.Embedding(5, 3), nn.Linear(3, 2).double())\ny = net(torch.tensor([1]))' },
	{ name: 'an error that says enough', code: 'y = int("one")' },
];

suite('explained errors', () => {
	suiteSetup(activate);

	teardown(async () => {
		await run('clearResults');
		await closeAll();
	});

	for (const { name, code, says, marks, fix, looks } of CASES) {
		test(name, async () => {
			const { document } = await write(`${name.replaceAll(' ', '-')}.py`, `${HEAD}${code}\n`);
			await run('runFile');
			const problem = await until('the problem', () => problems(document.uri)[0]);
			if (says) { await until(`a sentence like ${says}`, () => says.test(problems(document.uri)[0]!.message)); }
			if (marks) {
				await until('the operands', () => (problems(document.uri)[0]!.relatedInformation?.length ?? 0) > 0);
				assert.deepEqual(problems(document.uri)[0]!.relatedInformation?.map(({ message }) => message), marks);
				// In the text each stands behind its operand, `what is facts`.
				for (const mark of marks) {
					const [what, facts] = mark.split(' is ') as [string, string];
					await until(mark, async () => (await ui.rendered('.editor-group-container.active .view-line')).some((text) => plain(text).includes(`${what}${facts}`)));
				}
			}
			if (!says) {
				// Nothing tells that there is no more to come.
				if (!marks && fix === undefined) { await new Promise((resolve) => setTimeout(resolve, 700)); }
				assert.doesNotMatch(problems(document.uri)[0]!.message, /\n/, 'a sentence beyond PyTorch’s');
			}
			const found = (): Thenable<vscode.CodeAction[]> => vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, problem.range, vscode.CodeActionKind.QuickFix.value);
			if (looks !== undefined) {
				const action = await until('the way to the index map', async () => (await found()).find(({ title }) => title === 'Show Where the Indices Fall'));
				await vscode.commands.executeCommand(action.command!.command, ...action.command!.arguments!);
				await ui.wait('.index-map .ghost', { webview: true });
				assert.equal((await ui.texts('h2 .name', { webview: true }))[0], looks);
				return;
			}
			if (fix === undefined) { assert.deepEqual((await found()).map(({ title }) => title), []); return; }
			const action = await until(`the fix ${fix}`, async () => (await found()).find(({ title }) => title === fix));
			assert(await vscode.workspace.applyEdit(action.edit!));
			await run('runFile');
			assert.deepEqual(problems(document.uri).map(({ message }) => message), []);
		});
	}
});
