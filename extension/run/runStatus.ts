/** The status bar's item while programs run: what runs and how long, a click stops it. Hidden otherwise. */
import { type Disposable, l10n, StatusBarAlignment, type Uri, window } from 'vscode';
import type { Run } from './run.ts';

/** A run shorter than this shows nothing: an item that flickers tells nobody anything. */
const DELAY = 150;

interface Running { readonly since: number; phase: string | undefined }

export class RunStatus implements Disposable {
	readonly #item = window.createStatusBarItem('tensorLoupe.run', StatusBarAlignment.Left, 100);
	readonly #running = new Map<Run, Running>();
	#timer: NodeJS.Timeout | undefined;
	/** The document whose run a click stops. */
	#stops: Uri | undefined;

	constructor() {
		this.#item.name = l10n.t('Tensor Loupe: Running');
	}

	/** @param phase what it waits for before the program begins; undefined: the program runs. */
	show(run: Run, phase: string | undefined): void {
		const known = this.#running.get(run);
		if (known) { known.phase = phase; } else { this.#running.set(run, { since: Date.now(), phase }); }
		this.#draw();
		this.#timer ??= setInterval(() => this.#draw(), DELAY);
	}

	hide(run: Run): void {
		this.#running.delete(run);
		this.#draw();
	}

	dispose(): void {
		clearInterval(this.#timer);
		this.#item.dispose();
	}

	#draw(): void {
		const [oldest] = this.#running;
		if (!oldest) {
			clearInterval(this.#timer);
			this.#timer = undefined;
			this.#item.hide();
			return;
		}
		const [run, { since, phase }] = oldest;
		const milliseconds = Date.now() - since;
		if (milliseconds < DELAY) { return; }
		const what = phase ?? l10n.t('Running {0}', run.request.name);
		this.#item.text = milliseconds < 1000 ? `$(loading~spin) ${what}` : `$(loading~spin) ${what} ${l10n.t('({0} s)', Math.floor(milliseconds / 1000))}`;
		this.#item.tooltip = l10n.t('Stop');
		if (this.#stops !== run.uri) {
			// What it names, whichever document is active. Not set each time: the window makes the item anew for it, also below a pointer.
			this.#stops = run.uri;
			this.#item.command = { title: l10n.t('Stop'), command: 'tensorLoupe.stop', arguments: [run.uri] };
		}
		this.#item.show();
	}
}
