/** A trace's bytes: what was put in comes out, from any place on, before it is packed, while it is, and after. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StoredFile } from '../../../extension/run/storedFile.ts';
import { TraceBytes } from '../../../extension/run/traceBytes.ts';

const KB = 2 ** 10;

/** Bytes that tell where they stand. */
function piece(length: number, seed: number): Uint8Array {
	return Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 7 + (i >> 8)) & 255);
}

async function read(bytes: TraceBytes, from: number): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	for await (const part of bytes.read(from)) parts.push(part);
	return new Uint8Array(Buffer.concat(parts));
}

test('what was put in comes out', async () => {
	const sizes = fc.array(fc.integer({ min: 0, max: 900 * KB }), { minLength: 1, maxLength: 12 });
	await fc.assert(fc.asyncProperty(sizes, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), async (lengths, part, waits) => {
		const bytes = new TraceBytes();
		const all: Uint8Array[] = [];
		for (const [i, length] of lengths.entries()) {
			all.push(piece(length, i));
			bytes.push(all[i]!);
			if (waits) await new Promise(resolve => setTimeout(resolve, 5));
		}
		const whole = new Uint8Array(Buffer.concat(all));
		expect(bytes.length).toBe(whole.length);
		const from = Math.floor(part * whole.length);
		expect(Buffer.compare(await read(bytes, from), whole.subarray(from))).toBe(0);
		bytes.truncate(from);
		bytes.push(piece(10, 99));
		expect(Buffer.compare(new Uint8Array(await bytes.whole()), Buffer.concat([whole.subarray(0, from), piece(10, 99)]))).toBe(0);
	}), { numRuns: 10 });
});

test('rows take a part of their room', async () => {
	const bytes = new TraceBytes();
	const before = process.memoryUsage().arrayBuffers;
	for (let i = 0; i < 64; i++) bytes.push(new Uint8Array(2 ** 20).fill(i));
	await expect.poll(() => process.memoryUsage().arrayBuffers - before, { timeout: 20_000 }).toBeLessThan(40 * 2 ** 20);
	expect((await bytes.whole())[63 * 2 ** 20]).toBe(63);
});

test('what came from a file is read there again, with what came after it, as long as it is that file', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-bytes-'));
	try {
		const name = path.join(folder, 'a.loupe'), whole = piece(300 * KB, 1);
		writeFileSync(name, whole);
		const bytes = new TraceBytes(), file = await StoredFile.of(name);
		let at = 0;
		for await (const part of file.pieces(64 * KB)) {
			bytes.pushStored(file, at, part.length);
			at += part.length;
		}
		expect(bytes.length).toBe(whole.length);
		bytes.truncate(whole.length - 100);
		for (let i = 0; i < 3; i++) bytes.push(piece(700 * KB, i));
		const all = Buffer.concat([whole.subarray(0, -100), ...[0, 1, 2].map(i => piece(700 * KB, i))]);
		expect(Buffer.compare(await read(bytes, 0), all)).toBe(0);
		expect(Buffer.compare(await read(bytes, 100 * KB), all.subarray(100 * KB))).toBe(0);
		writeFileSync(name, whole.subarray(1));
		await expect(read(bytes, 0)).rejects.toMatchObject({ code: 'ESTALE' });
		rmSync(name);
		await expect(read(bytes, 0)).rejects.toMatchObject({ code: 'ESTALE' });
	} finally {
		rmSync(folder, { recursive: true });
	}
});
