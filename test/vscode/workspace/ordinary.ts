/** Of an ordinary project: nothing is offered here. */
import { readFileSync } from 'node:fs';

export const torch = { tensor: (path: string) => readFileSync(path, 'utf8') };
