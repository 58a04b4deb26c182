/** `python -m loupe FILE`, as a user types it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPython, read, tracerFolder } from './tracer.ts';

describe.skipIf(!hasPython)('python -m loupe', () => {
	let folder = '', remove = () => {};
	beforeAll(() => {
		({ folder, remove } = tracerFolder());
		mkdirSync(path.join(folder, 'programs'));
		writeFileSync(path.join(folder, 'programs/helper.py'), 'answer = 42\n');
		writeFileSync(path.join(folder, 'programs/train.py'), 'import sys\nfrom helper import answer\nprint(sys.argv, answer)\nsys.exit(3)\n');
	});
	afterAll(() => remove());

	const loupe = (...args: string[]) => spawnSync('python3', ['-m', 'loupe', ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' } });
	const traceIn = (name: string) => read(readFileSync(path.join(folder, name)));

	test('writes the trace beside where it is called, says where, and ends as the program does', () => {
		const { stdout, stderr, status } = loupe('programs/train.py');
		expect([stdout, stderr, status]).toEqual(["['programs/train.py'] 42\n", 'The trace is in train.loupe\n', 3]);
		expect(traceIn('train.loupe')).toMatchObject({ problem: undefined, status: 3, stepCount: 4, info: { runtime: 'python', argv: ['programs/train.py'] } });
	});

	test("options stand before FILE or right after it; everything else is the program's own", () => {
		const { stdout, stderr } = loupe('--record', '{"maxSteps": 2}', 'programs/train.py', '--trace=out.loupe', '--epochs', '3', '--trace', 'mine', '-h');
		expect([stdout, stderr]).toEqual(["['programs/train.py', '--epochs', '3', '--trace', 'mine', '-h'] 42\n", '']);
		expect(traceIn('out.loupe').limits[0]).toMatchObject({ what: 'steps' });
		expect(existsSync(path.join(folder, 'mine'))).toBe(false);
	});

	test.each([
		[['none.py'], "python -m loupe: can't open file 'none.py': [Errno 2] No such file or directory\n"],
		[['programs'], "python -m loupe: can't open file 'programs': [Errno 21] Is a directory\n"],
		[['--trace', 'none/out.loupe', 'programs/train.py'], "python -m loupe: can't open file 'none/out.loupe': [Errno 2] No such file or directory\n"],
	])('%j: a sentence, no trace, status 2', (args, sentence) => {
		const { stdout, stderr, status } = loupe(...args);
		expect([stdout, stderr, status]).toEqual(['', sentence, 2]);
	});

	test('no FILE: how it is used', () => {
		const { stderr, status } = loupe();
		expect(stderr).toContain('usage: python -m loupe [--trace OUT]');
		expect(status).toBe(2);
	});
});
