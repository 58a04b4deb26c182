"""Asks real PyTorch what torch.optim does (cases.py) and stores its answers: `python test/conformance/optim/ask.py`."""
import gzip
import json
import os
import pathlib

os.environ['ATEN_CPU_CAPABILITY'] = 'avx2'

from cases import WALKS, by_subject
from told import gradients, COUNT, STEPS, stepped, told

walks = [{'type': type, 'settings': settings, 'dtype': dtype, 'steps': stepped(type, settings, dtype)} for type, runs in WALKS.items() for settings in runs for dtype in ('float32', 'float64')]
powers = [[base, exponent, base ** exponent] for base in (0.9, 0.999, 0.5, 0.95, 0.98, 0.9999, 0.3, 0.0) for exponent in (*range(1, 60), 99, 100, 1000, 12345, 100000)]
answers = {'powers': powers, 'gradients': [gradients(step, COUNT) for step in range(STEPS)], 'walks': walks, 'programs': {subject: [[code, told(code)] for code in programs] for subject, programs in by_subject().items()}}
target = pathlib.Path(__file__).resolve().parents[1] / 'stored' / 'optim.json.gz'
target.write_bytes(gzip.compress(json.dumps(answers, separators=(',', ':'), allow_nan=False).encode(), 9, mtime=0))
print(f'{len(walks)} walks of {STEPS} steps, {sum(map(len, answers["programs"].values()))} programs, {target.stat().st_size} bytes')
