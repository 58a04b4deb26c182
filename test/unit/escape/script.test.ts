/** The escapes of escapes.js, run against the real process of TypeScript: with all layers, and without the flags of node and V8. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { runScript, type Outcome } from '../runtime/embedded.ts';

const text = readFileSync(new URL('escapes.js', import.meta.url), 'utf8');
const names = [...text.matchAll(/^\t'((?:[^'\\]|\\')+)': /gm)].map(found => found[1]!.replaceAll('\\\'', '\''));

test('there are at least thirty-five', () => {
	expect(new Set(names).size).toBe(names.length);
	expect(names.length).toBeGreaterThanOrEqual(35);
});

describe.each([['with all layers', true, true], ['without the flags of node and V8', false, true], ['where nothing is recorded', true, false]])('%s', (_title, flags, record) => {
	let outcome: Outcome;
	let results: Record<string, string>;

	beforeAll(async () => {
		outcome = await runScript(text, { launch: { flags }, record: { record } });
		const found = /^RESULTS (.*)$/m.exec(outcome.stdout)?.[1];
		results = found === undefined ? {} : JSON.parse(found) as Record<string, string>;
	}, 300_000);

	test('every attempt was made', () => {
		expect(outcome.ended, outcome.stderr + outcome.stray).toEqual({ how: 'exited', status: 0 });
		expect(Object.keys(results)).toEqual(names);
	});

	test.each(names)('%s reaches nothing', (name) => {
		expect(results[name]).toBe('');
	});

	test('the process says truly which layers hold', () => {
		const { layers } = outcome.ready!;
		expect(Object.entries(layers).filter(([name, holds]) => name.startsWith('taken.') && !holds)).toEqual([]);
		expect(Object.entries(layers).filter(([name]) => !name.startsWith('taken.')).map(([, holds]) => holds)).toEqual([flags, flags, flags, flags, flags]);
	});
});
