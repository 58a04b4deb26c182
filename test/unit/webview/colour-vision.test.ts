/** The scales of data are read by who is blind to one of three kinds of light. What is a mark and not a scale is in test/ui/accessibility.test.ts. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { divergingScale, sequentialScale, type Theme, type ThemeKind } from '../../../webview/theme/theme.ts';
import { distance, seenBy, VISIONS } from './colour-vision.ts';

const VARIABLES = JSON.parse(readFileSync(new URL('../../ui/fixtures/themes.json', import.meta.url), 'utf8')) as Record<ThemeKind, Record<string, string>>;
/** ΔE that is noticed, with something to spare; and that of two colours that nobody takes for one another. */
const NOTICED = 3.4, APART = 12;
const EIGHTHS = Array.from({ length: 9 }, (_, i) => i / 8);

test('the simulation: greys stay, and who has no red cones takes a red and a brown for one colour', () => {
	for (const vision of Object.keys(VISIONS)) expect(distance(seenBy(vision, '#808080'), '#808080')).toBeLessThan(0.5);
	const [red, olive] = ['#b5200d', '#374e06'];
	expect(distance(red, olive)).toBeGreaterThan(50);
	expect(distance(seenBy('protanopia', red), seenBy('protanopia', olive))).toBeLessThan(NOTICED);
});

describe.each(Object.keys(VARIABLES) as ThemeKind[])('%s', kind => {
	const theme: Theme = { kind, background: VARIABLES[kind]['--vscode-editor-background']!, foreground: VARIABLES[kind]['--vscode-editor-foreground']! };
	describe.each(Object.keys(VISIONS))('%s', vision => {
		const diverging = (value: number) => seenBy(vision, divergingScale(theme, 1)(value)), sequential = (value: number) => seenBy(vision, sequentialScale(theme, 0, 1)(value));

		test('eighths of a scale are told apart', () => {
			for (const [i, t] of EIGHTHS.slice(1).entries()) {
				const before = EIGHTHS[i]!;
				for (const [a, b] of [[diverging(t), diverging(before)], [diverging(-t), diverging(-before)], [sequential(t), sequential(before)]] as const) expect(distance(a, b)).toBeGreaterThan(NOTICED);
			}
		});

		test('a sign is seen from a quarter of the scale on', () => {
			for (const value of EIGHTHS.slice(2)) expect(distance(diverging(value), diverging(-value))).toBeGreaterThan(APART);
		});
	});
});
