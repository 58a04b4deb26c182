/**
 * The messages between the extension host and the panel: one typed union each way, imported by both ends,
 * so that the compiler is the contract test (the pattern of microsoft/vscode-hexeditor's protocol).
 */
import type { Slice, SliceSummary, Origin, Coordinate } from '../engine/slice/slice.ts';
import type { HyperparameterValues } from '../engine/slice/hyperparameters.ts';
import type { SteppedColumns } from '../engine/slice/optimizer-steps.ts';
import type { OtherRun } from '../engine/slice/losses.ts';
import type { Timeline, TimelinePlace, Walk } from '../engine/slice/timeline.ts';

/** Which thing is shown and how; the panel hands it to setState and gets it back after a reload. */
export interface PanelState { readonly traceUri: string | undefined; readonly selected: string | undefined }

export type ToPanel =
	/** What the trace has to show; sent again as a run goes on. Where `selected` is given, its slice follows unasked.
	 *  `problem` is a sentence about a trace that could not be read to its end, or ends before its program. */
	| { readonly type: 'contents'; readonly title: string; readonly entries: readonly SliceSummary[]; readonly selected: string | undefined; readonly problem: string | undefined; readonly state: PanelState }
	/** `isSelected`: it is what the host takes to be chosen, not one to be laid beside that. */
	| { readonly type: 'slice'; readonly id: string; readonly slice: Slice; readonly isSelected?: boolean }
	/** Of an optimizer, for steps around the one that was asked for: each parameter as if it had one number, the norm of its own. */
	| { readonly type: 'norms'; readonly id: string; readonly norms: SteppedColumns }
	/** The moment that is looked at, a tick; `own`: the page itself has moved there. */
	| { readonly type: 'position'; readonly tick: number | undefined; readonly place: TimelinePlace; readonly own: boolean }
	/** The whole run, for the scrubber, and the one that it is compared with; sent again as it goes on. */
	| { readonly type: 'timeline'; readonly timeline: Timeline; readonly other?: OtherRun | undefined }
	/** A sentence instead of a picture. */
	| { readonly type: 'notice'; readonly text: string }
	/** The localised words of the views; those of `theme/strings.ts` stand in for missing ones. */
	| { readonly type: 'strings'; readonly strings: Readonly<Record<string, string>> };

export type FromPanel =
	| { readonly type: 'ready' }
	| { readonly type: 'select'; readonly id: string }
	/** Another one's slice too, which is laid beside what is selected. */
	| { readonly type: 'other'; readonly id: string }
	/** Recompute a surface over two other coordinates. */
	| { readonly type: 'surface'; readonly id: string; readonly x: Coordinate; readonly y: Coordinate }
	/** Compute the norms of all numbers of an optimizer's parameters in a step. */
	| { readonly type: 'norms'; readonly id: string; readonly step: number }
	/** Compute what comes back through it. */
	| { readonly type: 'backward'; readonly id: string }
	/** Run it once more with other hyperparameters; with none, show it as it was. */
	| { readonly type: 'whatIf'; readonly id: string; readonly values: HyperparameterValues }
	/** Write these hyperparameters into the code. */
	| { readonly type: 'apply'; readonly id: string; readonly values: HyperparameterValues }
	| { readonly type: 'reveal'; readonly origin: Origin }
	/** Look at the moment at which what began at this tick had ended. */
	| { readonly type: 'move'; readonly tick: number }
	/** The same, from the timeline: the view that is shown follows. */
	| { readonly type: 'seek'; readonly tick: number }
	/** To the next line or optimizer step, or the one before; it follows too. */
	| { readonly type: 'walk'; readonly by: Walk; readonly direction: 1 | -1 }
	/** Ask which run this one is to be compared with. */
	| { readonly type: 'compare' }
	| { readonly type: 'copy'; readonly text: string }
	/** Ask where to save a file; `name` ends as its kind does. */
	| { readonly type: 'save'; readonly name: string; readonly bytes: Uint8Array };
