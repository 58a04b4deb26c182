/** The programs that both runtimes run: the notes and every other example, and those beside this file. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_RECORD, type RunRequest } from '../../engine/runtime/protocol.ts';
import { documentSnippet } from '../../engine/snippet/snippet.ts';

const root = path.join(import.meta.dirname, '../..');

export interface Program {
	readonly name: string;
	/** Whether it can't be run as the file that it is. */
	readonly isRequest: boolean;
	/** As an editor would make it; a first line `# record: {…}` has what of the settings is not the default. */
	readonly request: RunRequest;
}

/** An editor's program of that name. */
export function programOf(name: string, text: string): Program {
	const isDocument = name.endsWith('.md');
	const record = /^# record: (.*)$/m.exec(text)?.[1];
	const { cells, customaryNames } = isDocument ? documentSnippet(text, 'markdown') : { cells: [{ line: 1, text, shift: 0, mode: 'exec' as const }], customaryNames: false };
	return { name, isRequest: isDocument || record !== undefined, request: { type: 'run', uri: `file:///${name}`, name, text, cells, argv: [name], customaryNames, folder: undefined, record: { ...DEFAULT_RECORD, ...JSON.parse(record ?? '{}') as Partial<RunRequest['record']> } } };
}

/** Those that have Python in them. */
export const programs: readonly Program[] = ['examples', 'test/pytorch/programs']
	.flatMap(folder => readdirSync(path.join(root, folder)).filter(name => /\.(py|md)$/.test(name)).sort().map(name => programOf(name, readFileSync(path.join(root, folder, name), 'utf8'))))
	.filter(({ request }) => request.cells.some(({ language }) => language === undefined));
