/** A Python with the PyTorch that the engine is held to. Nothing that users or `npm test` need; where there is one, it is compared with. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { cached, cacheFolder } from './cache.mjs';
import { run, step } from './command.mjs';

const VERSION = '2.13.0';
const KEY = `pytorch-${VERSION}`;
const INDEX = 'https://download.pytorch.org/whl/cpu';

const interpreterIn = (folder) => path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** What `import torch` says of its version, '' where there is none; a Python before 3.11 knows no columns, so its traces have less in them. */
function versionOf(python) {
	return spawnSync(python, ['-c', 'import sys, torch, numpy; print(torch.__version__ if sys.version_info >= (3, 11) else "")'], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

const fits = (python) => versionOf(python).split('+')[0] === VERSION;

/** The interpreter that is there: the one that LOUPE_PYTHON names, the set-up's own, the system's; undefined where none has it. */
export function findPyTorch() {
	const named = process.env.LOUPE_PYTHON;
	if (named) {
		if (!fits(named)) throw new Error(`LOUPE_PYTHON is ${named}, which has no PyTorch ${VERSION} with numpy, or is older than Python 3.11.`);
		return named;
	}
	return [interpreterIn(path.join(cacheFolder(), KEY)), 'python3'].find(fits);
}

/** A virtual environment of its own in the cache; rejects where the system's Python can't make one. */
export async function installPyTorch() {
	const folder = await cached(KEY, (draft) => step(`PyTorch ${VERSION}, once`, async () => {
		await run('python3', ['-m', 'venv', draft]);
		// The build for the CPU alone is a tenth of the other.
		await run(interpreterIn(draft), ['-m', 'pip', 'install', '--quiet', '--extra-index-url', INDEX, `torch==${VERSION}+cpu`, 'numpy']);
	}));
	return interpreterIn(folder);
}
