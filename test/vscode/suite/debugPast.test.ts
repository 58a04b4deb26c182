/** The debugger's past: expressions on the op table, the raise of an exception, sessions over saved traces. */
import assert from 'node:assert/strict';
import { statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { Debugging } from './support/debugging.ts';
import { childProcesses, find, open, run, runtimeProcesses, write } from './support/editor.ts';
import { ui, until } from './support/ui.ts';

const file = (name: string): vscode.Uri => vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, name);

/** What evaluates expressions. */
const replayProcesses = (): number[] => childProcesses('replay.mjs');

/** While `work` goes on, no runtime is started ahead. */
async function withoutSpare(work: () => Promise<void>): Promise<void> {
	const set = (enabled: boolean | undefined): Thenable<void> => vscode.workspace.getConfiguration('tensorLoupe').update('spare.enabled', enabled, vscode.ConfigurationTarget.Global);
	await set(false);
	try { await work(); } finally { await set(undefined); }
}

/** Does something to a file, until VS Code has told all who look after it, and they have looked. */
async function toldOf(uri: vscode.Uri, act: (uri: vscode.Uri) => void): Promise<void> {
	const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), path.basename(uri.fsPath)));
	const told = new Promise((resolve) => watcher.onDidChange(resolve));
	act(uri);
	await told;
	watcher.dispose();
	await new Promise((resolve) => setTimeout(resolve, 1000));
}

suite('debugPast', () => {
	const session = new Debugging();

	const value = async (expression: string, context = 'watch'): Promise<string> => {
		const [frame] = await session.stack();
		return (await session.evaluate(expression, frame!.id, context)).result;
	};
	const refusal = async (expression: string): Promise<string> => {
		let said = 'it was evaluated';
		await value(expression).catch((error: unknown) => { said = error instanceof Error ? error.message : String(error); });
		return said;
	};

	/** A run of the training example as a file; the text that ran. */
	const savedTrace = async (name: string): Promise<string> => {
		const { document } = await open('ema-training.py');
		await run('runFile');
		await run('saveTrace', file(name));
		await run('clearResults');
		return document.getText();
	};

	test('tensor expressions come to what PyTorch says, at each moment; the program is not run and the trace stays', async () => {
		const { document } = await write('past.py', 'import torch\n\nlosses = []\nw = torch.tensor([1., 2.], requires_grad=True)\nema = w.detach().clone()\nfor step in range(4):\n    loss = (w * w).sum()\n    losses.append(loss.item())\n    loss.backward()\n    with torch.no_grad():\n        w -= 0.1 * w.grad\n    ema = ema.lerp(w.detach(), 0.5)\nx = torch.arange(6.).view(2, 3)\nmask = x > 2\nprint(\'done\')\n');
		session.breakAt(document, 'loss.backward()', 'print(');
		await session.start(document);
		assert.equal(await value('(w - ema).abs().max()'), 'tensor(0., grad_fn=<MaxBackward1>)');
		assert.equal(await value('loss.item() < 0.1'), 'False');
		await session.go('continue');
		assert.match(await value('losses[-1] - losses[-2]'), /^-1\.(8000|79999)\d+$/);
		assert.equal(await value('w.grad.norm()'), 'tensor(4.4721)');
		assert.equal(await value('len(losses) * 2'), '4');
		assert.match(await refusal('x[0, 1:]'), /NameError: name 'x' is not defined/);
		await session.go('reverseContinue');
		assert.match(await refusal('losses[-2]'), /IndexError: list index out of range/);
		for (let i = 0; i < 4; i++) { await session.go('continue'); }
		assert.equal(await session.here(document), 'print(\'done\')');
		assert.equal(await value('x[0, 1:]'), 'tensor([1., 2.])');
		assert.equal(await value('x[mask]'), 'tensor([3., 4., 5.])');
		assert.equal(await value('torch.softmax(x, dim=1).sum()'), 'tensor(2.0000)');
		assert.equal(await value('x @ x.T + 1'), 'tensor([[ 6., 15.], [15., 51.]])');
		assert.equal(await value('x.shape[0] * 2'), '4');
		assert.equal(await value('x @ x.T + 1', 'repl'), 'tensor([[ 6., 15.],\n        [15., 51.]])');
		assert.match(await refusal('x @ x'), /RuntimeError: mat1 and mat2 shapes cannot be multiplied \(2x3 and 2x3\)/);
		assert.match(await refusal('w.add_(1)'), /add_\(\) would write to a tensor\. Only names, attributes, subscripts and PyTorch’s pure functions/);
		assert.match(await refusal('print(x)'), /NameError|is not called/);
		assert.match(await refusal('torch.rand(2)'), /draws random numbers/);
		assert.match(await refusal('x = 1'), /Only names, attributes, subscripts and PyTorch’s pure functions can be evaluated in a recording/);
		assert.equal(await value('x.sum()'), 'tensor(15.)');
		assert.equal(await value('abs(w.sum().item() - (w[0].item() + w[1].item())) < 1e-6'), 'True');
	});

	test('a result is expanded and copied like what was recorded', async () => {
		const { document } = await write('results.py', 'import torch\nbig = torch.arange(6000.).view(1000, 6)\nprint(big.shape)\n');
		session.breakAt(document, 'print(');
		await session.start(document);
		const result = await session.evaluate('big * 2');
		assert.deepEqual([result.result, result.type, result.indexedVariables], ['float32 [1000, 6] · min 0 mean 5999 max 11998', 'Tensor', 1000]);
		const [row] = await session.children(result.variablesReference, { filter: 'indexed', start: 999, count: 1 });
		assert.deepEqual([row!.value, row!.evaluateName], ['tensor([11988., 11990., 11992., 11994., 11996., 11998.])', '(big * 2)[999]']);
		assert.equal(await value(row!.evaluateName!), row!.value);
		const facts = await session.children(result.variablesReference, { filter: 'named' });
		assert.deepEqual(facts.slice(0, 2).map(({ name, value }) => `${name} ${value}`), ['dtype torch.float32', 'shape torch.Size([1000, 6])']);
		const pair = await session.evaluate('big.max(dim=1)');
		assert.deepEqual((await session.children(pair.variablesReference)).map(({ name, type }) => `${name} ${type}`), ['0 Tensor', '1 Tensor']);
		assert.match((await session.evaluate('big.max(dim=1).values')).result, /^float32 \[1000\] · min 5 /);
	});

	test('what takes too long is given up, the editor goes on meanwhile, and the next expression has its answer', async () => {
		const { document } = await write('large.py', 'import torch\nbig = torch.ones(1600, 1600)\nprint(big.shape)\n');
		session.breakAt(document, 'print(');
		await session.start(document);
		const endless = `(big${' @ big'.repeat(90)}).sum()`;
		let answer: string | undefined;
		const long = refusal(endless).then(said => answer = said);
		await until('the process', () => {
			assert.equal(answer, undefined);
			return replayProcesses().length > 0;
		});
		let slowest = 0;
		for (let i = 0; i < 20; i++) {
			const began = performance.now();
			await session.stack();
			slowest = Math.max(slowest, performance.now() - began);
		}
		assert(slowest < 2500, `a stack trace took ${slowest.toFixed(0)} ms while an expression was computed`);
		assert.match(await long, /Given up: it took longer than 5 seconds/);
		assert.equal(await value('big[0, :2].sum()'), 'tensor(2.)');
		const [frame] = await session.stack();
		const again = session.evaluate(endless, frame!.id).then(({ result }) => result, (error: unknown) => String(error));
		await session.go('next');
		assert.match(await again, /Cancelled/);
		await vscode.debug.stopDebugging();
		await until('the end of the process', () => replayProcesses().length === 0);
	});

	test('conditions and messages may compute too; a condition that goes wrong says so', async () => {
		const { document } = await open('ema-training.py');
		session.breakAt(document, ['loss.backward()', '(model.weight - 3).abs().max() < 1'], ['opt.step()', 'model.weight.nothing > 1'], ['ema.update(model)', 'step < 2', undefined, 'norm {model.weight.norm()}']);
		await session.start(document);
		assert(Number(await value('(model.weight - 3).abs().max().item()')) < 1);
		const step = Number(await value('step'));
		await session.go('reverseContinue');
		assert.equal(session.stops.at(-1)!.reason, 'entry');
		await session.go('continue');
		assert.equal(Number(await value('step')), step, 'there was no earlier one');
		const said = session.events<DebugProtocol.OutputEvent>('output').filter(({ body }) => body.category === 'console').map(({ body }) => body.output);
		// Of the first two rounds, on either way there; going back says nothing.
		assert.equal(said.length, 4);
		for (const each of said) { assert.match(each, /^norm tensor\(\d+\.\d+, grad_fn=<LinalgVectorNormBackward0>\)\n$/); }
		assert.deepEqual(said.slice(2), said.slice(0, 2));
		assert.notEqual(said[0], said[1]);
		const doubtful = await until('the doubt', () => session.events<DebugProtocol.BreakpointEvent>('breakpoint').find(({ body: { breakpoint } }) => breakpoint.message?.includes('nothing')));
		assert.match(doubtful.body.breakpoint.message!, /can’t be told: AttributeError: 'Parameter' object has no attribute 'nothing'|can’t be told: AttributeError: 'Tensor' object has no attribute 'nothing'/);
	});

	test('a condition that has a value and no truth is said in the console, once', async () => {
		const { document } = await write('ambiguous.py', 'import torch\nw = torch.ones(3)\nfor i in range(5):\n    v = w * i\nprint(v)\n');
		session.breakAt(document, ['v = w', 'w > 0'], 'print(');
		await session.start(document);
		assert.equal(await session.here(document), 'print(v)');
		const said = (): DebugProtocol.OutputEvent[] => session.events<DebugProtocol.OutputEvent>('output').filter(({ body }) => body.category === 'console');
		await until('the sentence', () => said().length > 0);
		await session.go('reverseContinue');
		assert.deepEqual(said().map(({ body: { output, line } }) => [output, line]), [['The condition “w > 0” can’t be told: RuntimeError: Boolean value of Tensor with more than one value is ambiguous\n', 4]]);
	});

	test('a condition that takes long is told all the same; one that means something from the second run on is no mistake', async () => {
		const { document } = await write('slow.py', "import torch\nm = torch.eye(600)\nw = torch.ones(3, requires_grad=True)\nfor i in range(24):\n    seen = i\n    (w * w).sum().backward()\nprint('done')\n");
		session.breakAt(document, ['seen = i', '(m @ m)[0, 0] > 0 and i == 20'], ['(w * w)', 'w.grad.norm() > 20']);
		await session.start(document);
		assert.deepEqual([await session.here(document), await value('i')], ['(w * w).sum().backward()', '6']);
		for (const _ of [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]) { await session.go('continue'); }
		assert.deepEqual([await session.here(document), await value('i')], ['(w * w).sum().backward()', '19']);
		await session.go('continue', {}, 60_000);
		assert.deepEqual([await session.here(document), await value('i')], ['seen = i', '20']);
		assert.deepEqual(session.events<DebugProtocol.BreakpointEvent>('breakpoint').map(({ body: { breakpoint: { message } } }) => message).filter(Boolean), []);
	});

	test('watch expressions in the view; hovering a call and an operator', async () => {
		const editor = await write('watched.py', 'import torch\nx = torch.arange(6.).view(2, 3)\ny = torch.softmax(x, dim=1)\nz = x @ x.T\ndef double(v):\n    return v * 2\nz = double(z)\nprint(z)\n');
		session.breakAt(editor.document, 'print(');
		await session.start(editor.document);
		const hovered = async (text: string, into: number, expected: string): Promise<void> => {
			const position = find(editor.document, text, into);
			editor.selection = new vscode.Selection(position, position);
			// VS Code takes it away when the session tells something new, as the program's end: then it is asked for again.
			let looks = 0;
			await until(`${expected} in the hover`, async () => {
				if (looks++ % 30 === 0) { await vscode.commands.executeCommand('editor.debug.action.showDebugHover'); }
				return (await ui.texts('.debug-hover-widget')).some((shown) => shown.replace(/\s/g, ' ').includes(expected));
			});
			await ui.press('Escape');
		};
		await until('the cursor where the session stands', () => editor.selection.active.line === 7);
		await hovered('softmax', 2, '0.0900');
		await hovered('@', 0, '14.');
		await hovered('double(', 2, '<function double>');
	});

	test('exceptions: at every raise where that is asked for, with its words, its calls and the operands', async () => {
		const { document } = await write('raises.py', 'import torch\n\ndef check(x):\n    try:\n        return x @ x\n    except RuntimeError as error:\n        last = error\n    finally:\n        done = True\n    raise ValueError(\'no product\')\n\ndef outer(x):\n    try:\n        return check(x)\n    finally:\n        count = 1\n\nouter(torch.ones(2, 3))\n');
		await session.start(document);
		assert.deepEqual([session.stops[0]!.reason, session.stops[0]!.text, await session.here(document)], ['exception', 'ValueError: no product', 'raise ValueError(\'no product\')']);
		assert.deepEqual((await session.stack()).map(({ name }) => name), ['check', 'outer', '<module>']);
		await session.ask('setExceptionBreakpoints', { filters: ['raised', 'uncaught'] });
		assert.equal((await session.go('reverseContinue')).text, 'RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)');
		assert.equal(await session.here(document), 'return x @ x');
		const info = await session.ask<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo');
		assert.deepEqual([info.exceptionId, info.breakMode], ['RuntimeError', 'always']);
		assert.match(info.details!.stackTrace!, /line 18, in <module>\n {4}outer\(torch\.ones\(2, 3\)\)\n.*line 14, in outer\n.*\n.*line 5, in check\n {4}return x @ x\nRuntimeError: mat1/);
		assert.match(info.description!, /\nx is float32 \[2, 3\]/);
		assert.equal(await value('x.T.shape'), 'torch.Size([3, 2])');
		await session.go('stepBack');
		assert.equal(await session.here(document), 'try:');
		assert.equal((await session.go('continue')).text, 'RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)');
		assert.equal((await session.go('continue')).text, 'ValueError: no product');
		assert.equal((await session.ask<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo')).breakMode, 'unhandled');
	});

	test('a saved trace: from its editor, without a runtime; breakpoints, values and loops in its text', () => withoutSpare(async () => {
		const document = await savedTrace('debugged.loupe');
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await until('no runtime', () => runtimeProcesses().length === 0);
		await vscode.commands.executeCommand('vscode.open', file('debugged.loupe'));
		await until('its editor', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom);
		await session.attach(() => Promise.resolve(run('debugRecording')));
		const [frame] = await session.stack();
		assert.match(frame!.source!.path!, /^loupe-source:/);
		const source = await until('the text as it ran', () => vscode.window.visibleTextEditors.find((each) => each.document.uri.scheme === 'loupe-source'));
		assert.equal(source.document.getText(), document);
		session.breakAt(source.document, ['loss.backward()', 'step == 7']);
		await until('the breakpoint', () => session.messages.some((message) => message.type === 'response' && (message as DebugProtocol.SetBreakpointsResponse).body?.breakpoints?.some(({ verified }) => verified)));
		assert.equal((await session.go('reverseContinue')).reason, 'breakpoint');
		assert.equal(await session.here(source.document), 'loss.backward()');
		assert.equal(await value('step'), '7');
		assert.match(await value('(model.weight - 3).abs()'), /^tensor\(\[\[\d/);
		const line = find(source.document, 'loss.backward()').line;
		await until('the line that is shown', () => source.selection.active.line === line);
		const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', source.document.uri, new vscode.Range(line - 3, 0, line, 0));
		assert(hints.length > 0, 'values beside lines');
		await until('the loop’s lens at the moment', async () => {
			const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', source.document.uri, 100);
			return lenses.some((lens) => lens.command?.title === 'iteration 8 of 20');
		});
		await session.go('next');
		assert.equal(await session.here(source.document), 'opt.step()');
		assert.equal(runtimeProcesses().length, 0, 'no runtime was started');
	}));

	test('a saved trace by launch.json, and one that can’t be read', async () => {
		await savedTrace('debugged.loupe');
		await session.launch({ trace: '${workspaceFolder}/debugged.loupe', stopOnEntry: true });
		const source = await until('the text as it ran', () => vscode.window.visibleTextEditors.find((each) => each.document.uri.scheme === 'loupe-source'));
		assert.deepEqual([session.stops[0]!.reason, await session.here(source.document)], ['entry', 'import math']);
		await vscode.debug.stopDebugging();
		const whole = await vscode.workspace.fs.readFile(file('debugged.loupe'));
		await vscode.workspace.fs.writeFile(file('cut-debugged.loupe'), whole.subarray(0, whole.length - 100));
		await session.launch({ trace: '${workspaceFolder}/cut-debugged.loupe' });
		assert.equal(session.stops[0]!.description, 'Paused at the last line that was recorded');
		// The console writes in turns of its own.
		await until('what the console says', () => session.events<DebugProtocol.OutputEvent>('output').some(({ body: { output } }) => output.startsWith('The recording has no end')));
		await vscode.debug.stopDebugging();
		await vscode.workspace.fs.writeFile(file('broken.loupe'), new TextEncoder().encode('no trace'));
		void vscode.debug.startDebugging(undefined, { type: 'tensor-loupe', request: 'launch', name: 'test', trace: file('broken.loupe').fsPath }).then(undefined, () => undefined);
		await until('the reason', async () => (await ui.texts('.monaco-dialog-box, .notification-toast')).some((text) => text.includes('This is not a Tensor Loupe trace.')));
		await ui.press('Escape');
	});

	test('a saved trace without lines says so, and one that is written anew ends its session', async () => {
		const configuration = vscode.workspace.getConfiguration('tensorLoupe');
		await configuration.update('record.what', 'ops', vscode.ConfigurationTarget.Workspace);
		try { await savedTrace('ops-only.loupe'); } finally { await configuration.update('record.what', undefined, vscode.ConfigurationTarget.Workspace); }
		void vscode.debug.startDebugging(undefined, { type: 'tensor-loupe', request: 'launch', name: 'test', trace: file('ops-only.loupe').fsPath }).then(undefined, () => undefined);
		await until('the reason', async () => (await ui.texts('.monaco-dialog-box, .notification-toast')).some((text) => text.includes('Lines were not recorded in this run')));
		await ui.press('Escape');
		await savedTrace('rewritten.loupe');
		await session.launch({ trace: '${workspaceFolder}/rewritten.loupe', stopOnEntry: true });
		const says = (sentence: string): boolean => session.events<DebugProtocol.OutputEvent>('output').some(({ body: { output } }) => output.includes(sentence));
		await toldOf(file('rewritten.loupe'), ({ fsPath }) => {
			const { atime, mtime } = statSync(fsPath);
			utimesSync(fsPath, atime, mtime);
		});
		assert.equal((await session.go('next')).reason, 'step', 'a word of what is as it was read changes nothing');
		await vscode.workspace.fs.delete(file('rewritten.loupe'));
		await until('the word of it', () => says('The file has been deleted. The session goes on'));
		assert.equal((await session.go('next')).reason, 'step');
		await savedTrace('rewritten.loupe');
		await until('the end of the session', () => vscode.debug.activeDebugSession === undefined);
		assert(says('The file was written anew'));
	});
});
