/** The runtime's process killed at 100 random moments of a training run: what was recorded until then is a true beginning of the whole. */
import { expect, test } from 'vitest';
import type { Ref, Tick, Trace } from '../../../engine/trace/model.ts';
import { read } from '../trace/tracer.ts';
import { runPython } from './embedded.ts';

const TIMES = 100;
/** So many processes at once. */
const AT_ONCE = 2;

const TRAINING = `
import torch
print('begun')
torch.manual_seed(0)
x = torch.randn(16, 4)
y = x @ torch.tensor([[1.], [-2.], [3.], [0.5]]) + 0.1
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
average = [p.detach().clone() for p in model.parameters()]
history = {'loss': []}

def update():
    with torch.no_grad():
        for v, w in zip(average, model.parameters()):
            v.mul_(0.9).add_(w, alpha=0.1)

for epoch in range(60):
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    update()
    history['loss'].append(loss.item())
    if epoch % 7 == 0:
        print(epoch, loss.item())
`;

/** An object as it was at a tick, as text. */
function valueText(trace: Trace, ref: Ref, tick: Tick): string {
	const value = trace.value(ref, tick);
	const elements = value?.kind === 'tensor' ? trace.elements(value, tick) : undefined;
	return `${JSON.stringify(value)} ${elements === undefined ? '' : Array.from(elements, String).join(' ')}`;
}

/** All rows in their order, by kind. What only later rows tell, as when a frame ended, is left out. */
function rowsOf(trace: Trace): Readonly<Record<string, readonly string[]>> {
	const rows = (count: number, text: (index: number) => unknown): string[] => Array.from({ length: count }, (_, i) => JSON.stringify(text(i)));
	const scopes = [...new Set(Array.from({ length: trace.frameCount }, (_, i) => trace.frame(i).locals))];
	return {
		frames: rows(trace.frameCount, i => ({ ...trace.frame(i), end: undefined })),
		steps: rows(trace.stepCount, i => ({ ...trace.step(i), end: undefined })),
		ops: rows(trace.opCount, i => trace.op(i)),
		results: rows(trace.opCount, i => trace.op(i).outputs.map(ref => valueText(trace, ref, trace.op(i).end))),
		optimizerSteps: rows(trace.optimizerStepCount, i => trace.optimizerStep(i)),
		states: rows(trace.optimizerStepCount, i => valueText(trace, trace.optimizerStep(i).optimizer, trace.optimizerStep(i).end)),
		...Object.fromEntries((['outputs', 'raised', 'resumes', 'backwards', 'limits', 'failedOps', 'cells'] as const).map(kind => [kind, rows(trace[kind].length, i => trace[kind][i])])),
		...Object.fromEntries(scopes.map(scope => [`names of scope ${scope}`, trace.bindingsBetween(scope, 0, trace.lastTick + 1).map(({ name, ref, tick }) => `${tick} ${name} ${valueText(trace, ref, tick)}`)])),
	};
}

/** The same numbers each time, so that a failure comes again. */
function* random(): Generator<number> {
	for (let state = 12345; ; state = (state * 1103515245 + 12345) % 2 ** 31) yield state / 2 ** 31;
}

test(`killed at ${TIMES} random moments`, { timeout: 600_000 }, async () => {
	let began = 0;
	const run = await runPython(TRAINING, { onOutput: () => { began = performance.now(); } });
	let duration = performance.now() - began;
	const whole = read(run.bytes), expected = rowsOf(whole);
	expect([whole.status, whole.optimizerStepCount, whole.problem]).toEqual([0, 60, undefined]);
	const moments = random();
	let tries = 0, cutWithin = 0, killed = 0;
	const one = async (): Promise<void> => {
		const after = moments.next().value! * duration;
		let start = 0;
		const { bytes, ended } = await runPython(TRAINING, { onOutput: running => { start = performance.now(); setTimeout(() => running.kill(), after); } });
		const trace = read(bytes);
		expect([undefined, 'The trace was cut short: its last frame is not whole.']).toContain(trace.problem);
		// A moment that came too late is no test: the next ones are chosen within what that run took.
		if (ended.how === 'killed') killed++;
		else duration = Math.min(duration, performance.now() - start);
		if (trace.stepCount > 0 && trace.stepCount < whole.stepCount) cutWithin++;
		expect(trace.sources).toEqual(whole.sources);
		for (const [kind, rows] of Object.entries(rowsOf(trace))) expect(rows, `${kind}, killed after ${after} ms`).toEqual((expected[kind] ?? []).slice(0, rows.length));
	};
	await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (killed < TIMES && tries++ < 3 * TIMES) await one(); }));
	expect(killed).toBeGreaterThanOrEqual(TIMES);
	expect(cutWithin).toBeGreaterThan(TIMES / 2);
});
