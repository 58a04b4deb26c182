/** Makes debugging known to VS Code: which configuration a session gets, and the adapter, which is loaded with the first one. */
import { debug, DebugAdapterInlineImplementation, type DebugConfiguration, DebugConfigurationProviderTriggerKind, type Disposable, EvaluatableExpression, l10n, languages, type Position, Range, type TextDocument, window } from 'vscode';
import { isRunnable, RESULTS_SELECTOR } from '../code/documents.ts';
import { requireTrust } from '../run/trust.ts';
import type { Parts } from './session.ts';
import { pathOf } from './sources.ts';

export const DEBUG_TYPE = 'tensor-loupe';

export function registerDebugging(parts: Parts): Disposable[] {
	const offered = (): DebugConfiguration[] => [{ type: DEBUG_TYPE, request: 'launch', name: l10n.t('Debug with Tensor Loupe'), program: '${file}' }];
	return [
		debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
			createDebugAdapterDescriptor: async () => {
				const { LoupeDebugSession } = await import('./session.ts');
				return new DebugAdapterInlineImplementation(new LoupeDebugSession(parts));
			},
		}),
		debug.registerDebugConfigurationProvider(DEBUG_TYPE, { provideDebugConfigurations: offered, resolveDebugConfiguration: (_folder, configuration) => resolve(configuration) }),
		debug.registerDebugConfigurationProvider(DEBUG_TYPE, { provideDebugConfigurations: offered }, DebugConfigurationProviderTriggerKind.Dynamic),
		languages.registerEvaluatableExpressionProvider(RESULTS_SELECTOR, { provideEvaluatableExpression: expressionUnder }),
	];
}

/** What a hover of a session of ours evaluates: what stands there, a whole call on its function, an operation on its operator. */
async function expressionUnder(document: TextDocument, position: Position): Promise<EvaluatableExpression | undefined> {
	if (debug.activeDebugSession?.type !== DEBUG_TYPE) { return undefined; }
	const { codeAt } = await import('../code/codeAt.ts');
	const code = await codeAt(document, position.line);
	if (!code) { return undefined; }
	const offset = code.offsetAt(position);
	const expression = code.syntax.expressionAt(code.tree, code.text, offset);
	const whole = expression?.call ?? expression ?? code.syntax.operationAt(code.tree, offset);
	return whole && new EvaluatableExpression(new Range(code.positionAt(whole.from), code.positionAt(whole.to)), code.text.slice(whole.from, whole.to));
}

/** undefined: nothing is started. Without a launch.json an empty configuration comes, and the active document is meant. */
function resolve(configuration: DebugConfiguration): DebugConfiguration | undefined {
	const named = { ...configuration, type: DEBUG_TYPE, request: 'launch', name: configuration.name || l10n.t('Debug with Tensor Loupe') };
	// Nothing is run.
	if (typeof configuration['trace'] === 'string') { return named; }
	if (!requireTrust()) { return undefined; }
	const document = window.activeTextEditor?.document;
	const program: unknown = configuration['program'];
	const meansActive = program === undefined || program === '${file}';
	if (meansActive && !(document && isRunnable(document))) {
		void window.showInformationMessage(l10n.t('Open a file of Python, TypeScript or JavaScript, or a Markdown document with such code, to run it.'));
		return undefined;
	}
	// As VS Code puts a file's path in its place, which an untitled document has not.
	const active = document && pathOf(document.uri);
	return { ...named, program: meansActive ? active : program };
}
