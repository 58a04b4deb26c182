/** An exception's class and message, without asking the program for them. */
export function describe(error: unknown): { readonly type: string; readonly message: string } {
	if (typeof error !== 'object' || error === null) return { type: 'Error', message: typeof error === 'symbol' ? String(error) : `${error as string}` };
	const read = (name: string): unknown => {
		for (let at: object | null = error, steps = 0; at !== null && steps < 20; at = Object.getPrototypeOf(at) as object | null, steps++) {
			const found = Object.getOwnPropertyDescriptor(at, name);
			if (found !== undefined) return 'value' in found ? found.value as unknown : undefined;
		}
		return undefined;
	};
	const [known, name, message] = [read('pythonClass'), read('name'), read('message')];
	return { type: typeof known === 'string' ? known : typeof name === 'string' ? name : 'Error', message: typeof message === 'string' ? message : '' };
}
