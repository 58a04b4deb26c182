/**
 * One step of torch.optim.SGD for one parameter, over whatever numbers are made of: tensors (sgd.ts) or plain arrays
 * (sgd-terms.ts), so that what runs and what the view explains are one formula. Each method of `SgdArithmetic` rounds
 * once, as PyTorch's single-tensor implementation does: an add with alpha is one fused multiply-add.
 */

/** A param_group's hyperparameters, PyTorch's names. */
export interface SgdGroup {
	readonly lr: number;
	readonly momentum: number;
	readonly dampening: number;
	readonly weight_decay: number;
	readonly nesterov: boolean;
	readonly maximize: boolean;
}

export interface SgdArithmetic<T> {
	negated(a: T): T;
	copy(a: T): T;
	/** a + alpha·b, rounded once. */
	addScaled(a: T, b: T, alpha: number): T;
	/** buffer ← momentum·buffer, then buffer + weight·d: two roundings. Writes to `buffer` where T can be written to. */
	updateBuffer(buffer: T, momentum: number, d: T, weight: number): T;
	/** p ← p + alpha·d. Writes to `p` where T can be written to. */
	update(p: T, d: T, alpha: number): T;
}

/** `buffer` is undefined before the first step with momentum; the answer's is undefined without momentum. */
export function sgdStep<T>(arithmetic: SgdArithmetic<T>, group: SgdGroup, parameter: T, grad: T, buffer: T | undefined): { readonly after: T; readonly buffer: T | undefined } {
	const { lr, momentum, dampening, weight_decay, nesterov, maximize } = group;
	let d = maximize ? arithmetic.negated(grad) : grad;
	if (weight_decay !== 0) {
		d = arithmetic.addScaled(d, parameter, weight_decay);
	}
	let next: T | undefined;
	if (momentum !== 0) {
		next = buffer === undefined ? arithmetic.copy(d) : arithmetic.updateBuffer(buffer, momentum, d, 1 - dampening);
		d = nesterov ? arithmetic.addScaled(d, next, momentum) : next;
	}
	return { after: arithmetic.update(parameter, d, -lr), buffer: next };
}
