/** torch.set_printoptions and numpy.set_printoptions: what was set last. */
import { TENSOR_PRINT_DEFAULTS, type TensorPrintOptions } from '../print/tensor-repr.ts';
import { NONE, type Answer } from './answer.ts';

let options = TENSOR_PRINT_DEFAULTS;

export function printOptions(): TensorPrintOptions {
	return options;
}

/** `sciMode`: 1, 0, or -1 for undecided. */
export function setPrintOptions(precision: number, threshold: number, edgeitems: number, linewidth: number, sciMode: number): Answer {
	options = { precision, threshold, edgeitems, linewidth, sciMode: sciMode < 0 ? undefined : sciMode === 1 };
	return NONE;
}
