/** What axe finds in the panel's page. */
import axe, { type AxeResults } from 'axe-core';
import type { Panel } from './harness.ts';

/** A line for each place; the rules that look at a page as a whole are the editor's, whose frame it is. */
export async function violations(panel: Pick<Panel, 'page'>): Promise<string[]> {
	// What is evaluated is no script of the page's: its policy stays as it is.
	if (!await panel.page.evaluate(() => 'axe' in globalThis)) await panel.page.evaluate(axe.source);
	const { violations: found } = await panel.page.evaluate(() => (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({ rules: { region: { enabled: false } }, resultTypes: ['violations'] }));
	return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary ?? ''}`));
}
