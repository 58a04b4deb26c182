/** What is asked of the host: of one slice the same thing once, however often it is drawn before the answer comes. */
import type { Slice } from '../../engine/slice/slice.ts';

export class Asked {
	#last: { readonly slice: Slice | undefined; readonly what: string } | undefined;

	isNew(slice: Slice | undefined, what = ''): boolean {
		if (this.#last?.slice === slice && this.#last?.what === what) return false;
		this.#last = { slice, what };
		return true;
	}
}
