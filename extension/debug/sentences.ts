/** Why an expression has no value, in the user's language; what Python raises stays in Python's words. */
import { l10n } from 'vscode';
import type { Failure } from '../../engine/expression/answer.ts';

export function sentenceOf(failure: Failure): string {
	if (failure.kind === 'error') { return `${failure.type}: ${failure.message.trimEnd()}`; }
	const { reason, subject } = failure;
	const only = l10n.t('Only names, attributes, subscripts and PyTorch’s pure functions can be evaluated in a recording.');
	switch (reason) {
		case 'form': return only;
		case 'call': return `${l10n.t('{0}() is not called.', subject)} ${only}`;
		case 'inPlace': return `${l10n.t('{0}() would write to a tensor.', subject)} ${only}`;
		case 'random': return `${l10n.t('{0}() draws random numbers.', subject)} ${only}`;
		case 'lacking': return l10n.t('The embedded engine can’t compute this: {0}', subject);
		case 'unrecorded': return l10n.t('The recording does not hold this: {0}', subject);
		case 'size': return l10n.t('This is too much to be gone through for an answer.');
		case 'time': return l10n.t('Given up: it took longer than 5 seconds.');
		case 'process': return l10n.t('The process that evaluates expressions has ended.');
	}
}
