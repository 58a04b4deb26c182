/** Where PyTorch starts processes and this runtime has one, it says what it does instead. */
import { beforeAll, expect, test } from 'vitest';
import { startPython, type Python } from '../../support/pyodide.ts';

let python: Python;

beforeAll(async () => {
	python = await startPython();
}, 120_000);

test('a loader with workers loads in this process, in the same order, and says so once, at the line that makes it', () => {
	expect(python.output(`
import torch, warnings
from torch.utils.data import DataLoader, get_worker_info
def loaded(**args):
    torch.manual_seed(0)
    return [batch.tolist() for batch in DataLoader(range(7), 3, shuffle=True, **args)], torch.rand(1).item()
def never(worker):
    print('worker', worker)
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter('default')
    print(loaded(num_workers=2, persistent_workers=True, worker_init_fn=never, timeout=5, multiprocessing_context='fork') == loaded(), get_worker_info())
print([(each.category.__name__, str(each.message), each.lineno) for each in said])
loader = DataLoader(range(3), num_workers=2)
print(loader.num_workers, loader.prefetch_factor, len(loader))`)).toBe('True None\n'
		+ "[('UserWarning', 'num_workers=2: the embedded runtime has one process, which loads every batch itself, as with num_workers=0; "
		+ "worker_init_fn is not called and get_worker_info() is None. The python runtime has workers.', 6)]\n2 2 3\n");
});
