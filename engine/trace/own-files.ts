/** The files of a run's own (`OwnFile` in model.ts) on their way out of it: where they go, and how large they are in words. */

/** The steps from a folder down to a file that a program, or whoever forged a trace, has named: never up, and never to another disk. */
export function stepsDown(path: string): readonly string[] {
	// What Windows does not take in a name, and what would be more than a name there.
	const steps = path.split(/[/\\]/).filter((step) => step !== '' && step !== '.' && step !== '..').map((step) => step.replaceAll(/[<>:"|?*\p{Cc}]/gu, '_'));
	return steps.length === 0 ? ['file'] : steps;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB'];

/** '0 bytes', '1.2 kB', '12 MB'. */
export function sizeText(bytes: number): string {
	let size = bytes, unit = 0;
	while (size >= 999.5 && unit < UNITS.length - 1) {
		size /= 1000;
		unit++;
	}
	return `${unit === 0 || size >= 99.95 ? size.toFixed(0) : size.toPrecision(size >= 9.95 ? 3 : 2)} ${UNITS[unit]}`;
}
