/** The autograd graph for Python: nodes by handle, what they saved, and nodes of the user's own (torch.autograd.Function). */
import { AccumulateGrad } from '../autograd/accumulate-grad.ts';
import { setAnomalyDetection } from '../autograd/anomaly.ts';
import { FunctionNode } from '../autograd/function-node.ts';
import type { Node } from '../autograd/node.ts';
import { PythonNode } from '../autograd/python-node.ts';
import { setPacking } from '../autograd/saved-variable.ts';
import { checkInPlace } from '../autograd/view.ts';
import { runtimeError } from '../tensor/errors.ts';
import { isFloating } from '../tensor/promotion.ts';
import { Tensor } from '../tensor/tensor.ts';
import { encode, NONE, type Answer } from './answer.ts';
import { handlesOf, packed, pythons, runMany, unpacked } from './callbacks.ts';
import { Cursor, type Flat } from './decode.ts';
import { expose, exposeNode, nameNode, nodeOf, tensorOf, unnameNode } from './handles.ts';

/**
 * `what` 0: "handle name" of the node that made the tensor `-handle`; 1: the nodes before node `handle`, as
 * "handle name input" with commas between; 2: the leaf of an AccumulateGrad node; 3: how many outputs it has.
 */
export function node(handle: number, what: number): Answer {
	if (what === 0) {
		const { gradFn } = tensorOf(-handle);
		return gradFn === undefined ? '' : `${exposeNode(gradFn)} ${gradFn.name}`;
	}
	const own = nodeOf(handle);
	if (what === 2) return own instanceof AccumulateGrad ? expose(own.variable) : NONE;
	if (what === 3) return own.outputs;
	return own.edges.length === 0 ? '-' : own.edges.map(edge => edge === undefined ? '' : `${exposeNode(edge.node)} ${edge.node.name} ${edge.input}`).join(',');
}

/** What a node keeps of its call under a name: a tensor, a number or a list; '' where it keeps nothing of that name. */
export function nodeSaved(handle: number, name: string): Answer {
	const own = nodeOf(handle);
	const kept = own instanceof FunctionNode ? own.kept(name) : undefined;
	if (kept === undefined || typeof kept === 'string') return '';
	return Array.isArray(kept) && !kept.some(item => item instanceof Tensor) ? `l${kept.join(',')}` : encode(kept as Tensor, []);
}

/**
 * Makes the node of a call of a user's Function and gives it to the outputs: the number that Python will be called by, the
 * node's name, the tensors that forward was given, its outputs (0: not a tensor, or without a gradient), which of these
 * were written to in place, and what is saved. Answers by which number Python may name the node, without holding it.
 */
export function functionNode(number: number, name: string, ...flat: Flat): Answer {
	const cursor = new Cursor(flat);
	const [inputs, outputs, dirty, saved] = [list(cursor), list(cursor), list(cursor), list(cursor)];
	const own: PythonNode = new PythonNode(name, inputs as readonly Tensor[], grads => runMany(number, grads), () => {
		unnameNode(own);
		pythons().forget(number);
	}).retain();
	try {
		for (const tensor of dirty) {
			if (tensor!.isLeaf && tensor!.wantsGrad) throw runtimeError('a leaf Variable that requires grad has been used in an in-place operation.');
			checkInPlace(tensor!, true);
			if (tensor!.viewOf !== undefined) throw runtimeError('writing to a view in a function of your own is not in the embedded engine yet; the python runtime has it');
			tensor!.bumpVersion();
		}
		for (const [i, output] of outputs.entries()) {
			if (output !== undefined && isFloating(output.dtype)) output.setGradFn(own, i);
		}
		own.outputs = outputs.length;
		own.save(saved, outputs);
		return nameNode(own);
	} finally {
		own.release();
	}
}

function list(cursor: Cursor): (Tensor | undefined)[] {
	return cursor.list(() => cursor.operand() as Tensor | undefined)!;
}

/** The tensors that a user's Function saved, as handles. */
export function functionSaved(handle: number): Answer {
	return handlesOf((nodeOf(handle) as PythonNode).saved());
}

/** Whether the history of a tensor leads to a leaf that is not among these. */
export function depends(handle: number, ...leaves: number[]): Answer {
	const { gradFn } = tensorOf(handle);
	const own = new Set(leaves.map(tensorOf));
	if (gradFn === undefined) return Number(!own.has(tensorOf(handle)));
	const seen = new Set<Node>([gradFn]);
	for (const each of seen) {
		if (each instanceof AccumulateGrad && !own.has(each.variable)) return 1;
		for (const edge of each.edges) if (edge !== undefined) seen.add(edge.node);
	}
	return 0;
}

/** Whether anomalies are looked for, and NaNs among them. */
export function anomalyMode(isOn: number, checksNaN: number): Answer {
	setAnomalyDetection(isOn === 0 ? undefined : { checksNaN: checksNaN === 1, where: () => pythons().where(), warn: (name, where) => pythons().warn_anomaly(name, where) });
	return NONE;
}

/** From now on tensors are saved as Python's hook makes of them; 0: as they are. */
export function savedTensorsHooks(pack: number): Answer {
	setPacking(pack === 0 ? undefined : { pack: tensor => packed(pack, tensor), unpack: unpacked, drop: number => pythons().forget(number) });
	return NONE;
}
