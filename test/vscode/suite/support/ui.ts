/**
 * A suite's hands and eyes on the window it runs in: `await ui.click('.codelens-decoration a', { text: 'Run' })`.
 * Every call waits up to 15 s for its element. Text of the editor has non-breaking spaces: compare after `plain()`.
 * For what VS Code's API can't do or say; where a command or an API does, use that.
 */
import assert from 'node:assert/strict';

export interface Target {
	/** Only elements that hold this text. */
	readonly text?: string;
	/** Of several, the one at this place, from 0. */
	readonly index?: number;
	/** Look into the webviews (the panel), not at the workbench. */
	readonly webview?: boolean;
	/** Where in the element, in pixels from its top left corner; the middle otherwise. */
	readonly position?: { readonly x: number; readonly y: number };
	readonly modifiers?: readonly ('Alt' | 'Control' | 'ControlOrMeta' | 'Meta' | 'Shift')[];
}

export interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

async function ask<T>(request: Readonly<Record<string, unknown>>): Promise<T> {
	const { LOUPE_UI, LOUPE_UI_TOKEN } = process.env;
	assert(LOUPE_UI && LOUPE_UI_TOKEN, 'The driver has not started this suite');
	const response = await fetch(LOUPE_UI, { method: 'POST', headers: { 'x-token': LOUPE_UI_TOKEN }, body: JSON.stringify(request) });
	const answer = await response.json() as { value?: T; error?: string };
	if (answer.error !== undefined) throw new Error(answer.error);
	return answer.value as T;
}

export const ui = {
	click: (selector: string, target: Target = {}) => ask<void>({ op: 'click', selector, ...target }),
	/** Clicks, and measures in the page how long it takes until an element shows a text, decorations included; milliseconds. */
	clickUntil: (selector: string, target: Target, shown: { readonly selector: string; readonly text: string }, milliseconds = 60_000) => ask<number>({ op: 'clickUntil', selector, ...target, shown, milliseconds }),
	doubleClick: (selector: string, target: Target = {}) => ask<void>({ op: 'dblclick', selector, ...target }),
	hover: (selector: string, target: Target = {}) => ask<void>({ op: 'hover', selector, ...target }),
	focus: (selector: string, target: Target = {}) => ask<void>({ op: 'focus', selector, ...target }),
	/** Until the element is visible. */
	wait: (selector: string, target: Target = {}) => ask<void>({ op: 'wait', selector, ...target }),
	text: (selector: string, target: Target = {}) => ask<string>({ op: 'text', selector, ...target }),
	/** The texts of all that match, at once: doesn't wait. */
	texts: (selector: string, target: Target = {}) => ask<string[]>({ op: 'texts', selector, ...target }),
	/** As `texts`, with what style sheets add: an editor's decorations are that; '[picture]' for one. In no order of place on the screen. */
	rendered: (selector: string, target: Target = {}) => ask<string[]>({ op: 'rendered', selector, ...target }),
	/** How many match now: doesn't wait. */
	count: (selector: string, target: Target = {}) => ask<number>({ op: 'count', selector, ...target }),
	attribute: (selector: string, name: string, target: Target = {}) => ask<string | null>({ op: 'attribute', selector, name, ...target }),
	/** What an input holds. */
	value: (selector: string, target: Target = {}) => ask<string>({ op: 'value', selector, ...target }),
	/** A computed CSS property. */
	style: (selector: string, name: string, target: Target = {}) => ask<string>({ op: 'style', selector, name, ...target }),
	/** In pixels of the window; null: not visible. */
	box: (selector: string, target: Target = {}) => ask<Box | null>({ op: 'box', selector, ...target }),
	/** The pointer to a place of the window. */
	move: (x: number, y: number) => ask<void>({ op: 'move', position: { x, y } }),
	/** Playwright's names: 'Escape', 'ControlOrMeta+Shift+P'. */
	press: (key: string) => ask<void>({ op: 'press', key }),
	type: (text: string) => ask<void>({ op: 'type', text }),
	resize: (width: number, height: number) => ask<void>({ op: 'viewport', size: { width, height } }),
	/** The window, or one element of it, as a PNG file. */
	screenshot: (path: string, selector?: string, target: Target = {}) => ask<void>({ op: 'screenshot', path, ...(selector !== undefined && { selector }), ...target }),
};

/** Non-breaking spaces, which the editor draws for blanks, as blanks. */
export function plain(text: string): string {
	return text.replaceAll('\u00a0', ' ');
}

/** Asks until the answer is not undefined or false; the sentence says what was waited for. */
export async function until<T>(what: string, probe: () => T | undefined | false | Promise<T | undefined | false>, milliseconds = 60_000): Promise<T> {
	const end = Date.now() + milliseconds;
	for (;;) {
		const value = await probe();
		if (value !== undefined && value !== false) return value;
		assert(Date.now() < end, `${what}: not seen within ${milliseconds / 1000} s`);
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
}
