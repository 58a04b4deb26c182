/**
 * The folder outside the checkout where the browser and the VS Code server are kept, and the one way to put something
 * there: install into a temporary folder beside the goal, then rename. A set-up that is interrupted leaves no half goal,
 * and two that run at once agree on the first that ends.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

export function cacheFolder() {
	if (process.env.TENSOR_LOUPE_CACHE) return path.resolve(process.env.TENSOR_LOUPE_CACHE);
	if (process.platform === 'win32' && process.env.LOCALAPPDATA) return path.join(process.env.LOCALAPPDATA, 'tensor-loupe', 'cache');
	return path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'tensor-loupe');
}

/**
 * The folder named `key` in the cache; where it is missing, `install(folder)` fills a temporary one that becomes it.
 * @param {string} key holds the version, so that another version is another folder
 * @param {(folder: string) => Promise<void>} install
 */
export async function cached(key, install) {
	const goal = path.join(cacheFolder(), key);
	if (existsSync(goal)) return goal;
	mkdirSync(cacheFolder(), { recursive: true });
	const draft = mkdtempSync(path.join(cacheFolder(), `.${key}-`));
	try {
		await install(draft);
		renameSync(draft, goal);
	} catch (error) {
		rmSync(draft, { recursive: true, force: true });
		if (!existsSync(goal)) throw error;
	}
	return goal;
}
