/** The same Python program in the embedded runtime and under real Python: each prints the seconds of its quickest round. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { heldTo, time, turns } from './measure.mjs';

/** PyTorch's libraries with no vectors wider than these, so that a reader can tell their width from what is our own doing. */
export const AVX2 = { ATEN_CPU_CAPABILITY: 'avx2', MKL_ENABLE_INSTRUCTIONS: 'AVX2', ONEDNN_MAX_CPU_ISA: 'AVX2' };

/** As long as V8 takes to compile the interpreter well, and some more. */
const PROGRAM_SECONDS = 6;

/**
 * The same programs under both runtimes; each prints the seconds of its quickest round. CPython itself calls the rounds (`map`): V8
 * never exchanges the code of a call that is under way, and so a round that is called anew runs in the best that there is by then.
 */
export const program = (setup, line, rounds, seconds = PROGRAM_SECONDS) => `
import time
${setup}
def seconds(count):
    start = time.perf_counter()
    for i in range(count):
        ${line}
    return (time.perf_counter() - start) / count
best, end = float('inf'), time.perf_counter() + ${seconds}
while time.perf_counter() < end:
    best = min(best, *map(seconds, [${rounds}] * 4))
print(best)
`;

/** A program in the embedded runtime, not recorded: what it prints. `onStart` gets the process, and a function that tells how many lines there are so far. */
export async function runEmbedded({ runtime, dist, snapshot }, text, onStart = () => undefined) {
	const child = runtime.startRuntime({ dist, snapshot, folders: [] });
	await child.ready;
	const trace = new runtime.TraceReader();
	onStart(child, () => trace.outputs.length);
	const ended = await child.run({
		type: 'run', uri: 'file:///bench.py', name: 'bench.py', text, argv: ['bench.py'], customaryNames: false, folder: undefined, cells: [{ line: 1, text, shift: 0, mode: 'exec' }],
		record: { ...runtime.DEFAULT_RECORD, record: false },
	}, { onData: (bytes) => trace.push(bytes) }).done;
	if (ended.how !== 'exited' || ended.status !== 0) throw new Error(`the program ended as ${JSON.stringify(ended)}`);
	return trace.outputs.map((output) => output.text).join('');
}

/** What a program prints under the real Python, a number. */
function runUnder(python, file, settings) {
	return new Promise((resolve, reject) => {
		let printed = '';
		const child = spawn(python, [file], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, OMP_NUM_THREADS: '1', ...settings } });
		child.stdout.on('data', (data) => { printed += data; });
		child.on('error', reject);
		child.on('close', () => resolve(Number(printed)));
	});
}

/** `peer`: whose words the other side's row begins with; it runs with its widest vectors, and with `narrow` once more with those of 256 bits. */
export async function fromPython({ runtime, dist, folder, python, row }, programs, { peer = 'PyTorch', narrow = true } = {}) {
	const snapshot = await runtime.ensureSnapshot(dist, folder);
	for (const [name, { text, goal }] of Object.entries(programs)) {
		const file = path.join(folder, 'program.py');
		writeFileSync(file, text);
		const theirs = { theirs: () => runUnder(python, file), ...(narrow && { narrow: () => runUnder(python, file, AVX2) }) };
		const result = await turns({ ours: async () => Number(await runEmbedded({ runtime, dist, snapshot }, text)), ...(python && theirs) }, 3);
		row(name, time(result.ours));
		if (python) row(`  ${peer}`, time(result.theirs), `ours takes ${(result.ours / result.theirs).toFixed(2)} times it; goal: at most ${goal}${narrow ? heldTo(result.ours / result.narrow) : ''}`);
	}
}
