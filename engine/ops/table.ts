/**
 * The one list of all operators, by family. The binding, OPERATORS.md and the conformance tests walk it.
 */
import { ARITHMETIC } from './arithmetic.ts';
import { CLAMP } from './clamp.ts';
import { COMPARE } from './compare.ts';
import { CONTRACTIONS } from './contractions.ts';
import { CONVERT } from './convert.ts';
import { CREATION } from './creation.ts';
import { EXTREMES } from './extremes.ts';
import { FACTORIZATIONS } from './factorizations.ts';
import { GATHER } from './gather.ts';
import { INDEXING } from './indexing.ts';
import { LINALG } from './linalg.ts';
import { LOSSES } from './losses.ts';
import { LU } from './lu.ts';
import { MATMUL } from './matmul.ts';
import { MATRIX_FUNCTIONS } from './matrix-functions.ts';
import { NEURAL } from './neural.ts';
import { NORMS } from './norms.ts';
import type { Operator } from './operator.ts';
import { POINTWISE } from './pointwise.ts';
import { POWER } from './powers.ts';
import { RANDOM } from './random.ts';
import { REARRANGE } from './rearrange.ts';
import { REDUCE } from './reduce.ts';
import { SOFTMAX } from './softmax.ts';
import { SORT } from './sort.ts';
import { SPECTRA } from './spectra.ts';
import { SPLIT } from './split.ts';
import { STATISTICS } from './statistics.ts';
import { UNARY } from './unary.ts';
import { VIEW } from './view.ts';

export const FAMILIES: Readonly<Record<string, readonly Operator[]>> = {
	creation: CREATION, random: RANDOM,
	arithmetic: ARITHMETIC, unary: UNARY, powers: POWER, pointwise: POINTWISE, clamp: CLAMP, compare: COMPARE, convert: CONVERT,
	reduce: REDUCE, extremes: EXTREMES, statistics: STATISTICS, matmul: [...MATMUL, ...CONTRACTIONS],
	linalg: [...LINALG, ...LU, ...FACTORIZATIONS, ...SPECTRA, ...NORMS, ...MATRIX_FUNCTIONS],
	view: VIEW, split: SPLIT, rearrange: REARRANGE, gather: GATHER, indexing: INDEXING, sort: SORT,
	softmax: SOFTMAX, losses: LOSSES, neural: NEURAL,
};

export const OPERATORS: readonly Operator[] = Object.values(FAMILIES).flat();

/** By name and alias. */
export const OPERATOR_BY_NAME: ReadonlyMap<string, Operator> = new Map(
	OPERATORS.flatMap(operator => [operator.name, ...operator.aliases ?? []].map(name => [name, operator] as const)),
);
