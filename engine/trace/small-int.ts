/** Ints that stand in their refs (`SmallInt` of the schema): a loop's counter needs no row of its own for each number. The idea is V8's "Smi". */
import type { Ref, ScalarValue } from './model.ts';
import { SmallInt } from './schema.ts';

export function isSmallInt(ref: Ref): boolean {
	return ref >= SmallInt.zero - SmallInt.reach;
}

/** Of a ref for which `isSmallInt` holds. */
export function smallInt(ref: Ref): ScalarValue {
	const value = ref - SmallInt.zero;
	return { kind: 'int', type: 'int', value, text: String(value) };
}
