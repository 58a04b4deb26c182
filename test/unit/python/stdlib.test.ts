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

test('one that is left out says why, and so does what would need it', async () => {
	const { stdout } = await runPython(`import importlib, multiprocessing
for name in ['smtplib', 'xmlrpc.client', 'http.server', 'ctypes.util', '_ctypes', 'multiprocessing.shared_memory', 'concurrent.interpreters', 'asyncio.windows_events']:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        print(error)
print(multiprocessing.cpu_count())
for attempt in (multiprocessing.Lock, multiprocessing.Queue, multiprocessing.Process(target=print).start):
    try:
        attempt()
    except ModuleNotFoundError as error:
        print(error)
`);
	const sandbox = 'it reaches past the embedded runtime\'s sandbox; the python runtime has it', network = 'the embedded runtime has no network; the python runtime has one';
	const oneProcess = 'the embedded runtime has one process and one interpreter; the python runtime has more';
	expect(stdout.split('\n')).toEqual([
		`No module named 'smtplib': ${network}`, `No module named 'xmlrpc': ${network}`, `No module named 'http.server': ${network}`,
		`No module named 'ctypes': ${sandbox}`, `No module named '_ctypes': ${sandbox}`,
		`No module named 'multiprocessing.shared_memory': ${oneProcess}`, `No module named 'concurrent.interpreters': ${oneProcess}`, 'No module named \'asyncio.windows_events\': it is there on Windows alone',
		'1', ...['synchronize', 'synchronize', 'popen_forkserver'].map(name => `No module named 'multiprocessing.${name}': ${oneProcess}`), '',
	]);
});

test('who looks for a host is told that there is no network', async () => {
	const { stdout } = await runPython(`
import http.client, socket, urllib.request
for attempt in (lambda: urllib.request.urlretrieve('https://example.com/weights.pt', 'w.pt'), lambda: socket.create_connection(('example.com', 80)), lambda: http.client.HTTPConnection('example.com').request('GET', '/')):
    try:
        attempt()
    except OSError as error:
        print(error)
`);
	const sentence = '[Errno 40] the embedded runtime has no network; the python runtime has one';
	expect(stdout).toBe(`<urlopen error ${sentence}>\n${sentence}\n${sentence}\n`);
});

test('known packages that are not here say so, misspelled names are Python\'s own, and who asks whether they are there has the answer', async () => {
	const { stdout } = await runPython(`
import importlib.util
for name in ('matplotlib.pyplot', 'torchvision', 'pandas', 'sklearn.datasets', 'scipy', 'matplotlibb'):
    try:
        __import__(name)
    except ModuleNotFoundError as error:
        print(error, error.name)
print(importlib.util.find_spec('pandas'))
`);
	const together = 'the embedded runtime has torch, numpy, tqdm and the standard library; the python runtime has what is installed there';
	expect(stdout.split('\n')).toEqual([
		...['matplotlib', 'torchvision', 'pandas', 'sklearn', 'scipy'].map(name => `No module named '${name}': ${together} ${name}`),
		'No module named \'matplotlibb\' matplotlibb', 'None', '',
	]);
});
