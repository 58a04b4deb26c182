/** The status bar's item while programs run: what runs and how long, a click stops it. Hidden otherwise. */
import { type Disposable, l10n, StatusBarAlignment, window } from 'vscode';

/** A run shorter than this shows nothing: an item that flickers tells nobody anything. */
const DELAY = 150;

interface Running { readonly label: string; readonly since: number; phase: string | undefined }

export class RunStatus implements Disposable {
	readonly #item = window.createStatusBarItem('tensorLoupe.run', StatusBarAlignment.Left, 100);
	readonly #running = new Map<string, Running>();
	#timer: NodeJS.Timeout | undefined;

	constructor() {
		this.#item.name = l10n.t('Tensor Loupe: Running');
		this.#item.command = 'tensorLoupe.stop';
	}

	/** @param phase what it waits for before the program begins; undefined: the program runs. */
	show(id: string, label: string, phase: string | undefined): void {
		const known = this.#running.get(id);
		if (known) { known.phase = phase; } else { this.#running.set(id, { label, since: Date.now(), phase }); }
		this.#draw();
		this.#timer ??= setInterval(() => this.#draw(), DELAY);
	}

	hide(id: string): void {
		this.#running.delete(id);
		this.#draw();
	}

	dispose(): void {
		clearInterval(this.#timer);
		this.#item.dispose();
	}

	#draw(): void {
		const [oldest] = this.#running.values();
		if (!oldest) {
			clearInterval(this.#timer);
			this.#timer = undefined;
			this.#item.hide();
			return;
		}
		const milliseconds = Date.now() - oldest.since;
		if (milliseconds < DELAY) { return; }
		const what = oldest.phase ?? l10n.t('Running {0}', oldest.label);
		this.#item.text = milliseconds < 1000 ? `$(loading~spin) ${what}` : `$(loading~spin) ${what} ${l10n.t('({0} s)', Math.floor(milliseconds / 1000))}`;
		this.#item.tooltip = l10n.t('Stop');
		this.#item.show();
	}
}
