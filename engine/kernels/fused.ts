/**
 * Small products of float32 matrices as a chain of fused steps, a*b + c rounded once: what PyTorch's library gives, to the bit.
 * WebAssembly has no such instruction, so a step is counted in float64, where the product is exact; its sum is rounded there first,
 * which shows once in some hundred million. (AssemblyScript.)
 */

// @ts-ignore: decorator
@inline function step(x: v128, pb: usize, total: v128): v128 {
	const sum = f64x2.add(f64x2.mul(x, f64x2.promote_low_f32x4(v128.load64_zero(pb))), total);
	return f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(sum));
}

/** C = A B, C dense; A and B have any strides. */
export function matmul_fused(m: i32, n: i32, k: i32, a: usize, rowA: i32, columnA: i32, b: usize, rowB: i32, columnB: i32, c: usize): void {
	for (let i = 0; i < m; i++, a += rowA) {
		let j = 0;
		if (columnB == 4) {
			for (; j + 4 <= n; j += 4, c += 16) {
				let pa = a, pb = b + 4 * j, low = f64x2.splat(0), high = low;
				for (let l = 0; l < k; l++, pa += columnA, pb += rowB) {
					const x = f64x2.splat(<f64>load<f32>(pa));
					low = step(x, pb, low);
					high = step(x, pb + 8, high);
				}
				v128.store64_lane(c, f32x4.demote_f64x2_zero(low), 0);
				v128.store64_lane(c, f32x4.demote_f64x2_zero(high), 0, 8);
			}
		}
		for (; j < n; j++, c += 4) {
			let pa = a, pb = b + j * columnB;
			let total: f32 = 0;
			for (let l = 0; l < k; l++, pa += columnA, pb += rowB) {
				total = <f32>(<f64>load<f32>(pa) * <f64>load<f32>(pb) + <f64>total);
			}
			store<f32>(c, total);
		}
	}
}
