/**
 * The memory snapshot: where it lies, whether it fits this build, and having it made.
 *
 * It is the interpreter's memory with torch, numpy and the tracer imported. It is made by a process of our own code that
 * runs nothing of the user's, and named by a hash of what went into it, so that an old one is never taken.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { startHere, type Start } from '../process/process.ts';
import { engineFlags, environment, stackKilobytes, type ChildOptions } from './launch.ts';

const SUFFIX = '.snapshot';
const ABANDONED_MILLISECONDS = 600_000;

/** The file that a snapshot of this build has in `cache`, whether or not it is there. */
export function snapshotFile(dist: string, cache: string): string {
	const hash = createHash('sha256');
	// The packages and the standard library by the build's own hash of their sources.
	for (const file of ['python/sources.sha256', 'runtime/child.mjs', 'pyodide/pyodide.mjs']) hash.update(fs.readFileSync(path.join(dist, file)));
	// Too large to read each time; another build of Pyodide has another size or another loader.
	hash.update(String(fs.statSync(path.join(dist, 'pyodide', 'pyodide.asm.wasm.br')).size));
	return path.join(cache, `${hash.digest('hex').slice(0, 24)}${SUFFIX}`);
}

/** Makes the snapshot if it isn't there, removes those of other builds, and returns its file. Rejects with the maker's words. */
export async function ensureSnapshot(dist: string, cache: string, start: Start = startHere): Promise<string> {
	const file = snapshotFile(dist, cache);
	if (fs.existsSync(file)) return file;
	const options: ChildOptions = { dist, folders: [], stackKilobytes: stackKilobytes(), makeSnapshot: file };
	await new Promise<void>((resolve, reject) => {
		const maker = start({
			file: path.join(dist, 'runtime', 'child.mjs'), args: [JSON.stringify(options)], flags: engineFlags(stackKilobytes(), undefined),
			environment: environment(), folder: dist, stdio: ['ignore', 'ignore', 'pipe'],
		});
		let words = '';
		maker.stdio[2]?.on('data', (bytes: Buffer) => { words = (words + bytes.toString('utf8')).slice(-4000); });
		maker.on('error', reject);
		maker.on('close', (code) => code === 0 ? resolve() : reject(new Error(`Making the snapshot failed (exit code ${code}). ${words}`)));
	});
	removeOthers(cache, file);
	return file;
}

/** Those of other builds, and parts that a maker left behind; another process may be at work on a young one. */
function removeOthers(cache: string, file: string): void {
	for (const name of fs.readdirSync(cache)) {
		const other = path.join(cache, name);
		if (other === file || !(name.endsWith(SUFFIX) || name.endsWith('.part'))) continue;
		const age = Date.now() - (fs.statSync(other, { throwIfNoEntry: false })?.mtimeMs ?? 0);
		if (age > ABANDONED_MILLISECONDS) fs.rmSync(other, { force: true });
	}
}
