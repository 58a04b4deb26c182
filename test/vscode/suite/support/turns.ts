/**
 * How long the extension host was kept from answering while something was done: its event loop's longest turn, and the part
 * of it that is this extension's own, by a profile of the same time. On Linux the time for which the thread could have run
 * but had no processor is taken off, and that for which it waited for a thread of the same process (of the collector of
 * garbage, of the pool) that had none: the benches load a machine with a window, a server and programs beside the host.
 */
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector';

/** Milliseconds: shorter turns are none to look for. */
const LONG = 15;
/** Microseconds between two samples. */
const SAMPLING = 500;
/** Where this extension's code lies, wherever it is installed. */
const OURS = /\/dist\/(extension|lib\/[\w-]+)\.cjs$/;

/** In microseconds of the profile's clock; of it, `ran` on a processor and `waited` for one. The rest, something was waited for. */
interface Turn { readonly from: number; readonly to: number; readonly ran: number; readonly waited: number }

export interface LongestTurns<T> {
	readonly result: T;
	/** In milliseconds: the longest turn as the clock has it, and without its waiting for a processor. */
	readonly clock: number;
	readonly busy: number;
	/** Of that, the longest time of this extension in one turn; and the longest for which it ran. */
	readonly ours: number;
	readonly oursRunning: number;
}

export async function longestTurns<T>(work: () => Promise<T>): Promise<LongestTurns<T>> {
	const session = new Session();
	session.connect();
	const post = <R>(method: string, parameters?: object): Promise<R> => new Promise((resolve, reject) => session.post(method, parameters, (error, result) => error ? reject(error) : resolve(result as R)));
	await post('Profiler.enable');
	await post('Profiler.setSamplingInterval', { interval: SAMPLING });
	await post('Profiler.start');
	const threads = threadTimes();
	const turns: Turn[] = [];
	let timer: NodeJS.Timeout;
	let before = { at: now(), ...threads.now() };
	const turn = (): void => {
		const after = { at: now(), ...threads.now() };
		if (after.at - before.at > 1000 * LONG) {
			const [ran, waited] = [after.ran - before.ran, after.waited - before.waited];
			const held = Math.max(0, ...after.others.map((each, place) => each - before.others[place]!));
			turns.push({ from: before.at, to: after.at, ran, waited: waited + Math.min(held, Math.max(0, after.at - before.at - ran - waited)) });
		}
		before = after;
		timer = setTimeout(turn, 1);
	};
	turn();
	const result = await work();
	clearTimeout(timer!);
	threads.close();
	const { profile } = await post<{ profile: Profiler.Profile }>('Profiler.stop');
	session.disconnect();
	const ours = shareOf(profile);
	const most = (of: (turn: Turn) => number): number => turns.reduce((longest, each) => Math.max(longest, of(each)), 0) / 1000;
	const busy = ({ from, to, waited: without }: Turn): number => Math.max(0, to - from - without);
	return { result, clock: most(({ from, to }) => to - from), busy: most(busy), ours: most((each) => busy(each) * ours(each)), oursRunning: most((each) => Math.min(each.ran, busy(each)) * ours(each)) };
}

/** What part of a turn's samples has this extension's code on the stack; the collection of garbage is whose turn it was in. */
function shareOf(profile: Profiler.Profile): (turn: Turn) => number {
	const parents = new Map(profile.nodes.flatMap(({ id, children }) => (children ?? []).map((child): [number, number] => [child, id])));
	const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
	const isOurs = (id: number | undefined): boolean => id !== undefined && (OURS.test(nodes.get(id)!.callFrame.url) || isOurs(parents.get(id)));
	const kinds = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame.functionName === '(garbage collector)' ? 'garbage' : isOurs(id) ? 'ours' : 'other']));
	const times: number[] = [];
	profile.timeDeltas!.reduce((time, delta) => { times.push(time + delta); return time + delta; }, profile.startTime);
	return ({ from, to }) => {
		let [own, all] = [0, 0];
		let kind: string | undefined = 'other';
		for (const [i, time] of times.entries()) {
			if (time < from || time > to) continue;
			const found = kinds.get(profile.samples![i]!);
			if (found !== 'garbage') kind = found;
			const length = Math.min(to, times[i + 1] ?? to) - time;
			all += length;
			if (kind === 'ours') own += length;
		}
		return all === 0 ? 0 : own / all;
	};
}

function now(): number {
	return Number(process.hrtime.bigint() / 1000n);
}

interface ThreadTimes extends Pick<Turn, 'ran' | 'waited'> { readonly others: readonly number[] }

/** In microseconds, how long the process's first thread has run, and how long it has been ready to without a processor, as each of the others has; where that is not told, it always ran. */
function threadTimes(): { readonly now: () => ThreadTimes; readonly close: () => void } {
	if (process.platform !== 'linux') return { now: () => ({ ran: now(), waited: 0, others: [] }), close: () => undefined };
	const files = readdirSync('/proc/self/task').map(Number).sort((a, b) => a - b).map((thread) => openSync(`/proc/self/task/${thread}/schedstat`, 'r'));
	const bytes = Buffer.alloc(100);
	const timesOf = (file: number): number[] => {
		try {
			return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0)).split(' ').map((each) => Number(each) / 1000);
		} catch {
			// It has ended.
			return [0, 0];
		}
	};
	return {
		now: () => {
			const [[ran, waited], ...others] = files.map(timesOf) as [number[], ...number[][]];
			return { ran: ran!, waited: waited!, others: others.map((each) => each[1]!) };
		},
		close: () => { for (const file of files) closeSync(file); },
	};
}
