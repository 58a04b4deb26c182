/**
 * How closely operators follow PyTorch where they can't to the bit, and why: what OPERATORS.md says, and what the
 * conformance tests hold them to.
 */
import type { Tolerance } from './operator.ts';

const ONCE = 'computed in float64 and rounded once, where PyTorch rounds each step in the dtype';

export const ULP_1: Tolerance = { kind: 'ulp', ulp: 1, because: ONCE };
export const ULP_2: Tolerance = { kind: 'ulp', ulp: 2, because: ONCE };
export const ULP_4: Tolerance = { kind: 'ulp', ulp: 4, because: ONCE };
export const POWERS: Tolerance = ULP_2;
/** Of random numbers. */
export const OF_FUNCTIONS: Tolerance = { kind: 'ulp', ulp: 2, because: 'the draws are the same; the last bit of tan and exp in float64 may differ' };
export const BUT_ZERO: Tolerance = { kind: 'ulp', ulp: 0, because: 'the sign of a zero hangs on where the element lies: PyTorch\'s vectors and what is left over differ' };

export const SUMS: Tolerance = { kind: 'relative', relative: 1e-6, because: 'terms are summed in another order' };
export const PRODUCTS: Tolerance = SUMS;
export const MATRICES: Tolerance = { kind: 'relative', relative: 1e-6, because: 'LAPACK\'s steps, with sums in another order' };
export const WAVES: Tolerance = { kind: 'relative', relative: 1e-6, because: 'near a zero of the wave few digits are left, on either side' };
export const SERIES: Tolerance = { kind: 'relative', relative: 1e-6, because: 'PyTorch adds up rounded terms, and near a zero few of their digits are left' };
export const CANCELS: Tolerance = { kind: 'relative', relative: 1e-6, because: 'the larger number and a logarithm may cancel: few digits are left, on either side' };
export const STEPS: Tolerance = { kind: 'relative', relative: 1e-6, because: 'several rounded steps; what is left of 1 + erf or 1 + tanh of a negative number has few digits, on either side' };
