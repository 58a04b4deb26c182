/**
 * Reads a trace, whole or as it comes: `push` bytes in pieces of any size, then ask `Trace`'s questions.
 *
 * Rows stay in columns; objects are made for the answers. What a row points to may be anything in a hostile file, so
 * every reference is looked up with bounds and a missing one reads as absent. A trace that is cut short or damaged is
 * readable up to its last whole frame, and `problem` says so. The host decides when to look again: there are no events.
 */
import { countBelow, countUpTo } from './ascending.ts';
import { RowIndex, NumberColumn } from './columns.ts';
import { decodeElements } from './elements.ts';
import { isContiguous, numel } from './shape.ts';
import { FRAME_HEADER, type Block, type FramePlace } from './frame.ts';
import { FrameStream } from './frame-stream.ts';
import type {
	Backward, Cell, Child, ContainerValue, Derived, Elements, FailedOp, Frame, Limit, Location, Op, OpArgument, OptimizerStep, Output, Raised, Range, Ref, Resume, RunError, RunInfo,
	ScalarValue, Source, Step, StorageId, TensorValue, Tick, Trace, Value,
} from './model.ts';
import type { DTypeName } from './dtype.ts';
import { linesOf, rangeOf } from './position.ts';
import { TraceFormatError } from './problems.ts';
import { RowList, type Rows } from './rows.ts';
import { ContainerKind, ScalarKind, TensorFlag } from './schema.ts';
import { isSmallInt, smallInt } from './small-int.ts';
import { decodeSummary, whole, type Summary } from './summary.ts';
import { appendFrame, checkFrame, columnsOf, makeTables } from './tables.ts';
import { Bindings, StepIndex } from './indexes.ts';
import type { StepRows } from './step-rows.ts';
import { done, type Work } from './work.ts';

const UTF8 = new TextDecoder();
/** A recorder keeps the first thousand characters of a text. What is longer was forged, and would be gone through for each look at it. */
const LONGEST_TEXT = 2 ** 16;
/** More dimensions than Python can print: they are gone through by recursion. */
const MOST_DIMENSIONS = 512;

/** What tensors are is written before the lines that made them so: up to the last tick everything is there. */
const AHEAD: ReadonlySet<Block['table']> = new Set(['tensor', 'data', 'summary']);

export class TraceReader implements Trace {
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
	readonly failedOps: FailedOp[] = [];
	readonly backwards: Backward[] = [];
	readonly #gradientsGiven = new Map<Tick, Ref>();
	readonly moduleFrames: number[] = [];
	lastTick: Tick = 0;
	status: number | undefined;

	readonly #stream = new FrameStream();
	readonly #tables = makeTables();
	readonly #strings: (string | undefined)[] = [];
	readonly #lines: (readonly string[] | undefined)[] = [];
	readonly #sitePlaces: string[] = [];
	readonly #steps: StepIndex;
	readonly #bindings: Bindings;
	readonly #scalarRows = new RowIndex();
	readonly #tensorRows = new RowIndex();
	readonly #containerRows = new RowIndex();
	readonly #dataRows = new RowIndex();
	readonly #summaryRows = new RowIndex();
	readonly #resumeRows = new RowIndex();
	/** Rows of tensors whose sizes are none: somebody made that file. */
	readonly #forged = new Set<number>();
	readonly #dimStart = new NumberColumn('u32');
	readonly #itemStart = new NumberColumn('u32');
	readonly #parameterStart = new NumberColumn('u32');
	readonly #argumentStart = new NumberColumn('u32');
	readonly #siteLines = new Map<number, RowList>();
	readonly #siteOps = new RowIndex();
	readonly #done = { dims: 0, items: 0, parameters: 0, arguments: 0, failedArguments: 0, locations: 0 };
	#byteCount = 0;
	#stopped = false;

	constructor() {
		this.#steps = new StepIndex(this.#tables, line => this.#lineKey(line.cell, line.line), this.#resumeRows);
		this.#bindings = new Bindings(this.#tables.binding);
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
			appendFrame(this.#tables, blocks);
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

	/** Rows that no recorder has written were left out. */
	get isForged(): boolean {
		return this.#forged.size > 0;
	}

	/** Sequence number of the next frame, for who appends one (`writeFrame`) and pushes it here too. */
	get nextSequence(): number {
		return this.places.length;
	}

	get stepCount(): number {
		return this.#tables.step.tick.length;
	}

	get frameCount(): number {
		return this.#tables.frame.tick.length;
	}

	get opCount(): number {
		return this.#tables.op.tick.length;
	}

	gradientGiven({ tick }: Pick<Backward, 'tick'>): Ref {
		return this.#gradientsGiven.get(tick) ?? 0;
	}

	get optimizerStepCount(): number {
		return this.#tables.optimizerStep.tick.length;
	}

	step(index: number): Step {
		const { tick, frame, line } = this.#tables.step;
		return { index, tick: tick.at(index), end: this.#steps.stepEnd(index) ?? this.lastTick, frame: frame.at(index), line: line.at(index) };
	}

	stepFrame(index: number): number {
		return this.#tables.step.frame.at(index);
	}

	frameName(index: number): string {
		return this.#string(this.#tables.frame.name.at(index));
	}

	frame(index: number): Frame {
		const { tick, parent, cell, name, line, locals, globals } = this.#tables.frame;
		return {
			// A call that is its own caller, or a later one's, is somebody's forgery, and would be followed for ever.
			index, tick: tick.at(index), end: this.#steps.frameEnd(index) ?? this.lastTick, parent: parent.at(index) < index ? parent.at(index) : -1, cell: cell.at(index), name: this.#string(name.at(index)),
			line: line.at(index), locals: locals.at(index), globals: globals.at(index), hasRaised: this.#steps.hasRaised(index),
		};
	}

	callerAt(frame: number, tick: Tick): number {
		const { resume } = this.#tables;
		const row = this.#resumeRows.latest(frame, resume.tick, tick);
		return row < 0 ? this.frame(frame).parent : resume.parent.at(row);
	}

	op(index: number): Op {
		const { tick, end, frame, site, count } = this.#tables.op, { cell, name, line, outputs } = this.#tables.site, { ref } = this.#tables.argument;
		const place = site.at(index), start = this.#argumentStart.at(index), all = count.at(index), outs = Math.min(outputs.at(place), all);
		const inputs: OpArgument[] = [];
		for (let i = 0; i < all - outs; i++) inputs.push({ name: this.#parameterOf(place, i), ref: ref.at(start + outs + i) });
		return {
			index, tick: tick.at(index), end: end.at(index), frame: frame.at(index), cell: cell.at(place), name: this.#string(name.at(place)), line: line.at(place),
			inputs, outputs: Array.from({ length: outs }, (_, i) => ref.at(start + i)),
		};
	}

	opName(index: number): string {
		return this.#string(this.#tables.site.name.at(this.#tables.op.site.at(index)));
	}

	opTick(index: number): Tick {
		return this.#tables.op.tick.at(index);
	}

	opEnd(index: number): Tick {
		return this.#tables.op.end.at(index);
	}

	opInput(index: number, place: number): Ref {
		const { count, site } = this.#tables.op, at = this.#tables.site.outputs.at(site.at(index)) + place;
		return at < count.at(index) ? this.#tables.argument.ref.at(this.#argumentStart.at(index) + at) : 0;
	}

	opOutput(index: number, place: number): Ref {
		const { count, site } = this.#tables.op;
		return place < Math.min(this.#tables.site.outputs.at(site.at(index)), count.at(index)) ? this.#tables.argument.ref.at(this.#argumentStart.at(index) + place) : 0;
	}

	opPlace(index: number): string {
		const { cell, line, column, endLine, endColumn } = this.#tables.site, site = this.#tables.op.site.at(index);
		return this.#sitePlaces[site] ??= [cell, line, column, endLine, endColumn].map(part => part.at(site)).join(':');
	}

	optimizerStep(index: number): OptimizerStep {
		const { tick, end, optimizer, type, frame, line } = this.#tables.optimizerStep;
		const before = tick.at(index);
		return {
			index, tick: before, end: end.at(index), optimizer: optimizer.at(index), type: this.#string(type.at(index)), frame: frame.at(index), line: line.at(index),
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
		return found === undefined ? undefined : this.#tables.step.line.at(found);
	}

	opsBefore(tick: Tick): number {
		return this.#tables.op.tick.countUpTo(tick - 1);
	}

	opsBetween(from: Tick, to: Tick): readonly number[] {
		const first = this.opsBefore(from), last = this.opsBefore(to);
		return Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
	}

	siteOfOp(index: number): number {
		return this.#tables.op.site.at(index);
	}

	sitesOfLine(source: number, line: number): Rows {
		return this.#siteLines.get(lineKey(source, line)) ?? [];
	}

	opsOfSite(site: number): Rows {
		return this.#siteOps.rows(site);
	}

	rangeOfOp(op: number): Range | undefined {
		return this.rangeOfSite(this.#tables.op.site.at(op));
	}

	rangeOfSite(site: number): Range | undefined {
		const { cell, line, column, endLine, endColumn } = this.#tables.site;
		return this.#range(cell.at(site), { line: line.at(site), column: column.at(site), endLine: endLine.at(site), endColumn: endColumn.at(site) });
	}

	lookup(name: string, frame: number, tick: Tick): Ref {
		if (frame < 0 || frame >= this.frameCount) return 0;
		const index = this.#stringIndex(name);
		if (index === undefined) return 0;
		const { locals, globals } = this.#tables.frame;
		return this.#bindings.ref(locals.at(frame), index, tick) ?? this.#bindings.ref(globals.at(frame), index, tick) ?? 0;
	}

	bindingsBetween(scope: number, from: Tick, to: Tick): readonly { readonly name: string; readonly ref: Ref; readonly tick: Tick }[] {
		const { tick, name, ref } = this.#tables.binding;
		return this.#bindings.rowsBetween(scope, from, to).map(row => ({ name: this.#string(name.at(row)), ref: ref.at(row), tick: tick.at(row) }));
	}

	names(scope: number, tick: Tick): readonly { readonly name: string; readonly ref: Ref }[] {
		const { name, ref } = this.#tables.binding;
		return this.#bindings.latestRows(scope, tick).flatMap(row => ref.at(row) === 0 ? [] : [{ name: this.#string(name.at(row)), ref: ref.at(row) }]);
	}

	value(ref: Ref, tick: Tick): Value | undefined {
		if (isSmallInt(ref)) return smallInt(ref);
		const scalar = this.#scalarRows.rows(ref).at(0);
		if (scalar !== undefined) return this.#scalar(scalar);
		const tensor = this.#tensorRows.latest(ref, this.#tables.tensor.tick, tick);
		if (tensor >= 0) return this.#tensor(tensor);
		const container = this.#containerRows.latest(ref, this.#tables.container.tick, tick);
		return container >= 0 ? this.#container(container) : undefined;
	}

	tensorRow(ref: Ref, tick: Tick): number {
		const row = this.#tensorRows.latest(ref, this.#tables.tensor.tick, tick);
		return this.#forged.has(row) ? -1 : row;
	}

	storageOfRow(row: number): StorageId {
		return this.#tables.tensor.storage.at(row);
	}

	dimensionsOfRow(row: number): number {
		return this.#tables.tensor.ndim.at(row);
	}

	haveOneShape(row: number, other: number): boolean {
		const { size } = this.#tables.dim, count = this.dimensionsOfRow(row), start = this.#dimStart.at(row), otherStart = this.#dimStart.at(other);
		if (count !== this.dimensionsOfRow(other)) return false;
		for (let d = 0; d < count; d++) if (size.at(start + d) !== size.at(otherStart + d)) return false;
		return true;
	}

	isScalar(ref: Ref): boolean {
		return isSmallInt(ref) || this.#scalarRows.has(ref);
	}

	changes(ref: Ref): readonly Tick[] {
		const { tensor, container, data } = this.#tables;
		const ticks = Array.from(this.#containerRows.rows(ref), row => container.tick.at(row));
		const rows = [...this.#tensorRows.rows(ref)];
		for (const [i, row] of rows.entries()) {
			const from = tensor.tick.at(row), next = rows[i + 1], to = next === undefined ? Infinity : tensor.tick.at(next);
			ticks.push(from);
			for (const copy of this.#dataRows.rows(tensor.storage.at(row))) {
				const tick = data.tick.at(copy);
				if (tick > from && tick < to) ticks.push(tick);
			}
		}
		return ticks;
	}

	additions(ref: Ref, after: Tick): readonly { readonly tick: Tick; readonly children: readonly Child[] }[] {
		const { tick, count } = this.#tables.container, { key, ref: childRef } = this.#tables.item;
		return [...this.#containerRows.rows(ref)].filter(row => tick.at(row) > after).map((row) => {
			const start = this.#itemStart.at(row);
			return { tick: tick.at(row), children: Array.from({ length: count.at(row) }, (_, i) => ({ key: key.at(start + i), ref: childRef.at(start + i) })) };
		});
	}

	bytes(storage: StorageId, tick: Tick): Uint8Array | undefined {
		const { data } = this.#tables;
		const row = this.#dataRows.latest(storage, data.tick, tick);
		if (row < 0) return undefined;
		const bytes = data.bytes.at(row);
		return bytes.length === data.nbytes.at(row) ? bytes : undefined;
	}

	elements(tensor: TensorValue, tick: Tick): Elements | undefined {
		const bytes = this.bytes(tensor.storage, tick);
		return bytes === undefined ? undefined : decodeElements(tensor, bytes);
	}

	summary({ storage, dtype, shape, strides, offset }: TensorValue, tick: Tick): Summary | undefined {
		const { data, summary } = this.#tables;
		const row = this.#summaryRows.latest(storage, summary.tick, tick);
		const copy = this.#dataRows.latest(storage, data.tick, tick);
		if (row < 0 || copy < 0 || summary.tick.at(row) !== data.tick.at(copy) || this.#string(summary.dtype.at(row)) !== dtype) return undefined;
		const layout = { rows: summary.rows.at(row), columns: summary.columns.at(row), blockRows: summary.blockRows.at(row), blockColumns: summary.blockColumns.at(row) };
		// A part of the storage has other extremes; one that is expanded, another mean.
		const count = numel(shape);
		const reach = shape.reduce((last, size, d) => last + (size - 1) * strides[d]!, 1);
		if (offset !== 0 || count !== layout.rows * layout.columns || reach !== count) return undefined;
		const found = decodeSummary(layout, summary.bytes.at(row));
		return found === undefined || isContiguous(shape, strides) ? found : whole(found);
	}

	// Rows of a new frame

	#index(blocks: readonly Block[]): void {
		for (const { table, rows } of blocks) {
			const columns = this.#tables[table];
			const end = columnsOf(this.#tables, table)[0]!.length, start = end - rows;
			for (let row = start; row < end; row++) this.#indexRow(table, row);
			if ('tick' in columns && rows > 0 && !AHEAD.has(table)) this.lastTick = Math.max(this.lastTick, columns.tick.at(end - 1), 'end' in columns ? columns.end.at(end - 1) : 0);
		}
		this.#steps.update();
	}

	#indexRow(table: Block['table'], row: number): void {
		const tables = this.#tables;
		switch (table) {
			case 'scalar': return this.#scalarRows.add(tables.scalar.ref.at(row), row);
			case 'tensor': {
				this.#dimStart.push(this.#done.dims);
				this.#done.dims += 2 * tables.tensor.ndim.at(row);
				if (!this.#isTensor(row)) this.#forged.add(row);
				return this.#tensorRows.add(tables.tensor.ref.at(row), row);
			}
			case 'container': {
				this.#itemStart.push(this.#done.items);
				this.#done.items += tables.container.count.at(row);
				return this.#containerRows.add(tables.container.ref.at(row), row);
			}
			case 'data': return this.#dataRows.add(tables.data.storage.at(row), row);
			case 'summary': return this.#summaryRows.add(tables.summary.storage.at(row), row);
			case 'binding': return this.#bindings.add(row);
			case 'frame': {
				if (tables.frame.locals.at(row) === tables.frame.globals.at(row)) this.moduleFrames.push(row);
				return;
			}
			case 'site': {
				this.#parameterStart.push(this.#done.parameters);
				this.#done.parameters += tables.site.count.at(row);
				const key = this.#lineKey(tables.site.cell.at(row), tables.site.line.at(row));
				const sites = this.#siteLines.get(key);
				if (sites === undefined) this.#siteLines.set(key, new RowList([row]));
				else sites.push(row);
				return;
			}
			case 'failedOp': return void this.failedOps.push(this.#failedOp(row));
			case 'op': {
				this.#argumentStart.push(this.#done.arguments);
				this.#done.arguments += tables.op.count.at(row);
				return this.#siteOps.add(tables.op.site.at(row), row);
			}
			case 'run': {
				this.info = parse(tables.run.info.at(row)) as RunInfo | undefined;
				return;
			}
			case 'source': {
				const { uri, name, text } = tables.source;
				this.sources.push({ index: row, uri: this.#string(uri.at(row)), name: this.#string(name.at(row)), text: UTF8.decode(text.at(row)) });
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
				this.limits.push({ tick: tick.at(row), what: this.#string(what.at(row)), detail: this.#string(detail.at(row)) });
				return;
			}
			case 'derived': {
				const raw = tables.derived.bytes.at(row), info = parse(tables.derived.info.at(row));
				const kind = typeof info === 'object' && info !== null && 'kind' in info ? String(info.kind) : '';
				this.derived.push({ kind, info, numbers: new Float64Array(raw.slice(0, raw.length - raw.length % 8).buffer) });
				return;
			}
			case 'end': {
				this.status = tables.end.status.at(row);
				return;
			}
		}
	}

	#failedOp(row: number): FailedOp {
		const { tick, frame, site, count } = this.#tables.failedOp, { cell, name, line } = this.#tables.site;
		const place = site.at(row), start = this.#done.failedArguments, given = count.at(row);
		this.#done.failedArguments += given;
		return {
			index: row, tick: tick.at(row), frame: frame.at(row), cell: cell.at(place), name: this.#string(name.at(place)), line: line.at(place), range: this.rangeOfSite(place),
			inputs: Array.from({ length: given }, (_, i) => ({ name: this.#parameterOf(place, i), ref: this.#tables.failedArgument.ref.at(start + i) })),
		};
	}

	/** What a call names one of its inputs; '' where it doesn't. */
	#parameterOf(site: number, place: number): string {
		return place < this.#tables.site.count.at(site) ? this.#string(this.#tables.parameter.name.at(this.#parameterStart.at(site) + place)) : '';
	}

	#output(row: number): Output {
		const { tick, stream, frame, line, text } = this.#tables.output;
		const index = frame.at(row), at = line.at(row);
		const cell = index >= 0 ? this.#tables.frame.cell.at(index) : Math.max(0, this.cells.findLastIndex(candidate => candidate.line <= at));
		return { index: row, tick: tick.at(row), stream: stream.at(row) === 2 ? 2 : 1, frame: index, line: at, text: UTF8.decode(text.at(row)), cell };
	}

	#error(row: number): RunError {
		const { tick, type, message, traceback, count } = this.#tables.error;
		const { cell, name, line, column, endLine, endColumn } = this.#tables.location;
		const locations: Location[] = [];
		for (let i = this.#done.locations, end = i + count.at(row); i < end; i++) {
			const index = cell.at(i);
			const place = { line: line.at(i), column: column.at(i), endLine: endLine.at(i), endColumn: endColumn.at(i) };
			locations.push({ cell: index, name: this.#string(name.at(i)), line: place.line, range: this.#range(index, place), source: this.cells[index]?.source ?? 0 });
		}
		this.#done.locations += count.at(row);
		return { tick: tick.at(row), type: this.#string(type.at(row)), message: UTF8.decode(message.at(row)), traceback: UTF8.decode(traceback.at(row)), locations };
	}

	#raised(row: number): Raised {
		const { tick, frame, type, message, line, column, endLine, endColumn } = this.#tables.raised;
		const owner = frame.at(row), at = { line: line.at(row), column: column.at(row), endLine: endLine.at(row), endColumn: endColumn.at(row) };
		return { tick: tick.at(row), frame: owner, type: this.#string(type.at(row)), message: this.#string(message.at(row)), line: at.line, range: this.#range(this.#tables.frame.cell.at(owner), at) };
	}

	// Values

	#scalar(row: number): ScalarValue {
		const { kind, type, number, text } = this.#tables.scalar;
		const typeName = this.#string(type.at(row)), value = number.at(row), words = this.#string(text.at(row));
		switch (kind.at(row)) {
			case ScalarKind.none: return { kind: 'none', type: typeName };
			case ScalarKind.bool: return { kind: 'bool', type: typeName, value: value !== 0 };
			case ScalarKind.int: {
				const digits = words || String(value);
				// Somebody's forgery may say anything.
				return /^-?\d+$/.test(digits) ? { kind: 'int', type: typeName, value, text: digits } : { kind: 'opaque', type: typeName, text: digits };
			}
			case ScalarKind.float: return { kind: 'float', type: typeName, value };
			case ScalarKind.str: return { kind: 'str', type: typeName, text: words, length: value };
			default: return { kind: 'opaque', type: typeName, text: words };
		}
	}

	/** Sizes, strides and an offset that can be. */
	#isTensor(row: number): boolean {
		const { ndim, offset } = this.#tables.tensor, { size } = this.#tables.dim;
		const start = this.#dimStart.at(row), count = ndim.at(row);
		if (count > MOST_DIMENSIONS || !Number.isSafeInteger(offset.at(row)) || start + 2 * count > size.length) return false;
		for (let i = 0; i < 2 * count; i++) {
			const number = size.at(start + i);
			if (!Number.isSafeInteger(number) || (i < count && number < 0)) return false;
		}
		return true;
	}

	#tensor(row: number): Value {
		const table = this.#tables.tensor, { size } = this.#tables.dim;
		const ndim = table.ndim.at(row), start = this.#dimStart.at(row), flags = table.flags.at(row);
		if (this.#forged.has(row)) return { kind: 'opaque', type: this.#string(table.type.at(row)), text: '' };
		return {
			kind: 'tensor', ref: table.ref.at(row), type: this.#string(table.type.at(row)), dtype: this.#string(table.dtype.at(row)) as DTypeName,
			shape: Array.from({ length: ndim }, (_, d) => size.at(start + d)), strides: Array.from({ length: ndim }, (_, d) => size.at(start + ndim + d)),
			storage: table.storage.at(row), offset: table.offset.at(row), requiresGrad: (flags & TensorFlag.requiresGrad) !== 0, isLeaf: (flags & TensorFlag.leaf) !== 0,
			isParameter: (flags & TensorFlag.parameter) !== 0, isArray: (flags & TensorFlag.ndarray) !== 0, gradFn: this.#string(table.gradFn.at(row)),
			grad: table.grad.at(row), version: table.version.at(row),
		};
	}

	#container(row: number): ContainerValue {
		const { ref, kind, type, length, head } = this.#tables.container;
		const children = this.#childrenOf(row);
		return {
			kind: kind.at(row) === ContainerKind.mapping ? 'mapping' : kind.at(row) === ContainerKind.object ? 'object' : 'sequence', ref: ref.at(row),
			type: this.#string(type.at(row)), length: length.at(row), head: Math.min(head.at(row), children.length), children,
		};
	}

	/** The last container that was asked for: who goes through a list as it grows asks for its next row. */
	#unfolded: { readonly row: number; readonly children: readonly Child[] } = { row: -1, children: [] };

	/** From a container's row backwards: each earlier one gives those of its own children that all later ones kept. */
	#childrenOf(row: number): readonly Child[] {
		if (row === this.#unfolded.row) return this.#unfolded.children;
		const { ref, keep, count } = this.#tables.container, { key, ref: childRef } = this.#tables.item;
		const rows = this.#containerRows.rows(ref.at(row));
		const backwards: Child[] = [];
		let wanted = keep.at(row) + count.at(row);
		for (let i = countBelow(rows, row + 1) - 1; i >= 0 && wanted > 0; i--) {
			const from = rows.at(i)!;
			if (from === this.#unfolded.row) {
				for (let place = Math.min(wanted, this.#unfolded.children.length) - 1; place >= 0; place--) backwards.push(this.#unfolded.children[place]!);
				break;
			}
			const before = keep.at(from), kept = Math.min(before, wanted), start = this.#itemStart.at(from) - before;
			for (let place = Math.min(wanted, before + count.at(from)) - 1; place >= kept; place--) backwards.push({ key: key.at(start + place), ref: childRef.at(start + place) });
			wanted = kept;
		}
		const children = backwards.reverse();
		this.#unfolded = { row, children };
		return children;
	}

	// Texts and places

	#string(index: number): string {
		const known = this.#strings[index];
		if (known !== undefined) return known;
		const { text } = this.#tables.string;
		return index < text.length ? this.#strings[index] = decodeBeginning(text.at(index)) : '';
	}

	readonly #stringIndexes = new Map<string, number>();
	#indexedStrings = 0;

	#stringIndex(text: string): number | undefined {
		const column = this.#tables.string.text;
		for (; this.#indexedStrings < column.length; this.#indexedStrings++) {
			const found = UTF8.decode(column.at(this.#indexedStrings));
			if (!this.#stringIndexes.has(found)) this.#stringIndexes.set(found, this.#indexedStrings);
		}
		return this.#stringIndexes.get(text);
	}

	#lineKey(cell: number, line: number): number {
		return lineKey(this.#tables.cell.source.at(cell), line);
	}

	#range(cell: number, place: { line: number; column: number; endLine: number; endColumn: number }): Range | undefined {
		const found = this.cells[cell];
		const source = found && this.sources[found.source];
		if (found === undefined || source === undefined || place.line === 0) return undefined;
		return rangeOf(this.#lines[source.index] ??= linesOf(source.text), found, place);
	}
}

function lineKey(source: number, line: number): number {
	return source * 2 ** 28 + line;
}

/** Of a long text what its first bytes are, without half a character. */
function decodeBeginning(bytes: Uint8Array): string {
	return bytes.length <= LONGEST_TEXT ? UTF8.decode(bytes) : new TextDecoder().decode(bytes.subarray(0, LONGEST_TEXT), { stream: true });
}

function parse(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(UTF8.decode(bytes));
	} catch {
		return undefined;
	}
}
