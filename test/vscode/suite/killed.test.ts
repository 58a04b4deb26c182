/** The runtime's process killed at random moments of a run in the editor: what the editor saves of it is a true beginning of the whole. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { random, rowsOf, TRAINING } from '../../support/beginning.ts';
import { activate, closeAll, run, runtimeProcesses, visibleLines, write } from './support/editor.ts';
import { until } from './support/ui.ts';

/** A hundred times the runtime alone is killed by test/unit/runtime/killed.test.ts. */
const TIMES = 25;

/** Most of its time is no start of a process. */
const EPOCHS = 400;
const LONGER = TRAINING.replace('range(60)', `range(${EPOCHS})`);

const file = (name: string): vscode.Uri => vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, name);

async function saved(name: string): Promise<TraceReader> {
	await run('saveTrace', file(name));
	const trace = new TraceReader();
	trace.push(readFileSync(file(name).fsPath));
	trace.finish();
	return trace;
}

suite('killed', () => {
	suiteSetup(async () => {
		await activate();
		// Each run's process is the only one.
		await vscode.workspace.getConfiguration('tensorLoupe').update('spare.enabled', false, vscode.ConfigurationTarget.Global);
		await until('no process', () => runtimeProcesses().length === 0);
	});
	suiteTeardown(async () => {
		await run('clearResults');
		await closeAll();
		await vscode.workspace.getConfiguration('tensorLoupe').update('spare.enabled', undefined, vscode.ConfigurationTarget.Global);
	});

	test(`${TIMES} times, at random moments`, async function () {
		this.timeout(1_200_000);
		const { document } = await write('killed-training.py', LONGER);
		/** Milliseconds from the moment at which a run's program had begun until it ended by itself. */
		let duration = Infinity;
		const kill = async (after: number | undefined): Promise<void> => {
			// What the run before printed stands there else.
			await run('clearResults');
			const ended = run('runFile');
			await until('its first words', async () => (await visibleLines()).some((line) => /^print\('begun'\)\s*begun/.test(line)));
			const began = performance.now();
			if (after !== undefined) {
				await new Promise((resolve) => setTimeout(resolve, after));
				for (const pid of runtimeProcesses()) try { process.kill(pid, 'SIGKILL'); } catch { /* It has just ended. */ }
			}
			await ended;
			if (after === undefined) { duration = performance.now() - began; }
			await until('no process', () => runtimeProcesses().length === 0);
		};
		await kill(undefined);
		const whole = await saved('whole.loupe'), expected = rowsOf(whole);
		assert.deepEqual([whole.status, whole.optimizerStepCount, whole.problem], [0, EPOCHS, undefined]);
		const moments = random();
		let cut = 0;
		for (let time = 0; time < TIMES; time++) {
			const after = moments.next().value! * duration;
			await kill(after);
			const trace = await saved('killed.loupe');
			if (trace.status === undefined && trace.stepCount > 0) { cut++; }
			for (const [kind, rows] of Object.entries(rowsOf(trace))) { assert.deepEqual(rows, (expected[kind] ?? []).slice(0, rows.length), `${kind}, killed after ${after} ms`); }
		}
		assert(cut > TIMES / 4, `${cut} were killed while they were recorded`);
		assert.equal(document.isDirty, false);
	});
});
