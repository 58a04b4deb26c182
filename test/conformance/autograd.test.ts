/** Small programs with gradients against what real PyTorch answered (ask_autograd.py says what the steps mean). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { backward, grad } from '../../engine/autograd/backward.ts';
import { noGrad } from '../../engine/autograd/mode.ts';
import { memoryUse } from '../../engine/memory/allocator.ts';
import { callAny, type CallArgument } from '../../engine/ops/call.ts';
import { EngineError } from '../../engine/tensor/errors.ts';
import { float, int } from '../../engine/tensor/scalar.ts';
import { Scope } from '../../engine/tensor/scope.ts';
import type { Tensor } from '../../engine/tensor/tensor.ts';
import type { DTypeName } from '../../engine/trace/dtype.ts';
import { elements, tensor } from '../unit/engine/engine.ts';

type Step = readonly [out: string, op: string, ...args: readonly unknown[]];
interface Options { readonly retain?: boolean; readonly create?: boolean; readonly gradient?: string; readonly unused?: boolean }
interface Seen { readonly v: readonly string[]; readonly s: readonly number[]; readonly d: string; readonly version: number | null; readonly node: string | null; readonly leaf: boolean; readonly requires: boolean; readonly grad: readonly string[] | null }
interface Program { readonly title: string; readonly steps: readonly Step[]; readonly seen: readonly Seen[]; readonly error?: readonly [string, string] }

const stored = path.join(path.dirname(fileURLToPath(import.meta.url)), 'stored/autograd.json');
const programs = JSON.parse(readFileSync(stored, 'utf8')) as readonly Program[];

function decode(arg: unknown, names: ReadonlyMap<string, Tensor>): CallArgument {
	if (typeof arg === 'string') {
		return names.get(arg)!;
	}
	if (Array.isArray(arg)) {
		return arg.map(item => decode(item, names)) as CallArgument;
	}
	if (typeof arg === 'object' && arg !== null) {
		return 'f' in arg ? float(arg.f as number) : int((arg as { i: number }).i);
	}
	return arg as CallArgument;
}

function run(steps: readonly Step[], names: Map<string, Tensor>, seen: Seen[]): void {
	const tensors = (list: unknown) => (list as string).split(' ').map(name => names.get(name)!);
	for (const [out, op, ...args] of steps) {
		const options = args.at(-1) as Options;
		switch (op) {
			case 'leaf':
			case 'data': {
				const made = tensor(args[2] as number[], args[0] as DTypeName, args[1] as number[]);
				made.wantsGrad = op === 'leaf';
				names.set(out, made);
				break;
			}
			case 'backward':
				backward(tensors(args[0]), [typeof options === 'object' && options.gradient !== undefined ? names.get(options.gradient) : undefined], plain(options));
				break;
			case 'grad':
				grad(tensors(args[0]), tensors(args[1]), tensors(args[0]).map(() => undefined), { ...plain(options), allowUnused: options.unused ?? false })
					.forEach((found, k) => found !== undefined && names.set(out.split(' ')[k]!, found));
				break;
			case 'no_grad': noGrad(() => run(args[0] as Step[], names, seen)); break;
			case 'zero_grad': tensors(args[0])[0]!.setGrad(undefined); break;
			case 'requires_grad_': tensors(args[0])[0]!.wantsGrad = args[1] as boolean; break;
			case 'see': seen.push(look(tensors(args[0])[0]!)); break;
			default: {
				const result = callAny(op, args.map(arg => decode(arg, names)));
				const list = (Array.isArray(result) ? result : [result]) as readonly Tensor[];
				out.split(' ').forEach((name, k) => names.set(name, list[k]!));
			}
		}
	}
}

function plain(options: Options): { retainGraph?: boolean; createGraph?: boolean } {
	return typeof options === 'object' ? { ...options.retain === undefined ? {} : { retainGraph: options.retain }, createGraph: options.create ?? false } : {};
}

function numbers(source: Tensor): string[] {
	return elements(source).map(value => {
		const number = Number(value);
		return Number.isNaN(number) ? 'nan' : number === Infinity ? 'inf' : number === -Infinity ? '-inf' : String(number);
	});
}

function look(one: Tensor): Seen {
	return {
		v: numbers(one), s: one.shape, d: one.dtype, version: one.version, node: one.gradFn?.name ?? null, leaf: one.isLeaf, requires: one.requiresGrad,
		grad: one.grad === undefined ? null : numbers(one.grad),
	};
}

/** Sums and transcendental functions may differ in the last places. */
function rounded(seen: Seen, counts: boolean): unknown {
	const short = (values: readonly string[] | null) => values?.map(text => Number.isFinite(Number(text)) ? Number(Number(text).toPrecision(5)) : text) ?? null;
	return { ...seen, version: counts ? seen.version : null, v: short(seen.v), grad: short(seen.grad) };
}

for (const program of programs) {
	test(program.title, () => {
		const before = memoryUse().used;
		const seen: Seen[] = [];
		let error: readonly [string, string] | undefined;
		{
			using _ = new Scope();
			const names = new Map<string, Tensor>();
			try {
				run(program.steps, names, seen);
			} catch (thrown) {
				if (!(thrown instanceof EngineError)) {
					throw thrown;
				}
				error = [thrown.pythonClass, thrown.message];
			}
			// With create_graph a leaf and its gradient hold each other, in PyTorch too.
			for (const one of names.values()) {
				one.setGrad(undefined);
			}
		}
		const counts = (i: number) => program.seen[i]?.version !== null;
		expect({ seen: seen.map((one, i) => rounded(one, counts(i))), error }).toEqual({ seen: program.seen.map((one, i) => rounded(one, counts(i))), error: program.error });
		expect(memoryUse().used, 'bytes left behind').toBe(before);
	});
}
