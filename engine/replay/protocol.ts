/**
 * What crosses to the replay process that stays and evaluates, and back; one question is asked at a time. The trace comes
 * in its own bytes, in order, as much of it as there is; what is asked is about what has come.
 */
import type { Answer } from '../expression/answer.ts';
import type { Expression } from '../expression/syntax.ts';
import type { Tick } from '../trace/model.ts';

/** Where an expression is evaluated: a frame at a tick. */
export interface Place { readonly frame: number; readonly tick: Tick }

export type ToReplay =
	| { readonly type: 'trace'; readonly bytes: Uint8Array }
	| { readonly type: 'evaluate'; readonly expression: Expression; readonly place: Place }
	/** Whether an expression is true at each of these steps. */
	| { readonly type: 'judge'; readonly expression: Expression; readonly steps: Uint32Array };

export type FromReplay =
	| { readonly type: 'answer'; readonly answer: Answer }
	/** By step: see Verdict. */
	| { readonly type: 'verdicts'; readonly verdicts: Int8Array };
