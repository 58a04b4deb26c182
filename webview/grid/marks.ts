/** Shapes for what has no colour on a scale: a cross for NaN, a triangle up for +Inf, one down for −Inf. */
export type Special = 'nan' | 'inf' | '-inf';

export function special(value: number | bigint | undefined): Special | undefined {
	if (typeof value !== 'number' || Number.isFinite(value)) return undefined;
	return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/** Path data for a mark of half-width `r` around (x, y). */
export function markPath(kind: Special, x: number, y: number, r: number): string {
	const at = (dx: number, dy: number) => `${round(x + dx)},${round(y + dy)}`;
	if (kind === 'nan') return `M${at(-r, -r)}L${at(r, r)}M${at(-r, r)}L${at(r, -r)}`;
	const up = kind === 'inf' ? -1 : 1;
	return `M${at(-r, -up * r * 0.8)}L${at(r, -up * r * 0.8)}L${at(0, up * r * 0.9)}Z`;
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
