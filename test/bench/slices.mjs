/** What the views' bench draws: slices of programs that were run and recorded, with what replay computes for them, as the panel gets them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const STEPS = 100_000;
/** Each has two leaves and four calls. */
const BLOCKS = 832;

/** A line is fitted by momentum, slowly enough that it is still on its way after many steps. */
const PATH = `import torch
x = torch.linspace(-1, 1, 16)
w, b = torch.tensor(-2., requires_grad=True), torch.tensor(3., requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=1e-4, momentum=0.9)
for step in range(${STEPS}):
    optimizer.zero_grad()
    loss = ((w * x + b - (3 * x - 0.5)) ** 2).mean()
    loss.backward()
    optimizer.step()
`;

const NET = `import torch
from torch import nn
torch.manual_seed(0)

class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(4, 4)

    def forward(self, x):
        return x + 0.1 * torch.relu(self.inner(x))

net = nn.Sequential(*(Block() for _ in range(${BLOCKS})))
loss = net(torch.randn(2, 4)).square().mean()
loss.backward()
`;

const HOST_SIDE = `
export { partOf } from './engine/slice/children.ts';
export { contentsOf, sliceOf } from './engine/slice/contents.ts';
export { replayFor } from './engine/slice/replay-for.ts';
export { TraceReader } from './engine/trace/reader.ts';
export { done } from './engine/trace/work.ts';
`;

/** `path`: the slice of the steps, all places that it goes through, and how long it took to cut; `graph`: that of the loss of a net. */
export async function recordedSlices({ esbuild, root, folder }) {
	const outfile = path.join(folder, 'slices.mjs'), dist = path.join(root, 'dist');
	await esbuild.build({ stdin: { contents: HOST_SIDE, resolveDir: root, loader: 'ts' }, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' });
	const engine = await import(pathToFileURL(outfile).href);
	const recorded = (text, kind) => {
		const [file, trace] = [`${kind}.py`, `${kind}.loupe`].map((name) => path.join(folder, name));
		writeFileSync(file, text);
		execFileSync(process.execPath, [path.join(dist, 'cli.mjs'), 'run', file, '--trace', trace], { stdio: ['ignore', 'ignore', 'inherit'] });
		const bytes = readFileSync(trace), reader = new engine.TraceReader();
		reader.push(bytes);
		const began = performance.now();
		const { id } = engine.done(engine.contentsOf(reader)).find((entry) => entry.kind === kind);
		const { request } = engine.replayFor(id, engine.done(engine.sliceOf(reader, id)));
		const taken = performance.now() - began;
		const replay = spawnSync(process.execPath, [path.join(dist, 'replay.mjs'), JSON.stringify(request), path.join(dist, 'kernels.wasm')], { input: bytes, maxBuffer: 2 ** 28, stdio: ['pipe', 'pipe', 'ignore'] });
		reader.push(replay.stdout);
		return { reader, taken, slice: engine.done(engine.sliceOf(reader, id)) };
	};
	const { reader, taken, slice } = recorded(PATH, 'optimizer');
	const places = slice.parameters.map(({ ref }) => Array.from({ length: reader.optimizerStepCount }, (_, i) => engine.partOf(reader, ref, reader.optimizerStep(i).tick, { from: 0, to: 1 })[0]));
	return { path: { slice, places, taken }, graph: recorded(NET, 'graph').slice };
}
