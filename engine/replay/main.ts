/**
 * The script of replay, of either of its homes: of node a process (process.ts), in the page of a report a worker (worker.ts). It
 * is one, so that the package carries it once: the command line puts this very file into the page. So it imports nothing of node
 * before it knows where it is.
 */
import { beProcess } from './process.ts';
import { beWorker } from './worker.ts';

if (typeof process === 'undefined') beWorker();
else void beProcess();
