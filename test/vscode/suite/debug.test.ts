/** The debugger, by the protocol's requests through VS Code: forwards, backwards, and what there is to see at each stop. */
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, closeAll, find, open, run, write } from './support/editor.ts';
import { until } from './support/ui.ts';

/** What the adapter sent, in order. */
type Message = DebugProtocol.Event | DebugProtocol.Response;

suite('debug', () => {
	let messages: Message[] = [];
	let session: vscode.DebugSession;

	suiteSetup(async () => {
		await activate();
		vscode.debug.registerDebugAdapterTrackerFactory('tensor-loupe', {
			createDebugAdapterTracker: () => ({ onDidSendMessage: (message: Message) => messages.push(message) }),
		});
	});

	teardown(async () => {
		await vscode.debug.stopDebugging();
		await until('the end of the session', () => vscode.debug.activeDebugSession === undefined);
		vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
		await run('clearResults');
		await closeAll();
	});

	const ask = async <T>(command: string, args: object = {}): Promise<T> => await session.customRequest(command, { threadId: 1, ...args }) as T;
	const events = <T extends DebugProtocol.Event>(name: string): T[] => messages.filter((message): message is T => message.type === 'event' && (message as DebugProtocol.Event).event === name);
	const stops = () => events<DebugProtocol.StoppedEvent>('stopped').map(({ body }) => body);

	/** Breakpoints at the beginnings of these lines of code. */
	const breakAt = (document: vscode.TextDocument, ...codes: readonly (string | [code: string, condition?: string | undefined, hitCondition?: string | undefined, logMessage?: string | undefined])[]): void => {
		vscode.debug.addBreakpoints(codes.map((each) => {
			const [code, condition, hits, log] = typeof each === 'string' ? [each] : each;
			return new vscode.SourceBreakpoint(new vscode.Location(document.uri, find(document, code)), true, condition, hits, log);
		}));
	};

	/** Starts a session and waits for its first stop. */
	const start = async (document: vscode.TextDocument, more: object = {}): Promise<void> => {
		messages = [];
		const began = new Promise<vscode.DebugSession>((resolve) => {
			const subscription = vscode.debug.onDidStartDebugSession((each) => { subscription.dispose(); resolve(each); });
		});
		assert(await vscode.debug.startDebugging(undefined, { type: 'tensor-loupe', request: 'launch', name: 'test', program: document.uri.fsPath, ...more }));
		session = await began;
		await until('the first stop', () => stops().length > 0, 60_000);
	};

	/** A move, and the stop that it led to. */
	const go = async (command: string, args: object = {}): Promise<DebugProtocol.StoppedEvent['body']> => {
		const before = stops().length;
		await ask(command, args);
		await until(`a stop after ${command}`, () => stops().length > before);
		return stops().at(-1)!;
	};

	const stack = async () => (await ask<DebugProtocol.StackTraceResponse['body']>('stackTrace')).stackFrames;
	/** The text of the line at which the session stands. */
	const here = async (document: vscode.TextDocument): Promise<string> => document.lineAt((await stack())[0]!.line - 1).text.trim();

	const children = async (variablesReference: number, page: object = {}) => (await ask<DebugProtocol.VariablesResponse['body']>('variables', { variablesReference, ...page })).variables;

	const scopes = async (frame = 0) => (await ask<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: (await stack())[frame]!.id })).scopes;

	const evaluate = (expression: string, frameId?: number) => ask<DebugProtocol.EvaluateResponse['body']>('evaluate', { expression, context: 'watch', ...(frameId !== undefined && { frameId }) });

	/** Stack and variables of all scopes as text. */
	const state = async (): Promise<string> => {
		const lines: string[] = [];
		for (const [depth, { name, line }] of (await stack()).entries()) {
			lines.push(`${name} ${line}`);
			for (const scope of await scopes(depth)) {
				for (const each of await children(scope.variablesReference)) { lines.push(`${scope.name} ${each.name}: ${each.type} = ${each.value}`); }
			}
		}
		return lines.join('\n');
	};

	test('stands at the first breakpoint; next, stack, variables and step back', async () => {
		const { document } = await open('ema-training.py');
		breakAt(document, 'loss.backward()');
		await start(document);
		const [stop] = stops();
		assert.equal(stop!.reason, 'breakpoint');
		assert.equal(await here(document), 'loss.backward()');
		const [frame] = await stack();
		assert.equal(frame!.name, '<module>');
		// VS Code makes a URI of the path for its own side.
		assert(frame!.source!.path!.endsWith('/ema-training.py'), frame!.source!.path);
		const [globals, ...others] = await scopes();
		assert.equal(others.length, 0, 'a module has one scope');
		const variables = await children(globals!.variablesReference);
		const loss = variables.find(({ name }) => name === 'loss')!;
		assert.match(loss.value, /^tensor\(\d+\.\d+, grad_fn=<MeanBackward0>\)$/);
		assert.match(variables.find(({ name }) => name === 'x')!.value, /^tensor\(|^float32 \[16, 1\] · min -1 mean .* max 1$/);
		assert.equal((await go('next')).reason, 'step');
		assert.equal(await here(document), 'opt.step()');
		await go('stepBack');
		assert.equal(await here(document), 'loss.backward()');
	});

	test('forward k, then back k, is where it was, with the same stack and variables', async () => {
		const { document } = await open('ema-training.py');
		breakAt(document, 'ema.update(model)');
		await start(document);
		for (const k of [1, 2, 5]) {
			const before = await state();
			for (let i = 0; i < k; i++) { await go('stepIn'); }
			assert.notEqual(await state(), before);
			for (let i = 0; i < k; i++) { await go('stepBack'); }
			assert.equal(await state(), before, `${k} steps`);
		}
	});

	test('continue and reverse continue visit the same stops; conditions, hit counts and messages are honoured', async () => {
		const { document } = await open('ema-training.py');
		breakAt(document, ['loss.backward()', 'step >= 17'], ['opt.step()', undefined, undefined, 'at {step}']);
		await start(document);
		const steps: string[] = [];
		const note = async (): Promise<void> => void steps.push((await evaluate('step', (await stack())[0]!.id)).result);
		await note();
		await go('continue');
		await note();
		await go('continue');
		await note();
		await go('reverseContinue');
		await note();
		await go('reverseContinue');
		await note();
		assert.deepEqual(steps, ['17', '18', '19', '18', '17']);
		assert.match((await evaluate('model.weight', (await stack())[0]!.id)).result, /^Parameter|tensor\(/);
		assert(events<DebugProtocol.OutputEvent>('output').some(({ body }) => body.output.includes('at 0')));
	});

	test('an exception is a stop with all that was before it', async () => {
		const { document } = await write('raises.py', 'import torch\nx = torch.ones(2, 3)\nfor i in range(3):\n    y = x * i\nz = x @ y\n');
		await start(document);
		assert.equal(stops()[0]!.reason, 'exception');
		assert.equal(await here(document), 'z = x @ y');
		const { exceptionId, description } = await ask<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo');
		assert.equal(exceptionId, 'RuntimeError');
		assert.match(description ?? '', /mat1 and mat2 shapes cannot be multiplied \(2x3 and 2x3\)/);
		await go('stepBack');
		assert.match(await here(document), /^for i|^y = /);
	});

	test('a fence of Markdown, through its lens', async () => {
		const { document } = await open('pytorch-notes.md');
		breakAt(document, 'tensor_1 = tensor_0');
		await start(document, { line: find(document, 'tensor_0 = ').line });
		assert.equal((await here(document)).startsWith('tensor_1 = tensor_0.gather'), true);
		const [scope] = await scopes();
		const index = (await children(scope!.variablesReference)).find(({ name }) => name === 'index')!;
		assert.equal(index.value, 'tensor([[2, 1, 0]])');
		assert((await children(index.variablesReference)).length > 0);
	});
});
