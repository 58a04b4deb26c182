/** The learner's notes, run cell after cell in one namespace, print what real PyTorch prints, to the byte. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startPython, type Python } from '../../support/pyodide.ts';

const EXAMPLES = path.resolve(import.meta.dirname, '../../../examples');
const EXPECTED = path.resolve(import.meta.dirname, '../../golden/notes');
const CUSTOMARY = 'import math, torch\nfrom copy import deepcopy\nfrom torch import nn\n';

let python: Python;

beforeAll(async () => {
	python = await startPython();
}, 120_000);

/** The code of a Markdown file's Python fences, without what was pasted after `>>`. */
function fences(text: string): string[] {
	return [...text.matchAll(/^```python\n([\s\S]*?)^```$/gm)].map(match => match[1]!.replace(/^>>\n[\s\S]*$/m, ''));
}

describe('the notes', () => {
	test('pytorch-notes.md', () => {
		const keep = python.namespace();
		python.run(CUSTOMARY, keep);
		let printed = '';
		for (const code of fences(readFileSync(path.join(EXAMPLES, 'pytorch-notes.md'), 'utf8'))) {
			const { output, error } = python.run(code, keep);
			expect(error).toBe('');
			printed += output;
		}
		expect(printed).toBe(readFileSync(path.join(EXPECTED, 'pytorch-notes.expected.txt'), 'utf8'));
	});

	test('ema-training.py', () => {
		const code = readFileSync(path.join(EXAMPLES, 'ema-training.py'), 'utf8');
		expect(python.output(code)).toBe(readFileSync(path.join(EXPECTED, 'ema-training.expected.txt'), 'utf8'));
	});
});
