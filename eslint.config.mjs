/** What the compiler doesn't see: the borders between the folders, and the few habits that reviews would repeat. */
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

const VSCODE = { name: 'vscode', message: 'Only extension/ imports vscode.' };
const NODE = { regex: '^(node:|fs$|path$|os$|child_process$|worker_threads$)', message: 'This runs in a webview too: nothing of Node here.' };
const border = (patterns, paths = []) => ({ 'no-restricted-imports': ['error', { paths, patterns }] });
const folder = (name, message) => ({ regex: `/${name}/`, message });

export default tseslint.config(
	{ ignores: ['dist/', 'dist-test/', 'node_modules/', 'engine/kernels/**/*.ts', 'test/vscode/workspace/', 'test/unit/escape/escapes.js', '.venv/', '.cache/'] },
	eslint.configs.recommended,
	...tseslint.configs.recommended,
	{
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'no-restricted-syntax': [
				'error', { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' },
				{ selector: 'VariableDeclarator > NewExpression[callee.name="Array"]', message: 'In the sandbox, where Array.prototype is frozen, V8 is slow to put an element into a hole: push, or fill first.' },
			],
			// Numbers are written with the digits of their source.
			'no-loss-of-precision': 'off',
			'eqeqeq': 'error',
			'no-var': 'error',
			'prefer-const': 'error',
		},
	},
	{
		files: ['engine/**/*.ts'],
		rules: border([folder('(webview|extension)', 'engine/ is below both wings.')], [VSCODE]),
	},
	{
		files: ['engine/{trace,slice,print,snippet}/**/*.ts'],
		rules: border([folder('(webview|extension)', 'engine/ is below both wings.'), NODE], [VSCODE]),
	},
	{
		files: ['webview/**/*.ts'],
		rules: border([folder('extension', 'The panel talks by messages.'), NODE, { regex: '/engine/(?!trace/|slice/|print/)', message: 'The panel reads traces and slices, nothing else of the engine.' }], [VSCODE]),
	},
	{
		files: ['extension/**/*.ts'],
		rules: border([{ regex: '/webview/(?!messages\\.ts$|theme/strings\\.ts$)', message: 'The panel is reached by its messages; its words are translated here.' }]),
	},
	{
		files: ['**/*.mjs'],
		languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', URLSearchParams: 'readonly', performance: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly', Buffer: 'readonly', WebAssembly: 'readonly', fetch: 'readonly', AbortSignal: 'readonly', document: 'readonly', window: 'readonly', getComputedStyle: 'readonly', Node: 'readonly', MutationObserver: 'readonly' } },
	},
	{
		files: ['**/*.cjs'],
		languageOptions: { sourceType: 'commonjs', globals: { require: 'readonly', exports: 'readonly', process: 'readonly', setInterval: 'readonly' } },
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
	// Tools that want a default export.
	{ files: ['*.config.{mjs,ts}'], rules: { 'no-restricted-syntax': 'off' } },
);
