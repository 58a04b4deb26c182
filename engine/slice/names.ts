/**
 * What the user's code calls an object: the shortest expression over the module's names that reaches it,
 * as `w`, `model.weight`, `layers[0].bias`. Views and lists need it, since a trace's objects have numbers only.
 */
import type { ContainerValue, Op, Ref, StorageId, Tick, Trace } from '../trace/model.ts';

/** How deep into containers a name is looked for, and how many objects are visited at most. */
const DEPTH = 5;
const BUDGET = 20_000;
/** How many modules and how many of the innermost calls are looked into. */
const MODULES = 64;
const CALLS = 64;

export interface Names {
	/** The expression for an object, or undefined. */
	of(ref: Ref): string | undefined;
	/** The expression for the tensor that a storage belongs to (the first found; views share storages). */
	ofStorage(storage: StorageId): string | undefined;
	/** Every tensor found, shortest names first. */
	readonly tensors: readonly { readonly name: string; readonly ref: Ref }[];
}

/** What was asked of a trace last: several slices of one moment ask for the same names. */
const known = new WeakMap<Trace, { readonly tick: Tick; readonly lastTick: Tick; readonly names: Names }>();

/** Names as they are at a tick, over the globals of the main module and the locals of the frames still open then. */
export function namesAt(trace: Trace, tick: Tick): Names {
	const last = known.get(trace);
	if (last?.tick === tick && last.lastTick === trace.lastTick) return last.names;
	const names = findNames(trace, tick);
	known.set(trace, { tick, lastTick: trace.lastTick, names });
	return names;
}

function findNames(trace: Trace, tick: Tick): Names {
	const byRef = new Map<Ref, string>();
	const byStorage = new Map<StorageId, string>();
	const tensors: { name: string; ref: Ref }[] = [];
	let level: { name: string; ref: Ref }[] = [];
	for (const scope of scopesAt(trace, tick)) level.push(...trace.names(scope, tick));
	let visited = 0;
	for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
		const next: { name: string; ref: Ref }[] = [];
		for (const { name, ref } of level) {
			if (byRef.has(ref) || trace.isScalar(ref) || ++visited > BUDGET) continue;
			const value = trace.value(ref, tick);
			if (value === undefined) continue;
			if (value.kind === 'tensor') {
				byRef.set(ref, name);
				if (!byStorage.has(value.storage)) byStorage.set(value.storage, name);
				tensors.push({ name, ref });
			} else if (value.kind === 'sequence' || value.kind === 'mapping' || value.kind === 'object') {
				byRef.set(ref, name);
				next.push(...childNames(trace, value, name, tick));
			}
		}
		level = next;
	}
	return { of: ref => byRef.get(ref), ofStorage: storage => byStorage.get(storage), tensors };
}

/** Of the modules that had begun, then of the calls that were under way, the outermost first. */
function scopesAt(trace: Trace, tick: Tick): Iterable<number> {
	const scopes = new Set<number>();
	for (const index of trace.moduleFrames) {
		const frame = trace.frame(index);
		if (scopes.size >= MODULES || frame.tick > tick) break;
		scopes.add(frame.locals);
	}
	const calls: number[] = [];
	for (let index = trace.stepAt(tick)?.frame ?? -1; index >= 0 && calls.length < CALLS; index = trace.callerAt(index, tick)) calls.push(trace.frame(index).locals);
	for (const locals of calls.reverse()) scopes.add(locals);
	return scopes;
}

function childNames(trace: Trace, value: ContainerValue, name: string, tick: Tick): { name: string; ref: Ref }[] {
	const children: { name: string; ref: Ref }[] = [];
	value.children.forEach((child, position) => {
		if (trace.isScalar(child.ref)) return;
		if (value.kind === 'sequence') {
			const index = position < value.head || value.head === 0 ? position : value.length - value.children.length + position;
			children.push({ name: `${name}[${index}]`, ref: child.ref });
			return;
		}
		const key = trace.value(child.key, tick);
		if (key?.kind === 'str') children.push({ name: value.kind === 'object' ? `${name}.${key.text}` : `${name}['${key.text}']`, ref: child.ref });
		else if (key?.kind === 'int') children.push({ name: `${name}[${key.text}]`, ref: child.ref });
	});
	return children;
}

/** What a call itself calls an object at a tick: of one that has ended, nothing is found at the end. */
export function nameInFrame(trace: Trace, frame: number, tick: Tick, ref: Ref): string | undefined {
	return trace.names(trace.frame(frame).locals, tick).find(each => each.ref === ref)?.name;
}

/** The name to which the op's own line bound its output. */
export function resultName(trace: Trace, op: Op): string | undefined {
	const step = trace.stepAt(op.tick);
	if (step === undefined) return undefined;
	return trace.bindingsBetween(trace.frame(step.frame).locals, op.end, step.end + 1).find(binding => binding.ref === op.outputs[0])?.name;
}
