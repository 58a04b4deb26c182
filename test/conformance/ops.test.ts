/**
 * Every operator against the stored answers of real PyTorch (ask_torch.py): values within the operator's own
 * tolerance, dtypes, shapes, strides, nodes, gradients, and the text of errors.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { backward } from '../../engine/autograd/backward.ts';
import { call, callAny, type CallArgument } from '../../engine/ops/call.ts';
import type { Closeness, Result } from '../../engine/ops/operator.ts';
import { OPERATOR_BY_NAME } from '../../engine/ops/table.ts';
import { EngineError } from '../../engine/tensor/errors.ts';
import { bool, float, int, isScalar } from '../../engine/tensor/scalar.ts';
import { Scope } from '../../engine/tensor/scope.ts';
import { contiguousStrides } from '../../engine/trace/shape.ts';
import { Tensor } from '../../engine/tensor/tensor.ts';
import { DTYPES, type DTypeName } from '../../engine/trace/dtype.ts';
import { bytesOf, elements, tensorOfBytes } from '../unit/engine/engine.ts';

interface StoredTensor { readonly d: DTypeName; readonly s: readonly number[]; readonly v: string; readonly t?: readonly number[]; readonly view?: { readonly size: number[]; readonly stride: number[]; readonly offset?: number } }
type StoredResult = StoredTensor | { readonly p: unknown } | readonly StoredResult[];
interface Case { readonly op: string; readonly a: readonly unknown[]; readonly k?: Readonly<Record<string, unknown>>; readonly r?: StoredResult; readonly e?: readonly [string, string]; readonly n?: string; /** the error is backward's */ readonly w?: true; readonly g?: Readonly<Record<string, StoredTensor>> }
interface Stored { readonly inputs: Readonly<Record<string, StoredTensor>>; readonly cases: readonly Case[] }

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'stored');
const families = readdirSync(folder).filter(name => name.startsWith('ops-') && name.endsWith('.json'));

/** The leaf and what of it the case sees. */
interface Input { readonly leaf: Tensor; readonly seen: Tensor }

class Run {
	readonly inputs = new Map<string, Input>();
	readonly #stored: Stored;
	readonly #grad: boolean;

	constructor(stored: Stored, grad: boolean) {
		this.#stored = stored;
		this.#grad = grad;
	}

	decode(arg: unknown): CallArgument {
		if (typeof arg === 'string') {
			return arg.startsWith('$') ? this.#input(arg.slice(1)).seen : arg.startsWith('dtype:') ? arg.slice(6) : arg;
		}
		if (arg === null) {
			return undefined;
		}
		if (Array.isArray(arg)) {
			return arg.map(item => this.decode(item)) as CallArgument;
		}
		if (typeof arg === 'object') {
			const [[kind, value]] = Object.entries(arg) as [[string, number | boolean | string]];
			return kind === 'i' ? int(value as number) : kind === 'f' ? float(parse(value)) : bool(value as boolean);
		}
		return arg as CallArgument;
	}

	#input(name: string): Input {
		const known = this.inputs.get(name);
		if (known !== undefined) {
			return known;
		}
		const stored = this.#stored.inputs[name]!;
		const leaf = tensorOfBytes(Buffer.from(stored.v, 'base64'), stored.d, stored.s);
		leaf.wantsGrad = this.#grad && DTYPES[stored.d].float;
		const seen = stored.view === undefined ? leaf : call('as_strided', leaf, stored.view.size, stored.view.stride, stored.view.offset ?? 0);
		const input = { leaf, seen };
		this.inputs.set(name, input);
		return input;
	}
}

function parse(value: unknown): number {
	return typeof value === 'string' ? { inf: Infinity, '-inf': -Infinity, nan: Number.NaN }[value]! : value as number;
}

/** Runs one case; says what differs, or nothing. */
function difference(stored: Stored, one: Case): string | undefined {
	using _ = new Scope();
	const run = new Run(stored, one.g !== undefined || one.n !== undefined || one.w === true);
	const name = one.op.endsWith('_') && !OPERATOR_BY_NAME.has(one.op) ? one.op.slice(0, -1) : one.op;
	const operator = OPERATOR_BY_NAME.get(name);
	if (operator === undefined) {
		return 'no such operator';
	}
	let result: Result;
	try {
		result = invokeStored(one, run, name);
		if (one.w === true) {
			backward([result as Tensor], [weights(result as Tensor)]);
		}
	} catch (error) {
		if (!(error instanceof EngineError)) {
			return error instanceof Error ? error.stack ?? error.message : String(error);
		}
		const text = `${error.pythonClass}: ${error.message}`;
		return one.e === undefined ? `raised ${text}` : text === `${one.e[0]}: ${one.e[1]}` ? undefined : `raised ${text}\n      PyTorch ${one.e[0]}: ${one.e[1]}`;
	}
	if (one.e !== undefined) {
		return `did not raise ${one.e[0]}: ${one.e[1]}`;
	}
	const wrong = compareResults(result, one.r!, operator.tolerance);
	if (wrong !== undefined || one.n === undefined || one.n === 'NoneType') {
		return wrong;
	}
	return compareGradients(result, one, run, operator.tolerance);
}

/** Arguments by position, then by name, in the order of whichever schema has those names. */
function invokeStored(one: Case, run: Run, name: string): Result {
	const args = one.a.map(arg => run.decode(arg));
	if (one.k === undefined) {
		return callAny(one.op, args);
	}
	const named = new Map(Object.entries(one.k).map(([key, value]) => [key, run.decode(value)]));
	const problems: unknown[] = [];
	for (const { schema: { parameters } } of OPERATOR_BY_NAME.get(name)!.overloads) {
		if ([...named.keys()].every(key => parameters.findIndex(parameter => parameter.name === key) >= args.length)) {
			try {
				return callAny(one.op, [...args, ...parameters.slice(args.length).map(parameter => named.get(parameter.name))]);
			} catch (error) {
				if (!(error instanceof EngineError && error.message.endsWith('no overload takes these arguments'))) {
					throw error;
				}
				problems.push(error);
			}
		}
	}
	throw problems[0] ?? new Error(`no overload of ${name} has ${[...named.keys()].join(', ')}`);
}

function compareResults(result: Result, stored: StoredResult, tolerance: Closeness): string | undefined {
	if (Array.isArray(stored)) {
		const list = result as readonly Tensor[];
		if (!Array.isArray(list) || list.length !== stored.length) {
			return `${Array.isArray(list) ? list.length : 1} results, PyTorch ${stored.length}`;
		}
		for (let i = 0; i < stored.length; i++) {
			const wrong = compareResults(list[i], stored[i] as StoredResult, tolerance);
			if (wrong !== undefined) {
				return `result ${i}: ${wrong}`;
			}
		}
		return undefined;
	}
	if ('p' in stored) {
		const value = isScalar(result) ? result.value : result;
		return value === stored.p ? undefined : `${String(value)}, PyTorch ${String(stored.p)}`;
	}
	return compareTensors(result as Tensor, stored as StoredTensor, tolerance, true);
}

function compareTensors(result: Tensor, stored: StoredTensor, tolerance: Closeness, checksStrides: boolean): string | undefined {
	if (result.dtype !== stored.d || result.shape.join() !== stored.s.join()) {
		return `${result.dtype} [${result.shape.join()}], PyTorch ${stored.d} [${stored.s.join()}]`;
	}
	const strides = stored.t ?? contiguousStrides(stored.s);
	if (checksStrides && result.numel > 0 && !result.strides.every((stride, i) => result.shape[i] === 1 || stride === strides[i])) {
		return `strides ${result.strides.join()}, PyTorch ${strides.join()}`;
	}
	const expected = tensorOfBytes(Buffer.from(stored.v, 'base64'), stored.d, stored.s);
	if (Buffer.compare(bytesOf(result), bytesOf(expected)) === 0) {
		return undefined;
	}
	const [mine, theirs] = [elements(result), elements(expected)];
	const scale = Math.max(...theirs.map(value => Math.abs(Number(value))).filter(Number.isFinite), 0);
	for (let i = 0; i < mine.length; i++) {
		if (!isClose(mine[i]!, theirs[i]!, stored.d, tolerance, scale, mine.length)) {
			return `[${i}] ${String(mine[i])}, PyTorch ${String(theirs[i])}`;
		}
	}
	return undefined;
}

/** Bits of precision of each float dtype. */
const DIGITS: Partial<Record<DTypeName, readonly [bits: number, least: number]>> = { float16: [10, 2 ** -14], bfloat16: [7, 2 ** -126], float32: [23, 2 ** -126], float64: [52, 2 ** -1022] };

function isClose(a: number | bigint | boolean, b: number | bigint | boolean, dtype: DTypeName, tolerance: Closeness, scale: number, count: number): boolean {
	const precision = DIGITS[dtype];
	if (precision === undefined || typeof a !== 'number' || typeof b !== 'number') {
		return a === b;
	}
	if (Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b))) {
		return true;
	}
	if (!Number.isFinite(a) || !Number.isFinite(b) || tolerance.kind === 'exact') {
		return false;
	}
	const unit = (size: number) => 2 ** (Math.floor(Math.log2(Math.max(Math.abs(size), precision[1]))) - precision[0]);
	if (tolerance.kind === 'ulp') {
		return Math.abs(a - b) <= tolerance.ulp * unit(b);
	}
	// The stated factor is float32's; others have theirs.
	const relative = tolerance.relative * 2 ** (23 - precision[0]);
	return Math.abs(a - b) <= relative * Math.sqrt(Math.max(count, 16)) * Math.max(scale, Math.abs(b));
}

function compareGradients(result: Result, one: Case, run: Run, tolerance: Closeness): string | undefined {
	const outputs = (Array.isArray(result) ? result as readonly Tensor[] : [result as Tensor]).filter(item => item instanceof Tensor && item.requiresGrad);
	const node = outputs[0]?.gradFn?.name;
	if (node !== one.n) {
		return `node ${String(node)}, PyTorch ${one.n!}`;
	}
	try {
		backward(outputs, outputs.map(weights));
	} catch (error) {
		return `backward raised ${error instanceof Error ? error.stack ?? error.message : String(error)}`;
	}
	// A derivative is built of several operators, each with its own rounding.
	const looser: Closeness = tolerance.kind === 'relative' ? { kind: 'relative', relative: tolerance.relative * 4 } : { kind: 'relative', relative: 1e-6 };
	for (const [name, stored] of Object.entries(one.g ?? {})) {
		const { leaf } = run.inputs.get(name)!;
		const wrong = leaf.grad === undefined ? 'no gradient' : compareTensors(leaf.grad, stored, looser, false);
		if (wrong !== undefined) {
			return `gradient of ${name}: ${wrong}`;
		}
	}
	return undefined;
}

/** 1, 2, … 7, 1, …: the output gradient that ask_torch.py used. */
function weights(output: Tensor): Tensor {
	const ramp = call('add', call('remainder', call('arange', int(output.numel)), int(7)), int(1));
	return call('to', call('reshape', ramp, output.shape), output.dtype);
}

for (const file of families) {
	const stored = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Stored;
	describe(file.slice(4, -5), () => {
		for (const op of new Set(stored.cases.map(one => one.op))) {
			test(op, () => {
				const wrong: string[] = [];
				for (const one of stored.cases) {
					const found = one.op === op ? difference(stored, one) : undefined;
					if (found !== undefined) {
						wrong.push(`${one.op}(${one.a.map(arg => JSON.stringify(arg)).join(', ')}${one.k === undefined ? '' : `, ${JSON.stringify(one.k)}`}): ${found}`);
					}
				}
				expect(wrong.join('\n')).toBe('');
			});
		}
	});
}
