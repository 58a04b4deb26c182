/**
 * Runs a tape again with other parameter values, over the op table and without Python.
 *
 * Every operand that the tape does not compute is a constant: its recorded value. In-place ops are run as their
 * functional forms, whose result then stands for the written tensor.
 */
import { grad } from '../autograd/backward.ts';
import { memory, views } from '../memory/memory.ts';
import type { Item } from '../ops/subscript.ts';
import { isTuple, listedNumbers } from '../slice/index-parts.ts';
import { Scope } from '../tensor/scope.ts';
import type { Scalar } from '../tensor/scalar.ts';
import { alias, emptyTensor, Tensor } from '../tensor/tensor.ts';
import { decodeElements } from '../trace/elements.ts';
import type { Op, Ref, TensorValue, Tick, Trace } from '../trace/model.ts';
import type { Recorded, RecordedArgument } from './bind.ts';
import { computed, indexed, type Instruction, instructionOf, type Rename, run } from './instructions.ts';
import { NotReplayable } from './not-replayable.ts';
import type { Tape } from './tape.ts';

/** Calls that give back their operand's values unchanged, and are no node of an autograd graph. */
const IDENTITIES = new Set(['data', 'detach', 'requires_grad_', 'cpu', 'retain_grad']);

/** A tape, ready to be run many times. Dispose it when done: that gives the tensors' memory back. */
export class Replay implements Disposable {
	readonly #trace: Trace;
	readonly #tape: Tape;
	readonly #parameters: readonly { readonly value: TensorValue; readonly tensor: Tensor }[];
	readonly #constants = new Map<Ref, { readonly tensor: Tensor; readonly tick: Tick }>();
	/** Of those that are given up for newer ones too: all are released at the end. */
	readonly #held: Tensor[] = [];
	/** What has been computed so far, by its tensors; while the tape is compiled. */
	readonly #refs = new Map<Tensor, Ref>();
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
		for (const [ref, tensor] of known) this.#refs.set(tensor, ref);
		for (const op of tape.ops) this.#compile(op, known);
		this.#refs.clear();
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
	 * The root's elements, and its gradients by the parameters and by each op's result that `refs` name, in the tape's order, as
	 * `read` and, of a parameter by its place, `readOwn` give them while they are there; undefined where none flows. `given`: the root's own gradient, 0 for that of a number.
	 * Throws where there is none and the root is no single number.
	 */
	gradients<T, P>(refs: readonly (Ref | undefined)[], given: { readonly ref: Ref; readonly tick: Tick }, read: (gradient: Tensor) => T, readOwn: (gradient: Tensor, place: number) => P): { readonly root: Float64Array; readonly parameters: readonly (P | undefined)[]; readonly results: readonly (T | undefined)[] } {
		using _ = new Scope();
		const parameters = this.#parameters.map(({ tensor }) => tensor);
		for (const tensor of parameters) tensor.wantsGrad = true;
		try {
			const known = this.#start(this.recorded());
			// An in-place op's result takes its operand's place: each is looked up as soon as it is there.
			const results = this.#program.map((instruction, i) => {
				run(instruction, known);
				return refs[i] === undefined ? undefined : known.get(refs[i]);
			});
			const root = known.get(this.#tape.root)!;
			const gradient = given.ref === 0 ? undefined : this.#operand(given.ref, given.tick, known);
			if (gradient === undefined ? root.numel !== 1 : !(gradient instanceof Tensor) || gradient.numel !== root.numel) throw new NotReplayable('replayNotScalar');
			const flowing = [...new Set([...parameters, ...results])].filter(tensor => tensor?.requiresGrad) as Tensor[];
			const gradients = root.requiresGrad ? grad([root], flowing, [gradient as Tensor | undefined], { allowUnused: true }) : [];
			const flowed = new Map(flowing.map((tensor, i) => [tensor, gradients[i]]));
			const reading = <R>(tensor: Tensor | undefined, by: (gradient: Tensor) => R): R | undefined => {
				const own = tensor && flowed.get(tensor);
				return own && by(own);
			};
			return { root: numbersOf(root), parameters: parameters.map((tensor, place) => reading(tensor, own => readOwn(own, place))), results: results.map(tensor => reading(tensor, read)) };
		} finally {
			for (const tensor of parameters) tensor.wantsGrad = false;
		}
	}

	[Symbol.dispose](): void {
		for (const { tensor } of this.#parameters) tensor.release();
		for (const tensor of this.#held.splice(0)) tensor.release();
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
			return this.#add(instructionOf(op, indexed(this.#items(op, known), [self, value]), this.#refs), known);
		}
		const args = op.inputs.map((input): RecordedArgument => ({ name: input.name, value: this.#operand(input.ref, op.tick, known) }));
		const [self, output] = [op.inputs[0]?.ref ?? 0, op.outputs[0]];
		if (!IDENTITIES.has(op.name) || !(args[0]?.value instanceof Tensor) || output === undefined) return this.#add(instructionOf(op, computed(op, args), this.#refs), known);
		known.set(self, args[0].value);
		this.#add({ from: self, to: output }, known);
	}

	#operand(ref: Ref, tick: Tick, known: Map<Ref, Tensor>): Recorded {
		const computed = known.get(ref) ?? this.#constantAt(ref, tick);
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
		const refs = isTuple(this.#trace, value, op.tick) ? value.children.map(child => child.ref) : [index];
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
				case 'sequence': {
					const numbers = listedNumbers(this.#trace, item, op.tick);
					if (numbers !== undefined) return { kind: 'tensor', tensor: this.#listed(numbers) };
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

	/** What an index makes of a list of numbers. */
	#listed(numbers: readonly number[]): Tensor {
		const tensor = emptyTensor([numbers.length], 'int64').retain();
		this.#held.push(tensor);
		new BigInt64Array(memory.buffer, tensor.pointer, numbers.length).set(numbers.map(BigInt));
		return tensor;
	}

	/** A view made before the tape began (`w.data` kept in a dict) sees the parameter's new values too: it shares its bytes. */
	#viewOfParameter(value: TensorValue): Tensor | undefined {
		const owner = this.#parameters.find(parameter => parameter.value.storage === value.storage);
		if (owner === undefined) return undefined;
		const view = alias(owner.tensor, value.shape, value.strides, value.offset - owner.value.offset).retain();
		this.#hold(value.ref, view, Infinity);
		return view;
	}

	#constant(value: TensorValue, tick: Tick): Tensor {
		const elements = this.#trace.elements(value, tick);
		if (elements === undefined) throw new NotReplayable('replayOverBudget');
		if (value.dtype === 'float16' || value.dtype === 'bfloat16') throw new NotReplayable('replayOperand', value.dtype);
		const tensor = emptyTensor(value.shape, value.dtype).retain();
		new Uint8Array(memory.buffer).set(new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength), tensor.pointer);
		this.#hold(value.ref, tensor, tick);
		return tensor;
	}

	/** `tick`: as of when it is what it is; a view of a parameter is so for good. */
	#hold(ref: Ref, tensor: Tensor, tick: Tick): void {
		this.#held.push(tensor);
		this.#constants.set(ref, { tensor, tick });
	}

	/** Unless it has been written to meanwhile. */
	#constantAt(ref: Ref, tick: Tick): Tensor | undefined {
		const constant = this.#constants.get(ref);
		return constant !== undefined && !this.#trace.changes(ref).some(change => change > constant.tick && change <= tick) ? constant.tensor : undefined;
	}

	#add(step: Instruction | Rename, known: Map<Ref, Tensor>): void {
		run(step, known);
		this.#program.push(step);
		for (const ref of 'from' in step ? [step.to] : step.results) {
			const tensor = ref === undefined ? undefined : known.get(ref);
			if (tensor !== undefined) this.#refs.set(tensor, ref!);
		}
	}
}

/** Writes a contiguous float32 or float64 tensor's elements. */
function write(tensor: Tensor, values: Float64Array): void {
	if (tensor.dtype === 'float32') new Float32Array(memory.buffer, tensor.pointer, tensor.numel).set(values);
	else new Float64Array(memory.buffer, tensor.pointer, tensor.numel).set(values);
}

function numberOf(tensor: Tensor): number {
	if (tensor.numel !== 1) throw new NotReplayable('replayNotScalar');
	return numbersOf(tensor)[0]!;
}

function numbersOf(tensor: Tensor): Float64Array {
	const { pointer, nbytes } = tensor.storage, elements = decodeElements(tensor, views.u8.subarray(pointer, pointer + nbytes));
	if (!(elements instanceof Float32Array || elements instanceof Float64Array)) throw new NotReplayable('replayDtype');
	return new Float64Array(elements);
}
