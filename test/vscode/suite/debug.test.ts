/** The debugger, by the protocol's requests through VS Code: forwards, backwards, and what there is to see at each stop. */
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, closeAll, find, lenses, open, run, runLens, runtimeProcesses, write } from './support/editor.ts';
import { ui, until } from './support/ui.ts';

/** What the adapter sent, in order. */
type Message = DebugProtocol.Event | DebugProtocol.Response;

suite('debug', () => {
	let messages: Message[] = [];
	let session: vscode.DebugSession;

	/** The editor stays as large as the other suites know it. */
	const openDebugViews = async (when: string | undefined): Promise<void> => {
		const configuration = vscode.workspace.getConfiguration('debug');
		for (const setting of ['openDebug', 'internalConsoleOptions']) { await configuration.update(setting, when, vscode.ConfigurationTarget.Workspace); }
	};

	suiteTeardown(() => openDebugViews(undefined));

	suiteSetup(async () => {
		await activate();
		await openDebugViews('neverOpen');
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
	const breakAt = (document: vscode.TextDocument, ...codes: readonly (string | [code: string, condition?: string | undefined, hitCondition?: string | undefined, logMessage?: string])[]): void => {
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

	test('k steps forward and k back give the same stack and the same variables', async () => {
		const { document } = await open('ema-training.py');
		breakAt(document, ['ema.update(model)', 'step == 7']);
		await start(document);
		assert.equal((await evaluate('step')).result, '7');
		for (const k of [1, 2, 5, 9]) {
			for (const move of ['next', 'stepIn']) {
				const before = [await state()];
				for (let i = 0; i < k; i++) {
					await go(move);
					before.push(await state());
				}
				assert(new Set(before).size > 1, 'the state never changed');
				for (let i = k; i > 0; i--) {
					assert.equal(await state(), before[i]);
					await go('stepBack');
				}
				assert.equal(await state(), before[0], `${move} ${k}`);
			}
		}
	});

	test('continue and reverse continue visit the same stops, and the ends of the recording', async () => {
		const { document } = await open('ema-training.py');
		breakAt(document, ['loss.backward()', 'step % 5 == 0'], ['opt.step()', 'step >= 3', '% 6']);
		await start(document);
		const visit = async (command: string): Promise<string[]> => {
			const places: string[] = [];
			for (let stop = stops().at(-1)!; stop.reason === 'breakpoint'; stop = await go(command)) { places.push(`${(await evaluate('step')).result} ${await here(document)}`); }
			return places;
		};
		const forwards = await visit('continue');
		assert.deepEqual(forwards, ['0 loss.backward()', '5 loss.backward()', '8 opt.step()', '10 loss.backward()', '14 opt.step()', '15 loss.backward()']);
		assert.equal(stops().at(-1)!.description, 'Paused at the last line');
		assert.equal((await go('continue')).description, 'Paused after the last line');
		assert.equal((await go('reverseContinue')).reason, 'breakpoint');
		assert.deepEqual(await visit('reverseContinue'), forwards.toReversed());
		assert.equal(stops().at(-1)!.reason, 'entry');
		assert.equal(await here(document), 'import math');
	});

	test('stop on entry; the stack of a call, its scopes, the caller’s names; out of it and back to its beginning', async () => {
		const { document } = await open('ema-training.py');
		await start(document, { stopOnEntry: true });
		assert.deepEqual([stops()[0]!.reason, await here(document)], ['entry', 'import math']);
		breakAt(document, 'd = self.decay(self.updates)');
		await until('the breakpoint in the session', () => messages.some((message) => message.type === 'response' && (message as DebugProtocol.Response).command === 'setBreakpoints'));
		await go('continue');
		const frames = await stack();
		assert.deepEqual(frames.map(({ name, line }) => [name, document.lineAt(line - 1).text.trim()]), [['update', 'd = self.decay(self.updates)'], ['<module>', 'ema.update(model)']]);
		assert.deepEqual((await scopes()).map(({ name }) => name), ['Locals', 'Globals']);
		assert.deepEqual((await scopes(1)).map(({ name }) => name), ['Globals']);
		assert.match((await evaluate('self.updates', frames[0]!.id)).result, /^1$/);
		await assert.rejects(async () => evaluate('self.updates', frames[1]!.id));
		assert.equal((await go('restartFrame', { frameId: frames[0]!.id })).reason, 'restart');
		assert.equal(await here(document), 'with torch.no_grad():');
		vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
		await go('stepOut');
		assert.match(await here(document), /^print\(step/);
	});

	test('variables: facts, gradient and pages of elements of a tensor; a module; an optimizer’s state', async () => {
		const { document } = await write('paging.py', 'import torch\nfrom torch import nn\nmodel = nn.Linear(3, 2)\nopt = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)\nbig = torch.arange(6000.).view(1000, 6)\nmodel(big[:, :3]).sum().backward()\nopt.step()\nrest = {\'a\': [1, 2.5, None]}\n');
		await start(document);
		await go('continue');
		const big = await evaluate('big');
		assert.deepEqual([big.result, big.type, big.indexedVariables], ['float32 [1000, 6] · min 0 mean 3000 max 5999', 'Tensor', 1000]);
		const page = await children(big.variablesReference, { filter: 'indexed', start: 998, count: 100 });
		assert.deepEqual(page.map(({ name, value }) => `${name} ${value}`), ['998 tensor([5988., 5989., 5990., 5991., 5992., 5993.])', '999 tensor([5994., 5995., 5996., 5997., 5998., 5999.])']);
		const row = await children(page[1]!.variablesReference, { filter: 'indexed', start: 2, count: 2 });
		assert.deepEqual(row.map(({ name, value, evaluateName }) => [name, value, evaluateName]), [['2', 'tensor(5996.)', 'big[999][2]'], ['3', 'tensor(5997.)', 'big[999][3]']]);
		assert.equal((await evaluate(row[0]!.evaluateName!)).result, row[0]!.value);
		const weight = await evaluate('model.weight');
		const facts = await children(weight.variablesReference, { filter: 'named' });
		assert.deepEqual(facts.map(({ name }) => name), ['dtype', 'shape', 'requires_grad', 'is_leaf', 'grad_fn', 'grad']);
		assert.equal(facts.at(-1)!.value, (await evaluate('model.weight.grad')).result);
		assert((await children((await evaluate('model')).variablesReference)).some(({ name, value }) => name === 'in_features' && value === '3'));
		const state = await children((await evaluate('opt.state')).variablesReference);
		assert.deepEqual(state.map(({ name }) => name), ['model.weight', 'model.bias']);
		assert.equal((await children(state[0]!.variablesReference))[0]!.name, '\'momentum_buffer\'');
		assert.deepEqual((await children((await evaluate('rest[\'a\']')).variablesReference)).map(({ value }) => value), ['1', '2.5', 'None']);
	});

	test('an exception: stands where it was raised, and tells of it; not when that is switched off', async () => {
		const { document } = await write('raises-inside.py', 'import torch\n\ndef f(x):\n    y = x + 1\n    return x @ y\n\nf(torch.ones(2, 3))\n');
		await start(document);
		const [stop] = stops();
		assert.deepEqual([stop!.reason, await here(document)], ['exception', 'return x @ y']);
		assert.match(stop!.text ?? '', /^RuntimeError: mat1 and mat2/);
		const info = await ask<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo');
		assert.equal(info.exceptionId, 'RuntimeError');
		assert.match(info.details!.stackTrace!, /line 7, in <module>/);
		assert.equal((await evaluate('y.shape')).result, 'torch.Size([2, 3])');
		await ask('setExceptionBreakpoints', { filters: [] });
		await go('reverseContinue');
		assert.equal((await go('continue')).description, 'Paused at the last line');
	});

	test('breakpoints: moved to code, not run, conditions that can’t be told, messages', async () => {
		const { document } = await write('breakpoints.py', 'import torch\n# a comment\n\nw = torch.ones(2)\nfor i in range(3):\n    w = w * 2\nif i > 5:\n    print(\'never\')\nprint(\n    w,\n    i,\n)\n');
		breakAt(document, '# a comment', ['w = w * 2', undefined, undefined, 'i is {i}, w is {w}'], 'print(\'never\')', ['print(\n', 'w.mean() > 1'], ['    i,', 'nobody == 2']);
		await start(document);
		assert.equal(await here(document), 'w = torch.ones(2)');
		// The last word on each, by its line: as answered first, or as changed later.
		const told = new Map<number, DebugProtocol.Breakpoint>();
		for (const message of messages) {
			if (message.type === 'response' && (message as DebugProtocol.Response).command === 'setBreakpoints') { for (const each of (message as DebugProtocol.SetBreakpointsResponse).body.breakpoints) { told.set(each.id!, each); } }
		}
		assert.equal(told.size, 5);
		await go('continue');
		for (const { body: { breakpoint } } of events<DebugProtocol.BreakpointEvent>('breakpoint')) { told.set(breakpoint.id!, breakpoint); }
		const lines = [...told.values()].map(({ line, verified, message }) => `${line} ${verified} ${message ?? ''}`.trim());
		assert.equal(lines[0], '4 true');
		assert.equal(lines[1], '6 true');
		assert.match(lines[2]!, /^8 false This line did not run\.$/);
		assert.match(lines[3]!, /^9 false The condition “w\.mean\(\) > 1” can’t be told from a recording/);
		assert.match(lines[4]!, /^11 false The condition has no answer here/);
		const said = events<DebugProtocol.OutputEvent>('output').filter(({ body }) => body.category === 'console').map(({ body }) => body.output);
		assert.deepEqual(said, ['i is 0, w is tensor([1., 1.])\n', 'i is 1, w is tensor([2., 2.])\n', 'i is 2, w is tensor([4., 4.])\n']);
	});

	test('a fence that is indented in a list, by its lens: lines of the document, that fence alone', async () => {
		const { document } = await open('list.md');
		assert.deepEqual(await lenses(document.uri), ['5 Run', '5 Debug', '13 Run', '13 Debug', '13 Run Above']);
		breakAt(document, 'x = torch.arange(3)');
		messages = [];
		await runLens(document.uri, 5, 'Debug');
		session = await until('the session', () => vscode.debug.activeDebugSession);
		await until('the first stop', () => stops().length > 0, 60_000);
		assert.equal(await here(document), 'x = torch.arange(3)');
		await go('next');
		assert.equal(await here(document), 'print(\'损失😀\', x * 2)');
		assert.equal((await evaluate('x')).result, 'tensor([0, 1, 2])');
		const printed = events<DebugProtocol.OutputEvent>('output').filter(({ body }) => body.category === 'stdout');
		assert.deepEqual(printed.map(({ body }) => [body.output, body.line]), [['损失😀 tensor([0, 2, 4])\n', 8]]);
		assert.equal((await go('continue')).description, 'Paused after the last line');
	});

	test('all fences of Markdown with CRLF line ends, through an edit above', async () => {
		const editor = await write('crlf-debug.md', '# A\r\n\r\n```python\r\nimport torch\r\nx = torch.ones(2)\r\n```\r\n\r\n- b\r\n\r\n  ```py\r\n  y = x + 1\r\n  z = y * 2\r\n  ```\r\n');
		const { document } = editor;
		breakAt(document, 'z = y');
		await start(document);
		assert.equal(await here(document), 'z = y * 2');
		await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'More\r\n\r\n'));
		await go('stepBack');
		assert.equal(await here(document), 'y = x + 1');
		assert.equal((await stack())[0]!.line, 13);
		assert.equal((await evaluate('x')).result, 'tensor([1., 1.])');
	});

	test('an endless program: stops at a breakpoint while it runs, pauses, and ends with the session', async () => {
		const { document } = await write('endless-debug.py', 'import time\ni = 0\nwhile True:\n    i = i + 1\n    time.sleep(0.005)\n');
		breakAt(document, ['i = i + 1', 'i == 5']);
		await start(document);
		assert.equal((await evaluate('i')).result, '5');
		const before = stops().length;
		await ask('continue');
		await ask('pause');
		await until('the pause', () => stops().length > before);
		assert.equal(stops().at(-1)!.reason, 'pause');
		assert(Number((await evaluate('i')).result) >= 5);
		const processes = runtimeProcesses();
		assert(processes.length > 0, 'the program goes on while the session stands');
		await vscode.debug.stopDebugging(session);
		await until('the program’s end', () => vscode.debug.activeDebugSession === undefined && processes.some((each) => !runtimeProcesses().includes(each)));
	});

	test('code that does not compile ends the session, with its traceback', async () => {
		const { document } = await write('broken-debug.py', 'import torch\nprint(x y)\n');
		messages = [];
		assert(await vscode.debug.startDebugging(undefined, { type: 'tensor-loupe', request: 'launch', name: 'test', program: document.uri.fsPath }));
		await until('the end', () => events('terminated').length > 0, 60_000);
		assert(events<DebugProtocol.OutputEvent>('output').some(({ body }) => /SyntaxError: invalid syntax/.test(body.output)));
	});

	test('hovering evaluates what stands there, subscripts too', async () => {
		const editor = await open('hovers.py');
		breakAt(editor.document, 'text = ');
		await start(editor.document);
		await until('the cursor where the session stands', () => editor.selection.active.line === find(editor.document, 'text = ').line);
		editor.selection = new vscode.Selection(find(editor.document, 'losses[-1]', 8), find(editor.document, 'losses[-1]', 8));
		await vscode.commands.executeCommand('editor.debug.action.showDebugHover');
		await until('the value', async () => (await ui.texts('.debug-hover-widget')).some((text) => text.endsWith('3.0')));
		await ui.press('Escape');
	});

	test('the session follows where the moment is moved to', async () => {
		const { document } = await open('ema-training.py');
		breakAt(document, 'loss.backward()');
		await start(document);
		const before = stops().length;
		await run('nextOptimizerStep');
		await until('a stop of the session', () => stops().length > before);
		assert.equal(stops().at(-1)!.reason, 'goto');
		assert.equal(await here(document), 'ema.update(model)');
	});

	test('every request that the adapter claims is answered', async () => {
		const { document } = await open('ema-training.py');
		breakAt(document, 'loss.backward()');
		await start(document);
		const [frame] = await stack();
		const claimed = messages.find((message): message is DebugProtocol.InitializeResponse => message.type === 'response' && (message as DebugProtocol.Response).command === 'initialize')!.body!;
		const requests: Record<string, [command: string, args: object][]> = {
			supportsConfigurationDoneRequest: [], supportsDelayedStackTraceLoading: [['stackTrace', { startFrame: 0, levels: 1 }]], supportsTerminateRequest: [],
			supportsConditionalBreakpoints: [], supportsHitConditionalBreakpoints: [], supportsLogPoints: [], supportsEvaluateForHovers: [['evaluate', { expression: 'loss', frameId: frame!.id, context: 'hover' }]],
			supportsStepBack: [['stepBack', {}], ['reverseContinue', {}]], supportsRestartFrame: [['restartFrame', { frameId: frame!.id }]],
			supportsExceptionInfoRequest: [],
			exceptionBreakpointFilters: [['setExceptionBreakpoints', { filters: ['uncaught'] }]],
		};
		assert.deepEqual(Object.keys(claimed).sort(), Object.keys(requests).sort());
		for (const [command, args] of [['threads', {}], ['scopes', { frameId: frame!.id }], ['next', {}], ['stepIn', {}], ['stepOut', {}], ['continue', {}], ['pause', {}], ...Object.values(requests).flat()] as [string, object][]) {
			await ask(command, args);
		}
		const answered = messages.filter((message): message is DebugProtocol.Response => message.type === 'response');
		assert.deepEqual(answered.filter(({ success }) => !success).map(({ command, message }) => `${command}: ${message}`), []);
		await ask('terminate');
		await until('the end', () => events('terminated').length > 0);
	});
});
