// Attempts of a program of JavaScript to reach what is outside of its realm. Each gives what it reached, or something false, or throws.
// script.test.ts runs them; what is given is written as text, so a function or an object that should not be there says so.
const places = '@PLACES@';

/** What compiles text, if a way leads there from a value. */
const compiler = value => {
	const found = [];
	for (let at = value, steps = 0; at !== null && at !== undefined && steps < 10; at = Object.getPrototypeOf(Object(at)), steps++) {
		const made = Reflect.get(Object(at), 'constructor');
		for (const each of [made, made && Reflect.get(made, 'constructor')]) {
			if (typeof each !== 'function') continue;
			try {
				const ran = each('return typeof process')();
				if (ran !== undefined) found.push(ran);
			} catch { }
			try {
				const made = new each('return this')();
				if (made?.process) found.push('process');
			} catch { }
		}
	}
	return found.join();
};
/** A value that was made outside of the realm is not an instance of what the realm has. */
const isForeign = value => (typeof value === 'object' || typeof value === 'function') && value !== null && Object.getPrototypeOf(value) !== null && !(value instanceof Object);

const attempts = {
	'process': () => typeof process === 'undefined' ? '' : process,
	'require': () => typeof require === 'undefined' ? '' : require,
	'globals of node': () => ['process', 'require', 'module', 'global', 'Buffer', 'fetch', 'WebSocket', 'Worker', 'SharedWorker', 'XMLHttpRequest', 'navigator', 'setImmediate', 'structuredClone', 'MessageChannel', 'WebAssembly', 'gc', 'realm', 'window', 'URL'].filter(name => name in globalThis).join(),
	'all globals': () => Object.getOwnPropertyNames(globalThis).filter(name => isForeign(globalThis[name])).join(),
	'eval': () => (0, eval)('typeof process'),
	'eval of its own': () => { try { return globalThis.eval('1'); } catch { return ''; } },
	'Function': () => Function('return typeof process')(),
	'new Function': () => new Function('return this')().process,
	'an async function\'s constructor': () => Object.getPrototypeOf(async () => 1).constructor('return 1')(),
	'a generator\'s constructor': () => Object.getPrototypeOf(function* () {}).constructor('yield 1')().next(),
	'constructor of console': () => compiler(console) || compiler(console.log),
	'constructor of torch': () => compiler(torch) || compiler(torch.add) || compiler(torch.tensor),
	'constructor of a tensor': () => compiler(torch.ones(2)) || compiler(torch.ones(2).add),
	'what a tensor holds': () => {
		const seen = new Set(), todo = [torch.ones(2, { requires_grad: true }).mul(2)];
		while (todo.length > 0 && seen.size < 300) {
			const at = todo.pop();
			if ((typeof at !== 'object' && typeof at !== 'function') || at === null || seen.has(at)) continue;
			seen.add(at);
			if (isForeign(at)) return `${String(at)} is foreign`;
			for (const name of Reflect.ownKeys(at)) { try { todo.push(at[name]); } catch { } }
			todo.push(Object.getPrototypeOf(at));
		}
		return [...seen].some(at => typeof at === 'function' && compiler(at) !== '') ? 'compiles' : '';
	},
	'an error of the engine': () => { try { torch.ones(2).add(torch.ones(3)); } catch (error) { return isForeign(error) ? 'foreign' : compiler(error); } return 'no error'; },
	'an error of its arguments': () => { try { torch.tensor({}); } catch (error) { return isForeign(error) ? 'foreign' : compiler(error); } return ''; },
	'an error of the timers': () => { try { setTimeout('text'); } catch (error) { return isForeign(error) ? 'foreign' : compiler(error); } return 'no error'; },
	'too deep a recursion in what is handed in': () => {
		let found = '', tries = 0;
		const dive = depth => { try { dive(depth + 1); } catch { } if (tries++ < 60) for (const call of [() => performance.now(), () => console.log(''), () => setTimeout(() => 1, 0)]) { try { call(); } catch (error) { if (isForeign(error) || compiler(error) !== '') found = 'foreign'; } } };
		const quiet = console.log;
		console.log = () => quiet === undefined;
		try { dive(0); } catch { }
		console.log = quiet;
		return found;
	},
	'call sites': () => { let sites = ''; try { Error.prepareStackTrace = (_, given) => { sites = String(given.map(site => site.getThis() ?? site.getFunction())); return ''; }; } catch { } void new Error('x').stack; return sites; },
	'a prepareStackTrace by definition': () => { Object.defineProperty(Error, 'prepareStackTrace', { value: () => 'mine' }); return new Error('x').stack === 'mine' ? 'mine' : ''; },
	'what a stack names': () => /node:|child_process|realm\.js|script\.mjs/.test(new Error('x').stack) ? new Error('x').stack : '',
	'arguments.callee.caller': () => (function () { return arguments.callee.caller; })(),
	'a function\'s caller': () => (function f() { return f.caller; })(),
	'this of a function': () => (function () { return this; })(),
	'what is inspected is called with': () => {
		let reached = '';
		console.log({ [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) { reached = [options, inspect, options?.stylize].filter(isForeign).length > 0 ? 'foreign' : compiler(inspect); return ''; } });
		return reached;
	},
	'a proxy that is looked at': () => {
		let asked = '';
		const trap = new Proxy(function () {}, new Proxy({}, { get: (_, name) => { asked += String(name); return (...args) => args.some(isForeign) ? (asked = 'foreign') : undefined; } }));
		const kept = { trap, list: [trap] };
		return kept && asked === 'foreign' ? asked : '';
	},
	'a hook of a gradient': () => { let given = ''; const w = torch.ones(2, { requires_grad: true }); w.register_hook(grad => { given = isForeign(grad) ? 'foreign' : compiler(grad); }); w.sum().backward(); return given; },
	'a promise of its own': async () => { let given = ''; const then = Promise.prototype.then; Promise.prototype.then = function (...callbacks) { if (callbacks.some(isForeign)) given = 'foreign'; return then.apply(this, callbacks); }; await new Promise(resolve => setTimeout(resolve, 1)); Promise.prototype.then = then; return given; },
	'Symbol.species': () => { const list = [1]; list.constructor = { [Symbol.species]: function (...args) { return args.some(isForeign) ? { foreign: 1 } : []; } }; return list.map(() => 1).foreign; },
	'Array.prototype as the engine uses it': () => { let given = ''; Object.defineProperty(Array.prototype, 'spied', { configurable: true, set(value) { given = isForeign(value) ? 'foreign' : ''; } }); torch.ones(2).tolist(); delete Array.prototype.spied; return given; },
	'a setter on Object.prototype': () => { let given = ''; for (const name of ['write', 'now', 'realm', 'constructor2']) Object.defineProperty(Object.prototype, name, { configurable: true, set(value) { given = isForeign(value) ? 'foreign' : given; }, get: () => undefined }); torch.ones(2).add(1); console.log(''); for (const name of ['write', 'now', 'realm', 'constructor2']) delete Object.prototype[name]; return given; },
	'the follower': () => { try { return typeof $ === 'undefined' ? '' : ''; } catch { return ''; } },
	'the follower\'s recorder': () => { const own = Object.keys(globalThis).concat(Object.getOwnPropertyNames(globalThis)).filter(name => name.startsWith('$')); return own.join(); },
	'a file by console': () => { console.log({ toString: () => places.outside }); return ''; },
	'WebAssembly by a memory': () => { const t = torch.ones(2); const { buffer } = t.impl?.storage ?? {}; return buffer && compiler(buffer); },
	'Atomics': () => typeof SharedArrayBuffer === 'function' && isForeign(new SharedArrayBuffer(8)),
	'import by a Function': () => new (Object.getPrototypeOf(async () => 1).constructor)('return import("node:fs")')(),
	'a getter in a result': () => { const found = []; for (const name of Object.getOwnPropertyNames(globalThis)) { const { get, set } = Object.getOwnPropertyDescriptor(globalThis, name); for (const each of [get, set]) if (each && isForeign(each)) found.push(name); } return found.join(); },
	'the prototype of everything': () => compiler(Object.prototype) || compiler(Object) || compiler(globalThis),
	'performance': () => isForeign(performance) || isForeign(performance.now) || compiler(performance.now),
	'timers': () => { const timer = setTimeout(() => 1, 1e6); clearTimeout(timer); return typeof timer === 'object'; },
};

const results = {};
for (const [name, attempt] of Object.entries(attempts)) {
	try {
		const reached = await attempt();
		results[name] = reached ? String(reached).slice(0, 200) || 'something' : '';
	} catch {
		results[name] = '';
	}
}
console.log(`\nRESULTS ${JSON.stringify(results)}`);
