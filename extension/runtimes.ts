/**
 * The embedded runtime's processes: the snapshot made at first use, the warm spare, and a process for each run. All
 * code of the runtime is loaded here, when it is first needed, and every process that was started is ended here.
 */
import path from 'node:path';
import { type Disposable, l10n, type Uri, ProgressLocation, window, workspace } from 'vscode';
import type { LaunchOptions } from '../engine/runtime/launch.ts';
import type { Ready, Runtime } from '../engine/runtime/host.ts';
import type { SparePool } from '../engine/runtime/spare.ts';
import type { Channels } from './log.ts';
import { spareSettings } from './settings.ts';

export class Runtimes implements Disposable {
	readonly #dist: string;
	readonly #storage: Uri;
	readonly #channels: Channels;
	readonly #running = new Set<Runtime>();
	#pool: SparePool | undefined;
	#snapshot: Promise<string | undefined> | undefined;
	#disposed = false;

	constructor(dist: string, storage: Uri, channels: Channels) {
		this.#dist = dist;
		this.#storage = storage;
		this.#channels = channels;
	}

	/** Has a process wait for the next run, if the settings and the workspace's trust allow. */
	async warm(): Promise<void> {
		if (!workspace.isTrusted || !spareSettings().enabled || this.#disposed) { return; }
		const pool = await this.#openPool();
		if (!this.#disposed) { pool.warm(); }
	}

	/** A process for one run, the spare where there is one; it is ended with the extension. Rejects where the workspace is not trusted. */
	async take(): Promise<Runtime> {
		if (!workspace.isTrusted) { throw new Error(l10n.t('Code is not run in an untrusted workspace.')); }
		const pool = await this.#openPool();
		const runtime = pool.take();
		this.#running.add(runtime);
		void runtime.ended.then(() => this.#running.delete(runtime));
		runtime.ready.then(ready => this.#logReady(ready), (error: unknown) => this.#channels.log.warn(String(error)));
		return runtime;
	}

	/** Ends the waiting process. */
	drop(): void {
		this.#pool?.drop();
	}

	/** The waiting process's number; undefined where none waits. */
	get sparePid(): number | undefined {
		return this.#pool?.pid;
	}

	dispose(): void {
		this.#disposed = true;
		this.#pool?.dispose();
		for (const runtime of this.#running) { runtime.dispose(); }
	}

	async #openPool(): Promise<SparePool> {
		const snapshot = await (this.#snapshot ??= this.#ensureSnapshot());
		if (!this.#pool) {
			const { SparePool } = await import('../engine/runtime/spare.ts');
			this.#pool ??= new SparePool({ launch: () => this.#launchOptions(snapshot), get idleMilliseconds() { return spareSettings().idleMilliseconds; } });
		}
		return this.#pool;
	}

	#launchOptions(snapshot: string | undefined): LaunchOptions {
		const folders = (workspace.workspaceFolders ?? []).filter(folder => folder.uri.scheme === 'file').map(folder => folder.uri.fsPath);
		return { dist: this.#dist, snapshot, folders };
	}

	/** undefined: it could not be made, and the interpreter loads without. */
	async #ensureSnapshot(): Promise<string | undefined> {
		const { ensureSnapshot, snapshotFile } = await import('../engine/runtime/snapshot.ts');
		const cache = path.join(this.#storage.fsPath, 'snapshots');
		const started = performance.now();
		try {
			await workspace.fs.createDirectory(this.#storage);
			const isThere = await exists(snapshotFile(this.#dist, cache));
			const made = ensureSnapshot(this.#dist, cache);
			const file = isThere ? await made : await window.withProgress({ location: ProgressLocation.Window, title: l10n.t('Tensor Loupe: preparing the runtime (only this first time)') }, () => made);
			if (!isThere) { this.#channels.log.info(`made the snapshot in ${Math.round(performance.now() - started)} ms`); }
			return file;
		} catch (error) {
			this.#channels.log.warn(`no snapshot, so each start takes longer: ${String(error)}`);
			return undefined;
		}
	}

	#logReady({ fromSnapshot, milliseconds, layers, notes }: Ready): void {
		this.#channels.log.debug(`runtime ready in ${milliseconds} ms, ${fromSnapshot ? 'from the snapshot' : 'without a snapshot'}`);
		const open = Object.entries(layers).filter(([, holds]) => !holds).map(([name]) => name);
		if (open.length > 0) { this.#channels.log.warn(`sandbox layers that do not hold here: ${open.join(', ')}`); }
		for (const note of notes) { this.#channels.log.info(note); }
	}
}

async function exists(file: string): Promise<boolean> {
	const { access } = await import('node:fs/promises');
	return access(file).then(() => true, () => false);
}
