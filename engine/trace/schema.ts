/**
 * The trace's tables: what a run writes down, and nothing else.
 *
 * A trace is a sequence of frames (see `frame.ts`); a frame holds rows of these tables, column by column.
 * This file is the one definition: the reader and the derived-event writer import it, and the build turns
 * it into `loupe/schema.py` for the Python tracer, so that the two cannot drift apart.
 *
 * The time of a trace is its *tick*: a counter that grows by one with each event. "Before the line" is the
 * state at the step's tick, "after" the state when the next step of the same frame begins (or it exits).
 *
 * Rules that hold everywhere:
 * - `ref` names an object for the whole run (0 = absent). Scalars and strings are interned: one row, for ever.
 *   An int of up to 30 bits needs none: from 2**31 on a ref is the number itself (`SmallInt`; V8's "Smi").
 *   A mutable object gets a further row whenever it was seen to have changed; its value at tick t is its
 *   latest row with tick <= t.
 * - `string` columns hold an index into the `string` table (0 = the empty string, always present).
 * - child rows (`dim`, `item`, `parameter`, `argument`, `location`) belong to the parents in order: a parent's `count`
 *   column says how many of the following child rows are its own.
 * - source positions are those that CPython gives: 1-based lines, columns in UTF-8 bytes, of the *cell's* text;
 *   the reader adds the cell's shift and converts to UTF-16 (`position.ts`).
 *
 * The idea of columns with a versioned header is Arrow's and Perfetto's, made small.
 */

/** Version of the format; a reader refuses any other with a clear message. */
export const TRACE_VERSION = 2;

/** How a column is stored: little-endian numbers, or bytes of any length (a u32 length each, then the bytes). */
export type ColumnType = 'u8' | 'u32' | 'i32' | 'f64' | 'bytes';

export type TableColumns = Readonly<Record<string, ColumnType>>;

export const TABLES = {
	/** Interned text, UTF-8. Row i is string i; row 0 is ''. */
	string: { text: 'bytes' },
	/** What ran and on what: one row, first. `info` is JSON: RunInfo in `model.ts`. */
	run: { version: 'u32', info: 'bytes' },
	/** A document whose code ran, with its whole text as it was. `name` is what a traceback shows. */
	source: { uri: 'u32', name: 'u32', text: 'bytes' },
	/** A piece of a source that was compiled by itself: `line` is the 1-based line of its first line in the
	 *  document (line numbers in every other table are already the document's), `shift` the columns (bytes)
	 *  removed at the left of each of its lines (indentation, a prompt). */
	cell: { source: 'u32', line: 'u32', lines: 'u32', shift: 'u32' },
	/** A call of user code (function, class body, module). Row i is frame i. `locals` and `globals` are scopes:
	 *  numbers that the `binding` table uses; equal for a module. `parent` is -1 for the outermost. */
	frame: { tick: 'u32', parent: 'i32', cell: 'u32', name: 'u32', line: 'u32', locals: 'u32', globals: 'u32' },
	/** A frame ends: how = 0 return, 1 exception. `value` is the returned object's ref. */
	exit: { tick: 'u32', frame: 'u32', how: 'u8', value: 'u32' },
	/** A line of user code begins. Row i is step i. */
	step: { tick: 'u32', frame: 'u32', line: 'u32' },
	/** From this tick on, `name` in `scope` is `ref` (0: deleted). */
	binding: { tick: 'u32', scope: 'u32', name: 'u32', ref: 'u32' },
	/** None, True, False, int, float, str, or something of which only a short text is kept. `kind` is ScalarKind.
	 *  float in `number`; int in `number`, and in `text` too where `number` is not exact; str has its length in
	 *  `number` and its (bounded) beginning in `text`; opaque has a one-line text (never a user's __repr__). */
	scalar: { ref: 'u32', kind: 'u8', type: 'u32', number: 'f64', text: 'u32' },
	/** A tensor's (or ndarray's) metadata at a tick: sizes then strides as 2*ndim `dim` rows, `offset` in elements.
	 *  flags: 1 requires_grad, 2 is_leaf, 4 Parameter, 8 ndarray. Its values are the storage's (`data`). */
	tensor: { tick: 'u32', ref: 'u32', type: 'u32', dtype: 'u32', storage: 'u32', offset: 'f64', ndim: 'u32', flags: 'u8', gradFn: 'u32', grad: 'u32', version: 'u32' },
	dim: { size: 'f64' },
	/** A sequence, mapping or object with fields at a tick. `kind` is ContainerKind; `length` its true length.
	 *  It has `keep` leading children of its previous row, then `count` new ones in `item` (so that append is cheap);
	 *  where keep+count < length, children are left out in the middle after `head` ones. */
	container: { tick: 'u32', ref: 'u32', kind: 'u8', type: 'u32', length: 'u32', keep: 'u32', count: 'u32', head: 'u32' },
	/** A child: `key` is the ref of a mapping's key, or of the field's name (a str); 0 in a sequence. */
	item: { key: 'u32', ref: 'u32' },
	/** The bytes of a storage from this tick on. `nbytes` is the true size; where `bytes` is shorter the copy was
	 *  over budget and `bytes` is empty (never a part: a reader must not mistake a prefix for the whole), with a `summary` in their place. */
	data: { tick: 'u32', storage: 'u32', nbytes: 'f64', bytes: 'bytes' },
	/** A place in the code from which a PyTorch function is called, and what does not change from call to call: the function's name,
	 *  the number of its outputs, the names of its arguments. Columns as CPython's co_positions. Row i is site i. */
	site: { cell: 'u32', name: 'u32', line: 'u32', column: 'u32', endLine: 'u32', endColumn: 'u32', outputs: 'u32', count: 'u32' },
	/** An argument's name: PyTorch's parameter name where known, else its position as text. */
	parameter: { name: 'u32' },
	/** The outermost PyTorch call as the user's code makes it. `tick` is when it began, `end` when its outputs
	 *  were there. Row i is op i. Its `argument` rows are the outputs, then the arguments, as many as its site says. */
	op: { tick: 'u32', end: 'u32', frame: 'u32', site: 'u32', count: 'u32' },
	argument: { ref: 'u32' },
	/** One optimizer step between two ticks; `optimizer` is an object with fields param_groups, state, defaults as
	 *  recorded at both; parameters, gradients and state are read from it at `tick` and at `end`. */
	optimizerStep: { tick: 'u32', end: 'u32', optimizer: 'u32', type: 'u32', frame: 'u32', line: 'u32' },
	/** A backward call; `root` is the tensor, `end` the tick at which the gradients were there. */
	backward: { tick: 'u32', end: 'u32', root: 'u32', frame: 'u32', line: 'u32' },
	/** What the program wrote. stream 1 stdout, 2 stderr; frame and line of the innermost user code (frame -1: none). */
	output: { tick: 'u32', stream: 'u8', frame: 'i32', line: 'u32', text: 'bytes' },
	/** An exception that ended the run. `count` `location` rows, outermost call first. `traceback` is Python's text. */
	error: { tick: 'u32', type: 'u32', message: 'bytes', traceback: 'bytes', count: 'u32' },
	location: { cell: 'i32', name: 'u32', line: 'u32', column: 'u32', endLine: 'u32', endColumn: 'u32' },
	/** Something was left out from this tick on, and why (`what`: 'steps' | 'bytes' | 'tensor' | 'seconds' | 'tracer';
	 *  by wish, from the start: 'lines' (and names), 'ops' (and lines)). */
	limit: { tick: 'u32', what: 'u32', detail: 'u32' },
	/** What replay computed later. `info` is JSON with a `kind` (a text here, since who appends does not know the strings so far);
	 *  `bytes` its numbers (little-endian float64). */
	derived: { info: 'bytes', bytes: 'bytes' },
	/** The run ended by itself: status is the exit code. A trace without this row was cut short. */
	end: { tick: 'u32', status: 'i32' },
	/** An exception was raised in a frame, or came into it out of code that is not the user's; columns as CPython's
	 *  co_positions. It may be caught later. `message` is '' where a __str__ of the user's would have been called. */
	raised: { tick: 'u32', frame: 'u32', type: 'u32', message: 'u32', line: 'u32', column: 'u32', endLine: 'u32', endColumn: 'u32' },
	/** Beside a `data` row of the same tick whose bytes were over budget: what is in them, block by block (`summary.ts`). The
	 *  storage's elements of a dtype as `rows` x `columns`, in blocks of `blockRows` x `blockColumns`; `bytes` little-endian float64.
	 *  Of several for one storage and tick, written when better rows were found, the last counts. */
	summary: { tick: 'u32', storage: 'u32', dtype: 'u32', rows: 'f64', columns: 'f64', blockRows: 'f64', blockColumns: 'f64', bytes: 'bytes' },
	/** A generator or coroutine has yielded (`parent` -1), or goes on after that: `parent` as in `frame`. */
	resume: { tick: 'u32', frame: 'u32', parent: 'i32' },
	/** A PyTorch call that raised, as `op`, but that it has no outputs: its `failedArgument` rows are its arguments. */
	failedOp: { tick: 'u32', frame: 'u32', site: 'u32', count: 'u32' },
	failedArgument: { ref: 'u32' },
	/** The gradient of its root that the backward call of that tick was given. */
	backwardGradient: { tick: 'u32', gradient: 'u32' },
	/** A file that the program has made or changed, in memory, as it was at its end. `path` from the folder in which it ran where it is in that,
	 *  with '/' between. `nbytes` is the true size; where it was over budget, `bytes` is empty. */
	file: { path: 'bytes', nbytes: 'f64', bytes: 'bytes' },
} as const satisfies Readonly<Record<string, TableColumns>>;

export type TableName = keyof typeof TABLES;

/** Table ids in a frame are positions in this list; new tables are added at its end. */
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

export const ScalarKind = { none: 0, bool: 1, int: 2, float: 3, str: 4, opaque: 5 } as const;
/** Refs that are ints themselves: `zero` + n is n, for -`reach` <= n < `reach`. */
export const SmallInt = { zero: 3 * 2 ** 30, reach: 2 ** 30 } as const;
export const ContainerKind = { sequence: 0, mapping: 1, object: 2 } as const;
export const TensorFlag = { requiresGrad: 1, leaf: 2, parameter: 4, ndarray: 8 } as const;
export const ExitKind = { return: 0, exception: 1 } as const;
export const Stream = { stdout: 1, stderr: 2 } as const;
