/**
 * The overloads of linspace and logspace whose bounds are tensors of no dimension.
 */
import { runtimeError } from '../tensor/errors.ts';
import type { Scalar } from '../tensor/scalar.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { Operand, OverloadDefinition } from './operator.ts';
import { itemOf } from './reduce.ts';

function requireZeroDims(name: string, bounds: Readonly<Record<string, Operand>>): void {
	for (const [which, bound] of Object.entries(bounds)) {
		if (bound instanceof Tensor && bound.ndim !== 0) {
			throw runtimeError(`${name} only supports 0-dimensional start and end tensors, but got ${which} with ${bound.ndim} dimension(s).`);
		}
	}
}

/** `run` takes their numbers. */
export function byTensors(name: string, parameters: string, run: (start: Scalar, end: Scalar, ...rest: readonly never[]) => Tensor): OverloadDefinition[] {
	return (['Tensor_Tensor', 'Tensor_Scalar', 'Scalar_Tensor'] as const).map(overload => {
		const [first, second] = overload.split('_') as [string, string];
		return {
			schema: `${name}.${overload}(${first} start, ${second} end, ${parameters}) -> Tensor`,
			run: (start: Operand, end: Operand, ...rest: readonly never[]) => {
				requireZeroDims(name, { start, end });
				const [low, high] = [start, end].map(bound => bound instanceof Tensor ? itemOf(bound) : bound) as [Scalar, Scalar];
				return run(low, high, ...rest);
			},
		};
	});
}
