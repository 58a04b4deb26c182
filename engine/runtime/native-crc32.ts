/** Node's own checksum for traces, where this Node has one: from 20.15 on, and ten times as fast as ours. */
import * as zlib from 'node:zlib';
import { useNativeCrc32 } from '../trace/crc32.ts';

export function takeNativeCrc32(): void {
	useNativeCrc32((zlib as { readonly crc32?: (bytes: Uint8Array, before: number) => number }).crc32);
}
