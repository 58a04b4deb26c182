/** Bars against the stored answers of real tqdm (ask_tqdm.py), to the character. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { startPython, type Python } from '../support/pyodide.ts';

// Read by Python: it holds an infinity.
const stored = JSON.stringify(readFileSync(new URL('stored/tqdm.json', import.meta.url), 'utf8'));

let python: Python;

beforeAll(async () => {
	python = await startPython();
});

/** Of each that is asked: what, tqdm's answer, and ours. */
function asked(code: string): { readonly count: number; readonly others: readonly unknown[] } {
	return JSON.parse(python.output(`
import json, warnings
warnings.simplefilter('ignore')
stored = json.loads(${stored})
${code}
print(json.dumps({'count': len(rows), 'others': [row for row in rows if row[1] != row[2]]}))`)) as ReturnType<typeof asked>;
}

test('the static methods', () => {
	const { count, others } = asked(`
from tqdm import tqdm
def answer(name, given):
    try:
        return getattr(tqdm, name)(**given)
    except Exception as error:
        return type(error).__name__
rows = [[[name, str(given)], text, answer(name, given)] for name, given, text in stored['calls']]`);
	expect(others).toEqual([]);
	expect(count).toBeGreaterThan(1000);
});

test('what programs write', () => {
	const { count, others } = asked(`
def ran(program):
    printed = []
    names = {'__name__': '__main__', 'print': lambda *args: printed.append(' '.join(map(str, args)))}
    exec(stored['surroundings'], names)
    exec(program, names)
    for each in [value for value in names.values() if type(value).__name__ == 'tqdm']:
        each.close()
    names['tqdm']._instances.clear()
    return [names['out'].getvalue(), names['terminal'].getvalue(), printed]
rows = [[program, answer, ran(program)] for program, answer in stored['programs']]`);
	expect(others).toEqual([]);
	expect(count).toBeGreaterThan(30);
});
