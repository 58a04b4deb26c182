"""What PyTorch says where no signature takes the arguments; found by asking it (test/conformance/python/)."""
from . import _names, _types

_MASK = 2 ** 64 - 1
_MULTIPLIER = 0xc6a4a7935bd1e995
#: Of a map of at most so many.
_BUCKETS = 13


def _mixed(number):
    return number ^ number >> 47


def _hash(text):
    """A word's hash in GCC's library (MurmurHash64A)."""
    data = text.encode()
    whole = len(data) & ~7
    found = 0xc70f6907 ^ len(data) * _MULTIPLIER & _MASK
    for at in range(0, whole, 8):
        word = int.from_bytes(data[at:at + 8], 'little')
        found = (found ^ _mixed(word * _MULTIPLIER & _MASK) * _MULTIPLIER) * _MULTIPLIER & _MASK
    if whole < len(data):
        found = (found ^ int.from_bytes(data[whole:], 'little')) * _MULTIPLIER & _MASK
    return _mixed(_mixed(found) * _MULTIPLIER & _MASK)


def _as_listed(kwargs):
    """Keywords in the order in which PyTorch lists them: that of the hash map in which it holds them."""
    buckets = {}
    for key, value in kwargs.items():
        buckets.setdefault(_hash(key) % _BUCKETS, []).insert(0, (key, value))
    return {key: value for bucket in reversed(buckets.values()) for key, value in bucket}


def complain(group, args, kwargs):
    for value in (*args, *kwargs.values()):
        _names.refuse_lacking(value)
    count = len(args) + len(kwargs)
    plausible = [s for s in group.signatures if s.least <= count <= s.most and not s.is_hidden]
    if len(plausible) == 1:
        plausible[0].parse(group, args, kwargs, True)
    options = [s for s in group.signatures if not s.is_hidden]
    kwargs = _as_listed(kwargs)
    text = f'{group.name}() received an invalid combination of arguments - got '
    if len(options) == 1:
        only = options[0]
        unknown = _unmatched(only, kwargs)
        if unknown:
            raise TypeError(f"{text}unrecognized keyword arguments: {', '.join(unknown)}")
        got = _marked(only, args, kwargs) if len(str(only).split(', ')) == count else _described(args, kwargs)
        raise TypeError(f'{text}{got}, but expected {only}')
    lines = [f'{text}{_described(args, kwargs)}, but expected one of:\n']
    for option in options:
        lines.append(f' * {option}\n')
        pieces = str(option)[1:-1].split(', ')
        if len(pieces) != count:
            continue
        unmatched = _unmatched(option, kwargs)
        if unmatched:
            lines.append(f"      didn't match because some of the keywords were incorrect: {', '.join(unmatched)}\n")
        else:
            lines.append(f"      didn't match because some of the arguments have invalid types: {_marked(option, args, kwargs)}\n")
    raise TypeError(''.join(lines))


def _unmatched(option, kwargs):
    """Keywords that are none of the option's last parameters, as many as there are keywords."""
    names = [piece.rpartition(' ')[2] for piece in str(option)[1:-1].split(', ')]
    return [key for key in kwargs if key not in names[max(len(names) - len(kwargs), 0):]]


def _described(args, kwargs):
    text = ''.join(f'{_types._type_name(a)}, ' for a in args) + ''.join(f'{k}={_types._type_name(v)}, ' for k, v in kwargs.items())
    return f'({text[:-2] if args else text})'


def _marked(option, args, kwargs):
    """The arguments' types, those between `!` that don't match what PyTorch's reader of signatures makes of them."""
    pieces = [piece.rpartition(' ') for piece in str(option)[1:-1].split(', ')]
    places = {name: place for place, (_, _, name) in enumerate(pieces)}
    named = sorted(kwargs, key=lambda key: places.get(key, len(pieces)))
    values = [*args, *(kwargs[key] for key in named)]
    keys = [None] * len(args) + named
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
