/**
 * How overloads are numbered at the border, and which of their parameters cross it. Shared by the generator of the
 * Python side and by what answers its calls, which must agree.
 */
import type { Operator, Overload } from '../ops/operator.ts';
import type { Parameter } from '../ops/schema.ts';
import { OPERATORS } from '../ops/table.ts';

/** A call's first number is overload · 4 + form. */
export const FORMS = { function: 0, 'in-place': 1, out: 2 } as const;

export interface NumberedOverload {
	readonly operator: Operator;
	/** Place among the operator's overloads. */
	readonly index: number;
	readonly overload: Overload;
}

/** All overloads, in the order of the table. */
export function numberedOverloads(): NumberedOverload[] {
	return OPERATORS.flatMap(operator => operator.overloads.map((overload, index) => ({ operator, index, overload })));
}

export function overloadNumbers(): Map<Overload, number> {
	return new Map(numberedOverloads().map(({ overload }, number) => [overload, number]));
}

/** Whether the parameter's value crosses. Device and layout are checked in Python and stay there. */
export function isPassed(parameter: Parameter): boolean {
	return parameter.type !== 'Device' && parameter.type !== 'Layout';
}
