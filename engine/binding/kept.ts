/**
 * Whether an object is what it was when it was last looked at: its parts, which loupe/kept.py has put down, are compared with those
 * that it has now, on CPython's own objects. A training step's lines name a model and an optimizer, of which nothing but their
 * tensors changes; what Python takes for a look at each is more than a small model's forward pass.
 */
import { ELSEWHERE, OBJECTS, REFERENT, SIZE, TYPE, valueOfDigits, type PythonApi } from './python-objects.ts';
import type { TensorRefs } from './native-tensors.ts';
import type { Slots } from './watch.ts';

/** As in loupe/kept.py, which knows of no list. */
const STEP = { dict: 0, tuple: 1, fields: 2, weak: 3, tensor: 4, list: 5 } as const;

interface Kept {
	readonly ref: number;
	/** How deep it was looked at. */
	readonly depth: number;
	/** Numbers and addresses. */
	readonly steps: Float64Array;
	/** A tuple of Python's: what stays alive with it. */
	readonly held: number;
}

export interface KeptObjects {
	/** The ref of an object that has not changed since it was looked at, at least as deep; 0: who knows. Its tensors are looked at. */
	refOf(object: number, depth: number, tick: number): number;
	/** Of tuples of Python's. `unseen`: the mark in the place of what is not compared. */
	keep(object: number, ref: number, depth: number, unseen: number, steps: number, held: number): void;
	/** The recording is over. */
	forgetAll(): void;
}

/** Of objects; when there are more, all are forgotten. */
const MOST = 1000;
const LIST_SUBCLASS = 1 << 25, TUPLE_SUBCLASS = 1 << 26;

export function keptObjects(python: PythonApi, slots: Slots, tensors: TensorRefs): KeptObjects {
	const { _PyDict_Next: next, _PyObject_GenericGetDict: fieldsOf, __Py_IncRef: hold, __Py_DecRef: drop } = python, keptByObject = new Map<number, Kept>();
	let words = python.HEAPU32;
	/** After whatever may ask for memory, which leaves a view of it without elements. */
	const renew = (): void => {
		if (words.length === 0) words = python.HEAPU32;
	};
	/** Where `next` is, and what it finds. */
	const place = python._malloc(3 * 4), key = place + 4, value = place + 8;

	const hasPairs = (dict: number, steps: Float64Array, first: number, count: number): boolean => {
		words[place >>> 2] = 0;
		for (let i = first; i < first + count; i += 2) {
			if (next(dict, place, key, value) === 0 || words[key >>> 2] !== steps[i]) return false;
			if (steps[i + 1] !== 0 && words[value >>> 2] !== steps[i + 1]) return false;
		}
		return next(dict, place, key, value) === 0;
	};

	const hasItems = (from: number, steps: Float64Array, first: number, count: number): boolean => {
		for (let i = 0; i < count; i++) if (words[from + i] !== steps[first + i]) return false;
		return true;
	};

	const hasFields = (object: number, fields: number): boolean => {
		const found = fieldsOf(object, 0);
		renew();
		if (found === 0) {
			python._PyErr_Clear();
			return false;
		}
		drop(found);
		return found === fields;
	};

	/** Looks at a tensor; false where it is another one. */
	const look = (tensor: number, handle: number, tick: number): boolean => {
		const own = words[(tensor >>> 2) + slots.handle]!;
		if (own === 0 || valueOfDigits(words, own >>> 2) !== handle) return false;
		const ref = tensors.of(tensor, words, tick);
		renew();
		return ref !== 0;
	};

	/** A container is read only where what holds it has been found to hold it still. */
	const isSame = (steps: Float64Array, tick: number): boolean => {
		for (let i = 0; i < steps.length;) {
			const step = steps[i]!, object = steps[i + 1]!, at = object >>> 2, what = steps[i + 2]!;
			if (step === STEP.fields) {
				if (words[at + TYPE] !== steps[i + 3] || !hasFields(object, what)) return false;
				i++;
			} else if (step === STEP.weak) {
				if (words[(what >>> 2) + REFERENT] !== object) return false;
			} else if (step === STEP.tensor) {
				if (!look(object, what, tick)) return false;
			} else {
				const count = steps[i + 3]!, first = i + 4;
				if (words[at + TYPE] !== what) return false;
				if (step === STEP.dict ? !hasPairs(object, steps, first, count) : words[at + SIZE] !== count || !hasItems(step === STEP.list ? words[at + ELSEWHERE]! >>> 2 : at + OBJECTS, steps, first, count)) return false;
				i += 1 + count;
			}
			i += 3;
		}
		return true;
	};

	const forget = (object: number, { held }: Kept): void => {
		keptByObject.delete(object);
		drop(held);
		renew();
	};

	const forgetAll = (): void => {
		for (const [each, kept] of keptByObject) forget(each, kept);
	};

	return {
		forgetAll,
		refOf: (object, depth, tick) => {
			const kept = keptByObject.get(object);
			if (kept === undefined || kept.depth < depth) return 0;
			renew();
			if (isSame(kept.steps, tick)) return kept.ref;
			forget(object, kept);
			return 0;
		},
		keep: (object, ref, depth, unseen, given, held) => {
			renew();
			if (keptByObject.size >= MOST) forgetAll();
			const before = keptByObject.get(object);
			if (before !== undefined) forget(object, before);
			const from = given >>> 2, count = words[from + SIZE]!, steps: number[] = [];
			const part = (i: number): number => words[from + OBJECTS + i]!;
			const number = (i: number): number => valueOfDigits(words, part(i) >>> 2);
			for (let i = 0; i < count;) {
				const step = number(i), container = part(i + 1);
				if (step === STEP.tensor || step === STEP.fields || step === STEP.weak) {
					steps.push(step, container, step === STEP.tensor ? number(i + 2) : part(i + 2));
					if (step === STEP.fields) steps.push(words[(container >>> 2) + TYPE]!);
				} else {
					const type = words[(container >>> 2) + TYPE]!, parts = number(i + 2), flags = python._PyType_GetFlags(type);
					const kind = step === STEP.dict ? step : (flags & LIST_SUBCLASS) !== 0 ? STEP.list : (flags & TUPLE_SUBCLASS) !== 0 ? STEP.tuple : undefined;
					if (kind === undefined) return;
					steps.push(kind, container, type, parts);
					for (let p = 0; p < parts; p++) steps.push(part(i + 3 + p) === unseen ? 0 : part(i + 3 + p));
					i += parts;
				}
				i += 3;
			}
			hold(held);
			keptByObject.set(object, { ref, depth, steps: Float64Array.from(steps), held });
		},
	};
}
