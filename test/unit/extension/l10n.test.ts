/** The bundle that translators start from holds what the code says, no more and no less. `vitest run -u` writes it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PROBLEMS } from '../../../engine/trace/problems.ts';
import { ENGLISH } from '../../../webview/theme/strings.ts';

const root = path.join(import.meta.dirname, '../../..');

test('l10n/bundle.l10n.json holds every string that is shown', async () => {
	const strings = new Set<string>([...Object.values(ENGLISH), ...Object.values(PROBLEMS)]);
	for (const file of readdirSync(path.join(root, 'extension'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))) {
		const text = readFileSync(path.join(root, 'extension', file), 'utf8');
		for (const [, string] of text.matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)) { strings.add(string!.replace(/\\(.)/g, '$1')); }
		// A string that is put together can't be translated.
		expect(text, file).not.toMatch(/l10n\.t\(\s*[`"]/);
	}
	const bundle = Object.fromEntries([...strings].sort().map(string => [string, string]));
	await expect(`${JSON.stringify(bundle, undefined, '\t')}\n`).toMatchFileSnapshot(path.join(root, 'l10n/bundle.l10n.json'));
});

test('package.nls.json holds every key of the manifest', () => {
	const manifest = readFileSync(path.join(root, 'package.json'), 'utf8');
	const used = [...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key).sort();
	const known = Object.keys(JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as object).sort();
	expect([...new Set(used)]).toEqual(known);
});

test('every setting that is read is in the manifest', () => {
	const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { contributes: { configuration: { properties: object }[] } };
	const declared = manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties)).sort();
	const text = readFileSync(path.join(root, 'extension/settings.ts'), 'utf8');
	const read = [...text.matchAll(/configuration\.get(?:<\w+>)?\('([\w.]+)'/g), ...text.matchAll(/\.get<\w+>\('(codeLens)'/g)].map(([, name]) => name!);
	const full = read.map(name => declared.includes(`tensorLoupe.${name}`) ? `tensorLoupe.${name}` : `tensorLoupe.record.${name}`);
	expect(full.sort()).toEqual(declared);
});
