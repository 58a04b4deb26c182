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
			const { minify, target, absWorkingDir } = build.initialOptions;
			const made = await build.esbuild.build({ entryPoints: [file], bundle: true, write: false, format: 'iife', platform: 'browser', metafile: true, minify, target, absWorkingDir });
			return { contents: made.outputFiles[0].text, loader: 'text', watchFiles: Object.keys(made.metafile.inputs).map((input) => path.join(absWorkingDir ?? '', input)) };
		});
	},
};
