/** While a program trains its optimizer's slice is cut again and again: it comes to what one that is cut at the end comes to. */
import { expect, test } from 'vitest';
import { optimizerSlice } from '../../../engine/slice/optimizer.ts';
import { stepAt } from '../../../engine/slice/optimizer-steps.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { done } from '../../../engine/trace/work.ts';
import { runPython } from '../runtime/embedded.ts';
import { read } from '../trace/tracer.ts';

const STEPS = 2500;
const TRAINING = `import torch
w, b = torch.tensor([1., 2.], requires_grad=True), torch.tensor(0.5, requires_grad=True)
opt = torch.optim.SGD([{'params': [w]}, {'params': [b], 'lr': 0.01}], lr=0.1, momentum=0.9)
for i in range(${STEPS}):
    opt.zero_grad()
    ((w * 3).sum() + b).square().backward()
    opt.step()
    if i == 100:
        opt.param_groups[0]['lr'] = 0.02
`;

test('thinned more and more, and equal', async () => {
	const { bytes } = await runPython(TRAINING);
	const whole = read(bytes);
	const optimizer = whole.optimizerStep(0).optimizer;
	const growing = new TraceReader();
	const counts = new Set<number>();
	// At some forty places, whichever of a flush's frames come before them.
	const every = Math.ceil(whole.places.length / 40) | 1;
	for (const [i, { offset, length }] of whole.places.entries()) {
		growing.push(bytes.subarray(offset, offset + length));
		if (i % every !== 0) continue;
		const slice = done(optimizerSlice(growing, optimizer));
		if (slice) counts.add(slice.steps.count);
	}
	expect(counts.size).toBeGreaterThan(3);
	const [grown, atOnce] = [growing, read(bytes)].map(trace => done(optimizerSlice(trace, optimizer))!);
	expect(grown).toEqual(atOnce);
	expect([...grown!.steps.index]).toEqual([...Array.from({ length: STEPS / 4 }, (_, i) => 4 * i), STEPS - 1]);
	const [early, late] = [0, 200].map(step => stepAt(grown!, step)!);
	expect([early!.hyperparameters['lr'], late!.hyperparameters['lr']]).toEqual([0.1, 0.02]);
	const rates = late!.parameters.map(({ terms }) => terms.map(({ formula }) => formula).join());
	expect(rates).toEqual([expect.stringContaining('0.02'), expect.stringContaining('0.01')]);
});
