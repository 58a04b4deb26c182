/** Files that are written here are read by real PyTorch and NumPy, and say the same there. Where there is no PyTorch they are held to its files only (`test/conformance/files.test.ts`). */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { startPython } from '../support/pyodide.ts';

const FOLDER = path.join(import.meta.dirname, '../conformance/python');
const READ = 'import base64, json, sys\nfrom files import said\nprint(json.dumps({name: said(name, base64.b64decode(data)) for name, data in json.load(sys.stdin).items()}))';

test.skipIf(inject('python') === '')('real PyTorch and NumPy read what is written here', async () => {
	const python = await startPython();
	const keep = python.namespace();
	python.output(`import base64, json\n${readFileSync(path.join(FOLDER, 'files.py'), 'utf8')}\nmade = files()`, keep);
	const written = python.output('print(json.dumps({name: base64.b64encode(data).decode() for name, data in made.items()}))', keep);
	const here = JSON.parse(python.output('print(json.dumps({name: said(name, data) for name, data in made.items()}))', keep)) as Record<string, string>;
	const there = JSON.parse(execFileSync(inject('python'), ['-B', '-c', READ], { cwd: FOLDER, input: written, encoding: 'utf8' })) as Record<string, string>;
	expect(Object.keys(there)).toHaveLength(35);
	expect(there).toEqual(here);
});
