/**
 * Python's bytecode, made at build time by the interpreter that will read it: to compile its own standard library and
 * our packages takes CPython in WebAssembly three times as long as to read them compiled.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants } from 'node:zlib';
import { loadPyodide } from 'pyodide';
import { packed } from './packed.mjs';

const script = fileURLToPath(new URL('bytecode.py', import.meta.url));
const PACKAGES_INSIDE = '/packages';
const ARCHIVE_OUT = '/tmp/stdlib.zip';
const { BROTLI_MAX_QUALITY } = constants;

/**
 * Compiles our packages in their folder, and gives the standard library, a zip file, with those of its modules compiled that
 * they import, and without those that the embedded runtime has no use for, packed.
 * @param {object} files
 * @param {string} files.packages the folder with torch, numpy, tqdm and loupe; gets `__pycache__` folders
 * @param {string} files.pyodide the folder of Pyodide's own files
 */
export async function compilePython({ packages, pyodide: folder }) {
	const pyodide = await loadPyodide({ indexURL: folder + path.sep });
	pyodide.FS.mkdirTree(PACKAGES_INSIDE);
	pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: packages }, PACKAGES_INSIDE);
	pyodide.runPython(await readFile(script, 'utf8'));
	pyodide.runPython(`
compile_folder('${PACKAGES_INSIDE}')
sys.path.append('${PACKAGES_INSIDE}')
import torch, numpy, loupe, _embedded
compile_imported(next(path for path in sys.path if path.endswith('.zip')), '${ARCHIVE_OUT}', _embedded.LEFT_OUT)
`);
	return packed(pyodide.FS.readFile(ARCHIVE_OUT), BROTLI_MAX_QUALITY);
}
