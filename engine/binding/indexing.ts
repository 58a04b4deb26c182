/**
 * tensor[index] and tensor[index] = value, put together here so that an index costs one call over the border. The rules
 * are those of `ops/subscript.ts`; the codes are those of engine/python/torch/_indexing.py.
 */
import { assign, subscript, type Item } from '../ops/subscript.ts';
import { NONE, encode, type Answer } from './answer.ts';
import { Cursor, type Flat } from './decode.ts';
import { tensorOf } from './handles.ts';

const CODE = { int: 0, slice: 1, ellipsis: 2, none: 3, tensor: 4, bool: 5 };

function readItems(cursor: Cursor): Item[] {
	const items: Item[] = [];
	while (cursor.hasMore) {
		const code = cursor.number();
		if (code === CODE.int) items.push({ kind: 'int', at: cursor.int() });
		else if (code === CODE.slice) {
			const part = (): number | undefined => {
				const value = cursor.next();
				return value === undefined ? undefined : Number(value);
			};
			const [start, stop, step] = [part(), part(), part()];
			items.push({ kind: 'slice', start, stop, step: step ?? 1 });
		} else if (code === CODE.tensor) items.push({ kind: 'tensor', tensor: cursor.tensor() });
		else if (code === CODE.bool) items.push({ kind: 'bool', value: Boolean(cursor.next()) });
		else items.push({ kind: code === CODE.ellipsis ? 'ellipsis' : 'none' });
	}
	return items;
}

/** (tensor, index…) → the view or copy. */
export function index(handle: number, ...flat: Flat): Answer {
	const self = tensorOf(handle);
	return encode(subscript(self, readItems(new Cursor(flat))), [self]);
}

/** (tensor, value, index…): the value is a handle, or a tag and a number. */
export function indexPut(handle: number, ...flat: Flat): Answer {
	const self = tensorOf(handle);
	const cursor = new Cursor(flat);
	const value = cursor.operand()!;
	assign(self, readItems(cursor), value);
	return NONE;
}
