/**
 * Calls an overload: grad mode, in-place and out rules, and the node for backward, around the overload's own `run`.
 * Arguments are already decoded and typed (see `Argument`); Python's argument parsing is the binding's.
 */
import { runtimeError } from '../tensor/errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Argument, Operator, Result } from './operator.ts';

/** `function`: a new result. `in-place`: the result is written to the first argument. `out`: to `out`. */
export type Form = 'function' | 'in-place' | 'out';

/**
 * Runs `operator.overloads[overload]` on all parameters in schema order; undefined stands for None and for what was
 * not given (the default is filled in). The result belongs to the innermost open scope (see tensor/scope.ts).
 * Raises EngineError with PyTorch's class and message.
 */
export function invoke(operator: Operator, overload: number, args: readonly Argument[], form: Form = 'function', out?: Tensor): Result {
	void [overload, args, form, out];
	throw runtimeError(`${operator.name} is not built yet`);
}
