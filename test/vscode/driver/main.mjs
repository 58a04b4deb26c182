/**
 * `npm run test:vscode [-- options]`: the suites of test/vscode/suite in real VS Code, and how many passed.
 *
 *   --grep TEXT     only tests whose title holds TEXT
 *   --only NAME     only the suite files whose name holds NAME
 *   --shot FILE     save what the window shows at the end
 *   --verbose       everything that VS Code prints
 *   --limit SECONDS for each of the runs (3600): a suite that hangs ends then, one that is only slow does not
 *   --built         take dist/ as it is, don't build first
 *   --bench         the suites that print figures (*.bench.ts) instead of those that test
 *   --result FILE   write { passes, failures, pending } there
 *
 * Suites named `*.restricted.test.ts` run in a workspace that isn't trusted, those named `*.folders.test.ts` in one of two
 * folders, all others in a trusted folder.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fail, root, setup } from '../../../scripts/setup.mjs';
import { bundleSuites } from './bundle.mjs';
import { electronIsPossible, runInElectron } from './in-electron.mjs';
import { runInServer } from './in-server.mjs';
import { makeWorkspace } from './workspace.mjs';

const { values: options } = parseArgs({ options: {
	grep: { type: 'string' }, only: { type: 'string', default: '' }, shot: { type: 'string' }, verbose: { type: 'boolean' }, built: { type: 'boolean', default: false }, bench: { type: 'boolean' }, limit: { type: 'string', default: '3600' }, result: { type: 'string' },
} });

const tools = await setup({ built: options.built }).catch(fail);
const entry = await bundleSuites(root);
const electron = await electronIsPossible();
const total = { passes: 0, failures: 0, pending: 0 };

const kind = options.bench ? '.bench.cjs' : '.test.cjs';
const WORKSPACES = [
	{ name: 'trusted workspace', infix: '', trusted: true },
	{ name: 'workspace of two folders', infix: '.folders', trusted: true, second: true },
	{ name: 'restricted workspace', infix: '.restricted', trusted: false },
];

for (const each of WORKSPACES) {
	const files = readdirSync(path.dirname(entry)).filter((file) => file.endsWith(kind) && file.includes(options.only) && file.replace(/^\w+/, '') === each.infix + kind);
	if (!files.length) continue;
	console.log(`\nVS Code${electron ? '' : ' server'}, ${each.name}: ${files.length} suite files`);
	const counts = await runSuites(files, each);
	for (const key of Object.keys(total)) total[key] += counts[key];
}

if (options.result) writeFileSync(options.result, JSON.stringify(total));
console.log(`${total.passes} passed, ${total.failures} failed`);
process.exit(total.failures || !total.passes ? 1 : 0);

/** What the suites themselves wrote counts: an extension host that dies is reported as an exit with 0. */
async function runSuites(files, { trusted, second }) {
	const folder = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-suites-'));
	const result = path.join(folder, 'result.json');
	const workspace = makeWorkspace(root, { second });
	const env = { LOUPE_SUITES: files.join(','), LOUPE_RESULT: result, LOUPE_GREP: options.grep ?? '', LOUPE_SHOTS: process.env.LOUPE_SHOTS ?? folder };
	let problem;
	try {
		const run = electron ? runInElectron : runInServer;
		const code = await run({ ...tools, entry, extension: root, workspace: workspace.open, env, trusted, shot: options.shot, verbose: options.verbose, limit: Number(options.limit) });
		if (code !== 0) problem = `VS Code ended with ${code}`;
	} catch (error) {
		problem = error.message;
	}
	let counts;
	try {
		counts = JSON.parse(readFileSync(result, 'utf8'));
	} catch {
		problem ??= 'the suites ended without saying how';
	}
	rmSync(folder, { recursive: true, force: true });
	workspace.remove();
	if (problem) console.error(`[driver] ${problem}`);
	if (!counts?.complete || (problem && !counts.failures)) return { passes: counts?.passes ?? 0, failures: (counts?.failures ?? 0) + 1, pending: counts?.pending ?? 0 };
	return counts;
}
