/** `--report`: the panel's views with a trace inside, as one page that needs nothing else. */
import fs from 'node:fs';
import path from 'node:path';

/** What the built page has in the place of a trace. */
const MARK = '/*TRACE*/';

/** Writes `dist/report.html` to `file` with the trace's bytes as base64 at its mark. Throws a sentence where the build has no page. */
export function writeReport(dist: string, trace: readonly Uint8Array[], file: string): void {
	const page = path.join(dist, 'report.html');
	if (!fs.existsSync(page)) throw new Error(`the page for reports is not in this build (${page})`);
	const [before, after] = fs.readFileSync(page, 'utf8').split(MARK);
	if (after === undefined) throw new Error(`${page} has no place for a trace`);
	fs.writeFileSync(file, `${before}${Buffer.concat(trace).toString('base64')}${after}`);
}
