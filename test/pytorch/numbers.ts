/** Numbers as the shortest text from which the same bits are read again, in their own precision. */
import { crc32 } from '../../engine/trace/crc32.ts';
import type { Elements, ScalarValue } from '../../engine/trace/model.ts';

/** Of a tensor with more elements so many are written out at each end; a checksum stands for all. */
const WHOLE = 512, END = 8;

export function elementsText(elements: Elements, dtype: string): string {
	const text = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => elementText(elements[from + i]!, dtype)).join(' ');
	const { length } = elements;
	if (length <= WHOLE) return `[${text(0, length)}]`;
	return `[${text(0, END)} … ${text(length - END, length)}] with checksum ${crc32(new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength)).toString(16)}`;
}

/** A NaN's sign and payload are the processor's and no part of it. */
function elementText(element: number | bigint, dtype: string): string {
	if (dtype === 'bool') return element ? 'True' : 'False';
	if (typeof element === 'bigint' || !dtype.includes('float')) return String(element);
	return floatText(element, dtype === 'float64' ? undefined : Math.fround);
}

function floatText(number: number, round?: (number: number) => number): string {
	if (Number.isNaN(number)) return 'nan';
	if (!Number.isFinite(number)) return number > 0 ? 'inf' : '-inf';
	if (Object.is(number, -0)) return '-0.';
	let shortest = String(number);
	for (let digits = 1; round !== undefined && digits < 10; digits++) {
		const candidate = Number(number.toPrecision(digits));
		if (round(candidate) !== number) continue;
		shortest = String(candidate);
		break;
	}
	return /[.e]/.test(shortest) ? shortest : `${shortest}.`;
}

export function scalarText(value: ScalarValue): string {
	switch (value.kind) {
		case 'none': return 'None';
		case 'bool': return typed(value.type, 'bool', value.value ? 'True' : 'False');
		case 'int': return typed(value.type, 'int', value.text);
		case 'float': return typed(value.type, 'float', floatText(value.value));
		case 'str': return typed(value.type, 'str', `${JSON.stringify(value.text)}${value.length === value.text.length ? '' : ` of ${value.length}`}`);
		case 'opaque': return typed(value.type, '', value.text);
	}
}

function typed(type: string, usual: string, text: string): string {
	return type === usual ? text : `${type} ${text}`;
}

export function numbersText(numbers: ArrayLike<number>): string {
	return elementsText(Float64Array.from(numbers), 'float64');
}
