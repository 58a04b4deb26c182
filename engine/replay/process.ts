/**
 * The replay process. For a loss surface or for gradients: a trace on standard input, derived frames on standard output,
 * the request as its argument. To evaluate expressions: it stays, and is talked to by messages (see protocol.ts).
 *
 *   node replay.mjs '{"optimizer":12,"x":{…},"y":{…}}' KERNELS.wasm < trace > frames
 *   node replay.mjs evaluate KERNELS.wasm, with a channel for messages
 *
 * The kernels lie in dist/, where the list of PyTorch's names is too.
 *
 * It is a process of its own so that much work never holds up the editor, and so that cancelling is ending it.
 */
import * as v from 'valibot';
import { loadKernels } from '../kernels/load.ts';
import { keepWasmCallsApart } from '../process/v8-calls.ts';
import { TraceReader } from '../trace/reader.ts';
import { derive } from './derive.ts';
import { loadNames } from './names.ts';
import type { FromReplay, ToReplay } from './protocol.ts';
import { answer, judge } from './watch.ts';

const coordinate = v.object({ parameter: v.number(), element: v.number(), label: v.string() });
const surfaceRequest = v.object({ optimizer: v.number(), x: coordinate, y: coordinate });
const gradientsRequest = v.object({ root: v.number(), tick: v.number() });
const opGradientRequest = v.object({ op: v.number(), root: v.number(), tick: v.number() });

type Files = typeof import('node:fs');

function answerRequest({ readFileSync, writeSync }: Files): void {
	const request = v.parse(v.union([surfaceRequest, opGradientRequest, gradientsRequest]), JSON.parse(process.argv[2] ?? ''));
	const trace = new TraceReader();
	trace.push(readFileSync(0));
	for (const frame of derive(trace, request)) writeAll(writeSync, frame);
}

function serve(): void {
	const trace = new TraceReader();
	const reply = (message: FromReplay): void => void process.send!(message);
	// What asks is the extension that started it, over a channel that only the two have.
	process.on('message', (message: ToReplay) => {
		switch (message.type) {
			case 'trace': return trace.push(message.bytes);
			case 'evaluate': return reply({ type: 'answer', answer: answer(trace, message.expression, message.place) });
			case 'judge': return reply({ type: 'verdicts', verdicts: judge(trace, message.expression, message.steps) });
		}
	});
	process.on('disconnect', () => process.exit(0));
}

/** Standard output may be a pipe that takes a part at a time. */
function writeAll(writeSync: Files['writeSync'], bytes: Uint8Array): void {
	for (let at = 0; at < bytes.length;) {
		try {
			at += writeSync(1, bytes, at);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
		}
	}
}

export async function beProcess(): Promise<void> {
	const [files, path, v8] = await Promise.all([import('node:fs'), import('node:path'), import('node:v8')]);
	keepWasmCallsApart(v8);
	const kernels = process.argv[3] ?? '';
	loadKernels(files.readFileSync(kernels));
	loadNames(files.readFileSync(path.join(path.dirname(kernels), 'python/torch/_names.txt'), 'ascii'));
	if (process.argv[2] === 'evaluate') serve();
	else answerRequest(files);
}
