/**
 * Rows of tensors and arrays: one call answers the number by which the trace speaks of a tensor and keeps what is new of it
 * (facts, the bytes of its storage). What the rows mean is the tracer's definition (engine/python/loupe/tensors.py does the
 * same for real PyTorch). Who asks is Python's tracer, over binding/tensor-rows.ts, or the recorder of JavaScript.
 */
import { views } from '../memory/memory.ts';
import type { Storage } from '../tensor/storage.ts';
import type { Recorded, Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { dtypeInfo } from '../trace/dtype.ts';
import { framePieces, type Rows } from '../trace/frame.ts';
import { TABLES, TensorFlag, type TableName } from '../trace/schema.ts';
import { blockLayout, MOST_SUMMED, oneBlock, summarize, type BlockLayout } from '../trace/summary.ts';
import { ByteColumn } from './byte-column.ts';
import { NumberColumn } from './number-column.ts';

type Columns<T extends TableName> = { readonly [C in keyof (typeof TABLES)[T]]: NumberColumn };

/** A `bytes` column holds lengths; the bytes lie in one place. */
function columnsOf<T extends TableName>(table: T): Columns<T> {
	return Object.fromEntries(Object.keys(TABLES[table]).map(name => [name, new NumberColumn()])) as unknown as Columns<T>;
}

type Taken<T extends TableName> = { readonly [C in keyof (typeof TABLES)[T]]: Float64Array };

function taken<T extends TableName>(columns: Columns<T>): Taken<T> {
	return Object.fromEntries(Object.entries<NumberColumn>(columns).map(([name, column]) => [name, column.take()])) as unknown as Taken<T>;
}

/** The facts that a tensor's last row gave. */
interface Seen extends Recorded {
	readonly by: TensorRows;
	readonly isArray: boolean;
	readonly ref: number;
	type: number;
	storage: number;
	offset: number;
	shape: readonly number[] | undefined;
	strides: readonly number[] | undefined;
	flags: number;
	gradFn: number;
	grad: number;
	version: number;
	/** Its row is being made: a gradient that is the tensor itself ends here. */
	looking: boolean;
}

/** How a storage over the limit is summed up, and when its last row was written. */
interface SummedUp { readonly layout: BlockLayout; readonly dtype: DTypeName; tick: number }

/** So many bytes of storages are written ahead of all other rows, in a frame of their own: who reads them does so while the program goes on, and neither needs room for more. */
const AHEAD = 2 ** 17;

/** Of bytes. */
export interface Room {
	/** Those that wait for the next frame. */
	pending: number;
	/** What the budget of the recording has left; 0 once it refused some. */
	left: number;
}

/** Where frames go. */
export interface Outlet {
	/** The number of the next frame. */
	sequence: number;
	/** Whether a frame may be written at any time. */
	readonly isOpen: boolean;
	write(pieces: readonly Uint8Array[]): void;
}

/** Odd numbers are its own, even ones those of who asks, so that neither asks the other for one. */
export class TensorRows {
	readonly #limit: number;
	readonly #room: Room;
	readonly #outlet: Outlet;
	#count = 0;
	readonly #rows = { tensor: columnsOf('tensor'), dim: columnsOf('dim'), data: columnsOf('data'), summary: columnsOf('summary') };
	/** Leaves that want gradients, looked at after each backward call. */
	readonly #leaves = new Set<Tensor>();
	/** Names of types, dtypes and nodes by the numbers that rows here have of them. */
	readonly #names: string[] = [''];
	readonly #numbers = new Map<string, number>([['', 0]]);
	/** Of those that Python knows too, their places in the trace's table of strings. */
	readonly #strings: number[] = [0];
	/** Storages that were first seen to be over the limit since the last frame. */
	#over: (readonly [tick: number, size: number])[] = [];
	/** How those are summed up, as long as they live: in the rows of the first tensor over them that has any. */
	readonly #summedUp = new WeakMap<Storage, SummedUp>();
	/** Their numbers since the last frame. */
	#summaries: Uint8Array[] = [];
	/** Bytes of storages since the last frame. */
	readonly #bytes = new ByteColumn();
	#summed = 0;
	/** Of summaries, those that were written too. */
	#summedInAll = 0;

	/** @param limit of the bytes of a storage that are kept */
	constructor(limit: number, room: Room, outlet: Outlet) {
		this.#limit = limit;
		this.#room = room;
		this.#outlet = outlet;
	}

	number(name: string): number {
		let number = this.#numbers.get(name);
		if (number === undefined) {
			number = this.#names.push(name) - 1;
			this.#numbers.set(name, number);
		}
		return number;
	}

	/** The tensor's number, with rows for what is new. `type`: the number of its Python type's name. */
	of(tensor: Tensor, tick: number, type: number, isArray: boolean): number {
		let seen = tensor.recorded as Seen | undefined;
		if (seen === undefined || seen.by !== this || seen.isArray !== isArray) {
			seen = { by: this, isArray, ref: 2 * this.#count++ + 1, type, storage: 0, offset: 0, shape: undefined, strides: undefined, flags: 0, gradFn: 0, grad: 0, version: 0, looking: false };
			tensor.recorded = seen;
		} else if (seen.looking) {
			return seen.ref;
		}
		const { storage } = tensor;
		if (storage.given !== storage.writes || storage.givenTo !== this) this.#data(tensor, tick);
		const node = isArray ? undefined : tensor.gradFn;
		const isLeaf = node === undefined;
		const wantsGrad = !isArray && tensor.requiresGrad;
		let flags = (wantsGrad ? TensorFlag.requiresGrad : 0) | (isLeaf ? TensorFlag.leaf : 0) | (isArray ? TensorFlag.ndarray : 0);
		let grad = 0;
		if (wantsGrad && (isLeaf || tensor.retainsGrad)) {
			if (isLeaf) this.#leaves.add(tensor);
			if (tensor.grad !== undefined) {
				seen.looking = true;
				grad = this.of(tensor.grad, tick, this.number('Tensor'), false);
				seen.looking = false;
			}
		}
		if (this.#names[type] === 'Parameter') flags |= TensorFlag.parameter;
		const gradFn = node === undefined ? 0 : this.number(node.name);
		const version = isArray ? 0 : tensor.version;
		const { shape, strides, offset } = tensor;
		if (seen.version === version && seen.storage === storage.id && seen.grad === grad && seen.flags === flags && seen.gradFn === gradFn && seen.offset === offset
			&& seen.type === type && same(seen.shape, shape) && same(seen.strides, strides)) return seen.ref;
		seen.type = type;
		seen.storage = storage.id;
		seen.offset = offset;
		seen.shape = shape;
		seen.strides = strides;
		seen.flags = flags;
		seen.gradFn = gradFn;
		seen.grad = grad;
		seen.version = version;
		const rows = this.#rows.tensor;
		rows.tick.push(tick);
		rows.ref.push(seen.ref);
		rows.type.push(type);
		rows.dtype.push(this.number(tensor.dtype));
		rows.storage.push(storage.id);
		rows.offset.push(offset);
		rows.ndim.push(shape.length);
		rows.flags.push(flags);
		rows.gradFn.push(gradFn);
		rows.grad.push(grad);
		rows.version.push(version);
		if (shape.length >= 2) this.#findRows(tensor);
		for (const size of shape) this.#rows.dim.size.push(size);
		for (const stride of strides) this.#rows.dim.size.push(stride);
		return seen.ref;
	}

	/** The same of one that was looked at before; 0: it was not. */
	known(tensor: Tensor, tick: number): number {
		const seen = tensor.recorded as Seen | undefined;
		return seen?.by !== this || seen.isArray ? 0 : this.of(tensor, tick, seen.type, false);
	}

	/** Its type's name is known where it was looked at before. */
	again(tensor: Tensor, tick: number): number {
		return this.of(tensor, tick, (tensor.recorded as Seen | undefined)?.by === this ? (tensor.recorded as Seen).type : this.number('Tensor'), false);
	}

	#data(tensor: Tensor, tick: number): void {
		const { storage } = tensor;
		storage.given = storage.writes;
		storage.givenTo = this;
		const { nbytes, pointer } = storage;
		const rows = this.#rows.data;
		const isOver = this.#isOver(nbytes);
		rows.tick.push(tick);
		rows.storage.push(storage.id);
		rows.nbytes.push(nbytes);
		rows.bytes.push(isOver ? 0 : nbytes);
		if (isOver) this.#summary(tensor, tick);
		else this.#bytes.push(views.u8, pointer, nbytes);
		if (this.#bytes.length >= AHEAD && this.#outlet.isOpen) this.#writeAhead();
		this.#room.pending = this.#pending;
	}

	#writeAhead(): void {
		if (this.#room.left !== 0) this.#room.left = Math.max(1, this.#room.left - this.#bytes.length);
		this.#outlet.write(framePieces(this.#outlet.sequence++, { data: this.#takeData() }));
	}

	#takeData(): NonNullable<Rows['data']> {
		const { bytes, ...numbers } = taken(this.#rows.data);
		return { ...numbers, bytes: { lengths: bytes, bytes: this.#bytes.take() } };
	}

	#summary(tensor: Tensor, tick: number): void {
		const { storage } = tensor;
		let summed = this.#summedUp.get(storage);
		if (summed === undefined) {
			this.#summedUp.set(storage, summed = { layout: layoutOf(tensor), dtype: tensor.dtype, tick });
			this.#over.push([tick, storage.nbytes]);
		}
		summed.tick = tick;
		const { dtype, layout } = summed;
		const blocks = this.#summedInAll < MOST_SUMMED && this.#room.left !== 0 ? layout : oneBlock(layout);
		const { rows, columns, blockRows, blockColumns } = blocks;
		const numbers = summarize(dtype, views.u8.subarray(storage.pointer, storage.pointer + storage.nbytes), blocks);
		this.#summedInAll += numbers.byteLength;
		const table = this.#rows.summary;
		table.tick.push(tick);
		table.storage.push(storage.id);
		table.dtype.push(this.number(dtype));
		table.rows.push(rows);
		table.columns.push(columns);
		table.blockRows.push(blockRows);
		table.blockColumns.push(blockColumns);
		this.#summaries.push(new Uint8Array(numbers.buffer));
		this.#summed += numbers.byteLength;
	}

	/** `arange(n).reshape(r, c)`: rows tell more than the one line that was seen first. The bytes are those of before; as numbers of another kind they would have other extremes. */
	#findRows(tensor: Tensor): void {
		const summed = this.#summedUp.get(tensor.storage);
		if (summed?.layout.rows !== 1 || summed.dtype !== tensor.dtype) return;
		const layout = layoutOf(tensor);
		if (layout.rows === 1) return;
		this.#summedUp.set(tensor.storage, { layout, dtype: tensor.dtype, tick: summed.tick });
		this.#summary(tensor, summed.tick);
		this.#room.pending = this.#pending;
	}

	/** Whether so many bytes are not to be copied: too many for one storage, or for what the budget of all has left. */
	#isOver(nbytes: number): boolean {
		if (nbytes > this.#limit) return true;
		if (nbytes <= this.#room.left - this.#pending) return false;
		this.#room.left = 0;
		return true;
	}

	/** Bytes that wait for the next frame. */
	get #pending(): number {
		return this.#bytes.length + this.#summed;
	}

	gradients(tick: number): void {
		for (const leaf of this.#leaves) {
			if (leaf.references <= 0) this.#leaves.delete(leaf);
			else this.again(leaf, tick);
		}
	}

	/** What who asks has to know before the next frame: names that it is to number, sizes of tensors that were left out. */
	news(): { readonly names: readonly string[]; readonly over: readonly (readonly [tick: number, size: number])[] } {
		const over = this.#over;
		this.#over = [];
		return { names: this.#names.slice(this.#strings.length), over };
	}

	/** Writes the rows since the last time. `strings` are the numbers of the names that `news` gave. */
	write(strings: readonly number[]): void {
		this.#strings.push(...strings);
		const { tensor: tensors, data: datas, summary: summaries } = this.#rows;
		if (tensors.tick.length + datas.tick.length + summaries.tick.length === 0) return;
		const [tensor, dim, data, summary] = [taken(tensors), taken(this.#rows.dim), this.#takeData(), taken(summaries)], bytes = this.#summaries;
		for (const column of [tensor.type, tensor.dtype, tensor.gradFn, summary.dtype]) this.#name(column);
		this.#summaries = [];
		this.#summed = 0;
		this.#room.pending = 0;
		this.#outlet.write(framePieces(this.#outlet.sequence++, { tensor, dim, data, summary: { ...summary, bytes } }));
	}

	/** Puts the trace's numbers of names in the place of those that rows here have. */
	#name(column: Float64Array): void {
		const strings = this.#strings;
		for (let i = 0; i < column.length; i++) column[i] = strings[column[i]!] ?? 0;
	}
}

/** A tensor that fills its storage gives it its rows; else they are one. */
function layoutOf({ storage, dtype, shape, offset, numel, isContiguous }: Tensor): BlockLayout {
	const count = Math.floor(storage.nbytes / dtypeInfo(dtype).size);
	const columns = offset === 0 && isContiguous && numel === count ? shape.at(-1) ?? 1 : count;
	return blockLayout(count / columns, columns);
}

function same(a: readonly number[] | undefined, b: readonly number[]): boolean {
	return a === b || (a !== undefined && a.length === b.length && a.every((size, d) => size === b[d]));
}
