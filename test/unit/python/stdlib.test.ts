/** The package leaves modules of the standard library out; all others are imported as in any Python. */
import { expect, test } from 'vitest';
import { runPython } from '../runtime/embedded.ts';

const PROGRAM = `import importlib, sys, warnings
warnings.simplefilter('ignore')
missing = []
names = [name for name in sorted(sys.stdlib_module_names) if not name.startswith('_') and name not in ('antigravity', 'idlelib', 'this')]
for name in names + ['email.mime.text', 'http.client', 'importlib.metadata', 'logging.config', 'logging.handlers', 'multiprocessing.pool', 'unittest.mock', 'urllib.request', 'xml.etree.ElementTree']:
    try:
        importlib.import_module(name)
    except ImportError:
        missing.append(name)
print(*missing)
`;

test('every module can be imported but those that need a system, a window, processes or a network', async () => {
	const { stdout } = await runPython(PROGRAM);
	expect(stdout.trim().split(' ')).toEqual([
		'ctypes', 'curses', 'dbm', 'ensurepip', 'ftplib', 'grp', 'imaplib', 'msvcrt', 'nt', 'poplib', 'pwd', 'pydoc_data', 'readline', 'resource', 'smtplib', 'syslog', 'tkinter', 'turtle', 'turtledemo', 'venv',
		'winreg', 'winsound', 'wsgiref', 'xmlrpc',
	]);
});
