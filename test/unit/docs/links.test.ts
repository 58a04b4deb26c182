/** What people read: its links lead somewhere, and the pictures of the walk are all of it and small. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** What a page links to or shows in this repository, from its root; what the build makes is left out. */
function linked(page: string): string[] {
	const text = readFileSync(path.join(root, page), 'utf8');
	return [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => path.join(path.dirname(page), target!)).filter(target => !target.startsWith('dist'));
}

describe('pages', () => {
	test.each(['README.md', 'CONTRIBUTING.md', 'docs/walk-through.md'])('%s links to what is there', page => {
		expect(linked(page).filter(target => !existsSync(path.join(root, target)))).toEqual([]);
	});

	test('the walk shows every picture made for it, and they are less than a megabyte', () => {
		const pictures = readdirSync(path.join(root, 'docs/walk-through')).map(name => path.join('docs/walk-through', name));
		expect(linked('docs/walk-through.md').filter(target => target.endsWith('.png')).sort()).toEqual(pictures.sort());
		expect(pictures.reduce((sum, name) => sum + statSync(path.join(root, name)).size, 0)).toBeLessThan(1e6);
	});
});
