/**
 * Runs a program once more with other hyperparameters, for "what if" in the optimizer view. What it writes is
 * not shown. Only the newest one asked for is run, and ending it is cancelling it.
 */
import { type Disposable, l10n } from 'vscode';
import type { Run } from '../../engine/runtime/host.ts';
import type { Along } from '../../engine/slice/asked-path.ts';
import type { RunRequest, WhatIf } from '../../engine/runtime/protocol.ts';
import type { ParameterSteps, WhatIfSlice } from '../../engine/slice/slice.ts';
import { inTurns } from '../inTurns.ts';
import type { Runtimes } from './runtimes.ts';

/** Who moves a slider waits; what takes longer is given up, with the steps until then. */
const LIMIT = 60_000;
/** Starting the next process would take the processor from the window that draws this one's steps. */
const NEXT_SPARE = 150;

export type Rerun = Pick<WhatIfSlice, 'steps' | 'problem'>;

export class Reruns implements Disposable {
	readonly #runtimes: Runtimes;
	#newest = 0;
	#running: Run | undefined;

	constructor(runtimes: Runtimes) {
		this.#runtimes = runtimes;
	}

	/** undefined: another was asked for meanwhile. Rejects where no runtime can be started. */
	async run(request: RunRequest, whatIf: WhatIf, along: Along | undefined): Promise<Rerun | undefined> {
		this.cancel();
		const number = this.#newest;
		const isCurrent = (): boolean => number === this.#newest;
		const [{ Findings }, { optimizerSlice }, { askedPath }, { spentBudget }, { newTrace }] = await Promise.all([
			import('../../engine/slice/findings.ts'), import('../../engine/slice/optimizer.ts'), import('../../engine/slice/asked-path.ts'), import('../../engine/trace/recorded.ts'), import('./newTrace.ts'),
		]);
		const runtime = await this.#runtimes.take(request);
		if (!isCurrent()) { runtime.dispose(); return undefined; }
		const { trace } = newTrace();
		const run = this.#running = runtime.run({ ...request, whatIf, record: { ...request.record, record: true, what: 'optimizerSteps', atLimit: 'stop' } }, { onData: bytes => trace.push(bytes) });
		let isLate = false;
		const limit = setTimeout(() => { isLate = true; run.kill(); }, LIMIT);
		const ended = await run.done;
		clearTimeout(limit);
		// The next one, and the user's own run, are to begin at once.
		setTimeout(() => void this.#runtimes.warm().catch(() => undefined), NEXT_SPARE);
		if (!isCurrent()) { return undefined; }
		this.#running = undefined;
		trace.finish();
		const findings = Findings.of(trace);
		await inTurns(findings.follow());
		const optimizer = findings.optimizers[whatIf.optimizer];
		const slice = optimizer && await inTurns(optimizerSlice(trace, optimizer.ref));
		const asked = slice && along && await inTurns(askedPath(trace, optimizer.ref, slice, along));
		if (!isCurrent()) { return undefined; }
		const [error] = trace.errors, budget = spentBudget(trace);
		const problem = ended.how === 'failed' ? ended.message
			: isLate ? l10n.t('It was ended after a minute.')
			: ended.how === 'killed' ? l10n.t('It was ended from outside.')
			: budget ? l10n.t('It was ended at the recording’s limit: {0}.', budget.detail)
			: error ? l10n.t('It ended with {0}: {1}', error.type, error.message)
			: slice ? undefined : l10n.t('The optimizer took no step.');
		const bare = (parameter: ParameterSteps): ParameterSteps => ({ ...parameter, terms: [] });
		return { steps: slice && { parameters: slice.parameters.map(bare), steps: slice.steps, x: along?.x ?? slice.x, y: along?.y ?? slice.y, asked: asked && { ...asked, columns: asked.columns.map(bare) } }, problem };
	}

	cancel(): void {
		this.#newest++;
		this.#running?.kill();
		this.#running = undefined;
	}

	dispose(): void {
		this.cancel();
	}
}
