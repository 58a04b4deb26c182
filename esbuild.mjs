/**
 * The one build script: `node esbuild.mjs [--watch]` fills dist/ with everything that runs, `--types` with what the
 * compiler needs alone. It checks no types (`npm run typecheck` does), and holds no knowledge of what it bundles beyond
 * the entries below.
 *
 *   dist/extension.cjs, lib/   the extension host side            dist/webview/panel.js, .css   the panel
 *   dist/runtime/child.mjs     the embedded runtime's process     dist/report.html              the panel's views as one page
 *   dist/runtime/script.mjs    that of TypeScript, and            dist/runtime/realm.js         all that its programs see
 *   dist/replay.mjs            the replay process                 dist/pyodide/                 CPython in WebAssembly
 *   dist/cli.mjs               `tensor-loupe`                     dist/python/                  torch, numpy, tqdm, the tracer
 *   dist/starter.mjs           starts processes                 dist/torch.mjs, .d.mts          `torch` from TypeScript
 *   dist/kernels.wasm          the engine's loops                 dist/THIRD_PARTY_NOTICES.txt  whose work is in it
 */
import { createHash } from 'node:crypto';
import { watch as watchFolder } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { buildKernels } from './engine/kernels/build.mjs';
import { compilePython } from './scripts/lib/bytecode.mjs';
import { packed } from './scripts/lib/packed.mjs';
import { workers } from './scripts/lib/workers.mjs';
import { allNotices, bundledNotices, kernelsNotices } from './scripts/lib/notices.mjs';
import { reportPage } from './scripts/lib/reportPage.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(root, 'dist');
const inRoot = (...parts) => path.join(root, ...parts);

const shared = { bundle: true, metafile: true, absWorkingDir: root, logLevel: 'warning', sourcemap: 'linked', sourcesContent: false, minifySyntax: true, legalComments: 'none' };
const node = { ...shared, platform: 'node', target: 'node20', minify: true };
const browser = { ...shared, platform: 'browser', target: 'chrome130', minify: true, sourcemap: false, plugins: [workers] };

/** In dist/python: what all of it was made of. */
const SOURCES_HASH = 'sources.sha256';

/** What the extension needs of others only after activation: in files of their own, so that activation need not read them; each once. */
const LATER = ['@lezer/common', '@lezer/javascript', '@lezer/python', '@vscode/debugadapter', 'd3-scale-chromatic', 'markdown-it'];
const fileOfLibrary = (name) => `lib/${name.replace('@', '').replace('/', '-')}.cjs`;
/** @param outfile what is bundled: itself is in it */
const later = (outfile) => ({
	name: 'later',
	setup(build) {
		build.onResolve({ filter: new RegExp(`^(${LATER.join('|')})$`) }, ({ path: name }) => {
			const file = `dist/${fileOfLibrary(name)}`;
			return file === outfile ? undefined : { path: `./${path.posix.relative(path.posix.dirname(outfile), file)}`, external: true };
		});
	},
});
const ofExtension = (outfile, entry) => ({ ...node, ...entry, outfile, format: 'cjs', external: ['vscode'], plugins: [later(outfile)] });

/** Of a process and of a page's worker: no module of either, but a script. */
const replay = { ...node, entryPoints: ['engine/replay/main.ts'], outfile: 'dist/replay.mjs', format: 'iife' };

/** Everything esbuild makes; each entry is one file that runs. */
const bundles = [
	ofExtension('dist/extension.cjs', { entryPoints: ['extension/extension.ts'] }),
	...LATER.map((name) => ofExtension(`dist/${fileOfLibrary(name)}`, { stdin: { contents: `module.exports = require('${name}')`, resolveDir: root } })),
	{ ...node, entryPoints: ['engine/runtime/child.ts'], outfile: 'dist/runtime/child.mjs', format: 'esm' },
	replay,
	{ ...node, entryPoints: ['engine/runtime/script.ts'], outfile: 'dist/runtime/script.mjs', format: 'esm' },
	{ ...shared, platform: 'neutral', mainFields: ['module', 'main'], target: 'node20', minify: true, sourcemap: false, define: { URL: 'undefined' }, entryPoints: ['engine/script/realm.ts'], outfile: 'dist/runtime/realm.js', format: 'iife' },
	{ ...node, entryPoints: ['engine/process/starter.ts'], outfile: 'dist/starter.mjs', format: 'esm' },
	{ ...node, entryPoints: ['engine/cli/main.ts'], outfile: 'dist/cli.mjs', format: 'esm', banner: { js: '#!/usr/bin/env node' } },
	{ ...node, entryPoints: ['engine/torch.ts'], outfile: 'dist/torch.mjs', format: 'esm' },
	{ ...browser, entryPoints: ['webview/panel.ts'], outfile: 'dist/webview/panel.js', format: 'iife' },
	{ ...browser, entryPoints: ['webview/panel.css'], outfile: 'dist/webview/panel.css' },
];

/** What each bundle was made of. */
const metafiles = [];

/** Imports a TypeScript module at build time: bundled to a temporary file that lies inside the checkout, so that packages resolve. */
async function importTypeScript(entry) {
	const outfile = inRoot('node_modules', '.cache', 'tensor-loupe', `${entry.replaceAll('/', '-')}.${process.pid}.mjs`);
	await esbuild.build({ ...node, entryPoints: [entry], outfile, format: 'esm', packages: 'external', sourcemap: false });
	try {
		return await import(pathToFileURL(outfile).href);
	} finally {
		await rm(outfile, { force: true });
	}
}

/** Where Pyodide looks for its interpreter, and where it does in dist/: `engine/runtime/interpreter.ts` gives it that, unpacked. */
const INTERPRETER_ADDRESS = /\w+\+"pyodide\.asm\.wasm"/g, PACKED_ADDRESS = '"packed://pyodide.asm.wasm"';
const INTERPRETER_QUALITY = 9;

/** What the embedded runtime loads of the npm package; the standard library gets bytecode (`buildPython`). */
async function copyPyodide() {
	const from = inRoot('node_modules/pyodide'), to = path.join(dist, 'pyodide');
	const loader = await readFile(path.join(from, 'pyodide.mjs'), 'utf8');
	if (loader.match(INTERPRETER_ADDRESS)?.length !== 1) throw new Error('pyodide.mjs does not look for its interpreter as it did');
	const interpreter = await packed(await readFile(path.join(from, 'pyodide.asm.wasm')), INTERPRETER_QUALITY);
	await mkdir(to, { recursive: true });
	const files = [['pyodide.mjs', Buffer.from(loader.replace(INTERPRETER_ADDRESS, PACKED_ADDRESS))], ['pyodide.asm.mjs', await readFile(path.join(from, 'pyodide.asm.mjs'))], ['pyodide.asm.wasm.br', interpreter]];
	for (const [name, wanted] of files) {
		const file = path.join(to, name), there = await readFile(file).catch(() => undefined);
		if (there?.equals(wanted)) continue;
		// Put in place whole: a runtime may be starting.
		await writeFile(`${file}.${process.pid}`, wanted);
		await rename(`${file}.${process.pid}`, file);
	}
}

/** A hash of all files below a folder, and of what else is given. */
async function hashOf(folder, ...others) {
	const hash = createHash('sha256');
	const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name)).sort();
	for (const file of [...files, ...others]) hash.update(path.relative(folder, file)).update(await readFile(file));
	return hash.digest('hex');
}

/**
 * engine/python as it stands, with the modules that are generated from the op table and from the trace's schema, all
 * with their bytecode; the standard library with its own; and the table as a page.
 */
async function buildPython() {
	// Made beside, then put in place: a runtime that starts during a build finds all of it.
	const out = inRoot('node_modules/.cache/tensor-loupe', `python-${process.pid}`);
	await mkdir(out, { recursive: true });
	await cp(inRoot('engine/python'), out, { recursive: true, filter: (file) => !/__pycache__|\.pyc$/.test(file) });
	const { pythonSchema } = await importTypeScript('engine/trace/schema-python.ts');
	const { generate } = await importTypeScript('engine/binding/generate.ts');
	const { operatorsPage } = await importTypeScript('engine/binding/page.ts');
	generate(out);
	await writeFile(path.join(dist, 'OPERATORS.md'), operatorsPage());
	await mkdir(path.join(out, 'loupe'), { recursive: true });
	await writeFile(path.join(out, 'loupe/schema.py'), pythonSchema());
	const pyodide = inRoot('node_modules/pyodide');
	const hash = await hashOf(out, path.join(pyodide, 'package.json'), inRoot('scripts/lib/bytecode.mjs'), inRoot('scripts/lib/bytecode.py'));
	const library = path.join(dist, 'pyodide/python_stdlib.zip.br');
	// The snapshot is named by this file too.
	const known = await readFile(path.join(dist, 'python', SOURCES_HASH), 'utf8').catch(() => undefined);
	if (known === hash && await stat(library).catch(() => undefined)) {
		await rm(out, { recursive: true });
		return;
	}
	await mkdir(path.dirname(library), { recursive: true });
	await writeFile(`${library}.${process.pid}`, await compilePython({ packages: out, pyodide }));
	await writeFile(path.join(out, SOURCES_HASH), hash);
	await rename(`${library}.${process.pid}`, library);
	await rm(path.join(dist, 'python'), { recursive: true, force: true });
	await rename(out, path.join(dist, 'python'));
}

/** The panel's views as one page; the command line puts a trace into it, and replay. */
async function buildReport() {
	const script = await esbuild.build({ ...browser, entryPoints: ['webview/report.ts'], format: 'iife', write: false });
	const style = await esbuild.build({ ...browser, entryPoints: ['webview/report.css'], write: false });
	const { metafile: ofReplay } = await esbuild.build({ ...replay, write: false });
	const page = await readFile(inRoot('webview/report.html'), 'utf8');
	await mkdir(dist, { recursive: true });
	metafiles.push(script.metafile, style.metafile);
	// The page is copied by itself, so it carries the notices of what is in it.
	const notices = `<!--\n${kernelsNotices(root)}\n${bundledNotices(root, [...Object.keys(script.metafile.inputs), ...Object.keys(ofReplay.inputs)])}-->\n`;
	await writeFile(path.join(dist, 'report.html'), reportPage(page, { script: script.outputFiles[0].text, style: style.outputFiles[0].text }) + notices);
}

/** The types of `torch`: the operators' from the table after what is written by hand. */
async function buildTypes() {
	const { typings } = await importTypeScript('engine/torch/typings.ts');
	await mkdir(dist, { recursive: true });
	await writeFile(path.join(dist, 'torch.d.mts'), typings(await readFile(inRoot('engine/torch/declared.ts'), 'utf8')));
}

async function bundle(options, watching) {
	if (watching) {
		const context = await esbuild.context({ ...options, logLevel: 'info' });
		await context.watch();
	} else {
		metafiles.push((await esbuild.build(options)).metafile);
	}
}

/** The interpreter's snapshot for the command line, so that its first run is as quick as the next; the extension makes its own. */
async function makeSnapshot() {
	const { ensureSnapshot } = await importTypeScript('engine/runtime/snapshot.ts');
	const { cacheFolder } = await importTypeScript('engine/cli/cache.ts');
	await ensureSnapshot(dist, cacheFolder());
}

/** Rebuilds what esbuild doesn't watch, once per burst of changes. */
function rebuildOnChange(folder, rebuild) {
	let timer;
	watchFolder(inRoot(folder), { recursive: true }, () => {
		clearTimeout(timer);
		timer = setTimeout(() => rebuild().then(() => console.log(`[watch] ${folder} rebuilt`), (error) => console.error(error)), 100);
	});
}

const kernels = () => buildKernels(path.join(dist, 'kernels.wasm'));

if (process.argv.includes('--types')) {
	await buildTypes();
	process.exit();
}
const watching = process.argv.includes('--watch');
const start = performance.now();
// A part that fails doesn't keep the others from being built.
const parts = await Promise.allSettled([kernels(), copyPyodide(), buildPython(), buildTypes(), buildReport(), ...bundles.map((options) => bundle(options, watching))]);
const failures = parts.filter(({ status }) => status === 'rejected');
// esbuild has said what is wrong with its own.
for (const { reason } of failures) if (!reason.errors) console.error(reason);
process.exitCode = failures.length ? 1 : 0;
await writeFile(path.join(dist, 'THIRD_PARTY_NOTICES.txt'), allNotices(root, metafiles.flatMap((meta) => Object.keys(meta.inputs))));
if (!watching && !failures.length) await makeSnapshot().catch((error) => console.warn(`build: no snapshot, the first run will be slower: ${error.message}`));
if (watching) {
	rebuildOnChange('engine/python', buildPython);
	rebuildOnChange('engine/kernels', kernels);
	rebuildOnChange('webview', buildReport);
}
if (!failures.length) console.log(`built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
