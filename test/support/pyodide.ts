/**
 * CPython in WebAssembly with this checkout's torch, numpy and tqdm, for tests: no sandbox, no tracer, no snapshot. The
 * kernels and the generated binding are made afresh from the sources.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadPyodide } from 'pyodide';
import { bindEngine, type PythonHost } from '../../engine/binding/bind.ts';
import { pythonBinding } from '../../engine/binding/generate.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FOLDER = '/lib/tensor-loupe';

export interface Python {
	/** Runs code in a fresh namespace (that of `keep` where given); what it printed, and the last line of its traceback. */
	run(code: string, keep?: object): { readonly output: string; readonly error: string };
	/** As `run`, where an error is a failed test. */
	output(code: string, keep?: object): string;
	/** A namespace for several runs. */
	namespace(): object;
}

interface Compiler { buildKernels(file: string): Promise<void> }

async function kernelBytes(): Promise<Uint8Array<ArrayBuffer>> {
	const { buildKernels } = await import(path.join(ROOT, 'engine/kernels/build.mjs')) as Compiler;
	const folder = path.join(ROOT, 'node_modules/.cache/tensor-loupe');
	mkdirSync(folder, { recursive: true });
	const file = path.join(folder, 'test-kernels.wasm');
	await buildKernels(file);
	return new Uint8Array(readFileSync(file));
}

/** The interpreter with torch imported and the engine bound. */
export async function startPython(): Promise<Python> {
	const pyodide = await loadPyodide({ indexURL: path.join(ROOT, 'node_modules/pyodide') + path.sep, env: { HOME: '/home/pyodide' } });
	const put = (from: string, to: string): void => {
		pyodide.FS.mkdirTree(to);
		for (const entry of readdirSync(from, { withFileTypes: true })) {
			if (entry.name === '__pycache__') continue;
			if (entry.isDirectory()) put(path.join(from, entry.name), `${to}/${entry.name}`);
			else pyodide.FS.writeFile(`${to}/${entry.name}`, readFileSync(path.join(from, entry.name)));
		}
	};
	for (const name of ['torch', 'numpy', 'tqdm']) put(path.join(ROOT, 'engine/python', name), `${FOLDER}/${name}`);
	pyodide.FS.writeFile(`${FOLDER}/torch/_ops.py`, pythonBinding());
	// As the runtime does it: everything is imported before the engine is there.
	pyodide.runPython(`import sys; sys.dont_write_bytecode = True; sys.path.append('${FOLDER}'); import torch, numpy`);
	bindEngine(pyodide as unknown as PythonHost, await kernelBytes());
	let output = '';
	const decoder = new TextDecoder();
	pyodide.setStdout({ write: bytes => {
		output += decoder.decode(bytes, { stream: true });
		return bytes.length;
	} });
	pyodide.setStderr({ write: bytes => bytes.length });
	const namespace = (): object => pyodide.runPython("{'__name__': '__main__'}") as object;
	const run: Python['run'] = (code, given) => {
		const keep = given ?? namespace();
		output = '';
		let error = '';
		try {
			pyodide.runPython(code, { globals: keep as never, filename: 'notes.py' });
		} catch (thrown) {
			error = String((thrown as Error).message).trimEnd();
			// A message may have several lines; the traceback's own are indented.
			const lines = error.split('\n');
			const last = lines.findLastIndex(line => /^(\w+\.)*\w+(Error|Exception|Interrupt|Warning|Exit)\b/.test(line));
			error = lines.slice(Math.max(last, 0)).join('\n');
		}
		pyodide.runPython('import sys; sys.stdout.flush()');
		if (given === undefined) (keep as { destroy(): void }).destroy();
		return { output, error };
	};
	return {
		run, namespace,
		output: (code, keep) => {
			const result = run(code, keep);
			if (result.error !== '') throw new Error(result.error);
			return result.output;
		},
	};
}
