/**
 * Which of equal values PyTorch's `kthvalue` answers with: the one that Hoare's selection, with the median of three as its pivot, brings to the
 * place. The order of its exchanges is that of aten/src/ATen/native/Sorting.cpp.
 */
import type { Elements } from '../trace/model.ts';

/** NaN counts as the largest. */
function isAfter(a: number | bigint, b: number | bigint): boolean {
	return a > b || (Number.isNaN(a) && !Number.isNaN(b));
}

/** The place that the value of rank `k`, from 0, has in the row. The row is left in another order. */
export function quickSelect(row: Elements, k: number): number {
	const places = Uint32Array.from({ length: row.length }, (_, place) => place);
	const swap = (i: number, j: number): void => {
		[row[i], row[j]] = [row[j]!, row[i]!];
		[places[i], places[j]] = [places[j]!, places[i]!];
	};
	let left = 0, right = row.length - 1;
	while (left < right) {
		if (right === left + 1) {
			if (isAfter(row[left]!, row[right]!)) swap(left, right);
			break;
		}
		swap(left + Math.floor((right - left) / 2), left + 1);
		if (isAfter(row[left + 1]!, row[right]!)) swap(left + 1, right);
		if (isAfter(row[left]!, row[right]!)) swap(left, right);
		if (isAfter(row[left + 1]!, row[left]!)) swap(left + 1, left);
		const pivot = row[left]!;
		let i = left + 1, j = right;
		for (;;) {
			do i++; while (isAfter(pivot, row[i]!));
			do j--; while (isAfter(row[j]!, pivot));
			if (j < i) break;
			swap(i, j);
		}
		swap(left, j);
		if (j <= k) left = i;
		if (j >= k) right = j - 1;
	}
	return places[k]!;
}
