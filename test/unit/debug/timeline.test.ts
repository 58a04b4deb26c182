/** Where moves lead in the recorded runs of real PyTorch; that back is the inverse of forward; and what a move looks at. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Cursor, type Log } from '../../../engine/debug/cursor.ts';
import { Evaluation } from '../../../engine/debug/evaluation.ts';
import { parseHitCondition } from '../../../engine/debug/hits.ts';
import { scopesOf, stackAt } from '../../../engine/debug/stack.ts';
import { Steps } from '../../../engine/debug/steps.ts';
import { Timeline } from '../../../engine/debug/timeline.ts';
import type { Breakpoint, Move, Stop } from '../../../engine/debug/types.ts';
import { childrenOf } from '../../../engine/debug/variables.ts';
import { Heap } from '../../../engine/expression/heap.ts';
import { parseExpression } from '../../../engine/expression/syntax.ts';
import { writeFrame } from '../../../engine/trace/frame.ts';
import type { Trace } from '../../../engine/trace/model.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { stored } from '../trace/stored.ts';
import { read } from '../trace/tracer.ts';
import { replayOf } from './replay.ts';

const ema = read(stored('ema-training'));
const changes = read(stored('changes'));
const notes = read(stored('pytorch-notes'));

const lineOf = (trace: Trace, code: string): number => trace.sources[0]!.text.split('\n').findIndex(text => text.trim().startsWith(code)) + 1;
const codeAt = (trace: Trace, position: number): string => trace.sources[0]!.text.split('\n')[stackAt(new Steps(trace), position)[0]!.line - 1]!.trim();

interface Options { readonly condition?: string; readonly hits?: string; readonly log?: string }

let ids = 0;
function breakpoint(trace: Trace, code: string, { condition, hits, log }: Options = {}): Breakpoint {
	return {
		id: ++ids, source: 0, line: lineOf(trace, code), logMessage: log,
		condition: condition === undefined ? undefined : parseExpression(condition), hits: hits === undefined ? undefined : parseHitCondition(hits)!,
	};
}

function cursorOn(trace: Trace, breakpoints: readonly Breakpoint[] = [], log: Log = () => undefined): Cursor {
	const timeline = new Timeline(trace, new Evaluation(trace, replayOf(trace)));
	timeline.breakpoints = breakpoints;
	return new Cursor(timeline, () => true, log);
}

/** All stops of a move until it meets nothing any more. */
async function stops(cursor: Cursor, move: Move): Promise<Stop[]> {
	const found: Stop[] = [];
	for (let stop = (await cursor.go(move))!; stop.reason === 'breakpoint' || stop.reason === 'exception'; stop = (await cursor.go(move))!) found.push(stop);
	return found;
}

/** Stack and variables as text. */
function stateAt(trace: Trace, position: number): string {
	const steps = new Steps(trace);
	return JSON.stringify(stackAt(steps, position).map(frame => [frame.name, frame.line, scopesOf(steps, frame.frame).map(({ scope }) =>
		childrenOf(new Heap(trace), { kind: 'scope', scope }, steps.momentAt(position).tick, { filter: undefined, start: 0, count: 0 }).map(({ name, text }) => [name, text]))]));
}

describe('moves', () => {
	test('without a breakpoint: the last line, then what it left', async () => {
		const cursor = cursorOn(ema);
		expect(await cursor.go('continue')).toMatchObject({ position: ema.stepCount - 1, reason: 'end' });
		expect(await cursor.go('continue')).toMatchObject({ position: ema.stepCount, reason: 'end' });
		expect(await cursor.go('stepBack')).toMatchObject({ position: ema.stepCount - 1 });
	});

	test('at the first line when asked for', async () => {
		expect(await cursorOn(ema).go('stepIn')).toMatchObject({ position: 0, reason: 'entry' });
	});

	test('over a call, into it, and out of it', async () => {
		const call = breakpoint(ema, 'ema.update(model)');
		const cursor = cursorOn(ema, [call]);
		const { position } = (await cursor.go('continue'))!;
		expect(codeAt(ema, (await cursor.go('next'))!.position)).toMatch(/^print\(step/);
		await cursor.go('stepBack');
		expect(codeAt(ema, (await cursor.go('stepIn'))!.position)).toBe('with torch.no_grad():');
		expect(stackAt(cursor.timeline.steps, cursor.position).map(({ name, line }) => [name, line])).toEqual([['update', lineOf(ema, 'with torch.no_grad')], ['<module>', call.line]]);
		expect(codeAt(ema, (await cursor.go('stepOut'))!.position)).toMatch(/^print\(step/);
		await cursor.go('stepBack');
		await cursor.go('stepBack');
		expect(cursor.position).toBe(position);
	});

	test('stepping back where nothing was stepped: over what was called', async () => {
		const cursor = cursorOn(ema, [breakpoint(ema, 'print(step')]);
		await cursor.go('continue');
		expect(codeAt(ema, (await cursor.go('stepBack'))!.position)).toBe('ema.update(model)');
	});

	test('stepping over a call stops at a breakpoint in it, and back again', async () => {
		const inside = breakpoint(ema, 'd = self.decay');
		const cursor = cursorOn(ema, [breakpoint(ema, 'ema.update(model)'), inside]);
		const { position } = (await cursor.go('continue'))!;
		expect(await cursor.go('next')).toMatchObject({ reason: 'breakpoint', breakpoints: [inside.id] });
		expect((await cursor.go('stepBack'))!.position).toBe(position);
	});

	test('the scopes of a call are its locals and the module’s globals', async () => {
		const cursor = cursorOn(ema, [breakpoint(ema, 'v *= d')]);
		await cursor.go('continue');
		const { steps } = cursor.timeline;
		const [locals, globals] = scopesOf(steps, steps.frameAt(cursor.position)).map(({ kind, scope }) => {
			const names = childrenOf(new Heap(ema), { kind: 'scope', scope }, steps.momentAt(cursor.position).tick, { filter: undefined, start: 0, count: 0 }).map(({ name }) => name);
			return { kind, names };
		});
		expect(locals).toEqual({ kind: 'locals', names: ['self', 'model', 'd', 'msd', 'k', 'v'] });
		expect(globals!.names).toContain('opt');
	});
});

describe('breakpoints', () => {
	test('a condition, a hit count, both', async () => {
		const times = async (options: Options): Promise<number> => (await stops(cursorOn(ema, [breakpoint(ema, 'loss.backward()', options)]), 'continue')).length;
		expect(await times({})).toBe(20);
		expect(await times({ condition: 'step % 5 == 0' })).toBe(4);
		expect(await times({ hits: '3' })).toBe(1);
		expect(await times({ hits: '% 4' })).toBe(5);
		expect(await times({ hits: '>= 18' })).toBe(3);
		expect(await times({ condition: 'step % 5 == 0', hits: '> 1' })).toBe(3);
		expect(await times({ condition: 'loss.item() < 0' })).toBe(0);
		expect(await times({ condition: 'nowhere == 1' })).toBe(0);
	});

	test('a message is said on the way, with values, and nothing stops there', async () => {
		const said: string[] = [];
		const cursor = cursorOn(ema, [breakpoint(ema, 'loss.backward()', { log: 'step {step} of {nobody}', condition: 'step < 3' })], entries => said.push(...entries.map(({ text }) => text)));
		expect((await cursor.go('continue'))!.reason).toBe('end');
		expect(said).toEqual(['step 0 of {nobody}', 'step 1 of {nobody}', 'step 2 of {nobody}']);
		await cursor.go('reverseContinue');
		expect(said.length).toBe(3);
	});

	test('hit counts that are understood', async () => {
		expect(parseHitCondition('every 3')).toBeUndefined();
		expect(parseHitCondition('% 0')).toBeUndefined();
		expect(['0', '== 0', '<1', '<= 0'].map(text => parseHitCondition(text))).toEqual([undefined, undefined, undefined, undefined]);
		expect([1, 2, 3, 4].filter(parseHitCondition(' == 3 ')!)).toEqual([3]);
		expect([1, 2, 3, 4].filter(parseHitCondition('<=2')!)).toEqual([1, 2]);
	});
});

describe.each([['ema-training', ema], ['changes', changes], ['pytorch-notes', notes]] as const)('%s, both ways', (_, trace) => {
	const ranLines = [...new Set(Array.from({ length: trace.stepCount }, (_ignored, index) => trace.step(index).line))];
	const someBreakpoints = fc.uniqueArray(fc.constantFrom(...ranLines), { maxLength: 4 }).map(lines => lines.map((line): Breakpoint =>
		({ id: ++ids, source: 0, line, condition: undefined, hits: undefined, logMessage: undefined })));

	test('k steps forward, whatever they are, and k back: the same position and state', async () => {
		await fc.assert(fc.asyncProperty(fc.nat(trace.stepCount - 1), fc.array(fc.constantFrom<Move>('next', 'stepIn', 'stepOut'), { maxLength: 30 }), someBreakpoints, async (from, moves, breakpoints) => {
			const cursor = cursorOn(trace, breakpoints);
			cursor.jump(from, 'goto');
			const visited: number[] = [];
			for (const move of moves) {
				visited.push(cursor.position);
				await cursor.go(move);
			}
			while (visited.length > 0) {
				await cursor.go('stepBack');
				expect(cursor.position).toBe(visited.pop());
			}
			expect(cursor.position).toBe(from);
		}));
	});

	test('one step back from wherever a session stands, with none taken before: the line from which a step leads there', async () => {
		const cursor = cursorOn(trace);
		for (let position = 1; position < trace.stepCount; position++) {
			cursor.jump(position, 'goto');
			const back = (await cursor.go('stepBack'))!.position;
			expect(back, `from ${position}`).toBeLessThan(position);
			cursor.jump(back, 'goto');
			// The first line of a call is stepped into from the line that called it.
			const move = trace.step(back).frame === trace.step(position).frame || trace.frame(trace.step(position).frame).parent < 0 ? 'next' : 'stepIn';
			expect((await cursor.go(move))!.position, `back to ${back} and ${move}`).toBe(position);
		}
	});

	test('the state at a position is one, from wherever it is reached', async () => {
		const cursor = cursorOn(trace);
		cursor.jump(3, 'goto');
		const before = [stateAt(trace, cursor.position)];
		for (let k = 0; k < 8; k++) before.push(stateAt(trace, (await cursor.go('stepIn'))!.position));
		expect(new Set(before).size).toBeGreaterThan(4);
		for (let k = 8; k > 0; k--) {
			expect(stateAt(trace, cursor.position)).toBe(before[k]);
			await cursor.go('stepBack');
		}
		expect(stateAt(trace, cursor.position)).toBe(before[0]);
	});

	test('continue and reverseContinue visit the same stops in reverse order', async () => {
		await fc.assert(fc.asyncProperty(someBreakpoints, async (breakpoints) => {
			const cursor = cursorOn(trace, breakpoints);
			const forwards = await stops(cursor, 'continue');
			cursor.jump(trace.stepCount, 'goto');
			const backwards = await stops(cursor, 'reverseContinue');
			// Where the first line has a breakpoint, it is the last stop as well as the entry.
			const reached = backwards.filter((stop, i) => backwards.findIndex(({ position }) => position === stop.position) === i);
			expect(reached.toReversed()).toEqual(forwards);
		}));
	});
});

/** Two cells of a document: lines 1 and 2, where 2 calls a function of one line, 3; then lines 11 and 12. */
function twoCells(): Trace {
	const text = (words: string) => new TextEncoder().encode(words);
	return read(writeFrame(0, {
		string: { text: ['', '<module>', 'f', 'file:///notes.md'].map(text) }, source: { uri: [3], name: [3], text: [text('')] },
		cell: { source: [0, 0], line: [1, 11], lines: [3, 2], shift: [0, 0] },
		frame: { tick: [1, 4, 8], parent: [-1, 0, -1], cell: [0, 0, 1], name: [1, 2, 1], line: [1, 3, 11], locals: [1, 2, 1], globals: [1, 1, 1] },
		exit: { tick: [6, 7, 11], frame: [1, 0, 2], how: [0, 0, 0], value: [0, 0, 0] },
		step: { tick: [2, 3, 5, 9, 10], frame: [0, 0, 1, 2, 2], line: [1, 2, 3, 11, 12] },
	}));
}

test.each<[from: number, move: Move, to: number]>([
	[2, 'next', 11], [3, 'next', 11], [3, 'stepIn', 11], [1, 'stepOut', 11], [2, 'stepOut', 11], [3, 'stepOut', 11], [11, 'stepBack', 2], [12, 'stepBack', 11],
])('in a document of several cells, from line %i %s leads to line %i', async (from, move, to) => {
	const trace = twoCells();
	const cursor = cursorOn(trace);
	cursor.jump(trace.stepsOfLine(0, from).at(0)!, 'goto');
	const stop = (await cursor.go(move))!;
	expect([stop.reason, trace.step(stop.position).line]).toEqual(['step', to]);
});

test.each<Move>(['next', 'stepOut'])('%s at the end of the last cell leads to the end', async (move) => {
	const trace = twoCells();
	const cursor = cursorOn(trace);
	cursor.jump(trace.stepsOfLine(0, 12).at(0)!, 'goto');
	expect(await cursor.go(move)).toMatchObject({ reason: 'end', position: trace.stepCount });
});

/** A loop over a call of three lines, as often as asked: lines 1 to 3, and 11 to 13 in the function. */
function looped(times: number): Uint8Array {
	const step = { tick: [] as number[], frame: [] as number[], line: [] as number[] };
	const frame = { tick: [1], parent: [-1], cell: [0], name: [1], line: [1], locals: [1], globals: [1] };
	const exit = { tick: [] as number[], frame: [] as number[], how: [] as number[], value: [] as number[] };
	let tick = 1;
	const add = (owner: number, line: number): void => {
		step.tick.push(++tick);
		step.frame.push(owner);
		step.line.push(line);
	};
	for (let i = 1; i <= times; i++) {
		add(0, 1);
		add(0, 2);
		for (const [column, value] of Object.entries({ tick: ++tick, parent: 0, cell: 0, name: 2, line: 10, locals: i + 1, globals: 1 })) frame[column as keyof typeof frame].push(value);
		for (const line of [11, 12, 13]) add(i, line);
		for (const [column, value] of Object.entries({ tick: ++tick, frame: i, how: 0, value: 0 })) exit[column as keyof typeof exit].push(value);
		add(0, 3);
	}
	const text = (words: string) => new TextEncoder().encode(words);
	return writeFrame(0, {
		string: { text: [text(''), text('<module>'), text('f'), text('file:///loop.py')] }, source: { uri: [3], name: [3], text: [text('')] },
		cell: { source: [0], line: [1], lines: [13], shift: [0] }, frame, exit, step,
	});
}

test('in a trace of 100,000 steps a move looks at few of them', async () => {
	const trace = read(looped(17_000));
	expect(trace.stepCount).toBeGreaterThan(100_000);
	let looked = 0;
	const counted = new Proxy<Trace>(trace, {
		get: (target, name) => {
			const member: unknown = Reflect.get(target, name, target);
			if (name === 'step' || name === 'frame') looked++;
			return typeof member === 'function' ? member.bind(target) as unknown : member;
		},
	});
	const cursor = cursorOn(counted, [{ id: 1, source: 0, line: 12, condition: undefined, hits: undefined, logMessage: undefined }]);
	const { steps } = cursor.timeline;
	// Each step is read once, when it is recorded.
	expect(steps.count).toBe(trace.stepCount);
	for (const from of [0, 50_001, 99_999]) {
		for (const move of ['next', 'stepIn', 'stepOut', 'stepBack', 'continue', 'reverseContinue'] as const) {
			looked = 0;
			cursor.jump(from, 'goto');
			const stop = (await cursor.go(move))!;
			stackAt(steps, stop.position);
			expect(looked, `${move} from ${from}`).toBeLessThan(40);
		}
	}
});

test('while the program runs a move waits for what it leads to, and a breakpoint on the way is not missed', async () => {
	const bytes = stored('ema-training');
	const trace = new TraceReader();
	const timeline = new Timeline(trace, new Evaluation(trace, replayOf(trace)));
	timeline.breakpoints = [breakpoint(ema, 'loss.backward()', { condition: 'step == 12' })];
	let isOver = false;
	const cursor = new Cursor(timeline, () => isOver, () => undefined);
	let stop = await cursor.go('continue');
	for (let at = 0; stop === undefined && at < bytes.length; at += 512) {
		trace.push(bytes.subarray(at, at + 512));
		stop = await cursor.look();
	}
	expect(stop).toMatchObject({ reason: 'breakpoint' });
	expect(await cursor.go('continue')).toBeUndefined();
	expect(cursor.isWaiting).toBe(true);
	isOver = true;
	expect(await cursor.look()).toMatchObject({ reason: 'end', position: trace.stepCount - 1 });
});
