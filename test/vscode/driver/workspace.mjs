/** What the suites work on: the examples and the suites' own files, copied, so that a test may edit them. */
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export function makeWorkspace(root) {
	const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tensor-loupe-workspace-')));
	for (const source of ['examples', 'test/vscode/workspace']) {
		if (existsSync(path.join(root, source))) cpSync(path.join(root, source), folder, { recursive: true });
	}
	return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}
