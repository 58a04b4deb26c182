/** The engine by itself, without Python, as TypeScript calls it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const SOURCE = `
export { backward } from './engine/autograd/backward.ts';
export { loadKernels } from './engine/kernels/load.ts';
export { memoryUse } from './engine/memory/allocator.ts';
export { views } from './engine/memory/memory.ts';
export { call } from './engine/ops/call.ts';
export { SGD } from './engine/optim/sgd.ts';
export { tensorStep } from './engine/optim/tensor-step.ts';
export { closeScope, openScope } from './engine/tensor/scope.ts';
`;

export async function loadEngine({ esbuild, root, dist, folder }) {
	const outfile = path.join(folder, 'engine.mjs');
	await esbuild.build({ stdin: { contents: SOURCE, resolveDir: root, loader: 'ts' }, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' });
	const engine = await import(pathToFileURL(outfile).href);
	engine.loadKernels(readFileSync(path.join(dist, 'kernels.wasm')));
	return engine;
}
