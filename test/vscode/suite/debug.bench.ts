/**
 * The debugger's figures in a trace of 100,000 steps, printed by `npm run bench -- debug` with what they are held against:
 * from the request of a move to the variables that it led to, and searches over the whole. Nothing is asserted of a time.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { Debugging, type Message } from './support/debugging.ts';
import { find } from './support/editor.ts';
import { until } from './support/ui.ts';

const MOVES = 15;

suite('figures of the debugger', function () {
	this.timeout(300_000);
	const session = new Debugging();

	interface Times { readonly adapter: number; readonly all: number }

	/** From a request to the variables of all scopes, as the editor asks for them: with VS Code's own way between, and in the adapter alone. */
	const move = async (command: string): Promise<Times> => {
		const began = performance.now();
		const before = session.stops.length;
		session.requests = [];
		const stopped = new Promise<void>((resolve) => {
			const look = (): void => { if (session.stops.length > before) { resolve(); } else { setImmediate(look); } };
			look();
		});
		await session.ask(command);
		await stopped;
		const [frame] = await session.stack();
		const { scopes } = await session.ask<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: frame!.id });
		for (const { variablesReference } of scopes) { await session.children(variablesReference); }
		return { adapter: adapterTime(command), all: performance.now() - began };
	};

	/** Of the move to its stop, and of the first answer to each of what is asked then. */
	const adapterTime = (move: string): number => [move, 'stackTrace', 'scopes', 'variables'].reduce((sum, command) => {
		const asked = session.requests.find((request) => request.command === command)!.time;
		const isAnswer = (message: Message): boolean => command === move ? message.type === 'event' && (message as DebugProtocol.Event).event === 'stopped' : message.type === 'response' && (message as DebugProtocol.Response).command === command;
		const answer = session.messages.find((message) => isAnswer(message) && session.times.get(message)! >= asked)!;
		return sum + session.times.get(answer)! - asked;
	}, 0);

	const print = (what: string, times: readonly Times[], heldUp: number): void => {
		const [adapter, all] = (['adapter', 'all'] as const).map((key) => times.map((each) => each[key]).sort((a, b) => a - b)) as [number[], number[]];
		const middle = times.length >> 1;
		console.log(`  ${what.padEnd(48)} ${`${adapter[middle]!.toFixed(1)} ms`.padStart(9)}, worst ${adapter.at(-1)!.toFixed(1)} ms; goal: 20 ms; with VS Code's own way ${all[middle]!.toFixed(0)} ms; the host held up for ${heldUp.toFixed(0)} ms`);
	};

	/** The longest that the extension host did nothing else. */
	const search = async (what: string, command: string): Promise<void> => {
		const delay = monitorEventLoopDelay({ resolution: 1 });
		delay.enable();
		const { adapter: taken } = await move(command);
		delay.disable();
		console.log(`  ${what.padEnd(60)} ${`${taken.toFixed(0)} ms`.padStart(10)}, the host held up for ${(delay.max / 1e6).toFixed(0)} ms; goal: at most 50 ms`);
	};

	test('moves', async () => {
		const places: [string, string][] = [['at the beginning', 'step == 3'], ['in the middle', 'step == 5600'], ['at the end', 'step == 11190']];
		const began = performance.now();
		await session.launch({ trace: process.env.LOUPE_TRACE, stopOnEntry: true });
		console.log(`  opened, to its first line                                    ${(performance.now() - began).toFixed(0).padStart(8)} ms`);
		const { document } = await until('the text as it ran', () => vscode.window.visibleTextEditors.find((each) => each.document.uri.scheme === 'loupe-source'));
		const line = (text: string): vscode.Location => new vscode.Location(document.uri, find(document, text));
		for (const [where, condition] of places) {
			vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
			await session.go('reverseContinue');
			vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(line('e = p - y'), true, condition)]);
			await new Promise((resolve) => setTimeout(resolve, 500));
			await session.go('continue');
			for (const command of ['next', 'stepBack', 'stepIn']) {
				const times: Times[] = [];
				const delay = monitorEventLoopDelay({ resolution: 1 });
				delay.enable();
				for (let i = 0; i < MOVES; i++) { times.push(await move(command)); }
				delay.disable();
				print(`${command} to its variables, ${where}`, times, delay.max / 1e6);
			}
		}
		vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
		await session.go('continue');
		for (const [what, condition] of [['by a name', 'step == -1'], ['by a tensor’s number', 'loss.item() < 0'], ['by an expression of tensors', '(x * w).sum() > 1e9']] as const) {
			vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
			vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(line('opt.zero_grad()'), true, condition)]);
			await new Promise((resolve) => setTimeout(resolve, 500));
			await search(`reverse continue over all, a condition ${what}`, 'reverseContinue');
			vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
			await new Promise((resolve) => setTimeout(resolve, 500));
			await session.go('continue');
		}
	});
});
