/** `console`, as Node prints: the text is made by Node's own `util.inspect`. */
import { formatWithOptions, inspect } from 'node-inspect-extracted';
import { EngineError } from '../tensor/errors.ts';

// The class that PyTorch has is its name.
Object.defineProperty(EngineError.prototype, inspect.custom, { value(this: EngineError) { return this.stack; } });

const INDENTATION = 2;

/** @param write 1 is stdout, 2 stderr */
export function consoleOf(write: (stream: 1 | 2, text: string) => void): object {
	let indentation = '';
	const counts = new Map<string, number>();
	const print = (stream: 1 | 2, ...args: unknown[]): void => {
		const text = formatWithOptions({}, ...args);
		write(stream, `${indentation}${indentation === '' ? text : text.replaceAll('\n', `\n${indentation}`)}\n`);
	};
	const log = (...args: unknown[]): void => print(1, ...args);
	const error = (...args: unknown[]): void => print(2, ...args);
	return {
		log, info: log, debug: log, error, warn: error,
		dir: (value: unknown, options?: object) => log(inspect(value, { customInspect: false, ...options })),
		trace: (...args: unknown[]) => error('Trace:', ...args),
		assert: (condition: unknown, ...args: unknown[]) => {
			if (!condition) error(...typeof args[0] === 'string' ? [`Assertion failed: ${args[0]}`, ...args.slice(1)] : ['Assertion failed', ...args]);
		},
		group: (...args: unknown[]) => {
			if (args.length > 0) log(...args);
			indentation += ' '.repeat(INDENTATION);
		},
		groupEnd: () => {
			indentation = indentation.slice(INDENTATION);
		},
		count: (label = 'default') => {
			const count = (counts.get(String(label)) ?? 0) + 1;
			counts.set(String(label), count);
			log(`${String(label)}: ${count}`);
		},
		table: log,
	};
}
