/**
 * From TypeScript: the types of what is no operator. The build appends the operators, which it makes from the op table
 * (typings.ts), and writes both as dist/torch.d.mts; so this file imports nothing.
 */

/** A dtype is its name: `torch.float32` is 'float32'. */
export type DType = 'bool' | 'uint8' | 'int8' | 'int16' | 'int32' | 'int64' | 'float16' | 'bfloat16' | 'float32' | 'float64';

/**
 * A number as Python would write it. JavaScript has one kind of number, so the value decides: a whole one that is exact
 * (up to 2⁵³) is an int, any other a float, -0 too. A bigint is an int, a boolean a bool. So `x.mul(2)` keeps integers
 * integers, as `x * 2` does. No number can mean `2.0`: say the dtype where a float is made (`torch.tensor([1, 2], { dtype:
 * torch.float32 })`), or give a tensor.
 */
export type Scalar = number | bigint | boolean;

/** Numbers, in lists for each dimension. */
export type Nested = Scalar | readonly Nested[];

/** What a tensor is made from: numbers in lists, or an array that has a dtype itself. */
export type Data = Nested | Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | BigInt64Array | Uint8Array;

/** An item of `x[…]`: `null` adds a dimension, '...' stands for all dimensions between, a list or a tensor picks. */
export type Index = number | boolean | null | '...' | Slice | readonly number[] | readonly boolean[] | Tensor;

/** `start:stop:step` */
export interface Slice {
	readonly start: number | undefined;
	readonly stop: number | undefined;
	readonly step: number;
}

/** PyTorch's exception: its Python class and its message. */
export declare class EngineError extends Error {
	readonly pythonClass: 'RuntimeError' | 'IndexError' | 'TypeError' | 'ValueError' | 'NotImplementedError' | 'OverflowError' | 'MemoryError' | 'KeyError' | '_LinAlgError';
}

/** torch.Generator */
export interface Generator {
	manual_seed(seed: number | bigint): this;
	initial_seed(): bigint;
	/** Seeds from chance, and says with what. */
	seed(): bigint;
}

/** A node of the autograd graph. */
export interface Node {
	/** 'MulBackward0' */
	name(): string;
}

export interface GraphOptions {
	readonly retain_graph?: boolean | undefined;
	readonly create_graph?: boolean | undefined;
}

export interface GradOptions extends GraphOptions {
	/** undefined: 1, for an output of one element. */
	readonly grad_outputs?: readonly (Tensor | undefined)[] | undefined;
}

/**
 * torch.Tensor. Where it is made inside of `torch.scope` its memory is given back when that ends; where it is not, when the
 * collector finds it, or at the end of a block that has it with `using`.
 */
export interface Tensor extends Disposable, Iterable<Tensor> {
	readonly shape: readonly number[];
	readonly dtype: DType;
	readonly ndim: number;
	readonly is_leaf: boolean;
	readonly grad_fn: Node | undefined;
	/** `x.T` */
	readonly T: Tensor;
	requires_grad: boolean;
	/** undefined is None: setting it so is what zero_grad does. */
	grad: Tensor | undefined;
	dim(): number;
	numel(): number;
	size(): readonly number[];
	size(dim: number): number;
	stride(): readonly number[];
	storage_offset(): number;
	is_contiguous(): boolean;
	is_floating_point(): boolean;
	/** The only element. A bigint beyond 2⁵³, a boolean where the dtype is bool. */
	item<T extends Scalar = number>(): T;
	/** The elements in lists, a number where there is no dimension. */
	tolist<T = Nested>(): T;
	/** As PyTorch prints it. */
	toString(): string;
	requires_grad_(requires_grad?: boolean): this;
	detach_(): this;
	retain_grad(): void;
	/** What `hook` answers takes the gradient's place. Answers what takes the hook away again. */
	register_hook(hook: (grad: Tensor) => Tensor | void): { remove(): void };
	backward(gradient?: Tensor, options?: GraphOptions): void;
	/** `x[…]`, called as PyTorch's C++ library has it: `x.index([torch.Slice(1), 0])` is `x[1:, 0]`. */
	index(indices: readonly Index[]): Tensor;
	/** `x[…] = value` */
	assign(indices: readonly Index[], value: Tensor | Scalar): this;
}

/** The object `torch`. */
export interface Torch {
	readonly bool: 'bool';
	readonly uint8: 'uint8';
	readonly int8: 'int8';
	readonly int16: 'int16';
	readonly int32: 'int32';
	readonly int64: 'int64';
	readonly float16: 'float16';
	readonly bfloat16: 'bfloat16';
	readonly float32: 'float32';
	readonly float64: 'float64';
	/** A copy of the data. The dtype is the data's where it is left out: int64 for whole numbers, float32 where one is not. */
	tensor(data: Data, options?: { readonly dtype?: DType | undefined; readonly requires_grad?: boolean | undefined }): Tensor;
	is_tensor(value: unknown): value is Tensor;
	/** `start:stop:step` for `index`. */
	Slice(start?: number, stop?: number, step?: number): Slice;
	/**
	 * Runs `body` and gives back all tensors that were made meanwhile, but for those in what it answers (a tensor, a list or an
	 * object of such) and for what they and others need (gradients, graphs, views). A loop that runs long without ever waiting
	 * needs it for each turn, since the collector has no say before the loop has ended.
	 */
	scope<T>(body: () => T): T;
	/** A scope for `using`: it ends with the block. */
	scope(): Disposable;
	/** Takes a tensor out of the scopes that are open: it lives as one that was made outside of them. */
	keep<T extends Tensor>(tensor: T): T;
	no_grad<T>(body: () => T): T;
	enable_grad<T>(body: () => T): T;
	is_grad_enabled(): boolean;
	manual_seed(seed: number | bigint): Generator;
	Generator(): Generator;
	readonly default_generator: Generator;
	get_default_dtype(): DType;
	set_default_dtype(dtype: DType): void;
	readonly autograd: {
		backward(tensors: Tensor | readonly Tensor[], options?: GraphOptions & { readonly grad_tensors?: readonly (Tensor | undefined)[] }): void;
		/** The gradients of the inputs, one for each. */
		grad(outputs: Tensor | readonly Tensor[], inputs: Tensor, options?: GradOptions): [Tensor];
		grad<const T extends readonly Tensor[]>(outputs: Tensor | readonly Tensor[], inputs: T, options?: GradOptions): { -readonly [K in keyof T]: Tensor };
		grad<const T extends readonly Tensor[]>(outputs: Tensor | readonly Tensor[], inputs: T, options: GradOptions & { readonly allow_unused: true }): { -readonly [K in keyof T]: Tensor | undefined };
	};
}
