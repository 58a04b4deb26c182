/** A call that both sides are asked: of the same form as the cases of families (../cases/sampling.py). */
import { DTYPES, type DTypeName } from '../../../engine/trace/dtype.ts';

/** An input as ../cases/values.py makes it. */
export type Words = readonly [dtype: DTypeName, shape: readonly number[], kind?: string | undefined, layout?: string | undefined];

export interface Call {
	/** The operator's name. */
	readonly op: string;
	/** As Python writes it. */
	readonly c: string;
	readonly i: Readonly<Record<string, Words>>;
	/** Whether gradients are asked for. */
	readonly w?: boolean;
	/** Whose tensors are looked at afterwards. */
	readonly o?: readonly string[];
}

/** The name of the tensor that takes a result. */
export const OUT = 'o';
/** Kinds of values that only square matrices have. */
const OF_SQUARE = /^(definite|regular|symmetric)$/;

/** Words that values.py can make a tensor of: of another layout or kind where the shape has no place for theirs. */
export function makable([dtype, shape, kind = 'normal', layout = 'plain']: Words): Words {
	const isSquare = shape.length > 1 && shape.at(-1) === shape.at(-2);
	const least = layout === 'transposed' ? 2 : layout === 'plain' ? 0 : 1;
	return [dtype, shape, OF_SQUARE.test(kind) && !(isSquare && DTYPES[dtype].float) ? 'normal' : kind, shape.length < least ? 'plain' : layout];
}
