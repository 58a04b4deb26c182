/** What a program writes: there for the program, told at its end, and never in the folder of the host's. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sizeText, stepsDown } from '../../../engine/trace/own-files.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { runPython, snapshot, type Outcome, type RunOptions } from './embedded.ts';

let folder: string;

/** Every file with its text. */
function tree(of: string): Record<string, string> {
	const files = readdirSync(of, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	return Object.fromEntries(files.map(({ parentPath, name }) => [path.relative(of, path.join(parentPath, name)), readFileSync(path.join(parentPath, name), 'utf8')]));
}

const BEFORE = { 'data.txt': 'one\ntwo\n', 'keep.txt': 'kept', 'sub/below.txt': 'below', 'sub/deep/one.txt': '1', 'sub/deep/two.txt': '2' };

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-own-'));
	for (const [name, text] of Object.entries(BEFORE)) {
		mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
		writeFileSync(path.join(folder, name), text);
	}
	mkdirSync(path.join(folder, 'empty'));
	symlinkSync('data.txt', path.join(folder, 'link.txt'));
	await snapshot();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs in the folder, which is as before afterwards; gives the files that are told, as texts. */
async function run(text: string, options: RunOptions = {}): Promise<Outcome & { readonly files: Readonly<Record<string, string | undefined>> }> {
	const outcome = await runPython(text, { folder, ...options });
	expect(tree(folder)).toEqual(BEFORE);
	const trace = new TraceReader();
	trace.push(outcome.bytes);
	trace.finish();
	expect(trace.problem).toBe(undefined);
	return { ...outcome, files: Object.fromEntries(trace.files.map(({ path: name, bytes }) => [name, bytes && Buffer.from(bytes).toString()])) };
}

describe('a program', () => {
	test('finds what it wrote, changed, moved and removed', async () => {
		const { stdout, stderr, files } = await run(`
import os, pathlib, shutil
open('new.txt', 'w').write('new')
open('data.txt', 'a').write('three\\n')
open('sub/below.txt', 'r+').write('B')
os.makedirs('made/inside')
pathlib.Path('made/inside/a.txt').write_text('a')
os.remove('keep.txt')
os.rename('sub/deep/one.txt', 'sub/first.txt')
shutil.move('sub/deep', 'moved')
os.rmdir('empty')
print(sorted(str(each) for each in pathlib.Path('.').rglob('*')))
print(open('data.txt').read().split(), open('sub/below.txt').read(), open('link.txt').read().split(), os.path.getsize('new.txt'))
print([os.path.exists(name) for name in ('keep.txt', 'sub/deep', 'sub/deep/one.txt', 'empty', 'new.txt')])
`);
		expect(stderr).toBe('');
		expect(stdout).toBe("['data.txt', 'link.txt', 'made', 'made/inside', 'made/inside/a.txt', 'moved', 'moved/two.txt', 'new.txt', 'sub', 'sub/below.txt', 'sub/first.txt']\n"
			+ "['one', 'two', 'three'] Below ['one', 'two', 'three'] 3\n[False, False, False, False, True]\n");
		expect(files).toEqual({ 'data.txt': 'one\ntwo\nthree\n', 'made/inside/a.txt': 'a', 'moved/two.txt': '2', 'new.txt': 'new', 'sub/below.txt': 'Below', 'sub/first.txt': '1' });
	});

	test('sees over the host\'s folder what it sees in one that is all its own, whatever it does', async () => {
		const { stdout, stderr } = await run(`
import os, random, shutil
here, model = os.getcwd(), '/tmp/model'
shutil.copytree(here, model, symlinks=True)
random.seed(7)
names = ['data.txt', 'keep.txt', 'sub', 'sub/below.txt', 'sub/deep', 'sub/deep/one.txt', 'empty', 'new', 'new/a', 'sub/new', 'empty/b', 'link.txt']
write = lambda mode: lambda name, other: open(name, mode).write(other)
acts = {
    'w': write('w'), 'a': write('a'), 'x': write('x'), 'r+': write('r+'), 'read': lambda name, other: open(name).read(), 'remove': lambda name, other: os.remove(name),
    'mkdir': lambda name, other: os.mkdir(name), 'rmdir': lambda name, other: os.rmdir(name), 'truncate': lambda name, other: os.truncate(name, 2), 'chmod': lambda name, other: os.chmod(name, 0o755), 'utime': lambda name, other: os.utime(name), 'stat': lambda name, other: (os.path.isdir(name), os.path.getsize(name) if os.path.isfile(name) else 0),
    'list': lambda name, other: sorted(os.listdir(name)), 'rename': lambda name, other: os.rename(name, other), 'symlink': lambda name, other: os.symlink(other, name), 'exists': lambda name, other: os.path.lexists(name),
}
def outcome(folder, act, name, other):
    os.chdir(folder)
    try:
        return acts[act](name, other)
    except OSError as error:
        return error.strerror
def tree(folder):
    return sorted((os.path.relpath(os.path.join(at, name), folder), os.path.islink(os.path.join(at, name)) or open(os.path.join(at, name)).read()) for at, _, files in os.walk(folder) for name in files if os.path.exists(os.path.join(at, name)))
done = 0
for turn in range(3000):
    act, name, other = random.choice(list(acts)), random.choice(names), random.choice(names)
    if act == 'rename' and (os.path.isdir(os.path.join(model, name)) or os.path.islink(os.path.join(model, name))):
        continue
    mine, theirs = outcome(here, act, name, other), outcome(model, act, name, other)
    assert mine == theirs, (turn, act, name, other, mine, theirs)
    if turn % 50 == 0:
        assert tree(here) == tree(model), (turn, tree(here), tree(model))
        # It would be an empty folder soon.
        for each in ('data.txt', 'sub/below.txt', 'sub/deep/one.txt'):
            for folder in (here, model):
                try:
                    os.makedirs(os.path.dirname(os.path.join(folder, each)), exist_ok=True)
                    open(os.path.join(folder, each), 'x').write(each)
                except OSError:
                    pass
    done += 1
print(done > 2000)
`, { record: { record: false } });
		expect({ stdout, stderr }).toEqual({ stdout: 'True\n', stderr: '' });
	});

	test('saves and loads with torch and NumPy', async () => {
		const { stdout, stderr, files } = await run(`
import os, numpy as np, torch
torch.save({'w': torch.arange(3.)}, 'm.pt')
np.save('sub/a', np.arange(3))
np.savez('/tmp/z.npz', a=np.ones(2))
print(torch.load('m.pt'), np.load('sub/a.npy'), np.load('/tmp/z.npz')['a'], os.path.getsize('sub/a.npy'))
`);
		expect({ stdout, stderr }).toEqual({ stdout: "{'w': tensor([0., 1., 2.])} [0 1 2] [1. 1.] 152\n", stderr: '' });
		expect(Object.keys(files).sort()).toEqual(['/tmp/z.npz', 'm.pt', 'sub/a.npy']);
	});

	test('has them told whatever its end', async () => {
		for (const end of ['1 / 0', 'import sys; sys.exit(3)', 'import os; os._exit(4)', 'raise KeyboardInterrupt', 'import atexit; atexit.register(lambda: open("late", "w").write("x"))']) {
			const { files } = await run(`open('a', 'w').write('x')\n${end}`);
			expect(files, end).toEqual({ a: 'x', ...(end.includes('late') && { late: 'x' }) });
		}
	});

	test('without a folder has one of its own', async () => {
		const { stdout, files } = await run('open("a", "w").write("x")\nprint(open("a").read())', { folder: undefined as never, file: '/nowhere/test.py' });
		expect(stdout).toBe('x\n');
		expect(files).toEqual({ a: 'x' });
	});

	test('can\'t fill the memory: what is removed makes room', async () => {
		const { stdout, files } = await run(`
import os
def tried(act):
    try:
        return act()
    except OSError as error:
        return error.strerror
def fill(name, size):
    with open(name, 'wb') as file:
        file.truncate(size)
        return size
def write(name, size):
    with open(name, 'wb', buffering=0) as file:
        return file.write(bytes(size))
print(tried(lambda: fill('one', 1_000_000_000)), tried(lambda: fill('two', 200_000_000)), tried(lambda: write('three', 90_000_000)))
os.remove('one')
print(tried(lambda: fill('two', 200_000_000)), tried(lambda: write('three', 90_000_000)), tried(lambda: fill('one', 1_000_000_000)))
for name in ('one', 'two', 'three'):
    os.remove(name)
open('small', 'w').write('x')
`, { record: { record: false } });
		const full = 'No space left on device';
		expect(stdout).toBe(`1000000000 ${full} ${full}\n200000000 90000000 ${full}\n`);
		expect(files).toEqual({ small: 'x' });
	});

	test('writes more than is kept of a run: the name and the size are told', async () => {
		const { bytes } = await run('open("a", "w").write("x" * 600)\nopen("b", "w").write("x" * 600)\nopen("c", "w").write("x" * 300)', { record: { maxBytes: 1000 } });
		const trace = new TraceReader();
		trace.push(bytes);
		expect(trace.files.map((file) => [file.path, file.size, file.bytes?.length])).toEqual([['a', 600, 600], ['b', 600, undefined], ['c', 300, 300]]);
	});
});

test('names lead down alone', () => {
	expect(['a/b.txt', '/tmp/x', '../../etc/passwd', 'C:\\Windows\\x', 'a/./b//c', '..', 'a\nb', 'x:y'].map((name) => stepsDown(name).join('/'))).toEqual(['a/b.txt', 'tmp/x', 'etc/passwd', 'C_/Windows/x', 'a/b/c', 'file', 'a_b', 'x_y']);
});

test('sizes in words', () => {
	expect([0, 1, 999, 1000, 1234, 12_345, 123_456, 999_600, 1.5e9].map(sizeText)).toEqual(['0 bytes', '1 bytes', '999 bytes', '1.0 kB', '1.2 kB', '12.3 kB', '123 kB', '1.0 MB', '1.5 GB']);
});
