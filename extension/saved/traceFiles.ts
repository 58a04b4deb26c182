/**
 * The traces of the last runs as files in the workspace's own storage, so that the panel finds what it showed after
 * the window was reloaded. Best effort: without storage, or for a very large trace, there is nothing to come back to.
 */
import { FileType, Uri, workspace } from 'vscode';
import type { Channels } from '../log.ts';
import { finish, type RecordedTrace } from '../run/recordedTrace.ts';
import type { Run } from '../run/run.ts';

const KEPT = 8;
const LARGEST = 64 * 2 ** 20;
const SUFFIX = '.loupe';

export class TraceFiles {
	readonly #folder: Uri | undefined;
	readonly #channels: Channels;

	constructor(storage: Uri | undefined, channels: Channels) {
		this.#folder = storage && Uri.joinPath(storage, 'traces');
		this.#channels = channels;
	}

	/** The URI under which `read` finds it; undefined where it was not saved. */
	async save(run: Run): Promise<string | undefined> {
		if (!this.#folder || run.bytes.length > LARGEST) { return undefined; }
		const file = Uri.joinPath(this.#folder, `${run.id}${SUFFIX}`);
		try {
			await workspace.fs.createDirectory(this.#folder);
			await workspace.fs.writeFile(file, await run.bytes.whole());
			await this.#deleteOld();
			return file.toString();
		} catch (error) {
			this.#channels.log.warn(`the trace was not saved: ${String(error)}`);
			return undefined;
		}
	}

	/** undefined: not a file of ours, gone, or not readable as a trace. */
	async read(uri: string): Promise<RecordedTrace & { readonly title: string } | undefined> {
		// The name comes from the page's own state: only the last part of it is taken.
		const name = uri.slice(uri.lastIndexOf('/') + 1);
		if (!this.#folder || !/^[\w-]+\.loupe$/.test(name)) { return undefined; }
		try {
			const [{ newTrace }, { readTrace }] = await Promise.all([import('../run/newTrace.ts'), import('./readTrace.ts')]);
			const recorded = newTrace();
			await readTrace(recorded, Uri.joinPath(this.#folder, name), () => true, () => {});
			finish(recorded);
			return { title: recorded.trace.sources[0]?.name ?? name, ...recorded };
		} catch (error) {
			this.#channels.log.warn(`a saved trace could not be read: ${String(error)}`);
			return undefined;
		}
	}

	async #deleteOld(): Promise<void> {
		if (!this.#folder) { return; }
		// Ids begin with the time of the run, so the order of names is the order of time.
		const names = (await workspace.fs.readDirectory(this.#folder)).filter(([name, type]) => type === FileType.File && name.endsWith(SUFFIX)).map(([name]) => name).sort();
		for (const name of names.slice(0, -KEPT)) { await workspace.fs.delete(Uri.joinPath(this.#folder, name)); }
	}
}
