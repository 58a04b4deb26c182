/**
 * In-place changes and views: a change through a view must show in its base's history and in that of other views.
 * As in PyTorch, the base gets a CopySlices node and stale views an AsStridedBackward0 node.
 */
import { call } from '../ops/call.ts';
import { stridedGradient } from '../ops/view.ts';
import { runtimeError } from '../tensor/errors.ts';
import { setRenewHistory, type Tensor } from '../tensor/tensor.ts';
import { edgeOf } from './function-node.ts';
import { isGradEnabled } from './mode.ts';
import { Node } from './node.ts';

/** RuntimeError where `self` may not be changed in place while recording. */
export function checkInPlace(self: Tensor, isRecording: boolean): void {
	const { viewOf } = self;
	if (!self.requiresGrad && !isRecording && viewOf?.base.requiresGrad !== true) {
		return;
	}
	if (viewOf !== undefined && viewOf.isUnrecorded) {
		throw runtimeError('A view was created in no_grad mode and is being modified inplace with grad mode enabled. Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace either both inside the no_grad block (if you don\'t want the inplace to be tracked) or both outside (if you want the inplace to be tracked).');
	}
	if (viewOf !== undefined && viewOf.isOneOfMany) {
		throw runtimeError(`Output ${self.outputNumber} of ${self.gradFn?.name.replace(/Backward\d*$/, '') ?? ''} is a view and is being modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.`);
	}
	if (viewOf !== undefined && viewOf.base.isLeaf && viewOf.base.requiresGrad) {
		throw runtimeError('a view of a leaf Variable that requires grad is being used in an in-place operation.');
	}
	if (self.isLeaf && self.wantsGrad) {
		throw runtimeError('a leaf Variable that requires grad is being used in an in-place operation.');
	}
}

/** Where a view lies in its base. */
interface Geometry { readonly shape: readonly number[]; readonly strides: readonly number[]; readonly offset: number }

/** Puts the node of an in-place call on a view into the history of its base. */
export function rebaseView(view: Tensor, node: Node): void {
	const { base } = view.viewOf!;
	base.setGradFn(new CopySlices(base, geometryIn(base, view), node));
	view.viewOf!.seen = -1;
}

function geometryIn(base: Tensor, view: Tensor): Geometry {
	return { shape: view.shape, strides: view.strides, offset: view.offset - base.offset };
}

function requireDense(base: Tensor): void {
	if (!base.isContiguous) {
		throw runtimeError('changing a view of a tensor that is not contiguous in place, while gradients are recorded, is not in the embedded engine yet');
	}
}

/** The base's values with one part replaced by what `inner` made of it. */
class CopySlices extends Node {
	readonly #part: Geometry;
	readonly #inner: Node;

	constructor(base: Tensor, part: Geometry, inner: Node) {
		requireDense(base);
		super('CopySlices', [edgeOf(base), ...inner.edges.slice(1)]);
		this.#part = part;
		this.#inner = inner.retain();
	}

	override apply(grads: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
		const grad = grads[0];
		if (grad === undefined) {
			return this.edges.map(() => undefined);
		}
		const whole = call('clone', call('contiguous', grad));
		const { shape, strides, offset } = this.#part;
		const part = call('as_strided', whole, shape, strides, whole.offset + offset);
		const results = this.#inner.apply([call('clone', part)]);
		if (results[0] === undefined) {
			call('zero_', part);
		} else {
			call('copy_', part, results[0]);
		}
		return [whole, ...results.slice(1)];
	}

	override releaseSaved(): void {
		this.#inner.releaseSaved();
		if (this.references === 0) {
			this.#inner.release();
		}
	}
}

/** A view of a base, whatever made it. */
class AsStrided extends Node {
	readonly #base: Geometry;
	readonly #part: Geometry;

	constructor(base: Tensor, part: Geometry) {
		super('AsStridedBackward0', [edgeOf(base)]);
		this.#base = { shape: base.shape, strides: base.strides, offset: 0 };
		this.#part = part;
	}

	override apply(grads: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
		const grad = grads[0];
		if (grad === undefined) {
			return [undefined];
		}
		return [stridedGradient(grad, this.#base, this.#part)];
	}

	override releaseSaved(): void {
		// It keeps no tensors.
	}
}

function renewHistory(view: Tensor): void {
	const viewOf = view.viewOf!;
	const { base } = viewOf;
	viewOf.seen = view.counter.value;
	if (base.requiresGrad && !viewOf.isUnrecorded && (isGradEnabled() || !base.isLeaf)) {
		view.setGradFn(new AsStrided(base, geometryIn(base, view)));
	}
}

setRenewHistory(renewHistory);
