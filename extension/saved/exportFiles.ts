/** *Export Files*: what a program wrote while it ran (`torch.save`, `np.save`, `open`), put where the user says. The run keeps it in its trace, and writes nothing itself. */
import path from 'node:path';
import { l10n, type QuickPickItem, Uri, window, workspace } from 'vscode';
import type { OwnFile } from '../../engine/trace/model.ts';
import { sizeText, stepsDown } from '../../engine/trace/own-files.ts';
import { reasonOf, writeSafely } from '../writeSafely.ts';

/** How long the status bar says that they are saved. */
const SAVED_SHOWN = 5000;

type Kept = OwnFile & { readonly bytes: Uint8Array };

const isKept = (file: OwnFile): file is Kept => file.bytes !== undefined;

/** @param folder where the program ran, as far as that is known: what is proposed. */
export async function exportFiles(files: readonly OwnFile[], folder: Uri | undefined): Promise<void> {
	const chosen = files.length === 1 && files.every(isKept) ? files : await choose(files);
	if (!chosen || chosen.length === 0) { return; }
	const targets = chosen.length === 1 ? await askForFile(chosen[0]!, folder) : await askForFolder(chosen, folder);
	if (targets) { await write(targets); }
}

async function choose(files: readonly OwnFile[]): Promise<readonly Kept[] | undefined> {
	const tooLarge = files.filter(file => !isKept(file));
	const items = files.filter(isKept).map((file): QuickPickItem & { readonly file: Kept } => ({ label: file.path, description: sizeText(file.size), picked: true, file }));
	if (tooLarge.length > 0) {
		const names = tooLarge.map(({ path: name, size }) => `${name} (${sizeText(size)})`).join(', ');
		const sentence = l10n.t('More than a recording keeps, and not in it: {0}. The setting tensorLoupe.record.maxMegabytes says how much it keeps.', names);
		if (items.length === 0) { void window.showWarningMessage(sentence); return undefined; }
		void window.showWarningMessage(sentence);
	}
	const picked = await window.showQuickPick(items, { canPickMany: true, title: l10n.t('Export Files'), placeHolder: l10n.t('Which of the files that the program wrote?') });
	return picked?.map(({ file }) => file);
}

type Targets = ReadonlyMap<Kept, Uri>;

async function askForFile(file: Kept, folder: Uri | undefined): Promise<Targets | undefined> {
	const place = folder ?? workspace.workspaceFolders?.[0]?.uri;
	const target = await window.showSaveDialog({ ...(place && { defaultUri: Uri.joinPath(place, ...stepsDown(file.path)) }), title: l10n.t('Export Files') });
	return target && new Map([[file, target]]);
}

/** Files that are there already are replaced when the user says so. */
async function askForFolder(files: readonly Kept[], folder: Uri | undefined): Promise<Targets | undefined> {
	const place = folder ?? workspace.workspaceFolders?.[0]?.uri;
	const [target] = await window.showOpenDialog({
		...(place && { defaultUri: place }), canSelectFiles: false, canSelectFolders: true, title: l10n.t('Export Files'), openLabel: l10n.t('Export'),
	}) ?? [];
	if (!target) { return undefined; }
	const targets = new Map(files.map(file => [file, Uri.joinPath(target, ...stepsDown(file.path))]));
	const there = new Set<Kept>();
	for (const [file, uri] of targets) { await workspace.fs.stat(uri).then(() => there.add(file), () => undefined); }
	if (there.size === 0) { return targets; }
	const replace = { label: l10n.t('Replace what is there'), detail: [...there].map(file => file.path).join(', ') }, others = { label: l10n.t('Export the others alone') };
	const answer = await window.showQuickPick(there.size < targets.size ? [replace, others] : [replace], {
		title: there.size === 1 ? l10n.t('{0} is there already', [...there][0]!.path) : l10n.t('{0} of these files are there already', there.size), ignoreFocusOut: true,
	});
	return answer === replace ? targets : answer && new Map([...targets].filter(([file]) => !there.has(file)));
}

async function write(targets: Targets): Promise<void> {
	for (const [{ path: name, bytes }, target] of targets) {
		try {
			await workspace.fs.createDirectory(Uri.joinPath(target, '..'));
			await writeSafely(target, [bytes]);
		} catch (error) {
			return void window.showErrorMessage(l10n.t('{0} was not saved: {1}', name, reasonOf(error)));
		}
	}
	const [first] = [...targets.values()] as [Uri];
	window.setStatusBarMessage(targets.size === 1 ? l10n.t('{0} saved', path.posix.basename(first.path)) : l10n.t('{0} files saved', targets.size), SAVED_SHOWN);
}
