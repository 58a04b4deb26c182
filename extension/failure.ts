/**
 * The expression that failed and what it was given: an error's columns taken apart by the parser, its operands' shapes
 * and dtypes looked up in the trace. Nothing is computed and no words are chosen here.
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import { lastOpOfCall } from '../engine/trace/calls.ts';
import { evaluate } from '../engine/trace/expression.ts';
import type { Range, Ref, TensorValue, Trace } from '../engine/trace/model.ts';
import { isChain } from './expressionAt.ts';

export interface Operand {
	/** As written, with its offsets in the parsed text. */
	readonly text: string;
	readonly from: number;
	readonly to: number;
	/** What stands before a method's name or a subscript's bracket, or an argument. */
	readonly place: 'left' | 'right' | 'receiver' | 'argument' | 'index';
	/** undefined: no tensor, or not in the trace. */
	readonly tensor: TensorValue | undefined;
	/** Another method can be called on it as it stands: no parentheses are needed. */
	readonly isClosed: boolean;
	/** A reduction over a dimension without `keepdim`: where `, keepdim=True` goes. */
	readonly keepdimAt: number | undefined;
}

export interface Failure {
	/** `@`, `+`, `torch.mm`, `gather`, `[]`: what was done. */
	readonly name: string;
	readonly operands: readonly Operand[];
}

export interface FailedAt {
	readonly trace: Trace;
	readonly source: number;
	/** 1-based line of the text that ran. */
	readonly line: number;
	/** Zero-based range, in the text that ran, of offsets in the parsed text. */
	rangeOf(from: number, to: number): Range;
}

const REDUCTIONS = new Set(['sum', 'mean', 'prod', 'max', 'min', 'amax', 'amin', 'std', 'var', 'norm', 'argmax', 'argmin', 'logsumexp', 'median']);
const CLOSED = new Set(['VariableName', 'MemberExpression', 'CallExpression', 'ParenthesizedExpression', 'ArrayExpression']);

/** undefined: what stands there is no operation with operands. */
export function failureAt(tree: Tree, text: string, from: number, to: number, at: FailedAt): Failure | undefined {
	const node = nodeAt(tree, from, to);
	if (!node) { return undefined; }
	const operand = (part: SyntaxNode, place: Operand['place']): Operand => ({
		text: text.slice(part.from, part.to), from: part.from, to: part.to, place,
		tensor: tensorOf(part, text, at), isClosed: CLOSED.has(part.name), keepdimAt: keepdimAt(part, text),
	});
	switch (node.name) {
		case 'BinaryExpression': {
			const [left, sign, right] = [node.firstChild, node.firstChild?.nextSibling, node.lastChild];
			return left && sign && right ? { name: text.slice(sign.from, sign.to), operands: [operand(left, 'left'), operand(right, 'right')] } : undefined;
		}
		case 'CallExpression': {
			const callee = node.firstChild;
			if (!callee) { return undefined; }
			const receiver = callee.name === 'MemberExpression' ? callee.firstChild : undefined;
			const operands = argumentsOf(node).map(part => operand(part, 'argument'));
			const first = receiver && operand(receiver, 'receiver');
			return { name: text.slice(callee.from, callee.to).split('.').at(-1)!, operands: first?.tensor ? [first, ...operands] : operands };
		}
		case 'MemberExpression': {
			const [object, index] = [node.firstChild, node.getChild('[')?.nextSibling];
			return object && index ? { name: '[]', operands: [operand(object, 'receiver'), operand(index, 'index')] } : undefined;
		}
		default: return undefined;
	}
}

/** The outermost node with just these offsets. */
function nodeAt(tree: Tree, from: number, to: number): SyntaxNode | undefined {
	let node: SyntaxNode | null = tree.resolveInner(from, 1);
	while (node && (node.from > from || node.to < to)) { node = node.parent; }
	if (!node || node.from !== from || node.to !== to) { return undefined; }
	while (node.parent && node.parent.from === from && node.parent.to === to && ['BinaryExpression', 'CallExpression', 'MemberExpression'].includes(node.parent.name)) { node = node.parent; }
	return node;
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

function tensorOf(node: SyntaxNode, text: string, { trace, source, line, rangeOf }: FailedAt): TensorValue | undefined {
	const index = trace.stepsOfLine(source, line).at(-1);
	if (index === undefined) { return undefined; }
	const step = trace.step(index);
	let inner = node;
	while (inner.name === 'ParenthesizedExpression' && inner.firstChild?.nextSibling) { inner = inner.firstChild.nextSibling; }
	// What was not recorded under a name may be what a call gave: `n.T` too.
	const named = isChain(inner) ? evaluate(trace, text.slice(inner.from, inner.to), step.frame, step.tick) : undefined;
	const given = named === undefined ? lastOpOfCall(trace, source, rangeOf(inner.from, inner.to)) : undefined;
	const ref: Ref | undefined = named ?? (given === undefined ? undefined : trace.op(given).outputs[0]);
	const value = ref === undefined ? undefined : trace.value(ref, step.end);
	return value?.kind === 'tensor' ? value : undefined;
}

function keepdimAt(node: SyntaxNode, text: string): number | undefined {
	if (node.name !== 'CallExpression') { return undefined; }
	const name = node.firstChild ? text.slice(node.firstChild.from, node.firstChild.to).split('.').at(-1)! : '';
	const list = node.getChild('ArgList');
	if (!REDUCTIONS.has(name) || !list || argumentsOf(node).length === 0 || text.slice(list.from, list.to).includes('keepdim')) { return undefined; }
	return list.to - 1;
}
