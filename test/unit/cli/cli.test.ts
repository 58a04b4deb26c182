import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readArguments } from '../../../engine/cli/arguments.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { dist, snapshot } from '../runtime/embedded.ts';

const root = path.dirname(dist);
const examples = path.join(root, 'examples');
let folder: string;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-cli-'));
	await snapshot();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Finished { readonly stdout: string; readonly stderr: string; readonly status: number | null }

/** `tensor-loupe …` in `folder`. `onOutput` may interrupt it. */
function loupe(args: readonly string[], onOutput?: (kill: (signal: NodeJS.Signals) => void) => void): Promise<Finished> {
	const child = spawn(process.execPath, [path.join(dist, 'cli.mjs'), ...args], { cwd: folder, env: { ...process.env, XDG_CACHE_HOME: path.join(root, 'node_modules', '.cache') } });
	let stdout = '', stderr = '';
	child.stdout.on('data', (bytes: Buffer) => {
		if (stdout === '') onOutput?.((signal) => child.kill(signal));
		stdout += bytes.toString();
	});
	child.stderr.on('data', (bytes: Buffer) => { stderr += bytes.toString(); });
	return new Promise((resolve) => child.on('close', (status) => resolve({ stdout, stderr, status })));
}

function runText(text: string, name = 'main.py', ...args: string[]): Promise<Finished> {
	writeFileSync(path.join(folder, name), text);
	return loupe(['run', name, ...args]);
}

const expected = (name: string): string => readFileSync(path.join(root, 'test', 'golden', 'notes', `${name}.expected.txt`), 'utf8');
const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)!;

describe('the notes', () => {
	test('print what PyTorch prints', async () => {
		const { stdout, stderr, status } = await loupe(['run', path.join(examples, 'pytorch-notes.md')]);
		expect(stdout).toBe(expected('pytorch-notes'));
		expect(stderr).toMatch(/pytorch-notes\.md, line 46: not defined and provided: .*deepcopy.*de_parallel.*\n$/);
		expect(status).toBe(0);
	});

	test('with pasted output, which is compared', async () => {
		const { stdout, stderr, status } = await loupe(['run', path.join(examples, 'pytorch-notes-with-output.md')]);
		expect(stdout).toBe(expected('pytorch-notes-with-output'));
		expect(stderr).toBe('line 9: equal\nline 22: equal\nline 30: equal\nline 38: equal\nline 44: equal\nline 52: equal\nline 54: not equal, got tensor([0, 2, 4, 6])\n');
		expect(status).toBe(0);
	});

	test('and the script, which is saved as a trace and as a page', async () => {
		const { stdout, status, stderr } = await loupe(['run', path.join(examples, 'ema-training.py'), '--trace', 'out.trace', '--report=out.html']);
		expect({ stdout, status, stderr }).toEqual({ stdout: expected('ema-training'), status: 0, stderr: '' });
		const bytes = readFileSync(path.join(folder, 'out.trace'));
		const trace = new TraceReader();
		trace.push(bytes);
		trace.finish();
		expect(trace.problem).toBeUndefined();
		expect(trace.status).toBe(0);
		expect(trace.optimizerStepCount).toBe(20);
		expect(trace.outputs.filter((output) => output.stream === 1).map((output) => output.text).join('')).toBe(expected('ema-training'));
		// What replay would add, the page computes itself: it has the kernels, and a worker's script.
		const page = readFileSync(path.join(folder, 'out.html'), 'utf8');
		const inside = (id: string): string => new RegExp(`<script id="${id}"[^>]*>([^]*?)</script>`).exec(page)![1]!;
		expect(Buffer.from(inside('trace'), 'base64').equals(bytes)).toBe(true);
		expect(Buffer.from(inside('kernels'), 'base64').equals(readFileSync(path.join(dist, 'kernels.wasm')))).toBe(true);
		expect(inside('replay').length).toBeGreaterThan(10_000);
	});
});

describe('beside an earlier run', () => {
	const training = (rate: number): string => `import torch\nw = torch.tensor([3.0], requires_grad=True)\noptimizer = torch.optim.SGD([w], lr=${rate})\nfor step in range(4):\n    optimizer.zero_grad()\n    (w ** 2).sum().backward()\n    optimizer.step()\n`;

	test('its losses are in the page', async () => {
		writeFileSync(path.join(folder, 'main.py'), training(0.25));
		expect(await loupe(['run', 'main.py', '--trace', 'quarter.loupe'])).toEqual({ stdout: '', stderr: '', status: 0 });
		writeFileSync(path.join(folder, 'main.py'), training(0.1));
		expect(await loupe(['run', 'main.py', '--report', 'out.html', '--compare', 'quarter.loupe'])).toEqual({ stdout: '', stderr: '', status: 0 });
		// It may be replaced by what it is compared with.
		expect(await loupe(['run', 'main.py', '--trace', 'quarter.loupe', '--report', 'again.html', '--compare', 'quarter.loupe'])).toEqual({ stdout: '', stderr: '', status: 0 });
		expect(readFileSync(path.join(folder, 'again.html'), 'utf8')).toContain('"values":[9,2.25,');
		const page = readFileSync(path.join(folder, 'out.html'), 'utf8');
		expect(JSON.parse(/<script id="other"[^>]*>([^<]+)<\/script>/.exec(page)![1]!)).toEqual({ title: 'quarter.loupe', count: 4, numbers: [0, 1, 2, 3], values: [9, 2.25, 0.5625, 0.140625] });
	});

	test('one that is not there, is no trace, or has no losses: a sentence, and nothing runs', async () => {
		writeFileSync(path.join(folder, 'main.py'), 'print("ran")\n');
		const compare = (file: string) => loupe(['run', '--report', 'out.html', '--compare', file, 'main.py']);
		expect(await compare('none.loupe')).toEqual({ stdout: '', stderr: 'tensor-loupe: can\'t compare with \'none.loupe\': [Errno 2] No such file or directory\n', status: 2 });
		const { stdout, stderr, status } = await compare('main.py');
		expect([stdout, status]).toEqual(['', 2]);
		expect(stderr).toMatch(/^tensor-loupe: can't compare with 'main\.py': .*trace/);
		await loupe(['run', '--trace', 'print.loupe', 'main.py']);
		expect((await compare('print.loupe')).stderr).toBe('tensor-loupe: can\'t compare with \'print.loupe\': it holds no losses\n');
	});
});

describe('as python', () => {
	test('arguments, files beside, the exit status', async () => {
		mkdirSync(path.join(folder, 'pkg'), { recursive: true });
		writeFileSync(path.join(folder, 'pkg', 'beside.py'), 'x = 5\n');
		writeFileSync(path.join(folder, 'data.txt'), 'data');
		const { stdout, stderr, status } = await runText('import sys, beside\nprint(sys.argv, beside.x, __name__, open("data.txt").read())\nsys.exit("bye")', 'pkg/main.py', '--trace-me', '-h', 'a b');
		expect({ stdout, stderr, status }).toEqual({ stdout: '[\'pkg/main.py\', \'--trace-me\', \'-h\', \'a b\'] 5 __main__ data\n', stderr: 'bye\n', status: 1 });
	});

	test('the traceback ends as Python\'s, with the user\'s own lines', async () => {
		const { stderr, status } = await runText('import torch\ndef f(x):\n    return x @ torch.ones(3)\n\nf(torch.ones(2))\n');
		const lines = stderr.split('\n');
		expect(lines.slice(0, 6)).toEqual(['Traceback (most recent call last):', `  File "${folder}/main.py", line 5, in <module>`, '    f(torch.ones(2))', '    ~^^^^^^^^^^^^^^^', `  File "${folder}/main.py", line 3, in f`, '    return x @ torch.ones(3)']);
		expect(lastLine(stderr)).toBe('RuntimeError: inconsistent tensor size, expected tensor [2] and src [3] to have the same number of elements, but got 2 and 3 elements respectively');
		expect(status).toBe(1);
	});

	test('a file that is not there', async () => {
		expect(await loupe(['run', 'none.py'])).toEqual({ stdout: '', stderr: `tensor-loupe: can't open file '${path.join(folder, 'none.py')}': [Errno 2] No such file or directory\n`, status: 2 });
	});

	test.each(['--trace', '--report'])('%s that can\'t be written: a sentence, and nothing runs', async (option) => {
		writeFileSync(path.join(folder, 'main.py'), 'print("ran")\n');
		const target = path.join(folder, 'no folder', 'out');
		expect(await loupe(['run', option, target, 'main.py'])).toEqual({ stdout: '', stderr: `tensor-loupe: can't write '${target}': [Errno 2] No such file or directory\n`, status: 2 });
	});

	test('a file is read in the encoding that it names, and refused in Python\'s words where it names none', async () => {
		const file = path.join(folder, 'latin.py');
		writeFileSync(file, Buffer.from('#!/usr/bin/python\n# -*- coding: latin-1 -*-\nprint("caf\xe9")\n', 'latin1'));
		expect(await loupe(['run', 'latin.py'])).toEqual({ stdout: 'café\n', stderr: '', status: 0 });
		writeFileSync(file, Buffer.from('x = "\xc3\xa9"\nprint("caf\xe9")\n', 'latin1'));
		expect(await loupe(['run', 'latin.py'])).toEqual({ stdout: '', stderr: `SyntaxError: Non-UTF-8 code starting with '\\xe9' in file ${file} on line 2, but no encoding declared; see https://peps.python.org/pep-0263/ for details\n`, status: 1 });
		writeFileSync(file, '# coding: none-such\n');
		expect(await loupe(['run', 'latin.py'])).toEqual({ stdout: '', stderr: 'SyntaxError: encoding problem: none-such\n', status: 1 });
		writeFileSync(file, '\uFEFFprint("bom")\r\n');
		expect(await loupe(['run', 'latin.py'])).toEqual({ stdout: 'bom\n', stderr: '', status: 0 });
	});

	test('Ctrl-C is KeyboardInterrupt', async () => {
		writeFileSync(path.join(folder, 'main.py'), 'print("go")\nwhile True: pass\n');
		const { stderr, status } = await loupe(['run', 'main.py'], (kill) => kill('SIGINT'));
		expect(lastLine(stderr)).toBe('KeyboardInterrupt');
		expect(status).toBe(130);
	});

	test('SIGTERM ends it as it ends Python', async () => {
		writeFileSync(path.join(folder, 'main.py'), 'print("go")\nwhile True: pass\n');
		expect(await loupe(['run', 'main.py'], (kill) => kill('SIGTERM'))).toEqual({ stdout: 'go\n', stderr: '', status: 143 });
	});

	test('what is left at its end is let go', async () => {
		const { stdout, stderr } = await runText('class A:\n    def __del__(self): print("gone")\ndef g():\n    try: yield\n    finally: print("closed")\na = A()\nb = g()\nnext(b)\nprint("end")');
		expect(stdout.split('\n').slice(0, 1)).toEqual(['end']);
		expect(stdout.split('\n').sort()).toEqual(['', 'closed', 'end', 'gone']);
		expect(stderr).toBe('');
	});

	test('carets stand under what was run, in a list and after a prompt', async () => {
		const { stderr } = await runText('- a\n\n  ```pycon\n  >>> def f(x):\n  ...     return "é😀", x / 0\n  >>> y = [f(1)]\n  ```\n', 'main.md');
		expect(stderr.split('\n').slice(1, 7)).toEqual([`  File "${folder}/main.md", line 6, in <module>`, '    y = [f(1)]', '         ~^^^', `  File "${folder}/main.md", line 5, in f`, '    return "é😀", x / 0', '                  ~~^~~']);
		const { stderr: syntax } = await runText('- a\n\n  ```pycon\n  >>> x = (1 +\n  ```\n', 'main.md');
		expect(syntax.split('\n').slice(0, 3)).toEqual([`  File "${folder}/main.md", line 4`, '    x = (1 +', '        ^']);
	});

	test('a second Ctrl-C ends what does not listen', async () => {
		writeFileSync(path.join(folder, 'main.py'), 'print("go")\nwhile True:\n    try:\n        while True: pass\n    except KeyboardInterrupt:\n        print("no")\n');
		let asked = 0;
		const { stdout, status } = await loupe(['run', 'main.py'], (kill) => {
			const timer = setInterval(() => {
				kill('SIGINT');
				if (++asked === 2) clearInterval(timer);
			}, 300);
		});
		expect(stdout).toMatch(/^go\n/);
		expect(status).toBe(130);
	});

	test('much output is written whole and in order', async () => {
		const { stdout, status } = await runText('for i in range(200_000): print(i)');
		expect(stdout.split('\n').length).toBe(200_001);
		expect(stdout.endsWith('\n199998\n199999\n')).toBe(true);
		expect(status).toBe(0);
	});

	test('a reader that goes away ends the program', async () => {
		writeFileSync(path.join(folder, 'main.py'), 'while True: print("y" * 1000)\n');
		const child = spawn(process.execPath, [path.join(dist, 'cli.mjs'), 'run', 'main.py'], { cwd: folder, env: { ...process.env, XDG_CACHE_HOME: path.join(root, 'node_modules', '.cache') } });
		child.stdout.once('data', () => child.stdout.destroy());
		expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
	});
});

describe('what can go wrong gets a sentence', () => {
	test.each<[string, string, RegExp]>([
		['an unsupported operator', 'import torch\ntorch.fft.fft(torch.zeros(3))', /^NotImplementedError: `torch\.fft\.fft` is not in the embedded engine yet; the python runtime has it$/],
		['a tensor larger than memory', 'import torch\ntorch.zeros(10**12)', /^RuntimeError: .*you tried to allocate 4000000000000 bytes/],
		['endless recursion', 'def f(): f()\nf()', /^RecursionError: maximum recursion depth exceeded$/],
		['endless recursion through C', 'import sys\nsys.setrecursionlimit(10**6)\nclass A:\n    def __add__(self, o): return self + o\nA() + 1', /^RecursionError: /],
		['a very deep recursion', 'import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()', /^RecursionError: maximum recursion depth exceeded$/],
		['nesting that the interpreter can not take down', 'a = []\nfor i in range(200_000): a = [a]\ndel a', /^tensor-loupe: The program nests calls or objects deeper than the embedded runtime can hold/],
		['input', 'input("name? ")', /^EOFError: EOF when reading a line: a run here has no keyboard/],
		['threads', 'import threading\nthreading.Thread(target=print).start()', /^RuntimeError: can't start new thread: the embedded runtime has only one/],
		['ctypes', 'import ctypes', /^ModuleNotFoundError: No module named 'ctypes': it reaches past/],
		['all the memory there is', '[0] * 1_000_000_000', /^MemoryError$/],
		['a crash of the interpreter', 'import os\nos.abort()', /^tensor-loupe: The embedded interpreter crashed \(unreachable\), and the program was ended\.$/],
	])('%s', async (_name, text, sentence) => {
		const { stderr, status } = await runText(text);
		expect(lastLine(stderr)).toMatch(sentence);
		expect(status).toBe(1);
	});

	test('os._exit ends with its status', async () => {
		expect(await runText('import os\nprint(1, flush=True)\nos._exit(7)')).toEqual({ stdout: '1\n', stderr: '', status: 7 });
	});

	test('asyncio.run runs', async () => {
		expect(await runText('import asyncio\nasync def f(i):\n    await asyncio.sleep(0.01 * i)\n    return i\nasync def main():\n    print(await asyncio.gather(*map(f, range(4))))\nasyncio.run(main())')).toEqual({ stdout: '[0, 1, 2, 3]\n', stderr: '', status: 0 });
	});

	test('Markdown stops at the first error, and says what was not compared', async () => {
		const { stdout, stderr, status } = await runText('```py\nprint(1)\n>>1\n1/0\n>>2\nprint(3)\n>>3\n```\n', 'main.md');
		expect(stdout).toBe('1\n');
		expect(stderr).toContain('ZeroDivisionError: division by zero\nline 3: equal\nline 5: not equal, got nothing\nline 7: not run\n');
		expect(status).toBe(1);
	});

	test('an exception that is pasted under its code is compared, and what follows runs', async () => {
		const { stdout, stderr, status } = await runText('```py\n>>> import torch\n>>> torch.ones(2, 3) @ torch.ones(2, 3)\nTraceback (most recent call last):\n  File "<stdin>", line 1, in <module>\nRuntimeError: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)\n>>> def f():\n...     raise KeyError(3)\n>>> f()\nTraceback (most recent call last):\n    ...\nKeyError: 4\n>>> 1 + 1\n2\n>>> 7\nValueError: no\n```\n', 'main.md');
		expect(stdout).toBe('2\n7\n');
		expect(stderr).toBe([
			'Traceback (most recent call last):', '  File "PATH", line 3, in <module>', '    torch.ones(2, 3) @ torch.ones(2, 3)', '    ~~~~~~~~~~~~~~~~~^~~~~~~~~~~~~~~~~~', 'RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)',
			'Traceback (most recent call last):', '  File "PATH", line 9, in <module>', '    f()', '    ~^^', '  File "PATH", line 8, in f', '    raise KeyError(3)', 'KeyError: 3',
			'line 4: equal', 'line 10: not equal, got KeyError: 3', 'line 14: equal', 'line 16: not equal, got 7', '',
		].join('\n').replaceAll('PATH', /File "(.*)", line 3/.exec(stderr)![1]!));
		expect(status).toBe(0);
	});

	test('a program that writes nonsense into its trace', async () => {
		const { stderr, status } = await runText('import os\nfor number in range(3, 5000):\n    try: os.write(number, b"nonsense" * 100)\n    except OSError: pass\nprint(1, flush=True)');
		expect(stderr).toMatch(/trace/i);
		expect(status).toBe(1);
	});

	test('a program that closes what it did not open is not heard less', async () => {
		expect(await runText('import os\nos.closerange(3, 256)\nprint(1)')).toEqual({ stdout: '1\n', stderr: '', status: 0 });
	});

	test('an exception whose text can not be written', async () => {
		const { stderr, status } = await runText('raise ValueError("\\ud800")');
		expect(lastLine(stderr)).toBe('ValueError: \\ud800');
		expect(status).toBe(1);
	});

	test('an excepthook that raises', async () => {
		const { stderr, status } = await runText('import sys\nsys.excepthook = lambda *_: 1 / 0\nraise ValueError("first")');
		expect(stderr).toMatch(/^Error in sys\.excepthook:\nTraceback .*\nZeroDivisionError: division by zero\n\nOriginal exception was:\nTraceback .*\nValueError: first\n$/s);
		expect(status).toBe(1);
	});
});

describe('TypeScript and JavaScript', () => {
	test('of notes', async () => {
		const { stdout, stderr, status } = await loupe(['run', path.join(examples, 'typescript-notes.md'), '--trace', 'ts.loupe']);
		expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
		expect(stdout).toBe('tensor([[0.7000],\n        [0.5000]])\ntensor([[0.0000, 0.7000, 0.0000],\n        [0.5000, 0.0000, 0.0000]]) 1.2000000476837158\ntensor([2.9725], requires_grad=True) tensor([1.0328], requires_grad=True)\n');
		const trace = new TraceReader();
		trace.push(readFileSync(path.join(folder, 'ts.loupe')));
		trace.finish();
		expect([trace.problem, trace.info?.language, trace.backwards.length, trace.cells.map(({ line }) => line)]).toEqual([undefined, 'javascript', 60, [11, 20, 27]]);
	});

	test('of files, which import what they use', async () => {
		expect(await runText('import { torch } from "tensor-loupe";\nconst x: number[] = [1, 2];\nconsole.log(torch.tensor(x));', 'a.ts', '--report', 'a.html')).toEqual({ stdout: 'tensor([1, 2])\n', stderr: '', status: 0 });
		expect(readFileSync(path.join(folder, 'a.html')).length).toBeGreaterThan(readFileSync(path.join(dist, 'report.html')).length);
		expect(await runText('import { torch } from "tensor-loupe";\nconsole.log(torch.ones(2).sum().item());', 'a.mjs')).toEqual({ stdout: '2\n', stderr: '', status: 0 });
		const missing = await runText('torch.ones(2)', 'b.js');
		expect([missing.stderr.split('\n')[0], missing.status]).toEqual(['Uncaught ReferenceError: torch is not defined', 1]);
	});

	test('notes with both say what of them is not run, and run what is asked for', async () => {
		const text = '```python\nprint("python")\n```\n\n```ts\nconsole.log("ts")\n```\n';
		expect(await runText(text, 'both.md')).toEqual({ stdout: 'python\n', stderr: 'tensor-loupe: 1 fence of TypeScript or JavaScript not run: --language javascript runs it\n', status: 0 });
		expect(await runText(text, 'both.md', '--language', 'javascript')).toEqual({ stdout: 'ts\n', stderr: '', status: 0 });
	});

	test('an endless one is interrupted', async () => {
		writeFileSync(path.join(folder, 'endless.js'), 'console.log("begins"); for (;;) { }');
		const { status } = await loupe(['run', 'endless.js'], kill => kill('SIGINT'));
		expect(status).toBe(130);
	});
});

describe('the command line', () => {
	test('is read', () => {
		expect(readArguments(['run', 'a.py'])).toEqual({ file: 'a.py', rest: [], trace: undefined, report: undefined, compare: undefined, record: 'lines' });
		expect(readArguments(['run', '--trace', 't', 'a.py', '--report=r', '--trace-me', 'x', '--trace', 'y'])).toEqual({ file: 'a.py', rest: ['--trace-me', 'x', '--trace', 'y'], trace: 't', report: 'r', compare: undefined, record: 'lines' });
		expect(readArguments(['run', '--record', 'ops', 'a.py'])).toMatchObject({ file: 'a.py', record: 'ops' });
		expect(readArguments([])).toBeUndefined();
		expect(readArguments(['run', '--help'])).toBeUndefined();
	});

	test.each([[['walk']], [['run']], [['run', '--traces', 'a.py']], [['run', '--trace']], [['run', 'a.py', '--report=']], [['run', '--record', 'everything', 'a.py']], [['run', '--compare', 'old.loupe', 'a.py']], [['run', '--language', 'ruby', 'a.md']]])('%j is refused', (args) => {
		expect(() => readArguments(args)).toThrow();
	});

	test('help and mistakes', async () => {
		expect(await loupe(['--help'])).toMatchObject({ stdout: expect.stringContaining('Usage: tensor-loupe run FILE') as string, status: 0 });
		expect(await loupe(['run'])).toMatchObject({ stdout: '', stderr: 'tensor-loupe: which FILE?\nTry tensor-loupe --help\n', status: 2 });
	});
});

describe('what a program writes', () => {
	const PROGRAM = "import os, torch\nos.makedirs('runs/one')\ntorch.save(torch.ones(2), 'runs/one/m.pt')\nopen('log.txt', 'w').write('x' * 1234)\nprint('done')";

	test('is in memory alone, and that is said', async () => {
		const { stdout, stderr, status } = await runText(PROGRAM, 'writes.py');
		expect({ stdout, stderr, status }).toEqual({ stdout: 'done\n', stderr: 'tensor-loupe: 2 files were written in memory alone; --files FOLDER keeps them\n', status: 0 });
		expect([existsSync(path.join(folder, 'log.txt')), existsSync(path.join(folder, 'runs'))]).toEqual([false, false]);
		const one = await runText("open('log.txt', 'w').write('x' * 1234)", 'writes.py');
		expect(one.stderr).toBe('tensor-loupe: log.txt (1.2 kB) was written in memory alone; --files FOLDER keeps it\n');
	});

	test('is put where it is asked for, below that alone', async () => {
		const { stderr, status } = await runText(`${PROGRAM}\nopen('/tmp/away.txt', 'w').write('away')`, 'writes.py', '--files', 'kept');
		expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
		expect(readdirSync(path.join(folder, 'kept'), { recursive: true }).sort()).toEqual(['log.txt', 'runs', 'runs/one', 'runs/one/m.pt', 'tmp', 'tmp/away.txt']);
		expect(readFileSync(path.join(folder, 'kept', 'log.txt'), 'utf8')).toBe('x'.repeat(1234));
		expect(readFileSync(path.join(folder, 'kept/runs/one/m.pt')).subarray(0, 2).toString()).toBe('PK');
	});

	test('and can\'t be: that is said, and is no success', async () => {
		writeFileSync(path.join(folder, 'taken'), '');
		const { stderr, status } = await runText("open('log.txt', 'w').write('x')", 'writes.py', '--files', 'taken');
		expect(stderr).toMatch(/^tensor-loupe: can't write 'taken\/log\.txt': .+\n$/);
		expect(status).toBe(1);
	});
});
