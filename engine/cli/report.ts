/** `--report`: the panel's views with a trace inside, as one page that needs nothing else: what it lacks of replay it computes itself. */
import fs from 'node:fs';
import path from 'node:path';
import type { OtherRun } from '../slice/losses.ts';

/** What the built page has in the place of a trace, and of the run that it is compared with. */
const TRACE = '/*TRACE*/', OTHER = '/*OTHER*/';

/** Writes `dist/report.html` to `file` with the trace's bytes as base64 at their mark, and the other run as JSON. Throws a sentence where the build has no page. */
export function writeReport(dist: string, trace: readonly Uint8Array[], other: OtherRun | undefined, file: string): void {
	const page = path.join(dist, 'report.html');
	if (!fs.existsSync(page)) throw new Error(`the page for reports is not in this build (${page})`);
	fs.writeFileSync(file, [[TRACE, Buffer.concat(trace).toString('base64')], [OTHER, other === undefined ? '' : textOf(other)]].reduce((text, [mark, content]) => {
		const at = text.indexOf(mark!);
		if (at < 0) throw new Error(`${page} has no place for a trace`);
		return `${text.slice(0, at)}${content}${text.slice(at + mark!.length)}`;
	}, fs.readFileSync(page, 'utf8')));
}

/** For a script element, which nothing in it may end. JSON has no NaN and no infinity. */
function textOf({ title, losses: { count, numbers, values } }: OtherRun): string {
	return JSON.stringify({ title, count, numbers: [...numbers], values: Array.from(values, value => Number.isFinite(value) ? value : String(value)) }).replaceAll('<', '\\u003c');
}
