/**
 * `torch` from TypeScript. The numbers and sentences are those of PyTorch 2.13, given by the Python program that stands at
 * each test, or by the same calls.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test } from 'vitest';
import { memoryUse } from '../../../engine/memory/allocator.ts';
import '../engine/engine.ts';

const { EngineError, torch } = await import('../../../engine/torch.ts');

afterEach(() => torch.set_default_dtype(torch.float32));

describe('programs', () => {
	/*
	torch.manual_seed(0)
	x = torch.randn([20, 1])
	y = 3 * x - 2 + 0.1 * torch.randn([20, 1])
	w = torch.zeros([1, 1], requires_grad=True)
	b = torch.zeros(1, requires_grad=True)
	for step in range(50):
	    loss = ((x.matmul(w) + b - y) ** 2).mean()
	    loss.backward()
	    with torch.no_grad():
	        for p in (w, b):
	            p.sub_(p.grad, alpha=0.1)
	            p.grad = None
	    if step in (0, 1, 49):
	        print(loss)
	print(w, b)
	*/
	test('a line is fitted by SGD', () => {
		torch.manual_seed(0);
		const x = torch.randn([20, 1]);
		const y = x.mul(3).sub(2).add(torch.randn([20, 1]), { alpha: 0.1 });
		const w = torch.zeros([1, 1], { requires_grad: true });
		const b = torch.zeros(1, { requires_grad: true });
		const printed: string[] = [];
		for (let step = 0; step < 50; step++) {
			torch.scope(() => {
				const loss = x.matmul(w).add(b).sub(y).pow(2).mean();
				loss.backward();
				torch.no_grad(() => {
					for (const p of [w, b]) {
						p.sub_(p.grad!, { alpha: 0.1 });
						p.grad = undefined;
					}
				});
				if ([0, 1, 49].includes(step)) printed.push(String(loss));
			});
		}
		expect([...printed, `${String(w)} ${String(b)}`]).toEqual([
			'tensor(10.6064, grad_fn=<MeanBackward0>)',
			'tensor(7.2213, grad_fn=<MeanBackward0>)',
			'tensor(0.0055, grad_fn=<MeanBackward0>)',
			'tensor([[2.9879]], requires_grad=True) tensor([-1.9917], requires_grad=True)',
		]);
	});

	/*
	a = torch.arange(6.).view(2, 3).requires_grad_()
	out = a.gather(1, torch.tensor([[0, 0, 2], [1, 1, 1]]))
	print(out)
	out.backward(torch.tensor([[1., 2., 3.], [4., 5., 6.]]))
	print(a.grad)
	*/
	test('gather, and its gradient', () => {
		const a = torch.arange(6, { dtype: torch.float32 }).view(2, 3).requires_grad_();
		const out = a.gather(1, torch.tensor([[0, 0, 2], [1, 1, 1]]));
		expect(String(out)).toBe('tensor([[0., 0., 2.],\n        [4., 4., 4.]], grad_fn=<GatherBackward0>)');
		out.backward(torch.tensor([[1, 2, 3], [4, 5, 6]], { dtype: torch.float32 }));
		expect(String(a.grad)).toBe('tensor([[ 3.,  0.,  3.],\n        [ 0., 15.,  0.]])');
		expect(a.grad).toBe(a.grad);
	});

	/*
	g, = torch.autograd.grad((a ** 3).sum(), a, create_graph=True)
	print(g)
	print(torch.autograd.grad(g.sum(), a)[0])
	*/
	test('a gradient of a gradient', () => {
		const a = torch.tensor([[0, 1, 2], [3, 4, 5]], { dtype: torch.float32, requires_grad: true });
		const [g] = torch.autograd.grad(a.pow(3).sum(), a, { create_graph: true });
		expect(String(g)).toBe('tensor([[ 0.,  3., 12.],\n        [27., 48., 75.]], grad_fn=<MulBackward0>)');
		expect(String(torch.autograd.grad(g.sum(), [a])[0])).toBe('tensor([[ 0.,  6., 12.],\n        [18., 24., 30.]])');
		const other = torch.ones(2, { requires_grad: true });
		expect(torch.autograd.grad(a.sum(), [a, other], { allow_unused: true })[1]).toBeUndefined();
	});
});

describe('arguments', () => {
	const x = torch.tensor([[1, 2], [3, 4]]);

	test('by position, by name, or several for a list', () => {
		expect(x.sum().item()).toBe(10);
		expect(x.sum(0).tolist()).toEqual([4, 6]);
		expect(x.sum([0, 1]).item()).toBe(10);
		for (const sum of [x.sum([0], true), x.sum(0, { keepdim: true }), x.sum({ dim: [0], keepdim: true }), torch.sum(x, { dim: 0, keepdim: true }), torch.sum({ input: x, dim: 0, keepdim: true })]) {
			expect(sum.tolist()).toEqual([[4, 6]]);
		}
		expect(x.sum(undefined, true, { dtype: torch.float64 }).dtype).toBe('float64');
		expect(x.view(4).shape).toEqual([4]);
		expect(x.view([1, 4]).shape).toEqual([1, 4]);
		expect(x.permute(1, 0).tolist()).toEqual([[1, 3], [2, 4]]);
		expect(torch.zeros(2, 3, { dtype: torch.int8 }).dtype).toBe('int8');
		expect(torch.nn.functional.mse_loss(torch.tensor([1.5, 2.5]), torch.tensor([0.5, 0.5]), { reduction: 'sum' }).item()).toBe(5);
	});

	test('what no overload takes is said, and what does not compile', () => {
		// @ts-expect-error There is no such parameter.
		expect(() => x.sum({ dims: 0 })).toThrow('sum() received an invalid combination of arguments - got ({ dims: number }), but expected one of:\n * sum(Tensor self, *, ScalarType? dtype=None) -> Tensor\n');
		// @ts-expect-error A text is no tensor.
		expect(() => x.add('1')).toThrow(EngineError);
		// @ts-expect-error There is no such dtype.
		expect(() => x.to('float31')).toThrow(EngineError);
		// @ts-expect-error There is no such dtype.
		expect(() => torch.tensor(1, { dtype: 'float31' })).toThrow(EngineError);
		// @ts-expect-error There is no such operator.
		expect(x.sumo).toBeUndefined();
		expect(() => x.view(1.5)).toThrow('invalid combination');
	});

	test('results are what PyTorch answers: named ones, lists, out and self', () => {
		const { values, indices } = x.max(1);
		const [first, second] = torch.max(x, 1);
		expect([values, indices, first, second].map(item => item.tolist())).toEqual([[2, 4], [1, 1], [2, 4], [1, 1]]);
		expect(x.unbind().map(row => row.tolist())).toEqual([[1, 2], [3, 4]]);
		expect([...x].map(row => row.tolist())).toEqual([[1, 2], [3, 4]]);
		const out = torch.empty([2, 2], { dtype: torch.int64 });
		expect(torch.add(x, x, { out })).toBe(out);
		expect(out.add_(1)).toBe(out);
		expect(out.tolist()).toEqual([[3, 5], [7, 9]]);
		expect(torch.equal(x, x)).toBe(true);
		// @ts-expect-error A list is no place for one result.
		expect(() => torch.add(x, x, { out: [out] })).toThrow(EngineError);
	});

	/* `[str(torch.tensor([1, 2]) * 2), str(torch.tensor([1, 2]) * 2.5)]` and so on */
	test('a whole number is an int, a fraction and -0 a float, a bigint an int, a boolean a bool', () => {
		const whole = torch.tensor([1, 2]);
		expect([whole.mul(2), whole.mul(2.5), whole.mul(2n), whole.mul(true), whole.div(2), torch.full([2], 3), torch.full([1], true), torch.full([1], -0)].map(String)).toEqual([
			'tensor([2, 4])', 'tensor([2.5000, 5.0000])', 'tensor([2, 4])', 'tensor([1, 2])', 'tensor([0.5000, 1.0000])', 'tensor([3, 3])', 'tensor([True])', 'tensor([-0.])',
		]);
		expect(torch.tensor(2n ** 62n).add(1n).item<bigint>()).toBe(2n ** 62n + 1n);
		expect(torch.tensor([1e300]).dtype).toBe('float32');
	});

	test('data brings its dtype, or is given one', () => {
		expect([torch.tensor([1, 2]), torch.tensor([1, 0.5]), torch.tensor([true]), torch.tensor([true, 2]), torch.tensor([]), torch.tensor([[], []]), torch.tensor(new Float64Array([1, 2])), torch.tensor(new Uint8Array([7]), { dtype: torch.float16 })].map(({ dtype, shape }) => [dtype, shape])).toEqual([
			['int64', [2]], ['float32', [2]], ['bool', [1]], ['int64', [2]], ['float32', [0]], ['float32', [2, 0]], ['float64', [2]], ['float16', [1]],
		]);
		torch.set_default_dtype(torch.float64);
		expect(torch.tensor(0.1).item()).toBe(0.1);
		expect(torch.tensor([1.5, -1], { dtype: torch.uint8 }).tolist()).toEqual([1, 255]);
	});

	test('between brackets', () => {
		const cube = torch.arange(24).view(2, 3, 4);
		expect(cube.index([1, torch.Slice(1), '...', torch.Slice(undefined, undefined, 2)]).tolist()).toEqual([[16, 18], [20, 22]]);
		expect(cube.index([null, 0, [2, 0], 3]).tolist()).toEqual([[11, 3]]);
		expect(cube.index([cube.gt(21)]).tolist()).toEqual([22, 23]);
		const zeros = torch.zeros([2, 2]);
		expect(zeros.assign([torch.Slice(), 1], 7)).toBe(zeros);
		expect(zeros.assign([0], torch.tensor([1, 2])).tolist()).toEqual([[1, 2], [0, 7]]);
	});

	/* torch.randint(0, 10, [5], generator=torch.Generator().manual_seed(3)) */
	test('a generator of one\'s own', () => {
		expect(torch.randint(0, 10, [5], { generator: torch.Generator().manual_seed(3) }).tolist()).toEqual([6, 8, 7, 7, 0]);
	});

	test('hooks, leaves and what is kept of the graph', () => {
		const w = torch.ones(2, { requires_grad: true });
		const twice = w.mul(2);
		twice.retain_grad();
		const hook = twice.register_hook(grad => grad.mul(10));
		twice.sum().backward();
		hook.remove();
		expect([w.grad!.tolist(), twice.grad!.tolist(), w.is_leaf, twice.grad_fn?.name()]).toEqual([[20, 20], [10, 10], true, 'MulBackward0']);
		expect(torch.no_grad(() => w.mul(2).requires_grad)).toBe(false);
		expect(torch.no_grad(() => torch.enable_grad(() => w.mul(2).requires_grad))).toBe(true);
		expect(twice.detach_().requires_grad).toBe(false);
	});
});

describe('errors have PyTorch\'s class and text', () => {
	const x = torch.zeros(2, 3);
	const w = torch.zeros(2, { requires_grad: true });
	const whole = torch.ones(2, { dtype: torch.int64 });
	test.each<[string, () => unknown, string, string]>([
		['matmul', () => x.matmul(torch.zeros(2, 2)), 'RuntimeError', 'mat1 and mat2 shapes cannot be multiplied (2x3 and 2x2)'],
		['add', () => x.add(torch.zeros(4)), 'RuntimeError', 'The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1'],
		['sum', () => x.sum(5), 'IndexError', 'Dimension out of range (expected to be in range of [-2, 1], but got 5)'],
		['size', () => x.size(5), 'IndexError', 'Dimension out of range (expected to be in range of [-2, 1], but got 5)'],
		['gather', () => x.gather(0, torch.tensor([[7]])), 'RuntimeError', 'index 7 is out of bounds for dimension 0 with size 2'],
		['add_', () => w.add_(1), 'RuntimeError', 'a leaf Variable that requires grad is being used in an in-place operation.'],
		['backward', () => x.backward(), 'RuntimeError', 'element 0 of tensors does not require grad and does not have a grad_fn'],
		['backward of two', () => w.backward(), 'RuntimeError', 'grad can be implicitly created only for scalar outputs'],
		['view', () => x.view(4), 'RuntimeError', "shape '[4]' is invalid for input of size 6"],
		['item', () => x.item(), 'RuntimeError', 'a Tensor with 6 elements cannot be converted to Scalar'],
		['index', () => x.index([2]), 'IndexError', 'index 2 is out of bounds for dimension 0 with size 2'],
		['iteration', () => [...torch.tensor(1)], 'TypeError', 'iteration over a 0-d tensor'],
		['requires_grad', () => torch.tensor([1, 2], { requires_grad: true }), 'RuntimeError', 'Only Tensors of floating point and complex dtype can require gradients'],
		['requires_grad_', () => whole.requires_grad_(), 'RuntimeError', 'only Tensors of floating point dtype can require gradients'],
		['grad of another dtype', () => { w.grad = whole; }, 'RuntimeError', "attempting to assign a gradient with dtype 'long int' to a tensor with grad_dtype 'Float'. The gradient must match the tensor's grad_dtype (defaults to the tensor's dtype). You can set the tensor's grad_dtype attribute with a specific dtype, or None to allow any dtype. Set grad_dtype with caution. Diverging the dtypes of a tensor and its gradient may break downstream systems that assume they match."],
		['grad of another size', () => { w.grad = x; }, 'RuntimeError', "attempting to assign a gradient of size '[2, 3]' to a tensor of size '[2]'. Please ensure that the gradient and the tensor are the same size"],
		['pow', () => whole.pow(-1), 'RuntimeError', 'Integers to negative integer powers are not allowed.'],
		['ragged', () => torch.tensor([[1, 2], [3]]), 'ValueError', 'expected sequence of length 2 at dim 1 (got 1)'],
		['a list for a number', () => torch.tensor([1, [2]]), 'TypeError', "'list' object cannot be interpreted as an integer"],
		['a number for a list', () => torch.tensor([[1], 2]), 'TypeError', 'not a sequence'],
		['too large', () => torch.tensor([300], { dtype: torch.int8 }), 'RuntimeError', 'value cannot be converted to type int8 without overflow'],
		['an integer by default', () => torch.set_default_dtype(torch.int64), 'TypeError', 'only floating-point types are supported as the default type'],
		['beyond 64 bits', () => torch.tensor([2n ** 63n]), 'ValueError', 'Overflow when unpacking long long'],
	])('%s', (_, body, pythonClass, message) => {
		const error = (() => {
			try {
				return body();
			} catch (raised) {
				return raised;
			}
		})();
		expect(error).toBeInstanceOf(EngineError);
		expect(error).toMatchObject({ pythonClass, message });
	});
});

describe('memory', () => {
	test('is flat over 10⁵ steps in scopes', () => {
		const x = torch.ones([4, 3]);
		const w = torch.zeros([3], { requires_grad: true });
		const step = () => torch.scope(() => {
			x.matmul(w).sub(1).pow(2).sum().backward();
			torch.no_grad(() => w.sub_(w.grad!, { alpha: 0.01 }));
			w.grad = undefined;
		});
		step();
		const { used, peak } = memoryUse();
		for (let i = 0; i < 100_000; i++) step();
		expect(memoryUse()).toEqual({ used, peak });
		expect(w.sum().item()).toBeCloseTo(1, 5);
	});

	test('what a scope answers outlives it, all else is given back and says so', () => {
		const { used } = memoryUse();
		{
			using _ = torch.scope();
			let lost = torch.ones(1);
			const { kept, list: [other] } = torch.scope(() => {
				lost = torch.ones([100]);
				return { kept: lost.mul(2), list: [lost.mul(3)] };
			});
			expect([kept, other!].map(item => item.sum().item())).toEqual([200, 300]);
			expect(() => lost.sum()).toThrow('the tensor was given back when the scope that it was made in ended');
			expect(() => torch.scope(() => {
				lost = torch.ones([100]);
				throw new Error('raised');
			})).toThrow('raised');
			expect(() => lost.sum()).toThrow('given back');
			expect(() => torch.scope(async () => { await Promise.resolve(); })).toThrow('its body may not wait');
		}
		expect(memoryUse().used).toBe(used);
	});

	test('a tensor is kept, or given back by its block', () => {
		const kept = torch.scope(() => {
			const inner = torch.ones([10]);
			torch.scope(() => torch.keep(inner));
			return inner;
		});
		let late = kept;
		torch.scope(() => {
			late = torch.keep(kept.mul(2));
		});
		expect(late.sum().item()).toBe(20);
		const { used } = memoryUse();
		{
			using block = torch.ones([1000]);
			expect(memoryUse().used).toBe(used + block.numel() * 4);
		}
		expect(memoryUse().used).toBe(used);
	});

	test('a gradient that was looked at in a scope is there after it', () => {
		const w = torch.ones([3], { requires_grad: true });
		torch.scope(() => {
			w.mul(2).sum().backward();
			expect(w.grad!.tolist()).toEqual([2, 2, 2]);
		});
		expect(w.grad!.tolist()).toEqual([2, 2, 2]);
		const given = torch.zeros([3]);
		w.grad = given;
		expect(w.grad).toBe(given);
	});

	test('outside of scopes the collector gives it back', async () => {
		setFlagsFromString('--expose_gc');
		const collect = runInNewContext('gc') as () => void;
		const { used } = memoryUse();
		(() => {
			const w = torch.ones([100_000], { requires_grad: true });
			w.mul(2).sum().backward();
		})();
		expect(memoryUse().used).toBeGreaterThanOrEqual(used + 800_000);
		await expect.poll(() => {
			collect();
			return memoryUse().used;
		}, { timeout: 20_000 }).toBeLessThanOrEqual(used);
	});
});
