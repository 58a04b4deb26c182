/** What a process and its starter say to each other. Of each process that is started, messages carry the number that was given it. */
import type { StartOptions } from './process.ts';

export type ToStarter =
	| { readonly type: 'start'; readonly id: number; readonly options: StartOptions }
	| { readonly type: 'send'; readonly id: number; readonly message: object }
	| { readonly type: 'kill'; readonly id: number };

export type FromStarter =
	/** A socket to be connected to as many times as there are pipes, in the order of their descriptors. */
	| { readonly type: 'listening'; readonly id: number; readonly socket: string }
	| { readonly type: 'started'; readonly id: number; readonly pid: number }
	/** What the process says. */
	| { readonly type: 'message'; readonly id: number; readonly message: object }
	/** An answer to 'send', in the order in which they came. */
	| { readonly type: 'sent'; readonly id: number; readonly error?: string }
	| { readonly type: 'exited'; readonly id: number; readonly code: number | null; readonly signal: NodeJS.Signals | null }
	/** It could not be started. */
	| { readonly type: 'failed'; readonly id: number; readonly message: string };
