/** What the suites work on: the examples and the suites' own files, copied, so that a test may edit them. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * @param {string} root of the checkout
 * @param {{ second?: boolean }} [options] second: a workspace of two folders, of which the second is empty
 * @returns `folder` has the files; `open` is what VS Code opens: that folder, or a .code-workspace file
 */
export function makeWorkspace(root, { second = false } = {}) {
	const top = realpathSync(mkdtempSync(path.join(tmpdir(), 'tensor-loupe-workspace-')));
	const remove = () => rmSync(top, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	const folder = second ? path.join(top, 'first') : top;
	for (const source of ['examples', 'test/vscode/workspace']) {
		if (existsSync(path.join(root, source))) cpSync(path.join(root, source), folder, { recursive: true });
	}
	if (!second) return { folder, open: folder, remove };
	mkdirSync(path.join(top, 'second'));
	const open = path.join(top, 'two.code-workspace');
	writeFileSync(open, JSON.stringify({ folders: [{ path: 'first' }, { path: 'second' }] }));
	return { folder, open, remove };
}
