/**
 * The one list of all operators, by family. The binding, OPERATORS.md and the conformance tests walk it.
 */
import { ARITHMETIC } from './arithmetic.ts';
import { CREATION } from './creation.ts';
import { NN } from './nn.ts';
import type { Operator } from './operator.ts';
import { RANDOM } from './random.ts';
import { REDUCE } from './reduce.ts';
import { UNARY } from './unary.ts';
import { VIEW } from './view.ts';

export const FAMILIES: Readonly<Record<string, readonly Operator[]>> = {
	creation: CREATION, arithmetic: ARITHMETIC, unary: UNARY, reduce: REDUCE, view: VIEW, random: RANDOM, nn: NN,
};

export const OPERATORS: readonly Operator[] = Object.values(FAMILIES).flat();

/** By name and alias. */
export const OPERATOR_BY_NAME: ReadonlyMap<string, Operator> = new Map(
	OPERATORS.flatMap(operator => [operator.name, ...operator.aliases ?? []].map(name => [name, operator] as const)),
);
