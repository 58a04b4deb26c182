/**
 * The op table as `Operators`: what an expression computes with tensors that were recorded. Their bytes are copied into
 * the engine's memory for one evaluation, which belongs to the scope around it; results are values of its heap.
 *
 * Only what is pure is called: nothing that writes to an argument or draws random numbers. Errors are PyTorch's.
 */
import { PythonError, Refusal, typeError } from '../expression/errors.ts';
import type { NamedValue, Operators, Slice, Space } from '../expression/evaluate.ts';
import type { Heap } from '../expression/heap.ts';
import { bool, float, int, NONE } from '../expression/scalars.ts';
import { views } from '../memory/memory.ts';
import { call } from '../ops/call.ts';
import { invoke } from '../ops/dispatch.ts';
import type { Operator, Result } from '../ops/operator.ts';
import { RANDOM } from '../ops/random.ts';
import { subscript, type Item } from '../ops/subscript.ts';
import { OPERATOR_BY_NAME } from '../ops/table.ts';
import { EngineError } from '../tensor/errors.ts';
import { isScalar, type Scalar } from '../tensor/scalar.ts';
import { own } from '../tensor/scope.ts';
import { contiguousStrides } from '../trace/shape.ts';
import { emptyTensor, Tensor } from '../tensor/tensor.ts';
import { dtypeInfo, type DTypeInfo } from '../trace/dtype.ts';
import { isInPlaceName } from '../trace/op-name.ts';
import type { Ref, TensorValue, Tick, Value } from '../trace/model.ts';
import { bind, type Recorded, type RecordedArgument } from './bind.ts';
import { complaint } from './complaint.ts';
import { compositeOf } from './composites.ts';
import { isPyTorchName } from './names.ts';

export class TableOperators implements Operators {
	readonly #heap: Heap;
	readonly #tick: Tick;
	/** Of this evaluation, by ref; views of recorded tensors that have none are loaded anew. */
	readonly #tensors = new Map<Ref, Tensor>();

	constructor(heap: Heap, tick: Tick) {
		this.#heap = heap;
		this.#tick = tick;
	}

	call(space: Space, name: string, args: readonly Value[], named: readonly NamedValue[]): Value {
		return translated(() => {
			const positional = args.map((arg, place): RecordedArgument => ({ name: String(place), value: this.#argument(arg) }));
			const all = [...positional, ...named.map(({ name: keyword, value }) => ({ name: keyword, value: this.#argument(value) }))];
			const composite = compositeOf(space, name);
			if (composite !== undefined) return this.#value(composite(name, all), undefined);
			const operator = pureOperator(space, name, args[0]);
			const bound = bind(operator, all);
			if (bound === undefined) throw complaint(operator, space, name, args, named);
			if (operator.overloads[bound.overload]!.writesSelf) throw new Refusal('inPlace', name);
			return this.#value(invoke(operator, bound.overload, bound.args), operator.overloads[bound.overload]!.schema.returns[0]?.name === '' ? undefined : operator.name);
		});
	}

	check(space: Space, name: string, self: Value | undefined): void {
		if (self?.kind === 'tensor' && self.isArray) throw new Refusal('lacking', `numpy.ndarray.${name}`);
		if (compositeOf(space, name) === undefined) pureOperator(space, name, self);
	}

	index(tensor: TensorValue, items: readonly (Value | Slice)[]): Value {
		return translated(() => this.#value(subscript(this.#load(tensor), items.map(item => this.#indexItem(item))), undefined));
	}

	#indexItem(item: Value | Slice): Item {
		switch (item.kind) {
			case 'slice': {
				const { step = 1 } = item;
				if (step <= 0) throw new PythonError('ValueError', step === 0 ? 'slice step cannot be zero' : 'step must be greater than zero');
				return { ...item, step };
			}
			case 'int': return { kind: 'int', at: item.value };
			case 'bool': return { kind: 'bool', value: item.value };
			case 'none': return { kind: 'none' };
			case 'tensor': {
				const tensor = this.#load(item);
				const isWhole = tensor.ndim === 0 && !dtypeInfo(tensor.dtype).float && tensor.dtype !== 'bool' && tensor.dtype !== 'uint8';
				return isWhole ? { kind: 'int', at: Number(this.#heap.elements(item, this.#tick)![0]) } : { kind: 'tensor', tensor };
			}
			case 'sequence': {
				const made = compositeOf('torch', 'tensor')!('tensor', [{ name: '0', value: this.#argument(item) }]) as Tensor;
				return { kind: 'tensor', tensor: made.numel === 0 ? call('to', made, 'int64') : made };
			}
			case 'str': throw typeError('new(): invalid data type \'str\'');
			case 'opaque':
				if (item.type === 'ellipsis') return { kind: 'ellipsis' };
				break;
			default: break;
		}
		throw new PythonError('IndexError', `only integers, slices (\`:\`), ellipsis (\`...\`), None and long or byte Variables are valid indices (got ${item.type})`);
	}

	#argument(value: Value): Recorded {
		switch (value.kind) {
			case 'none': return undefined;
			case 'bool': return { tag: 'bool', value: value.value };
			case 'int': return { tag: 'int', value: Number.isSafeInteger(value.value) ? value.value : BigInt(value.text) } satisfies Scalar;
			case 'float': return { tag: 'float', value: value.value };
			case 'str':
			case 'opaque': return value.text;
			case 'tensor': return this.#load(value);
			case 'sequence': return Array.from({ length: value.length }, (_, i) => {
				const child = value.children[i];
				const item = child && value.children.length === value.length ? this.#heap.value(child.ref, this.#tick) : undefined;
				if (item === undefined) throw new Refusal('unrecorded', value.type);
				return this.#argument(item);
			});
			default: throw new Refusal('call', value.type);
		}
	}

	/** A recorded tensor with the bytes that it had, or one that was computed before. */
	#load(value: TensorValue): Tensor {
		const known = value.ref === 0 ? undefined : this.#tensors.get(value.ref);
		if (known !== undefined) return known;
		if (value.isArray) throw new Refusal('lacking', 'numpy');
		const bytes = this.#heap.bytes(value.storage, this.#tick);
		const facts = dtypeInfo(value.dtype) as DTypeInfo | undefined;
		if (bytes === undefined || facts === undefined) throw new Refusal('unrecorded', value.type);
		// The part of the storage that it covers; a forged trace may say that it reaches beyond.
		let [low, high] = [value.offset, value.offset];
		for (const [d, size] of value.shape.entries()) {
			const reach = Math.max(0, size - 1) * value.strides[d]!;
			if (reach < 0) low += reach;
			else high += reach;
		}
		const isEmpty = value.shape.includes(0);
		if (!isEmpty && !(low >= 0 && (high + 1) * facts.size <= bytes.length)) throw new Refusal('unrecorded', value.type);
		const whole = emptyTensor([isEmpty ? 0 : high - low + 1], value.dtype);
		if (!isEmpty) views.u8.set(bytes.subarray(low * facts.size, (high + 1) * facts.size), whole.pointer);
		const tensor = own(new Tensor(whole.storage.retain(), value.dtype, value.shape, value.strides, isEmpty ? 0 : value.offset - low));
		tensor.wantsGrad = value.requiresGrad && facts.float;
		if (value.ref !== 0) this.#tensors.set(value.ref, tensor);
		return tensor;
	}

	/** @param type of several results that have names. */
	#value(result: Result | readonly Result[], type: string | undefined): Value {
		if (result instanceof Tensor) return this.#tensorValue(result);
		if (result === undefined) return NONE;
		if (typeof result === 'boolean') return bool(result);
		if (typeof result === 'number') return Number.isInteger(result) ? int(result) : float(result);
		if (isScalar(result)) return result.tag === 'bool' ? bool(Boolean(result.value)) : result.tag === 'int' ? int(result.value as number | bigint) : float(Number(result.value));
		return this.#heap.sequence(type ?? 'tuple', result.map(item => this.#value(item, undefined)));
	}

	#tensorValue(tensor: Tensor): TensorValue {
		const { dtype, shape, requiresGrad, isLeaf, gradFn } = tensor;
		const value = this.#heap.tensor({ dtype, shape, strides: contiguousStrides(shape), offset: 0, requiresGrad, isLeaf, gradFn: gradFn?.name ?? '' }, () => {
			const packed = tensor.isContiguous ? tensor : call('contiguous', tensor);
			return views.u8.slice(packed.pointer, packed.pointer + packed.numel * packed.itemSize);
		});
		this.#tensors.set(value.ref, tensor);
		return value;
	}
}

/** What the engine raises, as Python's. */
function translated<T>(body: () => T): T {
	try {
		return body();
	} catch (error) {
		if (error instanceof EngineError) throw error.pythonClass === 'NotImplementedError' ? new Refusal('lacking', error.message) : new PythonError(error.pythonClass, error.message);
		throw error;
	}
}

const VARIANT = { 'torch': 'function', 'torch.Tensor': 'method', 'torch.nn.functional': 'nn' } as const;

/** @param self of a method, what has it. */
function pureOperator(space: Space, name: string, self: Value | undefined): Operator {
	const operator = OPERATOR_BY_NAME.get(name);
	const isThere = operator !== undefined && (operator.variants.includes(VARIANT[space]) || (space === 'torch.nn.functional' && operator.variants.includes('function')));
	if (isInPlaceName(name)) throw new Refusal('inPlace', name);
	if (!isThere) {
		if (isPyTorchName(space, name)) throw new Refusal('lacking', `${space}.${name}`);
		throw new PythonError('AttributeError', space === 'torch.Tensor' ? `'${self?.type ?? 'Tensor'}' object has no attribute '${name}'` : `module '${space}' has no attribute '${name}'`);
	}
	if (name === 'dropout' || name === 'rrelu' || RANDOM.includes(operator)) throw new Refusal('random', name);
	return operator;
}
