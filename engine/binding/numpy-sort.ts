/** What NumPy's `sort` needs: values without the positions that PyTorch's gives beside them. */
import { sortedValues } from '../ops/sort.ts';
import type { Answer } from './answer.ts';
import { expose, tensorOf } from './handles.ts';

export function numpySort(handle: number, axis: number): Answer {
	return expose(sortedValues(tensorOf(handle), axis));
}
