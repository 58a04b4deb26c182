/** What JavaScript in the runtime's process can still do once powers are taken away, with the flags and without. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxFlags } from '../../../engine/runtime/launch.ts';
import { isAlive } from '../runtime/embedded.ts';

const source = path.join(import.meta.dirname, 'attacks.mjs');
const names = [...readFileSync(source, 'utf8').matchAll(/^\t'([^']+)': /gm)].map((found) => found[1]!);

describe.each([['with all layers', true], ['without the flags of node and V8', false]])('%s', (_title, flags) => {
	let base: string;
	let outside: string;
	let marker: string;
	let victim: ChildProcess;
	let server: Server;
	let connections = 0;
	let results: Record<string, string>;
	let layers: Record<string, boolean>;

	beforeAll(async () => {
		base = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-attack-'));
		const inside = path.join(base, 'inside');
		mkdirSync(inside);
		outside = path.join(base, 'secret.txt');
		marker = path.join(base, 'marker');
		writeFileSync(outside, 'the secret');
		const outfile = path.join(inside, 'attacks.mjs');
		await build({ entryPoints: [source], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
		victim = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
		server = createServer((socket) => {
			connections += 1;
			socket.destroy();
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const given = JSON.stringify({ outside, marker, victim: victim.pid, port, dist: inside });
		const child = spawn(process.execPath, ['--no-warnings', ...(flags ? sandboxFlags([path.join(inside, '*')]) : []), outfile, given], { env: { TENSOR_LOUPE_SECRET: 'x' }, stdio: ['ignore', 'pipe', 'pipe'] });
		let stdout = '', stderr = '';
		child.stdout.on('data', (bytes: Buffer) => { stdout += bytes.toString(); });
		child.stderr.on('data', (bytes: Buffer) => { stderr += bytes.toString(); });
		await new Promise((resolve) => child.on('close', resolve));
		expect(stdout, stderr).not.toBe('');
		({ results, layers } = JSON.parse(stdout) as { results: Record<string, string>; layers: Record<string, boolean> });
	}, 60_000);
	afterAll(() => {
		victim.kill();
		server.close();
		rmSync(base, { recursive: true, force: true });
	});

	test.each(names)('%s reaches nothing', (name) => {
		expect(results[name]).toBe('');
	});

	test('nothing outside was touched', () => {
		expect(Object.keys(results)).toEqual(names);
		expect(readFileSync(outside, 'utf8')).toBe('the secret');
		expect(existsSync(marker)).toBe(false);
		expect(isAlive(victim.pid!)).toBe(true);
		expect(connections).toBe(0);
	});

	test('every layer says that it holds', () => {
		expect(Object.values(layers)).not.toContain(false);
	});
});
