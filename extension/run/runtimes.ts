/**
 * The embedded runtime's processes: the snapshot made at first use, the warm spare, and a process for each run. All
 * code of the runtime is loaded here, when it is first needed, and every process that was started is ended here.
 */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Disposable, l10n, type Uri, ProgressLocation, window, workspace } from 'vscode';
import type { Start } from '../../engine/process/process.ts';
import type { Ready, Runtime, RuntimeOptions } from '../../engine/runtime/host.ts';
import type { RunRequest } from '../../engine/runtime/protocol.ts';
import type { SparePool } from '../../engine/runtime/spare.ts';
import type { Channels } from '../log.ts';
import { spareSettings } from '../settings.ts';

/** While the window draws what a program gave, its process is not taken down. */
const LINGER = 100;

export class Runtimes implements Disposable {
	readonly #dist: string;
	/** Where the snapshot lies, outside of the workspace. */
	readonly #cache: string;
	readonly #start: Start;
	readonly #channels: Channels;
	readonly #running = new Set<Runtime>();
	#pool: SparePool | undefined;
	#snapshot: Promise<void> | undefined;
	#disposed = false;

	constructor(dist: string, storage: Uri, start: Start, channels: Channels) {
		this.#dist = dist;
		this.#cache = path.join(storage.fsPath, 'snapshots');
		this.#start = start;
		this.#channels = channels;
	}

	/** Has a process wait for the next run, if the settings and the workspace's trust allow; makes the snapshot before. */
	async warm(): Promise<void> {
		if (!workspace.isTrusted || !spareSettings().enabled || this.#disposed) { return; }
		// A program that runs without one has the machine to itself.
		while (!this.#snapshot && this.#running.size > 0) { await Promise.all([...this.#running].map(runtime => runtime.ended)); }
		await (this.#snapshot ??= this.#ensureSnapshot());
		const pool = await this.#openPool();
		if (!this.#disposed && workspace.isTrusted) { pool.warm(); }
	}

	/**
	 * A process for one run of Python or of JavaScript, for Python the spare where there is one; it is ended with the extension. A snapshot that is being
	 * made is waited for, since two loading interpreters would hold each other up; one that is still to be made is
	 * not: starting without is quicker. Rejects where the workspace is not trusted.
	 */
	async take({ cells: [first] }: Pick<RunRequest, 'cells'>): Promise<Runtime> {
		if (!workspace.isTrusted) { throw new Error(l10n.t('Code is not run in an untrusted workspace.')); }
		const runtime = await (first?.language === undefined ? this.#takePython() : this.#startScript());
		this.#running.add(runtime);
		void runtime.ended.then(() => this.#running.delete(runtime));
		runtime.ready.then(ready => this.#logReady(ready), (error: unknown) => this.#channels.log.warn(String(error)));
		return runtime;
	}

	async #takePython(): Promise<Runtime> {
		await this.#snapshot;
		const pool = await this.#openPool();
		return pool.take();
	}

	/** Its start takes a moment, so none waits. */
	async #startScript(): Promise<Runtime> {
		const { startRuntime } = await import('../../engine/runtime/host.ts');
		return startRuntime({ dist: this.#dist, language: 'javascript', folders: [], lingerMilliseconds: LINGER, start: this.#start });
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
		if (!this.#pool) {
			const [{ SparePool }, { snapshotFile }] = await Promise.all([import('../../engine/runtime/spare.ts'), import('../../engine/runtime/snapshot.ts')]);
			const snapshot = snapshotFile(this.#dist, this.#cache);
			this.#pool ??= new SparePool({ launch: () => this.#launchOptions(snapshot), get idleMilliseconds() { return spareSettings().idleMilliseconds; } });
		}
		return this.#pool;
	}

	#launchOptions(snapshot: string): RuntimeOptions {
		const folders = (workspace.workspaceFolders ?? []).filter(folder => folder.uri.scheme === 'file').map(folder => folder.uri.fsPath);
		// Part of what a spare is known by: one that was started before the snapshot was there is not kept for it.
		return { dist: this.#dist, snapshot: existsSync(snapshot) ? snapshot : undefined, folders, lingerMilliseconds: LINGER, start: this.#start };
	}

	/** Where it can't be made, the interpreter loads without. */
	async #ensureSnapshot(): Promise<void> {
		const { ensureSnapshot, snapshotFile } = await import('../../engine/runtime/snapshot.ts');
		const started = performance.now();
		try {
			mkdirSync(this.#cache, { recursive: true });
			if (existsSync(snapshotFile(this.#dist, this.#cache))) { return; }
			await window.withProgress(
				{ location: ProgressLocation.Window, title: l10n.t('Tensor Loupe: preparing the runtime (only this first time)') },
				() => ensureSnapshot(this.#dist, this.#cache, this.#start),
			);
			this.#channels.log.info(`made the snapshot in ${Math.round(performance.now() - started)} ms`);
		} catch (error) {
			this.#channels.log.warn(`no snapshot, so each start takes longer: ${String(error)}`);
		}
	}

	#logReady({ fromSnapshot, milliseconds, layers, notes }: Ready): void {
		this.#channels.log.debug(`runtime ready in ${milliseconds} ms, ${fromSnapshot ? 'from the snapshot' : 'without a snapshot'}`);
		const open = Object.entries(layers).filter(([, holds]) => !holds).map(([name]) => name);
		if (open.length > 0) { this.#channels.log.warn(`sandbox layers that do not hold here: ${open.join(', ')}`); }
		for (const note of notes) { this.#channels.log.info(note); }
	}
}
