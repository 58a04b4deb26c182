/**
 * Runs a tape again with other parameter values, over the op table and without Python.
 *
 * Every operand that the tape does not compute is a constant: its recorded value. In-place ops are run as their
 * functional forms, whose result then stands for the written tensor.
 */
import { grad } from '../autograd/backward.ts';
import { invoke } from '../ops/dispatch.ts';
import type { Argument, Operator, Result } from '../ops/operator.ts';
import { call } from '../ops/call.ts';
import { assign, subscript, type Item } from '../ops/subscript.ts';
import { OPERATOR_BY_NAME, OPERATORS } from '../ops/table.ts';
import { memory } from '../memory/memory.ts';
import { Scope } from '../tensor/scope.ts';
import { isScalar, type Scalar } from '../tensor/scalar.ts';
import { alias, emptyTensor, Tensor } from '../tensor/tensor.ts';
import type { ReplayNote } from '../slice/slice.ts';
import type { Op, Ref, TensorValue, Tick, Trace } from '../trace/model.ts';
import { bind, type Recorded, type RecordedArgument } from './bind.ts';
import { compositeOf } from './composites.ts';
import { writesInPlace, type Tape } from './tape.ts';

/** Why a tape can't be replayed; the views have the sentence. */
export class NotReplayable extends Error {
	readonly note: ReplayNote;

	constructor(reason: ReplayNote['reason'], ...values: readonly (string | number)[]) {
		super(`${reason} ${values.join(' ')}`);
		this.note = { reason, values };
	}
}

/** Calls that give back their operand's values unchanged. */
const IDENTITIES = new Set(['data', 'detach', 'requires_grad_', 'contiguous', 'clone', 'cpu', 'retain_grad', 'alias']);

/** Calls that draw random numbers: with other operands they would draw the same ones, which the trace does not have. */
const RANDOM = new Set(['dropout', 'bernoulli', 'multinomial', 'rand_like', 'randn_like', 'normal', 'gumbel_softmax']);

const BY_MAGIC: ReadonlyMap<string, Operator> = new Map(OPERATORS.flatMap(operator => (operator.magic ?? []).map(name => [name, operator] as const)));

/** One op, chosen what computes it: where that takes a computed tensor, `slots` says which. */
interface Instruction {
	readonly compute: (args: readonly (Argument | Recorded)[]) => Result | readonly Result[];
	readonly args: readonly (Argument | Recorded)[];
	/** Position in args (and within a list argument), and the object that goes there. */
	readonly slots: readonly { readonly position: number; readonly item: number | undefined; readonly ref: Ref }[];
	/** The objects that its results become; undefined where nobody asks. */
	readonly results: readonly (Ref | undefined)[];
}

/** The result is the operand itself. */
interface Rename { readonly from: Ref; readonly to: Ref }

/** A tape, ready to be run many times. Dispose it when done: that gives the tensors' memory back. */
export class Replay implements Disposable {
	readonly #trace: Trace;
	readonly #tape: Tape;
	readonly #parameters: readonly { readonly value: TensorValue; readonly tensor: Tensor }[];
	readonly #constants = new Map<Ref, Tensor>();
	readonly #program: (Instruction | Rename)[] = [];

	/** Runs the tape once with the recorded values, to choose overloads. Throws NotReplayable where it can't be. */
	constructor(trace: Trace, tape: Tape) {
		this.#trace = trace;
		this.#tape = tape;
		using _ = new Scope();
		this.#parameters = tape.parameters.map(ref => {
			const value = trace.value(ref, tape.end);
			if (value?.kind !== 'tensor' || (value.dtype !== 'float32' && value.dtype !== 'float64')) throw new NotReplayable('replayDtype');
			return { value, tensor: emptyTensor(value.shape, value.dtype).retain() };
		});
		const known = this.#start(this.recorded());
		for (const op of tape.ops) this.#compile(op, known);
		if (!known.has(tape.root)) throw new NotReplayable('replayIndependent');
	}

	/** The parameters' recorded values, one array each. */
	recorded(): Float64Array[] {
		return this.#parameters.map(({ value }) => {
			const elements = this.#trace.elements(value, this.#tape.end);
			if (elements === undefined) throw new NotReplayable('replayOverBudget');
			return Float64Array.from(elements as Float32Array);
		});
	}

	/** The loss where the parameters have these values. Throws the engine's own error where an op refuses them. */
	lossAt(values: readonly Float64Array[]): number {
		using _ = new Scope();
		const known = this.#start(values);
		for (const instruction of this.#program) run(instruction, known);
		return numberOf(known.get(this.#tape.root)!);
	}

	/**
	 * The root, and its gradients by the parameters and by each op's result, which `refs` name in the tape's order, as `read` gives
	 * them while they are there; undefined where none flows. Throws where the root is no single number.
	 */
	gradients<T>(refs: readonly Ref[], read: (gradient: Tensor) => T): { readonly root: number; readonly parameters: readonly (T | undefined)[]; readonly results: readonly (T | undefined)[] } {
		using _ = new Scope();
		const parameters = this.#parameters.map(({ tensor }) => tensor);
		for (const tensor of parameters) tensor.wantsGrad = true;
		try {
			const known = this.#start(this.recorded());
			// An in-place op's result takes its operand's place: each is looked up as soon as it is there.
			const results = this.#program.map((instruction, i) => {
				run(instruction, known);
				return known.get(refs[i]!);
			});
			const root = known.get(this.#tape.root)!;
			if (root.numel !== 1) throw new NotReplayable('replayNotScalar');
			const flowing = [...new Set([...parameters, ...results])].filter(tensor => tensor?.requiresGrad) as Tensor[];
			const gradients = root.requiresGrad ? grad([root], flowing, [undefined], { allowUnused: true }) : [];
			const readings = new Map(flowing.map((tensor, i) => [tensor, gradients[i] && read(gradients[i])]));
			const reading = (tensor: Tensor | undefined): T | undefined => tensor && readings.get(tensor);
			return { root: numberOf(root), parameters: parameters.map(reading), results: results.map(reading) };
		} finally {
			for (const tensor of parameters) tensor.wantsGrad = false;
		}
	}

	[Symbol.dispose](): void {
		for (const { tensor } of this.#parameters) tensor.release();
		for (const tensor of this.#constants.values()) tensor.release();
		this.#constants.clear();
	}

	#start(values: readonly Float64Array[]): Map<Ref, Tensor> {
		const known = new Map<Ref, Tensor>();
		this.#parameters.forEach(({ tensor, value }, i) => {
			write(tensor, values[i]!);
			known.set(value.ref, tensor);
		});
		return known;
	}

	#compile(op: Op, known: Map<Ref, Tensor>): void {
		const { name } = op;
		if (name === '__getitem__' || name === '__setitem__') {
			const [self, , value] = op.inputs.map((input, place) => place === 1 ? undefined : this.#operand(input.ref, op.tick, known));
			const step = instructionOf(op, indexed(this.#items(op, known), [self, value]), known);
			run(step, known);
			this.#program.push(step);
			return;
		}
		const args = op.inputs.map((input): RecordedArgument => ({ name: input.name, value: this.#operand(input.ref, op.tick, known) }));
		const [self, output] = [op.inputs[0]?.ref ?? 0, op.outputs[0]];
		let step: Instruction | Rename;
		if (IDENTITIES.has(op.name) && args[0]?.value instanceof Tensor && output !== undefined) {
			known.set(self, args[0].value);
			step = { from: self, to: output };
		} else {
			step = instructionOf(op, computed(op, args), known);
		}
		run(step, known);
		this.#program.push(step);
	}

	#operand(ref: Ref, tick: Tick, known: Map<Ref, Tensor>): Recorded {
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
			default: throw new NotReplayable('replayOperand', value!.type);
		}
	}

	/** What stands between the brackets of an op that indexes. */
	#items(op: Op, known: Map<Ref, Tensor>): readonly Item[] {
		const index = op.inputs[1]?.ref ?? 0, value = this.#trace.value(index, op.tick);
		const refs = value?.kind === 'sequence' && value.type === 'tuple' ? value.children.map(child => child.ref) : [index];
		return refs.map((ref): Item => {
			const item = this.#trace.value(ref, op.tick);
			const whole = (child: Ref | undefined): number | undefined => {
				const part = child === undefined ? undefined : this.#trace.value(child, op.tick);
				return part?.kind === 'int' ? part.value : undefined;
			};
			switch (item?.kind) {
				case 'none': return { kind: 'none' };
				case 'int': return { kind: 'int', at: item.value };
				case 'bool': return { kind: 'bool', value: item.value };
				case 'tensor': {
					const tensor = this.#operand(ref, op.tick, known) as Tensor;
					return tensor.ndim === 0 && tensor.dtype.startsWith('int') ? { kind: 'int', at: Number(this.#trace.elements(item, op.tick)![0]) } : { kind: 'tensor', tensor };
				}
				case 'object': {
					const [start, stop, step] = item.children.map(child => whole(child.ref));
					if (item.type === 'slice') return { kind: 'slice', start, stop, step: step ?? 1 };
					break;
				}
				case 'opaque':
					if (item.type === 'ellipsis') return { kind: 'ellipsis' };
					break;
				default: break;
			}
			throw new NotReplayable('replayUnsupported', op.name, op.line);
		});
	}

	/** A view made before the tape began (`w.data` kept in a dict) sees the parameter's new values too: it shares its bytes. */
	#viewOfParameter(value: TensorValue): Tensor | undefined {
		const owner = this.#parameters.find(parameter => parameter.value.storage === value.storage);
		if (owner === undefined) return undefined;
		const view = alias(owner.tensor, value.shape, value.strides, value.offset - owner.value.offset).retain();
		this.#constants.set(value.ref, view);
		return view;
	}

	#constant(value: TensorValue, tick: Tick): Tensor {
		const elements = this.#trace.elements(value, tick);
		if (elements === undefined) throw new NotReplayable('replayOverBudget');
		if (value.dtype === 'float16' || value.dtype === 'bfloat16') throw new NotReplayable('replayOperand', value.dtype);
		const tensor = emptyTensor(value.shape, value.dtype).retain();
		new Uint8Array(memory.buffer).set(new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength), tensor.pointer);
		this.#constants.set(value.ref, tensor);
		return tensor;
	}
}

function instructionOf(op: Op, { compute, args }: Pick<Instruction, 'compute' | 'args'>, known: ReadonlyMap<Ref, Tensor>): Instruction {
	const refs = new Map([...known].map(([ref, tensor]) => [tensor, ref]));
	const slots = args.flatMap((arg, position) => (Array.isArray(arg) ? arg : [arg]).flatMap((item: unknown, i) => {
		const ref = item instanceof Tensor ? refs.get(item) : undefined;
		return ref === undefined ? [] : [{ position, item: Array.isArray(arg) ? i : undefined, ref }];
	}));
	return { compute, args, slots, results: writesInPlace(op) ? [op.inputs[0]?.ref] : op.outputs };
}

/** What computes an op, an in-place one as its functional form, and with what. */
function computed(op: Op, given: readonly RecordedArgument[]): Pick<Instruction, 'compute' | 'args'> {
	if (RANDOM.has(op.name)) throw new NotReplayable('replayRandom', op.name, op.line);
	const isReflected = op.name.startsWith('__r') && BY_MAGIC.has(op.name);
	const isWriting = writesInPlace(op);
	const name = isWriting && !op.name.startsWith('__') ? op.name.slice(0, -1) : op.name === 'T' ? 't' : op.name;
	// That it isn't done in place is said of functions of torch.nn alone, whose operators know nothing of it.
	const args = given.filter(argument => argument.name !== 'inplace' || !isScalar(argument.value) || argument.value.value !== false);
	const composite = compositeOf('torch.nn.functional', name);
	if (composite !== undefined) {
		const names = args.map(argument => argument.name);
		return { args: args.map(argument => argument.value), compute: values => composite(name, names.map((each, i) => ({ name: each, value: values[i] as Recorded }))) };
	}
	const operator = OPERATOR_BY_NAME.get(name) ?? BY_MAGIC.get(name) ?? BY_MAGIC.get(name.replace('div__', 'truediv__'));
	const bound = operator && bind(operator, isReflected ? args.map((_, i) => ({ name: String(i), value: args[1 - i]!.value })) : args);
	if (operator === undefined || bound === undefined) throw new NotReplayable('replayUnsupported', op.name, op.line);
	return { args: bound.args, compute: values => invoke(operator, bound.overload, values as readonly Argument[]) };
}

/** The same of `tensor[index]` and `tensor[index] = value`: the tensors among the items are arguments too. */
function indexed(items: readonly Item[], [self, value]: readonly [Recorded, Recorded]): Pick<Instruction, 'compute' | 'args'> {
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

function run(step: Instruction | Rename, known: Map<Ref, Tensor>): void {
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

/** Writes a contiguous float32 or float64 tensor's elements. */
function write(tensor: Tensor, values: Float64Array): void {
	if (tensor.dtype === 'float32') new Float32Array(memory.buffer, tensor.pointer, tensor.numel).set(values);
	else new Float64Array(memory.buffer, tensor.pointer, tensor.numel).set(values);
}

function numberOf(tensor: Tensor): number {
	if (tensor.numel !== 1) throw new NotReplayable('replayNotScalar');
	if (tensor.dtype === 'float32') return new Float32Array(memory.buffer, tensor.pointer, 1)[0]!;
	if (tensor.dtype === 'float64') return new Float64Array(memory.buffer, tensor.pointer, 1)[0]!;
	throw new NotReplayable('replayDtype');
}
