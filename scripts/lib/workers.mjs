/**
 * An esbuild plugin: `import text from 'worker:./layout.worker.ts'` gives the bundled script of a worker as text, to be
 * started from a blob. A webview has no address of its own from which it could load one.
 */
import path from 'node:path';

export const workers = {
	name: 'workers',
	setup(build) {
		build.onResolve({ filter: /^worker:/ }, ({ path: wanted, resolveDir }) => ({ path: path.join(resolveDir, wanted.slice('worker:'.length)), namespace: 'worker' }));
		build.onLoad({ filter: /.*/, namespace: 'worker' }, async ({ path: file }) => {
			const { script, inputs } = await bundleWorker(build.esbuild, file, build.initialOptions);
			return { contents: script, loader: 'text', watchFiles: inputs.map((input) => path.join(build.initialOptions.absWorkingDir ?? '', input)) };
		});
	},
};

/** The script of a worker, and the files that it is made of. */
async function bundleWorker(esbuild, file, { minify, minifySyntax, target, absWorkingDir, legalComments }) {
	const made = await esbuild.build({ entryPoints: [file], bundle: true, write: false, format: 'iife', platform: 'browser', metafile: true, minify, minifySyntax, target, absWorkingDir, legalComments, logLevel: 'silent' });
	return { script: made.outputFiles[0].text, inputs: Object.keys(made.metafile.inputs) };
}
