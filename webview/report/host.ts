/**
 * The host of a report's shell, as the extension is the panel's (extension/panel/tracePage.ts): cuts slices from the trace that
 * lies in the page, and asks for what of them must be replayed. What is shown is all that it works on.
 */
import { optimizerOver } from '../../engine/slice/asked-path.ts';
import { sliceOf } from '../../engine/slice/contents.ts';
import { followsMoment, idAt, optimizerOf } from '../../engine/slice/entry-ids.ts';
import { normsAround } from '../../engine/slice/norms.ts';
import { replayFor, type WantedReplay } from '../../engine/slice/replay-for.ts';
import type { Coordinate, Origin, Slice } from '../../engine/slice/slice.ts';
import { placeOnTimeline, sought, walked } from '../../engine/slice/timeline.ts';
import { countUpTo } from '../../engine/trace/ascending.ts';
import type { Tick } from '../../engine/trace/model.ts';
import { endOfLine } from '../../engine/trace/moments.ts';
import type { TraceReader } from '../../engine/trace/reader.ts';
import { done } from '../../engine/trace/work.ts';
import type { FromPanel, ToPanel } from '../messages.ts';
import { element } from '../theme/dom.ts';
import { ENGLISH } from '../theme/strings.ts';
import { Replays } from './replays.ts';

/** Of the trace's sources the program that ran; there are no others. */
const PROGRAM = 0;

/** What is shown; `coordinates` are a surface's, `isBackward`: what comes back through an index map is asked for. */
interface Selection { readonly id: string; readonly coordinates?: { readonly x: Coordinate; readonly y: Coordinate }; readonly isBackward?: boolean }

/** Where what it has to tell goes. */
export interface Page {
	readonly document: Document;
	post(message: ToPanel): void;
	/** Shows where something stands in the code. */
	reveal(origin: Origin): void;
}

export class ReportHost {
	readonly #page: Page;
	readonly #trace: TraceReader;
	readonly #replays: Replays;
	/** The trace's whole frames. */
	readonly #bytes: Uint8Array[];
	#selection: Selection | undefined;
	/** undefined: its end. */
	#position: Tick | undefined;

	constructor(page: Page, trace: TraceReader, bytes: Uint8Array) {
		this.#page = page;
		this.#trace = trace;
		const last = trace.places.at(-1);
		this.#bytes = [bytes.subarray(0, last === undefined ? 0 : last.offset + last.length)];
		this.#replays = new Replays(page.document, frame => this.#append(frame));
	}

	receive(message: FromPanel): void {
		switch (message.type) {
			case 'select': return this.#select({ id: message.id });
			case 'surface': return this.#select({ id: message.id, coordinates: { x: message.x, y: message.y } });
			case 'backward': return this.#select({ id: message.id, isBackward: true });
			case 'other': return this.#sendSlice(message.id, this.#cut({ id: message.id }));
			case 'norms': {
				const slice = done(sliceOf(this.#trace, message.id));
				return slice?.kind === 'optimizer' ? this.#page.post({ type: 'norms', id: message.id, norms: done(normsAround(this.#trace, optimizerOf(message.id), slice, message.step)) }) : undefined;
			}
			case 'move': return this.moveTo(endOfLine(this.#trace, message.tick), true);
			case 'seek': return this.moveTo(sought(this.#trace, message.tick), false);
			case 'walk': return this.moveTo(walked(this.#trace, this.#position, message.by, message.direction), false);
			case 'reveal': return this.#page.reveal(message.origin);
			case 'copy': return void navigator.clipboard?.writeText(message.text);
			case 'save': return download(this.#page.document, message.name, message.bytes);
			default: return;
		}
	}

	/** To where a line had ended the next time that it ran after the moment that is looked at, else the first time. */
	visit(line: number): void {
		const steps = this.#trace.stepsOfLine(PROGRAM, line), at = this.#position;
		const tickOf = (place: number) => this.#trace.step(steps.at(place)!).tick;
		const next = at === undefined ? steps.length : countUpTo(steps.length, tickOf, at - 1);
		if (steps.length > 0) this.moveTo(sought(this.#trace, tickOf(next < steps.length ? next : 0)), false);
	}

	/** To another moment; undefined: the end. `own`: the view that is shown has moved there itself. */
	moveTo(tick: Tick | undefined, own: boolean): void {
		this.#position = tick;
		this.#page.post({ type: 'position', tick, place: placeOnTimeline(this.#trace, tick), own });
		if (this.#selection !== undefined && followsMoment(this.#selection.id)) this.#show();
	}

	#select(selection: Selection): void {
		// Each slice that is sent before it is computed asks for it again.
		if (selection.isBackward === true && this.#selection?.isBackward === true && this.#selection.id === selection.id) return;
		this.#selection = selection;
		this.#show();
	}

	/** What is selected, as of the moment that is looked at; and what it lacks, as that comes. */
	#show(): void {
		const selection = this.#selection!, at = this.#position;
		const slice = this.#cut(selection), wanted = slice && wantedOf(selection, slice);
		this.#sendSlice(selection.id, slice);
		if (wanted === undefined) return this.#replays.cancel();
		void this.#replays.compute(this.#bytes, wanted.request).then(how => {
			if (how === 'cancelled' || this.#selection !== selection || this.#position !== at) return;
			const last = this.#cut(selection), missing = last && wantedOf(selection, last);
			if (missing !== undefined) this.#sendSlice(selection.id, missing.without(how === 'notStarted' ? 'replayNotInPage' : 'replayGivenUp'));
		});
	}

	/** What a replay has computed, a part of it. */
	#append(frame: Uint8Array): void {
		this.#trace.push(frame);
		this.#bytes.push(frame);
		if (this.#selection !== undefined) this.#sendSlice(this.#selection.id, this.#cut(this.#selection));
	}

	#cut({ id, coordinates }: Selection): Slice | undefined {
		const slice = done(sliceOf(this.#trace, idAt(id, this.#position)));
		return slice?.kind === 'optimizer' && coordinates !== undefined ? done(optimizerOver(this.#trace, optimizerOf(id), slice, coordinates)) : slice;
	}

	#sendSlice(id: string, slice: Slice | undefined): void {
		this.#page.post(slice === undefined ? { type: 'notice', text: idAt(id, this.#position) === id ? ENGLISH.missing : ENGLISH.reportNotThere } : { type: 'slice', id, slice });
	}
}

function wantedOf({ id, isBackward }: Selection, slice: Slice): WantedReplay | undefined {
	return slice.kind === 'indexMap' && isBackward !== true ? undefined : replayFor(id, slice);
}

function download(document: Document, name: string, bytes: Uint8Array): void {
	const link = element(document, 'a', { href: URL.createObjectURL(new Blob([new Uint8Array(bytes)])), download: name });
	link.click();
	URL.revokeObjectURL(link.href);
}
