/** The addresses of a saved trace's texts: the name in the path, so that the editor knows the language; the file and the place in it in the query. */
import { Uri } from 'vscode';
import { SOURCE_SCHEME } from '../code/documents.ts';

export function sourceUri(file: Uri, index: number, name: string): Uri {
	return Uri.from({ scheme: SOURCE_SCHEME, path: `/${/[^\\/]*$/.exec(name)![0] || 'source'}`, query: JSON.stringify({ file: file.toString(), source: index }) });
}

/** undefined: not such an address. */
export function parseSourceUri(uri: Uri): { readonly file: Uri; readonly source: number } | undefined {
	if (uri.scheme !== SOURCE_SCHEME) { return undefined; }
	try {
		const { file, source } = JSON.parse(uri.query) as Readonly<Record<string, unknown>>;
		return typeof file === 'string' && typeof source === 'number' ? { file: Uri.parse(file, true), source } : undefined;
	} catch {
		return undefined;
	}
}
