/** Programs that are followed do what they do when nobody follows them, line by line where they were, and what is no JavaScript yet is refused by name. */
import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import { Follower } from '../../../engine/recorder/follower.ts';
import { Recorder } from '../../../engine/recorder/recorder.ts';
import { Stack } from '../../../engine/recorder/stack.ts';
import { DEFAULT_RECORD, type RunRequest } from '../../../engine/runtime/protocol.ts';
import { Edits } from '../../../engine/script/edits.ts';
import { instrument } from '../../../engine/script/instrument.ts';
import { parse } from '../../../engine/script/parse.ts';
import { blankTypes } from '../../../engine/script/types.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';

const WANTED = { names: true, module: { specifier: 'tensor-loupe', names: new Set(['torch']) } };

type Main = (follower: unknown) => Promise<void>;

interface Did { readonly printed: readonly unknown[]; readonly error: string | undefined }

async function run(code: string, follower: unknown): Promise<Did> {
	const printed: unknown[] = [];
	(globalThis as { print?: unknown }).print = (...values: unknown[]) => void printed.push(JSON.stringify(values));
	let error: string | undefined;
	try {
		await (new vm.Script(code).runInThisContext() as Main)(follower);
	} catch (thrown) {
		error = String(thrown);
	}
	return { printed, error };
}

function requestOf(text: string): RunRequest {
	return {
		type: 'run', uri: 'file:///a.ts', name: 'a.ts', text, cells: [{ line: 1, text, shift: 0, mode: 'exec', language: 'typescript' }], argv: [], customaryNames: false, folder: undefined, record: DEFAULT_RECORD,
	};
}

/** With everything recorded. */
async function followed(text: string): Promise<Did & { readonly trace: TraceReader }> {
	const request = requestOf(text), program = instrument(request.cells, WANTED), stack = new Stack(), trace = new TraceReader();
	expect(program.problem).toBeUndefined();
	expect(program.code.split('\n').length).toBeLessThanOrEqual(text.split('\n').length + 1);
	const recorder = new Recorder({ write: bytes => trace.push(bytes), now: () => performance.now(), isProxy: () => false, isInterrupted: () => false, collect: () => undefined }, request, program, stack, []);
	const follower = new Follower(recorder, program, stack, {}, () => []);
	recorder.begin(request, '');
	const did = await run(program.code, follower);
	recorder.end(0);
	expect(trace.problem).toBeUndefined();
	return { ...did, trace };
}

async function bare(text: string): Promise<Did> {
	const edits = new Edits(text);
	blankTypes(parse(text, 'typescript'), text, edits);
	return run(`(async function() { "use strict"; ${edits.blanked()}\n})`, undefined);
}

const PROGRAMS: Readonly<Record<string, string>> = {
	'declarations and patterns': `const a = 1, { b, c: [d, ...e], f = 6 } = { b: 2, c: [3, 4, 5] } as any; let g; g = a + b; [g, g] = [1, 2]; ({ b: g } = { b: 9 }); print(a, b, d, e, f, g); var h = 3; var h = 4; print(h)`,
	'loops of all kinds': `
for (let i = 0; i < 3; i++) print(i)
for (let i = 0, j = 5; ; ) { if (i++ > 2) break; print(i, j--) }
for (const x of [1, 2, 3]) { if (x === 2) continue; print(x) }
for (const [k, v] of Object.entries({ a: 1 })) print(k, v)
for (const k in { a: 1, b: 2 }) print(k)
let n = 0; while (n < 3) n++; print(n)
do { n-- } while (n > 0); print(n)
outer: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (j === 1) continue outer; if (i === 2) break outer; print(i, j) } }
let q; for (q of [7, 8]); print(q)
for (/* a ; in a comment */ let i = 0; i < 1; i++) print(i)`,
	'closures see each turn of a loop': `const fs: (() => number)[] = []; for (let i = 0; i < 3; i++) fs.push(() => i); print(fs.map(f => f()))`,
	'a loop that is left ends its iterator': `const it = { [Symbol.iterator]() { let i = 0; return { next: () => ({ done: i > 9, value: i++ }), return() { print('closed'); return {} } } } }; for (const x of it) { if (x === 2) break } try { for (const x of it) throw new Error('e') } catch { print('caught') }`,
	'functions': `function f(a: number, { b = 2, ...r }: any = {}, ...s: number[]): number { return a + b + s.length + Object.keys(r).length } print(f(1), f(1, { b: 5, c: 1 }, 3, 4), f.length, f.name, hoisted()); function hoisted() { return 'up' } const g = (x?: number) => ({ x }), h = function () { return arguments.length }; print(g(1), h(1, 2), g.name, h.name, (() => 1)()); const fact = (n: number): number => n < 2 ? 1 : n * fact(n - 1); print(fact(10))`,
	'this, classes, accessors, private names': `class A<T> { #p = 1; static s = 2; static { for (const q of [1, 2]) { let r = q; this.s += r } } y?: T; constructor(public_: number) { this.#p += public_ } get p() { return this.#p } set p(v) { this.#p = v } m(this: A<T>, k = this.p) { return [this.p, k, new.target === undefined] } static of() { return new this(5) } *gen() { yield this.#p; yield* [1, 2] } async am() { await null; return this.#p } f = () => this.#p }
class B extends A<string> { constructor() { super(1); this.p *= 10 } override m() { return [...super.m(), 'b'] } } const b = new B(); print(b.m(), A.s, A.of().p, [...b.gen()], b.f(), b instanceof A, B.name); print(await b.am())`,
	'exceptions and finally': `function f(n: number) { try { if (n === 1) return 'a'; if (n === 2) throw new TypeError('t'); return 'b' } catch (e: any) { return e.message } finally { print('finally', n) } } print(f(0), f(1), f(2)); function g() { try { return 1 } finally { return 2 } } print(g()); try { try { null!.x } finally { print('inner') } } catch ({ message }) { print(message) } try { throw 'text' } catch (e) { print(e) }`,
	'generators': `function* g(): Generator<number, string, number> { try { const got = yield 1; print('got', got); yield* [2, 3]; return 'end' } finally { print('done') } } const it = g(); print(it.next(), it.next(42), it.next(), it.next(), it.next()); const other = g(); other.next(); print(other.return('r' as any)); const thrown = g(); thrown.next(); try { thrown.throw(new Error('in')) } catch (e) { print(String(e)) }`,
	'async': `const wait = (v: number) => new Promise<number>(r => setTimeout(() => r(v), 1)); async function f(n: number) { const r = await wait(n); if (r > 1) throw new Error('big'); return r } print(await f(1)); try { await f(2) } catch (e) { print(String(e)) } print(await Promise.all([f(0), f(1)]), await Promise.allSettled([f(3)]).then(r => r[0]!.status)); async function* ag() { yield 1; await null; yield 2 } for await (const x of ag()) print(x); for await (const x of [Promise.resolve(5), 6]) print(x)`,
	'calls in all forms': `const o: any = { f(...a: any[]) { return [this === o, ...a] }, n: null, g() { return this.f } }; print(o.f(), o.f(1), o.f(...[1, 2]), o?.f(3), o.n?.f(4), o['f'](5), (o.f)(6), o.g()(7)); const { f } = o; print(f(1)); print(((a: number, b: number,) => a + b)(1, 2,)); function tag(s: TemplateStringsArray, ...v: unknown[]) { return s.raw.join('|') + v.join() } print(tag\`a\${1}b\${\`\${2}\`}c\`, new (class { constructor(readonly = 1) {} })(), new Map([[1, 2]]).size, typeof missing, void 0)`,
	'switch': `function f(x: number) { switch (x) { case 1: print('one'); case 2: { const y = x; print('two', y); break } case 3: let z = 5; print(z); return 'r'; default: print('d') } return x } print([1, 2, 3, 4].map(f))`,
	'statements that lean on their line ends': `const a = 1\nconst b = a as any\nlet c = [1, 2]\n;[c[0], c[1]] = [c[1]!, c[0]!]\nprint(a, b, c)\nconst d = a\n++c[0]\nprint(d, c)\nconst s = \`x\n  y\`\nprint(s); if (a) print('t'); else print('e'); if (!a) { } else if (b) print('ei')`,
	'on one line': `let x = 0; for (let i = 0; i < 2; i++) for (let j = 0; j < 2; j++) { x++; if (x > 2) x += 10; else x += 1 } print(x); { let x = 'inner'; print(x) } print(x)`,
	'types of all kinds': `type P<T> = { [K in keyof T]: T[K] }; interface I extends P<{ a: 1 }> { b?: string } declare const gone: number; declare function nope(): void; abstract class Q { abstract z(): void; protected readonly w: number = 4; private x!: string; [key: string]: unknown; v(): number { return this.w } } class R extends Q implements I { a = 1 as const; z() {} } function over(a: string): string; function over(a: number): number; function over(a: any) { return a } const r = new R(), sat = { a: 1 } satisfies I, cast = <any>r; print(r.v(), over(3), sat, (cast as R)!.a!, r['a']); const gen = <T,>(x: T): x is T => true; print(gen<number>(1)); let opt: { a?: { b: number } } = {}; print(opt.a?.b); function asserts(x: unknown): asserts x is string {} asserts(1); let tuple: [a: number, b?: string] = [1]; print(tuple)`,
	'errors go out as they are': `print('before'); (null as any).x.y()`,
	'an assignment to a constant': `const a = 1; try { (a as any) = 2 } catch (e) { print(String(e)) }`,
};

describe('a program that is followed does the same', () => {
	test.each(Object.entries(PROGRAMS))('%s', async (_title, text) => {
		const [expected, { printed, error }] = [await bare(text), await followed(text)];
		expect({ printed, error }).toEqual({ printed: expected.printed, error: expected.error });
		expect(printed.length).toBeGreaterThan(0);
	});
});

describe('what is followed', () => {
	test('a line is one step, however many statements are on it; a loop comes back to its header', async () => {
		const { trace } = await followed('let a = 1; a = 2;\nfor (let i = 0; i < 2; i++) {\n\ta += i;\n}\nfor (const x of [1, 2])\n\ta += x;\nwhile (a < 8) a++;\nprint(a)');
		expect(Array.from({ length: trace.stepCount }, (_, i) => trace.step(i).line)).toEqual([1, 2, 3, 2, 3, 2, 5, 6, 5, 6, 5, 7, 7, 7, 8]);
	});

	test('names are bound when their statement has run, those of functions in a scope of their own', async () => {
		const { trace } = await followed('let a = 1;\nfunction f(b: number) {\n\tlet c = b + 1;\n\ta = c;\n\treturn c;\n}\nconst d = f(5);');
		const at = (line: number, name: string): unknown => {
			const step = trace.step(trace.stepsOfLine(0, line).at(-1)!), value = trace.value(trace.lookup(name, step.frame, step.end), step.end);
			return value !== undefined && 'value' in value ? value.value : undefined;
		};
		expect([at(1, 'a'), at(3, 'b'), at(3, 'c'), at(4, 'a'), at(7, 'a'), at(7, 'd'), at(7, 'c')]).toEqual([1, 5, 6, 6, 6, 6, undefined]);
		expect([trace.frame(1).name, trace.frame(1).parent, trace.frame(1).line]).toEqual(['f', 0, 2]);
	});

	test('what a name holds is looked at again where it may have changed', async () => {
		const { trace } = await followed('const list: number[] = [];\nconst map = new Map<string, number>();\nfor (let i = 0; i < 3; i++) {\n\tlist.push(i);\n\tmap.set("k", i);\n}');
		const lengths = (name: string): number[] => {
			const ref = trace.names(1, trace.lastTick).find(each => each.name === name)!.ref;
			return trace.changes(ref).map(tick => (trace.value(ref, tick) as { length: number }).length);
		};
		expect(lengths('list')).toEqual([0, 1, 2, 3]);
		expect(lengths('map')).toEqual([0, 1, 1, 1]);
	});

	test('no getter is called, and nothing of the program runs by being looked at', async () => {
		const { printed } = await followed('const o = { get x() { print("called"); return 1 }, toJSON() { print("json") } };\nclass A { get y() { print("y"); return 1 } }\nconst a = new A();\nprint("end", typeof o, typeof a)');
		expect(printed).toEqual(['["end","object","object"]']);
	});
});

describe('what is refused says so where it stands', () => {
	test.each([
		['const a = 1;\nenum Color { Red }', 2, /`enum` is not supported/],
		['namespace A { export const b = 1 }', 1, /`namespace` is not supported/],
		['class A { constructor(private x: number) {} }', 1, /Parameter properties are not supported/],
		['{ using a = torch.scope(); }', 1, /`using` is not supported/],
		['@sealed class A {}', 1, /Decorators are not supported/],
		['import fs from "node:fs";', 1, /There is no module 'node:fs' here/],
		['const a = 1;\n\nimport torch from "tensor-loupe";', 3, /has no default export/],
		['await import("node:fs")', 1, /`import\(\)` is not there/],
		['print(import.meta.url)', 1, /`import.meta` is not there/],
		['let x = ;', 1, /Unexpected token/],
		['const a = 1; const a = 2;', 1, /already been declared/],
	])('%s', (text, line, message) => {
		const { problem } = instrument(requestOf(text).cells, WANTED);
		expect(problem?.line).toBe(line);
		expect(problem?.message).toMatch(message);
	});

	test('what is exported is what is declared', async () => {
		const { printed } = await followed('export const a = 1; export function f() { return a } export default class { }\ninterface A {} export type { A }; export { a as other };\nprint(a, f())');
		expect(printed).toEqual(['[1,1]']);
	});

	test('what stands before it is run', () => {
		const cells = ['const a = 1;', 'let b = ;', 'print(a)'].map((text, i) => ({ line: 3 * i + 1, text, shift: 0, mode: 'exec' as const, language: 'javascript' as const }));
		const { problem, cells: [first, ...others] } = instrument(cells, WANTED);
		expect([problem?.cell, problem?.line, first?.request.text, others.length]).toEqual([1, 4, 'const a = 1;', 0]);
	});
});
