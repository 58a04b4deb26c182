/**
 * A tensor in one line, for hovers and lists:
 * `float32 [3, 4] · requires_grad · grad_fn=<MmBackward0> · min -1.2 mean 0.03 max 2.1 · 2 NaN`.
 *
 * The words are PyTorch's own attribute and function names, which are not translated. In the spirit of
 * lovely-tensors.
 */
import type { DTypeName } from '../trace/dtype.ts';
import { dtypeInfo } from '../trace/dtype.ts';
import { general } from './decimal.ts';
import type { Statistics } from './statistics.ts';
import { statistics, summaryStatistics } from './statistics.ts';
import type { Summary } from '../trace/summary.ts';
import { tupleRepr } from './tensor-repr.ts';

export interface TensorFacts {
	/** 'Tensor' is left out of the line; 'Parameter', 'ndarray' or a subclass's name begins it. */
	readonly type?: string;
	readonly dtype: DTypeName;
	readonly shape: readonly number[];
	readonly requiresGrad?: boolean;
	/** 'MmBackward0', or ''. */
	readonly gradFn?: string;
	/** Left out where the values are not known. */
	readonly elements?: ArrayLike<number | bigint> | undefined;
	/** What is known of them in their place. */
	readonly summary?: Summary | undefined;
	/** Of the elements, where somebody has looked at them already. */
	readonly known?: Statistics | undefined;
}

/** The line. An ndarray's shape is written as NumPy does, `(3, 4)`. */
export function tensorFacts({ type = 'Tensor', dtype, shape, requiresGrad = false, gradFn = '', elements, summary, known }: TensorFacts): string {
	const size = type === 'ndarray' ? tupleRepr(shape) : `[${shape.join(', ')}]`;
	const parts = [`${type === 'Tensor' ? '' : `${type} `}${dtype} ${size}`];
	if (requiresGrad) parts.push('requires_grad');
	if (gradFn !== '') parts.push(`grad_fn=<${gradFn}>`);
	const values = known ?? (elements !== undefined ? statistics(elements) : summary && summaryStatistics(summary));
	if (values !== undefined) parts.push(...valueFacts(dtype, values));
	return parts.join(' · ');
}

/** What there is to say of the values, most telling first. */
export function valueFacts(dtype: DTypeName, facts: Statistics): string[] {
	if (facts.count === 0) return ['empty'];
	const parts: string[] = [];
	if (dtype === 'bool') {
		parts.push(facts.count === 1 ? (facts.nonzero === 1 ? 'True' : 'False') : `${facts.nonzero} of ${facts.count} True`);
	} else if (facts.count === 1 && facts.finite === 1) {
		parts.push(`= ${brief(facts.min)}`);
	} else if (facts.finite > 0 && facts.min === facts.max) {
		parts.push(facts.finite === facts.count ? `all ${brief(facts.min)}` : `${facts.finite} × ${brief(facts.min)}`);
	} else if (facts.finite > 0) {
		parts.push(`min ${brief(facts.min)} mean ${brief(facts.mean)} max ${brief(facts.max)}`);
	}
	if (dtypeInfo(dtype).float) {
		for (const [count, name] of [[facts.nan, 'NaN'], [facts.positiveInfinity, 'Inf'], [facts.negativeInfinity, '-Inf']] as const) {
			if (count > 0) parts.push(`${count} ${name}`);
		}
	}
	return parts;
}

/** Whole numbers in full as long as they are short, else four significant digits. */
function brief(value: number | bigint): string {
	const number = Number(value);
	if (typeof value === 'bigint' || (Number.isInteger(number) && Math.abs(number) < 1e7)) {
		const text = String(value);
		if (text.length <= 20) return text;
	}
	return general(number, 4);
}
