/** What `setup.mjs` tells the tests. */
import 'vitest';

declare module 'vitest' {
	interface ProvidedContext {
		/** The interpreter with real PyTorch, '' where there is none. */
		python: string;
	}
}
