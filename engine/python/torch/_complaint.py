"""What PyTorch says where no signature takes the arguments; found by asking it (test/conformance/python/)."""
from . import _names, _types


def complain(group, args, kwargs):
    for value in (*args, *kwargs.values()):
        _names.refuse_lacking(value)
    count = len(args) + len(kwargs)
    plausible = [s for s in group.signatures if s.least <= count <= s.most and not s.is_hidden]
    if len(plausible) == 1:
        plausible[0].parse(group, args, kwargs, True)
    options = [s for s in group.signatures if not s.is_hidden]
    text = f'{group.name}() received an invalid combination of arguments - got '
    if len(options) == 1:
        only = options[0]
        got = _marked(only, args, kwargs) if len(str(only).split(', ')) == count else _described(args, kwargs)
        raise TypeError(f'{text}{got}, but expected {only}')
    lines = [f'{text}{_described(args, kwargs)}, but expected one of:\n']
    for option in options:
        lines.append(f' * {option}\n')
        pieces = str(option)[1:-1].split(', ')
        if len(pieces) != count:
            continue
        names = [piece.rpartition(' ')[2] for piece in pieces]
        start = max(len(pieces) - len(kwargs), 0)
        unmatched = [key for key in kwargs if key not in names[start:]]
        if unmatched:
            lines.append(f"      didn't match because some of the keywords were incorrect: {', '.join(unmatched)}\n")
        else:
            lines.append(f"      didn't match because some of the arguments have invalid types: {_marked(option, args, kwargs)}\n")
    raise TypeError(''.join(lines))


def _described(args, kwargs):
    text = ''.join(f'{_types._type_name(a)}, ' for a in args) + ''.join(f'{k}={_types._type_name(v)}, ' for k, v in kwargs.items())
    return f'({text[:-2] if args else text})'


def _marked(option, args, kwargs):
    """The arguments' types, those between `!` that don't match what PyTorch's reader of signatures makes of them."""
    pieces = [piece.rpartition(' ') for piece in str(option)[1:-1].split(', ')]
    values = [*args, *kwargs.values()]
    keys = [None] * len(args) + list(kwargs)
    parts = []
    for index, value in enumerate(values):
        type, _, name = pieces[index] if index < len(pieces) else ('', '', '')
        if keys[index] is not None:
            type = next((t for t, _, n in pieces if n == keys[index]), '')
        text = _types._type_name(value)
        mark = '' if type == text or (type == 'float' and text == 'int') else '!'
        if isinstance(value, (tuple, list)):
            inner = ', '.join(map(_types._type_name, value))
            comma = ',' if isinstance(value, tuple) and len(value) == 1 else ''
            text = f'{text} of ({inner}{comma})' if isinstance(value, tuple) else f'{text} of [{inner}]'
        key = f'{keys[index]}=' if keys[index] is not None else ''
        parts.append(f'{mark}{key}{text}{mark}, ')
    text = ''.join(parts)
    return f'({text[:-2] if args else text})'
