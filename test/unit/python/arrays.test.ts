/** What of NumPy's arrays is done most runs no frame of Python's: it would still be right if it did, and take thirty times as long. */
import { beforeAll, expect, test } from 'vitest';
import { startPython, type Python } from '../../support/pyodide.ts';

let python: Python;
beforeAll(async () => {
	python = await startPython();
}, 120_000);

const FRAMES = `
import sys
import numpy as np
x, y, n, q = np.arange(4.0), np.ones(4), np.arange(4), np.arange(9.0).reshape(3, 3)
s, k, mask = x.sum(), n[2], x > 1

def frames(line):
    code, found = compile(line, 'line', 'exec'), []
    sys.setprofile(lambda frame, event, _argument: event == 'call' and frame.f_code is not code and found.append(frame.f_code.co_qualname))
    try:
        exec(code, globals())
    finally:
        sys.setprofile(None)
    return found
`;

test.each([
	'x + y', 'x - 1', '2 / (x + 1)', 'n * n', 'n / 2', 'n // 2', 'x * n', 'x ** 2', '-x', 'abs(x)', '~mask', 'x > 1', 'mask & mask', 'x += y', 'n *= 2', 'x @ y', 'q @ q', 's * x', 'x / s',
	'np.add(x, y)', 'np.exp(x)', 'np.sqrt(n)', 'np.maximum(x, 0)', 'np.isnan(x)', 'np.sin(np.exp(x))',
	'x[1]', 'x[-1]', 'x[1:3]', 'x[::2]', 'x[mask]', 'x[n]', 'q[1]', 'q[1, 2]', 'q[:, 1]', 'x[k]', 'x[1] = 2', 'x[1:] = 0.5', 'x[:2] = x[2:]', 'x[mask] = 0', 'q[1, 2] = s',
	'x.sum()', 'n.sum()', 'x.mean()', 'q.max()', 'mask.any()', 'x.argmax()', 'x.shape', 'x.dtype', 'x.ndim', 'x.size', 'q.T', 'x.copy()', 'x.reshape(2, 2)', 'x.astype("float32")', 'x.tolist()', 'x.item(1)',
	'np.zeros(4)', 'np.ones((2, 2), int)', 'np.array([1.0, 2])', 'np.arange(4)', 'np.full(3, 2.0)', 'np.sum(x)', 'np.add(x, y, out=x)', 'np.add(x, y, x)', 'x **= 2', 'y -= x',
	's + 1', 's * s', '1 - s', 'k + k', 's < 2', 'k / 2',
])('%s', line => {
	expect(python.output(`${FRAMES}\nprint(frames(${JSON.stringify(line)}))`)).toBe('[]\n');
});

test.each([
	'x.shape', 'x.T', 'x.dtype', 'x._t', 'x + 1', '1 - x', 'x ** 2', '-x', 'x < 1', 'x[0]', 'x[0] = 1', 'x.sum()', 'x.reshape(1)', 'np.exp(x)', 'np.add(1, 1, x)', 'np.sum(x)', 'x.shape = 1', 'del x.shape', 'len(x)', 'repr(x)', 'x.tobytes()', 'bytes(x)', 'x.view()', 'np.sort(x)', 'torch.from_numpy(x)',
])('an object that was made without an array says so: %s', line => {
	expect(python.output(`
import numpy as np, torch
x = object.__new__(np.ndarray)
try:
    exec(${JSON.stringify(line)})
    print('was done')
except Exception as error:
    print(type(error).__name__)
del x`)).toMatch(/^(TypeError|AttributeError|RuntimeError)\n$/);
});

test('the shape can be set and not be deleted', () => {
	expect(python.output(`
import numpy as np
x = np.arange(6)
x.shape = 2, 3
try:
    del x.shape
except AttributeError as error:
    print(error, x.shape)`)).toBe('Cannot delete array shape (2, 3)\n');
});
