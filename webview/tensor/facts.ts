/** What is known of a tensor besides its values: the words of the hover's line, with the strides that a panel has room for. */
import { tensorFacts } from '../../engine/print/facts.ts';
import { tupleRepr } from '../../engine/print/tensor-repr.ts';
import type { TensorSlice } from '../../engine/slice/slice.ts';

export function factsOf(slice: TensorSlice): readonly string[] {
	const [first = '', ...rest] = tensorFacts(slice).split(' · ');
	return [first, ...(slice.shape.length > 0 ? [`stride ${tupleRepr(slice.strides)}`] : []), ...rest];
}
