/**
 * An error of PyTorch or NumPy in one sentence more than it says: which dimensions disagree, what would fit, and the edits
 * that make it fit. The sentence goes by the message and by the operands' shapes; where they don't tell, nothing is said.
 */
import { BROADCASTS } from './broadcasts.ts';
import { DTYPES } from './dtypes.ts';
import type { Failure } from './failure.ts';
import type { Explanation } from './fixes.ts';
import { INDICES } from './indices.ts';
import { PRODUCTS } from './products.ts';
import { SHAPES } from './shapes.ts';

/** The first that matches the message speaks. */
const RULES = [...PRODUCTS, ...BROADCASTS, ...DTYPES, ...INDICES, ...SHAPES];

/** undefined: there is nothing to add to the error's own words. */
export function explain(message: string, failure: Failure): Explanation | undefined {
	for (const [pattern, rule] of RULES) {
		const match = pattern.exec(message);
		if (match) { return rule(match, failure); }
	}
	return undefined;
}
