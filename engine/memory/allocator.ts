/**
 * Allocates and frees blocks of the engine's memory. Small blocks come from free lists by size class, large ones
 * from runs of 4 KB pages that join with their neighbours when freed. The caller says a block's size when freeing it,
 * so blocks need no header. After the idea of size classes over page runs in tcmalloc.
 */
import { runtimeError } from '../tensor/errors.ts';
import { growBy, HEAP, views } from './memory.ts';

const PAGE = 4096;
const SLAB = 16 * PAGE;
const QUANTUM = 16;
const SMALL = 2048;
/** Freed runs of up to this many pages wait as they are for the next request of their size. */
const QUICK_PAGES = 256;
const PRESSURE_BYTES = 64 * 2 ** 20;
/** errno's ENOMEM, as PyTorch prints it. */
const ENOMEM = 12;

/** A run of free pages. */
interface Run { start: number; bytes: number }

const small: number[][] = Array.from({ length: SMALL / QUANTUM + 1 }, () => []);
const quick: number[][] = Array.from({ length: QUICK_PAGES + 1 }, () => []);
/** By address; no two touch. */
const runs: Run[] = [];
let end = HEAP;
let used = 0;
let peak = 0;
let sincePressure = 0;
let pressureHook: (() => void) | undefined;

/** Bytes in use now, and the most there were. */
export function memoryUse(): { readonly used: number; readonly peak: number } {
	return { used, peak };
}

/** `hook` frees what it can (Python's gc.collect); called when an allocation fails and after each 64 MB allocated. */
export function onPressure(hook: (() => void) | undefined): void {
	pressureHook = hook;
}

/** Address of `bytes` bytes, aligned to 16; 0 for none. Raises PyTorch's RuntimeError where they can't be had. */
export function allocate(bytes: number): number {
	if (bytes === 0) {
		return 0;
	}
	sincePressure += bytes;
	if (sincePressure > PRESSURE_BYTES) {
		sincePressure = 0;
		pressureHook?.();
	}
	let address = take(bytes);
	if (address === 0 && pressureHook !== undefined) {
		pressureHook();
		address = take(bytes);
	}
	if (address === 0) {
		throw runtimeError(`[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate ${BigInt(bytes)} bytes. Error code ${ENOMEM} (Cannot allocate memory)`);
	}
	used += bytes;
	peak = Math.max(peak, used);
	return address;
}

/** Gives back what `allocate(bytes)` gave. */
export function free(address: number, bytes: number): void {
	if (bytes === 0) {
		return;
	}
	used -= bytes;
	if (bytes <= SMALL) {
		small[sizeClass(bytes)]!.push(address);
		return;
	}
	const pages = Math.ceil(bytes / PAGE);
	if (pages <= QUICK_PAGES) {
		quick[pages]!.push(address);
	} else {
		freeRun(address, pages * PAGE);
	}
}

function sizeClass(bytes: number): number {
	return (bytes + QUANTUM - 1) / QUANTUM | 0;
}

/** 0 where there is none. */
function take(bytes: number): number {
	if (bytes > SMALL) {
		const pages = Math.ceil(bytes / PAGE);
		return (pages <= QUICK_PAGES ? quick[pages]!.pop() : undefined) ?? takeRun(pages * PAGE);
	}
	const list = small[sizeClass(bytes)]!;
	const address = list.pop();
	if (address !== undefined) {
		return address;
	}
	const slab = takeRun(SLAB);
	if (slab === 0) {
		return 0;
	}
	const step = sizeClass(bytes) * QUANTUM;
	for (let next = slab + SLAB - SLAB % step - step; next > slab; next -= step) {
		list.push(next);
	}
	return slab;
}

function takeRun(bytes: number): number {
	const found = firstFit(bytes);
	if (found !== 0) {
		return found;
	}
	flushQuick();
	const joined = firstFit(bytes);
	if (joined !== 0) {
		return joined;
	}
	const last = runs.at(-1);
	const tail = last !== undefined && last.start + last.bytes === end ? last.bytes : 0;
	if (end + bytes - tail > views.u8.length && !growBy(end + bytes - tail - views.u8.length)) {
		return 0;
	}
	freeRun(end, views.u8.length - end);
	end = views.u8.length;
	return firstFit(bytes);
}

function firstFit(bytes: number): number {
	for (let i = 0; i < runs.length; i++) {
		const run = runs[i]!;
		if (run.bytes >= bytes) {
			const { start } = run;
			run.start += bytes;
			run.bytes -= bytes;
			if (run.bytes === 0) {
				runs.splice(i, 1);
			}
			return start;
		}
	}
	return 0;
}

function flushQuick(): void {
	for (let pages = 1; pages <= QUICK_PAGES; pages++) {
		for (const address of quick[pages]!) {
			freeRun(address, pages * PAGE);
		}
		quick[pages]!.length = 0;
	}
}

function freeRun(start: number, bytes: number): void {
	if (bytes === 0) {
		return;
	}
	let low = 0;
	let high = runs.length;
	while (low < high) {
		const middle = low + high >> 1;
		if (runs[middle]!.start < start) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	const before = runs[low - 1];
	const after = runs[low];
	const joinsBefore = before !== undefined && before.start + before.bytes === start;
	const joinsAfter = after !== undefined && start + bytes === after.start;
	if (joinsBefore && joinsAfter) {
		before.bytes += bytes + after.bytes;
		runs.splice(low, 1);
	} else if (joinsBefore) {
		before.bytes += bytes;
	} else if (joinsAfter) {
		after.start = start;
		after.bytes += bytes;
	} else {
		runs.splice(low, 0, { start, bytes });
	}
}
