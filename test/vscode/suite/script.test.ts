/** TypeScript and JavaScript: what is offered where, values, hovers, loops, errors, the panel and the debugger. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { Debugging } from './support/debugging.ts';
import { activate, beside, closeAll, find, hover, lenses, open, outputHolds, problems, run, runLens, write } from './support/editor.ts';
import { ui, until } from './support/ui.ts';

/** The hints of a document as 'line text', lines from 1. */
async function hints(document: vscode.TextDocument): Promise<string[]> {
	const found = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, new vscode.Range(0, 0, document.lineCount, 0));
	return found.map(({ position, label }) => `${position.line + 1} ${typeof label === 'string' ? label : label.map(({ value }) => value).join('')}`);
}

async function iterations(document: vscode.TextDocument): Promise<string[]> {
	const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
	return found.filter(({ command }) => /teration/.test(command?.command ?? '')).map(({ range, command }) => `${range.start.line + 1} ${command!.title}`);
}

suite('script', () => {
	const session = new Debugging();

	suiteSetup(activate);

	teardown(async () => {
		await run('stop');
		await run('clearResults');
		await closeAll();
	});

	test('Run stands over a file that imports tensor-loupe, and over no other', async () => {
		assert.deepEqual(await lenses((await open('fit.ts')).document.uri), ['1 Run', '1 Debug']);
		assert.deepEqual(await lenses((await open('ordinary.ts')).document.uri), []);
	});

	test('of notes with both, each language runs by itself', async () => {
		const { document } = await open('both.md');
		assert.deepEqual((await lenses(document.uri)).filter(lens => /Run( Above)?$/.test(lens)), ['3 Run', '8 Run', '8 Run Above', '12 Run', '12 Run Above', '16 Run', '16 Run Above']);
		await run('runAbove', { uri: document.uri.toString(), line: 11 });
		assert.deepEqual(await hints(document), ['9 tensor([1., 1., 1.])']);
		await beside('tensor([2., 2., 2.])');
	});

	test('values beside lines, what was printed, and the iterations of a loop', async () => {
		const { document } = await open('fit.ts');
		await runLens(document.uri, 1, 'Run');
		await until('the run', async () => (await hints(document)).length > 0);
		assert.deepEqual(await hints(document), [
			'3 tensor([[1, 2], [3, 4]])', '4 tensor([[0, 0], [1, 0]])', '5 tensor([[1, 1], [4, 3]])', '7 4', '8 tensor([[ 3, 6], [ 9, 12]])', '9 60', '13 tensor([[2, 4], [6, 8]])', '16 {rate: 0.5, …}', '17 tensor([[2, 4], [6, 8]])',
		]);
		assert.deepEqual(await iterations(document), ['7 $(chevron-left)', '7 iteration 4 of 4']);
		await run('previousIteration', { uri: document.uri.toString(), line: 6 });
		assert((await hints(document)).includes('9 30'));
		await beside(/console\.log\(step, total\);\s*3× … 2 30/);
	});

	test('hover: a tensor, a number, a property, a parameter, what a call gave', async () => {
		const { document } = await open('fit.ts');
		await run('runFile');
		const at = async (text: string, into = 0): Promise<string> => await hover(document, find(document, text, into)) ?? '';
		assert.match(await at('picked'), /\*\*`picked`\*\* · after line 5[\s\S]*int64 \\\[2, 2\\\][\s\S]*tensor\(\[\[1, 1\],\n {8}\[4, 3\]\]\)/);
		assert.match(await at('total +='), /`total`.*after line 9.*iteration 4 of 4/);
		assert.match(await at('by: number'), /when called[\s\S]*\n2\n/);
		assert.match(await at('config'), /\{rate: 0\.5, names: \['a', 'b'\]\}/);
		assert.match(await at('x.gather', 3), /`x\.gather\(…\)`.*result in line 5/);
	});

	test('an error stands where it was raised, with PyTorch’s words', async () => {
		const { document } = await write('wrong.ts', `import { torch } from 'tensor-loupe';\nconst a = torch.ones(3);\nfunction sum(b: typeof a) {\n\treturn a.add(b);\n}\nsum(torch.ones(2));\n`);
		await run('runFile');
		const [problem] = await until('the problem', () => problems(document.uri).filter(({ source }) => source === 'Tensor Loupe').length > 0 && problems(document.uri).filter(({ source }) => source === 'Tensor Loupe'));
		assert.match(problem!.message, /^RuntimeError: The size of tensor a \(3\) must match the size of tensor b \(2\)/);
		assert.equal(document.getText(problem!.range), 'a.add(b)');
		assert.equal(document.getText(problem!.relatedInformation!.at(-1)!.location.range), 'sum(torch.ones(2))');
		await outputHolds('Uncaught RuntimeError');
	});

	test('a syntax error, and what is more than a type, has its place', async () => {
		const { document } = await write('enum.ts', `import { torch } from 'tensor-loupe';\nconst a = torch.ones(3);\nenum Color { Red }\n`);
		await run('runFile');
		const [problem] = await until('the problem', () => problems(document.uri).filter(({ source }) => source === 'Tensor Loupe').length > 0 && problems(document.uri).filter(({ source }) => source === 'Tensor Loupe'));
		assert.match(problem!.message, /^SyntaxError: `enum` is not supported/);
		assert.equal(problem!.range.start.line, 2);
	});

	test('the panel draws its gather', async () => {
		await open('fit.ts');
		await run('runFile');
		await run('showInPanel');
		await ui.wait('svg.index-map', { webview: true });
		const labels = await ui.texts('.entries .label', { webview: true });
		for (const name of ['gather', 'picked', 'part', 'twice']) { assert(labels.includes(name), `${name} of ${labels.join(', ')}`); }
		await ui.hover('svg.index-map .grid.output [data-cell="1,0"]', { webview: true });
		await until('what it came from', async () => /source\[1\]\[1\] = 4/.test(await ui.text('.readout', { webview: true })));
		const { LOUPE_SHOTS } = process.env;
		if (LOUPE_SHOTS) { await ui.screenshot(`${LOUPE_SHOTS}/script.png`); }
	});

	test('the debugger goes through it, forwards and back', async () => {
		const { document } = await open('fit.ts');
		session.breakAt(document, 'total += part');
		await session.start(document);
		assert.equal(session.stops[0]!.reason, 'breakpoint');
		assert.equal(await session.here(document), 'total += part.sum().item();');
		assert.equal((await session.evaluate('step')).result, '0');
		await session.go('continue');
		assert.equal((await session.evaluate('step')).result, '1');
		assert.equal((await session.evaluate('x.sum()')).result, 'tensor(10)');
		await session.go('stepBack');
		assert.equal(await session.here(document), 'const part = x.mul(step);');
	});
});
