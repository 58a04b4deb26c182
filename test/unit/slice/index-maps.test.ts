/** Which ops of a run draw an index map, asked of the embedded runtime. */
import { expect, test } from 'vitest';
import { contentsOf } from '../../../engine/slice/contents.ts';
import { done } from '../../../engine/trace/work.ts';
import { runPython } from '../runtime/embedded.ts';
import { read } from '../trace/tracer.ts';

test('take_along_dim without a dim goes by the source as one row, so its cells have no map', async () => {
	const { bytes } = await runPython(`import torch
s = torch.arange(6).view(2, 3)
flat = torch.take_along_dim(s, torch.tensor([5, 0]))
none = torch.take_along_dim(s, torch.tensor([5, 0]), dim=None)
rows = torch.take_along_dim(s, torch.tensor([[2], [0]]), dim=1)
`);
	expect(done(contentsOf(read(bytes))).filter(({ kind }) => kind === 'indexMap').map(({ label, detail }) => `${label} ${detail}`)).toEqual(['take_along_dim 5']);
});
