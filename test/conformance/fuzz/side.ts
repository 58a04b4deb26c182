/**
 * A process that answers calls: a line of JSON in for many, a line out for each, in their order. One that dies or hangs
 * is started again and asked those that are left: what it was at is an answer of its own.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Answer } from '../cases/compare.ts';
import type { Call } from './call.ts';

/** What came of a call. `fault` is what no call may do: how the process ended, or what it found afterwards. */
export type Outcome = Answer & { readonly fault?: string };

/** Answers that say nothing for so long will never come, in milliseconds. */
const HANGS = 20_000;
/** How the fault begins of what gave none. */
export const HUNG = 'no answer in';
/** A start compiles kernels where they have changed. */
const START = 300_000;

export class Side {
	/** How often the process ended on a call. */
	deaths = 0;
	readonly #command: readonly [string, ...string[]];
	#child: ChildProcess | undefined;
	#lines: Interface | undefined;
	/** Takes the next line; undefined says that the process ended. */
	#next: ((line: string | undefined) => void) | undefined;
	#last = '';

	constructor(...command: readonly [string, ...string[]]) {
		this.#command = command;
	}

	async ask(calls: readonly Call[]): Promise<Outcome[]> {
		const outcomes: Outcome[] = [];
		while (outcomes.length < calls.length) {
			await this.#start();
			this.#child!.stdin!.write(`${JSON.stringify(calls.slice(outcomes.length))}\n`);
			while (outcomes.length < calls.length) {
				const line = await this.#line();
				if (line === undefined) {
					this.deaths++;
					outcomes.push({ fault: this.#last });
					break;
				}
				outcomes.push(JSON.parse(line) as Outcome);
			}
		}
		return outcomes;
	}

	stop(): void {
		this.#child?.kill('SIGKILL');
		this.#child = undefined;
	}

	async #start(): Promise<void> {
		if (this.#child !== undefined) return;
		const [file, ...args] = this.#command;
		const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] });
		this.#child = child;
		let said = '';
		child.stderr.setEncoding('utf8').on('data', (text: string) => { said = (said + text).slice(-8000); });
		child.stdin.on('error', () => undefined);
		this.#lines = createInterface(child.stdout);
		child.once('close', (code, signal) => {
			if (this.#child !== child) return;
			this.#child = undefined;
			const lines = said.trim().split('\n');
			this.#last ||= `ended with ${signal ?? code ?? ''} ${lines.filter(line => /fatal/i.test(line)).join(' ') || (lines.at(-1) ?? '')}`.trim();
			this.#next?.(undefined);
		});
		const waiting: string[] = [];
		this.#lines.on('line', line => {
			if (this.#next === undefined) waiting.push(line);
			else this.#next(line);
		});
		this.#waiting = waiting;
		this.#last = '';
		if (await this.#line(START) === undefined) throw new Error(`${this.#command.join(' ')}: ${this.#last}`);
	}

	#waiting: string[] = [];

	#line(milliseconds = HANGS): Promise<string | undefined> {
		const there = this.#waiting.shift();
		if (there !== undefined || this.#child === undefined) return Promise.resolve(there);
		return new Promise(resolve => {
			const timer = setTimeout(() => {
				this.#last = `${HUNG} ${milliseconds / 1000} s`;
				this.#child?.kill('SIGKILL');
			}, milliseconds);
			this.#next = line => {
				clearTimeout(timer);
				this.#next = undefined;
				resolve(line);
			};
		});
	}
}
