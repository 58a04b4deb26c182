/**
 * Python's bytecode, made at build time by the interpreter that will read it: to compile its own standard library and
 * our packages takes CPython in WebAssembly three times as long as to read them compiled.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { loadPyodide } from 'pyodide';
import { cached } from './cache.mjs';

const script = fileURLToPath(new URL('bytecode.py', import.meta.url));
const PACKAGES_INSIDE = '/packages';
const ARCHIVE_OUT = '/tmp/stdlib.zip';
const PACKED = 'python_stdlib.zip.br';

/**
 * Compiles our packages in their folder, and gives the standard library, a zip file, with those of its modules compiled that
 * they import, and without those that the embedded runtime has no use for: packed by Brotli, which sees all of it at once, where the
 * vsix's own compression sees 32 KB.
 * @param {object} files
 * @param {string} files.packages the folder with torch, numpy and loupe; gets `__pycache__` folders
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
	return packed(pyodide.FS.readFile(ARCHIVE_OUT));
}

/** By Brotli's last step, which takes half a minute for a tenth less: once for each content. */
async function packed(library) {
	const folder = await cached(`stdlib-${createHash('sha256').update(library).digest('hex').slice(0, 16)}`, async draft => {
		const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT, BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS } = constants;
		const params = { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_LGWIN]: BROTLI_MAX_WINDOW_BITS, [BROTLI_PARAM_SIZE_HINT]: library.length };
		await writeFile(path.join(draft, PACKED), await promisify(brotliCompress)(library, { params }));
	});
	return readFile(path.join(folder, PACKED));
}
