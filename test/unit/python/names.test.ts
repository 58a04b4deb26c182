/** Names: what PyTorch has and the engine lacks exists and says so when called; what PyTorch lacks is an AttributeError. */
import { beforeAll, describe, expect, test } from 'vitest';
import { startPython, type Python } from '../../support/pyodide.ts';

let python: Python;

beforeAll(async () => {
	python = await startPython();
}, 120_000);

const lacking = (name: string) => `NotImplementedError: \`${name}\` is not in the embedded engine yet; the python runtime has it`;

describe('lacking names raise only when called', () => {
	test.each([
		['torch.fft.fft(torch.ones(3))', 'torch.fft.fft'],
		['torch.linalg.eig(torch.eye(2))', 'torch.linalg.eig'],
		['torch.ones(2, 2).stft(2)', 'torch.Tensor.stft'],
		['torch.lobpcg(torch.ones(2, 2))', 'torch.lobpcg'],
		['torch.nn.CrossMapLRN2d(2)', 'torch.nn.CrossMapLRN2d'],
		['torch.nn.functional.scaled_mm(1, 2)', 'torch.nn.functional.scaled_mm'],
		['torch.optim.SparseAdam([torch.ones(1)])', 'torch.optim.SparseAdam'],
		['torch.onnx.export(1)', 'torch.onnx.export'],
		['np.fft.fft([1, 2])', 'numpy.fft.fft'],
		['np.ma.masked_array([1, 2])', 'numpy.ma.masked_array'],
		['np.random.get_bit_generator()', 'numpy.random.get_bit_generator'],
		['np.ones(2).setfield(1, int)', 'numpy.ndarray.setfield'],
		['torch.zeros(2, dtype=torch.complex64)', 'torch.complex64'],
	])('%s', (expression, name) => {
		expect(python.run(`import torch\nimport numpy as np\n${expression}`).error).toBe(lacking(name));
	});

	test('subclassing a class that is not here says so', () => {
		expect(python.run('import torch\nclass F(torch.nn.CrossMapLRN2d):\n    pass').error).toBe(lacking('torch.nn.CrossMapLRN2d'));
	});

	test('they can be imported, found and used in isinstance', () => {
		expect(python.output(`
import torch, numpy
import torch.distributed
import torch.fft as fft
from torch.linalg import eig
from torch.nn import CrossMapLRN2d
from torch.nn.parallel import DistributedDataParallel
from torch.optim import Adam, lr_scheduler
print(hasattr(torch, 'fft'), hasattr(torch.fft, 'rfft'), hasattr(numpy, 'fft'), hasattr(torch.Tensor, 'stft'), callable(eig), isinstance(torch.nn.ReLU(), CrossMapLRN2d), 'fft' in dir(torch))`))
			.toBe('True True True True True False True\n');
	});
});

describe('names that PyTorch lacks too', () => {
	test.each([
		['torch.nope', "module 'torch' has no attribute 'nope'"],
		['torch.nn.nope', "module 'torch.nn' has no attribute 'nope'"],
		['torch.fft.nope', "module 'torch.fft' has no attribute 'nope'"],
		['np.nope', "module 'numpy' has no attribute 'nope'"],
		['torch.ones(1).nope', "'Tensor' object has no attribute 'nope'"],
	])('%s', (expression, message) => {
		expect(python.run(`import torch\nimport numpy as np\n${expression}`).error).toBe(`AttributeError: ${message}`);
	});
});
