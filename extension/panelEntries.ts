/** The entries of the panel's list in the user's language: the slices give numbers, the words are added here. */
import { l10n } from 'vscode';
import type { SliceSummary } from '../engine/slice/slice.ts';

export function describeEntry(entry: SliceSummary): SliceSummary {
	switch (entry.kind) {
		case 'optimizer': return { ...entry, detail: l10n.t('{0} steps', entry.detail) };
		case 'average': return { ...entry, detail: l10n.t('{0} updates', entry.detail) };
		case 'indexMap': return { ...entry, detail: l10n.t('line {0}', entry.detail) };
		case 'tensor': return entry;
	}
}
