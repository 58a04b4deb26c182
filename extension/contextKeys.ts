/** The context keys that menus ask (`when` in package.json). */
import { commands } from 'vscode';

/** Each change makes the window ask all its menus, so it is told of changes only. */
function contextKey(key: string): (value: boolean) => void {
	let known: boolean | undefined;
	return value => {
		if (value === known) { return; }
		known = value;
		void commands.executeCommand('setContext', key, value);
	};
}

export const contextKeys = {
	running: contextKey('tensorLoupe.running'),
	hasResults: contextKey('tensorLoupe.hasResults'),
};
