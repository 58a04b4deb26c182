/** The Python side answers as PyTorch does, to the character: values, and exceptions with their messages. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startPython, type Python } from '../support/pyodide.ts';

interface Answer { readonly repr?: string; readonly error?: string; readonly message?: string }

const stored = JSON.parse(readFileSync(path.join(import.meta.dirname, 'stored/python_answers.json'), 'utf8')) as { preamble: string; answers: Record<string, Answer> };

const programs = JSON.parse(readFileSync(path.join(import.meta.dirname, 'stored/python_programs.json'), 'utf8')) as Record<string, string>;

let python: Python;

beforeAll(async () => {
	python = await startPython();
});

function ask(expression: string): Answer {
	const code = `${stored.preamble}
import json, warnings
warnings.simplefilter('ignore')
try:
    _answer = {'repr': repr(eval(${JSON.stringify(expression)}))}
except Exception as error:
    _answer = {'error': type(error).__name__, 'message': str(error)}
print(json.dumps(_answer))`;
	return JSON.parse(python.output(code)) as Answer;
}

describe('as PyTorch answers', () => {
	test.each(Object.entries(stored.answers))('%s', (expression, answer) => {
		expect(ask(expression)).toEqual(answer);
	});
});

describe('programs print what PyTorch prints', () => {
	test.each(Object.entries(programs).map(([program, printed]) => [program.split('\n')[0]!, program, printed] as const))('%s', (_, program, printed) => {
		expect(python.output(`import torch, warnings\nwarnings.simplefilter('ignore')\ntorch.set_printoptions(profile='default')\n${program}`)).toBe(printed);
	});
});
