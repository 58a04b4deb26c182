/**
 * Numbers and strings from Python to the typed arguments of one overload. The encoding is `invoke` in
 * engine/python/torch/_parse.py: a tensor is its handle, or minus a tag and a value where a number stands for it; a
 * Scalar is a tag and a value; a list its length and items; None is undefined, 0 (Tensor, Scalar) or -1 (lists). A Scalar at the end may be left out.
 */
import type { Argument, Overload } from '../ops/operator.ts';
import { EngineError, runtimeError, valueError } from '../tensor/errors.ts';
import { bool, float, int, type Scalar } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { DTYPE_BY_CODE } from '../trace/dtype.ts';
import { tensorOf } from './handles.ts';
import { isPassed } from './overloads.ts';
import { generatorOf } from './random.ts';

/** What crosses the border. */
export type Flat = readonly (number | bigint | string | boolean | undefined)[];

export const TAG = { bool: 1, int: 2, float: 3 } as const;

/** Reads a flat list from left to right. */
export class Cursor {
	readonly #flat: Flat;
	#at: number;
	/** Tensors read so far, in order. */
	readonly tensors: Tensor[] = [];

	constructor(flat: Flat, start = 0) {
		this.#flat = flat;
		this.#at = start;
	}

	get hasMore(): boolean {
		return this.#at < this.#flat.length;
	}

	next(): number | bigint | string | boolean | undefined {
		return this.#flat[this.#at++];
	}

	/** Whether the next item is something other than None. */
	get hasValue(): boolean {
		return this.#flat[this.#at] !== undefined;
	}

	skip(): undefined {
		this.#at++;
		return undefined;
	}

	number(): number {
		return Number(this.next());
	}

	/** An int of a schema: 64 bits. */
	int(): number {
		const value = this.next();
		if (typeof value === 'bigint' && (value < -(2n ** 63n) || value >= 2n ** 63n)) throw valueError('Overflow when unpacking long long');
		return Number(value);
	}

	/** A handle that must be there. */
	tensor(): Tensor {
		const tensor = tensorOf(this.number());
		this.tensors.push(tensor);
		return tensor;
	}

	/** A tensor, a tagged number, or undefined. */
	operand(): Tensor | Scalar | undefined {
		const head = this.number();
		if (head === 0) return undefined;
		if (head < 0) return this.scalar(-head);
		const tensor = tensorOf(head);
		this.tensors.push(tensor);
		return tensor;
	}

	/** What follows a tag. */
	scalar(tag = this.number()): Scalar | undefined {
		if (tag === 0) return undefined;
		const value = this.next() as number | bigint | boolean;
		if (tag === TAG.bool) return bool(Boolean(value));
		if (tag === TAG.float) return float(Number(value));
		if (typeof value === 'bigint' && value >= 2n ** 64n) throw new EngineError('OverflowError', 'int too big to convert');
		if (typeof value === 'bigint' && value < -(2n ** 63n)) throw new EngineError('OverflowError', 'can\'t convert negative int to unsigned');
		return int(value as number | bigint);
	}

	list<T>(item: () => T): T[] | undefined {
		const count = this.number();
		if (!(count <= this.#flat.length)) throw runtimeError('a list at the border is longer than what crosses');
		return count < 0 ? undefined : Array.from({ length: count }, item);
	}
}

type Reader = (cursor: Cursor) => Argument;

/** One reader for each parameter of an overload, made once. */
export function readersOf(overload: Overload): Reader[] {
	return overload.schema.parameters.map((parameter): Reader => {
		if (!isPassed(parameter)) return () => undefined;
		if (parameter.isList) {
			return parameter.type === 'Tensor' ? cursor => cursor.list(() => cursor.tensor()) : parameter.type === 'int' ? cursor => cursor.list(() => cursor.int()) : cursor => cursor.list(() => cursor.number());
		}
		switch (parameter.type) {
			case 'Tensor': return cursor => cursor.operand();
			case 'Scalar': return cursor => cursor.hasValue ? cursor.scalar() : cursor.skip();
			case 'ScalarType': return cursor => {
				const code = cursor.next();
				return code === undefined ? undefined : DTYPE_BY_CODE[Number(code)]!;
			};
			case 'Generator': return cursor => {
				const handle = cursor.next();
				return handle === undefined ? undefined : generatorOf(Number(handle));
			};
			case 'int': return cursor => cursor.hasValue ? cursor.int() : cursor.skip();
			case 'float': return cursor => {
				const value = cursor.next();
				return value === undefined ? undefined : Number(value);
			};
			default: return cursor => cursor.next() as Argument;
		}
	});
}
