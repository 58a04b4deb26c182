/** Who starts the extension's processes: a small one where the system would copy the large one's page tables for it, which is Linux; else itself. */
import os from 'node:os';
import path from 'node:path';
import type { Disposable } from 'vscode';
import { startHere, type Start } from '../../engine/process/process.ts';
import { ProcessStarter } from '../../engine/process/process-starter.ts';
import { bareEnvironment } from './bareEnvironment.ts';

export class Processes implements Disposable {
	readonly #starter: ProcessStarter | undefined;
	readonly start: Start;

	constructor(dist: string) {
		if (process.platform === 'linux') { this.#starter = new ProcessStarter(path.join(dist, 'starter.mjs'), { ...bareEnvironment(), TMPDIR: os.tmpdir() }); }
		this.start = this.#starter?.start ?? startHere;
	}

	dispose(): void {
		this.#starter?.dispose();
	}
}
