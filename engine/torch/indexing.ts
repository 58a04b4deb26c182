/** What stands between the brackets of `x[…]`, as TypeScript writes it. The rules are those of ops/subscript.ts. */
import type { Item } from '../ops/subscript.ts';
import { typeError } from '../tensor/errors.ts';
import { call } from '../ops/call.ts';
import { fromData } from './data.ts';
import type { Index, Slice } from './declared.ts';
import { Handle } from './ownership.ts';

class Range implements Slice {
	readonly start: number | undefined;
	readonly stop: number | undefined;
	readonly step: number;

	constructor(start: number | undefined, stop: number | undefined, step: number) {
		this.start = start;
		this.stop = stop;
		this.step = step;
	}
}

/** torch.Slice */
export function slice(start?: number, stop?: number, step = 1): Slice {
	return new Range(start, stop, step);
}

/** undefined: it is none. */
export function slicePartsOf(value: object): Slice | undefined {
	return value instanceof Range ? { start: value.start, stop: value.stop, step: value.step } : undefined;
}

export function itemsOf(indices: readonly Index[]): Item[] {
	return indices.map((index): Item => {
		if (index === null) return { kind: 'none' };
		if (index === '...') return { kind: 'ellipsis' };
		if (typeof index === 'number') return { kind: 'int', at: index };
		if (typeof index === 'boolean') return { kind: 'bool', value: index };
		if (index instanceof Range) return { kind: 'slice', start: index.start, stop: index.stop, step: index.step };
		if (index instanceof Handle) return { kind: 'tensor', tensor: index.impl };
		if (Array.isArray(index)) {
			const list = fromData(index, undefined);
			return { kind: 'tensor', tensor: list.numel === 0 ? call('to', list, 'int64') : list };
		}
		throw typeError(`only integers, slices (\`torch.Slice\`), ellipsis ('...'), null, lists and tensors are valid indices (got ${typeof index})`);
	});
}
