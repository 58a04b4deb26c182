/** Before the level runs: which Python has real PyTorch. CI makes one; elsewhere what is there is used, and without any the stored answers do. */
import { findPyTorch, installPyTorch } from '../../scripts/lib/pytorch.mjs';

export async function setup(project) {
	let python = findPyTorch();
	if (python === undefined && process.env.CI) {
		python = await installPyTorch().catch((error) => {
			console.warn(error.message);
			return undefined;
		});
	}
	console.log(python === undefined
		? '[pytorch] no PyTorch here: compared with the answers of real PyTorch that are stored (npm run pytorch fetches it, or LOUPE_PYTHON names a Python that has it)'
		: `[pytorch] compared with real PyTorch, ${python}, and that with the answers that are stored`);
	project.provide('python', python ?? '');
}
