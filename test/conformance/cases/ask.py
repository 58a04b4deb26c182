"""Asks real PyTorch for the answers of all cases, or of the families that are named: `python test/conformance/cases/ask.py [FAMILY …]`.

Writes ../stored/cases/FAMILY.json.gz, which `hold.ts` holds the embedded engine to; that needs no PyTorch.
Stored with PyTorch 2.13.0+cpu on x86-64 (AVX2).
"""
import gzip
import importlib
import json
import os
import pathlib
import sys

# The reference is PyTorch's AVX2 kernels, its libraries' too, whatever the machine that asks.
os.environ['ATEN_CPU_CAPABILITY'] = 'avx2'
os.environ['ONEDNN_MAX_CPU_ISA'] = 'AVX2'
HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

import torch

import answers
import sampling

torch.set_num_threads(1)
STORED = HERE.parent / 'stored/cases'


def ask(family):
    module = importlib.import_module(f'families.{family}')
    inputs = answers.Inputs()
    seen, kept = set(), []
    for case in sampling.taken():
        key = json.dumps(case, sort_keys=True)
        if key not in seen:
            seen.add(key)
            kept.append(case | {'a': answers.answer(case, inputs)})
    text = '{"tolerances": %s, "cases": [\n%s\n]}\n' % (json.dumps(getattr(module, 'TOLERANCES', {})), ',\n'.join(json.dumps(case, separators=(',', ':')) for case in kept))
    STORED.mkdir(exist_ok=True)
    # No time in it: the same answers give the same file.
    (STORED / f'{family}.json.gz').write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f'{family}: {len(kept)} cases, {sum("e" in case["a"] for case in kept)} of them errors')


wanted = sys.argv[1:] or sorted(path.stem for path in (HERE / 'families').glob('*.py'))
for name in wanted:
    ask(name)
