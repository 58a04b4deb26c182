/** What the package carries packed: by Brotli, which sees all of a file at once, where the vsix's own compression sees 32 KB. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { cached } from './cache.mjs';

/**
 * `bytes`, packed: once for each content, since it takes from some seconds to a minute.
 * @param {Uint8Array} bytes
 * @param {number} quality Brotli's, up to 11: its last steps take five times as long for a tenth less
 */
export async function packed(bytes, quality) {
	const folder = await cached(`packed-${quality}-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`, async (draft) => {
		const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT, BROTLI_MAX_WINDOW_BITS } = constants;
		const params = { [BROTLI_PARAM_QUALITY]: quality, [BROTLI_PARAM_LGWIN]: BROTLI_MAX_WINDOW_BITS, [BROTLI_PARAM_SIZE_HINT]: bytes.length };
		await writeFile(path.join(draft, 'packed.br'), await promisify(brotliCompress)(bytes, { params }));
	});
	return readFile(path.join(folder, 'packed.br'));
}
