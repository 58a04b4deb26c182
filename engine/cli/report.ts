/** `--report`: the panel's views with a trace inside, as one page that needs nothing else: what it lacks of replay it computes itself. */
import fs from 'node:fs';
import path from 'node:path';
import type { OtherRun } from '../slice/losses.ts';

/** What the built page has a place for, each a mark: the script and the kernels of its replay, a trace, and the run that it is compared with. */
export type Place = 'REPLAY' | 'KERNELS' | 'TRACE' | 'OTHER';

/** Writes `dist/report.html` to `file` with what belongs into it: of replay the process's own files, the trace's bytes, the other run as JSON. Throws a sentence where the build has no page. */
export function writeReport(dist: string, trace: readonly Uint8Array[], other: OtherRun | undefined, file: string): void {
	const [page, replay, kernels] = ['report.html', 'replay.mjs', 'kernels.wasm'].map(name => path.join(dist, name)) as [string, string, string];
	if (!fs.existsSync(page)) throw new Error(`the page for reports is not in this build (${page})`);
	fs.writeFileSync(file, filled(fs.readFileSync(page, 'utf8'), {
		...replayParts(fs.readFileSync(replay, 'utf8'), fs.readFileSync(kernels)), TRACE: Buffer.concat(trace).toString('base64'), OTHER: other === undefined ? '' : textOf(other),
	}));
}

/** `page` with each text at its mark. */
export function filled(page: string, texts: Readonly<Partial<Record<Place, string>>>): string {
	return Object.entries(texts).reduce((text, [place, content]) => {
		const mark = `/*${place}*/`, at = text.indexOf(mark);
		if (at < 0) throw new Error(`the page for reports has no place ${mark}`);
		return `${text.slice(0, at)}${content}${text.slice(at + mark.length)}`;
	}, page);
}

/** The script is the text of an element, which nothing in it may end. */
export function replayParts(script: string, kernels: Buffer): { readonly REPLAY: string; readonly KERNELS: string } {
	return { REPLAY: script.replaceAll('</script', '<\\/script'), KERNELS: kernels.toString('base64') };
}

/** For a script element, which nothing in it may end. JSON has no NaN and no infinity. */
function textOf({ title, losses: { count, numbers, values } }: OtherRun): string {
	return JSON.stringify({ title, count, numbers: [...numbers], values: Array.from(values, value => Number.isFinite(value) ? value : String(value)) }).replaceAll('<', '\\u003c');
}
