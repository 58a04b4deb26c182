/**
 * The expression that failed and what it was given: an error's columns taken apart by the parser, its operands' shapes
 * and dtypes looked up in the trace. Nothing is computed and no words are chosen here.
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import { lastOpOfCall } from '../../engine/trace/calls.ts';
import { evaluate } from '../../engine/trace/expression.ts';
import { isNested } from '../../engine/trace/focus.ts';
import { axesBetween } from '../../engine/slice/index-parts.ts';
import type { Elements, FailedOp, Range, Ref, Step, TensorValue, Tick, Trace, Value } from '../../engine/trace/model.ts';
import { isChain, roleOf } from '../code/expressionAt.ts';

export interface Operand {
	/** As written, with its offsets in the parsed text. */
	readonly text: string;
	readonly from: number;
	readonly to: number;
	/** What stands before a method's name or a subscript's bracket, an argument, or what is assigned. */
	readonly place: 'left' | 'right' | 'receiver' | 'argument' | 'index' | 'assigned';
	/** undefined: no tensor, or not in the trace. */
	readonly tensor: TensorValue | undefined;
	/** Its elements when the call failed; undefined where they were not kept. */
	elements(): Elements | undefined;
	/** How an edit takes hold of it: another method can be called on it as it stands, it needs parentheses first, or it is a part of what stands there. */
	readonly form: 'closed' | 'open' | 'part';
	/** A reduction over a dimension without `keepdim`: where `, keepdim=True` goes. */
	readonly keepdimAt: number | undefined;
}

/** A module with a weight that the call may have reached. */
export interface Layer {
	/** `net[2]`, `model.fc`: as one would write it. */
	readonly text: string;
	readonly type: string;
	readonly weight: readonly number[];
}

export interface Failure {
	/** `@`, `+`, `+=`, `torch.mm`, `gather`, `[]`: what was done. */
	readonly name: string;
	/** Lists of tensors are taken apart. */
	readonly operands: readonly Operand[];
	/** Where a module was called: it, or those within it. */
	readonly layers: readonly Layer[];
	/** Of indices between brackets: the axis that each index tensor chooses on. PyTorch counts these, and calls them dimensions. */
	readonly chosenAxes: readonly number[];
	/** The offsets of the method's name, where there is one. */
	readonly method: { readonly from: number; readonly to: number } | undefined;
}

export interface FailedAt {
	readonly trace: Trace;
	readonly source: number;
	/** 1-based line of the text that ran. */
	readonly line: number;
	/** When it was raised. */
	readonly tick: Tick;
	/** Whose line it is, where that is known: a function that calls itself has it in each call. */
	readonly frame: number | undefined;
	/** PyTorch's call that raised, where it is one. */
	readonly call: FailedOp | undefined;
	/** Zero-based range, in the text that ran, of offsets in the parsed text. */
	rangeOf(from: number, to: number): Range;
}

const REDUCTIONS = new Set(['sum', 'mean', 'prod', 'max', 'min', 'amax', 'amin', 'std', 'var', 'norm', 'argmax', 'argmin', 'logsumexp', 'median']);
const CLOSED = new Set(['VariableName', 'MemberExpression', 'CallExpression', 'ParenthesizedExpression', 'ArrayExpression']);

/** Of the parts of a list, and of modules within a module, how many and how deep. */
const PARTS = 16, LAYERS = 200, DEPTH = 6;
const WITH_OPERANDS = ['BinaryExpression', 'CallExpression', 'MemberExpression'];

/** undefined: what stands there is no operation with operands. */
export function failureAt(tree: Tree, text: string, from: number, to: number, at: FailedAt): Failure | undefined {
	const node = nodeAt(tree, from, to);
	return node && new Reading(text, at).failure(node);
}

class Reading {
	readonly #text: string;
	readonly #at: FailedAt;
	/** The run of the line that failed. */
	readonly #step: Step | undefined;
	/** When what was done by then had been looked at, as by `x = x.T` before `y = x @ w` on one line; what failed has assigned nothing. */
	readonly #tick: Tick;

	constructor(text: string, at: FailedAt) {
		this.#text = text;
		this.#at = at;
		const { trace, source, line, frame, tick } = at;
		const index = trace.stepsOfLine(source, line).findLast((each) => {
			const step = trace.step(each);
			return step.tick <= tick && (frame === undefined || step.frame === frame);
		});
		this.#step = index === undefined ? undefined : trace.step(index);
		this.#tick = this.#step?.end ?? tick;
	}

	failure(node: SyntaxNode): Failure | undefined {
		const { firstChild: first, lastChild: last } = node;
		if (!first || !last) { return undefined; }
		switch (node.name) {
			case 'BinaryExpression':
			case 'UpdateStatement': {
				const sign = first.nextSibling;
				return sign ? this.#operation(this.#written(sign), [...this.#operands(first, 'left'), ...this.#operands(last, 'right')]) : undefined;
			}
			case 'CallExpression': {
				const receiver = first.name === 'MemberExpression' ? first.firstChild : undefined;
				// A name that is no tensor is a module; what a call gave may be one that is not known.
				const before = receiver ? this.#operands(receiver, 'receiver').filter(({ tensor }) => tensor !== undefined || !isChain(receiver)) : [];
				const named = first.getChild('PropertyName');
				return {
					name: this.#written(first).split('.').at(-1)!, operands: [...before, ...argumentsOf(node).flatMap(part => this.#operands(part, 'argument'))],
					layers: this.#layers(first), chosenAxes: [], method: named ? { from: named.from, to: named.to } : undefined,
				};
			}
			case 'MemberExpression': {
				const indices = between(node.getChild('['));
				const assigned = node.parent?.name === 'AssignStatement' && node.parent.firstChild?.from === node.from ? node.parent.lastChild : undefined;
				return indices.length > 0
					? this.#operation('[]', [...this.#operands(first, 'receiver'), ...indices.flatMap(index => this.#operands(index, 'index')), ...assigned ? this.#operands(assigned, 'assigned') : []])
					: undefined;
			}
			default: return undefined;
		}
	}

	#operation(name: string, operands: readonly Operand[]): Failure {
		return { name, operands, layers: [], chosenAxes: name === '[]' && this.#at.call ? axesBetween(this.#at.trace, this.#at.call) : [], method: undefined };
	}

	/** One, or each of a list. */
	#operands(node: SyntaxNode, place: Operand['place']): Operand[] {
		if (node.name === 'ArrayExpression' || (node.name === 'TupleExpression' && place !== 'index')) { return between(node.firstChild).slice(0, PARTS).flatMap(part => this.#operands(part, place)); }
		const text = this.#written(node), { from, to } = node;
		const value = this.#valueOf(node);
		if (value?.kind === 'sequence') {
			const parts = value.children.slice(0, Math.min(PARTS, value.head)).map(({ ref }) => this.#at.trace.value(ref, this.#tick));
			if (parts.length > 0 && parts.every(part => part?.kind === 'tensor')) {
				return parts.map((part, i) => ({ text: `${text}[${i}]`, from, to, place, ...this.#known(part), form: 'part', keepdimAt: undefined }));
			}
		}
		return [{ text, from, to, place, ...this.#known(value), form: CLOSED.has(node.name) ? 'closed' : 'open', keepdimAt: this.#keepdimAt(node) }];
	}

	#known(value: Value | undefined): Pick<Operand, 'tensor' | 'elements'> {
		const tensor = value?.kind === 'tensor' ? value : undefined;
		return { tensor, elements: () => tensor && this.#at.trace.elements(tensor, this.#tick) };
	}

	#valueOf(node: SyntaxNode): Value | undefined {
		const step = this.#step;
		if (step === undefined) { return undefined; }
		let inner = node;
		while (inner.name === 'ParenthesizedExpression' && inner.firstChild?.nextSibling) { inner = inner.firstChild.nextSibling; }
		const { trace } = this.#at;
		// What was not recorded under a name may be what a call gave: `n.T` too.
		const isTold = isChain(inner) && (isNested(trace.frame(step.frame)) || !isBoundOnTheWay(inner, this.#text));
		const ref = (isTold ? evaluate(trace, this.#written(inner), step.frame, this.#tick) : undefined) ?? this.#given(inner) ?? this.#partGiven(inner);
		return ref === undefined ? undefined : trace.value(ref, this.#tick);
	}

	/** @param output which of several; undefined: what gives several is no tensor */
	#given(node: SyntaxNode, output?: number): Ref | undefined {
		const { trace, source, rangeOf } = this.#at;
		const op = this.#step && lastOpOfCall(trace, source, rangeOf(node.from, node.to), this.#step);
		const outputs = op === undefined ? [] : trace.op(op).outputs;
		return output === undefined && outputs.length > 1 ? undefined : outputs[output ?? 0];
	}

	/** `x.max(1).values`, `x.max(1)[0]`: one of the tensors that a call gave. */
	#partGiven(node: SyntaxNode): Ref | undefined {
		const call = node.name === 'MemberExpression' ? node.firstChild : undefined;
		if (call?.name !== 'CallExpression') { return undefined; }
		const part = this.#written(node).slice(call.to - node.from).replaceAll(/\s/g, '');
		const place = PARTS_GIVEN[part];
		return place === undefined ? undefined : this.#given(call, place);
	}

	/** The modules with a weight that a callee is or has. */
	#layers(callee: SyntaxNode): Layer[] {
		const { trace } = this.#at;
		const step = this.#step, tick = this.#tick;
		const root = step && isChain(callee) ? evaluate(trace, this.#written(callee), step.frame, tick) : undefined;
		const found: Layer[] = [];
		const seen = new Set<Ref>();
		const visit = (ref: Ref, text: string, depth: number): void => {
			const module = trace.value(ref, tick);
			if (module?.kind !== 'object' || depth > DEPTH || found.length >= LAYERS || seen.has(ref)) { return; }
			seen.add(ref);
			for (const child of module.children) {
				const name = trace.value(child.key, tick), value = trace.value(child.ref, tick);
				if (name?.kind !== 'str') { continue; }
				if (name.text === 'weight' && value?.kind === 'tensor') { found.push({ text, type: module.type, weight: value.shape }); }
				visit(child.ref, /^\d+$/.test(name.text) ? `${text}[${name.text}]` : `${text}.${name.text}`, depth + 1);
			}
		};
		if (root !== undefined) { visit(root, this.#written(callee), 0); }
		return found;
	}

	#keepdimAt(node: SyntaxNode): number | undefined {
		if (node.name !== 'CallExpression' || !node.firstChild) { return undefined; }
		const name = this.#written(node.firstChild).split('.').at(-1)!;
		const list = node.getChild('ArgList');
		const last = argumentsOf(node).at(-1);
		if (!REDUCTIONS.has(name) || !list || !last || this.#written(list).includes('keepdim')) { return undefined; }
		// It may have been given already, by its place; a comma may follow.
		return last.name === 'Boolean' ? undefined : last.to;
	}

	#written({ from, to }: SyntaxNode): string {
		return this.#text.slice(from, to);
	}
}

/** What one writes behind a call for one of the tensors that it gave. */
const PARTS_GIVEN: Readonly<Record<string, number>> = { '.values': 0, '.indices': 1, '[0]': 0, '[1]': 1 };

/** What stands between brackets, from the first of them. */
function between(bracket: SyntaxNode | null): SyntaxNode[] {
	const found: SyntaxNode[] = [];
	for (let child = bracket?.nextSibling; child && ![']', ')'].includes(child.name); child = child.nextSibling) {
		if (child.name !== ',') { found.push(child); }
	}
	return found;
}

/** The outermost node with just these offsets. */
function nodeAt(tree: Tree, from: number, to: number): SyntaxNode | undefined {
	let node: SyntaxNode | null = tree.resolveInner(from, 1);
	while (node && (node.from > from || node.to < to)) { node = node.parent; }
	if (!node || node.from !== from || node.to !== to) { return undefined; }
	while (node.parent && node.parent.from === from && node.parent.to === to && WITH_OPERANDS.includes(node.parent.name)) { node = node.parent; }
	return node;
}

function rootOf(chain: SyntaxNode): SyntaxNode {
	return chain.name === 'MemberExpression' ? rootOf(chain.firstChild!) : chain;
}

/** In its statement a name may mean what the frame doesn't tell: the variable of a comprehension, or what a walrus gives it on the way. */
function isBoundOnTheWay(node: SyntaxNode, text: string): boolean {
	const { from, to } = rootOf(node);
	let around = node;
	while (around.parent && !/(?:Statement|Definition|Clause|Body|Script)$/.test(around.parent.name)) { around = around.parent; }
	let isBound = false;
	around.cursor().iterate((at) => {
		const isWithin = at.from > around.from || at.to < around.to;
		isBound ||= isWithin && at.name === 'VariableName' && text.slice(at.from, at.to) === text.slice(from, to) && roleOf(at.node) === 'store';
	});
	return isBound;
}

function argumentsOf(call: SyntaxNode): SyntaxNode[] {
	const found: SyntaxNode[] = [];
	for (let child = call.getChild('ArgList')?.firstChild; child; child = child.nextSibling) {
		const isSign = ['(', ')', ',', 'AssignOp'].includes(child.name);
		const isKeyword = child.name === 'VariableName' && child.nextSibling?.name === 'AssignOp';
		if (!isSign && !isKeyword) { found.push(child); }
	}
	return found;
}
