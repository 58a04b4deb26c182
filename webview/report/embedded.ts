/** What lies in the page of a report beside its own script: put there by the command line. */
import type { OtherRun } from '../../engine/slice/losses.ts';

/** The bytes of the trace; undefined where the command line has put none. */
export function traceBytes(document: Document): Uint8Array | undefined {
	return bytesOf(document, 'trace');
}

/** The run that it is compared with; undefined where the command line has put none. */
export function otherRun(document: Document): OtherRun | undefined {
	const text = textOf(document, 'other');
	if (!text.startsWith('{')) return undefined;
	const { title, count, numbers, values } = JSON.parse(text) as { title: string; count: number; numbers: number[]; values: (number | string)[] };
	return { title, losses: { count, numbers: Float64Array.from(numbers), values: Float64Array.from(values, Number) } };
}

/** The script that replays (engine/replay/main.ts), and the kernels that it computes with. */
export interface ReplayParts { readonly script: string; readonly kernels: Uint8Array<ArrayBuffer> }

export function replayParts(document: Document): ReplayParts {
	return { script: textOf(document, 'replay'), kernels: bytesOf(document, 'kernels') ?? new Uint8Array() };
}

function textOf(document: Document, id: string): string {
	return document.getElementById(id)?.textContent ?? '';
}

function bytesOf(document: Document, id: string): Uint8Array<ArrayBuffer> | undefined {
	const text = textOf(document, id).trim();
	if (!/^[A-Za-z0-9+/]+=*$/.test(text)) return undefined;
	return Uint8Array.from(atob(text), character => character.charCodeAt(0));
}
