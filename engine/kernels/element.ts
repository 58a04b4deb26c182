/**
 * How an element of each dtype lies in memory and what it is computed in: `get` and `put` of one address.
 * float16 and bfloat16 are stored as 16 bits, computed in float32 and rounded once. (AssemblyScript.)
 *
 * These classes are never instantiated: `changetype<S>(0)` gives kernels a way to name them as type parameters.
 */
import { f16ToF32, f32ToBf16, f32ToF16 } from './half';

// @ts-ignore: AssemblyScript decorators
@unmanaged export class U8 {
	@inline get(p: usize): u8 { return load<u8>(p); }
	@inline put(p: usize, v: u8): void { store<u8>(p, v); }
}
@unmanaged export class I8 {
	@inline get(p: usize): i8 { return load<i8>(p); }
	@inline put(p: usize, v: i8): void { store<i8>(p, v); }
}
@unmanaged export class I16 {
	@inline get(p: usize): i16 { return load<i16>(p); }
	@inline put(p: usize, v: i16): void { store<i16>(p, v); }
}
@unmanaged export class I32 {
	@inline get(p: usize): i32 { return load<i32>(p); }
	@inline put(p: usize, v: i32): void { store<i32>(p, v); }
}
@unmanaged export class I64 {
	@inline get(p: usize): i64 { return load<i64>(p); }
	@inline put(p: usize, v: i64): void { store<i64>(p, v); }
}
@unmanaged export class F16 {
	@inline get(p: usize): f32 { return f16ToF32(load<u16>(p)); }
	@inline put(p: usize, v: f32): void { store<u16>(p, f32ToF16(v)); }
}
@unmanaged export class BF16 {
	@inline get(p: usize): f32 { return reinterpret<f32>(<u32>load<u16>(p) << 16); }
	@inline put(p: usize, v: f32): void { store<u16>(p, f32ToBf16(v)); }
}
@unmanaged export class F32 {
	@inline get(p: usize): f32 { return load<f32>(p); }
	@inline put(p: usize, v: f32): void { store<f32>(p, v); }
}
@unmanaged export class F64 {
	@inline get(p: usize): f64 { return load<f64>(p); }
	@inline put(p: usize, v: f64): void { store<f64>(p, v); }
}

/** dtype codes, as in engine/trace/dtype.ts. bool is computed as u8 that holds 0 or 1. */
export const BOOL = 0;
export const UINT8 = 1;
export const INT8 = 2;
export const INT16 = 3;
export const INT32 = 4;
export const INT64 = 5;
export const FLOAT16 = 6;
export const BFLOAT16 = 7;
export const FLOAT32 = 8;
export const FLOAT64 = 9;
