/** Documents and lines between the protocol and a run: paths as VS Code gives them, lines where they stand now. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Uri } from 'vscode';
import type { Run } from '../run/run.ts';

/** Of VS Code's path of a source: one without a scheme is a file's. */
export function toUri(path: string): Uri {
	return /^[a-z][a-z\d+.-]+:/i.test(path) ? Uri.parse(path, true) : Uri.file(path);
}

/** The inverse, as VS Code writes it. */
export function pathOf(uri: Uri): string {
	return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

export function sourceOf({ uri, request: { name } }: Run): DebugProtocol.Source {
	return { name: name.slice(name.lastIndexOf('/') + 1), path: pathOf(uri) };
}

/** Where a line that ran (1-based) stands now. */
export function lineNow(run: Run, line: number): number {
	return (run.lines.current(line - 1) ?? line - 1) + 1;
}
