/**
 * The sum of a row of floats. Four running sums per level and cascaded levels keep the error near that of pairwise
 * summation. (AssemblyScript.)
 */

/** float32 and halves: in float64, rounded once. float64: in blocks of 128 by four sums, the blocks' sums compensated. */
// @ts-ignore: decorator
@inline export function sumRow<S, A>(p: usize, n: i32, step: i32): A {
	if (sizeof<A>() == 4) {
		let a: f64 = 0, b: f64 = 0;
		let i = 0;
		for (; i < n - 1; i += 2, p += step * 2) {
			a += <f64>changetype<S>(0).get(p);
			b += <f64>changetype<S>(0).get(p + step);
		}
		if (i < n) {
			a += <f64>changetype<S>(0).get(p);
		}
		return <A>(a + b);
	}
	let total: f64 = 0, lost: f64 = 0;
	for (let i = 0; i < n; i++, p += step) {
		const x = <f64>changetype<S>(0).get(p);
		const sum = total + x;
		const back = sum - total;
		lost += (total - (sum - back)) + (x - back);
		total = sum;
	}
	return <A>(lost == lost ? total + lost : total);
}
