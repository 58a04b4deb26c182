/** A debug session as a suite drives it: the protocol's requests through VS Code, and what the adapter sent. */
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { suiteSetup, suiteTeardown, teardown } from 'mocha';
import * as vscode from 'vscode';
import { activate, closeAll, find, run } from './editor.ts';
import { until } from './ui.ts';

/** What the adapter sent. */
export type Message = DebugProtocol.Event | DebugProtocol.Response;

/** To be made once in a suite: it sets the suite up, too. */
export class Debugging {
	/** In order, since the session began. */
	messages: Message[] = [];
	/** When each came, by the clock of the extension host. */
	readonly times = new WeakMap<Message, number>();
	/** Requests that the adapter got, the same. */
	requests: { readonly command: string; readonly time: number }[] = [];
	#session!: vscode.DebugSession;
	#tracker: vscode.Disposable | undefined;
	/** Called with each message. */
	#heard: () => void = () => undefined;

	constructor() {
		suiteSetup(async () => {
			await activate();
			await openDebugViews('neverOpen');
			this.#tracker = vscode.debug.registerDebugAdapterTrackerFactory('tensor-loupe', {
				createDebugAdapterTracker: () => ({
					onWillReceiveMessage: ({ command }: DebugProtocol.Request) => this.requests.push({ command, time: performance.now() }),
					onDidSendMessage: (message: Message) => { this.messages.push(message); this.times.set(message, performance.now()); this.#heard(); },
				}),
			});
		});
		suiteTeardown(() => {
			this.#tracker?.dispose();
			return openDebugViews(undefined);
		});
		teardown(async () => {
			await vscode.debug.stopDebugging();
			await until('the end of the session', () => vscode.debug.activeDebugSession === undefined);
			vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
			await run('clearResults');
			await closeAll();
		});
	}

	async ask<T>(command: string, args: object = {}): Promise<T> {
		return await this.#session.customRequest(command, { threadId: 1, ...args }) as T;
	}

	events<T extends DebugProtocol.Event>(name: string): T[] {
		return this.messages.filter((message): message is T => message.type === 'event' && (message as DebugProtocol.Event).event === name);
	}

	get stops(): DebugProtocol.StoppedEvent['body'][] {
		return this.events<DebugProtocol.StoppedEvent>('stopped').map(({ body }) => body);
	}

	/** Breakpoints at the beginnings of these lines of code. */
	breakAt(document: vscode.TextDocument, ...codes: readonly (string | [code: string, condition?: string | undefined, hitCondition?: string | undefined, logMessage?: string])[]): void {
		vscode.debug.addBreakpoints(codes.map((each) => {
			const [code, condition, hits, log] = typeof each === 'string' ? [each] : each;
			return new vscode.SourceBreakpoint(new vscode.Location(document.uri, find(document, code)), true, condition, hits, log);
		}));
	}

	/** Starts a session on a document and waits for its first stop. */
	async start(document: vscode.TextDocument, more: object = {}): Promise<void> {
		await this.launch({ program: document.uri.fsPath, ...more });
	}

	async launch(configuration: object): Promise<void> {
		await this.attach(async () => assert(await vscode.debug.startDebugging(undefined, { type: 'tensor-loupe', request: 'launch', name: 'test', ...configuration })));
	}

	/** The session that something begins, at its first stop. */
	async attach(begin: () => Promise<unknown>): Promise<void> {
		this.messages = [];
		const began = new Promise<vscode.DebugSession>((resolve) => {
			const subscription = vscode.debug.onDidStartDebugSession((each) => { subscription.dispose(); resolve(each); });
		});
		await begin();
		this.#session = await began;
		await until('the first stop', () => this.stops.length > 0, 60_000);
	}

	/** A move, and the stop that it led to. */
	async go(command: string, args: object = {}, limit?: number): Promise<DebugProtocol.StoppedEvent['body']> {
		const before = this.stops.length;
		await this.ask(command, args);
		const end = Date.now() + (limit ?? 60_000);
		// Not asked for time and again: a run is walked through step by step.
		while (this.stops.length === before && Date.now() < end) await new Promise<void>((resolve) => { this.#heard = resolve; setTimeout(resolve, 1000); });
		assert(this.stops.length > before, `no stop after ${command}`);
		return this.stops.at(-1)!;
	}

	async stack(): Promise<DebugProtocol.StackFrame[]> {
		return (await this.ask<DebugProtocol.StackTraceResponse['body']>('stackTrace')).stackFrames;
	}

	/** The text of the line at which the session stands. */
	async here(document: vscode.TextDocument): Promise<string> {
		return document.lineAt((await this.stack())[0]!.line - 1).text.trim();
	}

	async children(variablesReference: number, page: object = {}): Promise<DebugProtocol.Variable[]> {
		return (await this.ask<DebugProtocol.VariablesResponse['body']>('variables', { variablesReference, ...page })).variables;
	}

	async scopes(frame = 0): Promise<DebugProtocol.Scope[]> {
		return this.#scopesOf((await this.stack())[frame]!);
	}

	async #scopesOf({ id }: DebugProtocol.StackFrame): Promise<DebugProtocol.Scope[]> {
		return (await this.ask<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: id })).scopes;
	}

	evaluate(expression: string, frameId?: number, context = 'watch'): Promise<DebugProtocol.EvaluateResponse['body']> {
		return this.ask('evaluate', { expression, context, ...(frameId !== undefined && { frameId }) });
	}

	/** Stack and variables of all scopes as text. A window lies between a suite and the adapter: what can be asked for at once is. */
	async state(): Promise<string> {
		const frames = await Promise.all((await this.stack()).map(async (frame) => {
			const scopes = await Promise.all((await this.#scopesOf(frame)).map(async ({ name, variablesReference }) => (await this.children(variablesReference)).map((each) => `${name} ${each.name}: ${each.type} = ${each.value}`)));
			return [`${frame.name} ${frame.line}`, ...scopes.flat()];
		}));
		return frames.flat().join('\n');
	}
}

/** The editor stays as large as the other suites know it. */
async function openDebugViews(when: string | undefined): Promise<void> {
	const configuration = vscode.workspace.getConfiguration('debug');
	for (const setting of ['openDebug', 'internalConsoleOptions']) { await configuration.update(setting, when, vscode.ConfigurationTarget.Workspace); }
}
