/**
 * How long the extension host was kept from answering while something was done: its event loop's longest turn, and the part
 * of it that is this extension's own, by a profile of the same time. On Linux the host has a processor for itself meanwhile: the
 * benches load a machine with a window, a server and programs, and a host whose threads wait for those is slow by no fault of
 * its own. What its first thread waits for a processor nevertheless is taken off, and told.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector';
import { availableParallelism } from 'node:os';

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

export function longestTurns<T>(work: () => Promise<T>): Promise<LongestTurns<T>> {
	return withOwnProcessor(() => measured(work));
}

async function measured<T>(work: () => Promise<T>): Promise<LongestTurns<T>> {
	const session = new Session();
	session.connect();
	const post = <R>(method: string, parameters?: object): Promise<R> => new Promise((resolve, reject) => session.post(method, parameters, (error, result) => error ? reject(error) : resolve(result as R)));
	await post('Profiler.enable');
	await post('Profiler.setSamplingInterval', { interval: SAMPLING });
	await post('Profiler.start');
	const thread = threadTimes();
	const turns: Turn[] = [];
	let timer: NodeJS.Timeout;
	let before = { at: now(), ...thread.now() };
	const turn = (): void => {
		const after = { at: now(), ...thread.now() };
		if (after.at - before.at > 1000 * LONG) turns.push({ from: before.at, to: after.at, ran: after.ran - before.ran, waited: after.waited - before.waited });
		before = after;
		timer = setTimeout(turn, 1);
	};
	turn();
	const result = await work();
	clearTimeout(timer!);
	thread.close();
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

/** Ends the clock when it is called: milliseconds since, without those in which the first thread waited for a processor. */
export function stopwatch(): () => number {
	const thread = threadTimes(), began = now(), { waited } = thread.now();
	return () => {
		const time = now() - began - (thread.now().waited - waited);
		thread.close();
		return time / 1000;
	};
}

/** In microseconds, how long the process's first thread has run, and how long it has been ready to without a processor; where that is not told, it always ran. */
function threadTimes(): { readonly now: () => Pick<Turn, 'ran' | 'waited'>; readonly close: () => void } {
	if (process.platform !== 'linux') return { now: () => ({ ran: now(), waited: 0 }), close: () => undefined };
	const file = openSync('/proc/self/schedstat', 'r');
	const bytes = Buffer.alloc(100);
	return {
		now: () => {
			const [ran, waited] = bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0)).split(' ').map((each) => Number(each) / 1000);
			return { ran: ran!, waited: waited! };
		},
		close: () => closeSync(file),
	};
}

/** While it is done this process has the first processor, and all others of the bench have the rest; where processes can't be told where to run, nothing is done. */
export async function withOwnProcessor<T>(work: () => Promise<T>): Promise<T> {
	const count = availableParallelism(), others = ofBench().filter((pid) => pid !== process.pid);
	if (process.platform !== 'linux' || count < 2) return work();
	// One that has ended meanwhile is none.
	const place = (pids: readonly number[], processors: string): void => { for (const pid of pids) spawnSync('taskset', ['-apc', processors, String(pid)], { stdio: 'ignore' }); };
	place(others, `1-${count - 1}`);
	place([process.pid], '0');
	try {
		return await work();
	} finally {
		place([process.pid, ...ofBench()], `0-${count - 1}`);
	}
}

/** Every process below the one that has started all of them: the window's, the server's, the programs'. */
function ofBench(): readonly number[] {
	const parents = new Map(readdirSync('/proc').filter((each) => /^\d+$/.test(each)).flatMap((pid): [number, number][] => {
		try {
			return [[Number(pid), Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))![1])]];
		} catch {
			return [];
		}
	}));
	const isDriver = (pid: number): boolean => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('test/vscode/driver/main.mjs');
	let driver = process.pid;
	while (driver > 1 && !isDriver(driver)) driver = parents.get(driver) ?? 0;
	const isBelow = (pid: number): boolean => pid === driver || (pid > 1 && isBelow(parents.get(pid) ?? 0));
	return driver > 1 ? [...parents.keys()].filter(isBelow) : [];
}
