/**
 * The first k of a row in order, as the C++ library of GCC goes about it (std::nth_element, std::partial_sort, std::sort): of equal elements
 * that decides which are taken, and in what order. Elements are numbers of places; `rank` orders them.
 */

/** A row from `first` on and before `last`, of which steps are done in place. */
interface Row { readonly places: Int32Array; readonly rank: Int32Array }

/** At most so many are sorted by insertion alone. */
const FEW = 16;

/** The places of the first k by rank. */
export function firstOf(rank: Int32Array, k: number, isSorted: boolean): Int32Array {
	const row: Row = { places: Int32Array.from(rank, (_, place) => place), rank }, n = rank.length;
	// As PyTorch chooses between them.
	if (k * 64 <= n) {
		partialSort(row, 0, k, n);
	} else {
		select(row, k - 1, n);
		if (isSorted) sort(row, 0, k - 1);
	}
	return row.places.subarray(0, k);
}

function isBefore({ places, rank }: Row, a: number, b: number): boolean {
	return rank[places[a]!]! < rank[places[b]!]!;
}

function swap({ places }: Row, a: number, b: number): void {
	[places[a], places[b]] = [places[b]!, places[a]!];
}

const depthOf = (n: number): number => 2 * (31 - Math.clz32(n));

function select(row: Row, nth: number, end: number): void {
	let first = 0, last = end, depth = depthOf(end);
	while (last - first > 3) {
		if (depth-- === 0) {
			selectByHeap(row, first, nth + 1, last);
			swap(row, first, nth);
			return;
		}
		const cut = partition(row, first, last);
		if (cut <= nth) first = cut;
		else last = cut;
	}
	insertionSort(row, first, last);
}

function sort(row: Row, first: number, last: number): void {
	if (last - first <= 0) return;
	sortRoughly(row, first, last, depthOf(last - first));
	insertionSort(row, first, Math.min(first + FEW, last));
	for (let i = first + FEW; i < last; i++) insert(row, i);
}

function sortRoughly(row: Row, first: number, end: number, depth: number): void {
	for (let last = end, left = depth; last - first > FEW; left--) {
		if (left === 0) {
			partialSort(row, first, last, last);
			return;
		}
		const cut = partition(row, first, last);
		sortRoughly(row, cut, last, left - 1);
		last = cut;
	}
}

/** Around the median of three, which is put first. */
function partition(row: Row, first: number, last: number): number {
	const [a, b, c] = [first + 1, first + Math.floor((last - first) / 2), last - 1];
	const ofThree = isBefore(row, a, b) ? isBefore(row, b, c) ? b : isBefore(row, a, c) ? c : a : isBefore(row, a, c) ? a : isBefore(row, b, c) ? c : b;
	swap(row, first, ofThree);
	for (let low = first + 1, high = last; ; low++) {
		while (isBefore(row, low, first)) low++;
		high--;
		while (isBefore(row, first, high)) high--;
		if (low >= high) return low;
		swap(row, low, high);
	}
}

function insertionSort(row: Row, first: number, last: number): void {
	for (let i = first + 1; i < last; i++) {
		if (isBefore(row, i, first)) {
			const value = row.places[i]!;
			row.places.copyWithin(first + 1, first, i);
			row.places[first] = value;
		} else {
			insert(row, i);
		}
	}
}

/** Where something before it is not after it. */
function insert({ places, rank }: Row, from: number): void {
	const value = places[from]!;
	let at = from;
	while (rank[value]! < rank[places[at - 1]!]!) {
		places[at] = places[at - 1]!;
		at--;
	}
	places[at] = value;
}

function partialSort(row: Row, first: number, middle: number, last: number): void {
	selectByHeap(row, first, middle, last);
	for (let end = middle - 1; end > first; end--) popHeap(row, first, end, end);
}

function selectByHeap(row: Row, first: number, middle: number, last: number): void {
	const size = middle - first;
	for (let parent = Math.floor((size - 2) / 2); parent >= 0; parent--) sink(row, first, parent, size, row.places[first + parent]!);
	for (let i = middle; i < last; i++) if (isBefore(row, i, first)) popHeap(row, first, middle, i);
}

/** The greatest of the heap goes to `to`, and what was there into the heap. */
function popHeap(row: Row, first: number, last: number, to: number): void {
	const value = row.places[to]!;
	row.places[to] = row.places[first]!;
	sink(row, first, 0, last - first, value);
}

/** From the hole down to the leaves by the greater child, then up to where the value belongs. */
function sink(row: Row, first: number, top: number, size: number, value: number): void {
	const { places, rank } = row;
	let hole = top, child = top;
	while (child < Math.floor((size - 1) / 2)) {
		child = 2 * (child + 1);
		if (isBefore(row, first + child, first + child - 1)) child--;
		places[first + hole] = places[first + child]!;
		hole = child;
	}
	if (size % 2 === 0 && child === (size - 2) / 2) {
		child = 2 * child + 1;
		places[first + hole] = places[first + child]!;
		hole = child;
	}
	for (let parent = (hole - 1) >> 1; hole > top && rank[places[first + parent]!]! < rank[value]!; parent = (hole - 1) >> 1) {
		places[first + hole] = places[first + parent]!;
		hole = parent;
	}
	places[first + hole] = value;
}
