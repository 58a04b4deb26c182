/** What the recorder reads from bytecode by hand is what `dis` says of it, for the CPython that is bundled. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startPython } from '../../support/pyodide.ts';

test('names, loops, lines and offsets are those of dis', async () => {
	const python = await startPython();
	const source = (file: string): string => readFileSync(path.join(import.meta.dirname, file), 'utf8');
	const loupe = `
import sys, types
sys.modules['loupe'] = types.ModuleType('loupe')
bytecode = sys.modules['loupe.bytecode'] = types.ModuleType('loupe.bytecode')
exec(${JSON.stringify(source('../../../engine/python/loupe/bytecode.py'))}, vars(bytecode))
`;
	expect(python.output(loupe + source('against_dis.py').replace(/^"""[^]*?"""/, ''))).toBe('True instructions compared\n');
}, 120_000);
