/** The panel on the real traces of the notes, seen in its own frame. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, childProcesses, find, hover, open, run, runLens, write } from './support/editor.ts';
import { ui, until } from './support/ui.ts';

const panel = { webview: true } as const;

const panelTab = (): vscode.Tab | undefined => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('tensorLoupe.panel'));

const theme = (name: string | undefined) => vscode.workspace.getConfiguration('workbench').update('colorTheme', name, vscode.ConfigurationTarget.Global);

suite('panel', () => {
	suiteSetup(activate);

	teardown(async function () {
		const { LOUPE_SHOTS } = process.env;
		if (LOUPE_SHOTS && this.currentTest?.state === 'failed') await ui.screenshot(`${LOUPE_SHOTS}/failed ${this.currentTest.title.slice(0, 30)}.png`);
	});

	suiteTeardown(async () => {
		await theme(undefined);
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await run('clearResults');
	});

	test('opens beside the editor, the focus staying there, and draws the gather of the notes', async () => {
		const editor = await open('pytorch-notes.md');
		await runLens(editor.document.uri, find(editor.document, 'tensor_0 = torch').line - 1, 'Run');
		await run('showInPanel');
		await ui.wait('svg.index-map', panel);
		assert.equal(vscode.window.activeTextEditor?.document, editor.document);
		const tab = panelTab();
		assert(tab && tab.group.viewColumn === vscode.ViewColumn.Two);
		assert.equal(await ui.text('h1', panel), 'pytorch-notes.md');
		const labels = await ui.texts('.entries .label', panel);
		for (const name of ['gather', 'tensor_0', 'index', 'tensor_1']) { assert(labels.includes(name), `${name} of ${labels.join(', ')}`); }
	});

	test('pointing at an output cell lights the index cell and the source cell that it came from', async () => {
		await ui.hover('svg.index-map .grid.output [data-cell="0,1"]', panel);
		await until('three lit cells', async () => await ui.count('svg.index-map .lit', panel) === 3);
		assert.match(await ui.text('.readout', panel), /^out\[0\]\[1\] = source\[index\[0\]\[1\]\]\[1\] = source\[1\]\[1\] = 7/);
	});

	test('a tensor of the list is drawn with its values', async () => {
		await ui.click('.entries li', { ...panel, text: 'tensor_0' });
		await ui.wait('.tensor-view', panel);
		const text = await ui.text('main', panel);
		assert.match(text, /int64/);
		for (const value of ['3', '7', '11']) { assert(text.includes(value)); }
	});

	test('its values are saved where the user says, as numpy.load reads them', async () => {
		await ui.click('[data-focus=save-npy]', panel);
		await ui.wait('.quick-input-widget input');
		const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'tensor_0.npy');
		await until('the name that is suggested', async () => (await ui.value('.quick-input-widget input')).endsWith('tensor_0.npy'));
		await ui.press('Enter');
		const bytes = await until('the file', () => Promise.resolve(vscode.workspace.fs.readFile(file)).catch(() => undefined));
		assert.equal(Buffer.from(bytes).toString('latin1', 1, 6), 'NUMPY');
		assert.equal(Buffer.from(bytes).readBigInt64LE(bytes.length - 8), 11n);
		await vscode.workspace.fs.delete(file);
	});

	test('the link of a hover selects its tensor, as it was there', async () => {
		const editor = await open('pytorch-notes.md');
		const text = await hover(editor.document, find(editor.document, 'tensor_1)'));
		const query = /command:tensorLoupe\.showInPanel\?([^)]+)\)/.exec(text ?? '')?.[1];
		assert(query, text);
		await vscode.commands.executeCommand('tensorLoupe.showInPanel', ...JSON.parse(decodeURIComponent(query)) as unknown[]);
		await until('tensor_1 in the panel', async () => /tensor_1/.test(await ui.text('main h2', panel)));
		assert.equal(await ui.count('main [data-cell]', panel), 3);
	});

	test('a click on its place in the code reveals the line', async () => {
		await run('showInPanel');
		await ui.click('.entries li', { ...panel, text: 'gather' });
		await ui.wait('svg.index-map', panel);
		const editor = await open('pytorch-notes.md');
		editor.selection = new vscode.Selection(0, 0, 0, 0);
		await ui.click('main h2 button.link', panel);
		const line = find(editor.document, 'tensor_0.gather').line;
		await until('the line of gather', () => vscode.window.activeTextEditor?.selection.start.line === line || editor.selection.start.line === line);
	});

	test('follows the next run; the optimizer’s path lies on its surface, the averages are curves', async () => {
		await open('ema-training.py');
		await run('runFile');
		await until('the new title', async () => await ui.text('h1', panel) === 'ema-training.py');
		await ui.click('.entries li[data-kind="optimizer"]', panel);
		await ui.wait('.optimizer-view', panel);
		await until('contours', async () => await ui.count('.optimizer-view .lines path', panel) > 3);
		await ui.click('.entries li[data-kind="average"]', panel);
		await ui.wait('.average-view', panel);
	});

	test('an optimizer’s path of all parameters: the surface along its principal components comes by replay', async () => {
		const text = 'import torch\nfrom torch import nn\ntorch.manual_seed(3)\nnet = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))\nopt = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.5)\nx = torch.randn(8, 2)\nfor step in range(10):\n    loss = (net(x) - 1).pow(2).mean()\n    opt.zero_grad()\n    loss.backward()\n    opt.step()\n';
		await write('components.py', text);
		await run('runFile');
		await run('showInPanel');
		await until('the run', async () => await ui.text('h1', panel) === 'components.py');
		await ui.click('.entries li[data-kind="optimizer"]', panel);
		await until('contours', async () => await ui.count('.optimizer-view .lines path', panel) > 3);
		await ui.focus('[data-focus=choose-x]', panel);
		await ui.press('End');
		await until('contours of another surface', async () => (await ui.text('.optimizer-view', panel)).includes('along the two directions'));
		assert.equal(await ui.count('.optimizer-view .tables table', panel), 2);
	});

	test('an index map backwards: the gradient of what was gathered comes by replay, and is added up where it came from', async () => {
		const text = 'import torch\ntable = torch.tensor([10., 20., 30.], requires_grad=True)\npicked = torch.gather(table * 2, 0, torch.tensor([2, 0, 2]))\nloss = (picked * torch.tensor([1., 2., 3.])).sum()\nloss.backward()\n';
		await write('back.py', text);
		await run('runFile');
		await run('showInPanel');
		await until('the run', async () => await ui.text('h1', panel) === 'back.py');
		await ui.click('.entries li[data-kind="indexMap"]', panel);
		await ui.click('[data-focus=backward]', panel);
		await until('the gradient', async () => (await ui.text('.index-map-view', panel)).includes('What comes back by this op'));
		await ui.hover('svg.index-map .grid.source [data-cell="0,2"]', panel);
		await until('the sum', async () => await ui.text('.readout', panel) === 'source.grad[2] = out.grad[0] + out.grad[2] = 1 + 3 = 4');
	});

	test('the autograd graph: gradients between its ends come by replay, and a node leads to its line', async () => {
		const text = 'import torch\nfrom torch import nn\ntorch.manual_seed(3)\nnet = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))\nloss = (net(torch.randn(4, 2)) - 1).pow(2).mean()\nloss.backward()\n';
		const editor = await write('graph.py', text);
		await run('runFile');
		await run('showInPanel');
		await until('the run', async () => await ui.text('h1', panel) === 'graph.py');
		await ui.click('.entries li[data-kind="graph"]', panel);
		await until('its gradients', async () => (await ui.text('main', panel)).includes('Lines are the thicker'));
		await ui.click('.as-table summary', panel);
		assert.deepEqual(await ui.texts('.as-table tbody th', panel), ['net.0.weight', 'net.0.bias', 'linear', 'relu', 'net.2.weight', 'net.2.bias', 'linear', 'sub', 'pow', 'mean']);
		assert.deepEqual((await ui.texts('.as-table td:nth-child(7)', panel)).filter(size => size === ''), []);
		editor.selection = new vscode.Selection(0, 0, 0, 0);
		await ui.focus('.graph', panel);
		await ui.press('Enter');
		await until('the line', () => editor.selection.start.line === 4);
		// From the tensor too, as it is at the moment that is looked at.
		await ui.click('.entries li[data-kind="tensor"]', { ...panel, text: 'loss' });
		await ui.click('main .facts button', panel);
		await until('the same graph', async () => (await ui.text('main', panel)).includes('Lines are the thicker'));
		await ui.click('.entries li[data-kind="tensor"]', { ...panel, text: 'net.0.weight' });
	});

	test('what if: the program runs once more with another hyperparameter, whose path lies beside; the code takes it over', async () => {
		const text = 'import torch\nw = torch.ones(2, requires_grad=True)\nopt = torch.optim.SGD([w], lr=0.1)\nfor step in range(5):\n    loss = (w ** 2).sum()\n    opt.zero_grad()\n    loss.backward()\n    opt.step()\nprint(w)\n';
		const editor = await write('whatif.py', text);
		await run('runFile');
		await run('showInPanel');
		await until('the run', async () => await ui.text('h1', panel) === 'whatif.py');
		await ui.click('.entries li[data-kind="optimizer"]', panel);
		await ui.focus('[data-focus="number-lr"]', panel);
		await ui.press('Home');
		await ui.press('Shift+End');
		await ui.type('0.25');
		await ui.press('Enter');
		// w = 0.5 ** step: a loss of 2 · 0.25 ** 4 at the last one.
		await until('its path', async () => await ui.count('.path.other', panel) === 1);
		assert.deepEqual(await ui.texts('.what-if [role=status] p', panel), ['Dashed: the same program with these values, 5 steps.', 'Its last loss is 0.007813; it was 0.3355.']);
		await ui.click('[data-focus=apply]', panel);
		await until('the code', () => editor.document.getText() === text.replace('lr=0.1', 'lr=0.25') && vscode.window.activeTextEditor?.document === editor.document);
		await vscode.commands.executeCommand('undo');
		await until('the code as it was', () => editor.document.getText() === text);
		await ui.click('[data-focus="as-recorded"]', panel);
		await until('the recorded path alone', async () => await ui.count('.path.other', panel) === 0 && await ui.value('[data-focus="number-lr"]', panel) === '0.1');
	});

	test('the next run of a document is shown where the one before it was looked at', async () => {
		await write('again.py', 'import torch\nfirst = torch.ones(2)\nsecond = torch.zeros(3)\n');
		await run('runFile');
		await run('showInPanel');
		await until('the run', async () => await ui.text('h1', panel) === 'again.py');
		await ui.click('.entries li', { ...panel, text: 'second' });
		await until('second', async () => await ui.text('main h2 .name', panel) === 'second');
		await write('again.py', 'import torch\nother = torch.ones(4)\nfirst = torch.ones(2)\nsecond = torch.full((3,), 7.)\n');
		await run('runFile');
		await until('second, as it is now', async () => (await ui.text('main .facts', panel)).includes('all 7'));
		assert.equal(await ui.text('main h2 .name', panel), 'second');
		assert.match(await ui.text('.entries [aria-selected=true]', panel), /^second/);
	});

	test('says when there will be a surface, and that there is none where its process has died', async () => {
		// A loss that takes a while, over a thousand times: the process is there long enough to be killed.
		const editor = await write('training.py', 'import torch\nw = torch.ones(2, requires_grad=True)\nx = torch.ones(2_000_000)\nopt = torch.optim.SGD([w], lr=0.1)\ndef step():\n    opt.zero_grad()\n    ((x * w[0] + w[1]) ** 2).mean().backward()\n    opt.step()\nstep()\nstep()\nwhile True:\n    pass\n');
		const ended = run('runFile');
		await until('the run', async () => await ui.text('h1', panel) === 'training.py' && await ui.count('.entries li[data-kind="optimizer"]', panel) === 1);
		await ui.click('.entries li[data-kind="optimizer"]', panel);
		await until('the note', async () => (await ui.text('main', panel)).includes('No loss surface: it is computed when the program has ended'));
		await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
		await run('stop');
		await ended;
		const replay = await until('the replay', () => childProcesses('replay.mjs')[0]);
		// Asked for once more, as by each message of the run's end, it is not begun anew.
		await ui.click('.entries li[data-kind="optimizer"]', panel);
		await until('the answer', async () => (await ui.text('main', panel)).includes('being computed'));
		assert.deepEqual(childProcesses('replay.mjs'), [replay]);
		process.kill(replay, 'SIGKILL');
		await until('the word of its end', async () => (await ui.text('main', panel)).includes('No loss surface: it took too long'));
	});

	test('a run that was asked for stays while its document is edited, though another one is newer', async () => {
		// A file of its own: what is typed into it is saved after a while.
		await write('asked.py', (await open('ema-training.py')).document.getText());
		await run('runFile');
		await until('its run', async () => await ui.text('h1', panel) === 'asked.py');
		await write('newer.py', 'import torch\nnewer = torch.ones(2)\n');
		await run('runFile');
		await until('the newer run', async () => await ui.text('h1', panel) === 'newer.py');
		const editor = await open('asked.py');
		await run('showInPanel');
		await until('the one asked for', async () => await ui.text('h1', panel) === 'asked.py');
		await editor.edit(edit => edit.insert(new vscode.Position(editor.document.lineCount, 0), '# edited'));
		// Longer than the page waits before it follows.
		await new Promise(resolve => setTimeout(resolve, 1000));
		assert.equal(await ui.text('h1', panel), 'asked.py');
		await ui.click('.entries li[data-kind="average"]', panel);
		await ui.wait('.average-view', panel);
	});

	test('in every theme, and narrow', async () => {
		for (const name of ['Default Light Modern', 'Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light']) {
			await theme(name);
			await until(name, async () => (await ui.attribute('body:has(#root)', 'data-vscode-theme-id', panel)) === name);
			await ui.wait('.average-view', panel);
			if (process.env['LOUPE_SHOTS']) { await ui.screenshot(`${process.env['LOUPE_SHOTS']}/panel ${name}.png`); }
		}
		await ui.resize(700, 800);
		await ui.wait('.average-view', panel);
		if (process.env['LOUPE_SHOTS']) { await ui.screenshot(`${process.env['LOUPE_SHOTS']}/panel narrow.png`); }
		await ui.resize(1280, 800);
	});

	test('has a policy that allows nothing but its own script and style', async () => {
		await until('the panel', () => panelTab());
		// VS Code's own frame around it has a policy too; ours names the panel's script.
		const policy = await ui.attribute('head:has(link[href$="panel.css"]) meta[http-equiv="Content-Security-Policy"]', 'content', panel);
		assert.match(policy ?? '', /^default-src 'none'; script-src 'nonce-[A-Za-z0-9+/]{22}==';/);
		assert(!policy!.includes('unsafe'));
	});

	test('what it shows stays when its document is closed', async () => {
		await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
		await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
		await ui.click('.entries li', { ...panel, text: 'model.weight' });
		await ui.wait('.tensor-view', panel);
	});
});
