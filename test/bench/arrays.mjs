/** NumPy's facade against NumPy itself, from Python; and a state_dict of 100 MB. */
import { fromPython, program } from './programs.mjs';

const SECONDS = 4;
const large = (setup, line) => program(`import numpy as np\nrng = np.random.default_rng(0)\n${setup}`, line, 1, SECONDS);
const small = (setup, line) => program(`import numpy as np\n${setup}`, line, 100, SECONDS);
const LARGE = 3, SMALL = 4;

const PROGRAMS = {
	'add, 10⁶ of float64': { text: large('x, y = rng.random(10**6), rng.random(10**6)', 'x + y'), goal: LARGE },
	'add, 10⁶ of float32': { text: large('x, y = (rng.random(10**6, dtype=np.float32) for _ in range(2))', 'x + y'), goal: LARGE },
	'matmul, 1000 × 1000 of float64': { text: large('x, y = rng.random((1000, 1000)), rng.random((1000, 1000))', 'x @ y'), goal: LARGE },
	'matmul, 1000 × 1000 of float32': { text: large('x, y = (rng.random((1000, 1000), dtype=np.float32) for _ in range(2))', 'x @ y'), goal: LARGE },
	'sort, 10⁶ of float64': { text: large('x = rng.random(10**6)', 'np.sort(x)'), goal: LARGE },
	'sort, 10⁶ of int64': { text: large('x = rng.integers(0, 10**9, 10**6)', 'np.sort(x)'), goal: LARGE },
	'argsort, 10⁶ of float64': { text: large('x = rng.random(10**6)', 'np.argsort(x)'), goal: LARGE },
	'indexing by 10⁶ whole numbers': { text: large('x, at = rng.random(10**6), rng.integers(0, 10**6, 10**6)', 'x[at]'), goal: LARGE },
	'indexing by 10⁶ truths': { text: large('x = rng.random(10**6)\nat = x > 0.5', 'x[at]'), goal: LARGE },
	'assignment by 10⁶ truths': { text: large('x = rng.random(10**6)\nat = x > 0.5', 'x[at] = 1.0'), goal: LARGE },
	'a slice with steps': { text: large('x = rng.random((1000, 1000))', 'x[::2, ::2].copy()'), goal: LARGE },
	'sum, 10⁶ of float64': { text: large('x = rng.random(10**6)', 'x.sum()'), goal: LARGE },
	'max along the first axis, 1000 × 1000 of float64': { text: large('x = rng.random((1000, 1000))', 'x.max(axis=0)'), goal: LARGE },
	'comparison, 10⁶ of float64': { text: large('x = rng.random(10**6)', 'x > 0.5'), goal: LARGE },
	'np.unique, 10⁶ of int64': { text: large('x = rng.integers(0, 1000, 10**6)', 'np.unique(x)'), goal: LARGE },
	'x + y, of 4': { text: small('x, y = np.arange(4.0), np.ones(4)', 'x + y'), goal: SMALL },
	'np.exp, of 4': { text: small('x = np.arange(4.0)', 'np.exp(x)'), goal: SMALL },
	'x.sum(), of 4': { text: small('x = np.arange(4.0)', 'x.sum()'), goal: SMALL },
	'x[1], of 4': { text: small('x = np.arange(4.0)', 'x[1]'), goal: SMALL },
	'x[1:3], of 4': { text: small('x = np.arange(4.0)', 'x[1:3]'), goal: SMALL },
	'x[x > 1], of 4': { text: small('x = np.arange(4.0)', 'x[x > 1]'), goal: SMALL },
	'np.array of 4': { text: small('', 'np.array([1.0, 2.0, 3.0, 4.0])'), goal: SMALL },
	'x.reshape(2, 2), of 4': { text: small('x = np.arange(4.0)', 'x.reshape(2, 2)'), goal: SMALL },
	'x.T, of 2 × 3': { text: small('x = np.arange(6.0).reshape(2, 3)', 'x.T'), goal: SMALL },
	'np.add(x, y, out=x), of 4': { text: small('x, y = np.arange(4.0), np.ones(4)', 'np.add(x, y, out=x)'), goal: SMALL },
	'np.zeros of 4': { text: small('', 'np.zeros(4)'), goal: SMALL },
};

const LOADED = `
import io, time, torch
held = io.BytesIO()
torch.save({f'layer{i}.weight': torch.randn(1000, 1000) for i in range(25)}, held)
best = float('inf')
for _ in range(3):
    held.seek(0)
    start = time.perf_counter()
    torch.load(held)
    best = min(best, time.perf_counter() - start)
print(best)
`;

/** `runtime`: startRuntime, ensureSnapshot, DEFAULT_RECORD and TraceReader. `python`: an interpreter with NumPy and PyTorch, or undefined. */
export async function arrays({ runtime, dist, folder, python, row }) {
	console.log('\nArrays, from Python');
	await fromPython({ runtime, dist, folder, python, row }, PROGRAMS, { peer: 'NumPy', narrow: false });
	console.log('\nA state_dict of 100 MB; goal: loaded within 1 s');
	await fromPython({ runtime, dist, folder, python, row }, { 'torch.load of 25 matrices of 1000 × 1000': { text: LOADED, goal: 3 } }, { narrow: false });
}
