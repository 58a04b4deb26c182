/**
 * A trace as text in which nothing is left out that a view could show, and nothing is said that may differ between two runs of
 * one program: ticks, clock times, folders, addresses, what uninitialised memory held. Two traces are the same where their texts are.
 *
 * Events stand in the order in which they happened. Tensors, storages and objects are numbered as they are first mentioned, and
 * described there and again whenever they were seen to have changed; before each line every name in sight is looked at. Lists, tuples
 * and dictionaries are written out where they stand: whether two are one list the trace can't say for certain (`loupe/values.py`).
 */
import path from 'node:path';
import type { ContainerValue, Ref, StorageId, TensorValue, Tick, Trace } from '../../engine/trace/model.ts';
import { linesOf } from '../../engine/trace/position.ts';
import { conclusions } from './conclusions.ts';
import { elementsText, scalarText } from './numbers.ts';

/** Calls whose result is whatever the memory held. */
const UNINITIALISED = new Set(['empty', 'empty_like', 'empty_strided', 'new_empty']);
/** How deep lists and dictionaries are written out. */
const DEPTH = 8;

const FACTS = ['low', 'high', 'mean', 'nan', 'positiveInfinity', 'negativeInfinity'] as const;

export function canonical(trace: Trace): string {
	return new Canonical(trace).text();
}

interface Event { readonly tick: Tick; readonly write: () => string }

class Canonical {
	readonly #trace: Trace;
	readonly #numbers = new Map<string, Map<number, number>>();
	/** The last description of an object, and the last text of a name. */
	readonly #said = new Map<string, string>();
	/** What `empty` gave: the bytes are nobody's until they change. */
	readonly #raw = new Map<StorageId, Uint8Array>();
	readonly #lines: string[] = [];
	/** What is being described. */
	readonly #open = new Set<string>();
	/** Descriptions that follow the line which mentions the objects. */
	#pending: string[] = [];

	constructor(trace: Trace) {
		this.#trace = trace;
	}

	text(): string {
		const trace = this.#trace;
		this.#lines.push(`torch ${trace.info?.torchVersion}, arguments ${JSON.stringify(trace.info?.argv.map(argument => path.basename(argument)))}`);
		for (const { line, lines, shift } of trace.cells) this.#lines.push(`cell of ${lines} lines from line ${line}, ${shift} columns to the right`);
		for (const { write } of this.#events()) this.#say(write());
		const { lastTick } = trace;
		this.#lines.push('', 'At the end');
		if (trace.frameCount > 0) this.#names(trace.frame(0).globals, lastTick);
		for (const text of conclusions(trace)) this.#lines.push(text);
		this.#lines.push(`exit status ${trace.status}`);
		return `${trace.sources.reduce((text, { name }) => text.replaceAll(name, path.basename(name)), this.#lines.join('\n'))}\n`;
	}

	#say(line: string): void {
		const pending = this.#pending;
		this.#pending = [];
		this.#lines.push(line, ...pending.map(text => `        ${text}`));
	}

	#events(): Event[] {
		const trace = this.#trace;
		const events: Event[] = [];
		const add = (tick: Tick, write: () => string) => events.push({ tick, write });
		const scopes = new Set<number>();
		for (let i = 0; i < trace.frameCount; i++) {
			const frame = trace.frame(i);
			add(frame.tick, () => `call ${i} of ${frame.name}, line ${frame.line}, from call ${frame.parent}`);
			// One that was left open has the recording's end for its own.
			if (frame.end < trace.lastTick) add(frame.end, () => `call ${i} ${frame.hasRaised ? 'is left by an exception' : 'ends'}`);
			scopes.add(frame.locals).add(frame.globals);
		}
		for (const { tick, frame, parent } of trace.resumes) add(tick, () => `call ${frame} ${parent < 0 ? 'waits' : `goes on for call ${parent}`}`);
		for (const scope of scopes) {
			for (const { name, ref, tick } of trace.bindingsBetween(scope, 0, trace.lastTick + 1)) {
				add(tick, () => {
					const text = ref === 0 ? 'deleted' : this.#mention(ref, tick);
					this.#said.set(`${scope} ${name}`, text);
					return `    ${name} = ${text}`;
				});
			}
		}
		const sources = trace.sources.map(source => linesOf(source.text));
		for (let i = 0; i < trace.stepCount; i++) {
			const { tick, frame, line } = trace.step(i);
			add(tick, () => {
				const { cell, locals, globals } = trace.frame(frame);
				for (const scope of new Set([globals, locals])) this.#names(scope, tick);
				return `${frame}:${line}  ${sources[trace.cells[cell]?.source ?? 0]?.[line - 1]?.trim() ?? ''}`;
			});
		}
		this.#addCalls(add);
		for (const { tick, stream, frame, line, text } of trace.outputs) add(tick, () => `    ${stream === 1 ? 'stdout' : 'stderr'} from ${frame}:${line} ${trace.errors.some(error => error.traceback === text) ? 'the traceback' : JSON.stringify(text)}`);
		for (const { tick, frame, type, message, line, range } of trace.raised) add(tick, () => `    raised ${type}: ${JSON.stringify(message)} in ${frame}:${line}${rangeText(range)}`);
		for (const { tick, what, detail } of trace.limits) add(tick, () => `    limit ${what}: ${detail}`);
		for (const { tick, type, message, traceback, locations } of trace.errors) {
			add(tick, () => [
				`${type}: ${message}`, ...locations.map(({ name, line, range }) => `    in ${name}, line ${line}${rangeText(range)}`), ...this.#traceback(traceback).map(line => `    | ${line}`),
			].join('\n'));
		}
		return events.sort((a, b) => a.tick - b.tick);
	}

	/** Of a traceback the user's own frames and what is said of the exception: the library's frames, and how CPython marks columns, are theirs. */
	#traceback(text: string): string[] {
		const own = this.#trace.sources.map(({ name }) => `  File "${name}", `);
		return linesOf(text).filter(line => line !== '' && !line.startsWith('  ') || own.some(start => line.startsWith(start)));
	}

	#addCalls(add: (tick: Tick, write: () => string) => void): void {
		const trace = this.#trace;
		for (let i = 0; i < trace.opCount; i++) {
			const op = trace.op(i);
			add(op.tick, () => {
				const inputs = op.inputs.map(({ name, ref }) => `${name}=${this.#mention(ref, op.tick)}`).join(', ');
				for (const ref of UNINITIALISED.has(op.name) ? op.outputs : []) this.#noteRaw(ref, op.end);
				const outputs = op.outputs.map(ref => this.#mention(ref, op.end)).join(', ');
				return `    ${op.name}(${inputs}) -> ${outputs} in ${op.frame}:${op.line}${rangeText(trace.rangeOfOp(i))}`;
			});
		}
		for (const { tick, name, frame, line, range, inputs } of trace.failedOps) {
			add(tick, () => `    ${name}(${inputs.map(each => `${each.name}=${this.#mention(each.ref, tick)}`).join(', ')}) raised in ${frame}:${line}${rangeText(range)}`);
		}
		for (const call of trace.backwards) {
			const { tick, end, root, frame, line } = call, given = trace.gradientGiven(call);
			add(tick, () => `    backward from ${this.#mention(root, end)} in ${frame}:${line}${given === 0 ? '' : ` with ${this.#mention(given, tick)}`}`);
		}
		for (let i = 0; i < trace.optimizerStepCount; i++) {
			const { tick, end, optimizer, type, loss, frame, line } = trace.optimizerStep(i);
			add(tick, () => `    step of ${type} ${this.#mention(optimizer, tick)}, loss ${this.#mention(loss, tick)} in ${frame}:${line}`);
			add(end, () => `    stepped ${this.#mention(optimizer, end)}`);
		}
	}

	/** What each name of a scope means now, where that is not what was said last. */
	#names(scope: number, tick: Tick): void {
		for (const { name, ref } of this.#trace.names(scope, tick)) {
			const text = this.#mention(ref, tick), key = `${scope} ${name}`;
			if (this.#said.get(key) !== text) this.#pending.push(`${name}: ${text}`);
			this.#said.set(key, text);
		}
		for (const text of this.#pending) this.#lines.push(`        ${text}`);
		this.#pending = [];
	}

	/** A short text for what has a number, all of it for what has none. */
	#mention(ref: Ref, tick: Tick, depth = 0): string {
		if (ref === 0) return 'nothing';
		const value = this.#trace.value(ref, tick);
		if (value === undefined) return 'unknown';
		if (value.kind === 'tensor') return this.#described(`${value.isArray ? 'a' : 't'}${this.#number('tensor', ref)}`, () => this.#tensor(value, tick));
		if (!('children' in value)) return scalarText(value);
		if (depth > DEPTH) return '…';
		if (value.kind === 'object' && value.type !== 'slice') return this.#described(`${value.type}${this.#number('object', ref)}`, () => this.#children(value, tick, depth));
		return `${value.type}${this.#children(value, tick, depth)}`;
	}

	#described(name: string, describe: () => string): string {
		// An object in itself is known by its name.
		if (this.#open.has(name)) return name;
		this.#open.add(name);
		const place = this.#pending.length;
		const text = describe();
		this.#open.delete(name);
		if (this.#said.get(name) !== text) this.#pending.splice(place, 0, `${name} is ${text}`);
		this.#said.set(name, text);
		return name;
	}

	#children({ kind, children, length, head }: ContainerValue, tick: Tick, depth: number): string {
		const shown = children.map(({ key, ref }) => kind === 'sequence' ? this.#mention(ref, tick, depth + 1) : `${this.#mention(key, tick, depth + 1)}: ${this.#mention(ref, tick, depth + 1)}`);
		if (length > children.length) shown.splice(head, 0, `… ${length} in all`);
		return kind === 'sequence' ? `[${shown.join(', ')}]` : `{${shown.join(', ')}}`;
	}

	#tensor(value: TensorValue, tick: Tick): string {
		const facts = [value.requiresGrad && 'requires_grad', value.isLeaf && 'leaf', value.gradFn, value.grad !== 0 && `grad ${this.#mention(value.grad, tick)}`].filter(Boolean);
		return `${value.type} ${value.dtype} (${value.shape.join(', ')}) strides (${value.strides.join(', ')}) of storage ${this.#number('storage', value.storage)} + ${value.offset} version ${value.version}${facts.map(fact => ` ${String(fact)}`).join('')} ${this.#elements(value, tick)}`;
	}

	#elements(value: TensorValue, tick: Tick): string {
		const raw = this.#raw.get(value.storage), bytes = this.#trace.bytes(value.storage, tick);
		if (raw !== undefined && bytes !== undefined && Buffer.compare(raw, bytes) === 0) return '[uninitialised]';
		const elements = this.#trace.elements(value, tick);
		// From here on the bytes are the program's, whatever they become.
		this.#raw.delete(value.storage);
		if (elements !== undefined) return elementsText(elements, value.dtype);
		const summary = this.#trace.summary(value, tick);
		return summary === undefined ? '[not recorded]' : `[${summary.blockRows} x ${summary.blockColumns} of ${summary.rows} x ${summary.columns}: ${FACTS.map(fact => `${fact} ${elementsText(summary[fact], 'float64')}`).join(', ')}]`;
	}

	#noteRaw(ref: Ref, tick: Tick): void {
		const value = this.#trace.value(ref, tick);
		const bytes = value?.kind === 'tensor' ? this.#trace.bytes(value.storage, tick) : undefined;
		if (value?.kind === 'tensor' && bytes !== undefined) this.#raw.set(value.storage, bytes);
	}

	#number(kind: string, of: number): number {
		let numbers = this.#numbers.get(kind);
		if (numbers === undefined) this.#numbers.set(kind, numbers = new Map());
		const known = numbers.get(of) ?? numbers.size + 1;
		numbers.set(of, known);
		return known;
	}
}

function rangeText(range: { start: { line: number; character: number }; end: { line: number; character: number } } | undefined): string {
	return range === undefined ? '' : ` at ${range.start.line + 1}:${range.start.character}-${range.end.line + 1}:${range.end.character}`;
}
