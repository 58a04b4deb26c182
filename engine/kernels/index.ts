/**
 * The kernels' module: everything that TypeScript may call. Kernels read and write the engine's one memory, never
 * allocate, and never trap. (AssemblyScript.)
 */
export { neg, abs_ as abs, sign, square, cube, relu, bitwise_not, sqrt_ as sqrt, reciprocal, floor_ as floor, ceil_ as ceil, trunc_ as trunc, round, rsqrt, exp, exp2, expm1, log, log2, log10, log1p, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, sigmoid, isinf, isfinite, signbit, frac } from './unary';
export { erf_ as erf, erfc_ as erfc, erfcx_ as erfcx, erfinv_ as erfinv, log_ndtr, ndtri_ as ndtri, lgamma_ as lgamma, digamma_ as digamma, i0_ as i0, i0e_ as i0e, i1_ as i1, i1e_ as i1e, acosh, asinh, atanh, sinc, entr, igamma_ as igamma, igammac_ as igammac, zeta_ as zeta, polygamma_ as polygamma, hypot, xlogy, xlog1py, logaddexp, logaddexp2 } from './special';
export { airy_ai, bessel_j0, bessel_j1, bessel_y0, bessel_y1, modified_bessel_k0, modified_bessel_k1, scaled_modified_bessel_k0, scaled_modified_bessel_k1, spherical_bessel_j0, chebyshev_polynomial_t, chebyshev_polynomial_u, chebyshev_polynomial_v, chebyshev_polynomial_w, shifted_chebyshev_polynomial_t, shifted_chebyshev_polynomial_u, shifted_chebyshev_polynomial_v, shifted_chebyshev_polynomial_w, hermite_polynomial_h, hermite_polynomial_he, laguerre_polynomial_l, legendre_polynomial_p } from './special';
export { elu, leaky_relu, softplus, silu, mish, hardswish, hardsigmoid, softshrink, log_sigmoid, gelu, gelu_tanh } from './activations';
export { add, sub, mul, div, div_floor, div_trunc, fmod, remainder, pow, maximum, minimum, fmax, fmin, copysign_ as copysign, heaviside, nextafter, gcd, lcm, atan2, bitwise_and, bitwise_or, bitwise_xor, bitwise_left_shift, bitwise_right_shift, logical_and, logical_or, logical_xor } from './binary';
export { eq, ne, lt, le, gt, ge } from './compare';
export { add_scaled, addcmul, addcdiv, lerp, clamp, where } from './pointwise';
export { copy } from './cast';
export { max_index, min_index } from './extremes';
export { sum, prod, any, all, cumsum, cumprod, var_ } from './reduce';
export { cummax, cummin, logcumsumexp } from './scan';
export { searchsorted, mode } from './search';
export { matmul, mv } from './matmul';
export { matmul_fused } from './fused';
export { blocked_bytes, gathered_bytes, matmul_blocked, matmul_gathered } from './blocked';
export { gather, scatter, scatter_add, scatter_multiply, scatter_max, scatter_min, count_true, nonzero, look_at_positions } from './gather';
export { im2col, col2im } from './convolution';
export { max_pool, avg_pool, avg_pool_back } from './pooling';
export { interpolate, interpolate_back } from './resampling';
export { softmax } from './softmax';
export { lstm_step, lstm_step_back } from './recurrent';
export { sort } from './sort';
export { numpy_sum } from './pairwise';
export { count_up } from './sequence';
export { fma32, fma64 } from './fma';
export { f16ToF32, f32ToF16, f32ToBf16 } from './half';
