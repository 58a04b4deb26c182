/**
 * Reads a trace, whole or as it comes: `push` bytes in pieces of any size, then ask `Trace`'s questions.
 *
 * Rows stay in columns; objects are made for the answers: those about values in value-rows.ts, those about calls in op-rows.ts. What a row points to may be anything in a hostile file, so
 * every reference is looked up with bounds and a missing one reads as absent. A trace that is cut short or damaged is
 * readable up to its last whole frame, and `problem` says so. The host decides when to look again: there are no events.
 */
import { countUpTo } from './ascending.ts';
import { RowIndex } from './columns.ts';
import { FRAME_HEADER, type Block, type FramePlace } from './frame.ts';
import { FrameStream } from './frame-stream.ts';
import { Bindings, lineKey, StepIndex } from './indexes.ts';
import type { Backward, Cell, Derived, Frame, Limit, Location, OptimizerStep, Output, OwnFile, Raised, Range, Ref, Resume, RunError, RunInfo, Source, Step, Tick, Trace } from './model.ts';
import { type CellPlace, OpRows } from './op-rows.ts';
import { linesOf, rangeOf } from './position.ts';
import { TraceFormatError } from './problems.ts';
import type { StepRows } from './step-rows.ts';
import { UTF8 } from './strings.ts';
import { appendFrame, checkFrame, columnsOf } from './tables.ts';
import { done, type Work } from './work.ts';

/** What tensors are is written before the lines that made them so: up to the last tick everything is there. */
const AHEAD: ReadonlySet<Block['table']> = new Set(['tensor', 'data', 'summary']);

export class TraceReader extends OpRows implements Trace {
	/** Where each frame that was taken lies in the bytes that were pushed: what an index of a saved trace is made of. */
	readonly places: FramePlace[] = [];
	/** Why reading stopped before the end; undefined while all is well. */
	fault: TraceFormatError | undefined;

	info: RunInfo | undefined;
	readonly sources: Source[] = [];
	readonly cells: Cell[] = [];
	readonly outputs: Output[] = [];
	readonly errors: RunError[] = [];
	readonly raised: Raised[] = [];
	readonly resumes: Resume[] = [];
	readonly limits: Limit[] = [];
	readonly derived: Derived[] = [];
	readonly files: OwnFile[] = [];
	readonly backwards: Backward[] = [];
	readonly #gradientsGiven = new Map<Tick, Ref>();
	readonly moduleFrames: number[] = [];
	lastTick: Tick = 0;
	status: number | undefined;

	readonly #stream = new FrameStream();
	readonly #lines: (readonly string[] | undefined)[] = [];
	readonly #steps: StepIndex;
	readonly #bindings: Bindings;
	readonly #resumeRows = new RowIndex();
	#locations = 0;
	#byteCount = 0;
	#stopped = false;

	constructor() {
		super();
		this.#steps = new StepIndex(this.tables, line => this.#lineKey(line.cell, line.line), this.#resumeRows);
		this.#bindings = new Bindings(this.tables.binding);
	}

	/** Takes the next bytes of the trace. Never throws on what they hold. */
	push(chunk: Uint8Array): void {
		done(this.take(chunk));
	}

	/** The same, interruptible after each frame. */
	*take(chunk: Uint8Array): Work<void> {
		if (this.#stopped) return;
		for (const { blocks, length } of this.#stream.push(chunk)) {
			try {
				checkFrame(blocks);
			} catch (error) {
				if (!(error instanceof TraceFormatError)) throw error;
				this.fault = error;
				this.#stopped = true;
				return;
			}
			appendFrame(this.tables, blocks);
			this.places.push({ offset: this.#byteCount, length: FRAME_HEADER + length });
			this.#byteCount += FRAME_HEADER + length;
			this.#index(blocks);
			yield;
		}
		if (this.#stream.problem !== undefined) {
			this.fault = this.#stream.problem;
			this.#stopped = true;
		}
	}

	/** No more bytes will come from where they came so far: what isn't a whole frame is dropped, and said. */
	finish(): void {
		const remainder = this.#stream.finish();
		this.fault ??= remainder;
	}

	/** The sentence about `fault`. */
	get problem(): string | undefined {
		return this.fault?.message;
	}

	/** Sequence number of the next frame, for who appends one (`writeFrame`) and pushes it here too. */
	get nextSequence(): number {
		return this.places.length;
	}

	get stepCount(): number {
		return this.tables.step.tick.length;
	}

	get frameCount(): number {
		return this.tables.frame.tick.length;
	}

	gradientGiven({ tick }: Pick<Backward, 'tick'>): Ref {
		return this.#gradientsGiven.get(tick) ?? 0;
	}

	get optimizerStepCount(): number {
		return this.tables.optimizerStep.tick.length;
	}

	step(index: number): Step {
		const { tick, frame, line } = this.tables.step;
		return { index, tick: tick.at(index), end: this.#steps.stepEnd(index) ?? this.lastTick, frame: frame.at(index), line: line.at(index) };
	}

	stepFrame(index: number): number {
		return this.tables.step.frame.at(index);
	}

	frameName(index: number): string {
		return this.strings.at(this.tables.frame.name.at(index));
	}

	frame(index: number): Frame {
		const { tick, parent, cell, name, line, locals, globals } = this.tables.frame;
		return {
			// A call that is its own caller, or a later one's, is somebody's forgery, and would be followed for ever.
			index, tick: tick.at(index), end: this.#steps.frameEnd(index) ?? this.lastTick, parent: parent.at(index) < index ? parent.at(index) : -1, cell: cell.at(index), name: this.strings.at(name.at(index)),
			line: line.at(index), locals: locals.at(index), globals: globals.at(index), hasRaised: this.#steps.hasRaised(index),
		};
	}

	callerAt(frame: number, tick: Tick): number {
		const { resume } = this.tables;
		const row = this.#resumeRows.latest(frame, resume.tick, tick);
		return row < 0 ? this.frame(frame).parent : resume.parent.at(row);
	}

	optimizerStep(index: number): OptimizerStep {
		const { tick, end, optimizer, type, frame, line } = this.tables.optimizerStep;
		const before = tick.at(index);
		return {
			index, tick: before, end: end.at(index), optimizer: optimizer.at(index), type: this.strings.at(type.at(index)), frame: frame.at(index), line: line.at(index),
			// They end in the order in which they were written.
			loss: this.backwards[countUpTo(this.backwards.length, i => this.backwards[i]!.end, before) - 1]?.root ?? 0,
		};
	}

	stepsOfLine(source: number, line: number): StepRows {
		return this.#steps.ofLine(lineKey(source, line));
	}

	stepAt(tick: Tick): Step | undefined {
		const index = this.#steps.at(tick);
		return index === undefined ? undefined : this.step(index);
	}

	besideStep(index: number, direction: 1 | -1): Step | undefined {
		const found = this.#steps.beside(index, direction);
		return found === undefined ? undefined : this.step(found);
	}

	lineBeside(index: number, direction: 1 | -1): number | undefined {
		const found = this.#steps.beside(index, direction);
		return found === undefined ? undefined : this.tables.step.line.at(found);
	}

	lookup(name: string, frame: number, tick: Tick): Ref {
		if (frame < 0 || frame >= this.frameCount) return 0;
		const index = this.strings.numberOf(name);
		if (index === undefined) return 0;
		const { locals, globals } = this.tables.frame;
		return this.#bindings.ref(locals.at(frame), index, tick) ?? this.#bindings.ref(globals.at(frame), index, tick) ?? 0;
	}

	bindingsBetween(scope: number, from: Tick, to: Tick): readonly { readonly name: string; readonly ref: Ref; readonly tick: Tick }[] {
		const { tick, name, ref } = this.tables.binding;
		return this.#bindings.rowsBetween(scope, from, to).map(row => ({ name: this.strings.at(name.at(row)), ref: ref.at(row), tick: tick.at(row) }));
	}

	names(scope: number, tick: Tick): readonly { readonly name: string; readonly ref: Ref }[] {
		const { name, ref } = this.tables.binding;
		return this.#bindings.latestRows(scope, tick).flatMap(row => ref.at(row) === 0 ? [] : [{ name: this.strings.at(name.at(row)), ref: ref.at(row) }]);
	}

	// Rows of a new frame

	#index(blocks: readonly Block[]): void {
		for (const { table, rows } of blocks) {
			const columns = this.tables[table];
			const end = columnsOf(this.tables, table)[0]!.length, start = end - rows;
			for (let row = start; row < end; row++) this.#indexRow(table, row);
			if ('tick' in columns && rows > 0 && !AHEAD.has(table)) this.lastTick = Math.max(this.lastTick, columns.tick.at(end - 1), 'end' in columns ? columns.end.at(end - 1) : 0);
		}
		this.#steps.update();
	}

	#indexRow(table: Block['table'], row: number): void {
		const { tables } = this;
		switch (table) {
			case 'scalar': case 'tensor': case 'container': case 'data': case 'summary': return this.addValueRow(table, row);
			case 'site': case 'op': case 'failedOp': return this.addOpRow(table, row);
			case 'binding': return this.#bindings.add(row);
			case 'frame': {
				if (tables.frame.locals.at(row) === tables.frame.globals.at(row)) this.moduleFrames.push(row);
				return;
			}
			case 'run': {
				this.info = parse(tables.run.info.at(row)) as RunInfo | undefined;
				return;
			}
			case 'source': {
				const { uri, name, text } = tables.source;
				this.sources.push({ index: row, uri: this.strings.at(uri.at(row)), name: this.strings.at(name.at(row)), text: UTF8.decode(text.at(row)) });
				return;
			}
			case 'cell': {
				const { source, line, lines, shift } = tables.cell;
				this.cells.push({ index: row, source: source.at(row), line: line.at(row), lines: lines.at(row), shift: shift.at(row) });
				return;
			}
			case 'backward': {
				const { tick, end, root, frame, line } = tables.backward;
				this.backwards.push({ tick: tick.at(row), end: end.at(row), root: root.at(row), frame: frame.at(row), line: line.at(row) });
				return;
			}
			case 'backwardGradient': return void this.#gradientsGiven.set(tables.backwardGradient.tick.at(row), tables.backwardGradient.gradient.at(row));
			case 'output': return void this.outputs.push(this.#output(row));
			case 'error': return void this.errors.push(this.#error(row));
			case 'raised': return void this.raised.push(this.#raised(row));
			case 'resume': {
				const { tick, frame, parent } = tables.resume;
				this.resumes.push({ tick: tick.at(row), frame: frame.at(row), parent: parent.at(row) });
				return this.#resumeRows.add(frame.at(row), row);
			}
			case 'limit': {
				const { tick, what, detail } = tables.limit;
				this.limits.push({ tick: tick.at(row), what: this.strings.at(what.at(row)), detail: this.strings.at(detail.at(row)) });
				return;
			}
			case 'derived': {
				const raw = tables.derived.bytes.at(row), info = parse(tables.derived.info.at(row));
				const kind = typeof info === 'object' && info !== null && 'kind' in info ? String(info.kind) : '';
				this.derived.push({ kind, info, numbers: new Float64Array(raw.slice(0, raw.length - raw.length % 8).buffer) });
				return;
			}
			case 'file': {
				const { path, nbytes, bytes } = tables.file;
				const size = nbytes.at(row), kept = bytes.at(row);
				this.files.push({ path: UTF8.decode(path.at(row)), size, bytes: kept.length === size ? kept : undefined });
				return;
			}
			case 'end': {
				this.status = tables.end.status.at(row);
				return;
			}
		}
	}

	#output(row: number): Output {
		const { tick, stream, frame, line, text } = this.tables.output;
		const index = frame.at(row), at = line.at(row);
		const cell = index >= 0 ? this.tables.frame.cell.at(index) : Math.max(0, this.cells.findLastIndex(candidate => candidate.line <= at));
		return { index: row, tick: tick.at(row), stream: stream.at(row) === 2 ? 2 : 1, frame: index, line: at, text: UTF8.decode(text.at(row)), cell };
	}

	#error(row: number): RunError {
		const { tick, type, message, traceback, count } = this.tables.error;
		const { cell, name, line, column, endLine, endColumn } = this.tables.location;
		const locations: Location[] = [];
		for (let i = this.#locations, end = i + count.at(row); i < end; i++) {
			const index = cell.at(i);
			const place = { line: line.at(i), column: column.at(i), endLine: endLine.at(i), endColumn: endColumn.at(i) };
			locations.push({ cell: index, name: this.strings.at(name.at(i)), line: place.line, range: this.rangeIn(index, place), source: this.cells[index]?.source ?? 0 });
		}
		this.#locations += count.at(row);
		return { tick: tick.at(row), type: this.strings.at(type.at(row)), message: UTF8.decode(message.at(row)), traceback: UTF8.decode(traceback.at(row)), locations };
	}

	#raised(row: number): Raised {
		const { tick, frame, type, message, line, column, endLine, endColumn } = this.tables.raised;
		const owner = frame.at(row), at = { line: line.at(row), column: column.at(row), endLine: endLine.at(row), endColumn: endColumn.at(row) };
		return { tick: tick.at(row), frame: owner, type: this.strings.at(type.at(row)), message: this.strings.at(message.at(row)), line: at.line, range: this.rangeIn(this.tables.frame.cell.at(owner), at) };
	}

	// Texts and places

	#lineKey(cell: number, line: number): number {
		return lineKey(this.tables.cell.source.at(cell), line);
	}

	protected override rangeIn(cell: number, place: CellPlace): Range | undefined {
		const found = this.cells[cell];
		const source = found && this.sources[found.source];
		if (found === undefined || source === undefined || place.line === 0) return undefined;
		return rangeOf(this.#lines[source.index] ??= linesOf(source.text), found, place);
	}
}

function parse(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(UTF8.decode(bytes));
	} catch {
		return undefined;
	}
}
