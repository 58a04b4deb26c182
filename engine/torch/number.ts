/** JavaScript's numbers and texts as the Python numbers and dtypes that they stand for. */
import { bool, float, int, type Scalar } from '../tensor/scalar.ts';
import { DTYPES, type DTypeName } from '../trace/dtype.ts';

/** The rule is written at `Scalar` in declared.ts. */
export function scalar(value: number | bigint | boolean): Scalar {
	switch (typeof value) {
		case 'boolean': return bool(value);
		case 'bigint': return int(value);
		default: return Number.isSafeInteger(value) && !Object.is(value, -0) ? int(value) : float(value);
	}
}

export function isDType(value: unknown): value is DTypeName {
	return typeof value === 'string' && Object.hasOwn(DTYPES, value);
}
