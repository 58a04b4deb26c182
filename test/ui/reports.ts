/** Reports with a trace inside, each one file that a real browser opens from the disk. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { filled } from '../../engine/cli/report.ts';
import { launch, reportHtml, ROOT } from './harness.ts';

export interface ReportOptions {
	readonly colorScheme?: 'light' | 'dark';
	readonly width?: number;
	readonly height?: number;
	readonly scale?: number;
	/** The run that it is compared with, as the command line writes it. */
	readonly other?: string;
	/** Makes another page of it. */
	readonly change?: (html: string) => string;
	/** Runs in the page before its own script. */
	readonly before?: (page: Page) => Promise<unknown>;
}

export interface Reports {
	/** Without a trace. */
	readonly html: string;
	/** What the pages complained of since the last was opened, and what they asked others for. Must be empty. */
	readonly complaints: readonly string[];
	open(trace: Uint8Array | undefined, options?: ReportOptions): Promise<Page>;
	close(): Promise<void>;
}

export const stored = (name: string): Buffer => readFileSync(path.join(ROOT, 'test/unit/trace/stored', name));

/** One for a test file. */
export async function openReports(): Promise<Reports> {
	const folder = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-report-'));
	const html = await reportHtml();
	const browser: Browser = await launch(folder);
	const complaints: string[] = [];
	return {
		html, complaints,
		async open(trace, { colorScheme = 'light', width = 1000, height = 760, scale = 1, other = '', change = (text: string) => text, before } = {}) {
			const file = path.join(folder, 'report.html');
			writeFileSync(file, trace === undefined ? html : filled(change(html), { TRACE: Buffer.from(trace).toString('base64'), OTHER: other }));
			const page = await browser.newPage({ viewport: { width, height }, colorScheme, deviceScaleFactor: scale });
			complaints.length = 0;
			page.on('pageerror', error => complaints.push(error.message));
			page.on('console', message => {
				if (message.type() === 'error') complaints.push(message.text());
			});
			page.on('request', request => {
				// A worker's script is the page's own.
				if (!/^(?:file|data|blob):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
			});
			await before?.(page);
			await page.goto(pathToFileURL(file).href);
			return page;
		},
		async close() {
			await browser.close();
			rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}
