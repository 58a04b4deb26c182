/**
 * What an expression comes to at a moment of a trace. Names, attributes and subscripts are what was recorded, numbers are
 * Python's, and what computes with tensors is handed to `Operators`: the op table, in the replay process. Where there
 * are none (in the editor's own process) such an expression throws NeedsOperators, everything else is answered at once.
 *
 * Nothing of the program runs, nothing is written: a call must be one of a function that is known to be pure.
 */
import { DTYPES, dtypeInfo } from '../trace/dtype.ts';
import { valueText } from '../print/value-text.ts';
import { attributeOf, childAt, itemOf } from '../trace/expression.ts';
import type { ContainerValue, TensorValue, Tick, Value } from '../trace/model.ts';
import { BUILTINS, callBuiltin } from './builtins.ts';
import { NeedsOperators, PythonError, Refusal, typeError } from './errors.ts';
import type { Heap } from './heap.ts';
import { importedAs } from './imported.ts';
import { callMath, isMath, MATH_CONSTANTS } from './math.ts';
import { select } from './parts.ts';
import { bool, calculate, indexOf, int, isIntegral, isNumber, isOpen, isOrdered, NONE, str, unsupported, wholeText } from './scalars.ts';
import type { BinaryOperator, ComparisonOperator, Expression, Index } from './syntax.ts';
import { callTensorMethod, TENSOR_METHODS, tensorAttribute } from './tensor-members.ts';
import { numel } from '../trace/shape.ts';

/** Where a function of PyTorch's lives; a method's first argument is its tensor. */
export type Space = 'torch' | 'torch.Tensor' | 'torch.nn.functional';

export interface NamedValue { readonly name: string; readonly value: Value }

export interface Slice { readonly kind: 'slice'; readonly start: number | undefined; readonly stop: number | undefined; readonly step: number | undefined }

/** What computes with the elements of tensors. All throw PythonError with PyTorch's message, or Refusal. */
export interface Operators {
	call(space: Space, name: string, args: readonly Value[], named: readonly NamedValue[]): Value;
	index(tensor: TensorValue, items: readonly (Value | Slice)[]): Value;
	/** Throws where there is no such function, or where it is none that may be called here. `self`: of a method, what has it. */
	check(space: Space, name: string, self: Value | undefined): void;
}

/** A function on its way to being called. `space` undefined: the program's own, or another library's; `recorded`: what the trace has of it. */
interface Callable { readonly kind: 'callable'; readonly space: Space | 'builtins' | 'math' | undefined; readonly name: string; readonly self: Value | undefined; readonly recorded?: Value }

type Result = Value | Callable;

/** The table's functions behind Python's operators. */
const BINARY: Readonly<Record<BinaryOperator, string>> = {
	'+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '//': 'floor_divide', '%': 'remainder', '**': 'pow', '@': 'matmul',
	'&': 'bitwise_and', '|': 'bitwise_or', '^': 'bitwise_xor', '<<': 'bitwise_left_shift', '>>': 'bitwise_right_shift',
};
const COMPARISON: Readonly<Record<string, string>> = { '==': 'eq', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' };
/** What Python asks the right operand for, where the left one is a number. */
const REFLECTED: Readonly<Record<string, ComparisonOperator>> = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

const MODULES: ReadonlySet<string> = new Set(['torch', 'torch.nn', 'torch.nn.functional', 'torch.linalg', 'math']);
const DTYPE_ALIASES: Readonly<Record<string, string>> = { float: 'float32', double: 'float64', half: 'float16', int: 'int32', long: 'int64', short: 'int16' };
/** Python has them, and they are not called here. */
const OTHER_BUILTINS = new Set(`aiter all anext any ascii bin breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter format
	frozenset getattr globals hasattr hash help hex id input isinstance issubclass iter license locals map memoryview next object oct open ord pow print property quit range reversed set setattr slice sorted
	staticmethod super vars zip __import__`.split(/\s+/));

/** Elements, items and characters that are made in the editor's own process, or of one text. */
const MOST_AT_ONCE = 10_000;
/** What `max(dim=…)` and its like return has names. */
const NAMED_RESULTS = new Set(['max', 'min', 'sort', 'topk', 'median', 'mode', 'kthvalue', 'cummax', 'cummin']);
/** What Python's numbers have; none of it is evaluated here. */
const NUMBER_MEMBERS = new Set(['real', 'imag', 'numerator', 'denominator', 'conjugate', 'bit_length', 'bit_count', 'to_bytes', 'is_integer', 'as_integer_ratio', 'hex']);

export class Evaluator {
	readonly heap: Heap;
	readonly tick: Tick;
	readonly #frame: number;
	readonly #operators: Operators | undefined;

	constructor(heap: Heap, frame: number, tick: Tick, operators?: Operators) {
		this.heap = heap;
		this.tick = tick;
		this.#frame = frame;
		this.#operators = operators;
	}

	/** Throws PythonError, Refusal or NeedsOperators. */
	evaluate(expression: Expression): Value {
		const result = this.#result(expression);
		if (result.kind !== 'callable') return result;
		const { space, name, self, recorded } = result;
		if (recorded !== undefined) return recorded;
		if (space === undefined || (space === 'math' && !isMath(name))) throw new Refusal('unrecorded', name);
		if (space.startsWith('torch') && !TENSOR_METHODS.has(name)) this.operators.check(space as Space, name, self);
		return { kind: 'opaque', type: 'builtin_function_or_method', text: `<function ${name}>` };
	}

	get operators(): Operators {
		if (this.#operators === undefined) throw new NeedsOperators();
		return this.#operators;
	}

	// What builtins and the members of tensors are made with

	/** Python's; RuntimeError for a tensor of several elements. */
	truth(value: Value): boolean {
		switch (value.kind) {
			case 'none': return false;
			case 'bool':
			case 'int':
			case 'float': return Number(value.value) !== 0;
			case 'str': return value.length > 0;
			case 'sequence':
			case 'mapping': return value.length > 0;
			case 'tensor': {
				const count = numel(value.shape);
				if (count !== 1) throw new PythonError('RuntimeError', `Boolean value of Tensor with ${count === 0 ? 'no values' : 'more than one value'} is ambiguous`);
				return this.truth(this.item(value));
			}
			case 'opaque':
				if (isPlainOpaque(value) || /function|method/.test(value.type)) return true;
				break;
			default: break;
		}
		// Only the program knows.
		throw new Refusal('call', 'bool');
	}

	/** A tensor's one element as a number. */
	item(tensor: TensorValue): Value {
		const count = numel(tensor.shape);
		if (count !== 1) throw new PythonError('RuntimeError', `a Tensor with ${count} elements cannot be converted to Scalar`);
		return this.numbers(tensor)[0]!;
	}

	/** A tensor's elements as Python's numbers. */
	numbers(tensor: TensorValue): Value[] {
		// So many objects are made where there is time for it.
		if (this.#operators === undefined && numel(tensor.shape) > MOST_AT_ONCE) throw new NeedsOperators();
		const elements = this.heap.elements(tensor, this.tick);
		if (elements === undefined) throw new Refusal('unrecorded', tensor.type);
		const isFloat = dtypeInfo(tensor.dtype).float;
		return Array.from(elements as ArrayLike<number | bigint>, element => tensor.dtype === 'bool' ? bool(element !== 0) : isFloat ? { kind: 'float', type: 'float', value: Number(element) } : int(element));
	}

	/** The items of a list or tuple, and of what else is gone through in order. */
	items(value: Value): Value[] {
		if (value.kind === 'sequence') return Array.from({ length: value.length }, (_, index) => this.#child(value, index));
		if (value.kind === 'mapping') return this.#pairs(value).map(({ key }) => this.#recorded(key, value.type));
		if (value.kind === 'tensor' && value.shape.length > 0) {
			if (this.#operators === undefined && value.shape[0]! > MOST_AT_ONCE) throw new NeedsOperators();
			return Array.from({ length: value.shape[0]! }, (_, index) => this.subscript(value, [int(index)]));
		}
		if (value.kind === 'str') return [...wholeText(value)].map(str);
		if (value.kind === 'object' || value.kind === 'opaque') throw new Refusal('call', 'iter');
		throw typeError(value.kind === 'tensor' ? 'iteration over a 0-d tensor' : `'${value.type}' object is not iterable`);
	}

	lengthOf(value: Value): number {
		if (value.kind === 'tensor') {
			if (value.shape.length === 0) throw typeError('len() of a 0-d tensor');
			return value.shape[0]!;
		}
		if (value.kind === 'str' || value.kind === 'sequence' || value.kind === 'mapping') return value.length;
		if (value.kind === 'object' || value.kind === 'opaque') throw new Refusal('call', 'len');
		throw typeError(`object of type '${value.type}' has no len()`);
	}

	binary(operator: BinaryOperator, left: Value, right: Value): Value {
		if (isTensor(left) || isTensor(right)) {
			if (!this.#isOperand(left) || !this.#isOperand(right)) throw isOpen(left) || isOpen(right) ? new Refusal('call', operator) : unsupported(operator, left, right);
			const isCommutative = operator === '&' || operator === '|' || operator === '^' || operator === '+' || operator === '*';
			const args = isCommutative && !isTensor(left) ? [right, left] : [left, right];
			return this.operators.call('torch', BINARY[operator], args, []);
		}
		if (isNumber(left) && isNumber(right)) return calculate(operator, left, right);
		if (operator === '+' && left.kind === 'str' && right.kind === 'str') return { ...left, text: wholeText(left) + wholeText(right), length: left.length + right.length };
		if (isOpen(left) || isOpen(right) || (operator === '%' && left.kind === 'str')) throw new Refusal('call', operator);
		if (operator === '+' && left.kind === 'str') throw typeError(`can only concatenate str (not "${right.type}") to str`);
		if (operator === '+' && isList(left) && isList(right) && (left.type === 'list') === (right.type === 'list')) return this.heap.sequence(left.type, [...this.items(left), ...this.items(right)]);
		const [repeated, times] = isIntegral(left) ? [right, left] : [left, right];
		if (operator === '*' && isIntegral(times) && (repeated.kind === 'str' || isList(repeated))) return this.#repeated(repeated, Math.max(0, Number(times.value)));
		throw unsupported(operator, left, right);
	}

	compare(operator: ComparisonOperator, left: Value, right: Value): Value {
		switch (operator) {
			case 'is': return bool(this.#isSame(left, right));
			case 'is not': return bool(!this.#isSame(left, right));
			case 'in': return bool(this.#contains(right, left));
			case 'not in': return bool(!this.#contains(right, left));
			default: break;
		}
		if ((isTensor(left) || isTensor(right)) && this.#isOperand(left) && this.#isOperand(right)) {
			const [name, args] = isTensor(left) ? [operator, [left, right]] : [REFLECTED[operator]!, [right, left]];
			return this.operators.call('torch', COMPARISON[name]!, args, []);
		}
		if (operator === '==' || operator === '!=') return bool(this.#isEqual(left, right) === (operator === '=='));
		return bool(isOrdered(operator, left, right));
	}

	subscript(of: Value, index: readonly (Value | Slice)[]): Value {
		if (of.kind === 'tensor') return this.#tensorItem(of, index);
		const [only, ...others] = index;
		if (of.kind === 'mapping') {
			const parts = index.filter(item => item.kind !== 'slice');
			if (parts.length < index.length) throw new Refusal('unrecorded', '[…]');
			return this.#entry(of, others.length === 0 ? parts[0]! : this.heap.sequence('tuple', parts));
		}
		if (only === undefined || others.length > 0) throw typeError(`${of.type} indices must be integers or slices, not tuple`);
		if (only.kind === 'slice') {
			if (of.kind === 'str') return str(sliced(this.items(of), only).map(each => (each as { readonly text: string }).text).join(''));
			if (!isList(of)) throw new Refusal('form', ':');
			return this.heap.sequence(of.type === 'list' ? 'list' : 'tuple', sliced(this.items(of), only));
		}
		if (isList(of) || of.kind === 'str') {
			const position = only.kind === 'tensor' ? indexOf(this.item(only)) : isNumber(only) && only.kind !== 'float' ? indexOf(only) : undefined;
			if (position === undefined) throw typeError(of.kind === 'str' ? `string indices must be integers, not '${only.type}'` : `${of.type} indices must be integers or slices, not ${only.type}`);
			if (position < -of.length || position >= of.length) throw new PythonError('IndexError', `${of.kind === 'str' ? 'string' : of.type === 'list' ? 'list' : 'tuple'} index out of range`);
			return of.kind === 'str' ? this.items(of).at(position)! : this.#child(of, position);
		}
		if (of.kind === 'object') {
			const key = only.kind === 'str' ? wholeText(only) : isNumber(only) ? Number(only.value) : undefined;
			const ref = key === undefined ? 0 : itemOf(this.heap, of, key, this.tick);
			if (ref === 0) throw new Refusal('unrecorded', '[…]');
			return this.#recorded(ref, of.type);
		}
		if (of.kind === 'opaque' || of.kind === 'sequence') throw new Refusal('unrecorded', '[…]');
		throw typeError(`'${of.type}' object is not subscriptable`);
	}

	// The tree

	#result(expression: Expression): Result {
		switch (expression.kind) {
			case 'constant': return expression.value;
			case 'name': return this.#name(expression.name);
			case 'attribute': return this.#attribute(this.#result(expression.of), expression.name);
			case 'subscript': {
				const of = this.evaluate(expression.of);
				return this.subscript(of, this.#indexItems(of, expression.index, expression.isTuple));
			}
			case 'tuple':
			case 'list': return this.heap.sequence(expression.kind, expression.items.map(item => this.evaluate(item)));
			case 'call': {
				const callee = this.#result(expression.callee);
				if (callee.kind !== 'callable') throw callee.kind === 'opaque' || callee.kind === 'object' ? new Refusal('call', nameOf(expression.callee)) : typeError(`'${callee.type}' object is not callable`);
				return this.#call(callee, expression.args.map(arg => this.evaluate(arg)), expression.named.map(({ name, value }) => ({ name, value: this.evaluate(value) })));
			}
			case 'unary': return this.#unary(expression.operator, this.evaluate(expression.operand));
			case 'binary': return this.binary(expression.operator, this.evaluate(expression.left), this.evaluate(expression.right));
			case 'and':
			case 'or': {
				const left = this.evaluate(expression.left);
				return this.truth(left) === (expression.kind === 'or') ? left : this.evaluate(expression.right);
			}
			case 'comparison': return this.#comparison(expression.operands, expression.operators);
			case 'conditional': return this.evaluate(this.truth(this.evaluate(expression.test)) ? expression.then : expression.otherwise);
		}
	}

	#name(name: string): Result {
		const ref = this.heap.trace.lookup(name, this.#frame, this.tick);
		if (ref === 0) {
			if (BUILTINS.has(name)) return { kind: 'callable', space: 'builtins', name, self: undefined };
			if (OTHER_BUILTINS.has(name)) throw new Refusal('call', name);
			throw new PythonError('NameError', `name '${name}' is not defined`);
		}
		const value = this.#recorded(ref, name);
		if (value.kind !== 'opaque' || !/function|method|type/.test(value.type)) return value;
		// The trace tells no more of a function than its name: where the program has imported it from says which it is.
		const origin = importedAs(this.heap.trace, name);
		const isThat = origin !== undefined && /(\w+)\W*$/.exec(value.text)?.[1] === origin.name;
		return { kind: 'callable', space: isThat ? spaceOf(origin.module) : undefined, name: origin?.name ?? name, self: undefined, recorded: value };
	}

	#attribute(of: Result, name: string): Result {
		if (of.kind === 'callable') throw new Refusal('call', `${of.name}.${name}`);
		if (of.kind === 'tensor') {
			const value = tensorAttribute(this, of, name);
			return value ?? { kind: 'callable', space: 'torch.Tensor', name, self: of };
		}
		const module = of.kind === 'opaque' && of.type === 'module' ? /^<module '([\w.]+)'/.exec(of.text)?.[1] : undefined;
		if (module !== undefined) return ofModule(module, name);
		const ref = attributeOf(this.heap, of, name, this.tick);
		if (ref !== 0) return this.#recorded(ref, name);
		if (of.kind === 'sequence' && NAMED_RESULTS.has(of.type) && (name === 'values' || name === 'indices')) return this.#child(of, name === 'values' ? 0 : 1);
		if ((of.kind === 'none' || isNumber(of)) && !NUMBER_MEMBERS.has(name)) throw new PythonError('AttributeError', `'${of.type}' object has no attribute '${name}'`);
		return { kind: 'callable', space: undefined, name, self: of };
	}

	#call({ space, name, self }: Callable, args: readonly Value[], named: readonly NamedValue[]): Value {
		switch (space) {
			case 'builtins': return callBuiltin(this, name, args, named);
			case 'math': return callMath(this, name, args);
			case 'torch.Tensor': return callTensorMethod(this, self as TensorValue, name, args, named);
			case undefined: {
				if (self?.kind === 'mapping' && (name === 'keys' || name === 'values')) return this.heap.sequence('list', this.#pairs(self).map(child => this.#recorded(name === 'keys' ? child.key : child.ref, name)));
				throw new Refusal('call', name);
			}
			default: return this.operators.call(space, name, args, named);
		}
	}

	#unary(operator: string, operand: Value): Value {
		if (operator === 'not') return bool(!this.truth(operand));
		if (isTensor(operand)) return this.operators.call('torch', operator === '-' ? 'neg' : operator === '+' ? 'positive' : 'bitwise_not', [operand], []);
		if (operator === '~' && (operand.kind === 'int' || operand.kind === 'bool')) return calculate('-', int(-1), operand);
		if (operator === '~' || !isNumber(operand)) throw typeError(`bad operand type for unary ${operator}: '${operand.type}'`);
		if (operand.kind === 'float') return operator === '-' ? { ...operand, value: -operand.value } : operand;
		return calculate(operator === '-' ? '-' : '+', int(0), operand);
	}

	#comparison(operands: readonly Expression[], operators: readonly ComparisonOperator[]): Value {
		let left = this.evaluate(operands[0]!);
		let result: Value = NONE;
		for (const [i, operator] of operators.entries()) {
			if (i > 0 && !this.truth(result)) return result;
			const right = this.evaluate(operands[i + 1]!);
			result = this.compare(operator, left, right);
			left = right;
		}
		return result;
	}

	#indexItems(of: Value, index: readonly Index[], isTuple: boolean): (Value | Slice)[] {
		const items = index.map((item): Value | Slice => {
			if (item.kind !== 'slice') return this.evaluate(item);
			const bound = (part: Expression | undefined): number | undefined => {
				const value = part && this.evaluate(part);
				return value === undefined || value.kind === 'none' ? undefined : indexOf(isTensor(value) ? this.item(value) : value);
			};
			return { kind: 'slice', start: bound(item.start), stop: bound(item.stop), step: bound(item.step) };
		});
		const [only] = items;
		if (isTuple && of.kind !== 'tensor' && items.length === 1 && only?.kind !== 'slice') return [this.heap.sequence('tuple', [only!])];
		if (isTuple || of.kind !== 'tensor' || only?.kind !== 'sequence') return items;
		// A tuple that has a name is an index of several parts too; so is, in PyTorch, a list with a tensor in it.
		const isParts = only.type === 'tuple' || (only.length < 32 && this.items(only).some(isTensor));
		return isParts ? this.items(only) : items;
	}

	#tensorItem(tensor: TensorValue, items: readonly (Value | Slice)[]): Value {
		const isPlain = items.every(item => item.kind === 'int');
		if (isPlain && (this.#operators === undefined || tensor.isArray)) {
			let part = tensor;
			for (const [place, item] of items.entries()) {
				if (part.shape.length === 0) throw new PythonError('IndexError', place === 0 ? 'invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number' : `too many indices for tensor of dimension ${tensor.shape.length}`);
				const selected = select(part, indexOf(item as Value));
				if (selected === undefined) throw new PythonError('IndexError', `index ${indexOf(item as Value)} is out of bounds for dimension ${place} with size ${part.shape[0]}`);
				part = selected;
			}
			return part;
		}
		if (tensor.isArray) throw new Refusal('lacking', 'numpy');
		return this.operators.index(tensor, items);
	}

	#child(of: ContainerValue, index: number): Value {
		return this.#recorded(childAt(of, index), of.type);
	}

	/** A dictionary's value for a key. */
	#entry(of: ContainerValue, key: Value): Value {
		// One that can't be compared matters only where no other is the key.
		let doubt: Refusal | undefined;
		const found = of.children.find(child => {
			try {
				const other = this.#recorded(child.key, of.type);
				// A tensor is the key that it is, whatever is in it.
				if (isTensor(key) || isTensor(other)) return this.#isSame(key, other);
				if (key.kind === 'str' && other.kind === 'str' && key.length !== other.length) return false;
				return (key.kind === other.kind || isNumber(key)) && this.#isEqual(key, other);
			} catch (error) {
				if (!(error instanceof Refusal)) throw error;
				doubt ??= error;
				return false;
			}
		});
		if (found !== undefined) return this.#recorded(found.ref, of.type);
		if (doubt !== undefined) throw doubt;
		if (!/^(dict|OrderedDict|mappingproxy)$/.test(of.type) || of.length > of.children.length || !(key.kind === 'str' || isNumber(key))) throw new Refusal('unrecorded', '[…]');
		throw new PythonError('KeyError', key.kind === 'str' ? `'${key.text}'` : key.kind === 'int' ? key.text : valueText(this.heap, key, this.tick));
	}

	/** Of a dictionary; the trace has the first of a large one. */
	#pairs(of: ContainerValue): ContainerValue['children'] {
		if (of.length > of.children.length) throw new Refusal('unrecorded', of.type);
		return of.children;
	}

	#repeated(value: Value, times: number): Value {
		if (value.kind === 'str') {
			if (value.length * times > MOST_AT_ONCE) throw new Refusal('size', '*');
			return str(wholeText(value).repeat(times));
		}
		const items = this.items(value);
		if (items.length * times > MOST_AT_ONCE) throw new Refusal('size', '*');
		return this.heap.sequence(value.type === 'list' ? 'list' : 'tuple', Array.from({ length: times }, () => items).flat());
	}

	#recorded(ref: number, what: string): Value {
		const value = ref === 0 ? undefined : this.heap.value(ref, this.tick);
		if (value === undefined) throw new Refusal('unrecorded', what);
		return value;
	}

	#isOperand(value: Value): boolean {
		if (value.kind === 'tensor' && value.isArray) throw new Refusal('lacking', 'numpy');
		return value.kind === 'tensor' || isNumber(value);
	}

	#isSame(left: Value, right: Value): boolean {
		if ('ref' in left || 'ref' in right) return 'ref' in left && 'ref' in right && left.ref !== 0 && left.ref === right.ref;
		return left.kind === right.kind && this.#isEqual(left, right);
	}

	#isEqual(left: Value, right: Value): boolean {
		if (isNumber(left) && isNumber(right)) return isOrdered('<=', left, right) && isOrdered('>=', left, right);
		if (left.kind === 'str' && right.kind === 'str') return wholeText(left) === wholeText(right);
		if (left.kind === 'opaque' && right.kind === 'opaque' && isPlainOpaque(left) && isPlainOpaque(right)) return left.type === right.type && left.text === right.text;
		if ('ref' in left && 'ref' in right && left.ref !== 0 && left.ref === right.ref) return true;
		if (isList(left) && isList(right)) {
			if (left.length !== right.length || (left.type === 'list') !== (right.type === 'list')) return false;
			const others = this.items(right);
			return this.items(left).every((item, i) => this.#isSame(item, others[i]!) || this.truth(this.compare('==', item, others[i]!)));
		}
		if (left.kind === 'mapping' && right.kind === 'mapping') {
			if (left.length !== right.length) return false;
			const others = this.#pairs(right);
			return this.#pairs(left).every(({ key, ref }) => {
				const [name, value] = [this.#recorded(key, left.type), this.#recorded(ref, left.type)];
				const other = others.find(each => this.#isEqual(name, this.#recorded(each.key, right.type)));
				return other !== undefined && (other.ref === ref || this.truth(this.compare('==', value, this.#recorded(other.ref, right.type))));
			});
		}
		if (left.kind === 'none' || right.kind === 'none') return left.kind === right.kind;
		// Only the program knows when two of its objects are equal.
		if (isOpen(left) && isOpen(right) && !(isPlainOpaque(left) && isPlainOpaque(right))) throw new Refusal('call', '==');
		return left.kind === right.kind && this.#isSame(left, right);
	}

	#contains(container: Value, item: Value): boolean {
		if (container.kind === 'str') {
			if (item.kind !== 'str') throw typeError(`'in <string>' requires string as left operand, not ${item.type}`);
			return wholeText(container).includes(wholeText(item));
		}
		if (container.kind === 'mapping' && container.length > container.children.length) {
			const found = container.children.some(({ key }) => this.#isEqual(this.#recorded(key, container.type), item));
			if (!found) throw new Refusal('unrecorded', container.type);
			return true;
		}
		if (container.kind === 'tensor') return this.truth(this.operators.call('torch.Tensor', 'any', [this.compare('==', container, item)], []));
		return this.items(container).some(each => this.#isSame(each, item) || this.truth(this.compare('==', each, item)));
	}
}

/** Compared by what it is called: a dtype, a device, a module, a class. */
function isPlainOpaque(value: Value): boolean {
	return value.kind === 'opaque' && /^(dtype|device|layout|memory_format|module|type|ellipsis)$/.test(value.type);
}

export function isTensor(value: Value): value is TensorValue {
	return value.kind === 'tensor';
}

/** Its items have numbers. */
export function isList(value: Value): value is ContainerValue & { readonly kind: 'sequence' } {
	return value.kind === 'sequence' && !/set|dict_/.test(value.type);
}

function sliced(items: readonly Value[], { start, stop, step = 1 }: Slice): Value[] {
	if (step === 0) throw new PythonError('ValueError', 'slice step cannot be zero');
	const { length } = items;
	const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
	const bound = (value: number | undefined, missing: number): number => value === undefined ? missing : Math.min(high, Math.max(low, value < 0 ? value + length : value));
	const [from, to] = [bound(start, step > 0 ? low : high), bound(stop, step > 0 ? high : low)];
	const taken: Value[] = [];
	for (let i = from; step > 0 ? i < to : i > to; i += step) taken.push(items[i]!);
	return taken;
}

function spaceOf(module: string): Callable['space'] {
	return module === 'torch' || module === 'torch.nn.functional' || module === 'math' ? module : undefined;
}

function ofModule(module: string, name: string): Result {
	const path = `${module}.${name}`;
	if (MODULES.has(path)) return { kind: 'opaque', type: 'module', text: `<module '${path}'>` };
	if (module === 'torch' && (Object.hasOwn(DTYPES, name) || Object.hasOwn(DTYPE_ALIASES, name))) return { kind: 'opaque', type: 'dtype', text: `torch.${DTYPE_ALIASES[name] ?? name}` };
	const constant = module === 'math' || module === 'torch' ? MATH_CONSTANTS.get(name) : undefined;
	return constant ?? { kind: 'callable', space: spaceOf(module), name, self: undefined };
}

function nameOf(expression: Expression): string {
	return expression.kind === 'name' || expression.kind === 'attribute' ? expression.name : '(…)';
}
