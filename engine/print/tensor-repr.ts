/**
 * A tensor as PyTorch prints it (`torch/_tensor_str.py`), to the character, reading only the elements that it shows.
 *
 * Pure: the caller says how an element is read, so that the engine's memory, a trace's bytes and the webview's
 * arrays print alike. Devices, sparse, quantised and complex tensors do not occur.
 */
import type { DTypeName } from '../trace/dtype.ts';
import { dtypeInfo } from '../trace/dtype.ts';
import { exponential, fixed } from './decimal.ts';
import { contiguousStrides } from '../trace/shape.ts';

/** Where elements are: `read` takes an index into the storage, in elements; bool reads as 0 or 1. */
export interface ElementSource {
	readonly dtype: DTypeName;
	readonly shape: readonly number[];
	/** In elements; left out: row-major without gaps. */
	readonly strides?: readonly number[];
	readonly offset?: number;
	read(index: number): number | bigint;
}

/** `torch.set_printoptions`. */
export interface TensorPrintOptions {
	readonly precision: number;
	readonly threshold: number;
	readonly edgeitems: number;
	readonly linewidth: number;
	readonly sciMode: boolean | undefined;
}

export const TENSOR_PRINT_DEFAULTS: TensorPrintOptions = { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80, sciMode: undefined };

export const TENSOR_PRINT_PROFILES: Readonly<Record<'default' | 'short' | 'full', Omit<TensorPrintOptions, 'sciMode'>>> = {
	default: { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80 },
	short: { precision: 2, threshold: 1000, edgeitems: 2, linewidth: 80 },
	full: { precision: 4, threshold: Infinity, edgeitems: 3, linewidth: 80 },
};

export interface TensorReprRequest {
	readonly options?: TensorPrintOptions;
	/** `torch.get_default_dtype()`; left out: float32. */
	readonly defaultDtype?: DTypeName;
	readonly requiresGrad?: boolean;
	/** 'MmBackward0'; left out or '': none. */
	readonly gradFn?: string;
	/** 'Parameter' prints "Parameter containing:"; a subclass's name takes the place of "tensor". */
	readonly typeName?: string;
}

/** `repr(tensor)`, `str(tensor)`. */
export function tensorRepr(source: ElementSource, request: TensorReprRequest = {}): string {
	const { options = TENSOR_PRINT_DEFAULTS, defaultDtype = 'float32', requiresGrad = false, gradFn = '', typeName = 'Tensor' } = request;
	const { dtype, shape } = source;
	const prefix = typeName === 'Tensor' || typeName === 'Parameter' ? 'tensor(' : `${typeName}(`;
	const suffixes: string[] = [];
	const empty = shape.includes(0);
	if (empty ? shape.length !== 1 : options.edgeitems === 0) suffixes.push(`size=${tupleRepr(shape)}`);
	if (dtype !== defaultDtype && (empty || (dtype !== 'int64' && dtype !== 'bool'))) suffixes.push(`dtype=torch.${dtype}`);
	if (gradFn !== '') suffixes.push(`grad_fn=<${gradFn}>`);
	else if (requiresGrad) suffixes.push('requires_grad=True');

	let text = prefix + (empty ? '[]' : tensorBody(source, options, prefix.length));
	let lastLine = text.length - text.lastIndexOf('\n') + 1;
	for (const suffix of suffixes) {
		if (lastLine + suffix.length + 2 > options.linewidth) {
			text += `,\n${' '.repeat(prefix.length)}${suffix}`;
			lastLine = prefix.length + suffix.length;
		} else {
			text += `, ${suffix}`;
			lastLine += suffix.length + 2;
		}
	}
	return `${typeName === 'Parameter' ? 'Parameter containing:\n' : ''}${text})`;
}

/** `str(torch.Size(shape))`. */
export function sizeRepr(shape: readonly number[]): string {
	return `torch.Size([${shape.join(', ')}])`;
}

/** A Python tuple of whole numbers. */
export function tupleRepr(shape: readonly number[]): string {
	return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** The brackets alone, for a tensor that is not empty. */
function tensorBody(source: ElementSource, options: TensorPrintOptions, indent: number): string {
	const { shape } = source;
	const strides = source.strides ?? contiguousStrides(shape);
	const summarise = shape.reduce((a, b) => a * b, 1) > options.threshold;
	/** Positions along a dimension that are shown. */
	const shown = (size: number): number[] => {
		if (!summarise || size <= 2 * options.edgeitems) return Array.from({ length: size }, (_, i) => i);
		const edge = Array.from({ length: options.edgeitems }, (_, i) => i);
		return [...edge, ...edge.map((i) => size - options.edgeitems + i)];
	};
	const positions = shape.map(shown);
	const elements: (number | bigint)[] = [];
	const collect = (dim: number, at: number): void => {
		if (dim === shape.length) elements.push(source.read(at));
		else for (const i of positions[dim]!) collect(dim + 1, at + i * strides[dim]!);
	};
	collect(0, source.offset ?? 0);
	const { width, format } = formatter(source.dtype, elements, options);

	let next = 0;
	const write = (dim: number, depth: number): string => {
		if (dim === shape.length) return format(elements[next++]!);
		const count = positions[dim]!.length;
		const cut = summarise && shape[dim]! > 2 * options.edgeitems;
		const last = dim === shape.length - 1;
		const parts: string[] = [];
		for (let i = 0; i < count; i++) {
			if (cut && i === options.edgeitems) parts.push(last ? ' ...' : '...');
			parts.push(write(dim + 1, depth + 1));
		}
		if (cut && options.edgeitems === 0) parts.push('...');
		const gap = ' '.repeat(depth + 1);
		if (!last) return `[${parts.join(`,${'\n'.repeat(shape.length - dim - 1)}${gap}`)}]`;
		const perLine = Math.max(1, Math.floor((options.linewidth - depth) / (width + 2)));
		const lines: string[] = [];
		for (let i = 0; i < parts.length; i += perLine) lines.push(parts.slice(i, i + perLine).join(', '));
		return `[${lines.join(`,\n${gap}`)}]`;
	};
	return write(0, indent);
}

/** How each element is written, chosen from all that are shown. */
function formatter(dtype: DTypeName, elements: readonly (number | bigint)[], options: TensorPrintOptions): { width: number; format: (value: number | bigint) => string } {
	let text: (value: number | bigint) => string;
	let counted = elements;
	if (!dtypeInfo(dtype).float) {
		text = dtype === 'bool' ? (value) => (Number(value) !== 0 ? 'True' : 'False') : String;
	} else {
		counted = elements.filter((value) => Number.isFinite(value) && value !== 0);
		let least = Infinity;
		let greatest = 0;
		let whole = true;
		for (const value of counted as readonly number[]) {
			const size = Math.abs(value);
			if (size < least) least = size;
			if (size > greatest) greatest = size;
			whole &&= Number.isInteger(value);
		}
		const scientific = counted.length > 0 && (options.sciMode ?? (greatest / least > 1000 || greatest > 1e8 || least < 1e-4));
		if (scientific) text = (value) => exponential(value as number, options.precision);
		else if (whole) text = (value) => fixed(value as number, 0) + (Number.isFinite(value) ? '.' : '');
		else text = (value) => fixed(value as number, options.precision);
	}
	let width = 1;
	for (const value of counted) width = Math.max(width, text(value).length);
	return { width, format: (value) => text(value).padStart(width) };
}
