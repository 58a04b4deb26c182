/** `npm run pytorch`: a virtual environment with real PyTorch in the cache folder, which `npm run test:pytorch` then compares with. */
import { findPyTorch, installPyTorch } from './lib/pytorch.mjs';
import { fail } from './setup.mjs';

try {
	console.log(findPyTorch() ?? await installPyTorch());
} catch (error) {
	fail(error);
}
