"""What PyTorch prints for short programs.

Run with a Python that has real PyTorch: python ask_programs.py > ../stored/python_programs.json
The programs are the parts of programs.txt between lines of dashes; their first line is a comment that names them.
"""
import contextlib
import io
import json
import os
import sys
import warnings

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'programs.txt'), encoding='utf-8') as file:
    PROGRAMS = [part.strip('\n') for part in file.read().split('\n----\n')]


def printed(program):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter('ignore')
        try:
            exec(compile(program, 'notes.py', 'exec'), {'__name__': '__main__'})
        except Exception as error:
            print(f'{type(error).__name__}: {error}', file=sys.stderr)
            print(program.splitlines()[0], f'line {error.__traceback__.tb_next.tb_lineno}', file=sys.stderr)
    return out.getvalue()


json.dump({program: printed(program) for program in PROGRAMS}, sys.stdout, indent=1, ensure_ascii=False)
print()
