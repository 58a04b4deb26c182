/**
 * The panel's bundle in a real Chromium under the panel's own content security policy, with VS Code's variables for a
 * theme and the three functions that VS Code gives a webview. What VS Code itself does with it is tested in test/vscode.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { filled, replayParts } from '../../engine/cli/report.ts';
import type { FromPanel, ToPanel } from '../../webview/messages.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export type ThemeName = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';
export const THEMES: readonly ThemeName[] = ['light', 'dark', 'high-contrast', 'high-contrast-light'];
export const VARIABLES = JSON.parse(readFileSync(path.join(ROOT, 'test/ui/fixtures/themes.json'), 'utf8')) as Readonly<Record<ThemeName, Readonly<Record<string, string>>>>;

/** What VS Code puts before a webview's own style and ours has to stand against. */
const WEBVIEW_DEFAULTS = `body { padding: 0 20px; background-color: transparent; } a, a code { color: var(--vscode-textLink-foreground); }
input:focus, select:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
code { padding: 1px 3px; color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background); }`;

export interface Bundle { readonly script: string; readonly style: string }

/** An entry of webview/ bundled as the build does it, in memory. */
export async function bundle(entry = 'webview/panel.ts', style = 'webview/panel.css'): Promise<Bundle> {
	const { workers } = await import(pathToFileURL(path.join(ROOT, 'scripts/lib/workers.mjs')).href) as { workers: Plugin };
	const shared = { bundle: true, plugins: [workers], absWorkingDir: ROOT, write: false, minify: true, platform: 'browser', target: 'chrome130', logLevel: 'silent' } satisfies BuildOptions;
	const [js, css] = await Promise.all([build({ ...shared, entryPoints: [entry], format: 'iife' }), build({ ...shared, entryPoints: [style] })]);
	return { script: js.outputFiles[0]!.text, style: css.outputFiles[0]!.text };
}

/** The page of a report with all but a trace: as the build makes it, and with replay as the command line puts it there; the kernels are those that the build has made. */
export async function reportHtml(): Promise<string> {
	const { reportPage } = await import(pathToFileURL(path.join(ROOT, 'scripts/lib/reportPage.mjs')).href) as { reportPage(page: string, parts: Bundle): string };
	const page = reportPage(readFileSync(path.join(ROOT, 'webview/report.html'), 'utf8'), await bundle('webview/report.ts', 'webview/report.css'));
	const replay = await build({ bundle: true, write: false, absWorkingDir: ROOT, entryPoints: ['engine/replay/main.ts'], format: 'iife', platform: 'node', target: 'node20', minify: true, logLevel: 'silent' });
	return filled(page, replayParts(replay.outputFiles[0]!.text, readFileSync(path.join(ROOT, 'dist/kernels.wasm'))));
}

export interface Stage {
	readonly browser: Browser;
	readonly origin: string;
	close(): Promise<void>;
}

/** A browser and a server for the pages; one for a test file. */
export async function openStage(pages: Bundle): Promise<Stage> {
	const origin: { text: string } = { text: '' };
	const server = createServer((request, response) => {
		if (request.url === '/panel.js') return void response.setHeader('content-type', 'text/javascript').end(pages.script);
		if (request.url === '/panel.css') return void response.setHeader('content-type', 'text/css').end(pages.style);
		if (request.url === '/defaults.css') return void response.setHeader('content-type', 'text/css').end(WEBVIEW_DEFAULTS);
		if (request.url === '/favicon.ico') return void response.writeHead(204).end();
		response.setHeader('content-type', 'text/html').end(pageHtml(origin.text));
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	origin.text = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const home = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-ui-'));
	const browser = await launch(home);
	return {
		browser, origin: origin.text,
		async close() {
			await browser.close();
			await end(server);
			rmSync(home, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

export async function launch(home: string): Promise<Browser> {
	const { findBrowser } = await import(pathToFileURL(path.join(ROOT, 'scripts/lib/browser.mjs')).href) as { findBrowser(): Promise<string | undefined> };
	const executablePath = await findBrowser();
	return chromium.launch({
		...(executablePath === undefined ? {} : { executablePath }),
		env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home } as Record<string, string>,
		args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--force-color-profile=srgb', '--font-render-hinting=none'],
	});
}

function end(server: Server): Promise<void> {
	server.closeAllConnections();
	return new Promise(resolve => server.close(() => resolve()));
}

/** The page that the extension makes, with the same policy; `cspSource` is this server. */
function pageHtml(source: string): string {
	return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${source}; style-src ${source}; img-src data:; worker-src blob:;">
<title>panel</title><link rel="stylesheet" href="/defaults.css"><link rel="stylesheet" href="/panel.css"></head><body><div id="root"></div><script src="/panel.js"></script></body></html>`;
}

export interface Panel {
	readonly page: Page;
	/** What the page complained of: errors, policy violations, console errors. Must be empty. */
	readonly complaints: readonly string[];
	send(...messages: readonly ToPanel[]): Promise<void>;
	posted(): Promise<readonly FromPanel[]>;
	state(): Promise<unknown>;
	close(): Promise<void>;
}

export interface PanelOptions { readonly theme?: ThemeName; readonly width?: number; readonly height?: number; readonly state?: unknown; readonly reducedMotion?: boolean; readonly scale?: number; readonly direction?: 'ltr' | 'rtl' }

export async function openPanel(stage: Stage, options: PanelOptions = {}): Promise<Panel> {
	const context = await stage.browser.newContext({ viewport: { width: options.width ?? 1000, height: options.height ?? 760 }, deviceScaleFactor: options.scale ?? 1, reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference' });
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on('console', message => {
		if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
	});
	page.on('pageerror', error => complaints.push(error.stack ?? error.message));
	await page.addInitScript(hostScript, { theme: options.theme ?? 'light', variables: themeVariables(options.theme ?? 'light'), state: options.state });
	await page.goto(stage.origin);
	if (options.direction !== undefined) await page.evaluate(direction => document.documentElement.dir = direction, options.direction);
	return {
		page, complaints,
		async send(...messages) {
			await page.evaluate(sent => { for (const message of sent) window.dispatchEvent(new MessageEvent('message', { data: message })); }, messages);
			await page.evaluate(() => new Promise<void>(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));
		},
		posted: () => page.evaluate(() => (globalThis as unknown as { posted: FromPanel[] }).posted),
		state: () => page.evaluate(() => (globalThis as unknown as { kept: unknown }).kept),
		close: () => context.close(),
	};
}

/** A theme's colours and the fonts that VS Code adds for webviews. */
export function themeVariables(theme: ThemeName): Readonly<Record<string, string>> {
	return {
		...VARIABLES[theme],
		'--vscode-font-family': 'DejaVu Sans, sans-serif', '--vscode-font-size': '13px', '--vscode-font-weight': 'normal',
		'--vscode-editor-font-family': 'DejaVu Sans Mono, monospace', '--vscode-editor-font-size': '14px', '--vscode-editor-font-weight': 'normal',
	};
}

/** Runs in the page before its own script: what VS Code puts into every webview. */
function hostScript({ theme, variables, state }: { theme: string; variables: Readonly<Record<string, string>>; state: unknown }): void {
	const page = globalThis as unknown as Record<string, unknown>;
	page['posted'] = [];
	page['kept'] = state;
	let acquired = false;
	page['acquireVsCodeApi'] = () => {
		if (acquired) throw new Error('An instance of the VS Code API has already been acquired');
		acquired = true;
		return {
			postMessage: (message: unknown) => (page['posted'] as unknown[]).push(structuredClone(message)),
			getState: () => page['kept'],
			setState: (next: unknown) => page['kept'] = structuredClone(next),
		};
	};
	const dress = () => {
		for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
		document.body.className = theme === 'high-contrast-light' ? 'vscode-high-contrast-light vscode-high-contrast' : `vscode-${theme}`;
		document.body.dataset['vscodeThemeKind'] = document.body.className;
	};
	new MutationObserver((_, observer) => {
		if (document.body === null) return;
		observer.disconnect();
		dress();
	}).observe(document, { childList: true, subtree: true });
}
