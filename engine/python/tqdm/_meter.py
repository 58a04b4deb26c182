"""A bar as text, made from nothing but numbers: sizes, times, and the line that they stand in."""
import re
from unicodedata import east_asian_width
from warnings import warn

from ._warnings import TqdmWarning

_ASCII, _BLOCKS, _BLANK = ' 123456789#', ' ▏▎▍▌▋▊▉█', '  '
_CHARSETS = {'a': _ASCII, 'u': _BLOCKS, 'b': _BLANK}
_COLOURS = {name: f'\x1b[{30 + number}m' for number, name in enumerate(('BLACK', 'RED', 'GREEN', 'YELLOW', 'BLUE', 'MAGENTA', 'CYAN', 'WHITE'))}
_RESET = '\x1b[0m'
_ESCAPES = re.compile(r'\x1b\[[;\d]*[A-Za-z]')
_WIDTH = 10


def width(text):
    """The columns that a text takes in a terminal."""
    plain = _ESCAPES.sub('', text)
    return len(plain) if plain.isascii() else sum(2 if east_asian_width(each) in 'FW' else 1 for each in plain)


def _cut(text, columns):
    if width(text) == len(text):
        return text[:columns]
    coloured = _ESCAPES.search(text)
    while width(text) > columns:
        text = text[:-1]
    # What was cut may have been the end of the colour.
    return text + _RESET if coloured and _ESCAPES.search(text) and not text.endswith(_RESET) else text


class _Bar:
    """What `{bar}` stands for in a format; `{bar:20}` says how long it is, `{bar:-5}` how much shorter, `{bar:20a}` of which characters."""

    def __init__(self, fraction, length, charset, colour):
        if not 0 <= fraction <= 1:
            warn('clamping frac to range [0, 1]', TqdmWarning, stacklevel=2)
            fraction = min(max(fraction, 0), 1)
        self._fraction, self._length, self._charset = fraction, length, charset
        self._colour = _colour(colour) if colour else None

    def __format__(self, spec):
        charset = _CHARSETS.get(spec[-1:].lower())
        if charset is not None:
            spec = spec[:-1]
        else:
            charset = self._charset
        length = int(spec) if spec else self._length
        if length < 0:
            length += self._length
        steps = len(charset) - 1
        full, part = divmod(int(self._fraction * length * steps), steps)
        bar = charset[-1] * full
        if full < length:
            bar += charset[part] + charset[0] * (length - full - 1)
        return bar if self._colour is None else self._colour + bar + _RESET


def _colour(name):
    try:
        if name.upper() in _COLOURS:
            return _COLOURS[name.upper()]
        if len(name) == 7 and name[0] == '#':
            return '\x1b[38;2;{};{};{}m'.format(*(int(name[at:at + 2], 16) for at in (1, 3, 5)))
        raise KeyError
    except (KeyError, ValueError, AttributeError):
        warn(f'Unknown colour ({name}); valid choices: [hex (#00ff00), {", ".join(_COLOURS)}]', TqdmWarning, stacklevel=2)
        return None


class _Asked:
    """In the place of the bar, whether a format asks for one; how much room there is for it is what the rest leaves."""

    called = False

    def __format__(self, _spec):
        self.called = True
        return ''


def format_sizeof(num, suffix='', divisor=1000):
    """Three digits and the prefix of a power of `divisor`."""
    for prefix in ('', 'k', 'M', 'G', 'T', 'P', 'E', 'Z'):
        size = abs(num)
        if size < 999.5:
            return f'{num:{"1.2f" if size < 9.995 else "2.1f" if size < 99.95 else "3.0f"}}{prefix}{suffix}'
        num /= divisor
    return f'{num:3.1f}Y{suffix}'


def format_interval(t):
    """Seconds as [H:]MM:SS."""
    minutes, seconds = divmod(abs(int(t)), 60)
    hours, minutes = divmod(minutes, 60)
    return f'{"-" if t < 0 else ""}{f"{hours:d}:" if hours else ""}{minutes:02d}:{seconds:02d}'


def format_num(n):
    """The shorter of three significant digits and the number as Python prints it."""
    short = f'{n:.3g}'.replace('e+0', 'e+').replace('e-0', 'e-')
    return min(str(n), short, key=len)


def _rate(number, scaled):
    return '?' if not number else format_sizeof(number) if scaled else f'{number:5.2f}'


def _eta(remaining):
    from datetime import datetime, timedelta, timezone
    if remaining is None:
        return datetime.fromtimestamp(0, timezone.utc)
    try:
        return datetime.now() + timedelta(seconds=remaining)
    except OverflowError:
        return datetime.max


def format_meter(
    n, total, elapsed, ncols=None, prefix='', ascii=False, unit='it', unit_scale=False, rate=None, bar_format=None, postfix=None, unit_divisor=1000, initial=0, colour=None,
    **extra_kwargs,
):
    """The line of a bar at `n` of `total` after `elapsed` seconds."""
    if total and (n >= total + 0.5 or total == float('inf')):
        # More than there should be: how many there are isn't known.
        total = None
    if unit_scale and unit_scale not in (True, 1):
        n, total, rate = n * unit_scale, total and total * unit_scale, rate and rate * unit_scale
        unit_scale = False
    if rate is None and elapsed:
        rate = (n - initial) / elapsed
    seconds_each = 1 / rate if rate else None
    is_slow = bool(seconds_each) and seconds_each > 1
    rate_noinv_fmt, rate_inv_fmt = f'{_rate(rate, unit_scale)}{unit}/s', f'{_rate(seconds_each, unit_scale)}s/{unit}'
    rate_fmt = rate_inv_fmt if is_slow else rate_noinv_fmt
    n_fmt, total_fmt = ('?' if each is None else format_sizeof(each, divisor=unit_divisor) if unit_scale else str(each) for each in (n, total))
    if not postfix:
        postfix = ''
    elif isinstance(postfix, str):
        postfix = f', {postfix}'
    # What is neither is for a format of the user's own to take apart.
    remaining = (total - n) / rate if rate and total else 0
    elapsed_fmt, remaining_fmt = format_interval(elapsed), format_interval(remaining) if rate else '?'
    if not total and not bar_format:
        line = f'{f"{prefix}: " if prefix else ""}{n_fmt}{unit} [{elapsed_fmt}, {rate_fmt}{postfix}]'
        return _cut(line, ncols) if ncols else line
    left = '' if not prefix else prefix if prefix.endswith(': ') else f'{prefix}: '
    right = f'| {n_fmt}/{total_fmt} [{elapsed_fmt}<{remaining_fmt}, {rate_fmt}{postfix}]'
    percentage = n / total * 100 if total else 0
    if total:
        left += f'{percentage:3.0f}%'
        if ncols == 0:
            return left + right[1:]
        if bar_format and not prefix:
            bar_format = bar_format.replace('{desc}: ', '')
    fields = {
        'n': n, 'n_fmt': n_fmt, 'total': total, 'total_fmt': total_fmt, 'elapsed': elapsed_fmt, 'elapsed_s': elapsed, 'ncols': ncols, 'desc': prefix or '', 'unit': unit,
        'rate': seconds_each if is_slow else rate, 'rate_fmt': rate_fmt, 'rate_noinv': rate, 'rate_noinv_fmt': rate_noinv_fmt, 'rate_inv': seconds_each, 'rate_inv_fmt': rate_inv_fmt,
        'postfix': postfix, 'unit_divisor': unit_divisor, 'colour': colour, 'remaining': remaining_fmt, 'remaining_s': remaining, 'r_bar': right, **extra_kwargs,
        'l_bar': f'{left}|', 'percentage': percentage,
    }
    bar_format = bar_format or '{l_bar}{bar}{r_bar}'
    if 'eta' in bar_format:
        fields['eta'] = _eta(remaining if rate and total else None)
    asked = _Asked()
    line = bar_format.format(bar=asked, **fields)
    if asked.called:
        charset = _BLANK if not total else _ASCII if ascii is True else ascii or _BLOCKS
        bar = _Bar(n / total if total else 0, max(1, ncols - width(line)) if ncols else _WIDTH, charset, colour)
        line = bar_format.format(bar=bar, **fields)
    return _cut(line, ncols) if ncols else line
