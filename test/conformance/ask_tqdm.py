"""Asks real tqdm what its bars look like; the answers are stored beside this file.

    python test/conformance/ask_tqdm.py

needs tqdm 4.70. `calls` are calls of the static methods by name, `programs` what short programs write: their clock is
`clock`, which goes on where they say so.
"""
import json
import pathlib
import random
import warnings

import tqdm

STORED = pathlib.Path(__file__).parent / "stored"
chance = random.Random(4)

NUMBERS = [0, 1, 7, 9.994, 9.995, 42, 99.94, 99.95, 123, 999.4, 999.5, 1000, 1023, 1024, 12345, 123456.789, 10**6, 1.5e9, 2**40, 1e15, 1e24, 1e27, 1e30, 0.5, 0.001234, 1e-9, -1, -42.5, -12345]
SECONDS = [0, 0.4, 1, 59, 60, 61.9, 3599, 3600, 3661, 86399, 86400, 10**6, -5, -3700]

FORMATS = [
    "{l_bar}{bar}{r_bar}", "{desc}: {percentage:3.0f}%|{bar:20}| {n_fmt}/{total_fmt}", "{l_bar}{bar:30a}{r_bar}", "{bar:-5}|{n}|{remaining_s}", "{desc}{percentage:.1f}%", "{l_bar}{bar:12u}|",
    "{rate_noinv_fmt} {rate_inv_fmt} {rate_fmt}", "{n:>8}/{total} {unit} {elapsed_s} {elapsed}<{remaining}", "{bar}", "{l_bar}{bar:b}{r_bar}", "{desc}: {bar:8}{postfix} {ncols} {unit_divisor}",
]


def meter():
    total = chance.choice([None, None, 0, 1, 3, 10, 10, 100, 1000, 12345, 60000, 2.5, 10**7, float("inf")])
    n = chance.choice([0, 1, 2, 3, 5, 7, 10, 99, 100, 640, 12345, 0.5, 1.25, 10**6])
    if total not in (None, float("inf")) and chance.random() < 0.7:
        n = round(total * chance.random()) if isinstance(total, int) else total / 2
    options = {
        "ncols": [None, 0, 1, 10, 30, 60, 80, 120], "prefix": ["", "train", "epoch 3: ", "训练", "x:"], "ascii": [False, True, " .oO", "░▒█"], "unit": ["it", "B", " samples", "批"],
        "unit_scale": [False, True, 1, 2, 0.25], "rate": [None, 0, 1.5, 0.25, 123456.7, 1.0], "bar_format": FORMATS, "postfix": ["", "loss=0.25", "准确率=1"],
        "unit_divisor": [1000, 1024], "initial": [0, 2], "colour": [None, "green", "RED", "#00ff7f"],
    }
    given = {name: chance.choice(values) for name, values in options.items() if chance.random() < 0.3}
    return {"n": n, "total": total, "elapsed": chance.choice([0, 0.01, 1, 12.5, 75, 3700, 10**6]), **given}


CALLS = [
    *(["format_sizeof", {"num": num, **more}] for num in NUMBERS for more in ({}, {"suffix": "B"}, {"divisor": 1024})),
    *(["format_interval", {"t": t}] for t in SECONDS),
    *(["format_num", {"n": n}] for n in NUMBERS),
    *(["format_meter", meter()] for _ in range(1200)),
]

PROGRAMS = [
    "for _ in tqdm(range(5), file=out): clock(0.3)",
    "for _ in trange(2, 12, 3, file=out, desc='steps', ascii=False): clock(0.04)",
    "for _ in tqdm(range(3), file=out, leave=False, desc='gone'): clock(1)",
    "for _ in tqdm((i for i in 'abc'), file=out): clock(2)",
    "for _ in tqdm('abcdef', total=3, file=out): clock(2)",
    "for _ in tqdm(range(8), file=out, miniters=3, mininterval=0): clock(0.2)",
    "for _ in tqdm(range(4), file=out, initial=2, total=8, unit='B', unit_scale=True, unit_divisor=1024, ncols=60, colour='green'): clock(0.5)",
    "for _ in tqdm(range(6), file=out, delay=1): clock(0.4)",
    "for _ in tqdm(range(6), file=out, delay=10): clock(0.4)",
    "for _ in tqdm(range(6), file=out, smoothing=0): clock(0.4 + _)",
    "for _ in tqdm(range(6), file=out, smoothing=1): clock(0.4 + _)",
    "for _ in tqdm(range(3), file=out, disable=True): clock(1)",
    "for _ in tqdm(range(3), file=terminal, disable=None): clock(1)\nfor _ in tqdm(range(3), file=out, disable=None): clock(1)",
    "for _ in tqdm([], file=out): pass",
    "for _ in tqdm(range(3), file=out, bar_format='{desc}: {bar:10} {n_fmt} {postfix[0]} {postfix[1]}', postfix=['a', 2]): clock(1)",
    "for _ in tqdm(range(3), file=out, postfix={'loss': 0.123456, 'a': 'x '}): clock(1)",
    "with tqdm(total=10, file=out) as bar:\n    for i in range(5):\n        clock(0.3)\n        print(bar.update(2), bar.n)",
    "with tqdm(total=10, file=out, unit_scale=True) as bar:\n    clock(1)\n    bar.update(25)",
    "bar = tqdm(total=4, file=out)\nbar.set_description('first')\nclock(1)\nbar.update()\nbar.set_postfix(z=1e-9, a=123456789., m='text')\nbar.set_postfix({'one': 1, 'two': [2]}, refresh=False)\nbar.set_postfix_str('plain')\nbar.set_description_str('second', refresh=False)\nbar.set_description()\nbar.close()\nbar.close()\nbar.update()",
    "bar = tqdm(range(4), file=out, position=0)\nfor i in bar:\n    clock(1)\n    bar.set_postfix(loss=i / 3)\n    tqdm.write(f'step {i}', file=out)",
    "bar = tqdm(total=4, file=out)\nclock(1)\nbar.update(3)\nclock(5)\nbar.unpause()\nclock(1)\nbar.update()\nbar.reset(8)\nclock(1)\nbar.update(2)\nbar.clear()\nbar.refresh()\nbar.display('msg')\nbar.close()",
    "bar = tqdm(total=4, file=out)\nbar.total = 8\nbar.n = 6\nclock(2)\nbar.refresh()\nprint(str(bar), len(bar), bool(bar), 3 in tqdm([1, 3], file=out))\nbar.close()",
    "for _ in tqdm(range(2), file=out, desc='outer'):\n    for _ in tqdm(range(3), file=out, desc='inner', leave=False):\n        clock(0.5)",
    "for _ in tqdm(range(2), file=out, desc='outer'):\n    for _ in tqdm(range(2), file=out, desc='inner'):\n        clock(0.5)",
    "for _ in tqdm(range(2), file=out, desc='outer'):\n    for _ in tqdm(range(2), file=out, desc='inner', leave=None):\n        for _ in tqdm(range(2), file=out, desc='innermost', leave=False):\n            clock(0.5)",
    "bars = [tqdm(total=2, file=out, position=i, nrows=3) for i in range(4)]\nfor bar in bars:\n    clock(1)\n    bar.update()\nfor bar in bars: bar.close()",
    "for i, x in tenumerate('ab', file=out): clock(1); print(i, x)",
    "print(list(tzip([1, 2], 'ab', file=out)), list(tmap(abs, [-1, 2], file=out)))",
    "print(list(reversed(tqdm([1, 2, 3], file=out))))",
    "try:\n    for i in tqdm(range(3), file=out):\n        clock(1)\n        if i == 1: raise ValueError('no')\nexcept ValueError as error: print(error)",
    "for i in tqdm(range(9), file=out):\n    clock(1)\n    if i == 4: break",
    "print(len(tqdm(range(3), file=out)), len(tqdm(total=7, file=out)), bool(tqdm(total=0, file=out)))",
    *(f"try:\n    {line}\nexcept Exception as error: print(type(error), error)" for line in (
        "tqdm(range(3), file=out, foo=1)", "tqdm(range(3), file=out, nested=True)", "bool(tqdm(file=out))", "len(tqdm(file=out))", "tqdm(3, file=out).__iter__().__next__()", "tqdm(range(3), file=out, colour='mauve').close()",
    )),
    "bar = tqdm(range(3), file=out, disable=True)\nfor _ in bar: clock(1)\nprint(bar.n, bar.total, len(bar), bar.disable, bar.update(), bar.close(), bar.refresh(), bar.set_description('x'), bar.reset(), bar.clear())",
    "bar = tqdm(total=3, file=out, desc='d', unit='x')\nprint(dict(bar.format_dict), bar.desc, bar.leave, bar.pos, bar.mininterval, bar.smoothing)",
    "from tqdm.auto import tqdm as auto, trange as auto_range\nfor _ in auto(range(2), file=out): clock(1)\nfor _ in auto_range(2, file=out): clock(1)",
]

SURROUNDINGS = '''
import io, sys, warnings
import tqdm.std
from tqdm import tqdm, trange
from tqdm.contrib import tenumerate, tmap, tzip
warnings.simplefilter("ignore")
now = 1000.0
def clock(seconds):
    global now
    now += seconds
sys.modules["tqdm.std"].time = lambda: now
out = io.StringIO()
class Terminal(io.StringIO):
    encoding = "utf-8"
    def isatty(self): return True
terminal = Terminal()
tqdm.monitor_interval = 0
tqdm._instances.clear()
'''


def ran(program):
    """What it writes to its file, to its terminal, and prints."""
    printed = []
    names = {"__name__": "__main__", "print": lambda *args: printed.append(" ".join(map(str, args)))}
    exec(SURROUNDINGS, names)
    exec(program, names)
    for each in [value for value in names.values() if type(value).__name__ == "tqdm"]:
        each.close()
    names["tqdm"]._instances.clear()
    return [names["out"].getvalue(), names["terminal"].getvalue(), printed]


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    rows = []
    for name, given in CALLS:
        try:
            rows.append([name, given, getattr(tqdm.tqdm, name)(**given)])
        except Exception as error:
            rows.append([name, given, type(error).__name__])
    answers = {"version": tqdm.__version__, "surroundings": SURROUNDINGS, "calls": rows, "programs": [[program, ran(program)] for program in PROGRAMS]}
    (STORED / "tqdm.json").write_text(json.dumps(answers, ensure_ascii=False, indent=None, separators=(",", ":")).replace('],["', '],\n["') + "\n", encoding="utf-8")
