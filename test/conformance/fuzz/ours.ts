/**
 * The embedded engine's side: CPython in WebAssembly with this checkout's engine, which answers as theirs.py does. After
 * each call it says what no call may do: write beside its tensors, take seconds, leave the engine unusable.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import { createInterface } from 'node:readline';
import { keepWasmCallsApart } from '../../../engine/process/v8-calls.ts';
import { startPython } from '../../support/pyodide.ts';
import { Canaries } from './canaries.ts';
import type { Call } from './call.ts';

/** Seconds of processor time that a call may take. */
const LONG = 2;

keepWasmCallsApart(v8);

const [root] = process.argv.slice(2);
const source = (file: string): string => JSON.stringify(readFileSync(path.join(root!, 'test/conformance', file), 'utf8'));
const python = await startPython();
const namespace = python.namespace();
const modules = [['values', 'cases/values.py'], ['answers', 'cases/answers.py'], ['served', 'fuzz/served.py']] as const;
python.output(`import sys, types, json
${modules.map(([name, file]) => `sys.modules['${name}'] = types.ModuleType('${name}')\nexec(compile(${source(file)}, '${name}.py', 'exec'), sys.modules['${name}'].__dict__)`).join('\n')}
import served`, namespace);
const canaries = new Canaries();

/** As text: JSON of JavaScript's knows no -0. */
function outcomeOf(call: Call): string {
	const before = process.cpuUsage();
	const answer = python.output(`print(json.dumps(served.answered(json.loads(${JSON.stringify(JSON.stringify(call))}))))`, namespace).trimEnd();
	const { user, system } = process.cpuUsage(before), seconds = (user + system) / 1e6;
	const isUsable = python.output('print(served.is_usable())', namespace).trim() === 'True';
	const fault = !canaries.areWhole() ? 'wrote beside its tensors' : !isUsable ? 'left the engine unusable' : seconds > LONG ? `took ${seconds.toFixed(0)} s` : undefined;
	return fault === undefined ? answer : `${answer.slice(0, -1)}, "fault": ${JSON.stringify(fault)}}`;
}

const say = (line: string): void => { process.stdout.write(`${line}\n`); };
say('{"ready": true}');
for await (const line of createInterface(process.stdin)) {
	for (const call of JSON.parse(line) as Call[]) say(outcomeOf(call));
}
