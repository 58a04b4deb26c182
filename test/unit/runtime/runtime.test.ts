import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRuntime } from '../../../engine/runtime/host.ts';
import { SparePool } from '../../../engine/runtime/spare.ts';
import { listing } from '../../../engine/trace/listing.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { dist, isAlive, runPython, snapshot } from './embedded.ts';

let folder: string;
/** For what tests keep; programs don't see it. */
let scratch: string;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-runtime-'));
	scratch = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-scratch-'));
	mkdirSync(path.join(folder, 'sub'));
	writeFileSync(path.join(folder, 'data.txt'), 'one\ntwo\n');
	writeFileSync(path.join(folder, 'sibling.py'), 'NAME = "sibling"\n');
	writeFileSync(path.join(folder, 'sub', 'below.py'), 'NAME = "below"\n');
	symlinkSync('/etc', path.join(folder, 'out'));
	await snapshot();
}, 60_000);
afterAll(() => {
	for (const each of [folder, scratch]) rmSync(each, { recursive: true, force: true });
});

describe('a run', () => {
	test('is the same in a process that waited and rehearsed as in one that didn\'t', async () => {
		const program = 'import torch\nprint(sorted(name for name in globals() if name[:2] != "__"))\ntorch.manual_seed(3)\nw = torch.ones(2, requires_grad=True)\n(w * torch.randn(2)).sum().backward()\nprint(w.grad, w._version, torch.is_grad_enabled())\n1 / 0';
		const [fresh, waited] = [await runPython(program), await runPython(program, { waits: 3000 })];
		const transcript = ({ bytes }: { bytes: Uint8Array }): string => {
			const trace = new TraceReader();
			trace.push(bytes);
			return listing(trace);
		};
		expect(fresh.stdout).toContain('tensor(');
		expect({ ...waited, bytes: transcript(waited), ready: undefined }).toEqual({ ...fresh, bytes: transcript(fresh), ready: undefined });
	});

	test('prints, and ends with the program\'s status', async () => {
		const { stdout, stderr, ended, ready } = await runPython('import sys\nprint("损失😀", 1)\nprint("two", file=sys.stderr)\nsys.exit(3)');
		expect({ stdout, stderr, ended }).toEqual({ stdout: '损失😀 1\n', stderr: 'two\n', ended: { how: 'exited', status: 3 } });
		expect(ready).toMatchObject({ fromSnapshot: true, notes: [] });
	});

	test('is the same without a snapshot', async () => {
		const { stdout, ready } = await runPython('import torch\nprint(torch.arange(3))', { launch: { snapshot: undefined } });
		expect(stdout).toBe('tensor([0, 1, 2])\n');
		expect(ready).toMatchObject({ fromSnapshot: false });
	});

	test('a snapshot that is broken is said to be so, and not needed', async () => {
		const broken = path.join(scratch, 'broken.snapshot');
		writeFileSync(broken, 'nonsense that is longer than any header of a snapshot would be');
		const { stdout, ready } = await runPython('print(1)', { launch: { snapshot: broken } });
		expect(stdout).toBe('1\n');
		expect(ready?.notes.join()).toContain('could not be used');
	});

	test('whoever reads along has with each line the values that it began with', async () => {
		const { bytes } = await runPython('import torch\nlarge = torch.ones(1600, 1600)\nw = torch.zeros(4, requires_grad=True)\nfor i in range(3000):\n    y = w * i\n    z = large[i % 5] + i\n    with torch.no_grad():\n        w += 1\n');
		const whole = new TraceReader(), trace = new TraceReader();
		whole.push(bytes);
		let seen = 0;
		const wanting: string[] = [];
		for (const { offset, length } of whole.places) {
			trace.push(bytes.subarray(offset, offset + length));
			const frame = trace.stepCount > 0 ? trace.frame(trace.step(trace.stepCount - 1).frame) : undefined;
			for (const { name, ref } of frame === undefined ? [] : trace.names(frame.locals, trace.lastTick)) {
				seen++;
				const value = trace.value(ref, trace.lastTick);
				if (value === undefined || (value.kind === 'tensor' && trace.elements(value, trace.lastTick)?.[0] !== whole.elements(value, trace.lastTick)?.[0])) wanting.push(name);
			}
		}
		expect(wanting).toEqual([]);
		expect(seen).toBeGreaterThan(100);
	});

	test('an exception has Python\'s traceback, with the user\'s own line', async () => {
		const { stderr, ended } = await runPython('def f(x):\n    return 1 / x\n\nf(0)\n', { file: '/n/test.py' });
		expect(stderr).toBe('Traceback (most recent call last):\n  File "/n/test.py", line 4, in <module>\n    f(0)\n    ~^^^\n  File "/n/test.py", line 2, in f\n    return 1 / x\n           ~~^~~\nZeroDivisionError: division by zero\n');
		expect(ended).toEqual({ how: 'exited', status: 1 });
	});

	test('a syntax error too', async () => {
		const { stderr, ended } = await runPython('x = 1\nif x\n  y', { file: '/n/test.py' });
		expect(stderr).toMatch(/File "\/n\/test\.py", line 2\n\s+if x\n\s+\^\nSyntaxError: expected ':'\n$/);
		expect(ended).toEqual({ how: 'exited', status: 1 });
	});

	test('no two runs have the same random numbers, and none has the environment of its maker', async () => {
		const text = 'import os, random, uuid\nprint(random.random(), uuid.uuid4(), os.urandom(4).hex())\nimport sys\nprint(dict(os.environ), file=sys.stderr)';
		const [one, two] = await Promise.all([runPython(text), runPython(text)]);
		const [first, second] = [one, two].map(({ stdout }) => stdout.trim().split(' ')) as [string[], string[]];
		expect(first).toHaveLength(3);
		// Each by itself: one source that is fixed would not show beside another.
		for (const [i, drawn] of first.entries()) expect(drawn).not.toBe(second[i]);
		expect([one.stderr, two.stderr]).toEqual(['{}\n', '{}\n']);
	});
});

describe('files', () => {
	test('of the workspace are read by relative path, and siblings imported', async () => {
		const { stdout, stderr } = await runPython('import os, sibling\nprint(open("data.txt").read().split(), sibling.NAME, sorted(os.listdir()), os.getcwd())', { folder });
		expect(stderr).toBe('');
		expect(stdout).toBe(`['one', 'two'] sibling ['data.txt', 'out', 'sibling.py', 'sub'] ${folder}\n`);
	});

	test('modules come from beside the file, paths from the folder', async () => {
		const { stdout } = await runPython('import below\nprint(below.NAME, open("data.txt").readline())', { folder, file: path.join(folder, 'sub', 'main.py') });
		expect(stdout).toBe('below one\n\n');
	});

	test('a link out of the folder leads nowhere', async () => {
		const { stdout } = await runPython('import os\nfor name in ("out/passwd", "../../etc/passwd", "/etc/passwd"):\n    print(os.path.exists(name))', { folder });
		expect(stdout).toBe('False\nFalse\nFalse\n');
	});

	test('temporary files are the run\'s own', async () => {
		const { stdout } = await runPython('import tempfile\nwith tempfile.TemporaryFile("w+") as f:\n    f.write("x"); f.seek(0); print(f.read())', { folder });
		expect(stdout).toBe('x\n');
	});

	test('a folder that went away is said to have', async () => {
		const gone = path.join(folder, 'gone');
		const { ended } = await runPython('print(1)', { folder: gone });
		expect(ended).toEqual({ how: 'failed', message: `The folder ${gone} is not there any more.` });
	});

	test('a folder that the process was not started for is refused', async () => {
		const { ended } = await runPython('print(1)', { folder, launch: { folders: [path.join(folder, 'sub')] } });
		expect(ended).toMatchObject({ how: 'failed' });
	});
});

describe('ending a run', () => {
	test('an interrupt is KeyboardInterrupt in an endless loop; finally runs', async () => {
		const { stdout, stderr, ended } = await runPython('try:\n    print("go")\n    while True: pass\nfinally:\n    print("finally")', { onOutput: (run) => run.interrupt() });
		expect(stdout).toBe('go\nfinally\n');
		expect(stderr).toMatch(/KeyboardInterrupt\n$/);
		expect(ended).toEqual({ how: 'exited', status: 130 });
	});

	test('in time.sleep and in asyncio too', async () => {
		const { stdout } = await runPython('import time\ntry:\n    print("go")\n    time.sleep(1000)\nexcept KeyboardInterrupt:\n    print("woken")', { onOutput: (run) => run.interrupt() });
		expect(stdout).toBe('go\nwoken\n');
		const other = await runPython('import asyncio\nasync def main():\n    print("go")\n    await asyncio.sleep(1000)\nasyncio.run(main())', { onOutput: (run) => run.interrupt() });
		expect(other.stderr).toMatch(/^KeyboardInterrupt$/m);
		expect(other.ended).toMatchObject({ how: 'exited' });
	});

	test('stop kills what does not take the interrupt; the trace so far is whole', async () => {
		// It says so from within the try: an interrupt before it would end the program.
		const program = ['said = False', 'while True:', '    try:', '        if not said:', '            said = True', '            print("go")', '        while True: pass', '    except KeyboardInterrupt:', '        pass'];
		const { stdout, ended } = await runPython(program.join('\n'), { onOutput: (run) => void run.stop() });
		expect(stdout).toBe('go\n');
		expect(ended).toEqual({ how: 'killed' });
	});

	test('a process that is killed from outside ends the run', async () => {
		const { stdout, ended } = await runPython('print("go")\nwhile True: pass', { onOutput: (_run, runtime) => process.kill(runtime.pid!, 'SIGKILL') });
		expect({ stdout, ended }).toEqual({ stdout: 'go\n', ended: { how: 'killed' } });
	});

	test('interrupting, stopping and killing after the end do nothing', async () => {
		const runtime = startRuntime({ dist, snapshot: await snapshot(), folders: [] });
		const run = runtime.run({ type: 'run', uri: 'untitled:a', name: 'a', text: '', cells: [], argv: [], customaryNames: false, folder: undefined, record: { what: 'lines', maxSteps: 1, maxBytes: 1, maxTensorBytes: 1, maxSeconds: 0, atLimit: 'continue', record: false } }, { onData: () => undefined });
		expect(await run.done).toEqual({ how: 'exited', status: 0 });
		run.interrupt();
		run.kill();
		await run.stop();
		runtime.dispose();
	});

	test('where it lingers, the run is over before its process, and its trace is whole by then', async () => {
		const alive: boolean[] = [];
		let pid = 0;
		const { stdout, ended } = await runPython('print("go" * 100_000)', { launch: { lingerMilliseconds: 300 }, onOutput: (_run, runtime) => { pid = runtime.pid!; } });
		alive.push(isAlive(pid));
		expect({ length: stdout.length, ended }).toEqual({ length: 200_001, ended: { how: 'exited', status: 0 } });
		for (let tries = 0; isAlive(pid) && tries < 200; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
		alive.push(isAlive(pid));
		expect(alive).toEqual([true, false]);
	});

	test.each(['while True: pass', 'import time\ntime.sleep(1000)', ''])('no process outlives its host (%j)', async (text) => {
		// A host that starts a runtime and dies without a word.
		const host = spawn(process.execPath, ['--input-type=module', '-e', `
			import { fork } from 'node:child_process';
			import { openSync, writeSync } from 'node:fs';
			const control = openSync(${JSON.stringify(path.join(scratch, 'control'))}, 'w+');
			writeSync(control, new Uint8Array(1), 0, 1, 0);
			const child = fork(${JSON.stringify(path.join(dist, 'runtime', 'child.mjs'))}, [${JSON.stringify(JSON.stringify({ dist, snapshot: await snapshot(), folders: [], stackKilobytes: 984 }))}], { stdio: ['ignore', 'ignore', 'ignore', 'ipc', 'pipe', control], execArgv: [] });
			child.on('message', () => {
				child.send({ type: 'run', uri: '', name: 'a', text: '', cells: [{ line: 1, text: ${JSON.stringify(text)}, shift: 0, mode: 'exec' }], argv: [], record: {} });
				if (${text === ''}) child.removeAllListeners('message');
				setTimeout(() => { console.log(child.pid); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 200); }, 100);
			});
			child.stdio[4].resume();
		`], { stdio: ['ignore', 'pipe', 'inherit'] });
		const [line] = await once(host.stdout, 'data') as [Buffer];
		const pid = Number(line.toString());
		expect(pid).toBeGreaterThan(0);
		await once(host, 'exit');
		for (let tries = 0; isAlive(pid) && tries < 200; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
		expect(isAlive(pid)).toBe(false);
	});
});

describe('the spare', () => {
	test('is one process, is taken once, and ends when it is not wanted', async () => {
		const file = await snapshot();
		const pool = new SparePool({ launch: () => ({ dist, snapshot: file, folders: [] }), idleMilliseconds: 50 });
		pool.warm();
		const first = pool.pid!;
		expect(isAlive(first)).toBe(true);
		const taken = pool.take();
		expect(taken.pid).toBe(first);
		expect(pool.pid).toBeUndefined();
		pool.warm();
		const second = pool.pid!;
		expect(second).not.toBe(first);
		taken.dispose();
		await taken.ended;
		while (pool.pid !== undefined) await new Promise((resolve) => setTimeout(resolve, 20));
		while (isAlive(second)) await new Promise((resolve) => setTimeout(resolve, 20));
		pool.dispose();
	});

	test('another folder needs another process', async () => {
		let folders: string[] = [];
		const pool = new SparePool({ launch: () => ({ dist, snapshot: undefined, folders }) });
		pool.warm();
		const first = pool.pid!;
		folders = [folder];
		const taken = pool.take();
		expect(taken.pid).not.toBe(first);
		taken.dispose();
		await taken.ended;
		while (isAlive(first)) await new Promise((resolve) => setTimeout(resolve, 20));
		pool.dispose();
	});
});
