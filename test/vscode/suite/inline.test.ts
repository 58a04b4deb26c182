/** Values beside assignments, the iterations of loops, and the moment that is looked at. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activate, beside, closeAll, find, hover, lenses, open, run, runtimeProcesses, visibleLines, write } from './support/editor.ts';
import { plain, ui, until } from './support/ui.ts';

const LOOP = `import torch
w = torch.zeros(2, requires_grad=True)
big = torch.zeros(64, 128)
rate = 0.5
for step in range(4):
    loss = ((w - 1) ** 2).sum()
    loss.backward()
    with torch.no_grad():
        w -= rate * w.grad
    w.grad = None
    print(step, loss.item())
`;

/** The hints of a document as 'line text', lines from 1. */
async function hints(document: vscode.TextDocument, range = new vscode.Range(0, 0, document.lineCount, 0)): Promise<string[]> {
	const found = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, range);
	return found.map(({ position, label }) => `${position.line + 1} ${typeof label === 'string' ? label : label.map(({ value }) => value).join('')}`);
}

async function titles(document: vscode.TextDocument): Promise<string[]> {
	const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
	return found.filter(({ range, command }) => range.start.line === 4 && /teration/.test(command?.command ?? '')).map(({ command }) => command!.title);
}

suite('inline values', () => {
	suiteSetup(activate);

	teardown(async () => {
		await run('stop');
		await run('clearResults');
		await closeAll();
	});

	test('the value where it is short, else dtype and shape; nothing for a constant', async () => {
		const { document } = await write('inline.py', LOOP);
		assert.deepEqual(await hints(document), []);
		await run('runFile');
		assert.deepEqual(await hints(document), ['2 tensor([0., 0.])', '3 float32 [64, 128]', '5 3', '6 tensor(0.)', '9 tensor([1., 1.])']);
	});

	test('only the lines that are asked for', async () => {
		const { document } = await write('inline.py', LOOP);
		await run('runFile');
		assert.deepEqual(await hints(document, document.lineAt(2).range), ['3 float32 [64, 128]']);
	});

	test('of an object what its own text does not say', async () => {
		const { document } = await write('objects.py', 'import torch\ndef make(): return torch.nn.Linear(3, 2)\nlayer = make()\nopt = torch.optim.SGD(layer.parameters(), lr=0.1)\nagain = opt\n');
		await run('runFile');
		assert.deepEqual(await hints(document), ['3 Linear(in_features=3, out_features=2)', '5 SGD']);
	});

	test('a setting decides what is shown', async () => {
		const { document } = await write('inline.py', LOOP);
		await run('runFile');
		const settings = vscode.workspace.getConfiguration('tensorLoupe');
		try {
			await settings.update('inlineValues.format', 'shape', vscode.ConfigurationTarget.Global);
			assert((await hints(document)).includes('2 float32 [2]'));
			await settings.update('inlineValues.format', 'value', vscode.ConfigurationTarget.Global);
			const longer = await write('longer.py', 'import torch\nx = torch.zeros(30)\nbig = torch.zeros(64, 128)\n');
			await run('runFile');
			const [x, big] = await hints(longer.document);
			assert.match(x!, /^2 tensor\(\[0\.(, 0\.){20,}/);
			assert.equal(big, '3 float32 [64, 128]');
			await settings.update('inlineValues.format', 'off', vscode.ConfigurationTarget.Global);
			assert.deepEqual(await hints(document), []);
		} finally {
			await settings.update('inlineValues.format', undefined, vscode.ConfigurationTarget.Global);
		}
	});

	test('a loop is stepped through, and hover, values and what was printed go along', async () => {
		const { document } = await write('inline.py', LOOP);
		await run('runFile');
		assert.deepEqual(await titles(document), ['$(chevron-left)', 'iteration 4 of 4']);
		await run('previousIteration', { uri: document.uri.toString(), line: 4 });
		await run('previousIteration', { uri: document.uri.toString(), line: 4 });
		assert.deepEqual(await titles(document), ['$(chevron-left)', 'iteration 2 of 4', '$(chevron-right)']);
		assert.deepEqual((await hints(document)).slice(2, 5), ['5 1', '6 tensor(0.)', '9 tensor([1., 1.])']);
		assert.match(await hover(document, find(document, 'step')) ?? '', /iteration 2 of \d/);
		await beside(/item\(\)\)\s*2× … 1 0\.0/);
		await run('previousIteration', { uri: document.uri.toString(), line: 4 });
		assert.deepEqual((await hints(document)).slice(2, 4), ['5 0', '6 tensor(2.)']);
		await run('lastIteration', { uri: document.uri.toString(), line: 4 });
		await beside(/item\(\)\)\s*4× … 3 0\.0/);
	});

	test('of lenses over loops only those on the screen are computed', async () => {
		const { document } = await write('lenses.py', LOOP);
		await run('runFile');
		const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
		assert.deepEqual(found.map(({ range, command }) => `${range.start.line} ${command?.title ?? 'not computed'}`).filter((text) => text.startsWith('4')), Array.from({ length: 3 }, () => '4 not computed'));
		await until('the lens on the screen', async () => (await ui.texts('.codelens-decoration')).some((text) => plain(text).includes('iteration 4 of 4')));
	});

	test('edits in a loop’s body change nothing of its iterations; one of its header takes lens and picture away', async () => {
		const { document } = await write('edited.py', `${LOOP}after = 1 + 1\n`);
		await run('runFile');
		const edit = async (change: (edit: vscode.WorkspaceEdit) => void): Promise<void> => {
			const all = new vscode.WorkspaceEdit();
			change(all);
			await vscode.workspace.applyEdit(all);
		};
		const picture = async (): Promise<boolean> => (await visibleLines()).some((line) => line.includes('for step') && line.includes('[picture]'));
		await until('a picture', picture);
		await edit((all) => all.delete(document.uri, document.lineAt(10).rangeIncludingLineBreak));
		assert.deepEqual(await titles(document), ['$(chevron-left)', 'iteration 4 of 4']);
		await edit((all) => all.insert(document.uri, new vscode.Position(10, 0), '    more = step\n'));
		assert.deepEqual(await titles(document), ['$(chevron-left)', 'iteration 4 of 4']);
		await run('previousIteration', { uri: document.uri.toString(), line: 4 });
		assert.deepEqual(await titles(document), ['$(chevron-left)', 'iteration 3 of 4', '$(chevron-right)']);
		await until('the picture still', picture);
		await edit((all) => all.insert(document.uri, new vscode.Position(4, 5), 'x'));
		assert.deepEqual(await titles(document), []);
		await until('no picture', async () => !await picture());
	});

	test('in a loop that did not iterate the one around it is meant', async () => {
		const { document } = await write('empty.py', 'seen = 0\n\n\n\nfor epoch in range(3):\n    for none in []:\n        seen += 1\n');
		const editor = vscode.window.activeTextEditor!;
		await run('runFile');
		assert.deepEqual(await titles(document), ['$(chevron-left)', 'iteration 3 of 3']);
		editor.selection = new vscode.Selection(6, 8, 6, 8);
		await run('previousIteration');
		assert.deepEqual(await titles(document), ['$(chevron-left)', 'iteration 2 of 3', '$(chevron-right)']);
		const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
		assert(lenses.some(({ range, command }) => range.start.line === 5 && command?.title === 'no iteration'));
	});

	test('a loop of a function is stepped through in all calls; a header of several lines shows it at its first', async () => {
		const { document } = await write('calls.py', `import torch
def f(n):
    start = n * 10
    w = torch.zeros(1, requires_grad=True)
    for i in range(
        n
    ):
        (w - i).sum().backward()
        part = start + i
for k in (2, 3):
    f(k)
`);
		await run('runFile');
		assert.deepEqual(await titles(document), ['$(chevron-left)', 'iteration 3 of 3, call 2 of 2']);
		await until('a picture beside the loop', async () => (await visibleLines()).some((line) => line.includes('for i') && line.includes('[picture]')));
		for (let back = 0; back < 3; back++) { await run('previousIteration', { uri: document.uri.toString(), line: 4 }); }
		assert.deepEqual(await titles(document), ['$(chevron-left)', 'iteration 2 of 2, call 1 of 2', '$(chevron-right)']);
		assert.deepEqual(await hints(document), ['3 20', '4 tensor([0.])', '7 1', '9 21', '10 2']);
		await run('nextIteration', { uri: document.uri.toString(), line: 4 });
		assert.deepEqual(await titles(document), ['$(chevron-left)', 'iteration 1 of 3, call 2 of 2', '$(chevron-right)']);
	});

	test('the panel and the editor look at one moment', async () => {
		const { document } = await open('ema-training.py');
		await run('runFile');
		await run('showInPanel');
		await ui.click('[role=option]', { webview: true, text: 'SGD' });
		await ui.wait('.optimizer-view .count', { webview: true });
		const line = find(document, 'for step').line;
		await run('previousIteration', { uri: document.uri.toString(), line });
		await until('the panel at the step before the last', async () => (await ui.texts('.optimizer-view .count', { webview: true }))[0] === 'step 18 of 19');
		await ui.focus('[data-focus=path]', { webview: true });
		await ui.press('Home');
		await until('the editor at the first step', async () => (await hints(document)).includes(`${line + 1} 0`));
	});

	test('to the next and previous optimizer step', async () => {
		const editor = await open('ema-training.py');
		await run('runFile');
		const loop = find(editor.document, 'for step').line;
		const step = async (): Promise<string | undefined> => (await hints(editor.document)).find((hint) => hint.startsWith(`${loop + 1} `));
		editor.selection = new vscode.Selection(loop, 0, loop, 0);
		for (const expected of ['19', '18', '17']) {
			await run('previousOptimizerStep');
			assert.equal(await step(), `${loop + 1} ${expected}`);
		}
		await run('nextOptimizerStep');
		assert.equal(await step(), `${loop + 1} 18`);
	});

	test('to the changes of the variable at the cursor, and to the step that made it NaN', async () => {
		const { document } = await write('changes.py', 'import torch\nw = torch.ones(2)\nfor i in range(4):\n    w = w * 0 if i < 3 else w / w\nlast = w.sum()\n');
		const editor = vscode.window.activeTextEditor!;
		await run('runFile');
		const at = find(document, 'w.sum');
		editor.selection = new vscode.Selection(at, at);
		await run('previousChange');
		await run('previousChange');
		assert((await hints(document)).includes('4 tensor([0., 0.])'));
		assert.equal((await hints(document)).some((hint) => hint.startsWith('5 ')), false);
		assert.deepEqual(editor.selection.active, at);
		const here = await hints(document);
		await run('previousChange');
		assert.notDeepEqual(await hints(document), here);
		await run('nextChange');
		assert.deepEqual(await hints(document), here);
		await run('goToNonFinite');
		assert((await hints(document)).includes('4 tensor([nan, nan])'));
		assert((await hints(document)).includes('3 3'));
	});

	test('from the keyboard: the loop around the cursor', async () => {
		const editor = await write('inline.py', LOOP);
		await run('runFile');
		editor.selection = new vscode.Selection(7, 4, 7, 4);
		await run('previousIteration');
		assert.deepEqual(await titles(editor.document), ['$(chevron-left)', 'iteration 3 of 4', '$(chevron-right)']);
	});

	test('the loss is a picture beside the header of its loop, and goes with the results', async () => {
		await write('inline.py', LOOP);
		await run('runFile');
		const header = async (): Promise<string> => (await visibleLines()).find((line) => line.includes('for step')) ?? '';
		await until('a picture beside the loop', async () => (await header()).includes('[picture]'));
		await run('clearResults');
		await until('no picture beside the loop', async () => !(await header()).includes('[picture]'));
	});

	test('in a fence of Markdown', async () => {
		const { document } = await open('pytorch-notes.md');
		await run('runFile');
		const line = find(document, 'tensor_1 = ').line + 1;
		assert((await hints(document)).includes(`${line} tensor([[9, 7, 5]])`));
		assert((await lenses(document.uri)).length > 0);
	});

	test('after each of 200 edits, runs and stops, nothing stands beside a line that has not given it, and no process is left', async function () {
		this.timeout(1_200_000);
		const FIRST = 'a = 1 + 1\nb = a * 3\nfor i in range(3):\n    c = i + b\n    print(c)\n    d = c * 2\nprint(d)\n';
		const ENDLESS = `${FIRST}while True:\n    pass\n`;
		const editor = await write('generated.py', FIRST);
		const { document } = editor;
		let seed = 20;
		const random = (below: number): number => {
			seed = (seed * 1103515245 + 12345) % 2 ** 31;
			return Math.floor(seed / 2 ** 31 * below);
		};
		const line = (): number => random(document.lineCount);
		const edit = (change: (builder: vscode.TextEditorEdit) => void): Thenable<boolean> => editor.edit(change);
		const pause = (below: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, random(below)));
		/** To its end; one that has none is stopped. */
		const runWhole = async (): Promise<void> => {
			const ended = run('runFile');
			if (document.getText().includes('while True')) {
				await pause(300);
				await run('stop');
			}
			await ended;
		};
		const runs: readonly (() => PromiseLike<unknown>)[] = [() => { void run('runFile'); return pause(60); }, runWhole, runWhole];
		/** The beginning of a line that prints, or of any. */
		const printing = (): vscode.Position => {
			const prints = [...document.getText().split('\n').keys()].filter((each) => document.lineAt(each).text.includes('print'));
			return new vscode.Position(prints[random(prints.length)] ?? line(), 0);
		};
		const add = () => { const place = line(); return edit((builder) => builder.insert(new vscode.Position(place, 0), `${/^ */.exec(document.lineAt(place).text)![0]}e${random(9)} = ${random(9)} + 1\n`)); };
		const actions: readonly (() => PromiseLike<unknown>)[] = [
			// Many edits leave what can't run.
			() => edit((builder) => builder.replace(new vscode.Range(0, 0, document.lineCount, 0), random(3) === 0 ? ENDLESS : FIRST)),
			() => edit((builder) => builder.insert(printing(), '#')),
			add,
			add,
			add,
			() => edit((builder) => builder.insert(document.lineAt(line()).range.end, ' ')),
			() => edit((builder) => builder.insert(new vscode.Position(line(), random(4)), '#')),
			() => edit((builder) => builder.delete(document.lineAt(line()).rangeIncludingLineBreak)),
			() => edit((builder) => { const place = line(); builder.insert(new vscode.Position(place, 0), document.getText(new vscode.Range(place, 0, place + 1, 0))); }),
			() => vscode.commands.executeCommand('undo'),
			() => vscode.commands.executeCommand('undo'),
			() => vscode.commands.executeCommand('redo'),
			() => run('stop'),
			...runs,
		];
		/** Every line that some run has seen, and what it had beside it then. */
		const ran = new Set<string>();
		/** What a statement gives, however often it stands there and whatever was deleted around it; in the loop, in any of its turns. */
		const valuesOf = (statement: string): readonly string[] | undefined => {
			const sum = /^e\d = (\d) \+ 1$/.exec(statement);
			return sum ? [String(Number(sum[1]) + 1)] : { 'a = 1 + 1': ['2'], 'b = a * 3': ['6'], 'c = i + b': ['6', '7', '8'], 'd = c * 2': ['12', '14', '16'] }[statement];
		};
		const judged: string[] = [];
		let printed = 0;
		/** Of the lines that are on the screen, those beside which something stands though they have not run, or are no code: `code what`. */
		const stale = async (): Promise<readonly string[]> => {
			const texts = document.getText().split('\n').map((text) => text.trimEnd());
			return (await visibleLines()).filter((shown) => {
				const code = texts.filter((text) => shown.startsWith(text)).sort((a, b) => b.length - a.length)[0];
				if (code === undefined || shown.slice(code.length).trim() === '') { return false; }
				if (/^ *print/.test(code)) { printed++; }
				return /^ *#/.test(code) || ![...ran].some((text) => text.trimEnd() === code);
			});
		};
		for (let step = 0; step < 200; step++) {
			const action = actions[random(actions.length)]!;
			if (runs.includes(action)) { for (const text of document.getText().split('\n')) { ran.add(text); } }
			await action();
			for (const hint of await hints(document)) {
				const [number, ...rest] = hint.split(' ');
				const text = document.lineAt(Number(number) - 1).text;
				assert(ran.has(text), `step ${step}: ${rest.join(' ')} beside ${JSON.stringify(text)}, which has not run`);
				const wanted = valuesOf(text.trim());
				if (wanted) { assert(wanted.includes(rest.join(' ')), `step ${step}: ${rest.join(' ')} beside ${text}`); judged.push(text.trim()); }
			}
			// The window draws a moment later.
			await until(`step ${step}: nothing stale on the screen`, async () => (await stale()).length === 0);
			// The run, and the spare: one that was stopped has ended soon.
			await until(`step ${step}: no orphan`, () => runtimeProcesses().length <= 2);
		}
		// How far a run had come before an edit is a matter of time: each kind of line was judged often, and not every sum that was added.
		const kinds = new Set(judged.map((statement) => statement[0]));
		assert(judged.length > 100 && kinds.size === 5, `${judged.length} values beside ${[...new Set(judged)].join(', ')}`);
		assert(printed > 50, `${printed} times something was seen beside a line that prints`);
		await run('stop');
		await until('no process but the spare', () => runtimeProcesses().length <= 1);
	});
});
