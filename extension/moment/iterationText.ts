/** Which run of a line or a loop is looked at, in words. */
import { l10n } from 'vscode';
import type { Iteration } from '../../engine/trace/visits.ts';

export function iterationText({ k, n, isCut }: Iteration): string {
	return isCut ? l10n.t('iteration {0} of {1} recorded', k, n) : l10n.t('iteration {0} of {1}', k, n);
}
