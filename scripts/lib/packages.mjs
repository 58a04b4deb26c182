/** node_modules as package-lock.json says. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { npm, step } from './command.mjs';

/** npm notes at the end of an installation what it installed; an interrupted one leaves no note. */
function upToDate(root) {
	const packages = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
	let installed;
	try {
		installed = packages('node_modules/.package-lock.json');
	} catch {
		return false;
	}
	return Object.entries(packages('package-lock.json')).every(([name, wanted]) =>
		name === '' || (installed[name] ? installed[name].version === wanted.version : Boolean(wanted.optional || wanted.devOptional)));
}

export async function installPackages(root) {
	if (upToDate(root)) return;
	await step('npm ci', () => npm(['ci', '--no-audit', '--no-fund'], { cwd: root }));
}
