/**
 * Errors of the engine: each carries the Python exception class that PyTorch raises and PyTorch's own message,
 * so that the binding can raise it unchanged. Not for faults of the engine itself, which stay plain Errors.
 */

/** Python exception classes that the engine raises. */
export type PythonClass = 'RuntimeError' | 'IndexError' | 'TypeError' | 'ValueError' | 'NotImplementedError' | 'OverflowError' | 'MemoryError' | 'KeyError' | '_LinAlgError';

/** A number of 64 bits in a message: JavaScript writes it with fewer digits than it has. */
const WIDE = /\b\d{17,19}\b/g;
const LARGEST = 2n ** 63n - 1n;

function wide(text: string, at: number, message: string): string {
	const exact = BigInt(Number(text));
	return String(exact > LARGEST && message[at - 1] !== '-' ? LARGEST : exact);
}

export class EngineError extends Error {
	readonly pythonClass: PythonClass;

	constructor(pythonClass: PythonClass, message: string) {
		super(message.replace(WIDE, wide));
		this.name = pythonClass;
		this.pythonClass = pythonClass;
	}
}

export function runtimeError(message: string): EngineError {
	return new EngineError('RuntimeError', message);
}

export function indexError(message: string): EngineError {
	return new EngineError('IndexError', message);
}

export function typeError(message: string): EngineError {
	return new EngineError('TypeError', message);
}

export function valueError(message: string): EngineError {
	return new EngineError('ValueError', message);
}

export function notImplementedError(message: string): EngineError {
	return new EngineError('NotImplementedError', message);
}

/** A matrix that can't be factored or inverted: torch.linalg.LinAlgError. */
export function linAlgError(message: string): EngineError {
	return new EngineError('_LinAlgError', message);
}

/** A shape as PyTorch writes it in messages: `[2, 3]`. */
export function shapeText(shape: readonly number[]): string {
	return `[${shape.join(', ')}]`;
}
