/** `npm run fuzz -- [--calls N] [--seed N] [--only OP,OP] [--from table|cases] [--against-pytorch]`. Ends with 1 where a call did what none may do. */
import { parseArgs } from 'node:util';
import path from 'node:path';
import fc from 'fast-check';
import { storedCalls, changedCases } from './from-cases.ts';
import { callsFromTable } from './from-table.ts';
import { fuzz, type Cause } from './fuzz.ts';
import { Side } from './side.ts';

const [root, child, python] = process.argv.slice(2, 5) as [string, string, string];
const { values } = parseArgs({ args: process.argv.slice(5), options: {
	calls: { type: 'string', default: '10000' }, seed: { type: 'string' }, only: { type: 'string', default: '' },
	from: { type: 'string' }, 'against-pytorch': { type: 'boolean', default: false },
} });
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const count = Number(values.calls), only = values.only.split(',').filter(name => name !== '');
if (values['against-pytorch'] && python === '') throw new Error('LOUPE_PYTHON names no Python with PyTorch');

const folder = path.join(root, 'test/conformance');
const stored = storedCalls(path.join(folder, 'stored/cases'));
const made = { table: () => callsFromTable(only), cases: () => changedCases(stored, only) };
const calls = values.from === 'table' ? made.table() : values.from === 'cases' ? made.cases() : fc.oneof(made.table(), made.cases());
const ours = new Side(process.execPath, child, root);
const theirs = values['against-pytorch'] ? new Side(python, '-B', path.join(folder, 'fuzz/theirs.py')) : undefined;

console.log(`seed ${seed}, ${count} calls${theirs === undefined ? '' : `, against ${python}`}`);
const shown = (cause: Cause): string => `${cause.isFault ? 'FAULT ' : ''}${cause.call.op} (${cause.count}, seed ${cause.seed}): ${cause.call.c} of ${JSON.stringify(cause.call.i)}${cause.call.w ? ' with gradients' : ''}\n      ${cause.problem}`;
const told = new Set<Cause>();
const { causes, answered, lacking } = await fuzz({ calls, seed, count, ours, theirs, tolerances: stored.tolerances, onProgress: (asked, found) => {
	for (const cause of found.values()) {
		if (cause.isFault && !told.has(cause)) console.log(shown(cause));
		told.add(cause);
	}
	if (asked % 1000 === 0) console.log(`  ${asked} asked, ${found.size} causes, ${ours.deaths} crashes`);
} });
for (const cause of causes.filter(({ isFault }) => !isFault)) console.log(shown(cause));
for (const [text, times] of lacking) console.log(`lacking (${times}): ${text}`);
console.log(`${count} calls, ${answered} with results, ${causes.filter(({ isFault }) => isFault).length} faults, ${causes.filter(({ isFault }) => !isFault).length} differences${theirs === undefined ? '' : `; PyTorch itself ended ${theirs.deaths} times`}`);
ours.stop();
theirs?.stop();
process.exitCode = causes.some(({ isFault }) => isFault) ? 1 : 0;
