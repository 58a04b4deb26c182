/**
 * Compiles the kernels: `buildKernels(outFile)` writes the wasm module. Nothing is done where the sources are those
 * that the file was made of (their hash is kept beside it).
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.dirname(fileURLToPath(import.meta.url));

/** The scratch block begins at 64 KB (engine/memory/memory.ts); the kernels' constants lie below. */
const OPTIONS = ['-O3', '--runtime', 'stub', '--importMemory', '--memoryBase', '1024', '--noAssert', '--enable', 'simd', '--use', 'abort='];

export async function buildKernels(outFile) {
	const names = (await readdir(folder)).filter((name) => name.endsWith('.ts') && name !== 'load.ts').sort();
	const hash = createHash('sha256').update(OPTIONS.join(' '));
	for (const name of names) hash.update(name).update(await readFile(path.join(folder, name)));
	const digest = hash.digest('hex');
	const stamp = `${outFile}.hash`;
	const [known, built] = await Promise.all([readFile(stamp, 'utf8').catch(() => ''), readFile(outFile).catch(() => undefined)]);
	if (known === digest && built !== undefined) return;

	const { default: asc } = await import('assemblyscript/asc');
	await mkdir(path.dirname(outFile), { recursive: true });
	let wasm;
	const result = await asc.main(['index.ts', ...OPTIONS, '--baseDir', folder, '--outFile', 'kernels.wasm'], {
		writeFile: (name, contents) => {
			wasm = contents;
		},
	});
	if (result.error !== null) throw new Error(`the kernels do not compile:\n${result.stderr.toString()}`, { cause: result.error });
	// Whole or not at all: tests that run side by side may build at the same time.
	const replace = async (file, contents) => {
		await writeFile(`${file}.${process.pid}`, contents);
		await rename(`${file}.${process.pid}`, file);
	};
	await replace(outFile, wasm);
	await replace(stamp, digest);
}
