/**
 * The escapes of escapes.py, run against the real process: with all layers, and without the flags of node and V8 (a
 * program that embeds node may ignore them). Beside what each attempt says itself, nothing outside may have changed.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAlive, runPython, type Outcome } from '../runtime/embedded.ts';

const SECRET = 'the-secret-of-the-host';
const text = readFileSync(new URL('escapes.py', import.meta.url), 'utf8');
const names = [...text.matchAll(/^@attempt\ndef (\w+)/gm)].map((found) => found[1]!);

test('there are at least forty', () => {
	expect(new Set(names).size).toBe(names.length);
	expect(names.length).toBeGreaterThanOrEqual(40);
});

describe.each([['with all layers', true], ['without the flags of node and V8', false]])('%s', (_title, flags) => {
	let base: string;
	let workspace: string;
	let marker: string;
	let outside: string;
	let victim: ChildProcess;
	let server: Server;
	let datagrams: Socket;
	let connections = 0;
	let outcome: Outcome;
	let results: Record<string, string>;

	beforeAll(async () => {
		base = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-escape-'));
		workspace = path.join(base, 'workspace');
		outside = path.join(base, 'outside', 'secret.txt');
		marker = path.join(base, 'outside', 'marker');
		mkdirSync(workspace);
		mkdirSync(path.dirname(outside));
		writeFileSync(outside, SECRET);
		writeFileSync(path.join(workspace, 'data.txt'), 'data');
		symlinkSync(outside, path.join(workspace, 'link.txt'));
		symlinkSync(path.dirname(outside), path.join(workspace, 'linked'));
		victim = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
		server = createServer((socket) => {
			connections += 1;
			socket.end(SECRET);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		datagrams = createSocket('udp4').on('message', () => { connections += 1; });
		await new Promise<void>((resolve) => datagrams.bind(port, '127.0.0.1', resolve));
		process.env['TENSOR_LOUPE_SECRET'] = SECRET;
		const places = JSON.stringify({ secret: SECRET, outside, marker, victim: victim.pid, port });
		outcome = await runPython(text.replace('@PLACES@', places), { folder: workspace, launch: { flags }, record: { record: false } });
		results = outcome.stdout.startsWith('{') ? JSON.parse(outcome.stdout) as Record<string, string> : {};
	}, 120_000);
	afterAll(() => {
		delete process.env['TENSOR_LOUPE_SECRET'];
		victim.kill();
		server.close();
		datagrams.close();
		rmSync(base, { recursive: true, force: true });
	});

	test('every attempt was made', () => {
		expect(outcome.ended, outcome.stderr + outcome.stray).toEqual({ how: 'exited', status: 0 });
		expect(Object.keys(results)).toEqual(names);
	});

	test.each(names)('%s reaches nothing', (name) => {
		expect(results[name]).toBe('');
	});

	test('nothing outside was touched', () => {
		expect(readFileSync(outside, 'utf8')).toBe(SECRET);
		expect(existsSync(marker)).toBe(false);
		expect(readdirSync(workspace).sort()).toEqual(['data.txt', 'link.txt', 'linked']);
		expect(readFileSync(path.join(workspace, 'data.txt'), 'utf8')).toBe('data');
		expect(isAlive(victim.pid!)).toBe(true);
		expect(connections).toBe(0);
	});

	test('the secret was not seen', () => {
		expect(outcome.stdout + outcome.stderr + outcome.stray).not.toContain(SECRET);
	});

	test('the process says truly which layers hold', () => {
		const layers = outcome.ready!.layers;
		expect(Object.entries(layers).filter(([name, holds]) => name.startsWith('taken.') && !holds)).toEqual([]);
		expect(Object.entries(layers).filter(([name]) => !name.startsWith('taken.')).map(([, holds]) => holds)).toEqual([flags, flags, flags, flags, flags]);
	});
});
