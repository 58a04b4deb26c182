/** What the optimizer's view shows of optimizers whose formula it does not know: the state that they keep, for each element of each parameter. */
import { expect, test } from 'vitest';
import { optimizerSlice } from '../../../engine/slice/optimizer.ts';
import { stepAt } from '../../../engine/slice/optimizer-steps.ts';
import { done } from '../../../engine/trace/work.ts';
import '../engine/engine.ts';
import { runPython } from '../runtime/embedded.ts';
import { read } from '../trace/tracer.ts';

/** For each parameter what the program itself finds in its state. */
const program = (make: string, told: string): string => `import json
import torch
torch.manual_seed(0)
x = torch.randn(8, 3)
w, b = torch.nn.Parameter(torch.randn(3, 2)), torch.nn.Parameter(torch.randn(2, 1))
optimizer = ${make}
def closure():
    optimizer.zero_grad()
    loss = ((x @ w @ b) ** 2).mean()
    loss.backward()
    return loss
for step in range(3):
    optimizer.step(closure)
state = optimizer.state
print(json.dumps(${told}))
`;

const CASES = {
	Muon: program('torch.optim.Muon([w, b], lr=0.02)', "[{k: v.flatten().tolist() for k, v in state[p].items()} for p in (w, b)]"),
	Adafactor: program('torch.optim.Adafactor([w, b])', "[{k: v.expand(p.shape).flatten().tolist() for k, v in state[p].items() if k != 'step'} for p in (w, b)]"),
	LBFGS: program('torch.optim.LBFGS([w, b], max_iter=2)', "[{k: state[w][k][part].tolist() for k in ('d', 'prev_flat_grad')} for part in (slice(0, 6), slice(6, 8))]"),
	Own: program(`type('Own', (torch.optim.Optimizer,), {'__init__': lambda self, params: torch.optim.Optimizer.__init__(self, params, {}), 'step': lambda self, closure: (closure(), [(self.state[p].__setitem__('kept', p.grad * 2), p.data.sub_(0.1 * p.grad)) for group in self.param_groups for p in group['params']])})([w, b])`, "[{'kept': state[p]['kept'].flatten().tolist()} for p in (w, b)]"),
};

test.each(Object.entries(CASES))('%s', async (type, text) => {
	const { bytes, stdout, stderr } = await runPython(text);
	expect(stderr).toBe('');
	const trace = read(bytes), slice = done(optimizerSlice(trace, trace.optimizerStep(0).optimizer))!;
	expect([slice.type, slice.hasFormula]).toEqual([type, false]);
	const last = stepAt(slice, slice.steps.count - 1)!;
	const told = JSON.parse(stdout) as Record<string, number[]>[];
	expect(last.parameters.map(({ terms }) => Object.fromEntries(terms.filter(({ isState }) => isState).map(({ name, value }) => [name, [...value as Float64Array]])))).toEqual(told);
	for (const { before, after, terms } of last.parameters) {
		const update = terms.find(({ name }) => name === 'update')!.value;
		expect([...update as Float64Array]).toEqual([...after as Float64Array].map((x, i) => x - before[i]!));
	}
});
