/** What crosses the border: handles are given back, memory does not grow, and no JavaScript object is a road out. */
import { beforeAll, describe, expect, test } from 'vitest';
import { handlesInUse } from '../../../engine/binding/handles.ts';
import { memoryUse } from '../../../engine/memory/allocator.ts';
import { startPython, type Python } from '../../support/pyodide.ts';

let python: Python;

beforeAll(async () => {
	python = await startPython();
}, 120_000);

/** Everything that Python no longer reaches is given back. */
function settle(): void {
	python.output('import gc\nimport torch._border\ngc.collect()\ntorch._border.drain()');
}

describe('memory', () => {
	test('arrays give back what they made, whether they have a tensor or not', () => {
		settle();
		const [handles, { used }] = [handlesInUse(), memoryUse()];
		python.output(`import numpy as np, torch
for step in range(20_000):
    a = np.array([1.0, 2.0, 3.0, 4.0])
    a += a * 2
    a[a > 3][1:], a.T, a.reshape(2, 2).tolist(), a.sum()
    if step % 3 == 0: torch.from_numpy(a[1:])
    if step % 3 == 1: a._t
    a.shape = 2, 2
    b = np.zeros(3)
    b.resize(2)
print(a)`)
		expect(handlesInUse()).toBeLessThan(handles + 200);
		settle();
		expect(handlesInUse()).toBe(handles);
		expect(memoryUse().used).toBe(used);
	});

	test('a long loop gives back what it made', () => {
		settle();
		const [handles, { used }] = [handlesInUse(), memoryUse()];
		python.output('import torch\na = torch.ones(100)\nfor _ in range(100_000): a = a + 1\nprint(a[0].item())');
		// Checked before collecting: reference counts alone must do.
		expect(handlesInUse()).toBeLessThan(handles + 200);
		expect(memoryUse().used).toBeLessThan(used + 200 * 1024);
		settle();
		expect(handlesInUse()).toBe(handles);
		expect(memoryUse().used).toBe(used);
	});

	test('a training loop gives back its graph', () => {
		settle();
		const [handles, { used }] = [handlesInUse(), memoryUse()];
		python.output(`
import torch
from torch import nn
model = nn.Sequential(nn.Linear(10, 20), nn.ReLU(), nn.Linear(20, 1))
opt = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
x = torch.ones(8, 10)
hook = model[0].weight.register_hook(lambda g: g * 2)
for _ in range(300):
    loss = (model(x) ** 2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
hook.remove()
del model, opt, x, loss, hook`);
		settle();
		expect(handlesInUse()).toBe(handles);
		expect(memoryUse().used).toBe(used);
	});

	test('tensors in cycles are collected when memory is short', () => {
		// 40 tensors of 64 MB, each kept only by a cycle: without collecting they would be 2.5 GB.
		expect(python.output(`
import torch
for _ in range(40):
    cycle = [torch.zeros(16 * 2 ** 20)]
    cycle.append(cycle)
print(cycle[0].numel())
del cycle`)).toBe('16777216\n');
		settle();
		expect(memoryUse().used).toBeLessThan(100 * 2 ** 20);
	});

	test('an allocation that cannot be had is an error like any other', () => {
		expect(python.run('import torch\ntorch.zeros(10**12)').error).toBe("RuntimeError: [enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 4000000000000 bytes. Error code 12 (Cannot allocate memory)");
		expect(python.output('import torch\nprint(torch.ones(2))')).toBe('tensor([1., 1.])\n');
	});

	test('bulk data crosses in pieces, both ways', () => {
		expect(python.output(`
import torch
values = list(range(700_000))
t = torch.tensor(values)
print(t.tolist() == values, t.view(1000, 700).t().tolist()[699][999], t.sum().item(), len(torch._storage_bytes(t)))`)).toBe('True 699999 244999650000 5600000\n');
	});
});

describe("Python's buffers", () => {
	test('read a copy of an array', () => {
		expect(python.output(`
import array
import numpy as np
a = np.array([[1., 2.], [3., 4.]])
view = memoryview(a)
a[0, 0] = 9
print(view.tolist(), view.format, view.shape, view.readonly, bytes(np.array([1, 2], dtype=np.uint8)), array.array('d', a.ravel()), len(a.data))
print(memoryview(np.arange(3)).tolist(), memoryview(a.T).tolist())`))
			.toBe("[[1.0, 2.0], [3.0, 4.0]] d (2, 2) True b'\\x01\\x02' array('d', [9.0, 2.0, 3.0, 4.0]) 2\n[0, 1, 2] [[9.0, 3.0], [2.0, 4.0]]\n");
	});

	test('refuse to write', () => {
		expect(python.run('import io\nimport numpy as np\nio.BytesIO(b"12345678").readinto(np.ones(1))').error)
			.toBe('TypeError: readinto() argument must be read-write bytes-like object, not numpy.ndarray');
	});
});

describe('numbers keep their type and value', () => {
	test.each([
		['torch.tensor(2.0).item()', '2.0'], ['torch.tensor(-0.0).item()', '-0.0'], ['torch.tensor(2).item()', '2'], ['torch.tensor(True).item()', 'True'],
		['torch.tensor(2**62 + 1).item()', '4611686018427387905'], ['torch.tensor(-2**63).item()', '-9223372036854775808'], ['torch.tensor(1.1, dtype=torch.float64).item()', '1.1'],
		['(torch.tensor([1]) + 2**62).item()', '4611686018427387905'], ['(torch.tensor([1]) * 2.0).dtype', 'torch.float32'], ['(torch.tensor([1]) * 2).dtype', 'torch.int64'],
		['(torch.tensor([1]) * True).dtype', 'torch.int64'], ['torch.full((1,), 2.0).dtype', 'torch.float32'], ['torch.full((1,), 2).dtype', 'torch.int64'],
		['torch.tensor(float("nan")).item()', 'nan'], ['torch.tensor(5e-324, dtype=torch.float64).item()', '5e-324'], ['torch.equal(torch.ones(1), torch.ones(1))', 'True'],
		['torch.tensor([1.5], dtype=torch.bfloat16).tolist()', '[1.5]'], ['torch.tensor([65504.], dtype=torch.float16).tolist()', '[65504.0]'],
	])('%s', (expression, expected) => {
		expect(python.output(`import torch\nprint(repr(${expression}))`)).toBe(`${expected}\n`);
	});
});

describe('the functions of the border', () => {
	test('have no constructor and nothing to change', () => {
		expect(python.output(`
import torch._border as border
function = border._call
found = []
for name in ('constructor', 'call', 'apply', 'bind', '__proto__', 'prototype', 'caller', 'arguments', 'toString'):
    try:
        found.append((name, getattr(function, name)))
    except AttributeError:
        pass
try:
    function.extra = 1
    found.append('extra')
except Exception:
    pass
try:
    found.append(function.new())
except Exception:
    pass
print(found)`)).toBe('[]\n');
	});

	test('refuse handles that are not in use, and stay usable', () => {
		for (const call of ['_shape(10**9)', '_facts(-5, 0)', '_facts(1, 99)', '_call(10**6)', '_call(8, 12345678, 0)', "_text('x', 'y')", '_read(10**9, 0)', '_write(10**9, 0, 10**9)', '_release(10**9, -4, 0)', '_node(3, 1)', "_generator('new')", "_legacy_random('nope', 0)", '_call([1])', '_call({})', '_text(1, print)', '_shape(object())']) {
			expect(python.run(`import torch._border as border\nanswer = border.${call}\nassert answer is None or isinstance(answer, (int, float, str)), answer`).error).toBe('');
		}
		expect(python.output('import torch\nprint(torch.ones(1))')).toBe('tensor([1.])\n');
	});
});
