/**
 * What crosses between a host (the extension host, the command line) and a runtime process.
 *
 * Results do not come this way: a run's only result is its trace, written as frames to a descriptor of its own.
 * Control goes by the fork's message channel; an interrupt is one byte in a control file that the busy child polls.
 */

import type { Recorded } from '../trace/recorded.ts';

/** File descriptors of the child beyond stdin, stdout, stderr and the message channel (3). */
export const TRACE_FD = 4;
export const CONTROL_FD = 5;

/** Values of the control file's one byte: SIGINT's number asks for KeyboardInterrupt. */
export const Control = { run: 0, interrupt: 2 } as const;

/** One piece of code that is compiled by itself. Lines are those of the document, so that tracebacks are right. */
export interface CellRequest {
	/** 1-based line of `text`'s first line in the document. */
	readonly line: number;
	/** What is compiled: dedented, prompts removed. */
	readonly text: string;
	/** Columns (UTF-16 units, all ASCII blanks or prompt characters) taken off the left of each line. */
	readonly shift: number;
	/** 'single' shows the value of an expression statement as the interactive prompt does. */
	readonly mode: 'exec' | 'single';
	/** undefined: Python. */
	readonly language?: 'typescript' | 'javascript';
	/** An exception is pasted under it: one that it raises is told, and the next piece runs. */
	readonly mayRaise?: true;
}

export interface RecordOptions {
	readonly what: Recorded;
	/** Of the finest kind that is recorded: lines, calls or optimizer steps. */
	readonly maxSteps: number;
	readonly maxBytes: number;
	readonly maxTensorBytes: number;
	/** 0: no limit. */
	readonly maxSeconds: number;
	/** What a budget's end does. */
	readonly atLimit: 'continue' | 'stop';
	/** false: run, write output and errors, record nothing else. */
	readonly record: boolean;
}

export const DEFAULT_RECORD: RecordOptions = {
	what: 'lines', maxSteps: 1_000_000, maxBytes: 256 * 2 ** 20, maxTensorBytes: 64 * 2 ** 20, maxSeconds: 0, atLimit: 'continue', record: true,
};

export interface RunRequest {
	readonly type: 'run';
	/** The document: uri for the editor, name for tracebacks (what `python NAME` would show), its whole text. */
	readonly uri: string;
	readonly name: string;
	readonly text: string;
	readonly cells: readonly CellRequest[];
	/** sys.argv. */
	readonly argv: readonly string[];
	/** Provide customary names (torch, nn, F, np, …) where they are not defined, and say so on stderr. */
	readonly customaryNames: boolean;
	/** Absolute folder for relative paths and sibling imports; undefined: no files. */
	readonly folder: string | undefined;
	readonly record: RecordOptions;
	/** Other hyperparameters than the program's. */
	readonly whatIf?: WhatIf;
}

/** Of the optimizer that takes its first step as the so-manyth, from 0: values that it has from then on. */
export interface WhatIf { readonly optimizer: number; readonly values: Readonly<Record<string, number | boolean>> }

export type ToRuntime = RunRequest;

export type FromRuntime =
	/** The interpreter is loaded and waits for a run. `layers` says which sandbox layers were seen to hold. */
	| { readonly type: 'ready'; readonly fromSnapshot: boolean; readonly milliseconds: number; readonly layers: Readonly<Record<string, boolean>>; readonly notes: readonly string[] }
	/** The run is over and every frame has been written, so many bytes in all; the process waits to be ended. */
	| { readonly type: 'done'; readonly status: number; readonly bytes: number }
	/** The runtime itself failed (not the user's program). */
	| { readonly type: 'failed'; readonly message: string };
