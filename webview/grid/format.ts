/**
 * How the cells of one tensor are written: all with the same number of decimals, so that a column lines up,
 * and with fewer where there is less room.
 */
import type { DTypeName } from '../../engine/trace/dtype.ts';
import type { Elements } from '../../engine/trace/model.ts';
import { elementText, isIntegral, short } from '../theme/numbers.ts';

/** A digit's advance in the monospaced fonts that editors use, in parts of the font size, rounded up. */
const ADVANCE = 0.62;

export function textWidth(text: string, fontSize: number): number {
	return text.length * fontSize * ADVANCE;
}

export interface CellFormat {
	readonly text: (at: number) => string;
	/** Characters of the widest cell among `places`. */
	readonly characters: number;
}

export function textFormat(text: (at: number) => string, places: readonly number[]): CellFormat {
	return { text, characters: places.reduce((most, at) => Math.max(most, text(at).length), 1) };
}

/** Formats from the widest to the narrowest; the first that fits is taken. */
export function cellFormats(elements: Elements, dtype: DTypeName, places: readonly number[]): readonly CellFormat[] {
	const of = (text: (at: number) => string) => textFormat(text, places);
	if (isIntegral(dtype)) {
		const whole = of(at => elementText(elements, at, dtype));
		return dtype === 'bool' ? [whole, of(at => elements[at] === 0 ? 'F' : 'T')] : [whole];
	}
	const finite = places.map(at => Math.abs(Number(elements[at]))).filter(magnitude => Number.isFinite(magnitude));
	const largest = finite.reduce((most, magnitude) => Math.max(most, magnitude), 0);
	const integral = finite.every(magnitude => Number.isInteger(magnitude)) && largest < 1e6;
	if (integral) return [of(at => short(Number(elements[at]), 7))];
	if (largest >= 1e5 || largest < 1e-2) return [4, 3, 2].map(digits => of(at => short(Number(elements[at]), digits)));
	const decimals = largest >= 1000 ? [2, 1, 0] : largest >= 10 ? [3, 2, 1] : [4, 3, 2];
	const formats = decimals.map(count => of(at => fixed(Number(elements[at]), count)));
	return largest < 1 ? [...formats, of(at => fixed(Number(elements[at]), 2).replace(/^(−?)0\./, '$1.'))] : formats;
}

function fixed(value: number, decimals: number): string {
	if (!Number.isFinite(value)) return short(value);
	return value.toFixed(decimals).replace('-', '−');
}

/** The first format of which every text fits into `width` pixels. */
export function formatThatFits(formats: readonly CellFormat[], width: number, fontSize: number): CellFormat | undefined {
	return formats.find(format => format.characters * fontSize * ADVANCE <= width);
}
