/** A training run, and its trace as rows of text: what was recorded of one that was killed must be a true beginning of them. */
import type { Ref, Tick, Trace } from '../../engine/trace/model.ts';

export const TRAINING = `
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
export function rowsOf(trace: Trace): Readonly<Record<string, readonly string[]>> {
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
export function* random(): Generator<number> {
	for (let state = 12345; ; state = (state * 1103515245 + 12345) % 2 ** 31) yield state / 2 ** 31;
}
