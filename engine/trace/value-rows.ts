/**
 * What objects were at each moment: rows of scalars, tensors and containers by their refs, and the bytes of storages. What a row
 * points to may be anything in a hostile file: a tensor that can't be is none, and a missing row reads as absent.
 */
import { countBelow } from './ascending.ts';
import { NumberColumn, RowIndex } from './columns.ts';
import type { DTypeName } from './dtype.ts';
import { decodeElements } from './elements.ts';
import type { Child, ContainerValue, Elements, Ref, ScalarValue, StorageId, TensorValue, Tick, Value } from './model.ts';
import { ContainerKind, ScalarKind, TensorFlag } from './schema.ts';
import { isContiguous, numel } from './shape.ts';
import { isSmallInt, smallInt } from './small-int.ts';
import { Strings } from './strings.ts';
import { decodeSummary, whole, type Summary } from './summary.ts';
import { makeTables } from './tables.ts';

/** More dimensions than Python can print: they are gone through by recursion. */
const MOST_DIMENSIONS = 512;

export abstract class ValueRows {
	protected readonly tables = makeTables();
	protected readonly strings = new Strings(this.tables.string.text);
	readonly #scalarRows = new RowIndex();
	readonly #tensorRows = new RowIndex();
	readonly #containerRows = new RowIndex();
	readonly #dataRows = new RowIndex();
	readonly #summaryRows = new RowIndex();
	/** Rows of tensors whose sizes are none: somebody made that file. */
	readonly #forged = new Set<number>();
	readonly #dimStart = new NumberColumn('u32');
	readonly #itemStart = new NumberColumn('u32');
	#dims = 0;
	#items = 0;

	/** Takes a row that has been appended. */
	protected addValueRow(table: 'scalar' | 'tensor' | 'container' | 'data' | 'summary', row: number): void {
		const { tables } = this;
		switch (table) {
			case 'scalar': return this.#scalarRows.add(tables.scalar.ref.at(row), row);
			case 'tensor': {
				this.#dimStart.push(this.#dims);
				this.#dims += 2 * tables.tensor.ndim.at(row);
				if (!this.#isTensor(row)) this.#forged.add(row);
				return this.#tensorRows.add(tables.tensor.ref.at(row), row);
			}
			case 'container': {
				this.#itemStart.push(this.#items);
				this.#items += tables.container.count.at(row);
				return this.#containerRows.add(tables.container.ref.at(row), row);
			}
			case 'data': return this.#dataRows.add(tables.data.storage.at(row), row);
			case 'summary': return this.#summaryRows.add(tables.summary.storage.at(row), row);
		}
	}

	/** Rows that no recorder has written were left out. */
	get isForged(): boolean {
		return this.#forged.size > 0;
	}

	value(ref: Ref, tick: Tick): Value | undefined {
		if (isSmallInt(ref)) return smallInt(ref);
		const scalar = this.#scalarRows.rows(ref).at(0);
		if (scalar !== undefined) return this.#scalar(scalar);
		const tensor = this.#tensorRows.latest(ref, this.tables.tensor.tick, tick);
		if (tensor >= 0) return this.#tensor(tensor);
		const container = this.#containerRows.latest(ref, this.tables.container.tick, tick);
		return container >= 0 ? this.#container(container) : undefined;
	}

	tensorRow(ref: Ref, tick: Tick): number {
		const row = this.#tensorRows.latest(ref, this.tables.tensor.tick, tick);
		return this.#forged.has(row) ? -1 : row;
	}

	storageOfRow(row: number): StorageId {
		return this.tables.tensor.storage.at(row);
	}

	dimensionsOfRow(row: number): number {
		return this.tables.tensor.ndim.at(row);
	}

	haveOneShape(row: number, other: number): boolean {
		const { size } = this.tables.dim, count = this.dimensionsOfRow(row), start = this.#dimStart.at(row), otherStart = this.#dimStart.at(other);
		if (count !== this.dimensionsOfRow(other)) return false;
		for (let d = 0; d < count; d++) if (size.at(start + d) !== size.at(otherStart + d)) return false;
		return true;
	}

	isScalar(ref: Ref): boolean {
		return isSmallInt(ref) || this.#scalarRows.has(ref);
	}

	changes(ref: Ref): readonly Tick[] {
		const { tensor, container, data } = this.tables;
		const ticks = Array.from(this.#containerRows.rows(ref), row => container.tick.at(row));
		const rows = [...this.#tensorRows.rows(ref)];
		for (const [i, row] of rows.entries()) {
			const from = tensor.tick.at(row), next = rows[i + 1], to = next === undefined ? Infinity : tensor.tick.at(next);
			ticks.push(from);
			for (const copy of this.#dataRows.rows(tensor.storage.at(row))) {
				const tick = data.tick.at(copy);
				if (tick > from && tick < to) ticks.push(tick);
			}
		}
		return ticks;
	}

	additions(ref: Ref, after: Tick): readonly { readonly tick: Tick; readonly children: readonly Child[] }[] {
		const { tick, count } = this.tables.container, { key, ref: childRef } = this.tables.item;
		return [...this.#containerRows.rows(ref)].filter(row => tick.at(row) > after).map((row) => {
			const start = this.#itemStart.at(row);
			return { tick: tick.at(row), children: Array.from({ length: count.at(row) }, (_, i) => ({ key: key.at(start + i), ref: childRef.at(start + i) })) };
		});
	}

	bytes(storage: StorageId, tick: Tick): Uint8Array | undefined {
		const { data } = this.tables;
		const row = this.#dataRows.latest(storage, data.tick, tick);
		if (row < 0) return undefined;
		const bytes = data.bytes.at(row);
		return bytes.length === data.nbytes.at(row) ? bytes : undefined;
	}

	elements(tensor: TensorValue, tick: Tick): Elements | undefined {
		const bytes = this.bytes(tensor.storage, tick);
		return bytes === undefined ? undefined : decodeElements(tensor, bytes);
	}

	summary({ storage, dtype, shape, strides, offset }: TensorValue, tick: Tick): Summary | undefined {
		const { data, summary } = this.tables;
		const row = this.#summaryRows.latest(storage, summary.tick, tick);
		const copy = this.#dataRows.latest(storage, data.tick, tick);
		if (row < 0 || copy < 0 || summary.tick.at(row) !== data.tick.at(copy) || this.strings.at(summary.dtype.at(row)) !== dtype) return undefined;
		const layout = { rows: summary.rows.at(row), columns: summary.columns.at(row), blockRows: summary.blockRows.at(row), blockColumns: summary.blockColumns.at(row) };
		// A part of the storage has other extremes; one that is expanded, another mean.
		const count = numel(shape);
		const reach = shape.reduce((last, size, d) => last + (size - 1) * strides[d]!, 1);
		if (offset !== 0 || count !== layout.rows * layout.columns || reach !== count) return undefined;
		const found = decodeSummary(layout, summary.bytes.at(row));
		return found === undefined || isContiguous(shape, strides) ? found : whole(found);
	}

	#scalar(row: number): ScalarValue {
		const { kind, type, number, text } = this.tables.scalar;
		const typeName = this.strings.at(type.at(row)), value = number.at(row), words = this.strings.at(text.at(row));
		switch (kind.at(row)) {
			case ScalarKind.none: return { kind: 'none', type: typeName };
			case ScalarKind.bool: return { kind: 'bool', type: typeName, value: value !== 0 };
			case ScalarKind.int: {
				const digits = words || String(value);
				// Somebody's forgery may say anything.
				return /^-?\d+$/.test(digits) ? { kind: 'int', type: typeName, value, text: digits } : { kind: 'opaque', type: typeName, text: digits };
			}
			case ScalarKind.float: return { kind: 'float', type: typeName, value };
			case ScalarKind.str: return { kind: 'str', type: typeName, text: words, length: value };
			default: return { kind: 'opaque', type: typeName, text: words };
		}
	}

	/** Sizes, strides and an offset that can be. */
	#isTensor(row: number): boolean {
		const { ndim, offset } = this.tables.tensor, { size } = this.tables.dim;
		const start = this.#dimStart.at(row), count = ndim.at(row);
		if (count > MOST_DIMENSIONS || !Number.isSafeInteger(offset.at(row)) || start + 2 * count > size.length) return false;
		for (let i = 0; i < 2 * count; i++) {
			const number = size.at(start + i);
			if (!Number.isSafeInteger(number) || (i < count && number < 0)) return false;
		}
		return true;
	}

	#tensor(row: number): Value {
		const table = this.tables.tensor, { size } = this.tables.dim;
		const ndim = table.ndim.at(row), start = this.#dimStart.at(row), flags = table.flags.at(row);
		if (this.#forged.has(row)) return { kind: 'opaque', type: this.strings.at(table.type.at(row)), text: '' };
		return {
			kind: 'tensor', ref: table.ref.at(row), type: this.strings.at(table.type.at(row)), dtype: this.strings.at(table.dtype.at(row)) as DTypeName,
			shape: Array.from({ length: ndim }, (_, d) => size.at(start + d)), strides: Array.from({ length: ndim }, (_, d) => size.at(start + ndim + d)),
			storage: table.storage.at(row), offset: table.offset.at(row), requiresGrad: (flags & TensorFlag.requiresGrad) !== 0, isLeaf: (flags & TensorFlag.leaf) !== 0,
			isParameter: (flags & TensorFlag.parameter) !== 0, isArray: (flags & TensorFlag.ndarray) !== 0, gradFn: this.strings.at(table.gradFn.at(row)),
			grad: table.grad.at(row), version: table.version.at(row),
		};
	}

	#container(row: number): ContainerValue {
		const { ref, kind, type, length, head } = this.tables.container;
		const children = this.#childrenOf(row);
		return {
			kind: kind.at(row) === ContainerKind.mapping ? 'mapping' : kind.at(row) === ContainerKind.object ? 'object' : 'sequence', ref: ref.at(row),
			type: this.strings.at(type.at(row)), length: length.at(row), head: Math.min(head.at(row), children.length), children,
		};
	}

	/** The last container that was asked for: who goes through a list as it grows asks for its next row. */
	#unfolded: { readonly row: number; readonly children: readonly Child[] } = { row: -1, children: [] };

	/** From a container's row backwards: each earlier one gives those of its own children that all later ones kept. */
	#childrenOf(row: number): readonly Child[] {
		if (row === this.#unfolded.row) return this.#unfolded.children;
		const { ref, keep, count } = this.tables.container, { key, ref: childRef } = this.tables.item;
		const rows = this.#containerRows.rows(ref.at(row));
		const backwards: Child[] = [];
		let wanted = keep.at(row) + count.at(row);
		for (let i = countBelow(rows, row + 1) - 1; i >= 0 && wanted > 0; i--) {
			const from = rows.at(i)!;
			if (from === this.#unfolded.row) {
				for (let place = Math.min(wanted, this.#unfolded.children.length) - 1; place >= 0; place--) backwards.push(this.#unfolded.children[place]!);
				break;
			}
			const before = keep.at(from), kept = Math.min(before, wanted), start = this.#itemStart.at(from) - before;
			for (let place = Math.min(wanted, before + count.at(from)) - 1; place >= kept; place--) backwards.push({ key: key.at(start + place), ref: childRef.at(start + place) });
			wanted = kept;
		}
		const children = backwards.reverse();
		this.#unfolded = { row, children };
		return children;
	}
}
