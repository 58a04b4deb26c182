/**
 * The kernels' module: everything that TypeScript may call. Kernels read and write the engine's one memory, never
 * allocate, and never trap. (AssemblyScript.)
 */
export { neg, abs_ as abs, sign, square, cube, relu, bitwise_not, sqrt_ as sqrt, reciprocal, floor_ as floor, ceil_ as ceil, trunc_ as trunc, round, rsqrt, exp, exp2, expm1, log, log2, log10, log1p, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, sigmoid, logical_not, isnan, isinf, isfinite } from './unary';
export { add, sub, mul, div, div_floor, div_trunc, fmod, remainder, pow, maximum, minimum, atan2, bitwise_and, bitwise_or, bitwise_xor, bitwise_left_shift, bitwise_right_shift, eq, ne, lt, le, gt, ge, logical_and, logical_or, logical_xor } from './binary';
export { add_scaled, addcmul, addcdiv, lerp, clamp, where } from './pointwise';
export { copy } from './cast';
export { sum, prod, max_index, min_index, any, all, cumsum, cumprod, var_ } from './reduce';
export { cummax, cummin, logcumsumexp } from './scan';
export { searchsorted, mode } from './search';
export { matmul, mv } from './matmul';
export { gather, scatter, scatter_add, scatter_multiply, scatter_max, scatter_min, nonzero } from './gather';
export { sort } from './sort';
export { fma32, fma64 } from './fma';
export { f16ToF32, f32ToF16, f32ToBf16 } from './half';
