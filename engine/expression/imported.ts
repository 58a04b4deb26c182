/**
 * Where a program has a function's name from, by its own `from … import …`: the trace keeps of a function only what it is
 * called. A name that the program defines itself comes from nowhere else.
 */
import type { Trace } from '../trace/model.ts';

export interface Imported { readonly module: string; readonly name: string }

const known = new WeakMap<Trace, { readonly sources: number; readonly names: ReadonlyMap<string, Imported> }>();

/** undefined: defined by the program, or not to be told. */
export function importedAs(trace: Trace, name: string): Imported | undefined {
	let found = known.get(trace);
	if (found?.sources !== trace.sources.length) known.set(trace, found = { sources: trace.sources.length, names: importsOf(trace) });
	return found.names.get(name);
}

function importsOf(trace: Trace): Map<string, Imported> {
	const names = new Map<string, Imported>();
	for (const { text } of trace.sources) {
		for (const [, module, list] of text.matchAll(/^[ \t]*(?:>>> )?from[ \t]+(torch(?:\.nn\.functional)?|math)[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]+)/gm)) {
			for (const item of list!.replace(/[()\n]/g, ' ').split(',')) {
				const [, name, alias] = /^\s*(\w+)(?:\s+as\s+(\w+))?\s*$/.exec(item) ?? [];
				if (name !== undefined) names.set(alias ?? name, { module: module!, name });
			}
		}
	}
	for (const { text } of trace.sources) for (const [, defined] of text.matchAll(/^[ \t]*(?:>>> |\.\.\. )?(?:async[ \t]+)?def[ \t]+(\w+)/gm)) names.delete(defined!);
	return names;
}
