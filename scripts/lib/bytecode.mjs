/**
 * Python's bytecode, made at build time by the interpreter that will read it: to compile its own standard library and
 * our packages takes CPython in WebAssembly three times as long as to read them compiled.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';

const script = fileURLToPath(new URL('bytecode.py', import.meta.url));
const PACKAGES_INSIDE = '/packages';
const ARCHIVE_OUT = '/tmp/stdlib.zip';

/**
 * Compiles our packages in their folder, and writes the standard library with those of its modules compiled that
 * they import.
 * @param {object} files
 * @param {string} files.packages the folder with torch, numpy and loupe; gets `__pycache__` folders
 * @param {string} files.pyodide the folder of Pyodide's own files
 * @param {string} files.archive the zip file to write
 */
export async function compilePython({ packages, pyodide: folder, archive }) {
	const pyodide = await loadPyodide({ indexURL: folder + path.sep });
	pyodide.FS.mkdirTree(PACKAGES_INSIDE);
	pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: packages }, PACKAGES_INSIDE);
	pyodide.runPython(await readFile(script, 'utf8'));
	pyodide.runPython(`
compile_folder('${PACKAGES_INSIDE}')
sys.path.append('${PACKAGES_INSIDE}')
import torch, numpy, loupe, _embedded
compile_imported(next(path for path in sys.path if path.endswith('.zip')), '${ARCHIVE_OUT}')
`);
	await writeFile(archive, pyodide.FS.readFile(ARCHIVE_OUT));
}
