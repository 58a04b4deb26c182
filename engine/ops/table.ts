/**
 * The one list of all operators, by family. The binding, OPERATORS.md and the conformance tests walk it.
 */
import { ACTIVATIONS } from './activations.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { ATTENTION } from './attention.ts';
import { CLAMP } from './clamp.ts';
import { COLUMNS } from './columns.ts';
import { COMPARE } from './compare.ts';
import { CONTRACTIONS } from './contractions.ts';
import { CONVERT } from './convert.ts';
import { CONV_TBC } from './conv-tbc.ts';
import { CONVOLUTION } from './convolution.ts';
import { CREATION } from './creation.ts';
import { CTC } from './ctc.ts';
import { DIAGONALS } from './diagonals.ts';
import { DIFFERENCES } from './differences.ts';
import { DISTANCES } from './distances.ts';
import { DROPOUT } from './dropout.ts';
import { EMBEDDING } from './embedding.ts';
import { EXTREMES } from './extremes.ts';
import { FACTORIZATIONS } from './factorizations.ts';
import { FRACTIONAL } from './fractional.ts';
import { GATHER } from './gather.ts';
import { GRID } from './grid.ts';
import { HISTOGRAMS } from './histograms.ts';
import { INDEX_WRITES } from './index-writes.ts';
import { INDEXING } from './indexing.ts';
import { LINALG } from './linalg.ts';
import { LOSSES } from './losses.ts';
import { LU } from './lu.ts';
import { MARGINS } from './margins.ts';
import { MATMUL } from './matmul.ts';
import { MATRIX_FUNCTIONS } from './matrix-functions.ts';
import { MOMENTS } from './moments.ts';
import { NORMALISATION } from './normalisation.ts';
import { NORMS } from './norms.ts';
import type { Operator } from './operator.ts';
import { PACKING } from './packing.ts';
import { PADDING } from './padding.ts';
import { PAIRS } from './pairs.ts';
import { PARTS } from './parts.ts';
import { PIXELS } from './pixels.ts';
import { POINTWISE } from './pointwise.ts';
import { POOLING } from './pooling.ts';
import { POWER } from './powers.ts';
import { QUANTILES } from './quantiles.ts';
import { RANDOM } from './random.ts';
import { REARRANGE } from './rearrange.ts';
import { RECURRENT } from './recurrent.ts';
import { REDUCE } from './reduce.ts';
import { RESAMPLING } from './resampling.ts';
import { RESHAPING } from './reshaping.ts';
import { SCANS } from './scans.ts';
import { SLIDING } from './sliding.ts';
import { SOFTMAX } from './softmax.ts';
import { SORT } from './sort.ts';
import { SPACED } from './spaced.ts';
import { SPECIAL } from './special.ts';
import { SPECTRA } from './spectra.ts';
import { SPLIT } from './split.ts';
import { STATISTICS } from './statistics.ts';
import { STORAGES } from './storages.ts';
import { UNARY } from './unary.ts';
import { UNIQUE } from './unique.ts';
import { VECTORS } from './vectors.ts';
import { VIEW_COPIES } from './view-copies.ts';
import { VIEW_WRITES } from './view-writes.ts';
import { VIEW } from './view.ts';
import { WEIGHT_NORM } from './weight-norm.ts';

export const FAMILIES: Readonly<Record<string, readonly Operator[]>> = {
	creation: CREATION, spaced: SPACED, random: RANDOM,
	arithmetic: ARITHMETIC, unary: UNARY, parts: PARTS, pairs: PAIRS, special: SPECIAL, powers: POWER, pointwise: POINTWISE, clamp: CLAMP, compare: COMPARE, convert: CONVERT,
	reduce: REDUCE, extremes: EXTREMES, statistics: STATISTICS, scans: SCANS, quantiles: QUANTILES, moments: MOMENTS, histograms: HISTOGRAMS, differences: DIFFERENCES,
	matmul: [...MATMUL, ...CONTRACTIONS], linalg: [...LINALG, ...LU, ...FACTORIZATIONS, ...SPECTRA, ...NORMS, ...MATRIX_FUNCTIONS],
	view: VIEW, reshaping: RESHAPING, storages: STORAGES, sliding: SLIDING, split: SPLIT, 'view copies': VIEW_COPIES, rearrange: REARRANGE, diagonals: DIAGONALS, vectors: VECTORS, 'view writes': VIEW_WRITES, gather: GATHER, indexing: INDEXING, 'index writes': INDEX_WRITES, sort: SORT, unique: UNIQUE,
	softmax: SOFTMAX, activations: ACTIVATIONS, losses: LOSSES, margins: MARGINS, ctc: CTC, embedding: EMBEDDING, dropout: DROPOUT,
	convolution: [...CONVOLUTION, ...CONV_TBC, ...COLUMNS], padding: PADDING, pooling: [...POOLING, ...FRACTIONAL], normalisation: NORMALISATION, pixels: PIXELS, resampling: RESAMPLING, grid: GRID, attention: ATTENTION, packing: PACKING, recurrent: RECURRENT, 'weight norm': WEIGHT_NORM, distances: DISTANCES,
};

export const OPERATORS: readonly Operator[] = Object.values(FAMILIES).flat();

/** By name and alias. */
export const OPERATOR_BY_NAME: ReadonlyMap<string, Operator> = new Map(
	OPERATORS.flatMap(operator => [operator.name, ...operator.aliases ?? []].map(name => [name, operator] as const)),
);
