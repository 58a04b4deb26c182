/**
 * The suites' entry, as @vscode/test-electron takes it: `run()` rejects when a test fails. It also keeps a file of what
 * passed and failed so far, because an extension host that dies looks, from outside, like one that ended well.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

export async function run(): Promise<void> {
	const mocha = new Mocha({ ui: 'tdd', color: false, reporter: 'spec', timeout: 240_000, slow: 2000 });
	const { LOUPE_SUITES = '', LOUPE_GREP, LOUPE_RESULT } = process.env;
	if (LOUPE_GREP) mocha.fgrep(LOUPE_GREP);
	for (const file of LOUPE_SUITES.split(',').filter(Boolean).sort()) mocha.addFile(path.join(__dirname, file));
	const unheard = failOnRejections(mocha);
	const failures = await new Promise<number>((resolve) => {
		const runner = mocha.run(resolve);
		const note = (complete: boolean): void => {
			if (!LOUPE_RESULT) return;
			const { passes = 0, failures: failed = 0, pending = 0 } = runner.stats ?? {};
			writeFileSync(LOUPE_RESULT, JSON.stringify({ passes, failures: failed, pending, complete }));
		};
		runner.on('test end', () => note(false));
		runner.on('end', () => note(true));
	});
	if (failures) throw new Error(`${failures} tests failed.`);
	// After the last test, too.
	if (unheard.length > 0) throw new Error(unheard.join('\n'));
}

/** A promise of the extension's that was rejected with nobody to hear fails the test in which that happened. */
function failOnRejections(mocha: Mocha): readonly string[] {
	const unheard: string[] = [];
	process.on('unhandledRejection', (reason: unknown) => {
		const text = reason instanceof Error ? reason.stack ?? reason.message : String(reason);
		if (/[\\/]dist[\\/](extension\.cjs|lib[\\/])/.test(text)) unheard.push(text);
	});
	mocha.suite.afterEach('no promise was rejected unheard', () => {
		const found = unheard.splice(0);
		if (found.length > 0) throw new Error(found.join('\n'));
	});
	return unheard;
}
