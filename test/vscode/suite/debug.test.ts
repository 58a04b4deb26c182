/** The debugger, by the protocol's requests through VS Code: forwards, backwards, and what there is to see at each stop. */
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { Debugging } from './support/debugging.ts';
import { find, lenses, open, run, runLens, runtimeProcesses, write } from './support/editor.ts';
import { plain, ui, until } from './support/ui.ts';

suite('debug', () => {
	const session = new Debugging();

	test('stands at the first breakpoint; next, stack, variables and step back', async () => {
		const { document } = await open('ema-training.py');
		session.breakAt(document, 'loss.backward()');
		await session.start(document);
		const [stop] = session.stops;
		assert.equal(stop!.reason, 'breakpoint');
		assert.equal(await session.here(document), 'loss.backward()');
		const [frame] = await session.stack();
		assert.equal(frame!.name, '<module>');
		// VS Code makes a URI of the path for its own side.
		assert(frame!.source!.path!.endsWith('/ema-training.py'), frame!.source!.path);
		const [globals, ...others] = await session.scopes();
		assert.equal(others.length, 0, 'a module has one scope');
		const variables = await session.children(globals!.variablesReference);
		const loss = variables.find(({ name }) => name === 'loss')!;
		assert.match(loss.value, /^tensor\(\d+\.\d+, grad_fn=<MeanBackward0>\)$/);
		assert.match(variables.find(({ name }) => name === 'x')!.value, /^tensor\(|^float32 \[16, 1\] · min -1 mean .* max 1$/);
		assert.equal((await session.go('next')).reason, 'step');
		assert.equal(await session.here(document), 'opt.step()');
		await session.go('stepBack');
		assert.equal(await session.here(document), 'loss.backward()');
	});

	test('k steps forward and k back give the same stack and the same variables', async () => {
		const { document } = await open('ema-training.py');
		session.breakAt(document, ['ema.update(model)', 'step == 7']);
		await session.start(document);
		assert.equal((await session.evaluate('step')).result, '7');
		for (const k of [1, 2, 5, 9]) {
			for (const move of ['next', 'stepIn']) {
				const before = [await session.state()];
				for (let i = 0; i < k; i++) {
					await session.go(move);
					before.push(await session.state());
				}
				assert(new Set(before).size > 1, 'the state never changed');
				for (let i = k; i > 0; i--) {
					assert.equal(await session.state(), before[i]);
					await session.go('stepBack');
				}
				assert.equal(await session.state(), before[0], `${move} ${k}`);
			}
		}
	});

	test('all of a run forward by single steps, and all of it back: at each of them the state that it had', async function () {
		this.timeout(1_200_000);
		// Fewer rounds: each step is asked for all that it shows.
		const { document } = await write('ema-short.py', (await open('ema-training.py')).document.getText().replace('range(20)', 'range(5)'));
		await session.start(document, { stopOnEntry: true });
		const before: string[] = [];
		while (session.stops.at(-1)!.reason !== 'pause') {
			before.push(await session.state());
			await session.go('stepIn');
		}
		assert(before.length > 150, `${before.length} steps`);
		for (let i = before.length - 1; i >= 0; i--) {
			await session.go('stepBack');
			assert.equal(await session.state(), before[i], `${i} steps after the first`);
		}
		assert.equal(await session.here(document), 'import math');
	});

	test('continue and reverse continue visit the same stops, and the ends of the recording', async () => {
		const { document } = await open('ema-training.py');
		session.breakAt(document, ['loss.backward()', 'step % 5 == 0'], ['opt.step()', 'step >= 3', '% 6']);
		await session.start(document);
		const visit = async (command: string): Promise<string[]> => {
			const places: string[] = [];
			for (let stop = session.stops.at(-1)!; stop.reason === 'breakpoint'; stop = await session.go(command)) { places.push(`${(await session.evaluate('step')).result} ${await session.here(document)}`); }
			return places;
		};
		const forwards = await visit('continue');
		assert.deepEqual(forwards, ['0 loss.backward()', '5 loss.backward()', '8 opt.step()', '10 loss.backward()', '14 opt.step()', '15 loss.backward()']);
		assert.equal(session.stops.at(-1)!.description, 'Paused at the last line');
		assert.equal((await session.go('continue')).description, 'Paused after the last line');
		assert.equal((await session.go('reverseContinue')).reason, 'breakpoint');
		assert.deepEqual(await visit('reverseContinue'), forwards.toReversed());
		assert.equal(session.stops.at(-1)!.reason, 'entry');
		assert.equal(await session.here(document), 'import math');
	});

	test('stop on entry; the stack of a call, its scopes, the caller’s names; out of it and back to its beginning', async () => {
		const { document } = await open('ema-training.py');
		await session.start(document, { stopOnEntry: true });
		assert.deepEqual([session.stops[0]!.reason, await session.here(document)], ['entry', 'import math']);
		session.breakAt(document, 'd = self.decay(self.updates)');
		await until('the breakpoint in the session', () => session.messages.some((message) => message.type === 'response' && (message as DebugProtocol.Response).command === 'setBreakpoints'));
		await session.go('continue');
		const frames = await session.stack();
		assert.deepEqual(frames.map(({ name, line }) => [name, document.lineAt(line - 1).text.trim()]), [['update', 'd = self.decay(self.updates)'], ['<module>', 'ema.update(model)']]);
		assert.deepEqual((await session.scopes()).map(({ name }) => name), ['Locals', 'Globals']);
		assert.deepEqual((await session.scopes(1)).map(({ name }) => name), ['Globals']);
		assert.match((await session.evaluate('self.updates', frames[0]!.id)).result, /^1$/);
		await assert.rejects(async () => session.evaluate('self.updates', frames[1]!.id));
		assert.equal((await session.go('restartFrame', { frameId: frames[0]!.id })).reason, 'restart');
		assert.equal(await session.here(document), 'with torch.no_grad():');
		vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
		await session.go('stepOut');
		assert.match(await session.here(document), /^print\(step/);
	});

	test('variables: facts, gradient and pages of elements of a tensor; a module; an optimizer’s state', async () => {
		const { document } = await write('paging.py', 'import torch\nfrom torch import nn\nmodel = nn.Linear(3, 2)\nopt = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)\nbig = torch.arange(6000.).view(1000, 6)\nmodel(big[:, :3]).sum().backward()\nopt.step()\nrest = {\'a\': [1, 2.5, None]}\n');
		await session.start(document);
		await session.go('continue');
		const big = await session.evaluate('big');
		assert.deepEqual([big.result, big.type, big.indexedVariables], ['float32 [1000, 6] · min 0 mean 3000 max 5999', 'Tensor', 1000]);
		const page = await session.children(big.variablesReference, { filter: 'indexed', start: 998, count: 100 });
		assert.deepEqual(page.map(({ name, value }) => `${name} ${value}`), ['998 tensor([5988., 5989., 5990., 5991., 5992., 5993.])', '999 tensor([5994., 5995., 5996., 5997., 5998., 5999.])']);
		const row = await session.children(page[1]!.variablesReference, { filter: 'indexed', start: 2, count: 2 });
		assert.deepEqual(row.map(({ name, value, evaluateName }) => [name, value, evaluateName]), [['2', 'tensor(5996.)', 'big[999][2]'], ['3', 'tensor(5997.)', 'big[999][3]']]);
		assert.equal((await session.evaluate(row[0]!.evaluateName!)).result, row[0]!.value);
		const weight = await session.evaluate('model.weight');
		const facts = await session.children(weight.variablesReference, { filter: 'named' });
		assert.deepEqual(facts.map(({ name }) => name), ['dtype', 'shape', 'requires_grad', 'is_leaf', 'grad_fn', 'grad']);
		assert.equal(facts.at(-1)!.value, (await session.evaluate('model.weight.grad')).result);
		assert((await session.children((await session.evaluate('model')).variablesReference)).some(({ name, value }) => name === 'in_features' && value === '3'));
		const state = await session.children((await session.evaluate('opt.state')).variablesReference);
		assert.deepEqual(state.map(({ name }) => name), ['model.weight', 'model.bias']);
		assert.equal((await session.children(state[0]!.variablesReference))[0]!.name, '\'momentum_buffer\'');
		assert.deepEqual((await session.children((await session.evaluate('rest[\'a\']')).variablesReference)).map(({ value }) => value), ['1', '2.5', 'None']);
	});

	test('an exception: stands where it was raised, and tells of it; not when that is switched off', async () => {
		const { document } = await write('raises-inside.py', 'import torch\n\ndef f(x):\n    y = x + 1\n    return x @ y\n\nf(torch.ones(2, 3))\n');
		await session.start(document);
		const [stop] = session.stops;
		assert.deepEqual([stop!.reason, await session.here(document)], ['exception', 'return x @ y']);
		assert.match(stop!.text ?? '', /^RuntimeError: mat1 and mat2/);
		const info = await session.ask<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo');
		assert.equal(info.exceptionId, 'RuntimeError');
		assert.match(info.details!.stackTrace!, /line 7, in <module>/);
		assert.equal((await session.evaluate('y.shape')).result, 'torch.Size([2, 3])');
		await session.ask('setExceptionBreakpoints', { filters: [] });
		await session.go('reverseContinue');
		assert.equal((await session.go('continue')).description, 'Paused at the last line');
	});

	test('breakpoints: moved to code, not run, conditions that can’t be told, messages', async () => {
		const { document } = await write('breakpoints.py', 'import torch\n# a comment\n\nw = torch.ones(2)\nfor i in range(3):\n    w = w * 2\nif i > 5:\n    print(\'never\')\nprint(\n    w,\n    i,\n)\n');
		session.breakAt(document, '# a comment', ['w = w * 2', undefined, undefined, 'i is {i}, w is {w}'], 'print(\'never\')', ['print(\n', 'w.mean() > 100'], ['    i,', 'nobody == 2']);
		await session.start(document);
		assert.equal(await session.here(document), 'w = torch.ones(2)');
		// The last word on each, by its line: as answered first, or as changed later.
		const told = new Map<number, DebugProtocol.Breakpoint>();
		for (const message of session.messages) {
			if (message.type === 'response' && (message as DebugProtocol.Response).command === 'setBreakpoints') { for (const each of (message as DebugProtocol.SetBreakpointsResponse).body.breakpoints) { told.set(each.id!, each); } }
		}
		assert.equal(told.size, 5);
		await session.go('continue');
		for (const { body: { breakpoint } } of session.events<DebugProtocol.BreakpointEvent>('breakpoint')) { told.set(breakpoint.id!, breakpoint); }
		const lines = [...told.values()].map(({ line, verified, message }) => `${line} ${verified} ${message ?? ''}`.trim());
		assert.equal(lines[0], '4 true');
		assert.equal(lines[1], '6 true');
		assert.match(lines[2]!, /^8 false This line did not run\.$/);
		assert.equal(lines[3], '9 true');
		assert.match(lines[4]!, /^11 false The condition “nobody == 2” can’t be told: NameError: name 'nobody' is not defined$/);
		const said = session.events<DebugProtocol.OutputEvent>('output').filter(({ body }) => body.category === 'console').map(({ body }) => body.output);
		assert.deepEqual(said, ['i is 0, w is tensor([1., 1.])\n', 'i is 1, w is tensor([2., 2.])\n', 'i is 2, w is tensor([4., 4.])\n']);
	});

	test('a progress bar is one line in the console, written when it is done', async () => {
		const { document } = await write('bars.py', 'from tqdm import tqdm\nfor i in tqdm(range(3), mininterval=0):\n    for j in tqdm(range(2), desc=\'in\', leave=False, mininterval=0): pass\nprint(\'after\', end=\' \')\nprint(\'that\')\nlast = 1\n');
		session.breakAt(document, 'last = 1');
		await session.start(document);
		const said = (): string => session.events<DebugProtocol.OutputEvent>('output').filter(({ body }) => /^std/.test(body.category!)).map(({ body }) => body.output).join('');
		await until('what is printed after the bar', () => said().includes('that\n'));
		assert.match(said(), /^100%\|█{10}\| 3\/3 \[.*\]\nafter that\n$/);
	});

	test('a fence that is indented in a list, by its lens: lines of the document, that fence alone', async () => {
		const { document } = await open('list.md');
		assert.deepEqual(await lenses(document.uri), ['5 Run', '5 Debug', '13 Run', '13 Debug', '13 Run Above', '13 Debug Above']);
		session.breakAt(document, 'x = torch.arange(3)');
		await session.attach(() => runLens(document.uri, 5, 'Debug'));
		assert.equal(await session.here(document), 'x = torch.arange(3)');
		await session.go('next');
		assert.equal(await session.here(document), 'print(\'损失😀\', x * 2)');
		assert.equal((await session.evaluate('x')).result, 'tensor([0, 1, 2])');
		const printed = session.events<DebugProtocol.OutputEvent>('output').filter(({ body }) => body.category === 'stdout');
		assert.deepEqual(printed.map(({ body }) => [body.output, body.line]), [['损失😀 tensor([0, 2, 4])\n', 8]]);
		assert.equal((await session.go('continue')).description, 'Paused after the last line');
	});

	test('a cell with what stands above it, in one namespace', async () => {
		const { document } = await write('debug-above.py', '# %%\nimport torch\nx = torch.ones(2)\n# %%\ny = x + 1\nprint(y)\n');
		session.breakAt(document, 'y = x');
		await session.attach(() => runLens(document.uri, 4, 'Debug Above'));
		assert.equal(await session.here(document), 'y = x + 1');
		assert.equal((await session.evaluate('x')).result, 'tensor([1., 1.])');
		await session.go('stepBack');
		assert.equal(await session.here(document), 'x = torch.ones(2)');
	});

	test('all fences of Markdown with CRLF line ends, through an edit above', async () => {
		const editor = await write('crlf-debug.md', '# A\r\n\r\n```python\r\nimport torch\r\nx = torch.ones(2)\r\n```\r\n\r\n- b\r\n\r\n  ```py\r\n  y = x + 1\r\n  z = y * 2\r\n  ```\r\n');
		const { document } = editor;
		session.breakAt(document, 'z = y');
		await session.start(document);
		assert.equal(await session.here(document), 'z = y * 2');
		await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'More\r\n\r\n'));
		await session.go('stepBack');
		assert.equal(await session.here(document), 'y = x + 1');
		assert.equal((await session.stack())[0]!.line, 13);
		assert.equal((await session.evaluate('x')).result, 'tensor([1., 1.])');
		await session.go('stepBack');
		assert.equal(await session.here(document), 'x = torch.ones(2)');
		await session.go('next');
		assert.equal(await session.here(document), 'y = x + 1');
	});

	test('an endless program: stops at a breakpoint while it runs, pauses, and ends with the session', async () => {
		const { document } = await write('endless-debug.py', 'import time\ni = 0\nwhile True:\n    i = i + 1\n    time.sleep(0.005)\n');
		session.breakAt(document, ['i = i + 1', 'i == 5']);
		await session.start(document);
		assert.equal((await session.evaluate('i')).result, '5');
		const before = session.stops.length;
		await session.ask('continue');
		await session.ask('pause');
		await until('the pause', () => session.stops.length > before);
		assert.equal(session.stops.at(-1)!.reason, 'pause');
		assert(Number((await session.evaluate('i')).result) >= 5);
		const processes = runtimeProcesses();
		assert(processes.length > 0, 'the program goes on while the session stands');
		await vscode.debug.stopDebugging(vscode.debug.activeDebugSession);
		await until('the program’s end', () => vscode.debug.activeDebugSession === undefined && processes.some((each) => !runtimeProcesses().includes(each)));
	});

	test('code that does not compile ends the session, with its traceback', async () => {
		const { document } = await write('broken-debug.py', 'import torch\nprint(x y)\n');
		session.messages = [];
		assert(await vscode.debug.startDebugging(undefined, { type: 'tensor-loupe', request: 'launch', name: 'test', program: document.uri.fsPath }));
		await until('the end', () => session.events('terminated').length > 0, 60_000);
		assert(session.events<DebugProtocol.OutputEvent>('output').some(({ body }) => /SyntaxError: invalid syntax/.test(body.output)));
	});

	test('a recording that ended at its limit: says so at its end, and of what is missing there', async () => {
		const configuration = vscode.workspace.getConfiguration('tensorLoupe');
		await configuration.update('record.maxSteps', 20, vscode.ConfigurationTarget.Workspace);
		try {
			const { document } = await write('over-debug.py', 'total = 0\nfor i in range(100):\n    total += i\nafter = total\nfor i in range(3):\n    after / (2 - i)\n');
			session.breakAt(document, 'after = total');
			await session.start(document);
			assert.deepEqual([session.stops[0]!.reason, session.stops[0]!.description], ['pause', 'Paused at the last line that was recorded']);
			for (const move of ['next', 'stepOut', 'continue']) { assert.equal((await session.go(move)).description, 'Paused where the recording ended'); }
			const sentence = 'The recording ended at its limit (setting `tensorLoupe.record.maxSteps`); the program went on unrecorded.';
			const said = session.events<DebugProtocol.OutputEvent>('output').filter(({ body }) => body.category === 'console').map(({ body }) => body.output);
			assert.deepEqual(said, [`${sentence}\n`]);
			await assert.rejects(async () => session.evaluate('after'), (error: Error) => error.message.endsWith(`NameError: name 'after' is not defined. ${sentence}`));
			await session.go('stepBack');
			await assert.rejects(async () => session.evaluate('after'), (error: Error) => error.message.endsWith('NameError: name \'after\' is not defined'));
		} finally { await configuration.update('record.maxSteps', undefined, vscode.ConfigurationTarget.Workspace); }
	});

	test('a file without code ends the session, with nothing said', async () => {
		for (const text of ['', '# a comment\n', '"""What it is."""\n']) {
			const { document } = await write('nothing-debug.py', text);
			session.messages = [];
			assert(await vscode.debug.startDebugging(undefined, { type: 'tensor-loupe', request: 'launch', name: 'test', program: document.uri.fsPath }));
			await until('the end', () => session.events('terminated').length > 0, 60_000);
			assert.deepEqual([session.stops.length, session.events('output').length], [0, 0]);
			await until('the end of the session', () => vscode.debug.activeDebugSession === undefined);
		}
	});

	test('hovering evaluates what stands there, subscripts too', async () => {
		const editor = await open('hovers.py');
		session.breakAt(editor.document, 'text = ');
		await session.start(editor.document);
		await until('the cursor where the session stands', () => editor.selection.active.line === find(editor.document, 'text = ').line);
		editor.selection = new vscode.Selection(find(editor.document, 'losses[-1]', 8), find(editor.document, 'losses[-1]', 8));
		// What comes in above it would hide the hover.
		await until('the lens of the loop', async () => (await ui.texts('.codelens-decoration')).some((text) => plain(text).includes('iteration 4 of 4')));
		await vscode.commands.executeCommand('editor.debug.action.showDebugHover');
		await until('the value', async () => (await ui.texts('.debug-hover-widget')).some((text) => text.endsWith('3.0')));
		await ui.press('Escape');
	});

	test('the session follows where the moment is moved to', async () => {
		const { document } = await open('ema-training.py');
		session.breakAt(document, 'loss.backward()');
		await session.start(document);
		// Where to go to is asked of what has been recorded.
		const last = find(document, 'print(ema.ema.weight').line + 1;
		await until('the program’s last line', () => session.events<DebugProtocol.OutputEvent>('output').some(({ body }) => body.line === last));
		const before = session.stops.length;
		await run('nextOptimizerStep');
		await until('a stop of the session', () => session.stops.length > before);
		assert.equal(session.stops.at(-1)!.reason, 'goto');
		assert.equal(await session.here(document), 'ema.update(model)');
	});

	test('the panel, the values beside lines and a session share one moment, whichever is moved', async () => {
		const { document } = await open('ema-training.py');
		const page = { webview: true } as const;
		session.breakAt(document, 'loss.backward()');
		await session.start(document);
		const last = find(document, 'print(ema.ema.weight').line + 1;
		await until('the program’s last line', () => session.events<DebugProtocol.OutputEvent>('output').some(({ body }) => body.line === last));
		await run('showInPanel');
		const count = (): Promise<string> => ui.text('footer .count', page);
		await ui.wait('footer .count', page);
		const first = await until('the panel at the breakpoint', async () => (await count()).startsWith('step ') && await count());
		// The session moves the panel.
		await session.go('continue');
		await until('the panel an iteration on', async () => await count() !== first);
		assert.equal((await session.evaluate('step')).result, '1');
		// A loop's lens moves both.
		const second = await count();
		let before = session.stops.length;
		await run('previousIteration', { uri: document.uri.toString(), line: find(document, 'for step in').line });
		await until('a stop of the session', () => session.stops.length > before);
		assert.equal(session.stops.at(-1)!.reason, 'goto');
		assert.equal((await session.evaluate('step')).result, '0');
		await until('the panel back', async () => await count() !== second);
		// The panel moves the session.
		before = session.stops.length;
		// A moment after a stop VS Code takes the focus to the editor.
		await until('a stop of the session', async () => {
			await ui.focus('footer .track', page);
			await ui.press('End');
			return session.stops.length > before;
		});
		assert.equal((await session.evaluate('step')).result, '19');
	});

	test('from one optimizer step to the next where each is the last line of a function', async () => {
		const { document } = await write('in-function.py', 'import torch\nw = torch.tensor([3.0], requires_grad=True)\noptimizer = torch.optim.SGD([w], lr=0.1)\ndef step():\n    optimizer.zero_grad()\n    (w ** 2).sum().backward()\n    optimizer.step()\nfor i in range(4):\n    step()\n    seen = i\n');
		session.breakAt(document, 'seen = i');
		await session.start(document);
		for (const round of ['1', '2', '3']) {
			const before = session.stops.length;
			await run('nextOptimizerStep');
			await until('a stop of the session', () => session.stops.length > before);
			assert.equal(await session.here(document), 'seen = i');
			assert.equal((await session.evaluate('i')).result, round);
		}
		const before = session.stops.length;
		await run('previousOptimizerStep');
		await until('a stop of the session', () => session.stops.length > before);
		assert.equal((await session.evaluate('i')).result, '2');
	});

	test('every request that the adapter claims is answered', async () => {
		const { document } = await open('ema-training.py');
		session.breakAt(document, 'loss.backward()');
		await session.start(document);
		const [frame] = await session.stack();
		const claimed = session.messages.find((message): message is DebugProtocol.InitializeResponse => message.type === 'response' && (message as DebugProtocol.Response).command === 'initialize')!.body!;
		const requests: Record<string, [command: string, args: object][]> = {
			supportsConfigurationDoneRequest: [], supportsDelayedStackTraceLoading: [['stackTrace', { startFrame: 0, levels: 1 }]], supportsTerminateRequest: [],
			supportsConditionalBreakpoints: [], supportsHitConditionalBreakpoints: [], supportsLogPoints: [], supportsEvaluateForHovers: [['evaluate', { expression: 'loss', frameId: frame!.id, context: 'hover' }]],
			supportsStepBack: [['stepBack', {}], ['reverseContinue', {}]], supportsRestartFrame: [['restartFrame', { frameId: frame!.id }]],
			supportsExceptionInfoRequest: [], supportsClipboardContext: [['evaluate', { expression: '1 + 1', frameId: frame!.id, context: 'clipboard' }]], supportsCancelRequest: [['cancel', { requestId: 1 }]],
			exceptionBreakpointFilters: [['setExceptionBreakpoints', { filters: ['raised', 'uncaught'] }]],
		};
		assert.deepEqual(Object.keys(claimed).sort(), Object.keys(requests).sort());
		for (const [command, args] of [['threads', {}], ['scopes', { frameId: frame!.id }], ['next', {}], ['stepIn', {}], ['stepOut', {}], ['continue', {}], ['pause', {}], ...Object.values(requests).flat()] as [string, object][]) {
			await session.ask(command, args);
		}
		const answered = session.messages.filter((message): message is DebugProtocol.Response => message.type === 'response');
		assert.deepEqual(answered.filter(({ success }) => !success).map(({ command, message }) => `${command}: ${message}`), []);
		await session.ask('terminate');
		await until('the end', () => session.events('terminated').length > 0);
	});
});
