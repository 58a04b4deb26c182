/**
 * float16 and bfloat16 conversions, round to nearest even. (AssemblyScript.)
 */

export function f16ToF32(h: u16): f32 {
	const sign = <u32>(h & 0x8000) << 16;
	const exponent = <u32>(h >> 10) & 31;
	const mantissa = <u32>h & 0x3ff;
	if (exponent == 31) {
		return reinterpret<f32>(sign | 0x7f800000 | (mantissa << 13));
	}
	if (exponent == 0) {
		// Zero or subnormal: mantissa * 2^-24, exact in float32.
		const value = <f32>mantissa * reinterpret<f32>(<u32>(127 - 24) << 23);
		return reinterpret<f32>(reinterpret<u32>(value) | sign);
	}
	return reinterpret<f32>(sign | ((exponent + 112) << 23) | (mantissa << 13));
}

export function f32ToF16(f: f32): u16 {
	const bits = reinterpret<u32>(f);
	const sign = <u16>((bits >> 16) & 0x8000);
	const magnitude = bits & 0x7fffffff;
	if (magnitude > 0x7f800000) {
		return sign | 0x7e00;
	}
	if (magnitude >= 0x47800000) {
		// 65536 and above; below it, rounding up to infinity falls out of the carry.
		return sign | 0x7c00;
	}
	if (magnitude < 0x38800000) {
		// Subnormal in float16: adding 0.5 places the last kept bit at float32's last bit, and rounds there.
		const sum = reinterpret<f32>(magnitude) + <f32>0.5;
		return sign | <u16>(reinterpret<u32>(sum) - 0x3f000000);
	}
	const odd = (magnitude >> 13) & 1;
	return sign | <u16>((magnitude - 0x38000000 + 0xfff + odd) >> 13);
}

export function f32ToBf16(f: f32): u16 {
	const bits = reinterpret<u32>(f);
	if ((bits & 0x7fffffff) > 0x7f800000) {
		return 0x7fc0;
	}
	return <u16>((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}
