/** Processes that a small one starts for us: what is said to them and read of them, and how they end, as of those that we start. */
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startHere, type StartedProcess, type StartOptions } from '../../../engine/process/process.ts';
import { ProcessStarter } from '../../../engine/process/process-starter.ts';
import { dist, isAlive, runPython } from '../runtime/embedded.ts';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'starter-test-'));
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

let starter: ProcessStarter;
/** Where a starter has its sockets. */
let sockets: string;
beforeEach(() => {
	sockets = fs.mkdtempSync(path.join(scratch, 's'));
	starter = new ProcessStarter(path.join(dist, 'starter.mjs'), { TMPDIR: sockets });
});
afterEach(() => starter.dispose());

function program(name: string, text: string): Pick<StartOptions, 'file' | 'args' | 'flags' | 'environment'> {
	const file = path.join(scratch, `${name}.mjs`);
	fs.writeFileSync(file, text);
	return { file, args: [], flags: [], environment: {} };
}

async function text(started: StartedProcess, descriptor: number): Promise<string> {
	let whole = '';
	for await (const piece of started.stdio[descriptor]!) whole += String(piece);
	return whole;
}

const closed = (started: StartedProcess): Promise<unknown[]> => once(started as never, 'close');
const until = async (isSo: () => boolean): Promise<void> => { while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20)); };

describe.each(['here', 'by the starter'])('a process that is started %s', (by) => {
	const start = (options: StartOptions): StartedProcess => (by === 'here' ? startHere : starter.start)(options);

	test('reads what is written to it, all of it, and writes as much', async () => {
		const started = start({ ...program('copy', 'import fs from "node:fs"; const all = fs.readFileSync(0); process.stderr.write(`${all.length}`); process.stdout.write(all);'), stdio: ['pipe', 'pipe', 'pipe'] });
		const long = 'abcdefg\n'.repeat(400_000);
		started.once('spawn', () => started.stdio[0]!.end(long));
		const [out, error, [code, signal]] = await Promise.all([text(started, 1), text(started, 2), closed(started)]);
		expect({ same: out === long, error, code, signal }).toEqual({ same: true, error: String(long.length), code: 0, signal: null });
	});

	test('has each descriptor, arguments, flags, an environment and a folder', async () => {
		const file = path.join(scratch, 'control');
		fs.writeFileSync(file, 'x');
		const started = start({
			...program('show', `import fs from 'node:fs';
				fs.writeSync(4, JSON.stringify([process.argv.slice(2), process.execArgv, process.env.A, process.env.HOME ?? null, process.cwd()]));
				fs.writeSync(6, 'six');
				fs.writeSync(5, 'seen', 0);`),
			args: ['a b', '{"c":1}'], flags: ['--stack-size=900'], environment: { A: 'of ours' }, folder: fs.realpathSync(scratch), stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe', { open: file }, 'pipe'],
		});
		const [four, six, error] = await Promise.all([text(started, 4), text(started, 6), text(started, 2), closed(started)]);
		expect({ shown: JSON.parse(four) as unknown, six, error, file: fs.readFileSync(file, 'utf8') }).toEqual({
			shown: [['a b', '{"c":1}'], ['--stack-size=900'], 'of ours', null, fs.realpathSync(scratch)], six: 'six', error: '', file: 'seen',
		});
	});

	test.each(['json', 'advanced'] as const)('is talked to by messages (%s), in their order, from the first moment on', async (serialization) => {
		const started = start({ ...program('echo', 'process.on("message", m => m.end ? process.disconnect() : process.send({ n: m.n, kind: m.bytes?.constructor.name }));'), serialization, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
		const heard: unknown[] = [], sent: unknown[] = [];
		started.on('message', (message) => heard.push(message));
		for (const n of [1, 2, 3]) started.send({ n, bytes: Uint8Array.of(n) }, (error) => sent.push(error ?? n));
		await until(() => heard.length === 3);
		started.send({ end: true }, () => undefined);
		expect(await closed(started)).toEqual([0, null]);
		expect(heard).toEqual([1, 2, 3].map((n) => ({ n, kind: serialization === 'json' ? 'Object' : 'Uint8Array' })));
		expect(sent).toEqual([1, 2, 3]);
		const late = await new Promise<Error | null>((resolve) => started.send({ n: 4 }, resolve));
		expect(late).toBeInstanceOf(Error);
	});

	test('is killed, at once or later, or after its time', async () => {
		const forever = program('forever', 'setInterval(() => {}, 1000); process.send?.({});');
		const first = start({ ...forever, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
		first.kill('SIGKILL');
		expect(await closed(first)).toEqual([null, 'SIGKILL']);
		const second = start({ ...forever, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
		await once(second as never, 'message');
		const pid = second.pid!;
		expect(isAlive(pid)).toBe(true);
		second.kill('SIGKILL');
		expect(await closed(second)).toEqual([null, 'SIGKILL']);
		expect(isAlive(pid)).toBe(false);
		second.kill('SIGKILL');
		const third = start({ ...forever, timeout: 200, stdio: ['ignore', 'pipe', 'pipe'] });
		expect(await closed(third)).toEqual([null, 'SIGKILL']);
	});

	test('that cannot be started says why', async () => {
		const nowhere = start({ ...program('none', ''), folder: path.join(scratch, 'gone'), stdio: ['pipe', 'pipe', 'pipe'] });
		const [error] = await once(nowhere as never, 'error').catch((caught: unknown) => [caught]) as [Error];
		expect(error.message).toMatch(/ENOENT/);
	});

	test('runs Python, with the same trace, and is interrupted', async () => {
		const launch = { start };
		const whole = await runPython('import torch\nx = torch.arange(300_000.)\nprint(x.sum())', { launch });
		expect({ stdout: whole.stdout, stderr: whole.stderr, ended: whole.ended }).toEqual({ stdout: 'tensor(4.5000e+10)\n', stderr: '', ended: { how: 'exited', status: 0 } });
		expect(whole.bytes.length).toBeGreaterThan(1_200_000);
		const broken = await runPython('try:\n    print("go")\n    while True: pass\nfinally:\n    print("finally")', { launch, onOutput: (run) => run.interrupt() });
		expect({ stdout: broken.stdout, ended: broken.ended }).toEqual({ stdout: 'go\nfinally\n', ended: { how: 'exited', status: 130 } });
	});
});

describe('the starter', () => {
	const idle = (): StartOptions => ({ ...program('idle', 'process.send({}); setInterval(() => {}, 1000);'), stdio: ['pipe', 'pipe', 'pipe', 'ipc'] });

	test('that was killed takes its processes along; what is asked for next has another', async () => {
		const started = starter.start(idle());
		await once(started as never, 'message');
		const [first, pid] = [starter.pid!, started.pid!];
		const end = closed(started);
		process.kill(first, 'SIGKILL');
		expect(await end).toEqual([null, 'SIGKILL']);
		const next = starter.start({ ...program('one', 'process.stdout.write("1")'), stdio: ['ignore', 'pipe', 'pipe'] });
		expect(await text(next, 1)).toBe('1');
		expect(starter.pid).not.toBe(first);
		// A process of ours ends with the channel to its starter; this one knows nothing of that.
		process.kill(pid, 'SIGKILL');
	});

	test('that cannot be started itself says so of what was asked for', async () => {
		const none = new ProcessStarter(path.join(scratch, 'no-such-starter.mjs'), {});
		const started = none.start(idle());
		const errors: Error[] = [];
		started.on('error', (error) => errors.push(error));
		const end = await new Promise<unknown[]>((resolve) => started.on('close', (...how) => resolve(how)));
		expect(end).toEqual([null, null]);
		expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(/^The process that starts others has ended\..*Cannot find module .*no-such-starter/s)]);
		none.dispose();
	});

	test('a pipe that cannot be made: what was asked for says so, and ends', async () => {
		const none = new ProcessStarter(path.join(dist, 'starter.mjs'), { TMPDIR: path.join(scratch, 'no-such-folder') });
		const started = none.start(idle()), errors: Error[] = [];
		started.on('error', (error) => errors.push(error));
		expect(await new Promise<unknown[]>((resolve) => started.on('close', (...how) => resolve(how)))).toEqual([null, null]);
		expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(/ENOENT.*no-such-folder/)]);
		// It starts others.
		const next = none.start({ ...program('one', 'process.stdout.write("1")'), stdio: ['ignore', 'ignore', 'ignore'] });
		expect(await closed(next)).toEqual([0, null]);
		none.dispose();
	});

	test('ends with who has it, and its processes with it; nothing of it stays on disk', async () => {
		const started = starter.start(idle());
		await once(started as never, 'message');
		const pids = [starter.pid!, started.pid!];
		expect(pids.map(isAlive)).toEqual([true, true]);
		expect(fs.readdirSync(sockets)).toEqual([]);
		starter.dispose();
		await until(() => !pids.some(isAlive));
		expect(fs.readdirSync(sockets)).toEqual([]);
		expect(() => starter.start(idle())).toThrow('The starter has been disposed.');
	});
});
