/**
 * After each test the worker hears what Vitest has to say. Tests that wait for a process (`spawnSync`) block it, and a file of
 * them would leave a message unanswered for longer than Vitest waits, which ends the run with an error of its own.
 */
import { setImmediate } from 'node:timers/promises';
import { afterEach } from 'vitest';

afterEach(async () => {
	await setImmediate();
});
