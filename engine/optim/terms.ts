/** What each term of a step did to one parameter, and what is kept of it afterwards: the step is made of numbers that know what they are made of. */
import type { Term } from '../slice/optimizer-steps.ts';
import type { DTypeName } from '../trace/dtype.ts';
import type { Bound } from './formula.ts';
import type { Numbers } from './rounded.ts';
import { termOf, type Traced, Tracing } from './traced.ts';

export interface Terms {
	/** Those of the update, which add up to it, then the state. */
	readonly terms: readonly Term[];
	readonly after: Numbers;
	/** How far the recorded one may be from it. */
	readonly doubt: Numbers;
}

/** What is recorded of a parameter before a step. */
export interface Before {
	readonly dtype: DTypeName;
	readonly parameter: Numbers;
	readonly grad: Numbers;
	/** A number, or one for each element; undefined: there is none of that name yet. */
	kept(name: string): Numbers | undefined;
	/** What numbers of the state are kept in that are one for the whole parameter. */
	readonly counterDtype: DTypeName;
}

export function termsOf(formula: Bound, { dtype, parameter, grad, kept, counterDtype }: Before): Terms {
	const tracing = new Tracing(dtype), round = counterDtype === 'float64' ? (x: number) => x : Math.fround;
	const counters: Record<string, number> = {}, state: Record<string, Traced> = {};
	for (const [name, first] of Object.entries(formula.counters)) counters[name] = round(kept(name)?.[0] ?? first);
	if (counters['step'] !== undefined) counters['step'] = round(counters['step'] + 1);
	for (const [name, first] of Object.entries(formula.state)) {
		const own = kept(name);
		if (own !== undefined) state[name] = tracing.source(name, own);
		else if (first !== undefined) state[name] = tracing.nothing(name, parameter.map(() => first));
	}
	const p = tracing.source('p', parameter);
	const { value: after, parts = [] } = formula.run({ arithmetic: tracing, parameter: p, grad: tracing.source('grad', grad), state, counters, round });
	const terms = parts.filter(({ term }) => term !== 'p').map(part => ({ ...termOf(part), isState: false })).sort((a, b) => placeOf(a.name) - placeOf(b.name));
	const bit = dtype === 'float64' ? 2 ** -52 : 2 ** -23;
	return {
		after, doubt: after.map((x, i) => tracing.hasRoots ? bit * (Math.abs(x) + 4 * terms.reduce((all, { value }) => all + Math.abs(value[i]!), 0)) : 0),
		terms: [
			...terms,
			{ name: 'update', formula: 'p ← p + update', isState: false, value: after.map((x, i) => x - parameter[i]!) },
			...tracing.kept.map(each => ({ ...each, isState: true })),
		],
	};
}

/** The gradient first, then what shrinks, then what is remembered. */
function placeOf(name: string): number {
	return name === 'grad' ? 0 : name === 'weight_decay' || name === 'lambd' ? 1 : 2;
}
