/** Whole numbers at even steps, int64. (AssemblyScript.) */
export function count_up(n: i32, out: usize, start: i64, step: i64): void {
	for (const end = out + (<usize>n << 3); out < end; out += 8, start += step) {
		store<i64>(out, start);
	}
}
