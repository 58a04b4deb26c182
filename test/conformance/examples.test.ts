/** The programs of examples/gallery print what PyTorch prints, to the character. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startPython, type Python } from '../support/pyodide.ts';

const GALLERY = path.resolve(import.meta.dirname, '../../examples/gallery');

const stored = JSON.parse(readFileSync(path.join(import.meta.dirname, 'stored/examples.json'), 'utf8')) as Record<string, string>;

describe('examples print what PyTorch prints', () => {
	let python: Python;

	beforeAll(async () => {
		python = await startPython();
	});

	test('each has its answer', () => {
		expect(readdirSync(GALLERY).sort()).toEqual(Object.keys(stored).sort());
	});

	test.each(Object.entries(stored))('%s', (name, printed) => {
		expect(python.output(readFileSync(path.join(GALLERY, name), 'utf8'))).toBe(printed);
	});
});
