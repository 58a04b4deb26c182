/** Bundles the fuzzer and runs it: see main.ts for what it takes. */
import { spawn } from 'node:child_process';
import { findPyTorch } from '../../../scripts/lib/pytorch.mjs';
import { bundle, root } from './bundle.mjs';

const [main, ours] = await Promise.all([bundle('main'), bundle('ours')]);
const child = spawn(process.execPath, [main, root, ours, findPyTorch() ?? '', ...process.argv.slice(2)], { stdio: 'inherit' });
child.once('close', code => { process.exitCode = code ?? 1; });
