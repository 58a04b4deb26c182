/**
 * Arithmetic on numbers that know what they are made of: how they are written, and as long as only sums were made of them, or
 * products with what is given a name, the parts that add up to them. A step that is made over it explains itself.
 */
import type { DTypeName } from '../trace/dtype.ts';
import type { Arithmetic } from './arithmetic.ts';
import { type Numbers, roundedArithmetic, written } from './rounded.ts';

/** Numbers that have a name. */
interface Named { readonly name: string; readonly value: Numbers }

/** factors · times · source / over */
interface Part {
	/** What the part is called. */
	readonly term: string;
	readonly source: Named;
	readonly factors: readonly number[];
	readonly times: readonly Named[];
	readonly over: Named | undefined;
}

export interface Traced {
	readonly value: Numbers;
	readonly text: string;
	/** undefined: it is no sum. */
	readonly parts: readonly Part[] | undefined;
}

/** The parameter as it is added to something else. */
const DECAY = 'weight_decay';
const PARAMETER = 'p';

export class Tracing implements Arithmetic<Traced> {
	/** What got a name, in its order. */
	readonly kept: { readonly name: string; readonly formula: string; readonly value: Numbers }[] = [];
	/** Whether a root was taken: PyTorch's own (MKL's) isn't always rounded correctly, in its last bit. */
	hasRoots = false;
	readonly #numbers: Arithmetic<Numbers>;

	constructor(dtype: DTypeName) {
		this.#numbers = roundedArithmetic(dtype);
	}

	/** What a step is given. */
	source(name: string, value: Numbers): Traced {
		return { value, text: name, parts: [{ term: name, source: { name, value }, factors: [], times: [], over: undefined }] };
	}

	/** What a state begins with, which is no part of anything. */
	nothing(name: string, value: Numbers): Traced {
		return { value, text: name, parts: [] };
	}

	named(name: string, a: Traced): Traced {
		this.kept.push({ name, formula: a.text, value: a.value });
		return this.called(name, a);
	}

	called(name: string, { value, parts }: Traced): Traced {
		return { value, text: name, parts };
	}

	copy(a: Traced): Traced {
		return a;
	}

	negated(a: Traced): Traced {
		return { value: this.#numbers.negated(a.value), text: `−${whole(a)}`, parts: times(a, -1) };
	}

	abs(a: Traced): Traced {
		return { value: this.#numbers.abs(a.value), text: `|${bare(a.text)}|`, parts: undefined };
	}

	sqrt(a: Traced): Traced {
		this.hasRoots = true;
		return { value: this.#numbers.sqrt(a.value), text: `√${whole(a)}`, parts: undefined };
	}

	sign(a: Traced): Traced {
		const value = this.#numbers.sign(a.value), name = `sign(${a.text})`;
		return { value, text: name, parts: [{ term: 'grad', source: { name, value }, factors: [], times: [], over: undefined }] };
	}

	plus(a: Traced, number: number): Traced {
		return { value: this.#numbers.plus(a.value, number), text: number === 0 ? a.text : `${a.text} + ${written(number)}`, parts: undefined };
	}

	scaled(a: Traced, factor: number): Traced {
		return { value: this.#numbers.scaled(a.value, factor), text: product(factor, whole(a)), parts: times(a, factor) };
	}

	scale_(a: Traced, factor: number): Traced {
		return this.scaled(a, factor);
	}

	over(a: Traced, divisor: number): Traced {
		return { value: this.#numbers.over(a.value, divisor), text: `${whole(a)}/${written(divisor)}`, parts: times(a, 1 / divisor) };
	}

	decay_(a: Traced, rate: number, weight: number, term: string): Traced {
		const more = times({ ...a, parts: a.parts?.map(part => ({ ...part, term })) }, -rate, weight);
		return { value: this.#numbers.decay_(a.value, rate, weight, term), text: product(1 - rate * weight, whole(a)), parts: sum(a.parts, rate * weight === 0 ? [] : more) };
	}

	addScaled(a: Traced, b: Traced, alpha: number): Traced {
		return { value: this.#numbers.addScaled(a.value, b.value, alpha), text: added(a, alpha, whole(b)), parts: sum(a.parts, times(b, alpha)) };
	}

	addScaled_(a: Traced, b: Traced, alpha: number): Traced {
		return this.addScaled(a, b, alpha);
	}

	lerp_(a: Traced, end: Traced, weight: number): Traced {
		return { value: this.#numbers.lerp_(a.value, end.value, weight), text: `${product(1 - weight, whole(a))} + ${product(weight, whole(end))}`, parts: sum(times(a, 1 - weight), times(end, weight)) };
	}

	addSquare(a: Traced, b: Traced, value: number): Traced {
		return { value: this.#numbers.addSquare(a.value, b.value, value), text: added(a, value, `${whole(b)}²`), parts: undefined };
	}

	addSquare_(a: Traced, b: Traced, value: number): Traced {
		return this.addSquare(a, b, value);
	}

	addProduct_(a: Traced, b: Traced, c: Traced, value: number): Traced {
		return { ...this.addScaled_(a, this.product(c, b), value), value: this.#numbers.addProduct_(a.value, b.value, c.value, value) };
	}

	addQuotient_(a: Traced, b: Traced, divisor: Traced, value: number): Traced {
		const parts = times(b, value)?.map(part => ({ ...part, over: { name: divisor.text, value: divisor.value } }));
		return { value: this.#numbers.addQuotient_(a.value, b.value, divisor.value, value), text: added(a, value, `${whole(b)}/${whole(divisor)}`), parts: sum(a.parts, parts) };
	}

	/** `a` has a name. */
	product(a: Traced, b: Traced): Traced {
		const by = { name: a.text, value: a.value };
		return { value: this.#numbers.product(a.value, b.value), text: `${whole(a)}·${whole(b)}`, parts: b.parts?.map(part => ({ ...part, times: [by, ...part.times] })) };
	}

	multiply_(a: Traced, b: Traced): Traced {
		return this.product(a, b);
	}

	quotient(a: Traced, divisor: Traced): Traced {
		return { value: this.#numbers.quotient(a.value, divisor.value), text: `${whole(a)}/${whole(divisor)}`, parts: undefined };
	}

	timesQuotient(a: Traced, number: number, divisor: Traced): Traced {
		const parts = times(a, number)?.map(part => ({ ...part, over: { name: divisor.text, value: divisor.value } }));
		return { value: this.#numbers.timesQuotient(a.value, number, divisor.value), text: `${product(number, whole(a))}/${whole(divisor)}`, parts };
	}

	maximum_(a: Traced, b: Traced): Traced {
		return { value: this.#numbers.maximum_(a.value, b.value), text: `max(${a.text}, ${b.text})`, parts: undefined };
	}

	clamp_(a: Traced, least: number, most: number): Traced {
		return { value: this.#numbers.clamp_(a.value, least, most), text: `min(max(${a.text}, ${written(least)}), ${written(most)})`, parts: undefined };
	}

	bySign(a: Traced, above: number, below: number): Traced {
		return { value: this.#numbers.bySign(a.value, above, below), text: `(${a.text} > 0: ${written(above)}, < 0: ${written(below)}, = 0: 1)`, parts: undefined };
	}

	zeroed(a: Traced, which: Traced, number: number): Traced {
		return { value: this.#numbers.zeroed(a.value, which.value, number), text: `${a.text}, 0 where its sign turned`, parts: undefined };
	}

	approach_(a: Traced, b: Traced, weight: number): Traced {
		return { value: this.#numbers.approach_(a.value, b.value, weight), text: `${a.text} + ${product(weight, `(${b.text} − ${a.text})`)}`, parts: sum(times(a, 1 - weight), times(b, weight)) };
	}
}

/** As one thing, in brackets if need be. */
function whole({ text }: Traced): string {
	return /^√?[\p{L}_]+$/u.test(text) || bare(text) !== text || (text.startsWith('√') && bare(text.slice(1)) !== text.slice(1)) ? text : `(${text})`;
}

/** Without the brackets around all of it. */
function bare(text: string): string {
	if (!text.startsWith('(')) return text;
	let depth = 0;
	for (let i = 0; i < text.length; i++) {
		depth += text[i] === '(' ? 1 : text[i] === ')' ? -1 : 0;
		if (depth === 0) return i === text.length - 1 ? text.slice(1, -1) : text;
	}
	return text;
}

/** As it stands in a product. */
function product(factor: number, text: string): string {
	return factor === 1 ? text : factor === -1 ? `−${text}` : `${written(factor).replace('-', '−')}·${text}`;
}

function added({ text }: Traced, factor: number, other: string): string {
	return `${text} ${factor < 0 ? '−' : '+'} ${product(Math.abs(factor), other)}`;
}

function times({ parts }: Traced, ...factors: readonly number[]): readonly Part[] | undefined {
	return parts?.map(part => ({ ...part, factors: [...factors, ...part.factors] }));
}

/** What is of one kind is put together. */
function sum(a: readonly Part[] | undefined, b: readonly Part[] | undefined): readonly Part[] | undefined {
	if (a === undefined || b === undefined) return undefined;
	const found = [...a];
	for (const part of b) {
		const own = found.length > 0 && part.source.name === PARAMETER && part.term === PARAMETER ? { ...part, term: DECAY } : part;
		const place = found.findIndex(other => other.term === own.term && other.source.name === own.source.name && other.over?.name === own.over?.name && other.times.length === own.times.length && other.times.every(({ name }, i) => name === own.times[i]!.name));
		if (place < 0) found.push(own);
		else found[place] = { ...own, factors: [factorOf(found[place]!) + factorOf(own)] };
	}
	return found;
}

function factorOf({ factors }: Part): number {
	return factors.reduce((all, factor) => all * factor, 1);
}

/** A part as a term of an update. */
export function termOf(part: Part): { readonly name: string; readonly formula: string; readonly value: number[] } {
	const factor = factorOf(part), shown = [...part.factors.map(Math.abs).filter(each => each !== 1).map(written), ...part.times.map(({ name }) => name), part.source.name].join('·');
	return {
		name: part.term, formula: `${factor < 0 ? '−' : ''}${shown}${part.over ? `/${part.over.name}` : ''}`,
		value: part.source.value.map((x, i) => part.times.reduce((all, { value }) => all * value[i]!, factor * x) / (part.over?.value[i] ?? 1)),
	};
}
