/** The extension's settings, read where they are used, typed and within bounds; `package.json` describes them. */
import { l10n, type ConfigurationScope, type TextDocument, workspace } from 'vscode';
import { DEFAULT_RECORD, type RecordOptions } from '../engine/runtime/protocol.ts';
import { RECORDED } from '../engine/trace/recorded.ts';

export type CodeLensSetting = 'always' | 'never' | 'whereImported';

const SECTION = 'tensorLoupe';
const MEGABYTE = 2 ** 20;

export function codeLensSetting(document: TextDocument): CodeLensSetting {
	return workspace.getConfiguration(SECTION, document).get<CodeLensSetting>('codeLens', 'whereImported');
}

/** undefined: nothing is shown beside lines. */
export function inlineResultLength(document: TextDocument): number | undefined {
	const configuration = workspace.getConfiguration(SECTION, document);
	return configuration.get<boolean>('inlineResults.enabled', true) ? bounded(configuration.get('inlineResults.maxLength'), 80, 20, 1000) : undefined;
}

export type InlineValueFormat = 'off' | 'auto' | 'shape' | 'value';

export function inlineValueFormat(document: TextDocument): InlineValueFormat {
	const configuration = workspace.getConfiguration(SECTION, document);
	return configuration.get<InlineValueFormat>('inlineValues.format', 'auto');
}

/** The text of a saved trace is opened beside it. */
export function showsSource(): boolean {
	const configuration = workspace.getConfiguration(SECTION);
	return configuration.get<boolean>('savedTraces.showSource', true);
}

export function spareSettings(): { readonly enabled: boolean; readonly idleMilliseconds: number } {
	const configuration = workspace.getConfiguration(SECTION);
	return { enabled: configuration.get<boolean>('spare.enabled', true), idleMilliseconds: bounded(configuration.get('spare.idleMinutes'), 10, 0.1, 1440) * 60_000 };
}

export function recordOptions(scope: ConfigurationScope): RecordOptions {
	const configuration = workspace.getConfiguration(`${SECTION}.record`, scope);
	const what = configuration.get('what');
	return {
		what: RECORDED.find(each => each === what) ?? DEFAULT_RECORD.what,
		maxSteps: bounded(configuration.get('maxSteps'), DEFAULT_RECORD.maxSteps, 0, 1e8),
		maxBytes: bounded(configuration.get('maxMegabytes'), DEFAULT_RECORD.maxBytes / MEGABYTE, 1, 2048) * MEGABYTE,
		maxTensorBytes: bounded(configuration.get('maxTensorMegabytes'), DEFAULT_RECORD.maxTensorBytes / MEGABYTE, 1, 1024) * MEGABYTE,
		maxSeconds: bounded(configuration.get('maxSeconds'), DEFAULT_RECORD.maxSeconds, 0, 1e9),
		atLimit: configuration.get('atLimit') === 'stop' ? 'stop' : 'continue',
		record: true,
	};
}

/** Settings are typed by hand, so a wrong type or number falls back instead of reaching the runtime. */
function bounded(value: unknown, otherwise: number, least: number, most: number): number {
	return typeof value === 'number' && Number.isFinite(value) ? Math.min(Math.max(value, least), most) : otherwise;
}

/** Of a run without lines no value of a name is known, and there is nowhere to stand. */
export function linesNotRecorded(): string {
	return l10n.t('Lines were not recorded in this run, so what was there is not known. The setting `{0}` says what is recorded.', 'tensorLoupe.record.what');
}
