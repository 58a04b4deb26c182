/** Colours come from VS Code: none is written out, every variable that is named exists, and digits can be read on every fill. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { divergingScale, inkOn, relativeLuminance, sequentialScale, bandColor, type Theme, type ThemeKind } from '../../../webview/theme/theme.ts';
import { ENGLISH, fill, withDefaults } from '../../../webview/theme/strings.ts';

const WEBVIEW = fileURLToPath(new URL('../../../webview', import.meta.url));
const VARIABLES = JSON.parse(readFileSync(new URL('../../ui/fixtures/themes.json', import.meta.url), 'utf8')) as Record<ThemeKind, Record<string, string>>;
const KINDS = Object.keys(VARIABLES) as ThemeKind[];

const files = (folder: string): string[] => readdirSync(folder).flatMap(name => {
	const file = path.join(folder, name);
	return statSync(file).isDirectory() ? files(file) : [file];
});
const sources = files(WEBVIEW).filter(file => /\.(ts|css|html)$/.test(file)).map(file => ({ name: path.relative(WEBVIEW, file), text: readFileSync(file, 'utf8') }));

test('no colour is written out', () => {
	for (const { name, text } of sources) {
		const found = text.match(/#[0-9a-f]{3,8}\b(?!\w)|\brgba?\(\s*\d|\bhsla?\(/gi)?.filter(match => !/^#root$/i.test(match)) ?? [];
		expect({ name, found }).toEqual({ name, found: [] });
	}
});

test('every VS Code variable that is named is one of VS Code\'s', () => {
	// These are no colours: VS Code adds them for webviews.
	const known = new Set([...KINDS.flatMap(kind => Object.keys(VARIABLES[kind])), ...['', 'editor-'].flatMap(of => ['family', 'size', 'weight'].map(what => `--vscode-${of}font-${what}`))]);
	const used = new Set(sources.flatMap(({ text }) => [...text.matchAll(/--vscode-[A-Za-z-]+[A-Za-z]/g)].map(match => match[0])));
	expect([...used].filter(name => !known.has(name) && name !== '--vscode-charts')).toEqual([]);
	expect(used.size).toBeGreaterThan(20);
});

test('nothing is parsed as markup or as code', () => {
	for (const { name, text } of sources.filter(source => source.name.endsWith('.ts'))) {
		expect({ name, found: text.match(/innerHTML|outerHTML|insertAdjacentHTML|\.html\(|document\.write|\beval\(|new Function/g) }).toEqual({ name, found: null });
	}
});

describe.each(KINDS)('%s', kind => {
	const theme: Theme = { kind, background: VARIABLES[kind]['--vscode-editor-background']!, foreground: VARIABLES[kind]['--vscode-editor-foreground']! };
	const contrast = (a: string, b: string) => {
		const [light, dark] = [relativeLuminance(a), relativeLuminance(b)].sort((x, y) => y - x) as [number, number];
		return (light + 0.05) / (dark + 0.05);
	};
	const steps = Array.from({ length: 41 }, (_, i) => i / 40);

	test('digits read on every fill, 4.5 : 1', () => {
		const fills = [...steps.map(t => divergingScale(theme, 1)(t * 2 - 1)), ...steps.map(sequentialScale(theme, 0, 1))];
		for (const each of fills) expect(contrast(each, inkOn(each))).toBeGreaterThanOrEqual(4.5);
	});

	test('the further from zero, the further from the background', () => {
		const scale = divergingScale(theme, 1);
		const distance = (value: number) => contrast(scale(value), theme.background);
		expect(distance(1)).toBeGreaterThan(distance(0.3));
		expect(distance(-1)).toBeGreaterThan(distance(-0.3));
		expect(distance(0)).toBeLessThan(1.3);
		expect(contrast(sequentialScale(theme, 0, 1)(1), theme.background)).toBeGreaterThan(contrast(sequentialScale(theme, 0, 1)(0), theme.background));
	});

	test('the path and the labels read on every band', () => {
		for (const t of steps) expect(contrast(bandColor(theme, t), theme.foreground)).toBeGreaterThanOrEqual(4.5);
	});
});

test('a value beyond the scale\'s ends keeps the end\'s colour', () => {
	const theme: Theme = { kind: 'light', background: 'white', foreground: 'black' };
	expect(divergingScale(theme, 1)(5)).toBe(divergingScale(theme, 1)(1));
	expect(sequentialScale(theme, 2, 2)(2)).toMatch(/^rgb/);
});

describe('strings', () => {
	test('places are filled, unknown ones left', () => expect(fill('{0} of {1}, {2}', 3, 'x')).toBe('3 of x, {2}'));
	test('a translation replaces, key by key', () => {
		expect(withDefaults({ play: '播放', nonsense: 'x' })).toEqual({ ...ENGLISH, play: '播放' });
	});
});
