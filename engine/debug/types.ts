/**
 * What crosses between the debugger's pure part and its adapter: breakpoints go in; stops, stacks, scopes and variables
 * come out, as plain data. Words are the Debug Adapter Protocol's.
 *
 * A *position* is the index of a step: the state before that line. One more, `stepCount`, is the state after the last.
 */
import type { Expression } from '../expression/syntax.ts';
import type { Tick, Value } from '../trace/model.ts';

export interface Breakpoint {
	readonly id: number;
	/** Index of the trace's source, and 1-based line of the text that ran. */
	readonly source: number;
	readonly line: number;
	/** undefined: always. */
	readonly condition: Expression | undefined;
	/** Which times count, of those at which the condition holds, from 1; undefined: each. */
	readonly hits: ((time: number) => boolean) | undefined;
	/** It says this and does not stop. */
	readonly logMessage: string | undefined;
}

/** The protocol's requests that move. */
export type Move = 'continue' | 'reverseContinue' | 'next' | 'stepIn' | 'stepOut' | 'stepBack';

/** The protocol's words; 'end': there was nothing to stop at before the recording's end. */
export type Reason = 'entry' | 'step' | 'breakpoint' | 'exception' | 'goto' | 'restart' | 'pause' | 'end';

export interface Stop {
	readonly position: number;
	readonly reason: Reason;
	/** Ids of those that were hit. */
	readonly breakpoints: readonly number[];
}

/** What a breakpoint with a message says at a step. */
export interface LogEntry { readonly position: number; readonly text: string }

export interface StackFrame {
	/** Index of the trace's frame. */
	readonly frame: number;
	readonly name: string;
	/** Index of the trace's source; -1: unknown. */
	readonly source: number;
	/** 1-based, of the text that ran. */
	readonly line: number;
}

export interface Scope { readonly kind: 'locals' | 'globals'; readonly scope: number }

/** What has children: the names of a scope, or a value. */
export type Node =
	| { readonly kind: 'scope'; readonly scope: number }
	| { readonly kind: 'value'; readonly value: Value; readonly expression: string | undefined };

export interface Variable {
	readonly name: string;
	/** One line. */
	readonly text: string;
	readonly type: string;
	/** Evaluates to it again; undefined: nothing does. */
	readonly expression: string | undefined;
	/** undefined: it has no children. */
	readonly node: Node | undefined;
	readonly named: number;
	readonly indexed: number;
}

/** The part of a node's children that is asked for. */
export interface Page { readonly filter: 'named' | 'indexed' | undefined; readonly start: number; readonly count: number }

/** The moment that a position stands for. */
export interface Moment { readonly tick: Tick; readonly frame: number; readonly line: number }
