/** That recorded ops can't be run again, with the reason as the views say it. */
import type { ReplayNote } from '../slice/slice.ts';

/** Why a tape can't be replayed; the views have the sentence. */
export class NotReplayable extends Error {
	readonly note: ReplayNote;

	constructor(reason: ReplayNote['reason'], ...values: readonly (string | number)[]) {
		super(`${reason} ${values.join(' ')}`);
		this.note = { reason, values };
	}
}
