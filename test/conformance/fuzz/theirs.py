"""Real PyTorch: for each line of calls (JSON) an answer to each, in a line of its own."""
import json
import os
import pathlib
import resource
import sys

# As ../cases/ask.py.
os.environ['ATEN_CPU_CAPABILITY'] = 'avx2'
os.environ['ONEDNN_MAX_CPU_ISA'] = 'AVX2'
HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / 'cases')]

import torch

import served

torch.set_num_threads(1)
# What asks for more memory than the engine can have is refused here too.
MOST = 6 * 2**30
resource.setrlimit(resource.RLIMIT_AS, (MOST, MOST))
# What PyTorch prints of its own accord is no answer.
answers_out = os.fdopen(os.dup(1), 'w')
os.dup2(2, 1)
print(json.dumps({'ready': True}), file=answers_out, flush=True)
for line in sys.stdin:
    for call in json.loads(line):
        print(json.dumps(served.answered(call)), file=answers_out, flush=True)
