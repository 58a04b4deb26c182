/**
 * A run as text for people: each line that ran, the calls it made with shapes and dtypes, the names that it changed, optimizer
 * steps, output, the error. Golden transcripts are made of it, so that a change of behaviour is a readable diff.
 *
 * Objects are numbered in the order in which they are mentioned, numbers have four digits, and nothing that differs from run to run
 * (times, ticks, uninitialised memory) is shown. Of a line that runs often the first few runs are shown.
 */
import { valueFacts } from '../print/facts.ts';
import { summaryStatistics } from '../print/statistics.ts';
import type { ContainerValue, Elements, Op, Ref, Step, TensorValue, Tick, Trace, Value } from './model.ts';
import { overwritten } from './overwritten.ts';
import { linesOf } from './position.ts';
import { recordedOf } from './recorded.ts';
import { isInPlaceName } from './op-name.ts';
import { numel } from './shape.ts';

export interface ListingOptions {
	/** How many runs of each line are shown. */
	readonly runs?: number;
}

/** Calls whose result is whatever the memory held. */
const UNINITIALISED = new Set(['empty', 'empty_like', 'empty_strided', 'new_empty']);
const SHOWN_ELEMENTS = 6;
const SHOWN_CHILDREN = 8;

/** The whole listing, with a line feed at its end. */
export function listing(trace: Trace, { runs = 3 }: ListingOptions = {}): string {
	return new Listing(trace, runs).text();
}

interface Event { readonly tick: Tick; readonly write: () => readonly string[] }

class Listing {
	readonly #trace: Trace;
	readonly #runs: number;
	readonly #numbers = new Map<Ref, number>();
	readonly #storages = new Map<number, Ref>();
	readonly #sources: readonly (readonly string[])[];

	constructor(trace: Trace, runs: number) {
		this.#trace = trace;
		this.#runs = runs;
		this.#sources = trace.sources.map(source => linesOf(source.text));
	}

	text(): string {
		const trace = this.#trace;
		const lines = [`${trace.sources.map(source => source.name).join(', ')}: ${count(trace.stepCount, 'line')}, ${count(trace.opCount, 'call')}, ${count(trace.optimizerStepCount, 'optimizer step')}`];
		const runs = new Map<string, number>();
		let skipped = 0;
		const events = this.#eventsByStep();
		for (let i = 0; i < trace.stepCount; i++) {
			const step = trace.step(i), frame = trace.frame(step.frame), source = trace.cells[frame.cell]?.source ?? 0;
			const key = `${source}:${step.line}`, run = (runs.get(key) ?? 0) + 1;
			runs.set(key, run);
			if (run > this.#runs) {
				skipped++;
				continue;
			}
			if (skipped > 0) lines.push(`${' '.repeat(7)}⋮ ${count(skipped, 'line')} more`);
			skipped = 0;
			const indent = '  '.repeat(this.#depth(step));
			lines.push(`${String(step.line).padStart(5)}  ${indent}${this.#sources[source]?.[step.line - 1]?.trim() ?? ''}`.trimEnd());
			for (const event of events[i] ?? []) lines.push(...event.write().map(text => `${' '.repeat(7)}${indent}  ${text}`));
		}
		if (skipped > 0) lines.push(`${' '.repeat(7)}⋮ ${count(skipped, 'line')} more`);
		if (recordedOf(trace) !== 'lines') lines.push(...this.#withoutLines());
		lines.push(...this.#ending());
		return `${lines.join('\n')}\n`;
	}

	#depth(step: Step): number {
		let depth = 0;
		for (let frame = this.#trace.callerAt(step.frame, step.tick); frame >= 0 && depth < 40; frame = this.#trace.callerAt(frame, step.tick)) depth++;
		return depth;
	}

	/** What happened, where no lines were recorded: each event with the line that it happened in. */
	#withoutLines(): string[] {
		const told = new Map<number, number>();
		return this.#happened().sort((a, b) => a.tick - b.tick).flatMap(({ line, write }) => {
			const times = (told.get(line) ?? 0) + 1;
			told.set(line, times);
			return times > this.#runs ? [] : write().map((text, i) => `${i === 0 ? String(line).padStart(5) : ' '.repeat(5)}  ${text}`);
		});
	}

	/** Calls, backward calls, optimizer steps and output. */
	#happened(): (Event & { readonly frame: number; readonly line: number })[] {
		const trace = this.#trace;
		return [
			...Array.from({ length: trace.opCount }, (_, i) => trace.op(i)).map(op => ({ tick: op.tick, frame: op.frame, line: op.line, write: () => [this.#op(op)] })),
			...trace.backwards.map(({ tick, end, root, frame, line }) => ({ tick, frame, line, write: () => [`backward from ${this.#name(root, end)}`] })),
			...Array.from({ length: trace.optimizerStepCount }, (_, i) => trace.optimizerStep(i)).map(({ tick, end, optimizer, type, frame, line }) =>
				({ tick, frame, line, write: () => [`${type} step`, ...this.#parameters(optimizer, tick, end).map(text => `  ${text}`)] })),
			...trace.outputs.map(({ tick, stream, text, frame, line }) => ({ tick, frame, line, write: () => printedLines(text).map(each => `${stream === 2 ? 'stderr' : 'prints'} ${each}`) })),
		];
	}

	/** For each step what happened in it, in order; what a called function's lines did is theirs. */
	#eventsByStep(): Event[][] {
		const trace = this.#trace;
		const events: Event[][] = [];
		const add = (tick: Tick, frame: number | undefined, write: () => readonly string[]) => {
			let step = trace.stepAt(tick);
			// A call's end is told in the frame that made it.
			while (step !== undefined && frame !== undefined && frame >= 0 && step.frame !== frame) {
				const caller = trace.stepAt(trace.frame(step.frame).tick - 1);
				step = caller !== undefined && caller.index < step.index ? caller : undefined;
			}
			if (step !== undefined) (events[step.index] ??= []).push({ tick, write });
		};
		for (const { tick, frame, write } of this.#happened()) add(tick, frame, write);
		for (let i = 0; i < trace.stepCount; i++) (events[i] ??= []).push(...this.#names(trace.step(i)));
		for (const list of events) list?.sort((a, b) => a.tick - b.tick);
		return events;
	}

	/** Names that the step bound, parameters at the first step of a call, and names whose object it changed. */
	#names(step: Step): Event[] {
		const trace = this.#trace;
		const frame = trace.frame(step.frame);
		const events: Event[] = [];
		const bound = new Set<string>();
		const from = frame.locals !== frame.globals && trace.stepAt(step.tick - 1)?.frame !== step.frame ? frame.tick : step.tick;
		for (const scope of new Set([frame.locals, frame.globals])) {
			for (const { name, ref, tick } of trace.bindingsBetween(scope, from, step.end)) {
				const owner = trace.stepAt(tick);
				if (owner?.index !== step.index && !(tick < step.tick && scope === frame.locals)) continue;
				bound.add(name);
				events.push({ tick, write: () => [ref === 0 ? `del ${name}` : `${name} = ${this.#described(ref, tick)}`] });
			}
		}
		const latest = new Map(trace.bindingsBetween(frame.locals, 0, step.end).map(({ name, ref }) => [name, ref]));
		for (const [name, ref] of latest) {
			const value = trace.value(ref, step.end);
			if (bound.has(name) || value === undefined || !('children' in value)) continue;
			const tick = trace.changes(ref).find(change => change > step.tick && change < step.end);
			if (tick !== undefined && trace.stepAt(tick)?.index === step.index) events.push({ tick, write: () => [`${name}: ${this.#described(ref, tick)}`] });
		}
		return events;
	}

	#ending(): string[] {
		const trace = this.#trace;
		const lines = [''];
		for (const { what, detail } of trace.limits) lines.push(`limit: ${what}: ${detail}`);
		for (const { type, message, locations } of trace.errors) {
			lines.push(`${type}: ${message}`);
			for (const { line, name, range } of locations) lines.push(`  line ${line}, in ${name}${range === undefined ? '' : `, columns ${range.start.character}-${range.end.character}`}`);
		}
		const scopes = new Set(Array.from({ length: Math.min(trace.frameCount, 1) }, (_, i) => trace.frame(i).globals));
		for (const scope of scopes) {
			const latest = new Map(trace.bindingsBetween(scope, 0, trace.lastTick + 1).map(binding => [binding.name, binding.ref]));
			for (const [name, ref] of [...latest].sort(([a], [b]) => a < b ? -1 : 1)) {
				const value = trace.value(ref, trace.lastTick);
				if (value !== undefined && value.kind !== 'opaque') lines.push(`at the end: ${name} = ${this.#described(ref, trace.lastTick)}`);
			}
		}
		lines.push(`exit status: ${trace.status ?? 'none: the trace was cut short'}`);
		return lines;
	}

	#op(op: Op): string {
		const inputs = op.inputs.map(({ name, ref }) => `${/^\d+$/.test(name) ? '' : `${name}=`}${this.#name(ref, op.tick)}`).join(', ');
		const writes = isInPlaceName(op.name) || op.name === '__setitem__' || op.inputs.some(input => input.name === 'out');
		const outputs = op.outputs.map((ref) => {
			const value = this.#trace.value(ref, op.end);
			const name = this.#name(ref, op.end);
			return value?.kind === 'tensor' ? `${name} ${this.#facts(value, op.end, !UNINITIALISED.has(op.name))}` : name;
		});
		const written = writes && outputs.length === 0 && op.inputs[0] !== undefined ? [this.#described(op.inputs[0].ref, op.end)] : [];
		return `${op.name}(${inputs})${[...outputs, ...written].length > 0 ? ` -> ${[...outputs, ...written].join(', ')}` : ''}`;
	}

	#parameters(optimizer: Ref, before: Tick, after: Tick): string[] {
		const groups = this.#field(optimizer, 'param_groups', before);
		return this.#children(groups, before).flatMap(group => this.#children(this.#field(group, 'params', before), before)).map((parameter) => {
			const [from, to] = [before, after].map((tick) => {
				const value = this.#trace.value(parameter, tick);
				return value?.kind === 'tensor' ? { value, text: this.#elements(value, tick) } : undefined;
			});
			const grad = from?.value.grad ? this.#trace.value(from.value.grad, before) : undefined;
			return `${this.#name(parameter, before)} ${from?.text ?? ''} - grad ${grad?.kind === 'tensor' ? this.#elements(grad, before) : 'none'} -> ${to?.text ?? ''}`;
		});
	}

	#field(ref: Ref, name: string, tick: Tick): Ref {
		const value = this.#trace.value(ref, tick);
		if (value === undefined || !('children' in value)) return 0;
		return value.children.find((child) => {
			const key = this.#trace.value(child.key, tick);
			return key?.kind === 'str' && key.text === name;
		})?.ref ?? 0;
	}

	#children(ref: Ref, tick: Tick): Ref[] {
		const value = this.#trace.value(ref, tick);
		return value !== undefined && 'children' in value ? value.children.map(child => child.ref) : [];
	}

	/** `t3` for a tensor, the value itself for what is short. */
	#name(ref: Ref, tick: Tick): string {
		const value = this.#trace.value(ref, tick);
		if (value === undefined) return '?';
		if (value.kind === 'tensor') return `${value.isArray ? 'a' : 't'}${this.#number(ref)}`;
		if (!('children' in value)) return scalarText(value);
		if (value.kind !== 'object') return this.#container(value, tick);
		return value.type === 'slice' ? this.#slice(value, tick) : `${value.type}${this.#number(ref)}`;
	}

	/** The name and, for a tensor, what is in it. */
	#described(ref: Ref, tick: Tick): string {
		const value = this.#trace.value(ref, tick);
		if (value?.kind === 'tensor') return `${this.#name(ref, tick)} ${this.#facts(value, tick, true)}`;
		if (value?.kind === 'object' && value.type !== 'slice') return `${this.#name(ref, tick)}${this.#fields(value, tick)}`;
		return this.#name(ref, tick);
	}

	#facts(value: TensorValue, tick: Tick, withElements: boolean): string {
		const parts = [value.type === 'Tensor' || value.type === 'ndarray' ? '' : value.type, `(${value.shape.join(', ')})`, value.dtype];
		const owner = value.storage === 0 ? value.ref : this.#storages.get(value.storage);
		if (owner === undefined) this.#storages.set(value.storage, value.ref);
		else if (owner !== value.ref) parts.push(`shares ${this.#name(owner, tick)}`);
		if (value.gradFn) parts.push(value.gradFn);
		else if (value.requiresGrad) parts.push('requires_grad');
		if (withElements) parts.push(this.#elements(value, tick));
		return parts.filter(part => part !== '').join(' ');
	}

	#elements(value: TensorValue, tick: Tick): string {
		const elements = this.#trace.elements({ ...value, shape: beginning(value.shape) }, tick);
		if (elements === undefined) {
			const summary = this.#trace.summary(value, tick);
			return summary === undefined ? '[not recorded]' : `[not recorded: ${valueFacts(value.dtype, summaryStatistics(summary)).join(', ')}]`;
		}
		const shown = Array.from((elements as Exclude<Elements, BigInt64Array>).subarray(0, SHOWN_ELEMENTS), element => numberText(element, value.dtype));
		return `[${shown.join(' ')}${numel(value.shape) > SHOWN_ELEMENTS ? ' …' : ''}]`;
	}

	#container(value: ContainerValue, tick: Tick): string {
		const shown = value.children.slice(0, SHOWN_CHILDREN).map(child => value.kind === 'mapping' ? `${this.#name(child.key, tick)}: ${this.#name(child.ref, tick)}` : this.#name(child.ref, tick));
		const text = `${shown.join(', ')}${value.length > shown.length ? `, … ${value.length} in all` : ''}`;
		const plain = value.type === 'list' || value.type === 'tuple' || value.type === 'dict' || value.type === 'Size' ? '' : value.type;
		return value.kind === 'mapping' ? `${plain}{${text}}` : value.type === 'list' ? `[${text}]` : `${plain}(${text})`;
	}

	#fields(value: ContainerValue, tick: Tick): string {
		const shown = value.children.slice(0, SHOWN_CHILDREN).map((child) => {
			const key = this.#trace.value(child.key, tick);
			return `${key?.kind === 'str' ? key.text : '?'}=${this.#name(child.ref, tick)}`;
		});
		return `(${shown.join(', ')}${value.length > shown.length ? ', …' : ''})`;
	}

	#slice(value: ContainerValue, tick: Tick): string {
		const parts = value.children.map(child => this.#trace.value(child.ref, tick)?.kind === 'none' ? '' : this.#name(child.ref, tick));
		return `${parts[0]}:${parts[1]}${parts[2] ? `:${parts[2]}` : ''}`;
	}

	#number(ref: Ref): number {
		const known = this.#numbers.get(ref);
		if (known !== undefined) return known;
		this.#numbers.set(ref, this.#numbers.size + 1);
		return this.#numbers.size;
	}
}

/** The sizes of the corner that holds the first SHOWN_ELEMENTS elements in row-major order. */
function beginning(shape: readonly number[]): number[] {
	const sizes = [...shape];
	for (let d = sizes.length - 1, inner = 1; d >= 0; d--) {
		sizes[d] = Math.min(sizes[d]!, Math.ceil(SHOWN_ELEMENTS / Math.max(inner, 1)));
		inner *= sizes[d]!;
	}
	return sizes;
}

/** Of what goes back in a line only what is left there; nothing, where it does no more than that. */
function printedLines(text: string): readonly string[] {
	const shown = overwritten(text);
	return shown === '' ? [] : linesOf(shown.replace(/\r?\n$/, ''));
}

function count(n: number, what: string): string {
	return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function scalarText(value: Exclude<Value, TensorValue | ContainerValue>): string {
	switch (value.kind) {
		case 'none': return 'None';
		case 'bool': return value.value ? 'True' : 'False';
		case 'float': return numberText(value.value, 'float64');
		case 'str': return JSON.stringify(value.text.length > 60 ? `${value.text.slice(0, 60)}…` : value.text);
		default: return value.text;
	}
}

function numberText(element: number | bigint, dtype: string): string {
	if (dtype === 'bool') return element ? 'True' : 'False';
	if (typeof element === 'bigint' || !dtype.includes('float')) return String(element);
	if (!Number.isFinite(element)) return Number.isNaN(element) ? 'nan' : element > 0 ? 'inf' : '-inf';
	const text = Object.is(element, -0) ? '-0' : String(Number(element.toPrecision(4)));
	return /[.e]/.test(text) ? text : `${text}.`;
}
