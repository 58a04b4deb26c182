/** Loads the kernels: kernels.wasm lies beside the built entry, or in dist/ where the sources run as they are. */
import { existsSync, readFileSync } from 'node:fs';
import { loadKernels } from '../kernels/load.ts';

const file = ['kernels.wasm', '../../dist/kernels.wasm'].map(place => new URL(place, import.meta.url)).find(place => existsSync(place));
if (file === undefined) throw new Error(`there is no kernels.wasm beside ${import.meta.url}`);
loadKernels(Uint8Array.from(readFileSync(file)));
