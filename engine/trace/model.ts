/**
 * What a reader of a trace sees: values, steps, ops, at a tick.
 *
 * `TraceReader` (reader.ts) implements `Trace` over the columns of schema.ts. Every reader in the product
 * (hover, lenses, panel, report, listing, replay) goes through this interface and asks the program nothing.
 */
import type { DTypeName } from './dtype.ts';
import type { Rows } from './rows.ts';
import type { StepRows } from './step-rows.ts';
import type { Summary } from './summary.ts';

/** JSON in the `run` table. */
export interface RunInfo {
	/** 'embedded' | 'python' */
	readonly runtime: string;
	/** 'javascript', of TypeScript too; undefined: Python. */
	readonly language?: string;
	readonly torchVersion: string;
	readonly pythonVersion: string;
	readonly argv: readonly string[];
	/** ISO time at which the run began. */
	readonly started: string;
}

export type Ref = number;
export type Tick = number;
export type StorageId = number;

export interface TensorValue {
	readonly kind: 'tensor';
	readonly ref: Ref;
	/** Python type name: 'Tensor', 'Parameter', 'ndarray', or a subclass's. */
	readonly type: string;
	readonly dtype: DTypeName;
	readonly shape: readonly number[];
	/** In elements. */
	readonly strides: readonly number[];
	readonly storage: StorageId;
	/** In elements. */
	readonly offset: number;
	readonly requiresGrad: boolean;
	readonly isLeaf: boolean;
	readonly isParameter: boolean;
	readonly isArray: boolean;
	/** 'MmBackward0' or ''. */
	readonly gradFn: string;
	/** 0: no gradient. */
	readonly grad: Ref;
	readonly version: number;
}

export type ScalarValue =
	| { readonly kind: 'none'; readonly type: string }
	| { readonly kind: 'bool'; readonly type: string; readonly value: boolean }
	/** `text` is exact; `value` is a number that may have been rounded. */
	| { readonly kind: 'int'; readonly type: string; readonly value: number; readonly text: string }
	| { readonly kind: 'float'; readonly type: string; readonly value: number }
	| { readonly kind: 'str'; readonly type: string; readonly text: string; readonly length: number }
	| { readonly kind: 'opaque'; readonly type: string; readonly text: string };

export interface Child { readonly key: Ref; readonly ref: Ref }

export interface ContainerValue {
	readonly kind: 'sequence' | 'mapping' | 'object';
	readonly ref: Ref;
	readonly type: string;
	readonly length: number;
	/** The first `head` children, then the last ones; `length - children.length` were left out between. */
	readonly head: number;
	readonly children: readonly Child[];
}

export type Value = TensorValue | ScalarValue | ContainerValue;

/** A tensor's elements in row-major order of its shape, decoded: BigInt64Array for int64, Uint8Array for bool,
 *  Float32Array for float16/bfloat16/float32. */
export type Elements = Float32Array | Float64Array | BigInt64Array | Int32Array | Int16Array | Int8Array | Uint8Array;

export interface Step { readonly index: number; readonly tick: Tick; readonly end: Tick; readonly frame: number; readonly line: number }

export interface Frame {
	readonly index: number; readonly tick: Tick; readonly end: Tick; readonly parent: number; readonly cell: number;
	readonly name: string; readonly line: number; readonly locals: number; readonly globals: number;
	/** An exception ended it. */
	readonly hasRaised: boolean;
}

/** Zero-based, UTF-16: VS Code's and the LSP's. */
export interface Range { readonly start: { line: number; character: number }; readonly end: { line: number; character: number } }

export interface OpArgument { readonly name: string; readonly ref: Ref }

export interface Op {
	readonly index: number; readonly tick: Tick; readonly end: Tick; readonly frame: number; readonly cell: number;
	/** 'gather', 'mul', 'linear', '__getitem__'… */
	readonly name: string;
	readonly line: number;
	readonly inputs: readonly OpArgument[];
	readonly outputs: readonly Ref[];
}

/** A call that raised; `index` counts these alone. */
export interface FailedOp extends Omit<Op, 'end' | 'outputs'> { readonly range: Range | undefined }

export interface OptimizerStep {
	readonly index: number; readonly tick: Tick; readonly end: Tick; readonly optimizer: Ref; readonly type: string;
	readonly frame: number; readonly line: number;
	/** Root of the last backward call before it, 0 if none. */
	readonly loss: Ref;
}

export interface Backward { readonly tick: Tick; readonly end: Tick; readonly root: Ref; readonly frame: number; readonly line: number }

export interface Output { readonly index: number; readonly tick: Tick; readonly stream: 1 | 2; readonly frame: number; readonly line: number; readonly text: string; readonly cell: number }

export interface Location { readonly cell: number; readonly name: string; readonly line: number; readonly range: Range | undefined; readonly source: number }

export interface RunError { readonly tick: Tick; readonly type: string; readonly message: string; readonly traceback: string; readonly locations: readonly Location[] }

/** An exception as it was raised, in the innermost frame of the program's own. `message` is empty where asking for it would have run the program. */
export interface Raised { readonly tick: Tick; readonly frame: number; readonly type: string; readonly message: string; readonly line: number; readonly range: Range | undefined }

/** From here on a generator runs for a frame; `parent` -1: for none, it waits. */
export interface Resume { readonly tick: Tick; readonly frame: number; readonly parent: number }

/** A file of the run's own at its end. `bytes`: undefined where there were too many to keep. */
export interface OwnFile { readonly path: string; readonly size: number; readonly bytes: Uint8Array | undefined }

export interface Source { readonly index: number; readonly uri: string; readonly name: string; readonly text: string }

export interface Cell { readonly index: number; readonly source: number; readonly line: number; readonly lines: number; readonly shift: number }

export interface Limit { readonly tick: Tick; readonly what: string; readonly detail: string }

export interface Derived { readonly kind: string; readonly info: unknown; readonly numbers: Float64Array }

export interface Trace {
	readonly info: RunInfo | undefined;
	readonly sources: readonly Source[];
	readonly cells: readonly Cell[];
	readonly stepCount: number;
	readonly frameCount: number;
	readonly opCount: number;
	readonly optimizerStepCount: number;
	readonly outputs: readonly Output[];
	readonly errors: readonly RunError[];
	/** In order of time, those that the program caught itself included. */
	readonly raised: readonly Raised[];
	readonly resumes: readonly Resume[];
	readonly limits: readonly Limit[];
	/** In the order of their paths. */
	readonly files: readonly OwnFile[];
	readonly derived: readonly Derived[];
	readonly backwards: readonly Backward[];
	/** The gradient of its root that a backward call was given; 0: none. */
	gradientGiven(call: Pick<Backward, 'tick'>): Ref;
	/** The last tick written so far. */
	readonly lastTick: Tick;
	/** undefined while it runs, or where the trace was cut short. */
	readonly status: number | undefined;

	step(index: number): Step;
	/** The frame of a step, and a frame's name, alone, for who goes through many. */
	stepFrame(index: number): number;
	frameName(index: number): string;
	frame(index: number): Frame;
	/** The frame that a frame ran for at a tick: its caller, or who a generator went on for. */
	callerAt(frame: number, tick: Tick): number;
	op(index: number): Op;
	/** In order of time. */
	readonly failedOps: readonly FailedOp[];
	/** The name alone, for who goes through many. */
	opName(index: number): string;
	/** When it began and ended, what it was given and made, by place, without an object of all that. 0: there is none. */
	opTick(index: number): Tick;
	opEnd(index: number): Tick;
	opInput(index: number, place: number): Ref;
	opOutput(index: number, place: number): Ref;
	/** The same for all ops of one place in the code, and for no others. */
	opPlace(index: number): string;
	optimizerStep(index: number): OptimizerStep;

	/** The frames whose names are globals: of cells and of modules that they imported. */
	readonly moduleFrames: readonly number[];
	/** Steps of a line (1-based) of a source, in order of time. */
	stepsOfLine(source: number, line: number): StepRows;
	/** The step that was under way at a tick (innermost), or undefined. */
	stepAt(tick: Tick): Step | undefined;
	/** The step of the same frame after one, or before it. */
	besideStep(index: number, direction: 1 | -1): Step | undefined;
	/** The line of that step alone, for who goes through many. */
	lineBeside(index: number, direction: 1 | -1): number | undefined;
	/** How many ops began before a tick: the first ones. */
	opsBefore(tick: Tick): number;
	/** Ops that began in [from, to). */
	opsBetween(from: Tick, to: Tick): readonly number[];
	/** Where in the code an op was called, by a number. */
	siteOfOp(index: number): number;
	/** The sites of calls on a line of a source, and the ops of one, in order of time. */
	sitesOfLine(source: number, line: number): Rows;
	opsOfSite(site: number): Rows;
	/** Where an op, or a site, stands in its document. */
	rangeOfOp(op: number): Range | undefined;
	rangeOfSite(site: number): Range | undefined;

	/** What a name means in a frame at a tick: the frame's locals, then its globals. 0: unbound or unseen. */
	lookup(name: string, frame: number, tick: Tick): Ref;
	/** Names bound in a scope between two ticks, [from, to). */
	bindingsBetween(scope: number, from: Tick, to: Tick): readonly { readonly name: string; readonly ref: Ref; readonly tick: Tick }[];
	/** The names of a scope at a tick and what they mean, in the order in which they were first bound. */
	names(scope: number, tick: Tick): readonly { readonly name: string; readonly ref: Ref }[];
	value(ref: Ref, tick: Tick): Value | undefined;
	/** The row that says what a tensor was at a tick, and what who goes through many asks of one; -1: it is none. */
	tensorRow(ref: Ref, tick: Tick): number;
	storageOfRow(row: number): StorageId;
	dimensionsOfRow(row: number): number;
	haveOneShape(row: number, other: number): boolean;
	/** It is a number, a text or the like: not a tensor, and nothing that holds one. */
	isScalar(ref: Ref): boolean;
	/** Ticks at which an object or, for a tensor, its storage changed, ascending. */
	changes(ref: Ref): readonly Tick[];
	/** Of each change of a container after a tick the children that it gave anew: those that it kept from before come first and are not told. */
	additions(ref: Ref, after: Tick): readonly { readonly tick: Tick; readonly children: readonly Child[] }[];
	/** The bytes of a storage at a tick; undefined where they were over budget or never seen. */
	bytes(storage: StorageId, tick: Tick): Uint8Array | undefined;
	/** Elements of a tensor at a tick; undefined where its bytes are. */
	elements(tensor: TensorValue, tick: Tick): Elements | undefined;
	/** What was kept in place of the elements of a tensor that fills a storage over budget; one block of all where it doesn't lie
	 *  in its order. undefined where there are bytes, or nothing was kept. */
	summary(tensor: TensorValue, tick: Tick): Summary | undefined;
}
