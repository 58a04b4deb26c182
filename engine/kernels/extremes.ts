/**
 * The greatest or least of rows: operand 0 is the result, 1 the start of a row, 2 the first index of what was found
 * (int64). The first NaN wins. (AssemblyScript.)
 */
import { BF16, F16, F32, F64, I16, I32, I64, I8, U8, BFLOAT16, BOOL, FLOAT16, FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';
import { address, next, ROW, size, stride } from './iterate';

/** `beyond`: lanes of x that may be better than what was found, or NaN. */
@unmanaged class Greater {
	@inline better<C>(a: C, b: C): bool { return a > b; }
	@inline beyond<C>(x: v128, found: v128): v128 { return v128.not(v128.le<C>(x, found)); }
	@inline of<C>(found: v128, x: v128): v128 { return isFloat<C>() ? v128.pmax<C>(found, x) : v128.bitselect(x, found, v128.gt<C>(x, found)); }
}
@unmanaged class Less {
	@inline better<C>(a: C, b: C): bool { return a < b; }
	@inline beyond<C>(x: v128, found: v128): v128 { return v128.not(v128.ge<C>(x, found)); }
	@inline of<C>(found: v128, x: v128): v128 { return isFloat<C>() ? v128.pmin<C>(found, x) : v128.bitselect(x, found, v128.lt<C>(x, found)); }
}

function extreme<S, C, Op>(block: usize): void {
	const length = load<i32>(ROW), step = load<i32>(ROW, 4);
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2);
		for (let i = 0; i < n; i++) {
			let p = p1;
			let found = changetype<S>(0).get(p);
			let at = 0;
			for (let j = 1; j < length && found == found; j++) {
				p += step;
				const x = changetype<S>(0).get(p);
				if (x != x || changetype<Op>(0).better<C>(x, found)) {
					found = x;
					at = j;
				}
			}
			changetype<S>(0).put(p0, found);
			store<i64>(p2, <i64>at);
			p0 += s0;
			p1 += s1;
			p2 += s2;
		}
	} while (next(block));
}

/** As `extreme` for dense rows, or rows side by side, of a type that there are vectors of. */
function wide<S, C, Op>(block: usize): void {
	const bytes = <i32>sizeof<C>(), length = load<i32>(ROW), step = load<i32>(ROW, 4);
	const isDense = step == bytes && length * bytes >= 128;
	if (!isDense && !(stride(block, 0) == bytes && stride(block, 1) == bytes && size(block) * bytes >= 128)) {
		return extreme<S, C, Op>(block);
	}
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2);
		if (!isDense) {
			columns<C, Op>(n, length, step, p1, p0, p2, s2);
			continue;
		}
		for (let i = 0; i < n; i++, p0 += s0, p1 += s1, p2 += s2) {
			const found = ofRow<C, Op>(p1, length);
			const place = placeOf<C>(p1, length, found);
			store<C>(p0, load<C>(place));
			store<i64>(p2, <i64>((place - p1) / bytes));
		}
	} while (next(block));
}

/** The extreme of a dense row of several vectors; NaN if there is one. */
function ofRow<C, Op>(start: usize, length: i32): C {
	const end = start + <usize>length * sizeof<C>(), last = end - 64;
	let a = v128.load(start), b = a, c = a, d = a, unordered = i64x2.splat(0), p = start;
	for (; p <= last; p += 64) {
		const w = v128.load(p), x = v128.load(p, 16), y = v128.load(p, 32), z = v128.load(p, 48);
		a = changetype<Op>(0).of<C>(a, w);
		b = changetype<Op>(0).of<C>(b, x);
		c = changetype<Op>(0).of<C>(c, y);
		d = changetype<Op>(0).of<C>(d, z);
		if (isFloat<C>()) {
			unordered = v128.or(unordered, v128.or(v128.or(v128.ne<C>(w, w), v128.ne<C>(x, x)), v128.or(v128.ne<C>(y, y), v128.ne<C>(z, z))));
		}
	}
	a = changetype<Op>(0).of<C>(changetype<Op>(0).of<C>(a, b), changetype<Op>(0).of<C>(c, d));
	v128.store(ROW + 1024, a);
	let found = load<C>(ROW + 1024);
	for (let q = ROW + 1024 + sizeof<C>(); q < ROW + 1040; q += sizeof<C>()) {
		const x = load<C>(q);
		found = changetype<Op>(0).better<C>(x, found) ? x : found;
	}
	for (; p < end; p += sizeof<C>()) {
		const x = load<C>(p);
		if (x != x) {
			return x;
		}
		found = changetype<Op>(0).better<C>(x, found) ? x : found;
	}
	return isFloat<C>() && v128.any_true(unordered) ? <C>NaN : found;
}

/** Where a dense row first has the value. */
function placeOf<C>(p: usize, length: i32, value: C): usize {
	if (value != value) {
		while (load<C>(p) == load<C>(p)) {
			p += sizeof<C>();
		}
		return p;
	}
	const values = v128.splat<C>(value);
	for (const last = p + <usize>length * sizeof<C>() - 16; p <= last && !v128.any_true(v128.eq<C>(v128.load(p), values)); p += 16) {}
	while (load<C>(p) != value) {
		p += sizeof<C>();
	}
	return p;
}

/** Of `n` columns side by side: row after row is laid over what was found. */
function columns<C, Op>(n: i32, length: i32, step: i32, from: usize, values: usize, places: usize, stepPlaces: i32): void {
	const bytes = <usize>n * sizeof<C>(), whole = bytes & ~15;
	memory.copy(values, from, bytes);
	for (let i = 0; i < n; i++) {
		store<i64>(places + i * stepPlaces, 0);
	}
	for (let row = 1; row < length; row++) {
		from += step;
		for (let at: usize = 0; at < bytes; at += 16) {
			// Mostly there is nothing better in many that stand side by side.
			while (at + 64 <= bytes && !v128.any_true(v128.or(
				v128.or(changetype<Op>(0).beyond<C>(v128.load(from + at), v128.load(values + at)), changetype<Op>(0).beyond<C>(v128.load(from + at, 16), v128.load(values + at, 16))),
				v128.or(changetype<Op>(0).beyond<C>(v128.load(from + at, 32), v128.load(values + at, 32)), changetype<Op>(0).beyond<C>(v128.load(from + at, 48), v128.load(values + at, 48)))))) {
				at += 64;
			}
			if (at < whole && !v128.any_true(changetype<Op>(0).beyond<C>(v128.load(from + at), v128.load(values + at)))) {
				continue;
			}
			for (let each = at, end = min(at + 16, bytes); each < end; each += sizeof<C>()) {
				const x = load<C>(from + each), found = load<C>(values + each);
				if (found == found && (x != x || changetype<Op>(0).better<C>(x, found))) {
					store<C>(values + each, x);
					store<i64>(places + <i32>(each / sizeof<C>()) * stepPlaces, <i64>row);
				}
			}
		}
	}
}

// @ts-ignore: decorator
@inline function extremes<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case BOOL:
		case UINT8: return extreme<U8, u8, Op>(block);
		case INT8: return extreme<I8, i8, Op>(block);
		case INT16: return extreme<I16, i16, Op>(block);
		case INT32: return extreme<I32, i32, Op>(block);
		case INT64: return wide<I64, i64, Op>(block);
		case FLOAT16: return extreme<F16, f32, Op>(block);
		case BFLOAT16: return extreme<BF16, f32, Op>(block);
		case FLOAT32: return wide<F32, f32, Op>(block);
		case FLOAT64: return wide<F64, f64, Op>(block);
	}
}

export function max_index(dtype: i32, block: usize): void { extremes<Greater>(dtype, block); }
export function min_index(dtype: i32, block: usize): void { extremes<Less>(dtype, block); }
