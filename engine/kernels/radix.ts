/**
 * Stable sort of long dense rows by digits of 8 bits. Elements become keys, whose order as unsigned
 * numbers is theirs, and are made of them again at the end. A row with a NaN (they are alike, and the greatest) or -0 (which
 * equals 0) stays as it is, as keys of which several are equal don't lead back. (AssemblyScript.)
 */
import { FLOAT32, FLOAT64, INT32, INT64, INT8 } from './element';
import { DIGITS } from './iterate';

/** From so many elements on, four digits tell more of them apart than three. */
const MANY: usize = 16384;
/** Up to so many are put in order one by one. */
const FEW: usize = 24;

// @ts-ignore: decorator
@inline function signOf<T>(): T {
	return <T>(<T>1 << <T>(sizeof<T>() * 8 - 1));
}

/** All bits where the first is set. */
// @ts-ignore: decorator
@inline function spread<T>(bits: T): T {
	return <T>(<T>0 - <T>(bits >> <T>(sizeof<T>() * 8 - 1)));
}

/** Of a float that is neither a NaN nor -0. */
// @ts-ignore: decorator
@inline function keyOf<T>(bits: T): T {
	return <T>(bits ^ (spread<T>(bits) | signOf<T>()));
}

// @ts-ignore: decorator
@inline function bitsOf<T>(key: T): T {
	return <T>(key ^ (<T>~spread<T>(key) | signOf<T>()));
}

/** What is in the row is its own key. */
@unmanaged class Key {
	@inline of<T>(bits: T, flip: T, infinity: T): T { return bits; }
}
/** Any float. `infinity`: beyond these bits lie the NaNs. */
@unmanaged class Float {
	@inline of<T>(bits: T, flip: T, infinity: T): T {
		const magnitude = <T>(bits & ~signOf<T>());
		return <T>(select<T>(<T>~<T>0, select<T>(signOf<T>(), keyOf<T>(bits), magnitude == <T>0), magnitude > infinity) ^ flip);
	}
}

/** By one digit: how many have each of its values says where the first of them goes. */
function pass<T, K>(n: usize, d: i32, flip: T, infinity: T, from: usize, fromPositions: usize, to: usize, toPositions: usize): void {
	const hasPositions = fromPositions != 0;
	memory.fill(DIGITS, 0, 1024);
	for (let i: usize = 0; i < n; i++) {
		const place = placeOf<T, K>(load<T>(from + i * sizeof<T>()), d, flip, infinity);
		store<i32>(place, load<i32>(place) + 1);
	}
	let total = 0;
	for (let place = DIGITS; place < DIGITS + 1024; place += 4) {
		const here = load<i32>(place);
		store<i32>(place, total);
		total += here;
	}
	for (let i: usize = 0; i < n; i++) {
		const bits = load<T>(from + i * sizeof<T>());
		const place = placeOf<T, K>(bits, d, flip, infinity), at = load<usize>(place);
		store<usize>(place, at + 1);
		store<T>(to + at * sizeof<T>(), bits);
		if (hasPositions) {
			store<i64>(toPositions + at * 8, load<i64>(fromPositions + i * 8));
		}
	}
}

// @ts-ignore: decorator
@inline function placeOf<T, K>(bits: T, d: i32, flip: T, infinity: T): usize {
	return DIGITS + (<usize>(<T>(changetype<K>(0).of<T>(bits, flip, infinity) >> <T>(d * 8)) & <T>255) << 2);
}

/** A few of a row, one by one. */
function insert<T, K>(n: usize, flip: T, infinity: T, values: usize, positions: usize): void {
	for (let i: usize = 1; i < n; i++) {
		const bits = load<T>(values + i * sizeof<T>()), key = changetype<K>(0).of<T>(bits, flip, infinity);
		const position = positions != 0 ? load<i64>(positions + i * 8) : 0;
		let at = i;
		for (; at > 0; at--) {
			const before = load<T>(values + (at - 1) * sizeof<T>());
			if (changetype<K>(0).of<T>(before, flip, infinity) <= key) {
				break;
			}
			store<T>(values + at * sizeof<T>(), before);
			if (positions != 0) {
				store<i64>(positions + at * 8, load<i64>(positions + (at - 1) * 8));
			}
		}
		store<T>(values + at * sizeof<T>(), bits);
		if (positions != 0) {
			store<i64>(positions + at * 8, position);
		}
	}
}

/**
 * A row, or a part of one, by the digits below `end`: the highest that differ, as many as tell most elements apart, and then
 * the others where elements are still alike. Without positions (0) the values alone.
 */
function sortRow<T, K>(n: usize, end: i32, flip: T, infinity: T, values: usize, positions: usize, spareValues: usize, sparePositions: usize): void {
	const first = changetype<K>(0).of<T>(load<T>(values), flip, infinity);
	let differ: T = 0;
	for (let i: usize = 1; i < n; i++) {
		differ |= <T>(changetype<K>(0).of<T>(load<T>(values + i * sizeof<T>()), flip, infinity) ^ first);
	}
	let low = end;
	for (let left = n < MANY ? 3 : 4; low > 0 && left > 0; low--) {
		left -= isIn<T>(differ, low - 1);
	}
	let from = values, to = spareValues, fromPositions = positions, toPositions = sparePositions;
	for (let d = low; d < end; d++) {
		if (isIn<T>(differ, d)) {
			pass<T, K>(n, d, flip, infinity, from, fromPositions, to, toPositions);
			let swap = from;
			from = to;
			to = swap;
			swap = fromPositions;
			fromPositions = toPositions;
			toPositions = swap;
		}
	}
	if (from != values) {
		memory.copy(values, from, n * sizeof<T>());
		memory.copy(positions, fromPositions, positions != 0 ? n * 8 : 0);
	}
	if (<T>(differ & <T>(<T>(<T>1 << <T>(low * 8)) - <T>1)) != <T>0) {
		sortAlike<T, K>(n, low, flip, infinity, values, positions, spareValues, sparePositions);
	}
}

/** Whether any two differ in a digit. */
// @ts-ignore: decorator
@inline function isIn<T>(differ: T, d: i32): i32 {
	return <T>(<T>(differ >> <T>(d * 8)) & <T>255) != <T>0 ? 1 : 0;
}

/** Of a row in the order of its digits from `end` on, those that are alike in them. */
function sortAlike<T, K>(n: usize, end: i32, flip: T, infinity: T, values: usize, positions: usize, spareValues: usize, sparePositions: usize): void {
	let start: usize = 0, part = partOf<T, K>(values, end, flip, infinity);
	for (let i: usize = 1; i <= n; i++) {
		const next = i < n ? partOf<T, K>(values + i * sizeof<T>(), end, flip, infinity) : <T>0;
		if (i < n && next == part) {
			continue;
		}
		const at = values + start * sizeof<T>(), places = positions != 0 ? positions + start * 8 : 0;
		if (i - start > FEW) {
			sortRow<T, K>(i - start, end, flip, infinity, at, places, spareValues, sparePositions);
		} else if (i - start > 1) {
			insert<T, K>(i - start, flip, infinity, at, places);
		}
		start = i;
		part = next;
	}
}

// @ts-ignore: decorator
@inline function partOf<T, K>(p: usize, end: i32, flip: T, infinity: T): T {
	return <T>(changetype<K>(0).of<T>(load<T>(p), flip, infinity) >> <T>(end * 8));
}

// @ts-ignore: decorator
@inline function integers<T>(rows: i32, n: i32, isSigned: bool, isDescending: bool, values: usize, positions: usize, spareValues: usize, sparePositions: usize): void {
	const flip = <T>((isSigned ? signOf<T>() : <T>0) ^ (isDescending ? <T>~<T>0 : <T>0));
	const bytes = <usize>n * sizeof<T>();
	for (let row = 0; row < rows; row++, values += bytes, positions += positions != 0 ? <usize>n * 8 : 0) {
		number(n, positions);
		flipAll<T>(values, values + bytes, flip);
		sortRow<T, Key>(n, sizeof<T>(), <T>0, <T>0, values, positions, spareValues, sparePositions);
		flipAll<T>(values, values + bytes, flip);
	}
}

function flipAll<T>(start: usize, end: usize, flip: T): void {
	for (let p = start; p < end; p += sizeof<T>()) {
		store<T>(p, <T>(load<T>(p) ^ flip));
	}
}

function floats<T>(rows: i32, n: i32, infinity: T, isDescending: bool, values: usize, positions: usize, spareValues: usize, sparePositions: usize): void {
	const flip = isDescending ? <T>~<T>0 : <T>0, bytes = <usize>n * sizeof<T>();
	for (let row = 0; row < rows; row++, values += bytes, positions += positions != 0 ? <usize>n * 8 : 0) {
		number(n, positions);
		const end = values + bytes;
		if (hasEqualKeys<T>(values, end, infinity)) {
			sortRow<T, Float>(n, sizeof<T>(), flip, infinity, values, positions, spareValues, sparePositions);
			continue;
		}
		for (let p = values; p < end; p += sizeof<T>()) {
			store<T>(p, <T>(keyOf<T>(load<T>(p)) ^ flip));
		}
		sortRow<T, Key>(n, sizeof<T>(), flip, infinity, values, positions, spareValues, sparePositions);
		for (let p = values; p < end; p += sizeof<T>()) {
			store<T>(p, bitsOf<T>(<T>(load<T>(p) ^ flip)));
		}
	}
}

function number(n: i32, positions: usize): void {
	for (let i = 0; i < n && positions != 0; i++) {
		store<i64>(positions + <usize>i * 8, <i64>i);
	}
}

/** Whether there is a NaN or -0. */
function hasEqualKeys<T>(start: usize, end: usize, infinity: T): bool {
	for (let p = start; p < end; p += sizeof<T>()) {
		const bits = load<T>(p);
		if (<T>(bits & ~signOf<T>()) > infinity || bits == signOf<T>()) {
			return true;
		}
	}
	return false;
}

/** As `sort`, of elements of one, four or eight bytes. */
export function sortDigits(dtype: i32, rows: i32, n: i32, isDescending: bool, values: usize, positions: usize, spareValues: usize, sparePositions: usize): void {
	switch (dtype) {
		case INT32: return integers<u32>(rows, n, true, isDescending, values, positions, spareValues, sparePositions);
		case INT64: return integers<u64>(rows, n, true, isDescending, values, positions, spareValues, sparePositions);
		case FLOAT32: return floats<u32>(rows, n, 0x7f800000, isDescending, values, positions, spareValues, sparePositions);
		case FLOAT64: return floats<u64>(rows, n, 0x7ff0000000000000, isDescending, values, positions, spareValues, sparePositions);
		default: return integers<u8>(rows, n, dtype == INT8, isDescending, values, positions, spareValues, sparePositions);
	}
}
