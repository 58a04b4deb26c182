/** Tests that need no editor: units, conformance with stored answers of real PyTorch, and the views in a real browser. */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		// Every processor, where Vitest leaves one idle: the processes that tests start wait more than they work.
		maxWorkers: '100%',
		minWorkers: 1,
		// Of two long texts that differ the lines around the differences are shown.
		diff: { expand: false, contextLines: 4 },
		// Limits are there to end a hang, not to measure.
		projects: [
			{ test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 180_000, setupFiles: 'test/support/yield.ts' } },
			{ test: { name: 'conformance', include: ['test/conformance/**/*.test.ts'], setupFiles: 'test/support/yield.ts', testTimeout: 120_000, hookTimeout: 120_000 } },
			{ test: { name: 'ui', include: ['test/ui/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } } } },
			{ test: { name: 'pytorch', include: ['test/pytorch/*.test.ts'], globalSetup: 'test/pytorch/setup.mjs', setupFiles: 'test/support/yield.ts', testTimeout: 120_000, hookTimeout: 120_000, maxConcurrency: availableParallelism() } },
		],
	},
});
