"""Makes the stored traces beside it with real PyTorch: `PYTHONPATH=dist/python python test/unit/trace/stored/make.py [NAME…]`.

The tests read what is stored and need no PyTorch; run this again where the tracer or the examples change.
"""
import re
import sys
from pathlib import Path

import loupe
from loupe.pytorch import leave_stand_ins

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[3] / 'examples'
FENCE = re.compile(r'```python\n(.*?)^```', re.S | re.M)


def request(name, text, cells):
    return {'uri': f'file:///examples/{name}', 'name': name, 'text': text, 'cells': cells, 'argv': [name], 'customaryNames': True, 'folder': None, 'record': {}}


def whole(name, text):
    return request(name, text, [{'line': 1, 'text': text, 'shift': 0, 'mode': 'exec'}])


def fences(name, text, keep=lambda code: True):
    found = [(text.count('\n', 0, match.start(1)) + 1, match[1]) for match in FENCE.finditer(text) if keep(match[1])]
    return request(name, text, [{'line': line, 'text': code, 'shift': 0, 'mode': 'exec'} for line, code in found])


def requests():
    notes = (EXAMPLES / 'pytorch-notes.md').read_text('utf-8')
    yield 'gather', fences('pytorch-notes.md', notes, lambda code: 'gather' in code)
    yield 'pytorch-notes', fences('pytorch-notes.md', notes)
    yield 'ema-training', whole('ema-training.py', (EXAMPLES / 'ema-training.py').read_text('utf-8'))
    for path in sorted(HERE.glob('*.py')):
        if path != Path(__file__).resolve():
            yield path.stem, whole(path.name, path.read_text('utf-8'))


leave_stand_ins()
for name, made in requests():
    if len(sys.argv) > 1 and name not in sys.argv[1:]:
        continue
    frames = []
    status = loupe.run(made, frames.append, ends=False)
    (HERE / f'{name}.loupe').write_bytes(b''.join(frames))
    print(name, status, sum(map(len, frames)))
