import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareExpectation, compareOutput } from '../../../engine/snippet/compare.ts';
import { documentSnippet, familyOf, findRunnables, joinSnippets, selectionSnippet, usesLoupe } from '../../../engine/snippet/snippet.ts';

const notes = readFileSync(new URL('../../../examples/pytorch-notes-with-output.md', import.meta.url), 'utf8');
const texts = (text: string) => documentSnippet(text, 'markdown').cells.map((cell) => cell.text);

describe('a Python file', () => {
	test('runs as it stands', () => {
		const text = '  import torch\nprint(1)\n';
		expect(documentSnippet(text, 'python').cells).toEqual([{ line: 1, text: '  import torch\nprint(1)\n', shift: 0, mode: 'exec' }]);
	});

	test('an empty one runs too', () => {
		expect(documentSnippet('', 'python').cells).toHaveLength(1);
	});

	test('has a cell at each # %%, and what stands before the first', () => {
		const runnables = findRunnables('import torch\n\n# %% one\nx = 1\n#%%\n\n# %% [markdown]\n# words\n', 'python');
		expect(runnables.map(({ kind, startLine, endLine }) => [kind, startLine, endLine])).toEqual([['file', 1, 9], ['cell', 1, 2], ['cell', 3, 4]]);
		expect(runnables[2]!.snippet.cells[0]).toEqual({ line: 3, text: '# %% one\nx = 1', shift: 0, mode: 'exec' });
	});

	test('CRLF, CR and a byte order mark change no line number', () => {
		expect(documentSnippet('\uFEFFa = 1\r\nb = 2\rc = 3', 'python').cells[0]!.text).toBe('a = 1\nb = 2\nc = 3');
	});
});

describe('TypeScript and JavaScript', () => {
	const both = '```python\na = 1\n```\n\n- ```ts\n  const b = 2\n  ```\n\n```{js}\nb\n```\n\n```jsonc\n{}\n```\n\n~~~typescript title="x"\nc\n~~~\n\n```tsx\n<A/>\n```\n';

	test('fences carry their language, and stand where they stand', () => {
		expect(findRunnables(both, 'markdown').map(({ startLine, snippet: { cells: [cell] } }) => [startLine, cell?.language, cell?.text, cell?.line, cell?.shift])).toEqual([
			[1, undefined, 'a = 1', 2, 0], [5, 'typescript', 'const b = 2', 6, 2], [9, 'javascript', 'b', 10, 0], [17, 'typescript', 'c', 18, 0],
		]);
	});

	test('a document runs as its first fence does, or as is asked', () => {
		expect(documentSnippet(both, 'markdown').cells.map(({ text }) => text)).toEqual(['a = 1']);
		const asked = documentSnippet(both, 'markdown', 'javascript');
		expect([familyOf(asked), asked.cells.map(({ text }) => text), asked.customaryNames]).toEqual(['javascript', ['const b = 2', 'b', 'c'], true]);
		expect(documentSnippet(both.slice(both.indexOf('- ')), 'markdown').cells).toHaveLength(3);
	});

	test('a file is one piece, a selection some of its lines', () => {
		expect(documentSnippet('// %%\nconst a = 1;\n', 'typescript')).toEqual({ cells: [{ line: 1, text: '// %%\nconst a = 1;\n', shift: 0, mode: 'exec', language: 'typescript' }], expectations: [], customaryNames: false });
		expect(selectionSnippet('const a = 1;\nconst b = 2;\n', 'javascript', 2, 2).cells).toEqual([{ line: 2, text: 'const b = 2;', shift: 0, mode: 'exec', language: 'javascript' }]);
		expect(selectionSnippet(both, 'markdown', 2, 10).cells.map(({ text }) => text)).toEqual(['a = 1']);
		expect(selectionSnippet(both, 'markdown', 6, 10).cells.map(({ text }) => text)).toEqual(['const b = 2', 'b']);
	});

	test.each([
		['import { torch } from "tensor-loupe";', false, true], ['import type { Tensor }\n\tfrom \'tensor-loupe\'', false, true], ['// import { torch } from "tensor-loupe"', false, false],
		['import { torch } from "./torch"', false, false], ['torch.ones(2)', false, false], ['torch.ones(2)', true, true], ['const torch = 1', true, false],
	])('%j (in notes: %j) is meant: %j', (text, isNote, isMeant) => {
		expect(usesLoupe(text, isNote)).toBe(isMeant);
	});
});

describe('a selection', () => {
	test('is dedented, and says by how much', () => {
		expect(selectionSnippet('if x:\n\ta = 1\n\n\tif y:\n\t\tb = 2\n', 'python', 2, 5).cells).toEqual([{ line: 2, text: 'a = 1\n\nif y:\n\tb = 2', shift: 1, mode: 'exec' }]);
	});

	test('tabs and blanks share only what is the same', () => {
		expect(selectionSnippet('\t x = 1\n\ty = 2', 'python', 1, 2).cells[0]).toMatchObject({ text: ' x = 1\ny = 2', shift: 1 });
	});

	test('a comment or a continued line may stand further to the left', () => {
		const lines = ['    x = 1', '# out', '    s = """', 'text', '"""', '    y = (x +', '  2)', '        # in'];
		expect(selectionSnippet(lines.join('\n'), 'python', 1, 8).cells[0]).toMatchObject({ text: 'x = 1\n# out\ns = """\ntext\n"""\ny = (x +\n2)\n    # in', shift: 4 });
	});

	test('of nothing but comments has no cells', () => {
		expect(selectionSnippet('x = 1\n# a\n\n', 'python', 2, 3).cells).toEqual([]);
	});

	test('in Markdown takes what lies in fences', () => {
		const text = 'words\n```py\na = 1\nb = 2\n```\nwords\n```py\nc = 3\nd = 4\n```\n';
		expect(selectionSnippet(text, 'markdown', 4, 8).cells).toEqual([
			{ line: 4, text: 'b = 2', shift: 0, mode: 'exec' }, { line: 8, text: 'c = 3', shift: 0, mode: 'exec' },
		]);
		expect(selectionSnippet('    x = 1', 'markdown', 1, 1)).toMatchObject({ cells: [{ text: 'x = 1', shift: 4 }], customaryNames: true });
	});
});

describe('a Markdown file', () => {
	test('its Python fences, by every name and mark', () => {
		expect(texts('```python\n1\n```\n~~~py\n2\n~~~\n``` pycon\n3\n```\n```{python}\n4\n```\n```{python, echo=FALSE}\n5\n```\n```Python title="x"\n6\n```\n```{.python .numberLines}\n7\n```\n```python3\n8\n```\n')).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
	});

	test('nothing else', () => {
		expect(texts('```\n1\n```\n```bash\n2\n```\n```pytb\n3\n```\n```python-repl\n4\n```\n    python\n\n`py`\n')).toEqual([]);
	});

	test('a fence in a list or a quote has its position', () => {
		const text = '1. first\r\n\r\n   ```python\r\n   x = 1\r\n\r\n   if x:\r\n       y = 2\r\n   ```\r\n> ```py\r\n> z = 3\r\n> ```\r\n';
		expect(documentSnippet(text, 'markdown').cells).toEqual([
			{ line: 4, text: 'x = 1\n\nif x:\n    y = 2', shift: 3, mode: 'exec' },
			{ line: 10, text: 'z = 3', shift: 2, mode: 'exec' },
		]);
	});

	test('code that is indented inside its fence is dedented', () => {
		expect(documentSnippet('```py\n    x = 1\n    y = 2\n```', 'markdown').cells).toEqual([{ line: 2, text: 'x = 1\ny = 2', shift: 4, mode: 'exec' }]);
	});

	test('a longer fence may show a shorter one, and an unclosed one ends with the document', () => {
		expect(texts('````md\n```python\n1\n```\n````\n```python\n2')).toEqual(['2']);
	});

	test('a runnable spans its marks', () => {
		expect(findRunnables('a\n\n```py\n1\n```\n\n~~~py\n2\n', 'markdown').map(({ startLine, endLine }) => [startLine, endLine])).toEqual([[3, 5], [7, 8]]);
	});

	test('an empty fence has nothing to run', () => {
		expect(findRunnables('```py\n```\n', 'markdown')[0]!.snippet).toEqual({ cells: [], expectations: [], customaryNames: true });
	});
});

describe('pasted output', () => {
	const snippet = documentSnippet(notes, 'markdown');

	test('is split off, and belongs to the code above it', () => {
		expect(snippet.expectations.map(({ startLine, endLine, cells }) => [startLine, endLine, cells])).toEqual([
			[9, 14, [0]], [22, 23, [1]], [30, 31, [2]], [38, 40, [3]], [44, 44, [4]], [52, 52, [6]], [54, 54, [7]],
		]);
		expect(snippet.expectations[3]!.expected).toBe('tensor([[ 3, 4, 5],\n[ 6, 7, 8],\n[ 9, 10, 11]])');
	});

	test('prompts are cells of their own, four columns in', () => {
		expect(snippet.cells.slice(5)).toEqual([
			{ line: 50, text: 'import torch', shift: 4, mode: 'single' },
			{ line: 51, text: 'torch.arange(4) @ torch.arange(4)', shift: 4, mode: 'single' },
			{ line: 53, text: 'torch.mul(torch.arange(4), 2)', shift: 4, mode: 'single' },
		]);
	});

	test('no line of code is lost and none of the output runs', () => {
		const run = snippet.cells.flatMap((cell) => cell.text.split('\n'));
		expect(run.filter((line) => /^tensor\(|^>>|^\[/.test(line))).toEqual([]);
		expect(run.filter((line) => line.startsWith('print'))).toHaveLength(6);
	});

	test('a shift that continues an expression is code', () => {
		expect(texts('```py\nx = (64\n>> 2)\ny = 64 \\\n>> 3\ns = """\n>> no output\n"""\n```')).toEqual(['x = (64\n>> 2)\ny = 64 \\\n>> 3\ns = """\n>> no output\n"""']);
	});

	test('a printed tensor may have blank lines inside', () => {
		const { cells, expectations } = documentSnippet('```py\nprint(x)\n>>\ntensor([[[1]],\n\n        [[2]]])\n\ny = 1\n```', 'markdown');
		expect(cells.map((cell) => [cell.line, cell.text])).toEqual([[2, 'print(x)'], [8, 'y = 1']]);
		expect(expectations[0]).toMatchObject({ startLine: 3, endLine: 6 });
	});

	test('a doctest of several lines', () => {
		const { cells, expectations } = documentSnippet('- a\n\n  ```pycon\n  >>> for i in range(2):\n  ...     print(i)\n  ...\n  0\n  1\n\n  >>> x\n  ```', 'markdown');
		expect(cells).toEqual([
			{ line: 4, text: 'for i in range(2):\n    print(i)\n', shift: 6, mode: 'single' },
			{ line: 10, text: 'x', shift: 6, mode: 'single' },
		]);
		expect(expectations).toEqual([{ startLine: 7, endLine: 8, expected: '0\n1', cells: [0] }]);
	});

	test('an exception is expected: of a doctest, behind a mark, or its last line alone', () => {
		const doctest = '>>> f(x)\nTraceback (most recent call last):\n  File "<stdin>", line 1\n    ...\nValueError: no';
		expect(documentSnippet(`\`\`\`py\n${doctest}\n\n>>> 1\n1\n\`\`\``, 'markdown').cells).toEqual([
			{ line: 2, text: 'f(x)', shift: 4, mode: 'single', mayRaise: true },
			{ line: 8, text: '1', shift: 4, mode: 'single' },
		]);
		const marked = documentSnippet('```py\nf(x)\n>> Traceback (most recent call last):\n  File "a.py"\nValueError: no\ng(x)\n>> RuntimeError: size (3)\nh(x)\n>> 3\n```', 'markdown');
		expect(marked.cells.map(({ text, mayRaise }) => [text, mayRaise])).toEqual([['f(x)', true], ['g(x)', true], ['h(x)', undefined]]);
		expect(marked.expectations.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([[3, 5], [7, 7], [9, 9]]);
	});

	test('each line of output may have its own >>', () => {
		const { cells, expectations } = documentSnippet('```py\nfor i in range(2): print(i)\n>> 0\n>> 1\nprint(x)\n>> tensor([[1],\n>>         [2]])\nprint(1, 2)\n>>\n>> 1\n>> 2\n\ny = 1\n```', 'markdown');
		expect(cells.map(({ text }) => text)).toEqual(['for i in range(2): print(i)', 'print(x)', 'print(1, 2)', 'y = 1']);
		expect(expectations).toMatchObject([
			{ startLine: 3, endLine: 4, expected: '0\n1', cells: [0] },
			{ startLine: 6, endLine: 7, expected: 'tensor([[1],\n        [2]])', cells: [1] },
			{ startLine: 9, endLine: 11, expected: '1\n2', cells: [2] },
		]);
	});

	test('output without code is neither run nor compared', () => {
		expect(documentSnippet('```py\n>>tensor(1)\nx = 1\n```', 'markdown')).toMatchObject({ cells: [{ line: 3 }], expectations: [] });
	});

	test('joining snippets keeps each expectation with its cells', () => {
		const one = documentSnippet('```py\nprint(1)\n>>1\n```', 'markdown');
		expect(joinSnippets([one, one], 'markdown').expectations.map((each) => each.cells)).toEqual([[0], [1]]);
	});
});

describe('comparing', () => {
	test('spacing does not count', () => {
		expect(compareOutput('tensor([[ 0, 1],\n[ 9, 16]])', 'tensor([[  0,   1],\n        [  9,  16]])\n')).toEqual({ equal: true });
	});

	test('everything else does', () => {
		expect(compareOutput('tensor([0, 2, 4, 7])', 'tensor([0, 2, 4, 6])\n')).toEqual({ equal: false, got: 'tensor([0, 2, 4, 6])' });
		expect(compareExpectation({ startLine: 1, endLine: 1, expected: 'done 3', cells: [0] }, () => ({ stdout: 'step 1\rstep 2\rdone 3\n', stderr: '' }))).toEqual({ equal: true });
		expect(compareOutput('1 2', '12\n')).toEqual({ equal: false, got: '12' });
		expect(compareOutput('[1. 2.]', '[1.  2.]\n')).toEqual({ equal: true });
	});

	test('an expectation takes what its cells printed', () => {
		expect(compareExpectation({ startLine: 1, endLine: 1, expected: 'a\nb', cells: [0, 2] }, (cell) => ({ stdout: ['a\n', 'no\n', 'b\n'][cell]!, stderr: '' }))).toEqual({ equal: true });
	});

	test('an exception is its type and message, wherever it was raised', () => {
		const stderr = 'a.py:1: UserWarning: old\n  f()\nTraceback (most recent call last):\n  File "a.md", line 7, in <module>\n    f(x)\nValueError: no\n';
		const compare = (expected: string, written = { stdout: '3\n', stderr }) => compareExpectation({ startLine: 1, endLine: 1, expected, cells: [0] }, () => written);
		expect(compare('3\nTraceback (most recent call last):\n    ...\nValueError: no')).toEqual({ equal: true });
		expect(compare('ValueError: no', { stdout: '', stderr })).toEqual({ equal: true });
		expect(compare('ValueError: yes', { stdout: '', stderr })).toEqual({ equal: false, got: 'ValueError: no' });
		expect(compare('3')).toEqual({ equal: true });
		expect(compare('ValueError: no', { stdout: '3\n', stderr: '' })).toEqual({ equal: false, got: '3' });
	});
});
