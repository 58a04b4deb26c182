/** What the build makes of a worker: its bundled script as text (scripts/lib/workers.mjs). */
declare module 'worker:*' {
	const script: string;
	export { script as default };
}
