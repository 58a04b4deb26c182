/** The context keys that menus ask (`when` in package.json). */
import { commands } from 'vscode';

/** Each change makes the window ask all its menus and draw some anew; that is not to come between a click on *Run* and the values. In milliseconds. */
const LATER = 150;

function contextKey(key: string): (value: boolean) => void {
	let told: boolean | undefined;
	let timer: NodeJS.Timeout | undefined;
	let wanted: boolean;
	return value => {
		wanted = value;
		timer ??= setTimeout(() => {
			timer = undefined;
			if (wanted === told) { return; }
			told = wanted;
			void commands.executeCommand('setContext', key, told);
		}, LATER);
	};
}

export const contextKeys = {
	running: contextKey('tensorLoupe.running'),
	hasResults: contextKey('tensorLoupe.hasResults'),
	/** The active editor has TypeScript or JavaScript that can be run. */
	isScript: contextKey('tensorLoupe.isScript'),
};
