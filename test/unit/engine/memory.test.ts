/** The allocator and the ownership of tensors. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { backward } from '../../../engine/autograd/backward.ts';
import { allocate, free, memoryUse, onPressure } from '../../../engine/memory/allocator.ts';
import { views } from '../../../engine/memory/memory.ts';
import { call } from '../../../engine/ops/call.ts';
import { EngineError } from '../../../engine/tensor/errors.ts';
import { float, int } from '../../../engine/tensor/scalar.ts';
import { scope, Scope } from '../../../engine/tensor/scope.ts';
import { elements, leaf, tensor } from './engine.ts';

afterEach(() => onPressure(undefined));

test('blocks never overlap, are aligned, and come back', () => {
	const before = memoryUse().used;
	fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 200_000 }), fc.boolean()), { maxLength: 60 }), requests => {
		const blocks: { at: number; bytes: number; mark: number }[] = [];
		requests.forEach(([bytes, freesOne], i) => {
			const at = allocate(bytes);
			expect(at % 16).toBe(0);
			for (const other of blocks) {
				expect(at + bytes <= other.at || other.at + other.bytes <= at).toBe(true);
			}
			views.u8.fill(i, at, at + bytes);
			blocks.push({ at, bytes, mark: i });
			if (freesOne) {
				const [gone] = blocks.splice(i % blocks.length, 1);
				free(gone!.at, gone!.bytes);
			}
		});
		for (const { at, bytes, mark } of blocks) {
			expect(views.u8[at]).toBe(mark);
			expect(views.u8[at + bytes - 1]).toBe(mark);
			free(at, bytes);
		}
	}));
	expect(memoryUse().used).toBe(before);
});

test('the same memory is used again', () => {
	using _ = new Scope();
	const size = views.u8.length;
	for (let i = 0; i < 200; i++) {
		scope(() => void call('zeros', [1000, 1000]));
	}
	expect(views.u8.length).toBeLessThanOrEqual(size + 16 * 2 ** 20);
});

test('what can not be had is PyTorch\'s error, after asking for memory back', () => {
	let asked = 0;
	onPressure(() => {
		asked++;
	});
	const before = memoryUse().used;
	const attempt = () => scope(() => call('zeros', [1_000_000_000_000]));
	expect(attempt).toThrow(new EngineError('RuntimeError', '[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can\'t allocate memory: you tried to allocate 4000000000000 bytes. Error code 12 (Cannot allocate memory)'));
	expect(asked).toBeGreaterThan(0);
	expect(memoryUse().used).toBe(before);
});

test('memory asked back lets an allocation succeed', () => {
	using _ = new Scope();
	const kept = call('zeros', [2 ** 28]).retain();
	let isKept = true;
	onPressure(() => {
		if (isKept) {
			isKept = false;
			kept.release();
		}
	});
	const before = memoryUse().used;
	scope(() => void call('zeros', [2 ** 28]));
	expect(memoryUse().used).toBeLessThanOrEqual(before);
});

test('views keep their storage, and a scope gives all back', () => {
	const before = memoryUse().used;
	const view = scope(() => call('select', tensor([1, 2, 3, 4], 'float32', [2, 2]), 0, 1)).retain();
	expect(elements(view)).toEqual([3, 4]);
	view.release();
	expect(elements(view)).toEqual([3, 4]);
	scope(() => {
		for (let i = 0; i < 100; i++) {
			call('exp', call('add', tensor([i]), float(1)));
		}
	});
	expect(memoryUse().used).toBeGreaterThanOrEqual(before);
});

test('a long chain is taken apart without recursion', () => {
	const before = memoryUse().used;
	scope(() => {
		let last = leaf([1, 2]).retain();
		for (let i = 0; i < 20_000; i++) {
			const next = scope(() => call('add', last, int(1))).retain();
			last.release();
			last = next;
		}
		const total = call('sum', last);
		last.release();
		backward([total], [undefined]);
	});
	expect(memoryUse().used).toBe(before);
});
