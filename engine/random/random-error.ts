/** An argument that PyTorch or NumPy refuses: their message, and the Python exception that carries it. */
export class RandomError extends Error {
	readonly pythonClass: 'RuntimeError' | 'ValueError';

	constructor(message: string, pythonClass: 'RuntimeError' | 'ValueError' = 'RuntimeError') {
		super(message);
		this.name = 'RandomError';
		this.pythonClass = pythonClass;
	}
}
