/** Why a recording ends before its program does, or is empty: one sentence for whatever shows what is in it. */
import { l10n } from 'vscode';
import { type Budget, isStoppedAt, recordedOf, spentBudget } from '../../engine/trace/recorded.ts';
import type { Run } from './run.ts';
import { linesNotRecorded } from '../settings.ts';

const SETTINGS: Readonly<Record<Budget, string>> = { steps: 'record.maxSteps', bytes: 'record.maxMegabytes', seconds: 'record.maxSeconds' };

/** undefined: it holds the program to its end, or goes on. */
export function endOfRecording({ trace, state, file }: Pick<Run, 'trace' | 'state' | 'file'>): string | undefined {
	const budget = spentBudget(trace);
	if (budget) {
		const setting = `tensorLoupe.${SETTINGS[budget.what]}`;
		return isStoppedAt(budget, trace)
			? l10n.t('The recording reached its limit (setting `{0}`), and the program was stopped.', setting)
			: l10n.t('The recording ended at its limit (setting `{0}`); the program went on unrecorded.', setting);
	}
	return state !== 'running' && trace.status === undefined ? noEnd(file !== undefined) : undefined;
}

/** @param isSaved it was read from a file, which may have been written before the program's end. */
export function noEnd(isSaved: boolean): string {
	return isSaved
		? l10n.t('The recording has no end: it was saved while its program ran, its program was ended from outside, or the file was cut short.')
		: l10n.t('The recording has no end: its program was ended from outside.');
}

/** Why there is nothing to show of a run that has ended: that it made no tensors is known of a whole recording alone. */
export function nothingToShow(run: Pick<Run, 'trace' | 'state' | 'file'>): string {
	return endOfRecording(run) ?? (recordedOf(run.trace) === 'lines' ? l10n.t('This run made no tensors.') : linesNotRecorded());
}
