/** Where the command line keeps the interpreter's snapshot: the user's cache folder. */
import os from 'node:os';
import path from 'node:path';

export function cacheFolder(): string {
	const { env } = process;
	const base = env['XDG_CACHE_HOME'] || (process.platform === 'win32' ? env['LOCALAPPDATA'] : process.platform === 'darwin' ? path.join(os.homedir(), 'Library', 'Caches') : undefined) || path.join(os.homedir(), '.cache');
	return path.join(base, 'tensor-loupe');
}
