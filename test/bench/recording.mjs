/**
 * What recording costs: each program times its own loop in a process of its own, recorded and unrecorded in turn.
 *
 * Unrecorded is the same runtime with `record: false`, in which only output is written. The processes are alike otherwise, and a
 * program's loop has run before it is timed, so long that neither start nor V8's compiling is part of a figure: that takes it some
 * hundred milliseconds, in which what is recorded and what is not are alike slow. Like an editor's, a process has waited before, in
 * which time it rehearses; in one that has not, V8 runs the interpreter's outermost frame uncompiled to the end.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { alternate, ratio } from './measure.mjs';

const MLP = `
import time
import torch
from torch import nn
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
criterion = nn.CrossEntropyLoss()
x, y = torch.randn(32, 64), torch.randint(0, 10, (32,))
for rounds in (800, 800):
    start = time.perf_counter()
    for step in range(rounds):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    taken = time.perf_counter() - start
print(taken / rounds)
`;

const adds = (...lines) => `
import time
import torch
x, y = torch.zeros(4), torch.ones(4)
for rounds in (20_000, ${Math.round(80_000 / lines.length)}):
    start = time.perf_counter()
    for i in range(rounds):
${lines.map((line) => `        ${line}\n`).join('')}    taken = time.perf_counter() - start
print(taken / rounds)
`;

const PROGRAMS = {
	'step of an MLP 64-128-10': { text: MLP, goal: 2 },
	'x = x + y, of 4 elements': { text: adds('x = x + y'), goal: 3 },
	'four lines of such adds': { text: adds('a = x + y', 'b = a + y', 'c = b + a', 'x = c + y'), goal: 3 },
};
const OVER = { maxSteps: 100 };
const REHEARSED_MILLISECONDS = 3000;

const TINY = `
import torch
from torch import nn
torch.manual_seed(0)
model = nn.Linear(4, 4)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
x, y = torch.randn(8, 4), torch.randn(8, 4)
for step in range(100_000):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
`;

/** Opens a trace as the extension host does, and prints by how much the process has grown. */
const OPENER = (reader) => `
import { createReadStream } from 'node:fs';
import { TraceReader } from ${JSON.stringify(reader)};
const resident = () => { gc(); gc(); return process.memoryUsage().rss; };
const before = resident();
const trace = new TraceReader();
for await (const bytes of createReadStream(process.argv[2])) trace.push(bytes);
trace.finish();
console.log(JSON.stringify({ grown: resident() - before, optimizerSteps: trace.optimizerStepCount, limits: trace.limits.map((limit) => limit.what) }));
`;

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

/** `engine`: startRuntime, ensureSnapshot, DEFAULT_RECORD, TraceReader, and `reader`, the module's file that has the last. */
export async function recording({ engine, dist, folder, row }) {
	const snapshot = await engine.ensureSnapshot(dist, folder);
	const run = async (text, record, onData, waits = 0) => {
		const runtime = engine.startRuntime({ dist, snapshot, folders: [] });
		const request = { type: 'run', uri: 'file:///bench.py', name: 'bench.py', text, argv: ['bench.py'], customaryNames: false, folder: undefined, cells: [{ line: 1, text, shift: 0, mode: 'exec' }] };
		await runtime.ready;
		await new Promise((resolve) => setTimeout(resolve, waits));
		const ended = await runtime.run({ ...request, record: { ...engine.DEFAULT_RECORD, ...record } }, { onData }).done;
		if (ended.how !== 'exited' || ended.status !== 0) throw new Error(`the program ended as ${JSON.stringify(ended)}`);
	};
	/** Seconds that the program printed, for one round of its loop. */
	const timed = async (text, record, waits = REHEARSED_MILLISECONDS) => {
		const chunks = [];
		await run(text, record, (bytes) => void chunks.push(bytes), waits);
		const trace = new engine.TraceReader();
		for (const bytes of chunks) trace.push(bytes);
		return Number(trace.outputs.at(-1).text);
	};

	console.log('\nRecording: time of one round of a loop, against the same unrecorded');
	for (const [name, { text, goal }] of Object.entries(PROGRAMS)) {
		const plain = () => timed(text, { record: false });
		const result = await alternate({ plain, recorded: () => timed(text, {}) });
		// What ends after a hundred steps has nothing of a rehearsal.
		const over = await ratio(() => timed(text, OVER, 0), () => timed(text, { record: false }, 0));
		const microseconds = (seconds) => `${(seconds * 1e6).toFixed(1)} µs`;
		row(`${name}, unrecorded`, microseconds(result.plain));
		row('  recorded', microseconds(result.recorded), `${(result.recorded / result.plain).toFixed(2)} times; goal: at most ${goal}`);
		row('  once a budget has ended recording', `${over.middle.toFixed(3)} ×`, `half of the pairs between ${over.quarters.map((each) => each.toFixed(2)).join(' and ')}; goal: at most 1.05`);
	}

	console.log('\nRecording 100,000 SGD steps of a model of 20 parameters');
	const file = path.join(folder, 'steps.loupe');
	await run(TINY, {}, (bytes) => appendFileSync(file, bytes));
	const opener = path.join(folder, 'opener.mjs');
	writeFileSync(opener, OPENER(engine.reader));
	const seen = JSON.parse(execFileSync(process.execPath, ['--expose-gc', opener, file], { encoding: 'utf8' }));
	row('on disk', megabytes(statSync(file).size), 'goal: under 300 MB');
	row('in memory, opened by a reader', megabytes(seen.grown), 'goal: under 300 MB');
	row('optimizer steps in it', String(seen.optimizerSteps), seen.limits.length === 0 ? 'all' : `cut by the budget of ${seen.limits.join(', ')}`);
}
