/** An op's argument, however it was given. */
import type { Op, Ref } from '../trace/model.ts';

/** By PyTorch's name (`input` is `self` in a method's schema) or by its position in `order`; 0: it wasn't given. */
export function argumentOf(op: Pick<Op, 'inputs'>, order: readonly string[], name: string): Ref {
	const position = order.indexOf(name);
	const aliases = name === 'input' ? ['input', 'self'] : [name];
	return op.inputs.find(input => aliases.includes(input.name))?.ref ?? op.inputs.find(input => input.name === String(position))?.ref ?? 0;
}
