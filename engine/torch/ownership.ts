/**
 * Who gives a tensor's memory back: the scope that it was made in, or, outside of scopes, the collector. The engine
 * itself counts references (tensor/scope.ts); a handle is one of them, as a Python object is under Python.
 */
import { closeScope, openScope } from '../tensor/scope.ts';
import { runtimeError } from '../tensor/errors.ts';
import type { Tensor as TensorImpl } from '../tensor/tensor.ts';

/** `place` of a handle that is the collector's. */
const OUTSIDE = -1;

/** What the open scopes hold, the innermost one's last; undefined where a handle went elsewhere. */
const held: (Handle | undefined)[] = [];
let openScopes = 0;

let collectors = 0;

const collector = new FinalizationRegistry<TensorImpl>(impl => {
	collectors--;
	impl.release();
});

/** How many handles the collector has yet to give back, or their owners to hold: they are given back only where a program waits. */
export function handlesOfCollector(): number {
	return collectors;
}

/** One reference to a tensor of the engine. */
export class Handle implements Disposable {
	#impl: TensorImpl | undefined;
	/** Where it stands in `held`. */
	place = OUTSIDE;

	constructor(impl: TensorImpl) {
		this.#impl = impl.retain();
		own(this);
	}

	/** The engine's tensor. RuntimeError once it was given back. */
	get impl(): TensorImpl {
		if (this.#impl === undefined) {
			throw runtimeError('the tensor was given back when the scope that it was made in ended: have the scope return it, or use torch.keep');
		}
		return this.#impl;
	}

	get isGivenBack(): boolean {
		return this.#impl === undefined;
	}

	/** Gives its reference back; later times do nothing. */
	[Symbol.dispose](): void {
		if (this.#impl !== undefined) {
			disown(this);
			this.#impl.release();
			this.#impl = undefined;
		}
	}
}

/** An open scope for `using`. Scopes end in the reverse order of their beginnings. */
export class Scope implements Disposable {
	readonly #mark = held.length;
	#isOpen = true;

	constructor() {
		openScopes++;
	}

	/** Of some handles those that it holds. */
	held(handles: readonly Handle[]): Handle[] {
		return [...new Set(handles)].filter(handle => handle.place >= this.#mark);
	}

	/** Ends it. */
	[Symbol.dispose](): void {
		if (!this.#isOpen) return;
		this.#isOpen = false;
		openScopes--;
		while (held.length > this.#mark) held.pop()?.[Symbol.dispose]();
	}
}

/** Runs `body` in a scope. Tensors in what it answers pass to the scope around, or to the collector. */
export function scope<T>(body: () => T): T {
	const inner = new Scope();
	let passed: readonly Handle[] = [];
	try {
		const result = body();
		if (result instanceof Promise) throw runtimeError('torch.scope(): its body may not wait, as the scope ends when it returns');
		passed = inner.held(handlesIn(result));
		passed.forEach(disown);
		return result;
	} finally {
		inner[Symbol.dispose]();
		passed.forEach(own);
	}
}

/** Makes it the collector's. */
export function keep<T extends Handle>(handle: T): T {
	if (handle.place !== OUTSIDE) {
		disown(handle);
		watch(handle);
	}
	return handle;
}

/** Runs `body` of the engine's, and releases what it made and nobody retained. */
export function releasing<T>(body: () => T): T {
	const mark = openScope();
	try {
		return body();
	} finally {
		closeScope(mark);
	}
}

/** Gives it to the innermost scope, or to the collector. */
function own(handle: Handle): void {
	if (openScopes > 0) handle.place = held.push(handle) - 1;
	else watch(handle);
}

function watch(handle: Handle): void {
	collectors++;
	collector.register(handle, handle.impl, handle);
}

function disown(handle: Handle): void {
	if (handle.place === OUTSIDE) {
		collectors--;
		collector.unregister(handle);
	} else {
		held[handle.place] = undefined;
		handle.place = OUTSIDE;
	}
}

/** A handle, or those in a list or a plain object. */
function handlesIn(value: unknown): readonly Handle[] {
	if (value instanceof Handle) return [value];
	if (Array.isArray(value)) return value.flatMap(handlesIn);
	return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype ? Object.values(value).flatMap(handlesIn) : [];
}
