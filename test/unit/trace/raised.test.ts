/** What the tracer tells of exceptions: each where it was raised, once, with its words; nothing of the program's is run for it. */
import { afterAll, expect, test } from 'vitest';
import { hasPython, run, tracerFolder } from './tracer.ts';

const { folder, remove } = tracerFolder();
afterAll(remove);

const raised = (text: string): string[] => run(folder, text).trace.raised.map(({ type, message, line }) => `${line} ${type} ${message}`.trim());

test.runIf(hasPython)('caught ones and the one that ended the run, through finally and callers', () => {
	expect(raised(`
def check():
    try:
        return {}['k']
    except KeyError:
        pass
    finally:
        done = True
    raise ValueError('no', 1)

def outer():
    try:
        return check()
    finally:
        count = 1

for i in range(2):
    try:
        int('x')
    except ValueError:
        pass
outer()
`)).toEqual([
		'19 ValueError invalid literal for int() with base 10: \'x\'', '19 ValueError invalid literal for int() with base 10: \'x\'',
		'4 KeyError \'k\'', '9 ValueError (\'no\', 1)',
	]);
});

test.runIf(hasPython)('a __str__ of the program is not called', () => {
	const { stdout, trace } = run(folder, `
class Odd(Exception):
    def __str__(self):
        print('called')
        return 'odd'

class Value:
    def __repr__(self):
        print('called')
        return 'value'

for error in Odd(1), KeyError(Value()), ValueError(Value()):
    try:
        raise error
    except Exception:
        pass
`);
	expect(stdout).toBe('');
	expect(trace.raised.map(({ type, message }) => [type, message])).toEqual([['Odd', ''], ['KeyError', ''], ['ValueError', '']]);
});

test.runIf(hasPython)('generators, a re-raise, an exception from within a library', () => {
	expect(raised(`
import json

def numbers():
    yield 1
    raise OSError('gone')

try:
    for n in numbers():
        pass
except OSError as error:
    try:
        raise
    except OSError:
        pass
try:
    json.loads('{')
except ValueError:
    pass
`).map(text => text.replace(/ Expecting.*/, ''))).toEqual(['6 OSError gone', '17 JSONDecodeError']);
});
