/** A step of training of three small models, against PyTorch on one thread; and what a long training holds. */
import { readFileSync } from 'node:fs';
import { loadEngine } from './loaded.mjs';
import { megabytes, memoryOf } from './measure.mjs';
import { fromPython, program, runEmbedded } from './programs.mjs';

const MODELS = readFileSync(new URL('models.py', import.meta.url), 'utf8');
const PROGRAMS = {
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

/** `runtime`: startRuntime, ensureSnapshot, DEFAULT_RECORD and TraceReader. `python`: an interpreter with PyTorch, or undefined. */
export async function models({ runtime, esbuild, root, dist, folder, python, row }) {
	console.log('\nA step of training, from Python');
	await fromPython({ runtime, dist, folder, python, row }, PROGRAMS);
	await training({ loupe: await loadEngine({ esbuild, root, dist, folder }), runtime, dist, folder, row });
}

async function training({ loupe, runtime, dist, folder, row }) {
	const STEPS = 1_000_000;
	console.log(`\n${STEPS.toLocaleString('en')} training steps of a model of 20 parameters: what is held after a tenth of them, and after all`);
	const { call, openScope, closeScope, memoryUse, views } = loupe;
	const made = openScope(), random = (...shape) => call('randn', shape).retain();
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
