"""What PyTorch prints for short programs.

Run with a Python that has real PyTorch: python ask_programs.py > ../stored/python_programs.json
The programs are the parts of programs*.txt between lines of dashes; their first line is a comment that names them.
"""
import contextlib
import io
import json
import pathlib
import sys
import warnings

FILES = sorted(pathlib.Path(__file__).resolve().parent.glob('programs*.txt'))
PROGRAMS = [part.strip('\n') for file in FILES for part in file.read_text(encoding='utf-8').split('\n----\n')]


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
