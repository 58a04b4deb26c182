/**
 * Objects of a JavaScript program as rows: scalars once for ever, containers and objects whenever they were seen to change.
 * The rows, and the bounds on depth and number, are those of Python's tracer (engine/python/loupe/values.py).
 *
 * Nothing here runs the program's code: of objects only own data properties are read, never a getter, and a Proxy is not asked.
 */
import { slicePartsOf } from '../torch/indexing.ts';
import { Tensor } from '../torch/tensor.ts';
import { ContainerKind, ScalarKind, SmallInt } from '../trace/schema.ts';
import { describe } from './describe.ts';
import type { TensorRows } from './tensor-rows.ts';
import type { Writer } from './writer.ts';

/** How deep an object is followed when it is first seen, and when a line that may have changed it has run. */
const NEW_DEPTH = 7, OLD_DEPTH = 3;
/** Children of one container that are kept: the first HEAD, and where it is longer than WHOLE the last ones. */
const WHOLE = 1000, HEAD = 984;
/** Children visited in one look. */
const BUDGET = 3000;
/** Lists within a list that is an argument. */
const MOST_NESTED = 20;
const MAX_TEXT = 1000;
const MOST_FROZEN = 100_000;

interface Known {
	readonly ref: number;
	readonly type: string;
	/** Keys and refs, in turn. */
	children: readonly number[] | undefined;
	length: number;
}

type Kind = typeof ContainerKind[keyof typeof ContainerKind];

const TypedArray = Object.getPrototypeOf(Uint8Array) as new () => ArrayLike<number | bigint>;
const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
const mapEntries = Map.prototype.entries, mapSize = sizeOf(Map.prototype), setValues = Set.prototype.values, setSize = sizeOf(Set.prototype);

function sizeOf(prototype: object): (this: unknown) => number {
	return getOwnPropertyDescriptor(prototype, 'size')!.get as () => number;
}

export class Values {
	/** The tick of what is being recorded. */
	now = 0;
	readonly #writer: Writer;
	readonly #tensors: TensorRows;
	readonly #isProxy: (value: object) => boolean;
	/** Odd refs are the tensors'. */
	#nextRef = 2;
	#budget = BUDGET;
	readonly #scalars = new Map<unknown, number>();
	readonly #others = new Map<string, number>();
	readonly #frozen = new Map<string, number>();
	readonly #known = new WeakMap<object, Known>();
	/** Tensors that were seen. */
	readonly #handles = new WeakSet<object>();
	/** Objects of which a name says all. */
	readonly #named = new WeakMap<object, string>();

	/** @param named objects that are shown by a name alone */
	constructor(writer: Writer, tensors: TensorRows, isProxy: (value: object) => boolean, named: readonly (readonly [object, string])[]) {
		this.#writer = writer;
		this.#tensors = tensors;
		this.#isProxy = isProxy;
		for (const [object, name] of named) this.#named.set(object, name);
	}

	/** The value's ref, having looked for changes as deep as is cheap. */
	look(value: unknown): number {
		this.#budget = BUDGET;
		return this.ref(value, OLD_DEPTH);
	}

	/** A list that is an argument of a call is what it holds now, whatever becomes of it. */
	operand(value: unknown): number {
		if (!Array.isArray(value)) return this.look(value);
		this.#budget = BUDGET;
		return this.#frozenList(value, MOST_NESTED);
	}

	/** What stands between the brackets of `x[…]`, as Python has it. */
	index(items: readonly unknown[]): number {
		const refs = items.map(item => item === '...' ? this.#opaque('ellipsis', 'Ellipsis') : item === null ? this.#scalar('None', ScalarKind.none, 'NoneType', 0, '') : this.operand(item));
		return refs.length === 1 ? refs[0]! : this.#fixed(ContainerKind.sequence, 'tuple', refs.length, refs.flatMap(ref => [0, ref]));
	}

	dtype(name: string): number {
		return this.#opaque('dtype', `torch.${name}`);
	}

	ref(value: unknown, depth: number): number {
		switch (typeof value) {
			case 'undefined': return this.#scalar('undefined', ScalarKind.none, 'undefined', 0, '');
			case 'boolean': return this.#scalar(String(value), ScalarKind.bool, 'boolean', Number(value), '');
			case 'number': return this.#number(value);
			case 'bigint': return this.#bigint(value);
			case 'string': return this.#text(value);
			case 'symbol': return this.#opaque('symbol', String(value).slice(0, MAX_TEXT));
			case 'function': return this.#function(value);
			default: return value === null ? this.#scalar('null', ScalarKind.none, 'null', 0, '') : this.#object(value as object, depth);
		}
	}

	// Scalars

	#number(value: number): number {
		if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
			const found = this.#scalars.get(value);
			// A map has one key for both zeros, and 0 is no float.
			if (found !== undefined && value !== 0) return found;
			const ref = value === 0 ? this.#scalar('-0', ScalarKind.float, 'number', value, '') : this.#new(ScalarKind.float, 'number', value, '');
			if (value !== 0) this.#scalars.set(value, ref);
			return ref;
		}
		if (value >= -SmallInt.reach && value < SmallInt.reach) return SmallInt.zero + value;
		return this.#scalars.get(value) ?? this.#keep(value, this.#new(ScalarKind.int, 'number', value, ''));
	}

	#bigint(value: bigint): number {
		const found = this.#scalars.get(value);
		if (found !== undefined) return found;
		const number = Number(value), text = String(value);
		if (text.length > MAX_TEXT) return this.#opaque('bigint', `a bigint of ${text.length} digits`);
		return this.#keep(value, this.#new(ScalarKind.int, 'bigint', number, Number.isSafeInteger(number) ? '' : text));
	}

	#text(value: string): number {
		const key = value.length <= MAX_TEXT ? value : `${value.length}:${value.slice(0, MAX_TEXT)}`;
		const found = this.#scalars.get(key);
		if (found !== undefined) return found;
		// Characters, as Python counts them.
		let length = 0;
		for (const _character of value) length++;
		return this.#keep(key, this.#new(ScalarKind.str, 'string', length, [...value.slice(0, 2 * MAX_TEXT)].slice(0, MAX_TEXT).join('')));
	}

	#function(value: object): number {
		const name = this.#named.get(value) ?? dataOf(value, 'name');
		return this.#opaque('function', `<function ${typeof name === 'string' && name !== '' ? name : '(anonymous)'}>`);
	}

	#opaque(type: string, text: string): number {
		return this.#scalar(`${type}\n${text}`, ScalarKind.opaque, type, 0, text);
	}

	#scalar(key: string, kind: number, type: string, number: number, text: string): number {
		const found = this.#others.get(key);
		if (found !== undefined) return found;
		const ref = this.#new(kind, type, number, text);
		this.#others.set(key, ref);
		return ref;
	}

	#new(kind: number, type: string, number: number, text: string): number {
		const ref = this.#newRef();
		this.#writer.add('scalar', ref, kind, this.#writer.string(type), number, this.#writer.string(text));
		return ref;
	}

	#keep(key: unknown, ref: number): number {
		this.#scalars.set(key, ref);
		return ref;
	}

	#newRef(): number {
		const ref = this.#nextRef;
		this.#nextRef += 2;
		return ref;
	}

	// What has children

	#object(value: object, depth: number): number {
		let known = this.#known.get(value);
		// Most of what is in lists: it was looked at, and is not to be now.
		if (known !== undefined && (depth <= 0 || this.#budget <= 0)) return known.ref;
		if (known === undefined) {
			if (this.#handles.has(value)) return this.#tensor(value as Tensor);
			const name = this.#named.get(value);
			if (name !== undefined) return this.#opaque('module', name);
			// First, since even its class is a question to it.
			if (this.#isProxy(value)) return this.#opaque('Proxy', '<Proxy>');
			if (value instanceof Tensor) {
				this.#handles.add(value);
				return this.#tensor(value);
			}
		}
		const slice = slicePartsOf(value);
		if (slice !== undefined) return this.#fixed(ContainerKind.object, 'slice', 3, Object.entries(slice).flatMap(([key, part]) => [this.#text(key), part === undefined ? this.#scalar('None', ScalarKind.none, 'NoneType', 0, '') : this.#number(part)]));
		const isNew = known === undefined;
		if (known === undefined) this.#known.set(value, known = { ref: this.#newRef(), type: value instanceof Error ? describe(value).type : typeOf(value), children: undefined, length: -1 });
		if (isNew && depth === OLD_DEPTH) depth = NEW_DEPTH;
		this.#budget--;
		if (depth <= 0 || this.#budget <= 0) {
			if (known.children === undefined) this.#changed(known, kindOf(value), lengthOf(value), []);
			return known.ref;
		}
		const { kind, length, children } = this.#children(value, depth - 1);
		this.#changed(known, kind, length, children);
		return known.ref;
	}

	#tensor(tensor: Tensor): number {
		return tensor.isGivenBack ? this.#opaque('Tensor', '<a tensor that was given back>') : this.#tensors.of(tensor.impl, this.now, this.#tensors.number('Tensor'), false);
	}

	#children(value: object, depth: number): { readonly kind: Kind; readonly length: number; readonly children: number[] } {
		const children: number[] = [];
		const kind = kindOf(value), length = lengthOf(value);
		if (Array.isArray(value)) {
			for (const at of places(length)) {
				const item = getOwnPropertyDescriptor(value, at);
				children.push(0, item !== undefined && 'value' in item ? this.ref(item.value, depth) : this.#scalar('undefined', ScalarKind.none, 'undefined', 0, ''));
			}
		} else if (value instanceof TypedArray) {
			for (const at of places(length)) children.push(0, this.ref(value[at], depth));
		} else if (value instanceof Map) {
			let count = 0;
			for (const [key, item] of mapEntries.call(value)) {
				if (++count > (length > WHOLE ? HEAD : WHOLE)) break;
				children.push(this.ref(key, 0), this.ref(item, depth));
			}
		} else if (value instanceof Set) {
			let count = 0;
			for (const item of setValues.call(value)) {
				if (++count > (length > WHOLE ? HEAD : WHOLE)) break;
				children.push(0, this.ref(item, depth));
			}
		} else {
			const names = fieldsOf(value);
			for (const at of places(names.length)) children.push(this.#text(names[at]!), this.ref(dataOf(value, names[at]!), depth));
		}
		return { kind, length, children };
	}

	#changed(known: Known, kind: Kind, length: number, children: readonly number[]): void {
		const before = known.children;
		let keep = 0;
		if (before !== undefined) {
			const most = Math.min(before.length, children.length);
			while (keep < most && before[keep] === children[keep]) keep++;
			keep -= keep % 2;
			if (keep === before.length && keep === children.length && known.length === length) return;
		}
		this.#budget -= children.length / 2;
		this.#container(known.ref, kind, known.type, length, keep / 2, children);
		known.children = children;
		known.length = length;
	}

	#container(ref: number, kind: Kind, type: string, length: number, keep: number, children: readonly number[]): void {
		const count = children.length / 2;
		const row = [this.now, ref, kind, this.#writer.string(type), length, keep, count - keep, count === length ? count : Math.min(HEAD, count)];
		this.#writer.addParent('container', row, 'item', children.slice(2 * keep));
	}

	#fixed(kind: Kind, type: string, length: number, children: readonly number[]): number {
		const key = `${kind} ${type} ${length} ${children.join(' ')}`;
		const found = this.#frozen.get(key);
		if (found !== undefined) return found;
		if (this.#frozen.size > MOST_FROZEN) this.#frozen.clear();
		const ref = this.#newRef();
		this.#container(ref, kind, type, length, 0, children);
		this.#frozen.set(key, ref);
		return ref;
	}

	/** Its name is Python's, as that of a call's argument always is. */
	#frozenList(list: readonly unknown[], nested: number): number {
		const { length } = list;
		this.#budget--;
		if (nested < 0 || this.#budget <= 0) return this.#fixed(ContainerKind.sequence, 'list', length, []);
		return this.#fixed(ContainerKind.sequence, 'list', length, places(length).flatMap(at => {
			const item = list[at];
			return [0, Array.isArray(item) ? this.#frozenList(item, nested - 1) : this.ref(item, 0)];
		}));
	}
}

/** Of so many children those that are kept. */
function places(length: number): number[] {
	return Array.from({ length: Math.min(length, WHOLE) }, (_, at) => length <= WHOLE || at < HEAD ? at : length - (WHOLE - at));
}

/** The value of an own property that is no getter. */
function dataOf(object: object, name: string): unknown {
	const descriptor = getOwnPropertyDescriptor(object, name);
	return descriptor !== undefined && 'value' in descriptor ? descriptor.value as unknown : undefined;
}

function fieldsOf(object: object): string[] {
	const names = Object.keys(object).filter(name => 'value' in getOwnPropertyDescriptor(object, name)!);
	return object instanceof Error ? ['message', ...names.filter(name => name !== 'name' && name !== 'pythonClass')] : names;
}

function kindOf(value: object): Kind {
	return Array.isArray(value) || value instanceof TypedArray || value instanceof Set ? ContainerKind.sequence : value instanceof Map ? ContainerKind.mapping : ContainerKind.object;
}

function lengthOf(value: object): number {
	if (Array.isArray(value) || value instanceof TypedArray) return (value as ArrayLike<unknown>).length;
	if (value instanceof Map) return mapSize.call(value);
	return value instanceof Set ? setSize.call(value) : fieldsOf(value).length;
}

/** The name of its class, read without asking the program for it. */
function typeOf(value: object): string {
	for (let prototype = getPrototypeOf(value) as object | null, steps = 0; prototype !== null && steps < MOST_NESTED; prototype = getPrototypeOf(prototype) as object | null, steps++) {
		const made = dataOf(prototype, 'constructor');
		const name = typeof made === 'function' ? dataOf(made, 'name') : undefined;
		if (typeof name === 'string' && name !== '') return name;
	}
	return 'Object';
}
