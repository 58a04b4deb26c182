/**
 * How fast the engine is, against PyTorch on one thread and tfjs-wasm. Both sides take turns in one run; of each the quickest call
 * counts, since what else the machine does only ever makes one slower.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { memoryOf, RUNS } from './measure.mjs';

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

/** The engine by itself, without Python. */
async function load({ esbuild, root, dist, folder }) {
	const outfile = path.join(folder, 'engine.mjs');
	await esbuild.build({ stdin: { contents: SOURCE, resolveDir: root, loader: 'ts' }, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' });
	const engine = await import(pathToFileURL(outfile).href);
	engine.loadKernels(readFileSync(path.join(dist, 'kernels.wasm')));
	return engine;
}

/** Seconds of the processor, as a call that waits for it has not begun to be slow. */
function spent() {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
}

/** Seconds that the quickest of some calls takes. */
function quickest(body, calls = 8, inner = 1) {
	let best = Infinity;
	for (let i = 0; i < calls; i++) {
		const start = spent();
		for (let k = 0; k < inner; k++) body();
		best = Math.min(best, (spent() - start) / inner);
	}
	return best;
}

/** What each side takes at its quickest, in turns. */
async function turns(sides, runs = RUNS) {
	const best = Object.fromEntries(Object.keys(sides).map((name) => [name, Infinity]));
	for (let run = 0; run < runs; run++) {
		for (const [name, measure] of Object.entries(sides)) best[name] = Math.min(best[name], await measure());
	}
	return best;
}

/** PyTorch's libraries with no vectors wider than these, so that a reader can tell their width from what is our own doing. */
const AVX2 = { ATEN_CPU_CAPABILITY: 'avx2', MKL_ENABLE_INSTRUCTIONS: 'AVX2', ONEDNN_MAX_CPU_ISA: 'AVX2' };

/** PyTorch in a process that answers one line with another. */
async function pytorch(python, settings) {
	const child = spawn(python, [fileURLToPath(new URL('engine.py', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, OMP_NUM_THREADS: '1', ...settings } });
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const line = async () => {
		const { value, done } = await lines.next();
		if (done) throw new Error('PyTorch ended');
		return value;
	};
	return {
		vectors: await line(),
		async seconds(name) {
			child.stdin.write(`${name}\n`);
			return Number(await line());
		},
		end: () => child.stdin.end(),
	};
}

/** tfjs in WebAssembly, its SIMD build on one thread. */
async function tensorflow() {
	const require = createRequire(import.meta.url);
	const tf = require('@tensorflow/tfjs-core');
	const { setThreadsCount } = require('@tensorflow/tfjs-backend-wasm');
	setThreadsCount(1);
	if (!await tf.setBackend('wasm') || !await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) throw new Error('tfjs has no SIMD here');
	return tf;
}

/** As long as V8 takes to compile the interpreter well, and some more. */
const PROGRAM_SECONDS = 6;

/**
 * The same programs under both runtimes; each prints the seconds of its quickest round. CPython itself calls the rounds (`map`): V8
 * never exchanges the code of a call that is under way, and so a round that is called anew runs in the best that there is by then.
 */
const program = (setup, line, rounds) => `
import time
${setup}
torch.set_num_threads(1)
def seconds(count):
    start = time.perf_counter()
    for i in range(count):
        ${line}
    return (time.perf_counter() - start) / count
best, end = float('inf'), time.perf_counter() + ${PROGRAM_SECONDS}
while time.perf_counter() < end:
    best = min(best, *map(seconds, [${rounds}] * 4))
print(best)
`;

const PROGRAMS = {
	'x + y, of 4 elements': { text: program('import torch\nx, y = torch.zeros(4), torch.ones(4)', 'x + y', 100), goal: 3 },
	'((x*w - y)**2).sum() and its backward, of 4': { text: program('import torch\nx, y = torch.randn(4), torch.randn(4)\nw = torch.randn(4, requires_grad=True)', '((x*w - y)**2).sum().backward()', 20), goal: 2 },
};

const MODELS = readFileSync(new URL('models.py', import.meta.url), 'utf8');
const MODEL_PROGRAMS = {
	'an MLP 64-128-10, batch of 64, Adam': { text: program(`${MODELS}\nstep = mlp()`, 'step()', 2), goal: 2 },
	'a CNN on 28 × 28, batch of 16': { text: program(`${MODELS}\nstep = cnn()`, 'step()', 1), goal: 4 },
	'a GPT of 4 layers, 64 wide, on 64 tokens': { text: program(`${MODELS}\nstep = gpt()`, 'step()', 1), goal: 3 },
};

/** Steps of a small model; each tenth is told, so that the host looks at what is held. */
const TRAINING = (steps) => `
import torch
from torch import nn
torch.manual_seed(0)
model = nn.Linear(4, 4)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
x, y = torch.randn(8, 4), torch.randn(8, 4)
for step in range(${steps}):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    if (step + 1) % ${steps / 10} == 0:
        print(step + 1, flush=True)
`;

const milliseconds = (seconds) => `${(seconds * 1e3).toFixed(2)} ms`;
const microseconds = (seconds) => `${(seconds * 1e6).toFixed(2)} µs`;
const time = (seconds) => seconds < 1e-3 ? microseconds(seconds) : milliseconds(seconds);
/** Against PyTorch with vectors of 256 bits. */
const heldTo = (ratio) => ` (AVX2: ${ratio.toFixed(2)})`;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** `runtime`: startRuntime, ensureSnapshot, DEFAULT_RECORD and TraceReader. `python`: an interpreter with PyTorch, or undefined. */
export async function engine({ runtime, esbuild, root, dist, folder, python, row }) {
	const loupe = await load({ esbuild, root, dist, folder });
	const tf = await tensorflow();
	const torch = python && await pytorch(python), narrow = python && await pytorch(python, AVX2);
	const theirSides = (name) => python && { torch: () => torch.seconds(name), narrow: () => narrow.seconds(name) };
	const { call, openScope, closeScope } = loupe;
	/** A call whose result is given up. */
	const scoped = (body) => () => {
		const mark = openScope();
		body();
		closeScope(mark);
	};
	const kept = (tensor) => tensor.retain();
	const made = openScope();
	const random = (...shape) => kept(call('randn', shape));
	const N = 768;
	const [a, b, x, y, square, image, weight, digits, first] = [[N, N], [N, N], [1e6], [1e6], [1000, 1000], [4, 16, 64, 64], [32, 16, 3, 3], [64, 1, 28, 28], [32, 1, 3, 3]].map((shape) => random(...shape));
	const [c, d] = [a, b].map((tensor) => kept(call('to', tensor, 'float64')));
	const index = kept(call('randint', 0, 1000, [1000, 1000]));
	const trained = [image, weight].map((tensor) => kept(call('clone', tensor)));
	for (const tensor of trained) tensor.wantsGrad = true;
	closeScope(made);

	console.log(`\nEngine: matrices of 768 × 768${torch ? `; PyTorch computes with ${torch.vectors}, in brackets with ${narrow.vectors}; WebAssembly has vectors of 128 bits and no fused multiply-add` : ''}`);
	const flops = 2 * N ** 3;
	const rate = (seconds) => `${(flops / seconds / 1e9).toFixed(1)} GFLOP/s`;
	const tfSides = [a, b].map((tensor) => tf.tensor2d(loupe.views.f32.slice(tensor.pointer / 4, tensor.pointer / 4 + N * N), [N, N]));
	const theirs = () => tf.matMul(...tfSides).dispose();
	const single = await turns({ ours: () => quickest(scoped(() => call('mm', a, b))), tfjs: () => quickest(theirs), ...theirSides('matmul32') });
	const double = await turns({ ours: () => quickest(scoped(() => call('mm', c, d))), ...theirSides('matmul64') });
	row('float32', rate(single.ours));
	row('  tfjs-wasm', rate(single.tfjs), `ours is ${(single.tfjs / single.ours).toFixed(2)} times it; goal: at least 1.3`);
	if (torch) row('  PyTorch', rate(single.torch), `ours is ${(single.torch / single.ours).toFixed(2)} of it; goal: at least 0.5${heldTo(single.narrow / single.ours)}`);
	row('float64', rate(double.ours));
	if (torch) row('  PyTorch', rate(double.torch), `ours is ${(double.torch / double.ours).toFixed(2)} of it; goal: at least 0.25${heldTo(double.narrow / double.ours)}`);

	console.log('\nEngine: 10⁶ elements of float32');
	const large = {
		add: { ours: () => call('add', x, y), goal: 2 },
		sum: { ours: () => call('sum', x), goal: 3 },
		softmax: { ours: () => call('softmax', square, 1), goal: 3 },
		transpose: { ours: () => call('contiguous', call('t', square)), goal: 3 },
		gather: { ours: () => call('gather', square, 1, index), goal: 3 },
		'conv2d, of 16 channels': { ours: () => call('conv2d', image, weight, undefined, 1, 1), goal: 3 },
		'conv2d, of one channel': { ours: () => call('conv2d', digits, first, undefined, 1, 1), goal: 3 },
		'conv2d, of 16 channels, backward': { ours: () => loupe.backward([call('conv2d', ...trained, undefined, 1, 1)], [call('ones', [4, 32, 64, 64])]), goal: 3 },
	};
	for (const [name, { ours, goal }] of Object.entries(large)) {
		const result = await turns({ ours: () => quickest(scoped(ours)), ...theirSides(name) });
		row(name, milliseconds(result.ours));
		if (torch) row('  PyTorch', milliseconds(result.torch), `ours takes ${(result.ours / result.torch).toFixed(2)} times it; goal: at most ${goal}${heldTo(result.ours / result.narrow)}`);
	}
	torch?.end();
	narrow?.end();

	console.log('\nEngine: small calls');
	await small({ tf, loupe, scoped, random, row });
	await fromPython({ runtime, dist, folder, python, row }, PROGRAMS);
	console.log('\nEngine: a step of training, from Python');
	await fromPython({ runtime, dist, folder, python, row }, MODEL_PROGRAMS);
	await training({ loupe, runtime, dist, folder, row, random });
}

async function small({ tf, loupe, scoped, random, row }) {
	const mark = loupe.openScope();
	const [x, y] = [random(4), random(4)];
	loupe.closeScope(mark);
	const [u, v] = [tf.tensor1d([1, 2, 3, 4]), tf.tensor1d([4, 3, 2, 1])];
	const result = await turns({ ours: () => quickest(scoped(() => loupe.call('add', x, y)), 20, 2000), theirs: () => quickest(() => tf.add(u, v).dispose(), 20, 500) });
	row('x + y of 4 elements, from TypeScript', microseconds(result.ours));
	row('  tfjs-wasm', microseconds(result.theirs), `ours takes ${(result.ours / result.theirs).toFixed(3)} of it; goal: at most 0.1`);
}

/** A program in the embedded runtime, not recorded: what it prints. `onStart` gets the process, and a function that tells how many lines there are so far. */
async function runEmbedded({ runtime, dist, snapshot }, text, onStart = () => undefined) {
	const child = runtime.startRuntime({ dist, snapshot, folders: [] });
	await child.ready;
	const trace = new runtime.TraceReader();
	onStart(child, () => trace.outputs.length);
	const ended = await child.run({
		type: 'run', uri: 'file:///bench.py', name: 'bench.py', text, argv: ['bench.py'], customaryNames: false, folder: undefined, cells: [{ line: 1, text, shift: 0, mode: 'exec' }],
		record: { ...runtime.DEFAULT_RECORD, record: false },
	}, { onData: (bytes) => trace.push(bytes) }).done;
	if (ended.how !== 'exited' || ended.status !== 0) throw new Error(`the program ended as ${JSON.stringify(ended)}`);
	return trace.outputs.map((output) => output.text).join('');
}

/** What a program prints under real PyTorch, a number. */
function runUnder(python, file, settings) {
	return new Promise((resolve, reject) => {
		let printed = '';
		const child = spawn(python, [file], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, OMP_NUM_THREADS: '1', ...settings } });
		child.stdout.on('data', (data) => { printed += data; });
		child.on('error', reject);
		child.on('close', () => resolve(Number(printed)));
	});
}

async function fromPython({ runtime, dist, folder, python, row }, programs) {
	const snapshot = await runtime.ensureSnapshot(dist, folder);
	for (const [name, { text, goal }] of Object.entries(programs)) {
		const file = path.join(folder, 'program.py');
		writeFileSync(file, text);
		const theirs = { theirs: () => runUnder(python, file), narrow: () => runUnder(python, file, AVX2) };
		const result = await turns({ ours: async () => Number(await runEmbedded({ runtime, dist, snapshot }, text)), ...(python && theirs) }, 3);
		row(name, time(result.ours));
		if (python) row('  PyTorch', time(result.theirs), `ours takes ${(result.ours / result.theirs).toFixed(2)} times it; goal: at most ${goal}${heldTo(result.ours / result.narrow)}`);
	}
}

async function training({ loupe, runtime, dist, folder, row, random }) {
	const STEPS = 1_000_000;
	console.log(`\n${STEPS.toLocaleString('en')} training steps of a model of 20 parameters: what is held after a tenth of them, and after all`);
	const { call, openScope, closeScope, memoryUse, views } = loupe;
	const made = openScope();
	const [x, y, weight, bias] = [random(8, 4), random(8, 4), random(4, 4), random(4)];
	closeScope(made);
	for (const parameter of [weight, bias]) parameter.wantsGrad = true;
	const sgd = loupe.SGD.of({ lr: 0.01 });
	const held = [];
	for (let step = 1; step <= STEPS; step++) {
		const mark = openScope();
		loupe.backward([call('mse_loss', call('linear', x, weight, bias), y)], [undefined]);
		for (const parameter of [weight, bias]) {
			loupe.tensorStep(sgd, parameter, parameter.grad, {}, {}, false);
			parameter.setGrad(undefined);
		}
		closeScope(mark);
		if (step % (STEPS / 10) === 0) held.push({ used: memoryUse().used, reserved: views.u8.length });
	}
	const [first, last] = [held[0], held.at(-1)];
	row('tensors, from TypeScript', `${first.used} B`, `then ${last.used} B; goal: the same`);
	row('the engine\'s memory', megabytes(first.reserved), `then ${megabytes(last.reserved)}; goal: the same`);
	if (process.platform !== 'linux') return;
	const snapshot = await runtime.ensureSnapshot(dist, folder);
	// Between two collections of garbage it rises and falls: what counts is how low it comes.
	const lowest = new Array(11).fill(Infinity);
	let timer;
	await runEmbedded({ runtime, dist, snapshot }, TRAINING(STEPS), ({ pid }, tenths) => {
		timer = setInterval(() => { lowest[tenths()] = Math.min(lowest[tenths()], memoryOf(pid)); }, 200);
	}).finally(() => clearInterval(timer));
	row('the runtime\'s process, from Python', megabytes(lowest[1]), `at its lowest in the second tenth, ${megabytes(lowest[9])} in the last; goal: the same`);
}
