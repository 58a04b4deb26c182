/**
 * Attempts of JavaScript that runs in the runtime's process after powers were taken away, as a program would that had
 * broken out of Python. Each returns what it reached, or something false, or throws. javascript.test.ts bundles it.
 */
import { flagLayers, scrubProcess, takenLayers, takePowersAway } from '../../../engine/runtime/sandbox.ts';

const { outside, port, victim, marker, dist } = JSON.parse(process.argv[2]);
const write = process.stdout.write.bind(process.stdout);
flagLayers(dist);
scrubProcess();
takePowersAway();

const compile = (maker) => maker.constructor('return 1')();

const attacks = {
	'indirect eval': () => (0, globalThis.eval)('1'),
	'Function': () => globalThis.Function('return 1')(),
	'constructor of a function': () => compile(() => 1),
	'constructor of an async function': () => compile(async () => 1),
	'constructor of a generator': () => compile(function* () {}),
	'constructor of an async generator': () => compile(async function* () {}),
	'constructor through a class': () => compile(class {}),
	'constructor through Reflect': () => Reflect.construct(Reflect.get(Object.getPrototypeOf(() => 1), 'constructor'), ['return 1'])(),
	'constructor of a bound function': () => compile((() => 1).bind()),
	'prototype by its old name': () => (() => 1).__proto__.constructor('return 1')(),
	'Object through a function': () => (() => 1).constructor,
	'a setter for what arrays will hold': () => Object.defineProperty(Array.prototype, '7', { set() {} }),
	'a setter for what objects will hold': () => Object.defineProperty(Object.prototype, 'node', { set() {} }),
	'setTimeout of text': () => setTimeout('globalThis.reached = 1', 0).reached,
	'the environment': () => Object.keys(process.env).length,
	'the environment by a new key': () => process.env.TENSOR_LOUPE_SECRET,
	'process.binding': () => process.binding('fs'),
	'process._linkedBinding': () => process._linkedBinding('fs'),
	'process.dlopen': () => process.dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libc.so.6'),
	'process.kill': () => process.kill(victim, 'SIGKILL'),
	'process._kill': () => process._kill(victim, 9),
	'process.getBuiltinModule': () => process.getBuiltinModule('fs'),
	'process.mainModule': () => process.mainModule,
	'process.report': () => process.report.writeReport(marker),
	'process.chdir': () => process.chdir('/') ?? process.cwd(),
	'process.constructor': () => process.constructor.constructor('return 1')(),
	'fs': async () => (await import('node:fs')).readFileSync(outside, 'utf8'),
	'fs by its default': async () => (await import('node:fs')).default.readFileSync(outside, 'utf8'),
	'fs of descriptors': async () => (await import('node:fs')).openSync(outside, 'r'),
	'fs to write': async () => (await import('node:fs')).writeFileSync(marker, 'x') ?? true,
	'fs streams': async () => (await import('node:fs')).createReadStream(outside),
	'fs.promises': async () => (await import('node:fs/promises')).readFile(outside, 'utf8'),
	'fs.promises by fs': async () => (await import('node:fs')).promises.readFile(outside, 'utf8'),
	'child_process.spawn': async () => (await import('node:child_process')).spawn('touch', [marker]).pid,
	'child_process.execSync': async () => (await import('node:child_process')).execSync('id').toString(),
	'child_process.fork': async () => (await import('node:child_process')).fork(marker).pid,
	'ChildProcess': async () => new (await import('node:child_process')).ChildProcess().spawn({ file: 'touch', args: ['touch', marker] }) === 0,
	'workers': async () => new (await import('node:worker_threads')).Worker('0', { eval: true }),
	'cluster': async () => (await import('node:cluster')).default.fork({}).process.pid,
	'net.connect': async () => new Promise((resolve) => { const plug = requireNothing(resolve); plug.catch(() => resolve(false)); }),
	'a socket': async () => { const net = await import('node:net'); return connected(new net.Socket().connect(port, '127.0.0.1')); },
	'http': async () => connected((await import('node:http')).get(`http://127.0.0.1:${port}/`)),
	'tls': async () => connected((await import('node:tls')).connect(port, '127.0.0.1')),
	'a server': async () => { const server = (await import('node:net')).createServer(); server.listen(0); return server.listening; },
	'datagrams': async () => (await import('node:dgram')).createSocket('udp4'),
	'names': async () => (await import('node:dns')).promises.lookup('localhost'),
	'fetch': () => globalThis.fetch(`http://127.0.0.1:${port}/`),
	'WebSocket': () => new globalThis.WebSocket(`ws://127.0.0.1:${port}/`),
	'vm': async () => (await import('node:vm')).runInThisContext('1'),
	'vm.Script': async () => new (await import('node:vm')).Script('1').runInThisContext(),
	'vm contexts': async () => (await import('node:vm')).runInNewContext('1'),
	'createRequire': async () => (await import('node:module')).createRequire('/')('node:fs').readFileSync(outside),
	'Module._load': async () => (await import('node:module')).default._load('node:fs').readFileSync(outside),
	'Module.prototype.require': async () => new (await import('node:module')).default('x').require('node:fs').readFileSync(outside),
	'Module.prototype._compile': async () => new (await import('node:module')).default('x')._compile('module.exports = 1', 'x') ?? true,
	'a module of data': async () => (await import(`data:text/javascript,import fs from 'node:fs'; export default fs.readFileSync(${JSON.stringify(outside)}, 'utf8')`)).default,
	'inspector': async () => { const { Session } = await import('node:inspector'); const session = new Session(); session.connect(); return session; },
	'v8 flags': async () => (await import('node:v8')).setFlagsFromString('--no-disallow-code-generation-from-strings') ?? true,
	'heap snapshots': async () => (await import('node:v8')).writeHeapSnapshot(marker),
	'wasi': async () => new (await import('node:wasi')).WASI({ version: 'preview1', preopens: { '/': '/' } }),
	'call sites': () => { let sites; Error.prepareStackTrace = (_, found) => { sites = found; }; void new Error('x').stack; return sites?.some((site) => site.getThis() ?? site.getFunction()); },
};

/** Whether a connection comes about within a moment. */
function connected(emitter) {
	return new Promise((resolve) => {
		emitter.on('connect', () => resolve(true));
		emitter.on('secureConnect', () => resolve(true));
		emitter.on('response', () => resolve(true));
		emitter.on('error', () => resolve(false));
		setTimeout(() => resolve(false), 300);
	});
}

async function requireNothing(resolve) {
	const net = await import('node:net');
	resolve(await connected(net.connect(port, '127.0.0.1')));
}

const results = {};
for (const [name, attack] of Object.entries(attacks)) {
	try {
		const reached = await attack();
		results[name] = reached ? String(reached).slice(0, 100) || 'something' : '';
	} catch {
		results[name] = '';
	}
}
write(`${JSON.stringify({ results, layers: takenLayers() })}\n`);
