"""`python -m loupe FILE [ARGUMENTS]`: runs a Python file under the Python and the PyTorch at hand and writes its trace.

Options stand before FILE or right after it; everything else is the program's own. `--request` takes FILE for a run request
in JSON instead (engine/runtime/protocol.ts), for documents of several cells.
"""
import argparse
import json
import os
import sys
import tokenize
from pathlib import Path

from . import run
from .pytorch import leave_stand_ins

_WITH_VALUE = ('--trace', '--record')
_OPTIONS = (*_WITH_VALUE, '--request')


def _options(argv):
    """Our own options, FILE among them, and the program's arguments."""
    parser = argparse.ArgumentParser(
        prog='python -m loupe', usage='%(prog)s [--trace OUT] [--record JSON] [--request] FILE [ARGUMENTS]', description=__doc__.splitlines()[0], allow_abbrev=False)
    parser.add_argument('file', metavar='FILE')
    parser.add_argument('--trace', metavar='OUT', help="where the trace is written; by default the file's name with .loupe, in this folder")
    parser.add_argument('--record', default='{}', type=json.loads, metavar='JSON', help='record options, e.g. \'{"maxSteps": 1000}\'')
    parser.add_argument('--request', action='store_true', help='FILE is a run request in JSON')
    own, found = 0, False
    while own < len(argv):
        option = argv[own].partition('=')[0]
        if found and option not in _OPTIONS:
            break
        found = found or not option.startswith('-')
        own += 2 if argv[own] in _WITH_VALUE else 1
    return parser.parse_args(argv[:own]), argv[own:]


def _text(given):
    with open(given, 'rb') as file:
        encoding, _ = tokenize.detect_encoding(file.readline)
        file.seek(0)
        return file.read().decode(encoding)


def _request(given, arguments, as_json):
    if as_json:
        return json.loads(Path(given).read_text('utf-8'))
    text = _text(given)
    # As Python itself names the file of a script in tracebacks.
    path = os.path.abspath(given)
    return {
        'uri': Path(path).as_uri(), 'name': path, 'text': text, 'argv': [given, *arguments], 'customaryNames': False, 'folder': None,
        'cells': [{'line': 1, 'text': text, 'shift': 0, 'mode': 'exec'}], 'record': {},
    }


def main():
    options, arguments = _options(sys.argv[1:])
    trace = options.trace or f'{Path(options.file).stem}.loupe'
    try:
        request = _request(options.file, arguments, options.request)
        descriptor = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, 'O_BINARY', 0), 0o644)
    except (OSError, SyntaxError, ValueError) as error:
        about = f"can't open file {error.filename!r}: [Errno {error.errno}] {error.strerror}" if isinstance(error, OSError) else f"can't read file {options.file!r}: {error}"
        sys.exit(_refused(about))
    request['record'] = {**(request.get('record') or {}), **options.record}
    sys.path[0] = os.path.dirname(os.path.abspath(options.file))
    leave_stand_ins()

    def sink(data):
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view):]

    try:
        status = run(request, sink, echo=True)
    finally:
        os.close(descriptor)
    if options.trace is None:
        # Where the trace was asked for by name, stderr is the program's alone.
        print(f'The trace is in {trace}', file=sys.stderr)
    sys.exit(status)


def _refused(about):
    print(f'python -m loupe: {about}', file=sys.stderr)
    return 2


if __name__ == '__main__':
    main()
