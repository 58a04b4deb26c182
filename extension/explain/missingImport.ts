/** What notes customarily mean by a name that nothing defines. */
import { l10n } from 'vscode';
import type { Fix } from './fixes.ts';

const from = (module: string, ...names: readonly string[]): Record<string, string> => Object.fromEntries(names.map(name => [name, `from ${module} import ${name}`]));
const whole = (...modules: readonly string[]): Record<string, string> => Object.fromEntries(modules.map(module => [module, `import ${module}`]));

const IMPORTS: Readonly<Record<string, string>> = {
	...whole('torch', 'numpy', 'math', 'random', 'copy', 'time', 'os', 'sys', 're', 'json', 'itertools', 'functools', 'collections', 'operator', 'statistics'),
	...from('torch', 'nn', 'optim', 'Tensor'), ...from('torch.utils.data', 'DataLoader', 'Dataset', 'TensorDataset'), ...from('torch.optim', 'SGD', 'Adam', 'AdamW'),
	...from('copy', 'deepcopy'), ...from('collections', 'defaultdict', 'Counter', 'OrderedDict', 'deque', 'namedtuple'), ...from('functools', 'partial', 'reduce'),
	...from('dataclasses', 'dataclass'), ...from('pathlib', 'Path'),
	F: 'import torch.nn.functional as F', np: 'import numpy as np',
};

/** For `NameError`: the import that is missing, to be put before the text. */
export function missingImport(message: string): Fix | undefined {
	const name = /^name '(\w+)' is not defined/.exec(message)?.[1] ?? '';
	const statement = Object.hasOwn(IMPORTS, name) ? IMPORTS[name] : undefined;
	return statement === undefined ? undefined : { title: l10n.t('Add {0}', statement), edits: [{ from: 0, to: 0, text: `${statement}\n` }] };
}
