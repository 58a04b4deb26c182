/**
 * Runs a tape again with other parameter values, over the op table and without Python.
 *
 * Every operand that the tape does not compute is a constant: its recorded value. In-place ops are run as their
 * functional forms, whose result then stands for the written tensor.
 */
import { invoke } from '../ops/dispatch.ts';
import type { Operator } from '../ops/operator.ts';
import { OPERATOR_BY_NAME, OPERATORS } from '../ops/table.ts';
import { memory } from '../memory/memory.ts';
import { Scope } from '../tensor/scope.ts';
import type { Scalar } from '../tensor/scalar.ts';
import { alias, emptyTensor, Tensor } from '../tensor/tensor.ts';
import type { Op, Ref, TensorValue, Tick, Trace } from '../trace/model.ts';
import { bind, type Recorded, type RecordedArgument } from './bind.ts';
import { writesInPlace, type Tape } from './tape.ts';

/** Why a tape can't be replayed, in a sentence for the user. */
export class NotReplayable extends Error {}

/** Calls that give back their operand's values unchanged. */
const IDENTITIES = new Set(['data', 'detach', 'requires_grad_', 'contiguous', 'clone', 'cpu', 'retain_grad', 'alias']);

/** Calls that draw random numbers: with other operands they would draw the same ones, which the trace does not have. */
const RANDOM = new Set(['dropout', 'bernoulli', 'multinomial', 'rand_like', 'randn_like', 'normal', 'gumbel_softmax']);

const BY_MAGIC: ReadonlyMap<string, Operator> = new Map(OPERATORS.flatMap(operator => (operator.magic ?? []).map(name => [name, operator] as const)));

/** A tape, ready to be run many times. Call `dispose` when done: it gives the tensors' memory back. */
export class Replay implements Disposable {
	readonly #trace: Trace;
	readonly #tape: Tape;
	readonly #parameters: readonly { readonly value: TensorValue; readonly tensor: Tensor }[];
	readonly #constants = new Map<Ref, Tensor>();

	/** Throws NotReplayable where a parameter's values were not recorded or it is no plain float tensor. */
	constructor(trace: Trace, tape: Tape) {
		this.#trace = trace;
		this.#tape = tape;
		using _ = new Scope();
		this.#parameters = tape.parameters.map(ref => {
			const value = trace.value(ref, tape.end);
			if (value?.kind !== 'tensor' || (value.dtype !== 'float32' && value.dtype !== 'float64')) throw new NotReplayable('a parameter is neither float32 nor float64');
			return { value, tensor: emptyTensor(value.shape, value.dtype).retain() };
		});
	}

	/** The parameters' recorded values, one array each. */
	recorded(): Float64Array[] {
		return this.#parameters.map(({ value }) => {
			const elements = this.#trace.elements(value, this.#tape.end);
			if (elements === undefined) throw new NotReplayable('a parameter was not recorded: it is over the budget');
			return Float64Array.from(elements as Float32Array);
		});
	}

	/** The loss where the parameters have these values. Throws NotReplayable, or the engine's own error. */
	lossAt(values: readonly Float64Array[]): number {
		using _ = new Scope();
		const known = new Map<Ref, Tensor>();
		this.#parameters.forEach(({ tensor, value }, i) => {
			write(tensor, values[i]!);
			known.set(value.ref, tensor);
		});
		for (const op of this.#tape.ops) this.#run(op, known);
		const root = known.get(this.#tape.root);
		if (root === undefined) throw new NotReplayable('the loss does not depend on the parameters');
		return read(root);
	}

	[Symbol.dispose](): void {
		for (const { tensor } of this.#parameters) tensor.release();
		for (const tensor of this.#constants.values()) tensor.release();
		this.#constants.clear();
	}

	#run(op: Op, known: Map<Ref, Tensor>): void {
		const args = op.inputs.map((input): RecordedArgument => ({ name: input.name, value: this.#operand(input.ref, op.tick, known) }));
		const self = args[0]?.value;
		const output = op.outputs[0];
		if (IDENTITIES.has(op.name) && self instanceof Tensor) {
			if (output !== undefined) known.set(output, self);
			return;
		}
		const results = call(op, args);
		if (writesInPlace(op)) {
			const written = op.inputs[0]?.ref;
			if (written !== undefined && results[0] !== undefined) known.set(written, results[0]);
		}
		op.outputs.forEach((ref, i) => {
			const result = results[i];
			if (result !== undefined) known.set(ref, result);
		});
	}

	#operand(ref: Ref, tick: Tick, known: ReadonlyMap<Ref, Tensor>): Recorded {
		const computed = known.get(ref) ?? this.#constants.get(ref);
		if (computed !== undefined) return computed;
		const value = this.#trace.value(ref, tick);
		switch (value?.kind) {
			case undefined: case 'none': return undefined;
			case 'bool': return { tag: 'bool', value: value.value };
			case 'int': return { tag: 'int', value: Number.isSafeInteger(value.value) ? value.value : BigInt(value.text) } satisfies Scalar;
			case 'float': return { tag: 'float', value: value.value };
			case 'str': case 'opaque': return value.text;
			case 'sequence': return value.children.map(child => this.#operand(child.ref, tick, known));
			case 'tensor': return this.#viewOfParameter(value) ?? this.#constant(value, tick);
			default: throw new NotReplayable(`an operand is a ${value!.type}`);
		}
	}

	/** A view made before the tape began (`w.data` kept in a dict) sees the parameter's new values too. */
	#viewOfParameter(value: TensorValue): Tensor | undefined {
		const owner = this.#parameters.find(parameter => parameter.value.storage === value.storage);
		return owner && alias(owner.tensor, value.shape, value.strides, value.offset - owner.value.offset);
	}

	#constant(value: TensorValue, tick: Tick): Tensor {
		const elements = this.#trace.elements(value, tick);
		if (elements === undefined) throw new NotReplayable('an operand was not recorded: it is over the budget');
		if (value.dtype === 'float16' || value.dtype === 'bfloat16') throw new NotReplayable(`an operand is ${value.dtype}`);
		const tensor = emptyTensor(value.shape, value.dtype).retain();
		new Uint8Array(memory.buffer).set(new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength), tensor.pointer);
		this.#constants.set(value.ref, tensor);
		return tensor;
	}
}

function call(op: Op, args: readonly RecordedArgument[]): readonly (Tensor | undefined)[] {
	if (RANDOM.has(op.name)) throw new NotReplayable(`\`${op.name}\` at line ${op.line} draws random numbers`);
	const reflected = op.name.startsWith('__r') && BY_MAGIC.has(op.name);
	const name = writesInPlace(op) && !op.name.startsWith('__') ? op.name.slice(0, -1) : op.name === 'T' ? 't' : op.name;
	const operator = OPERATOR_BY_NAME.get(name) ?? BY_MAGIC.get(name) ?? BY_MAGIC.get(name.replace('div__', 'truediv__'));
	const swapped = reflected ? args.map((argument, i) => ({ name: argument.name, value: args[1 - i]!.value })) : args;
	const bound = operator && bind(operator, swapped);
	if (operator === undefined || bound === undefined) throw new NotReplayable(`\`${op.name}\` at line ${op.line} can't be replayed`);
	const result = invoke(operator, bound.overload, bound.args);
	return (Array.isArray(result) ? result : [result]).map(item => (item instanceof Tensor ? item : undefined));
}

/** Writes a contiguous float32 or float64 tensor's elements. */
function write(tensor: Tensor, values: Float64Array): void {
	if (tensor.dtype === 'float32') new Float32Array(memory.buffer, tensor.pointer, tensor.numel).set(values);
	else new Float64Array(memory.buffer, tensor.pointer, tensor.numel).set(values);
}

function read(tensor: Tensor): number {
	if (tensor.numel !== 1) throw new NotReplayable('the loss is not a scalar');
	if (tensor.dtype === 'float32') return new Float32Array(memory.buffer, tensor.pointer, 1)[0]!;
	if (tensor.dtype === 'float64') return new Float64Array(memory.buffer, tensor.pointer, 1)[0]!;
	throw new NotReplayable(`the loss is ${tensor.dtype}`);
}
