/**
 * Where a Python text makes an optimizer, and how other hyperparameters are written into that call: a syntax question
 * only, asked of Lezer's error-tolerant parser (no `vscode` here, nothing of a run).
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import type { HyperparameterValues } from '../engine/slice/hyperparameters.ts';

/** In offsets of the text. */
export interface Edit { readonly from: number; readonly to: number; readonly text: string }

interface Argument { readonly name: string | undefined; readonly value: { readonly from: number; readonly to: number } }

/** What torch.optim.SGD and its kin take by position. */
const POSITIONS = ['params', 'lr', 'momentum', 'dampening', 'weight_decay'];

/** The calls of `SGD`, `optim.SGD`, …, in the text's order. */
export function optimizerCalls(tree: Tree, text: string, type: string): SyntaxNode[] {
	const found: SyntaxNode[] = [];
	tree.iterate({
		enter({ node }) {
			if (node.name !== 'CallExpression') { return; }
			const called = node.firstChild!, name = called.name === 'MemberExpression' ? called.lastChild! : called;
			if (text.slice(name.from, name.to) === type && node.getChild('ArgList')) { found.push(node); }
		},
	});
	return found;
}

/** What makes the call give those values: of an argument that is there its value, else an argument more. */
export function hyperparameterEdits(call: SyntaxNode, text: string, values: HyperparameterValues): Edit[] {
	const list = call.getChild('ArgList')!;
	const known = argumentsOf(list, text);
	const edits: Edit[] = [], more: string[] = [];
	for (const [name, value] of Object.entries(values)) {
		const argument = known.find((each, i) => (each.name ?? POSITIONS[i]) === name);
		if (argument) { edits.push({ ...argument.value, text: pythonOf(value) }); } else { more.push(`${name}=${pythonOf(value)}`); }
	}
	if (more.length > 0) {
		const last = known.at(-1)?.value.to ?? list.from + 1;
		edits.push({ from: last, to: last, text: `${known.length > 0 ? ', ' : ''}${more.join(', ')}` });
	}
	return edits;
}

export function pythonOf(value: number | boolean): string {
	return typeof value === 'number' ? String(value) : value ? 'True' : 'False';
}

function argumentsOf(list: SyntaxNode, text: string): Argument[] {
	const found: Argument[] = [];
	let name: string | undefined, from: number | undefined, to = 0;
	for (let node = list.firstChild; node; node = node.nextSibling) {
		if (node.name === 'Comment') { continue; }
		if (['(', ',', ')'].includes(node.name)) {
			// What is unpacked has no place of its own.
			if (from !== undefined) { found.push({ name: name ?? (text[from] === '*' ? '*' : undefined), value: { from, to } }); }
			name = from = undefined;
		} else if (node.name === 'AssignOp') {
			name = text.slice(from, to);
			from = undefined;
		} else {
			from ??= node.from;
			to = node.to;
		}
	}
	return found;
}
