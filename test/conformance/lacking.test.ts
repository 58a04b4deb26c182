/** Every public name of PyTorch's is here, or stands in OPERATORS.md with the reason why it is not. */
import { expect, test } from 'vitest';
import { LACKING } from '../../engine/binding/lacking.ts';
import { operatorsPage } from '../../engine/binding/page.ts';
import { startPython } from '../support/pyodide.ts';

test('what PyTorch has and is not here is listed, each name once', async () => {
	const python = await startPython();
	const found = JSON.parse(python.output(`
import json, torch
from torch import _names
stub = _names.stub('torch.name').__code__
def is_lacking(owner, name):
    value = getattr(eval(owner), name)
    return getattr(value, '__code__', None) is stub or isinstance(value, _names._LackingClass)
print(json.dumps({owner: [name for name in sorted(_names.NAMES[owner]['']) if not name[0].isupper() and is_lacking(owner, name)]
                  for owner in ('torch', 'torch.Tensor', 'torch.nn.functional', 'torch.linalg', 'torch.special')}))`)) as Record<string, string[]>;
	for (const [owner, names] of Object.entries(found)) {
		expect([owner, LACKING.flatMap(({ names: listed }) => listed[owner]?.split(' ') ?? []).sort()]).toEqual([owner, names]);
	}
	expect(operatorsPage()).toContain('`torch.linalg`: `eig` `eigvals`');
});
