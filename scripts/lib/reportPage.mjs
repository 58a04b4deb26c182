/** The page of a report: its script and style put into it, and their hashes into its policy, which lets nothing else run. */
import { createHash } from 'node:crypto';

/**
 * @param {string} page
 * @param {{ script: string, style: string }} parts
 */
export function reportPage(page, { script, style }) {
	const inline = (text) => text.replaceAll('</script', '<\\/script').replaceAll('</style', '<\\/style');
	const parts = [
		['/*SCRIPT*/', inline(script)], ['/*STYLE*/', inline(style)],
		['SCRIPT-HASH', hashOf(inline(script))], ['STYLE-HASH', hashOf(inline(style))],
	];
	return parts.reduce((text, [mark, content]) => text.replace(mark, () => content), page);
}

function hashOf(text) {
	return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
