/** What the suites do again and again with documents, and what they look at. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { plain, ui, until } from './ui.ts';

/** A document of the workspace, shown in the first column. */
export async function open(name: string): Promise<vscode.TextEditor> {
	const [folder] = vscode.workspace.workspaceFolders ?? [];
	assert(folder);
	const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
	// What the test before has set off may open an editor meanwhile, and then VS Code opens none.
	return until('its editor', async () => vscode.window.showTextDocument(document, vscode.ViewColumn.One).then((editor) => editor, () => undefined));
}

/** A file of the workspace with this text, shown. VS Code may still have an older file's text of that name: until it has looked again. */
export async function write(name: string, text: string): Promise<vscode.TextEditor> {
	const [folder] = vscode.workspace.workspaceFolders ?? [];
	assert(folder);
	await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder.uri, name), new TextEncoder().encode(text));
	const editor = await open(name);
	await until(`${name} as it was written`, () => editor.document.getText() === text);
	return editor;
}

export async function closeAll(): Promise<void> {
	await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
	await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

export function run(command: string, ...args: unknown[]): Thenable<unknown> {
	return vscode.commands.executeCommand(`tensorLoupe.${command}`, ...args);
}

/** The lenses over what can be run, of a document, as 'line title', lines from 1. */
export async function lenses(uri: vscode.Uri): Promise<string[]> {
	const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
	return found.filter((lens) => /^tensorLoupe\.(run|debug|export)/.test(lens.command?.command ?? '')).map((lens) => `${lens.range.start.line + 1} ${lens.command?.title.replace(/\$\([\w-]+\)\s*/, '')}`);
}

/** Runs the lens with a title at a line, as a click on it does. */
export async function runLens(uri: vscode.Uri, line: number, title: string): Promise<void> {
	const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
	const lens = found.find((each) => each.range.start.line + 1 === line && each.command?.title.replace(/\$\([\w-]+\)\s*/, '') === title);
	assert(lens?.command, `no ${title} at line ${line}`);
	await vscode.commands.executeCommand(lens.command.command, ...lens.command.arguments ?? []);
}

/** The position of a piece of text, at its beginning or `into` characters further. */
export function find(document: vscode.TextDocument, text: string, into = 0, after = 0): vscode.Position {
	const offset = document.getText().indexOf(text, after);
	assert(offset >= 0, `${text} is not in the document`);
	return document.positionAt(offset + into);
}

/** The extension's hover there as Markdown; undefined: none. */
export async function hover(document: vscode.TextDocument, position: vscode.Position): Promise<string | undefined> {
	const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
	const ours = hovers.flatMap(({ contents }) => contents).map((content) => typeof content === 'string' ? content : content.value).filter((text) => text.includes('command:tensorLoupe.') || text.startsWith('**`'));
	return ours.length > 0 ? ours.join('\n') : undefined;
}

export function problems(uri: vscode.Uri): vscode.Diagnostic[] {
	return vscode.languages.getDiagnostics(uri).filter((each) => each.source === 'Tensor Loupe');
}

/** What the editor shows, results beside lines included, line by line as it is visible. */
export async function visibleLines(): Promise<string[]> {
	return (await ui.rendered('.editor-group-container.active .view-lines .view-line')).map(plain);
}

/** Waits for a line of the visible editor to end with this text: what is shown beside a line. */
export function beside(text: string | RegExp): Promise<string> {
	return until(`${text} beside a line`, async () => (await visibleLines()).find((line) => typeof text === 'string' ? line.includes(text) : text.test(line)));
}

/** Waits for the channel of programs' output to hold this text, as VS Code keeps it; all that it holds. */
export async function outputHolds(text: string): Promise<string> {
	await run('showOutput');
	const all = await until(`${text} in the output channel`, () => vscode.workspace.textDocuments
		.filter((document) => document.uri.scheme === 'output' && document.uri.path.includes('Tensor Loupe Output'))
		.map((document) => document.getText().replaceAll('\r\n', '\n')).find((each) => each.includes(text)));
	await vscode.commands.executeCommand('workbench.action.closePanel');
	return all;
}

/** Waits for a notification with this text, and clears all. The list has those whose toast has gone already. */
export async function notified(text: string): Promise<void> {
	await vscode.commands.executeCommand('notifications.showList');
	await ui.wait('.notifications-center .notification-list-item', { text });
	await vscode.commands.executeCommand('notifications.clearAll');
}

/** The numbers of the runtime processes that this extension host has. */
export function runtimeProcesses(): number[] {
	return childProcesses('child.mjs');
}

/** Of those whose command line has this text: its own children, and those of the process that starts them for it. */
export function childProcesses(text: string): number[] {
	const parentOf = (pid: number): number => Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
	const commandOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, 'utf8');
	return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
		try {
			const parent = parentOf(pid);
			return commandOf(pid).includes(text) && (parent === process.pid || (commandOf(parent).includes('starter.mjs') && parentOf(parent) === process.pid));
		} catch {
			return false;
		}
	});
}

/** The extension, active. */
export async function activate(): Promise<void> {
	const extension = vscode.extensions.getExtension('tensor-loupe.tensor-loupe');
	assert(extension, 'the extension is not there');
	await extension.activate();
}
