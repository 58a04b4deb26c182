/** What programs set for all that comes after: how tensors and arrays print, and by which ways attention may be computed. */
import { allowAttention } from '../ops/attention.ts';
import { ARRAY_PRINT_DEFAULTS, arrayRepr, arrayStr, scalarRepr, scalarStr, type ArrayPrintOptions } from '../print/array-repr.ts';
import { TENSOR_PRINT_DEFAULTS, type TensorPrintOptions } from '../print/tensor-repr.ts';
import { runtimeError } from '../tensor/errors.ts';
import { NONE, type Answer } from './answer.ts';
import { elementsOf } from './elements.ts';
import { tensorOf } from './handles.ts';

let tensorOptions: TensorPrintOptions = TENSOR_PRINT_DEFAULTS;
let arrayOptions: ArrayPrintOptions = ARRAY_PRINT_DEFAULTS;

export function printOptions(): TensorPrintOptions {
	return tensorOptions;
}

/**
 * 'torch': precision, threshold, edgeitems, linewidth, sci_mode (1, 0, or -1 for undecided).
 * 'numpy': precision, threshold, edgeitems, linewidth, suppress, nanstr, infstr, sign, floatmode.
 */
export function options(which: string, precision: number, threshold: number, edgeitems: number, linewidth: number, ...rest: (number | string | boolean)[]): Answer {
	const common = { precision, threshold, edgeitems, linewidth };
	if (which === 'torch') {
		const sciMode = Number(rest[0]);
		tensorOptions = { ...common, sciMode: sciMode < 0 ? undefined : sciMode === 1 };
	} else if (which === 'numpy') {
		const [suppress, nanstr, infstr, sign, floatmode] = rest;
		arrayOptions = {
			...common, suppress: Boolean(suppress), nanstr: String(nanstr), infstr: String(infstr),
			sign: sign as ArrayPrintOptions['sign'], floatmode: floatmode as ArrayPrintOptions['floatmode'],
		};
	} else {
		throw runtimeError(`options: ${which}`);
	}
	return NONE;
}

export function attentionBy(math: boolean, flash: boolean): Answer {
	allowAttention(math, flash);
	return NONE;
}

/** An array's 'repr' or 'str', or those of its only element as a NumPy scalar. */
export function arrayText(handle: number, what: string): Answer {
	const source = elementsOf(tensorOf(handle));
	switch (what) {
		case 'repr': return arrayRepr(source, arrayOptions);
		case 'str': return arrayStr(source, arrayOptions);
		case 'scalar repr': return scalarRepr(source.dtype, source.read(source.offset ?? 0));
		default: return scalarStr(source.dtype, source.read(source.offset ?? 0));
	}
}
