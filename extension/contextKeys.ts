/** The context keys that menus ask (`when` in package.json). */
import { commands } from 'vscode';

const set = (key: string) => (value: boolean): void => void commands.executeCommand('setContext', key, value);

export const contextKeys = {
	running: set('tensorLoupe.running'),
	hasResults: set('tensorLoupe.hasResults'),
};
