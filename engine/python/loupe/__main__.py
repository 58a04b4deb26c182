"""`python -m loupe FILE --trace OUT [ARGUMENTS]`: runs a Python file and writes its trace.

`--request` takes FILE for a run request in JSON instead (engine/runtime/protocol.ts), for documents of several cells.
"""
import argparse
import json
import os
import sys
from pathlib import Path

from . import run


def _request(given, arguments, as_json):
    if as_json:
        return json.loads(Path(given).read_text('utf-8'))
    text = Path(given).read_bytes().decode('utf-8-sig')
    # As Python itself names the file of a script in tracebacks.
    path = os.path.abspath(given)
    return {
        'uri': Path(path).as_uri(), 'name': path, 'text': text, 'argv': [given, *arguments], 'customaryNames': False, 'folder': None,
        'cells': [{'line': 1, 'text': text, 'shift': 0, 'mode': 'exec'}], 'record': {},
    }


def main():
    parser = argparse.ArgumentParser(prog='python -m loupe', description=__doc__.splitlines()[0])
    parser.add_argument('file')
    parser.add_argument('arguments', nargs='*', help='for the program; after -- where they begin with a dash')
    parser.add_argument('--trace', required=True, metavar='OUT', help='where the trace is written')
    parser.add_argument('--request', action='store_true', help='FILE is a run request in JSON')
    parser.add_argument('--record', default='{}', metavar='JSON', help='record options, e.g. {"maxSteps": 1000}')
    options = parser.parse_intermixed_args()
    request = _request(options.file, options.arguments, options.request)
    request['record'] = {**(request.get('record') or {}), **json.loads(options.record)}
    sys.path[0] = os.path.dirname(os.path.abspath(options.file))
    descriptor = os.open(options.trace, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)

    def sink(data):
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view):]

    try:
        status = run(request, sink, echo=True)
    finally:
        os.close(descriptor)
    sys.exit(status)


if __name__ == '__main__':
    main()
