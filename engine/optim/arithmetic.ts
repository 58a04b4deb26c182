/**
 * The operators that an optimizer's step is made of. A step is written once over them (formula.ts), whatever T is: tensors
 * (tensor-arithmetic.ts), arrays of numbers rounded alike (rounded.ts), or numbers that know what they are made of (traced.ts).
 * Each rounds as the operator of PyTorch's that its single-tensor implementation calls there. One whose name ends in _ writes to its
 * first argument where T can be written to.
 */
export interface Arithmetic<T> {
	/** Gives a value a name, by which it is shown and spoken of from then on. */
	named(name: string, a: T): T;
	/** Gives it a name, and it is shown already. */
	called(name: string, a: T): T;
	copy(a: T): T;
	negated(a: T): T;
	abs(a: T): T;
	sqrt(a: T): T;
	sign(a: T): T;
	plus(a: T, number: number): T;
	scaled(a: T, factor: number): T;
	scale_(a: T, factor: number): T;
	over(a: T, divisor: number): T;
	/** a·(1 − rate·weight): `term` is what the part that is taken away is called. */
	decay_(a: T, rate: number, weight: number, term: string): T;
	/** a + alpha·b, rounded once. */
	addScaled(a: T, b: T, alpha: number): T;
	addScaled_(a: T, b: T, alpha: number): T;
	lerp_(a: T, end: T, weight: number): T;
	/** a + value·b² */
	addSquare(a: T, b: T, value: number): T;
	addSquare_(a: T, b: T, value: number): T;
	/** a + value·b·c */
	addProduct_(a: T, b: T, c: T, value: number): T;
	/** a + value·b/divisor */
	addQuotient_(a: T, b: T, divisor: T, value: number): T;
	product(a: T, b: T): T;
	multiply_(a: T, b: T): T;
	quotient(a: T, divisor: T): T;
	/** a·(number/divisor) */
	timesQuotient(a: T, number: number, divisor: T): T;
	maximum_(a: T, b: T): T;
	clamp_(a: T, least: number, most: number): T;
	/** One number where a is over 0, another where it is below, 1 where it is 0. */
	bySign(a: T, above: number, below: number): T;
	/** 0 where `which` is that number. */
	zeroed(a: T, which: T, number: number): T;
	/** a + (b − a)·weight, in three roundings. */
	approach_(a: T, b: T, weight: number): T;
}
