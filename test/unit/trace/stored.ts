/** Traces made with real PyTorch by `stored/make.py`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export function stored(name: string): Uint8Array {
	return new Uint8Array(readFileSync(path.join(import.meta.dirname, 'stored', `${name}.loupe`)));
}
