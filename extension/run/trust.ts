/** Nothing runs in an untrusted workspace: menus hide the commands there, and every way to a run asks here as well. */
import { commands, l10n, window, workspace } from 'vscode';

/** true where running is allowed; otherwise says why not, with the way to change that. */
export function requireTrust(): boolean {
	if (workspace.isTrusted) { return true; }
	const manage = l10n.t('Manage Workspace Trust');
	void window.showWarningMessage(l10n.t('Code is not run in an untrusted workspace.'), manage).then(chosen => {
		if (chosen === manage) { void commands.executeCommand('workbench.trust.manage'); }
	});
	return false;
}
