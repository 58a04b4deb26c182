/**
 * How fast the engine is, against PyTorch on one thread and tfjs-wasm. Both sides take turns in one run; of each the quickest call
 * counts, since what else the machine does only ever makes one slower.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { loadEngine } from './loaded.mjs';
import { heldTo, microseconds, milliseconds, turns } from './measure.mjs';
import { AVX2, fromPython, program } from './programs.mjs';

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

const PROGRAMS = {
	'x + y, of 4 elements': { text: program('import torch\nx, y = torch.zeros(4), torch.ones(4)', 'x + y', 100), goal: 3 },
	'((x*w - y)**2).sum() and its backward, of 4': { text: program('import torch\nx, y = torch.randn(4), torch.randn(4)\nw = torch.randn(4, requires_grad=True)', '((x*w - y)**2).sum().backward()', 20), goal: 2 },
};

/** `runtime`: startRuntime, ensureSnapshot, DEFAULT_RECORD and TraceReader. `python`: an interpreter with PyTorch, or undefined. */
export async function engine({ runtime, esbuild, root, dist, folder, python, row }) {
	const loupe = await loadEngine({ esbuild, root, dist, folder });
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
