/**
 * The debug adapter: the Debug Adapter Protocol's requests answered from a run's trace. The program runs as ever; the
 * session stands at moments of its recording, so it goes backwards as it goes forwards, and outlives the program.
 * What a move leads to and what is there to see is `engine/debug/`; here it gets the protocol's form and the editor's lines.
 */
import { BreakpointEvent, DebugSession, Handles, InitializedEvent, StoppedEvent, TerminatedEvent, Thread } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Disposable, l10n, workspace } from 'vscode';
import { Cursor } from '../../engine/debug/cursor.ts';
import { countUpTo } from '../../engine/trace/ascending.ts';
import { Evaluation, variableFrom } from '../../engine/debug/evaluation.ts';
import { scopesOf, stackAt } from '../../engine/debug/stack.ts';
import { Timeline } from '../../engine/debug/timeline.ts';
import type { Moment, Move, Node, Stop, Variable } from '../../engine/debug/types.ts';
import { valueRepr } from '../../engine/debug/value-line.ts';
import { childrenOf } from '../../engine/debug/variables.ts';
import type { Failure } from '../../engine/expression/answer.ts';
import { Heap } from '../../engine/expression/heap.ts';
import { calleeOf } from '../../engine/expression/syntax.ts';
import type { Start } from '../../engine/process/process.ts';
import { recordedOf } from '../../engine/trace/recorded.ts';
import { isRunnable } from '../code/documents.ts';
import { inTurns } from '../inTurns.ts';
import { endOfRecording } from '../run/endOfRecording.ts';
import type { Channels } from '../log.ts';
import type { Position } from '../moment/position.ts';
import type { Recordings } from '../saved/recordings.ts';
import type { Run } from '../run/run.ts';
import type { RunController } from '../run/runController.ts';
import type { Runs } from '../run/runs.ts';
import { linesNotRecorded } from '../settings.ts';
import { aboveRequest, type Asked, cellRequest, fileRequest } from '../code/snippets.ts';
import { Breakpoints } from './breakpoints.ts';
import { DebugConsole } from './debugConsole.ts';
import { exceptionAt, exceptionInfo, RAISED, UNCAUGHT, wordsOf } from './exceptions.ts';
import { ReplayProcess } from './replayProcess.ts';
import { sentenceOf } from './sentences.ts';
import { lineNow, sourceOf, toUri } from './sources.ts';
import { Statements } from './statements.ts';

/** A program has one thread here. */
const THREAD = 1;

export interface Parts { readonly runs: Runs; readonly controller: RunController; readonly position: Position; readonly recordings: Recordings; readonly channels: Channels; readonly dist: string; readonly startProcess: Start }

interface LaunchArguments extends DebugProtocol.LaunchRequestArguments {
	/** A path, or a URI where the document is no file on the disk. */
	readonly program?: string;
	/** The same of a saved trace: nothing is run then. */
	readonly trace?: string;
	readonly stopOnEntry?: boolean;
	/** A line (1-based) of the cell or fence that is run alone. */
	readonly line?: number;
	/** Everything above that runs before it, in one namespace. */
	readonly withAbove?: boolean;
}

/** What the session has from the moment at which its run has begun. */
interface Debuggee { readonly run: Run; readonly cursor: Cursor; readonly breakpoints: Breakpoints; readonly printed: DebugConsole; readonly replay: ReplayProcess }

/** What a reference of the protocol's stands for, until the next stop. */
interface Held { readonly node: Node; readonly moment: Moment; readonly heap: Heap }

export class LoupeDebugSession extends DebugSession {
	readonly #parts: Parts;
	readonly #subscriptions: Disposable[];
	readonly #nodes = new Handles<Held>();
	/** What is being evaluated, by the request's number; nobody waits for it after the next move. */
	readonly #evaluating = new Map<number, AbortController>();
	#debuggee: Debuggee | undefined;
	#stopOnEntry = false;
	#isMoving = false;
	#isDone = false;

	constructor(parts: Parts) {
		super();
		this.#parts = parts;
		this.#subscriptions = [
			parts.runs.onDidChange(uri => { if (uri.toString() === this.#debuggee?.run.uri.toString()) { this.#follow(); } }),
			parts.position.onDidChange(trace => { if (trace === this.#debuggee?.run.trace && !this.#isMoving) { this.#goTo(parts.position.of(trace)); } }),
		];
	}

	override dispose(): void {
		for (const subscription of this.#subscriptions) { subscription.dispose(); }
		this.#debuggee?.replay.dispose();
		super.dispose();
	}

	// The beginning and the end

	protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
		response.body = {
			supportsConfigurationDoneRequest: true,
			supportsConditionalBreakpoints: true,
			supportsHitConditionalBreakpoints: true,
			supportsLogPoints: true,
			supportsStepBack: true,
			supportsRestartFrame: true,
			supportsEvaluateForHovers: true,
			supportsExceptionInfoRequest: true,
			supportsClipboardContext: true,
			supportsCancelRequest: true,
			supportsTerminateRequest: true,
			supportsDelayedStackTraceLoading: true,
			exceptionBreakpointFilters: [
				{ filter: RAISED, label: l10n.t('Raised Exceptions'), description: l10n.t('Stops wherever an exception was raised, also where the program catches it.'), default: false },
				{ filter: UNCAUGHT, label: l10n.t('Uncaught Exceptions'), description: l10n.t('Stops at the line that raised the exception which ended the program.'), default: true },
			],
		};
		this.sendResponse(response);
	}

	protected override launchRequest(response: DebugProtocol.LaunchResponse, args: LaunchArguments): void {
		this.#launch(args).then(message => {
			if (message === undefined) {
				this.sendResponse(response);
				// From here on there is a run that breakpoints can be placed in.
				return this.sendEvent(new InitializedEvent());
			}
			this.sendErrorResponse(response, { id: 1, format: message, showUser: true });
		}, (error: unknown) => this.sendErrorResponse(response, { id: 1, format: '{message}', variables: { message: error instanceof Error ? error.message : String(error) }, showUser: true }));
	}

	/** undefined: there is a run; otherwise why there is none. */
	async #launch({ program, trace, stopOnEntry = false, line, withAbove = false }: LaunchArguments): Promise<string | undefined> {
		this.#stopOnEntry = stopOnEntry;
		if (trace !== undefined) { return this.#open(trace); }
		const document = await workspace.openTextDocument(toUri(program ?? ''));
		if (!isRunnable(document)) { return l10n.t('Open a Python file, or a Markdown document with Python code, to run it.'); }
		const ask = (): Asked | undefined => {
			const asked = line === undefined ? fileRequest(document) : withAbove ? aboveRequest(document, line - 1) : cellRequest(document, line - 1);
			// Whatever the setting says: without lines there is nowhere to stand.
			return asked && { ...asked, request: { ...asked.request, record: { ...asked.request.record, what: 'lines' } } };
		};
		return new Promise((resolve, reject) => {
			let begun: Promise<void> | undefined;
			this.#parts.controller.start(document, ask, run => {
				begun = this.#debug(run);
				begun.then(() => resolve(undefined), reject);
			}).then(async run => {
				if (!run) { return resolve(l10n.t('There is no Python code to run here.')); }
				await begun;
				this.#follow();
			}).catch(reject);
		});
	}

	/** A saved trace: it was run elsewhere, and is stood in like one that ran here. */
	async #open(trace: string): Promise<string | undefined> {
		const file = toUri(trace);
		const { recording: read, use } = this.#parts.recordings.use(file);
		const replaced = this.#parts.recordings.onDidReplace(({ uri }) => { if (uri.toString() === file.toString()) { this.#replacedFile(); } });
		const lost = this.#parts.recordings.onDidLose(({ uri }) => {
			if (uri.toString() === file.toString() && !this.#isDone) { this.#debuggee?.printed.say(l10n.t('The file has been deleted. The session goes on in what was read of it.')); }
		});
		this.#subscriptions.push(use, replaced, lost);
		const recording = await read;
		await recording.finished;
		if (recording.isDisposed) { return this.#open(trace); }
		const run = recording.runs.find(({ ownSource, request }) => ownSource >= 0 && request.cells.length > 0);
		if (!run) { return recording.problem ?? l10n.t('This file holds no source text.'); }
		if (recordedOf(run.trace) !== 'lines') { return linesNotRecorded(); }
		await this.#debug(run);
		if (recording.isDisposed) {
			this.#debuggee?.replay.dispose();
			this.#debuggee = undefined;
			return this.#open(trace);
		}
		return undefined;
	}

	/** The file was written anew: what the session stands in is not there any more. */
	#replacedFile(): void {
		if (!this.#debuggee || this.#isDone) { return; }
		const { printed } = this.#debuggee;
		printed.say(l10n.t('The file was written anew, so the session has ended.'));
		this.#forget();
		this.#terminate(printed);
	}

	/** When what there is to say has been said. */
	#terminate(printed: DebugConsole): void {
		this.#isDone = true;
		void printed.written.then(() => this.sendEvent(new TerminatedEvent()));
	}

	async #debug(run: Run): Promise<void> {
		const statements = await Statements.of(run.request.cells);
		const printed = new DebugConsole(run, event => this.sendEvent(event));
		const replay = new ReplayProcess(this.#parts.dist, this.#parts.startProcess, run, this.#parts.channels, reason => {
			if (!this.#isDone) { printed.say(l10n.t('Whether a breakpoint’s condition held can’t be told. {0}', sentenceOf({ kind: 'refused', reason, subject: '' }))); }
		});
		const evaluation = new Evaluation(run.trace, replay);
		const timeline = new Timeline(run.trace, evaluation);
		await inTurns(timeline.steps.follow());
		const cursor = new Cursor(timeline, () => !run.isRecording, (entries, isCut) => printed.tell(entries, isCut));
		const breakpoints = new Breakpoints(run, statements, evaluation, () => { if (this.#debuggee) { this.#place(this.#debuggee, breakpoints.place()); } }, (sentence, line) => printed.say(sentence, line));
		// Ended before its program had begun: nobody would end that.
		if (this.#isDone) { return run.state === 'running' ? this.#parts.controller.stop(run.uri) : undefined; }
		this.#debuggee = { run, cursor, breakpoints, printed, replay };
	}

	protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
		this.sendResponse(response);
		this.#move(this.#stopOnEntry ? 'stepIn' : 'continue');
	}

	protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
		this.#end().then(() => {
			this.sendResponse(response);
			this.sendEvent(new TerminatedEvent());
		}, (error: unknown) => this.sendErrorResponse(response, 2, String(error)));
	}

	protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
		this.#end().then(() => this.sendResponse(response), (error: unknown) => this.sendErrorResponse(response, 2, String(error)));
	}

	/** Ends the program too, if it still runs, and looks at the run's end again, as without a session. */
	async #end(): Promise<void> {
		const debuggee = this.#debuggee;
		if (this.#isDone) { return; }
		this.#isDone = true;
		// Its program has not begun: where it does all the same, that is the launch's to end.
		if (!debuggee) { return; }
		this.#forget();
		debuggee.printed.dispose();
		debuggee.replay.dispose();
		this.#moved(debuggee.run, undefined);
		if (debuggee.run.state === 'running') { await this.#parts.controller.stop(debuggee.run.uri); }
	}

	// What the run does

	/** The recording has grown, or the run has ended. */
	#follow(): void {
		const debuggee = this.#debuggee;
		if (!debuggee || this.#isDone) { return; }
		const { cursor, breakpoints, printed } = debuggee;
		printed.follow();
		this.#place(debuggee, breakpoints.place());
		this.#arrive(cursor.look());
	}

	#place({ cursor, breakpoints }: Debuggee, changed: readonly DebugProtocol.Breakpoint[]): void {
		cursor.timeline.breakpoints = breakpoints.placed;
		for (const breakpoint of changed) { this.sendEvent(new BreakpointEvent('changed', breakpoint)); }
	}

	// Breakpoints

	protected override setBreakPointsRequest(response: DebugProtocol.SetBreakpointsResponse, { source, breakpoints: asked = [] }: DebugProtocol.SetBreakpointsArguments): void {
		const debuggee = this.#debuggee;
		const breakpoints = debuggee && source.path !== undefined ? debuggee.breakpoints.set(toUri(source.path), asked) : [];
		if (debuggee) { this.#place(debuggee, []); }
		response.body = { breakpoints: [...breakpoints] };
		this.sendResponse(response);
	}

	protected override setExceptionBreakPointsRequest(response: DebugProtocol.SetExceptionBreakpointsResponse, { filters }: DebugProtocol.SetExceptionBreakpointsArguments): void {
		const raises = this.#debuggee?.cursor.timeline.raises;
		if (raises) {
			raises.stopsAtAll = filters.includes(RAISED);
			raises.stopsAtUncaught = filters.includes(UNCAUGHT);
		}
		this.sendResponse(response);
	}

	protected override exceptionInfoRequest(response: DebugProtocol.ExceptionInfoResponse): void {
		const debuggee = this.#debuggee;
		const exception = debuggee && exceptionAt(debuggee.run, debuggee.cursor.timeline, debuggee.cursor.position);
		if (!exception) { return this.sendErrorResponse(response, 3, l10n.t('No exception was raised here.')); }
		const { run, cursor: { timeline, position } } = debuggee;
		exceptionInfo(run, timeline, position, exception).then(body => {
			response.body = body;
			this.sendResponse(response);
		}, (error: unknown) => this.sendErrorResponse(response, 3, String(error)));
	}

	// Moving

	protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
		response.body = { allThreadsContinued: true };
		this.#answer(response, 'continue');
	}

	protected override reverseContinueRequest(response: DebugProtocol.ReverseContinueResponse): void { this.#answer(response, 'reverseContinue'); }
	protected override nextRequest(response: DebugProtocol.NextResponse): void { this.#answer(response, 'next'); }
	protected override stepInRequest(response: DebugProtocol.StepInResponse): void { this.#answer(response, 'stepIn'); }
	protected override stepOutRequest(response: DebugProtocol.StepOutResponse): void { this.#answer(response, 'stepOut'); }
	protected override stepBackRequest(response: DebugProtocol.StepBackResponse): void { this.#answer(response, 'stepBack'); }

	protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
		this.sendResponse(response);
		const cursor = this.#debuggee?.cursor;
		if (cursor?.isWaiting && cursor.timeline.steps.count > 0) { this.#stopped(cursor.pause()); }
	}

	protected override restartFrameRequest(response: DebugProtocol.RestartFrameResponse, { frameId }: DebugProtocol.RestartFrameArguments): void {
		const cursor = this.#debuggee?.cursor;
		const first = cursor?.timeline.steps.firstAfter(frameId - 1, -1);
		this.sendResponse(response);
		if (cursor && first !== undefined) { this.#stopped(cursor.jump(first, 'restart')); }
	}

	#answer(response: DebugProtocol.Response, move: Move): void {
		this.sendResponse(response);
		this.#move(move);
	}

	#move(move: Move): void {
		const debuggee = this.#debuggee;
		this.#forget();
		if (!debuggee || this.#isDone) { return; }
		// The recording may have grown since it was last followed: a move must not pass what has not been placed.
		const { cursor, breakpoints, printed } = debuggee;
		printed.follow();
		this.#place(debuggee, breakpoints.place());
		this.#arrive(cursor.go(move));
	}

	/** What a move leads to, when it has led there. */
	#arrive(stop: Promise<Stop | undefined>): void {
		stop.then(found => { if (!this.#isDone) { this.#stopped(found); } }, (error: unknown) => this.#parts.channels.log.error(error instanceof Error ? error : String(error)));
	}

	/** Nobody waits for what is still being evaluated. */
	#forget(): void {
		for (const controller of this.#evaluating.values()) { controller.abort(); }
		this.#evaluating.clear();
	}

	/** Another part has moved the moment that is looked at. */
	#goTo(tick: number | undefined): void {
		const debuggee = this.#debuggee;
		if (!debuggee || this.#isDone || debuggee.cursor.timeline.steps.count === 0) { return; }
		const { run, cursor } = debuggee, { steps } = cursor.timeline;
		// The line that begins then, or next: what was looked at has ended, also where that was the last line of a function.
		const next = tick === undefined ? steps.count : countUpTo(steps.count, index => steps.trace.step(index).tick, tick - 1);
		// While it runs, what comes next is not the end.
		this.#stopped(cursor.jump(run.isRecording ? Math.min(next, steps.count - 1) : next, 'goto'));
	}

	#stopped(stop: Stop | undefined): void {
		const debuggee = this.#debuggee;
		if (!stop || !debuggee) { return; }
		this.#forget();
		this.#nodes.reset();
		const { run, cursor, breakpoints, printed } = debuggee;
		const { steps } = cursor.timeline;
		if (stop.reason === 'end') { printed.sayEnd(); }
		if (steps.count === 0 || !breakpoints.canStand) {
			// Nothing ran, as after a syntax error: there is no moment to stand at.
			return this.#terminate(printed);
		}
		// Who has moved the moment looks at it already, which may be some way before the line that begins next.
		if (stop.reason !== 'goto') { this.#moved(run, stop.position < steps.count ? steps.momentAt(stop.position).tick : undefined); }
		const error = stop.reason === 'exception' ? exceptionAt(run, cursor.timeline, stop.position) : undefined;
		const event: DebugProtocol.StoppedEvent = new StoppedEvent(stop.reason === 'end' ? 'pause' : stop.reason, THREAD, error && wordsOf(error));
		const description = descriptionOf(stop, steps.count, endOfRecording(run) !== undefined);
		Object.assign(event.body, { allThreadsStopped: true, hitBreakpointIds: stop.breakpoints, ...(description !== undefined && { description }) });
		this.sendEvent(event);
	}

	#moved(run: Run, tick: number | undefined): void {
		this.#isMoving = true;
		this.#parts.position.move(run.trace, tick);
		this.#isMoving = false;
	}

	// Looking

	protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
		response.body = { threads: [new Thread(THREAD, 'MainThread')] };
		this.sendResponse(response);
	}

	protected override stackTraceRequest(response: DebugProtocol.StackTraceResponse, { startFrame = 0, levels = 0 }: DebugProtocol.StackTraceArguments): void {
		const debuggee = this.#debuggee;
		const frames = debuggee && debuggee.cursor.position >= 0 ? stackAt(debuggee.cursor.timeline.steps, debuggee.cursor.position) : [];
		response.body = {
			totalFrames: frames.length,
			stackFrames: frames.slice(startFrame, levels > 0 ? startFrame + levels : undefined).map(({ frame, name, line }) => ({
				id: frame + 1, name, line: lineNow(debuggee!.run, line), column: 1, source: sourceOf(debuggee!.run), canRestart: true,
			})),
		};
		this.sendResponse(response);
	}

	protected override scopesRequest(response: DebugProtocol.ScopesResponse, { frameId }: DebugProtocol.ScopesArguments): void {
		const moment = this.#momentOf(frameId);
		const steps = this.#debuggee?.cursor.timeline.steps;
		response.body = {
			scopes: moment && steps ? scopesOf(steps, moment.frame).map(({ kind, scope }) => ({
				name: kind === 'locals' ? l10n.t('Locals') : l10n.t('Globals'), ...(kind === 'locals' && { presentationHint: 'locals' }),
				variablesReference: this.#nodes.create({ node: { kind: 'scope', scope }, moment, heap: new Heap(steps.trace) }), expensive: false,
			})) : [],
		};
		this.sendResponse(response);
	}

	protected override variablesRequest(response: DebugProtocol.VariablesResponse, { variablesReference, filter, start = 0, count = 0 }: DebugProtocol.VariablesArguments): void {
		const held = this.#nodes.get(variablesReference);
		const children = held ? childrenOf(held.heap, held.node, held.moment.tick, { filter, start, count }) : [];
		response.body = { variables: children.map(child => ({ name: child.name, value: child.text, type: child.type, ...(child.expression !== undefined && { evaluateName: child.expression }), ...this.#references(child, held!) })) };
		this.sendResponse(response);
	}

	protected override evaluateRequest(response: DebugProtocol.EvaluateResponse, args: DebugProtocol.EvaluateArguments): void {
		const controller = new AbortController();
		const number = response.request_seq;
		this.#evaluating.set(number, controller);
		this.#evaluate(response, args, controller.signal).catch((error: unknown) => {
			const message = controller.signal.aborted ? l10n.t('Cancelled.') : error instanceof Error ? error.message : String(error);
			this.sendErrorResponse(response, { id: 5, format: '{message}', variables: { message }, showUser: false });
		}).finally(() => this.#evaluating.delete(number));
	}

	protected override cancelRequest(response: DebugProtocol.CancelResponse, { requestId }: DebugProtocol.CancelArguments): void {
		if (requestId !== undefined) { this.#evaluating.get(requestId)?.abort(); }
		this.sendResponse(response);
	}

	async #evaluate(response: DebugProtocol.EvaluateResponse, { expression, frameId, context }: DebugProtocol.EvaluateArguments, signal: AbortSignal): Promise<void> {
		const moment = this.#momentOf(frameId);
		if (!moment) { throw new Error(l10n.t('Nothing is looked at yet.')); }
		const { evaluation } = this.#debuggee!.cursor.timeline;
		let [text, found] = [expression, await evaluation.evaluate(expression, moment, signal)];
		const callee = context === 'hover' && found.kind === 'refused' ? calleeOf(expression) : undefined;
		// Of a call that is not made, its function is shown.
		if (callee !== undefined) { [text, found] = [callee, await evaluation.evaluate(callee, moment, signal)]; }
		if (found.kind !== 'value') { throw new Error(this.#wordsOf(found)); }
		const variable = variableFrom(found, text, moment.tick);
		// In the console and in what is copied there is room for all of it.
		const isWhole = context === 'repl' || context === 'clipboard';
		response.body = { result: isWhole ? valueRepr(found.heap, found.value, moment.tick) : variable.text, type: variable.type, ...this.#references(variable, { moment, heap: found.heap }) };
		this.sendResponse(response);
	}

	/** What a program did when it was not recorded any more may have bound a name that is missing. */
	#wordsOf(failure: Failure): string {
		const { run, cursor } = this.#debuggee!;
		const isMissing = failure.kind === 'error' && failure.type === 'NameError' && cursor.position === cursor.timeline.steps.count;
		const end = isMissing ? endOfRecording(run) : undefined;
		return end === undefined ? sentenceOf(failure) : `${sentenceOf(failure)}. ${end}`;
	}

	#references({ node, named, indexed }: Variable, { moment, heap }: Omit<Held, 'node'>): { variablesReference: number; namedVariables?: number; indexedVariables?: number } {
		return node ? { variablesReference: this.#nodes.create({ node, moment, heap }), namedVariables: named, indexedVariables: indexed } : { variablesReference: 0 };
	}

	/** A frame of the stack at the moment that is looked at; without an id the innermost. */
	#momentOf(frameId: number | undefined): Moment | undefined {
		const cursor = this.#debuggee?.cursor;
		if (!cursor || cursor.position < 0) { return undefined; }
		const moment = cursor.timeline.steps.momentAt(cursor.position);
		return frameId === undefined ? moment : { ...moment, frame: frameId - 1 };
	}
}

/** @param isCut the recording has ended before its program. */
function descriptionOf({ position, reason }: Stop, count: number, isCut: boolean): string | undefined {
	if (reason !== 'end') { return undefined; }
	if (isCut) { return position < count ? l10n.t('Paused at the last line that was recorded') : l10n.t('Paused where the recording ended'); }
	return position < count ? l10n.t('Paused at the last line') : l10n.t('Paused after the last line');
}
