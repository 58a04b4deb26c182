/** The environment of processes that need none. */

/** Nothing of the editor's environment, but what Electron needs to be Node and Windows to start. */
export function bareEnvironment(): Record<string, string> {
	const root = process.env['SystemRoot'];
	return { ...('electron' in process.versions && { ELECTRON_RUN_AS_NODE: '1' }), ...(root !== undefined && { SystemRoot: root }) };
}
