/**
 * `npm run bench [-- cli spare recording engine models arrays editor large debug views]`: the figures, printed with what they are held against. Never a test: machines
 * differ. Real PyTorch is that of the interpreter which LOUPE_PYTHON names, or of .venv in this checkout.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, root, setup } from '../../scripts/setup.mjs';
import { arrays } from './arrays.mjs';
import { engine } from './engine.mjs';
import { models } from './models.mjs';
import { alternate, median, memoryOf, RUNS, timeToLastOutput } from './measure.mjs';
import { recording } from './recording.mjs';
import { views } from './views.mjs';

await setup().catch(fail);
const esbuild = await import('esbuild');
const dist = path.join(root, 'dist');
const folder = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-bench-'));

const milliseconds = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const row = (name, value, goal = '') => console.log(`  ${name.padEnd(52)} ${value.padStart(10)}  ${goal}`);

/** The fence of the notes that uses gather, as a script. */
function gatherSection() {
	const notes = readFileSync(path.join(root, 'examples/pytorch-notes.md'), 'utf8');
	const fence = [...notes.matchAll(/^```python\n([^]*?)^```$/gm)].map(([, code]) => code).find((code) => code.includes('.gather('));
	const file = path.join(folder, 'gather.py');
	writeFileSync(file, fence);
	return file;
}

/** An interpreter that has PyTorch, or undefined. */
function findPython() {
	const python = process.env.LOUPE_PYTHON ?? ['bin/python', 'Scripts/python.exe'].map((file) => path.join(root, '.venv', file)).find((file) => existsSync(file));
	if (!python) return undefined;
	try {
		console.log(`  PyTorch ${execFileSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' }).trim()}, ${python}`);
		return python;
	} catch {
		return undefined;
	}
}

/** Milliseconds that real PyTorch takes to be imported: goals in milliseconds were set where it took 1000. */
async function unit() {
	const { theirs } = await alternate({ theirs: () => timeToLastOutput(python, ['-c', 'import torch; print(1)']) });
	console.log(`  import torch takes ${milliseconds(theirs)}; the goals in milliseconds were set where it took 1000 ms`);
	return theirs;
}

async function commandLine() {
	console.log('\nCommand line: from the process\'s start to the last byte of output, the notes\' gather section');
	const file = gatherSection();
	const ours = () => timeToLastOutput(process.execPath, [path.join(dist, 'cli.mjs'), 'run', file]);
	const sides = { ours, ...(python && { theirs: () => timeToLastOutput(python, [file]) }) };
	const result = await alternate(sides);
	row('tensor-loupe run', milliseconds(result.ours));
	if (python) row('python', milliseconds(result.theirs), `ours is ${(result.ours / result.theirs).toFixed(2)} of it; goal: at most 0.50`);
	else console.log('  python: no interpreter with PyTorch; name one in LOUPE_PYTHON, or make .venv with torch in this checkout');
}

const HOST_SIDE = `
export { startRuntime } from './engine/runtime/host.ts';
export { DEFAULT_RECORD } from './engine/runtime/protocol.ts';
export { ensureSnapshot } from './engine/runtime/snapshot.ts';
export { TraceReader } from './engine/trace/reader.ts';
`;

/** The engine's host side, bundled as the command line bundles it. */
async function runtimeHost() {
	const outfile = path.join(folder, 'host.mjs');
	await esbuild.build({ stdin: { contents: HOST_SIDE, resolveDir: root, loader: 'ts' }, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' });
	return { ...await import(pathToFileURL(outfile).href), reader: pathToFileURL(outfile).href };
}

async function spare() {
	console.log('\nSpare: a runtime process that waits, with torch imported');
	const { startRuntime, ensureSnapshot } = await runtimeHost();
	const started = performance.now();
	const snapshot = await ensureSnapshot(dist, folder);
	row('making the snapshot, once', milliseconds(performance.now() - started));
	const load = async (options) => {
		const runtime = startRuntime({ dist, folders: [], ...options });
		const start = performance.now();
		await runtime.ready;
		const taken = performance.now() - start;
		const bytes = process.platform === 'linux' ? memoryOf(runtime.pid) : NaN;
		runtime.dispose();
		await runtime.ended;
		return { taken, bytes };
	};
	const memory = [];
	const result = await alternate({
		withSnapshot: async () => {
			const { taken, bytes } = await load({ snapshot });
			memory.push(bytes);
			return taken;
		},
		without: async () => (await load({})).taken,
	}, 5);
	row('ready, from the snapshot', milliseconds(result.withSnapshot));
	row('ready, without', milliseconds(result.without));
	row('memory', `${(median(memory) / 1e6).toFixed(0)} MB`, 'goal: at most 220 MB');
}

/** Figures that only the editor has are printed by test/vscode/suite/*.bench.ts. */
async function editor() {
	console.log('\nEditor');
	await inEditor('editor');
}

async function large() {
	console.log('\nA long run, and a trace of more than 200 MB, in the editor');
	await inEditor('large');
}

async function inEditor(suite) {
	const env = { ...process.env, LOUPE_RUNS: String(RUNS), ...(python && { LOUPE_UNIT: String(await unit()) }) };
	execFileSync(process.execPath, [path.join(root, 'test/vscode/driver/main.mjs'), '--built', '--bench', '--only', suite], { stdio: 'inherit', env });
}

/** Nine steps an iteration, three of them in the function that it calls: 100,000 in all. */
const TRAINING = `import torch

torch.manual_seed(0)
x = torch.linspace(-1, 1, 8).view(8, 1)
y = 3 * x - 0.5
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
opt = torch.optim.SGD([w, b], lr=0.01, momentum=0.9)

def loss_of(x, y):
    p = x * w + b
    e = p - y
    return (e * e).mean()

for step in range(11_200):
    loss = loss_of(x, y)
    opt.zero_grad()
    loss.backward()
    opt.step()
    last = loss.item()
print('done')
`;

async function debug() {
	console.log('\nDebugger, in a trace of 100,000 steps');
	const [file, trace] = ['training.py', 'training.loupe'].map((name) => path.join(folder, name));
	writeFileSync(file, TRAINING);
	execFileSync(process.execPath, [path.join(dist, 'cli.mjs'), 'run', file, '--trace', trace], { stdio: 'ignore' });
	execFileSync(process.execPath, [path.join(root, 'test/vscode/driver/main.mjs'), '--built', '--bench', '--only', 'debug'], { stdio: 'inherit', env: { ...process.env, LOUPE_TRACE: trace } });
}

const settings = async () => ({ runtime: await runtimeHost(), esbuild, root, dist, folder, python, row });
const parts = { cli: commandLine, spare, recording: async () => recording({ engine: await runtimeHost(), dist, folder, row }), engine: async () => engine(await settings()), models: async () => models(await settings()), arrays: async () => arrays(await settings()), editor, large, debug, views: () => views({ esbuild, root, folder, row }) };
const wanted = process.argv.slice(2);
console.log(`Node ${process.versions.node}, ${cpus().length} cores, ${cpus()[0]?.model ?? process.arch}; medians of ${RUNS} alternating runs`);
const python = findPython();
for (const [name, measure] of Object.entries(parts)) {
	if (!wanted.length || wanted.includes(name)) await measure().catch((error) => console.error(`  ${name}: ${error.message}`));
}
rmSync(folder, { recursive: true, force: true });
