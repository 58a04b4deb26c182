/** The words of the panel's views in the user's language. */
import { l10n } from 'vscode';
import { ENGLISH } from '../../webview/theme/strings.ts';

export function panelStrings(): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(ENGLISH).map(([key, english]) => [key, l10n.t(english)]));
}
