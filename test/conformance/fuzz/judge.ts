/** What is wrong with an answer: what no call may do, and, where real PyTorch was asked, how it differs from PyTorch's. */
import { EXACT, type Tolerance } from '../../../engine/ops/operator.ts';
import { OPERATOR_BY_NAME } from '../../../engine/ops/table.ts';
import { differenceOf, type Answer } from '../cases/compare.ts';
import { OUT, type Call } from './call.ts';
import type { Outcome } from './side.ts';

/** Exceptions that PyTorch's functions raise of arguments, and so those that the engine may raise. */
const DOCUMENTED = new Set(['RuntimeError', 'IndexError', 'TypeError', 'ValueError', 'NotImplementedError', 'OverflowError', 'MemoryError', 'AttributeError', 'AssertionError', 'KeyError', 'ZeroDivisionError', '_LinAlgError', 'SyntaxError', 'NameError']);

/** Undefined where it may be so. */
export function faultOf({ fault, e, b }: Outcome): string | undefined {
	if (fault !== undefined) return fault;
	for (const raised of [e, b]) {
		if (raised !== undefined && (!DOCUMENTED.has(raised[0]) || raised[1].startsWith('the engine failed'))) return `raised ${raised[0]}: ${raised[1]}`;
	}
	return undefined;
}

/** Operators whose result is whatever lay in memory. */
const UNWRITTEN = new Set(['empty', 'empty_like', 'empty_strided', 'empty_permuted', 'new_empty', 'new_empty_strided', 'resize_', 'resize_as_', 'set_']);

/** The call is refused by name: what the engine does not have. */
export function isLacking({ e }: Outcome): boolean {
	return e !== undefined && e[0] === 'NotImplementedError' && e[1].includes('is not in the embedded engine');
}

/** The answer with no values of a tensor. */
function withoutValues<T>(answer: T): T {
	return JSON.parse(JSON.stringify(answer, (key, value: unknown) => key === 'v' ? [] : value)) as T;
}

/** Of which of two equal zeros the result is hangs on how many elements PyTorch's vectors take. */
const EITHER_ZERO = /^(maximum|minimum|fmax|fmin|clamp|clip|clamp_min|clamp_max|max|min|amax|amin|aminmax|cummax|cummin|hardtanh|relu6?|hardswish)_?$/;

/** The answer with no zero of its own sign, and of messages what follows the first line of a C++ backtrace left out. */
function settled(answer: Answer, op: string): Answer {
	return JSON.parse(JSON.stringify(answer, (_, value: unknown) => typeof value === 'string' ? value.replace(/"?\nException raised from [^]*|"$/, '') : Object.is(value, -0) && !EITHER_ZERO.test(op) ? SIGNED : value), (_, value: unknown) => value === SIGNED ? -0 : value) as Answer;
}

/** Stands for -0, which JSON of JavaScript's does not know. */
const SIGNED = '-0';

export function differenceFrom(theirs: Answer, ours: Answer, { op, i }: Call, tolerances: Readonly<Record<string, Tolerance>>): string | undefined {
	const tolerance = OPERATOR_BY_NAME.get(op)?.tolerance ?? tolerances[op] ?? EXACT;
	// Of inputs of several dtypes a derivative is no more precise than the least of them.
	const inputs = OUT in i || new Set(Object.values(i).map(([dtype]) => dtype)).size > 1 ? Object.entries(i).filter(([name]) => !name.startsWith(OUT)).map(([, [dtype]]) => dtype) : [];
	const [one, other] = [ours, theirs].map(answer => UNWRITTEN.has(op) ? withoutValues(answer) : settled(answer, op)) as [Answer, Answer];
	return differenceOf(one, other, tolerance, inputs);
}
