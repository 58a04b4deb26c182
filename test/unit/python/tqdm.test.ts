/** tqdm in the embedded runtime: imported when it is asked for, written to stderr, a user's own found before. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listing } from '../../../engine/trace/listing.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { overwritten } from '../../../engine/trace/overwritten.ts';
import { runPython } from '../runtime/embedded.ts';

test('a loop writes one line anew; nothing of it is there before it is imported', async () => {
	const { stdout, stderr } = await runPython(`
import sys
print([name for name in sys.modules if 'tqdm' in name])
from tqdm import tqdm, trange
from tqdm.auto import tqdm as auto
from tqdm.notebook import tqdm as notebook
import tqdm.autonotebook, tqdm.contrib
print(auto is tqdm.tqdm, notebook is tqdm.tqdm)
for epoch in trange(3, desc='epochs'):
    pass
with tqdm.tqdm(total=2, leave=False) as bar:
    bar.update(2)
    bar.set_postfix(loss=0.25)
`);
	expect(stdout).toBe('[]\nTrue True\n');
	expect(stderr).toMatch(/^\repochs: {3}0%\| {10}\| 0\/3 \[00:00<\?, \?it\/s\]\repochs: 100%\|█{10}\| 3\/3 \[00:00<00:00, .*it\/s\]\n\r {2}0%[^]*loss=0\.25\]\r +\r$/);
});

test('its errors end the program as tqdm\'s do, and show the user\'s line alone', async () => {
	const { stderr } = await runPython('from tqdm import tqdm\nfor _ in tqdm([1], colr="red"): pass\n');
	expect(stderr).toBe('Traceback (most recent call last):\n  File "/nowhere/test.py", line 2, in <module>\n    for _ in tqdm([1], colr="red"): pass\n             ~~~~^^^^^^^^^^^^^^^^^\ntqdm.std.TqdmKeyError: "Unknown argument(s): {\'colr\': \'red\'}"\n');
});

test('a module of the user\'s own is found before', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'loupe-tqdm-'));
	try {
		writeFileSync(path.join(folder, 'tqdm.py'), 'tqdm = "mine"\n');
		const { stdout } = await runPython('from tqdm import tqdm\nprint(tqdm)\n', { folder });
		expect(stdout).toBe('mine\n');
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('as it is shown it is one line, and of each step of the loop what it said', async () => {
	const { stderr, bytes } = await runPython(`from tqdm import tqdm
import time
for i in tqdm(range(3), desc='outer', mininterval=0):
    for j in tqdm(range(2), desc='inner', leave=False, mininterval=0):
        time.sleep(0.002)
`);
	expect(overwritten(stderr)).toMatch(/^outer: 100%\|█{10}\| 3\/3 \[00:00<00:00, [\d .]+it\/s\]\n$/);
	const reader = new TraceReader();
	reader.push(bytes);
	reader.finish();
	const lines = listing(reader).split('\n').map(line => line.trim());
	expect(lines.filter(line => line.startsWith('stderr outer'))[0]).toMatch(/^stderr outer: {3}0%\| {10}\| 0\/3 \[00:00<\?, \?it\/s\]$/);
	expect(lines.some(line => /^stderr inner: {2}50%\|█{5} {5}\| 1\/2/.test(line))).toBe(true);
});
