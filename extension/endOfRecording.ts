/** Why a recording ends before its program does: the one sentence for whatever shows values as they were at its end. */
import { l10n } from 'vscode';
import { type Budget, isStoppedAt, spentBudget } from '../engine/trace/recorded.ts';
import type { Run } from './run.ts';

const SETTINGS: Readonly<Record<Budget, string>> = { steps: 'record.maxSteps', bytes: 'record.maxMegabytes', seconds: 'record.maxSeconds' };

/** undefined: it holds the program to its end, or goes on. */
export function endOfRecording({ trace, state }: Run): string | undefined {
	const budget = spentBudget(trace);
	if (budget) {
		const setting = `tensorLoupe.${SETTINGS[budget.what]}`;
		return isStoppedAt(budget, trace)
			? l10n.t('The recording reached its limit (setting `{0}`), and the program was stopped.', setting)
			: l10n.t('The recording ended at its limit (setting `{0}`); the program went on unrecorded.', setting);
	}
	return state !== 'running' && trace.status === undefined ? noEnd() : undefined;
}

export function noEnd(): string {
	return l10n.t('The recording has no end: its program was ended from outside, or the file was cut short.');
}
