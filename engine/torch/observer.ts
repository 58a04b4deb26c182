/** Who is told of a program's calls, as it makes them: a recorder. Nobody listens as a rule, and a call then costs what it would without. */
export interface Observer {
	/**
	 * Makes a call, and answers what it gave.
	 * @param names PyTorch's, of the arguments
	 */
	call<T>(name: string, names: readonly string[], args: readonly unknown[], body: () => T): T;
	/** Makes a backward pass from roots, whose gradients may be given. */
	backward<T>(roots: readonly unknown[], gradients: readonly unknown[], body: () => T): T;
}

export let observer: Observer | undefined;

export function observe(next: Observer | undefined): void {
	observer = next;
}

/** A call that is no operator of the table. */
export function observed<T>(name: string, names: readonly string[], args: readonly unknown[], body: () => T): T {
	return observer === undefined ? body() : observer.call(name, names, args, body);
}
