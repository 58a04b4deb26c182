/** A JavaScript number as the Python number that it stands for: the rule is written at `Scalar` in declared.ts. */
import { bool, float, int, type Scalar } from '../tensor/scalar.ts';

export function scalar(value: number | bigint | boolean): Scalar {
	switch (typeof value) {
		case 'boolean': return bool(value);
		case 'bigint': return int(value);
		default: return Number.isSafeInteger(value) && !Object.is(value, -0) ? int(value) : float(value);
	}
}
