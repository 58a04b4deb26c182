/**
 * `npm test`: set-up, then every level of tests; ends with the line `N passed, N failed`, the sum over the levels.
 * A level that fails doesn't hide those after it, and one in which nothing ran has failed. `npm test -- unit vscode`
 * runs only the levels named. Those that drive an editor wait more than they work: all others run beside them.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inOrder } from './lib/inOrder.mjs';
import { root, setup } from './setup.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-test-'));
const tools = await setup().catch((error) => {
	console.error(`${error.message}\n0 passed, 1 failed`);
	process.exit(1);
});

const tool = (file, ...args) => [path.join(root, 'node_modules', file), ...args];

/** A tool that only says yes or no counts as one test. */
const check = (name, ...commands) => ({ name, commands, count: (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 }) });

/** Vitest's own JSON report; a file that could not be loaded is a failure, and so is an error outside of a test. */
const vitest = (name) => {
	const file = path.join(folder, `${name}.json`);
	return {
		name, commands: [tool('vitest/vitest.mjs', 'run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`)],
		count(ok) {
			const report = JSON.parse(readFileSync(file, 'utf8'));
			const unloaded = report.testResults.filter((result) => result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed')).length;
			const failed = report.numFailedTests + unloaded;
			return { passed: report.numPassedTests, failed: failed || (ok ? 0 : 1) };
		},
	};
};

/** Our own drivers, which write what they counted. */
const driver = (name, script) => {
	const file = path.join(folder, `${name}.json`);
	return {
		// What is built is read by other levels meanwhile.
		name, drives: true, commands: [[path.join(root, script), '--built', '--result', file]],
		count(ok) {
			const { passes, failures } = JSON.parse(readFileSync(file, 'utf8'));
			return { passed: passes, failed: failures || (ok ? 0 : 1) };
		},
	};
};

const levels = [
	check('types', ...['.', 'webview', 'test/ui'].map((project) => tool('typescript/bin/tsc', '-p', project))),
	check('lint', tool('eslint/bin/eslint.js', '--max-warnings', '0', '.')),
	vitest('unit'),
	vitest('conformance'),
	vitest('pytorch'),
	vitest('ui'),
	driver('vscode', 'test/vscode/driver/main.mjs'),
	driver('package', 'test/package/main.mjs'),
];

const running = new Set();

function runNode(args, print) {
	return new Promise((resolve) => {
		const env = { ...process.env, CHROME: tools.browser, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) };
		const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env });
		running.add(child);
		for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', print);
		child.on('close', (code) => {
			running.delete(child);
			resolve(code === 0);
		});
	});
}

async function runLevel({ name, commands, count }, print) {
	print(`\n── ${name}\n`);
	const start = performance.now();
	let ok = true;
	for (const command of commands) ok = (await runNode(command, print)) && ok;
	let counts;
	try {
		counts = count(ok);
	} catch {
		print(`${name} ended without saying what it ran\n`);
		counts = { passed: 0, failed: 1 };
	}
	if (!counts.passed && !counts.failed) {
		print(`${name} ran nothing\n`);
		counts.failed = 1;
	}
	return { name, ...counts, seconds: (performance.now() - start) / 1000 };
}

const wanted = process.argv.slice(2);
const chosen = levels.filter(({ name }) => !wanted.length || wanted.includes(name));
const output = inOrder(chosen.length, (text) => process.stdout.write(text));
const results = [];

/** One after the other. */
async function runAll(those) {
	for (const level of those) {
		const place = chosen.indexOf(level);
		results[place] = await runLevel(level, (text) => output.print(place, text));
		output.end(place);
	}
}

// Who ends it early sees what was held back.
for (const signal of ['SIGINT', 'SIGTERM']) {
	process.once(signal, () => {
		for (const place of chosen.keys()) output.end(place);
		for (const child of running) child.kill(signal);
		process.exit(1);
	});
}
await Promise.all([runAll(chosen.filter(({ drives }) => !drives)), runAll(chosen.filter(({ drives }) => drives))]);
rmSync(folder, { recursive: true, force: true });

const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log('');
for (const { name, passed, failed, seconds } of results) {
	console.log(`${name.padEnd(12)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed  ${seconds.toFixed(1).padStart(6)} s`);
}
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') || !sum('passed') ? 1 : 0;
