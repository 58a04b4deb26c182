/**
 * One recorded op, made ready to be run many times: what computes it over the op table, and which of its arguments are computed
 * by those before it.
 */
import { PythonError, Refusal } from '../expression/errors.ts';
import { call } from '../ops/call.ts';
import { invoke } from '../ops/dispatch.ts';
import type { Argument, Operator, Result } from '../ops/operator.ts';
import { assign, subscript, type Item } from '../ops/subscript.ts';
import { OPERATOR_BY_NAME, OPERATORS } from '../ops/table.ts';
import { EngineError } from '../tensor/errors.ts';
import { isScalar, type Scalar } from '../tensor/scalar.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { Op, Ref } from '../trace/model.ts';
import { bind, type Recorded, type RecordedArgument } from './bind.ts';
import { compositeOf, conversionOf } from './composites.ts';
import { NotReplayable } from './not-replayable.ts';
import { writesInPlace } from './tape.ts';

/** Calls that draw random numbers: with other operands they would draw the same ones, which the trace does not have. */
const RANDOM = new Set(['dropout', 'bernoulli', 'multinomial', 'rand_like', 'randn_like', 'normal', 'gumbel_softmax', 'rrelu']);

const BY_MAGIC: ReadonlyMap<string, Operator> = new Map(OPERATORS.flatMap(operator => (operator.magic ?? []).map(name => [name, operator] as const)));

/** One op, chosen what computes it: where that takes a computed tensor, `slots` says which. */
export interface Instruction {
	readonly compute: (args: readonly (Argument | Recorded)[]) => Result | readonly Result[];
	readonly args: readonly (Argument | Recorded)[];
	/** Position in args (and within a list argument), and the object that goes there. */
	readonly slots: readonly { readonly position: number; readonly item: number | undefined; readonly ref: Ref }[];
	/** The objects that its results become; undefined where nobody asks. */
	readonly results: readonly (Ref | undefined)[];
}

/** The result is the operand itself. */
export interface Rename { readonly from: Ref; readonly to: Ref }

/** An op with what it is computed from. */
export type Computed = Pick<Instruction, 'compute' | 'args'>;

/** `refs`: of what has been computed so far, by which arguments are told from constants. */
export function instructionOf(op: Op, { compute, args }: Computed, refs: ReadonlyMap<Tensor, Ref>): Instruction {
	const slots = args.flatMap((arg, position) => (Array.isArray(arg) ? arg : [arg]).flatMap((item: unknown, i) => {
		const ref = item instanceof Tensor ? refs.get(item) : undefined;
		return ref === undefined ? [] : [{ position, item: Array.isArray(arg) ? i : undefined, ref }];
	}));
	return { compute, args, slots, results: writesInPlace(op) ? [op.inputs[0]?.ref] : op.outputs };
}

/** What computes an op, an in-place one as its functional form, and with what. */
export function computed(op: Op, given: readonly RecordedArgument[]): Computed {
	if (RANDOM.has(op.name)) throw new NotReplayable('replayRandom', op.name, op.line);
	const isReflected = op.name.startsWith('__r') && BY_MAGIC.has(op.name);
	const isWriting = writesInPlace(op);
	const name = isWriting && !op.name.startsWith('__') ? op.name.slice(0, -1) : op.name === 'T' ? 't' : op.name;
	// That it isn't done in place is said of functions of torch.nn alone, whose operators know nothing of it.
	const args = given.filter(argument => argument.name !== 'inplace' || !isScalar(argument.value) || argument.value.value !== false);
	const composite = compositeOf('torch.nn.functional', name) ?? compositeOf('torch', name) ?? conversionOf(name);
	if (composite !== undefined) {
		const names = args.map(argument => argument.name);
		return { args: args.map(argument => argument.value), compute: refusing(op, values => composite(name, names.map((each, i) => ({ name: each, value: values[i] as Recorded })))) };
	}
	const operator = OPERATOR_BY_NAME.get(name) ?? BY_MAGIC.get(name) ?? BY_MAGIC.get(name.replace('div__', 'truediv__'));
	const bound = operator && bind(operator, isReflected ? args.map((_, i) => ({ name: String(i), value: args[1 - i]!.value })) : args);
	if (operator === undefined || bound === undefined) throw new NotReplayable('replayUnsupported', op.name, op.line);
	return { args: bound.args, compute: refusing(op, values => invoke(operator, bound.overload, values as readonly Argument[])) };
}

/** What the operator does not take, or not with these numbers, can't be replayed. */
function refusing(op: Op, compute: Computed['compute']): Computed['compute'] {
	return values => {
		try {
			return compute(values);
		} catch (error) {
			if (error instanceof EngineError || error instanceof Refusal || error instanceof PythonError) throw new NotReplayable('replayUnsupported', op.name, op.line);
			throw error;
		}
	};
}

/** The same of `tensor[index]` and `tensor[index] = value`: the tensors among the items are arguments too. */
export function indexed(items: readonly Item[], [self, value]: readonly [Recorded, Recorded]): Computed {
	const own = items.flatMap(item => item.kind === 'tensor' ? [item.tensor] : []);
	const filled = (tensors: readonly (Argument | Recorded)[]): readonly Item[] => {
		const left = tensors[Symbol.iterator]();
		return items.map(item => item.kind === 'tensor' ? { kind: 'tensor', tensor: left.next().value as Tensor } : item);
	};
	if (value === undefined) return { args: [self, ...own], compute: ([tensor, ...tensors]) => subscript(tensor as Tensor, filled(tensors)) };
	return {
		args: [self, value, ...own],
		compute: ([tensor, put, ...tensors]) => {
			const copy = call('clone', tensor as Tensor);
			assign(copy, filled(tensors), put as Tensor | Scalar);
			return copy;
		},
	};
}

/** Its results are put into `known`. */
export function run(step: Instruction | Rename, known: Map<Ref, Tensor>): void {
	if ('from' in step) {
		known.set(step.to, known.get(step.from)!);
		return;
	}
	const args = step.args.slice();
	for (const { position, item, ref } of step.slots) {
		const tensor = known.get(ref)!;
		if (item === undefined) args[position] = tensor;
		else args[position] = (args[position] as readonly Tensor[]).with(item, tensor);
	}
	const result = step.compute(args);
	const results = Array.isArray(result) ? result : [result];
	step.results.forEach((ref, i) => {
		const tensor: unknown = results[i];
		if (ref !== undefined && tensor instanceof Tensor) known.set(ref, tensor);
	});
}
