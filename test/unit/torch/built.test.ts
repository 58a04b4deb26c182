/** What the build makes of `torch`: the types name every operator once, and what the README says can be followed. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';
import { OPERATORS } from '../../../engine/ops/table.ts';
import { groupsOf } from '../../../engine/torch/operators.ts';
import { typings } from '../../../engine/torch/typings.ts';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-torch-'));
afterAll(() => rmSync(folder, { recursive: true }));

const declared = readFileSync(path.join(root, 'engine/torch/declared.ts'), 'utf8');

/** The names of an interface's members, as often as they are declared. */
function membersOf(text: string, name: string): string[] {
	const source = ts.createSourceFile('torch.d.mts', text, ts.ScriptTarget.ES2022);
	return source.statements.filter(ts.isInterfaceDeclaration).filter(item => item.name.text === name).flatMap(item => item.members.map(member => member.name!.getText(source)));
}

describe('the types', () => {
	test('have every operator that the table gives a name', () => {
		const text = typings(declared);
		for (const [namespace, name] of [['METHODS', 'Tensor'], ['FUNCTIONS', 'Torch'], ['NN', 'Functional'], ['LINALG', 'Linalg'], ['SPECIAL', 'Special']] as const) {
			const there = new Set(membersOf(text, name));
			expect(groupsOf(namespace).map(group => group.name).filter(item => !there.has(item))).toEqual([]);
		}
		expect(groupsOf('METHODS').length).toBeGreaterThan(OPERATORS.length / 2);
	});

	test('what is written by hand stands in no operator\'s way', () => {
		const methods = new Set(groupsOf('METHODS').map(group => group.name));
		const functions = new Set(groupsOf('FUNCTIONS').map(group => group.name));
		expect(membersOf(declared, 'Tensor').filter(name => methods.has(name))).toEqual([]);
		expect(membersOf(declared, 'Torch').filter(name => functions.has(name))).toEqual([]);
	});
});

describe('what the README says', () => {
	const [, program, printed] = /```ts\n([^`]*)```[^`]*prints `([^`]*)`/.exec(readFileSync(path.join(root, 'README.md'), 'utf8'))!;

	test('runs', () => {
		mkdirSync(path.join(folder, 'run'));
		symlinkSync(path.join(root, 'dist'), path.join(folder, 'run/dist'));
		writeFileSync(path.join(folder, 'run/line.mjs'), program!);
		expect(execFileSync(process.execPath, [path.join(folder, 'run/line.mjs')], { encoding: 'utf8' })).toBe(`${printed!}\n`);
	});

	test('compiles, with the types alone', () => {
		mkdirSync(path.join(folder, 'types/dist'), { recursive: true });
		writeFileSync(path.join(folder, 'types/dist/torch.d.mts'), typings(declared));
		writeFileSync(path.join(folder, 'types/line.mts'), `${program!}\nconst wrong: string = w;\n`);
		const options: ts.CompilerOptions = {
			noEmit: true, strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, types: [], target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
			module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
		};
		const found = ts.getPreEmitDiagnostics(ts.createProgram([path.join(folder, 'types/line.mts')], options));
		expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual(["Type 'Tensor' is not assignable to type 'string'."]);
	});
});
