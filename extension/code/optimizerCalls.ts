/**
 * Where a Python text makes an optimizer, and how other hyperparameters are written into that call: a syntax question
 * only, asked of Lezer's error-tolerant parser (no `vscode` here, nothing of a run).
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import type { HyperparameterValues } from '../../engine/slice/hyperparameters.ts';

/** In offsets of the text. */
export interface Edit { readonly from: number; readonly to: number; readonly text: string }

interface Argument { readonly name: string | undefined; readonly value: { readonly from: number; readonly to: number } }

/** What optimizers take by position; of others than these no more than the first two are the same. */
const POSITIONS: Readonly<Record<string, readonly string[]>> = {
	SGD: ['params', 'lr', 'momentum', 'dampening', 'weight_decay', 'nesterov'],
	Adam: ['params', 'lr', 'betas', 'eps', 'weight_decay', 'amsgrad'],
	AdamW: ['params', 'lr', 'betas', 'eps', 'weight_decay', 'amsgrad'],
	RMSprop: ['params', 'lr', 'alpha', 'eps', 'weight_decay', 'momentum', 'centered'],
	Adagrad: ['params', 'lr', 'lr_decay', 'weight_decay', 'initial_accumulator_value', 'eps'],
	Adadelta: ['params', 'lr', 'rho', 'eps', 'weight_decay'],
	Adamax: ['params', 'lr', 'betas', 'eps', 'weight_decay'],
	NAdam: ['params', 'lr', 'betas', 'eps', 'weight_decay', 'momentum_decay', 'decoupled_weight_decay'],
	RAdam: ['params', 'lr', 'betas', 'eps', 'weight_decay', 'decoupled_weight_decay'],
	Rprop: ['params', 'lr', 'etas', 'step_sizes'],
	ASGD: ['params', 'lr', 'lambd', 'alpha', 't0', 'weight_decay'],
};
const ANY = ['params', 'lr'];
/** Arguments that are two numbers: what these are called one by one, and PyTorch's own. */
const PAIRS = [{ argument: 'betas', names: ['beta1', 'beta2'], usual: ['0.9', '0.999'] }, { argument: 'etas', names: ['etaminus', 'etaplus'], usual: ['0.5', '1.2'] }] as const;

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

/**
 * What makes the call give those values: of an argument that is there its value, else an argument more. undefined: its groups of
 * parameters have values of their own, or its betas (or etas) are no two numbers in brackets.
 */
export function hyperparameterEdits(call: SyntaxNode, text: string, type: string, values: HyperparameterValues): Edit[] | undefined {
	const list = call.getChild('ArgList')!;
	const known = argumentsOf(list, text);
	if (known[0] && /^[[(]\s*\{/.test(text.slice(known[0].value.from, known[0].value.to))) { return undefined; }
	const edits: Edit[] = [], more: string[] = [];
	const isOfPair = (name: string): boolean => PAIRS.some(({ names }) => names.some(each => each === name));
	const wanted = Object.entries(values).filter(([name]) => !isOfPair(name)).map(([name, value]) => [name, pythonOf(value)] as const);
	const argumentOf = (name: string): Argument | undefined => known.find((each, i) => (each.name ?? (POSITIONS[type] ?? ANY)[i]) === name);
	for (const { argument, names, usual } of PAIRS) {
		if (names.every(name => values[name] === undefined)) { continue; }
		const given = argumentOf(argument);
		const now = given ? /^[([]\s*([^\s,()[\]]+)\s*,\s*([^\s,()[\]]+?)\s*,?\s*[)\]]$/.exec(text.slice(given.value.from, given.value.to))?.slice(1) : usual;
		if (!now) { return undefined; }
		wanted.push([argument, `(${names.map((name, i) => values[name] === undefined ? now[i] : floatOf(Number(values[name]))).join(', ')})`]);
	}
	for (const [name, value] of wanted) {
		const argument = argumentOf(name);
		if (argument) { edits.push({ ...argument.value, text: value }); } else { more.push(`${name}=${value}`); }
	}
	if (more.length > 0) {
		const last = known.at(-1)?.value.to ?? list.from + 1;
		edits.push({ from: last, to: last, text: `${known.length > 0 ? ', ' : ''}${more.join(', ')}` });
	}
	return edits;
}

/** Adam takes no whole numbers there. */
function floatOf(value: number): string {
	return Number.isInteger(value) ? `${value}.0` : String(value);
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
