/** `tensor-loupe`: the engine's command line. What it does is in `run.ts`. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readArguments, USAGE, UsageError } from './arguments.ts';
import { run } from './run.ts';
import { say } from './write.ts';

const WRONG_USAGE = 2;

async function main(): Promise<number> {
	try {
		const given = readArguments(process.argv.slice(2));
		if (given === undefined) {
			process.stdout.write(`${USAGE}\n`);
			return 0;
		}
		return await run(given, path.dirname(fileURLToPath(import.meta.url)));
	} catch (error) {
		say(`tensor-loupe: ${error instanceof Error ? error.message : String(error)}`);
		if (error instanceof UsageError) say('Try tensor-loupe --help');
		return error instanceof UsageError ? WRONG_USAGE : 1;
	}
}

process.exitCode = await main();
