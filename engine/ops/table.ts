/**
 * The one list of all operators, by family. The binding, OPERATORS.md and the conformance tests walk it.
 */
import { ARITHMETIC } from './arithmetic.ts';
import { CLAMP } from './clamp.ts';
import { COMPARE } from './compare.ts';
import { CONVERT } from './convert.ts';
import { CREATION } from './creation.ts';
import { DIAGONALS } from './diagonals.ts';
import { DIFFERENCES } from './differences.ts';
import { EXTREMES } from './extremes.ts';
import { GATHER } from './gather.ts';
import { HISTOGRAMS } from './histograms.ts';
import { INDEX_WRITES } from './index-writes.ts';
import { INDEXING } from './indexing.ts';
import { LOSSES } from './losses.ts';
import { MATMUL } from './matmul.ts';
import { MOMENTS } from './moments.ts';
import { NEURAL } from './neural.ts';
import type { Operator } from './operator.ts';
import { POINTWISE } from './pointwise.ts';
import { POWER } from './powers.ts';
import { QUANTILES } from './quantiles.ts';
import { RANDOM } from './random.ts';
import { REARRANGE } from './rearrange.ts';
import { REDUCE } from './reduce.ts';
import { RESHAPING } from './reshaping.ts';
import { SCANS } from './scans.ts';
import { SLIDING } from './sliding.ts';
import { SOFTMAX } from './softmax.ts';
import { SORT } from './sort.ts';
import { SPACED } from './spaced.ts';
import { SPLIT } from './split.ts';
import { STATISTICS } from './statistics.ts';
import { STORAGES } from './storages.ts';
import { UNARY } from './unary.ts';
import { UNIQUE } from './unique.ts';
import { VECTORS } from './vectors.ts';
import { VIEW_COPIES } from './view-copies.ts';
import { VIEW_WRITES } from './view-writes.ts';
import { VIEW } from './view.ts';

export const FAMILIES: Readonly<Record<string, readonly Operator[]>> = {
	creation: CREATION, spaced: SPACED, random: RANDOM,
	arithmetic: ARITHMETIC, unary: UNARY, powers: POWER, pointwise: POINTWISE, clamp: CLAMP, compare: COMPARE, convert: CONVERT,
	reduce: REDUCE, extremes: EXTREMES, statistics: STATISTICS, scans: SCANS, quantiles: QUANTILES, moments: MOMENTS, histograms: HISTOGRAMS, differences: DIFFERENCES, matmul: MATMUL,
	view: VIEW, reshaping: RESHAPING, storages: STORAGES, sliding: SLIDING, split: SPLIT, 'view copies': VIEW_COPIES, rearrange: REARRANGE, diagonals: DIAGONALS, vectors: VECTORS, 'view writes': VIEW_WRITES, gather: GATHER, indexing: INDEXING, 'index writes': INDEX_WRITES, sort: SORT, unique: UNIQUE,
	softmax: SOFTMAX, losses: LOSSES, neural: NEURAL,
};

export const OPERATORS: readonly Operator[] = Object.values(FAMILIES).flat();

/** By name and alias. */
export const OPERATOR_BY_NAME: ReadonlyMap<string, Operator> = new Map(
	OPERATORS.flatMap(operator => [operator.name, ...operator.aliases ?? []].map(name => [name, operator] as const)),
);
