/**
 * The one place where a view's colours come from. Text, lines and marks are VS Code's own variables (theme.css);
 * here are the scales for data, which VS Code has none of: d3-scale-chromatic's, laid so that nothing stands out
 * less than what is near zero: pale on a light theme, dark on a dark one.
 */
import { interpolateGreys, interpolateLab, interpolateRdBu, interpolateGnBu, piecewise, rgb, scaleDiverging, scaleSequential } from 'd3';

export type ThemeKind = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

export interface Theme {
	readonly kind: ThemeKind;
	/** The editor's background and foreground as CSS colours. */
	readonly background: string;
	readonly foreground: string;
}

/** The theme as VS Code tells it: a class on the body and variables on the root. */
export function readTheme(document: Document): Theme {
	const classes = document.body.classList;
	const kind: ThemeKind = classes.contains('vscode-high-contrast-light') ? 'high-contrast-light'
		: classes.contains('vscode-high-contrast') ? 'high-contrast'
			: classes.contains('vscode-dark') ? 'dark' : 'light';
	// theme.css gives the body the editor's colours; read back, every notation has become rgb().
	const style = document.defaultView?.getComputedStyle(document.body);
	const solid = (text: string | undefined, otherwise: string) => text !== undefined && rgb(text).opacity === 1 ? text : otherwise;
	return {
		kind,
		background: solid(style?.backgroundColor, isDark(kind) ? DARK_INK : LIGHT_INK),
		foreground: solid(style?.color, isDark(kind) ? LIGHT_INK : DARK_INK),
	};
}

const DARK_INK = interpolateGreys(1);
const LIGHT_INK = interpolateGreys(0);

export function isDark(kind: ThemeKind): boolean {
	return kind === 'dark' || kind === 'high-contrast';
}

/** Negative red, positive blue, zero next to the background; `limit` > 0 is the largest magnitude. */
export function divergingScale(theme: Theme, limit: number): (value: number) => string {
	const zero = interpolateLab(theme.background, theme.foreground)(0.06);
	const ends: readonly [number, number] = isDark(theme.kind) ? [0.17, 0.83] : [0.14, 0.86];
	const ramp = piecewise(interpolateLab, [interpolateRdBu(ends[0]), zero, interpolateRdBu(ends[1])]);
	return scaleDiverging([-limit, 0, limit], ramp).clamp(true);
}

/** From `low`, next to the background, to `high`, furthest from it. */
export function sequentialScale(theme: Theme, low: number, high: number): (value: number) => string {
	const ramp = isDark(theme.kind) ? (t: number) => interpolateGnBu(1 - t * 0.86) : (t: number) => interpolateGnBu(0.06 + t * 0.84);
	return scaleSequential(high > low ? [low, high] : [low, low + 1], ramp).clamp(true);
}

/** The bands between contour lines: t = 0 the lowest, most tinted; t = 1 the highest, the background itself. */
export function bandColor(theme: Theme, t: number): string {
	const deep = isDark(theme.kind) ? interpolateGnBu(0.9) : interpolateGnBu(0.55);
	return interpolateLab(deep, theme.background)(0.25 + 0.75 * Math.min(1, Math.max(0, t)));
}

/** Black or white, whichever reads better on a fill; one of the two has a contrast of at least 4.5 : 1. */
export function inkOn(fill: string): string {
	const luminance = relativeLuminance(fill);
	return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? DARK_INK : LIGHT_INK;
}

/** WCAG 2's relative luminance. */
export function relativeLuminance(color: string): number {
	const { r, g, b } = rgb(color);
	const [red = 0, green = 0, blue = 0] = [r, g, b].map(channel => {
		const c = channel / 255;
		return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
