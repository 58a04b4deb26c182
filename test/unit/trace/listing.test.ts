/** The stored traces as text, beside what they were: a change of the tracer, the reader or the listing is a diff to read. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { listing } from '../../../engine/trace/listing.ts';
import { stored } from './stored.ts';
import { read } from './tracer.ts';

test.each(['gather', 'pytorch-notes', 'ema-training', 'changes', 'quiet'])('%s, as real PyTorch ran it', async (name) => {
	await expect(listing(read(stored(name)))).toMatchFileSnapshot(path.join(import.meta.dirname, `../../golden/traces/${name}.pytorch.txt`));
});
