/**
 * Calls an overload: grad mode, in-place and out rules, and the node for backward, around the overload's own `run`.
 * Arguments are already decoded and typed (see `Argument`); Python's argument parsing is the binding's.
 */
import { FunctionNode } from '../autograd/function-node.ts';
import { isGradEnabled, setGradEnabled } from '../autograd/mode.ts';
import { checkInPlace, rebaseView } from '../autograd/view.ts';
import { runtimeError, shapeText } from '../tensor/errors.ts';
import { canCast, dtypeText, isFloating } from '../tensor/promotion.ts';
import { sameShape } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { contiguousStrides } from '../trace/shape.ts';
import { autocast, isAutocasting } from './autocast.ts';
import { copyInto, resizeOutput } from './copy.ts';
import { isDense } from './elementwise.ts';
import type { Argument, Operator, Overload, Result } from './operator.ts';

/** `function`: a new result. `in-place`: the result is written to the first argument. `out`: to `out`. */
export type Form = 'function' | 'in-place' | 'out';

/**
 * Runs `operator.overloads[overload]` on parameters in schema order; undefined stands for None and for what was not given, as what
 * is left out at the end does (the default is taken). The result belongs to the innermost open scope (see tensor/scope.ts).
 * Raises EngineError with PyTorch's class and message.
 */
export function invoke(operator: Operator, overloadIndex: number, args: readonly Argument[], form: Form = 'function', out?: Tensor): Result {
	const overload = operator.overloads[overloadIndex]!;
	return isAutocasting() ? autocast(operator, overload, args, form === 'function', cast => differentiated(operator, overload, cast, form, out)) : differentiated(operator, overload, args, form, out);
}

function differentiated(operator: Operator, overload: Overload, args: readonly Argument[], form: Form, out: Tensor | undefined): Result {
	const isRecording = isGradEnabled() && (overload.backward !== undefined || (form === 'out' && operator.isUndifferentiable !== true) || overload.isView) && anyRequiresGrad(args);
	const self = argument(overload, args, 0);
	if (form === 'out') {
		refuseGradients(operator, overload, isRecording, out!);
		requireDType(operator, self as Tensor, out!);
		return intoOut(compute(overload, operator.isFactory === true ? inDTypeOf(overload, withDefaults(overload, args), out!) : args, out), out!, operator.fillsOut === true);
	}
	const isInPlace = form === 'in-place' || overload.writesSelf;
	if (isInPlace && isGradEnabled()) {
		checkInPlace(self as Tensor, isRecording);
	}
	if (!isRecording || overload.backward === undefined) {
		return isInPlace ? written(() => compute(overload, args, form === 'in-place' ? self as Tensor : undefined), self as Tensor) : tracked(compute(overload, args, undefined), self, overload, !isGradEnabled());
	}
	return record(overload, withDefaults(overload, args), isInPlace, form === 'in-place' ? self as Tensor : undefined);
}

/** RuntimeError where a gradient would have to pass through `out`; what writes to nothing that is differentiable may. */
function refuseGradients(operator: Operator, overload: Overload, isRecording: boolean, out: Tensor): void {
	if (!isGradEnabled() || operator.isUndifferentiable === true || !(isRecording || out.requiresGrad)) {
		return;
	}
	const { name, nameInErrors, isFactory = false } = operator;
	if (!isRecording && overload.backward === undefined && nameInErrors === undefined && !isFactory) {
		// Composed of others, the last of which writes to it.
		checkInPlace(out, false);
		return;
	}
	throw runtimeError(`${nameInErrors ?? (isFactory ? `aten::${name}` : name)}(): functions with out=... arguments don't support automatic differentiation, but one of the arguments requires grad.`);
}

function record(overload: Overload, args: readonly Argument[], isInPlace: boolean, out: Tensor | undefined): Result {
	const node = new FunctionNode(overload, args, isInPlace);
	const self = args[0];
	node.retain();
	try {
		setGradEnabled(false);
		let result: Result;
		try {
			result = isInPlace ? written(() => compute(overload, args, out), self as Tensor) : tracked(compute(overload, args, out), self, overload, false);
		} finally {
			setGradEnabled(true);
		}
		const results = (Array.isArray(result) ? result : [result]) as readonly Tensor[];
		// There may be none: of what is empty along the dimension that is split.
		refuseIntegers(overload, results[0]);
		const hidden = overload.backward!.nonDifferentiable;
		if (overload.isReshaping === true) {
			reshaped(self as Tensor, node);
			node.saveResults(results);
			return result;
		}
		if (isInPlace && (self as Tensor).viewOf !== undefined) {
			node.saveResults(results);
			rebaseView(self as Tensor, node);
			return result;
		}
		for (let i = 0; i < results.length; i++) {
			const item = results[i]!;
			if (hidden?.includes(i) !== true && isFloating(item.dtype)) {
				item.setGradFn(node, i);
			}
		}
		node.saveResults(results);
		return result;
	} finally {
		node.release();
	}
}

/** RuntimeError where a dtype was asked for that has no derivatives. */
function refuseIntegers({ schema }: Overload, result: Tensor | undefined): void {
	if (result !== undefined && !isFloating(result.dtype) && schema.parameters.some(({ type, isKeywordOnly }) => type === 'ScalarType' && isKeywordOnly)) {
		throw runtimeError(`Autograd not support dtype: ${dtypeText(result.dtype)}`);
	}
}

/** Of a view that lies otherwise now, what its base was made of is as before. */
function reshaped(self: Tensor, node: FunctionNode): void {
	self.setGradFn(node);
	if (self.viewOf !== undefined) {
		self.viewOf.seen = self.version;
	}
}

function compute(overload: Overload, args: readonly Argument[], out: Tensor | undefined): Result {
	const run = overload.run as (...all: readonly (Argument | Tensor)[]) => Result;
	// A list for each call would cost as much as a small operator; and spreading one, where the sandbox has frozen arrays, V8 compiles again and again, with all that is around it.
	switch (overload.defaults.length) {
		case 1: return run(argument(overload, args, 0), out);
		case 2: return run(argument(overload, args, 0), argument(overload, args, 1), out);
		case 3: return run(argument(overload, args, 0), argument(overload, args, 1), argument(overload, args, 2), out);
		case 4: return run(argument(overload, args, 0), argument(overload, args, 1), argument(overload, args, 2), argument(overload, args, 3), out);
		case 5: return run(argument(overload, args, 0), argument(overload, args, 1), argument(overload, args, 2), argument(overload, args, 3), argument(overload, args, 4), out);
		case 6: return run(argument(overload, args, 0), argument(overload, args, 1), argument(overload, args, 2), argument(overload, args, 3), argument(overload, args, 4), argument(overload, args, 5), out);
		default: return Reflect.apply(run, undefined, withDefaults(overload, args).concat([out])) as Result;
	}
}

/** What was given for a parameter, or its default. */
function argument({ defaults }: Overload, args: readonly Argument[], place: number): Argument {
	const given = place < args.length ? args[place] : undefined;
	return given === undefined ? defaults[place] : given;
}

/** Marks a view's base, so that in-place changes of either reach the other's history. */
function tracked(result: Result, self: Argument, overload: Overload, isUnrecorded: boolean): Result {
	if (overload.isView && self instanceof Tensor) {
		const isMany = Array.isArray(result);
		for (const item of (isMany ? result : [result]) as readonly Tensor[]) {
			if (item !== self && item.viewOf === undefined && item.storage === self.storage && overload.schema.name !== 'detach') {
				item.setViewOf(self, isMany, isUnrecorded);
			}
		}
	}
	return result;
}

/** Makes self hold the result of an in-place call, which is one change however many it is made of. */
function written(computed: () => Result, self: Tensor): Tensor {
	const { version } = self;
	const result = computed();
	if (result === self) {
		if (self.version === version) {
			self.bumpVersion();
		}
		return self;
	}
	const value = result as Tensor;
	if (!sameShape(value.shape, self.shape)) {
		throw runtimeError(`output with shape ${shapeText(self.shape)} doesn't match the broadcast shape ${shapeText(value.shape)}`);
	}
	checkCast(value, self);
	copyInto(self, value);
	self.bumpVersion();
	return self;
}

/** Makes `out` hold the result, resized where its shape differs. */
function intoOut(result: Result, out: Tensor, keepsShape: boolean): Tensor {
	const value = result as Tensor;
	if (value !== out) {
		checkCast(value, out);
		if (keepsShape && value.numel === out.numel) {
			value.setGeometry(out.shape, contiguousStrides(out.shape), value.offset);
		}
		resizeOutput(out, value.shape, isDense(value) ? value.strides : undefined);
		copyInto(out, value);
	}
	out.bumpVersion();
	return out;
}

/** RuntimeError where the operator writes only what is of its argument's dtype, and `out` is of another. */
function requireDType({ outKeepsDType }: Operator, self: Tensor, out: Tensor): void {
	if (outKeepsDType !== undefined && out.dtype !== self.dtype) {
		throw runtimeError(outKeepsDType(dtypeText(out.dtype), dtypeText(self.dtype)));
	}
}

/** A new tensor that is written to `out` is of its dtype. RuntimeError where another is asked for. */
function inDTypeOf({ schema }: Overload, args: readonly Argument[], out: Tensor): readonly Argument[] {
	const at = schema.parameters.findIndex(({ type }) => type === 'ScalarType');
	if (at < 0) {
		return args;
	}
	if (args[at] !== undefined && args[at] !== out.dtype) {
		throw runtimeError(`dtype ${dtypeText(args[at] as Tensor['dtype'])} does not match dtype of out parameter (${dtypeText(out.dtype)})`);
	}
	return args.with(at, out.dtype);
}

/** RuntimeError where a result may not be stored in `target`'s dtype. */
function checkCast(value: Tensor, target: Tensor): void {
	if (!canCast(value.dtype, target.dtype)) {
		throw runtimeError(`result type ${dtypeText(value.dtype)} can't be cast to the desired output type ${dtypeText(target.dtype)}`);
	}
}

function anyRequiresGrad(args: readonly Argument[]): boolean {
	for (let i = 0; i < args.length; i++) {
		const arg = args[i];
		if (arg instanceof Tensor ? arg.requiresGrad : Array.isArray(arg) && arg.some(item => item instanceof Tensor && item.requiresGrad)) {
			return true;
		}
	}
	return false;
}

function withDefaults(overload: Overload, args: readonly Argument[]): readonly Argument[] {
	const { defaults } = overload;
	for (let place = 0; place < defaults.length; place++) {
		if (place >= args.length || (args[place] === undefined && defaults[place] !== undefined)) {
			return defaults.map((_, each) => argument(overload, args, each));
		}
	}
	return args;
}
