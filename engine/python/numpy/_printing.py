"""numpy.set_printoptions and array text; the layout itself is the engine's (engine/print/array-repr.ts), but where Python formats or separates elements."""
import contextlib
import decimal
import math
import operator

from torch import _border
from torch._border import check

from ._core import as_array, ndarray

_border.client(globals())
_DEFAULTS = {'edgeitems': 3, 'threshold': 1000, 'floatmode': 'maxprec', 'precision': 8, 'suppress': False, 'linewidth': 75, 'nanstr': 'nan', 'infstr': 'inf', 'sign': '-',
             'formatter': None, 'legacy': False, 'override_repr': None}
_current = dict(_DEFAULTS)
_MODES = ['fixed', 'unique', 'maxprec', 'maxprec_equal']
#: Of each kind of elements, by which names formatter knows it, the most particular last.
_FORMATTERS = {'b': ('all', 'bool'), 'i': ('all', 'int_kind', 'int'), 'u': ('all', 'int_kind', 'int'), 'f': ('all', 'float_kind', 'float')}


def _send(values):
    check(_options('numpy', int(values['precision']), float(values['threshold']), int(values['edgeitems']), int(values['linewidth']), bool(values['suppress']),
                   values['nanstr'], values['infstr'], values['sign'], values['floatmode']))


def set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, infstr=None, formatter=None, sign=None, floatmode=None, *,
                     legacy=None, override_repr=None):
    if legacy or override_repr:
        raise NotImplementedError('`numpy.set_printoptions` with legacy or override_repr is not in the embedded engine yet; the python runtime has it')
    given = dict(precision=precision, threshold=threshold, edgeitems=edgeitems, linewidth=linewidth, suppress=suppress, nanstr=nanstr, infstr=infstr, sign=sign, floatmode=floatmode)
    if floatmode not in (*_MODES, None):
        raise ValueError('floatmode option must be one of ' + ', '.join(f'"{mode}"' for mode in _MODES))
    if sign not in (None, '-', '+', ' '):
        raise ValueError("sign option must be one of ' ', '+', or '-'")
    if threshold is not None:
        if not isinstance(threshold, (int, float)):
            raise TypeError('threshold must be numeric')
        if threshold != threshold:
            raise ValueError('threshold must be non-NAN, try sys.maxsize for untruncated representation')
    if precision is not None and not hasattr(precision, '__index__'):
        raise TypeError('precision must be an integer')
    _current.update({key: value for key, value in given.items() if value is not None}, formatter=formatter)
    _send(_current)


def get_printoptions():
    return dict(_current)


@contextlib.contextmanager
def printoptions(*args, **kwargs):
    before = dict(_current)
    set_printoptions(*args, **kwargs)
    try:
        yield dict(_current)
    finally:
        _current.update(before)
        _send(before)


def _formatting(a):
    """What formatter gives for the array's dtype."""
    chosen = None
    for name in _FORMATTERS[a.dtype.kind] if _current['formatter'] else ():
        chosen = _current['formatter'].get(name) or chosen
    return chosen


def _shown(length, is_cut):
    edge = _current['edgeitems']
    return [*range(edge), None, *range(length - max(edge, 1), length)] if is_cut and length > 2 * edge else list(range(length))


def laid_out(a, separator=' ', prefix='', suffix=''):
    """As numpy._core.arrayprint lays elements out."""
    is_cut = a.size > _current['threshold']
    if not a.size:
        return '[]'
    chosen = _formatting(a)
    if chosen is None:
        # The engine's texts of the elements that are shown: all have one width.
        part = a
        for axis, size in enumerate(a.shape):
            part = part[(slice(None),) * axis + ([at for at in _shown(size, is_cut) if at is not None],)]
        flat = part.reshape(-1)
        with printoptions(threshold=flat.size + 1, linewidth=2 ** 31 - 1):
            text = flat._text('str')[1:-1]
        width = (len(text) + 1) // flat.size
        words = iter([text[at * width:(at + 1) * width - 1] for at in range(flat.size)])
        chosen = lambda _: next(words)  # noqa: E731
    tail = separator.rstrip()

    def rows(part, hanging, width):
        if not part.ndim:
            return chosen(part[()])
        shown = _shown(len(part), is_cut)
        if part.ndim > 1:
            texts = [hanging + ('...' if at is None else rows(part[at], hanging + ' ', width - 1)) for at in shown]
            return '[' + (tail + '\n' * (part.ndim - 1)).join(texts)[len(hanging):] + ']'
        room = width - max(len(tail), 1)
        done, line = '', hanging
        for place, at in enumerate(shown):
            word = '...' if at is None else chosen(part[at])
            if len(line) + len(word) > room and len(line) > len(hanging):
                done += line.rstrip() + '\n'
                line = hanging
            line += word + (separator if place < len(shown) - 1 else '')
        return '[' + (done + line)[len(hanging):] + ']'
    return rows(a, ' ' * (len(prefix) + 1), _current['linewidth'] - len(suffix))


def _words(self, what):
    if _current['formatter'] and what in ('repr', 'str') and _formatting(self) is not None:
        if what == 'str':
            return laid_out(self) if self.ndim else _formatting(self)(self[()])
        extra = '' if self.dtype.name in ('bool', 'int64', 'float64') and self.size else f', dtype={self.dtype.name}'
        return f'array({laid_out(self, ", ", "array(", ")")}{extra})'
    return _array_text(self._t._h, what)


ndarray._text = _words


def array_repr(arr, max_line_width=None, precision=None, suppress_small=None):
    with printoptions(precision=precision, linewidth=max_line_width, suppress=suppress_small):
        return repr(as_array(arr))


def array_str(a, max_line_width=None, precision=None, suppress_small=None):
    with printoptions(precision=precision, linewidth=max_line_width, suppress=suppress_small):
        return str(as_array(a))


def array2string(a, max_line_width=None, precision=None, suppress_small=None, separator=' ', prefix='', *, formatter=None, threshold=None, edgeitems=None, sign=None, floatmode=None, suffix='', legacy=None):
    with printoptions(precision, threshold, edgeitems, max_line_width, suppress_small, None, None, formatter or _current['formatter'], sign, floatmode):
        a = as_array(a)
        return laid_out(a, separator, prefix, suffix) if a.ndim else a._text('str')


# Numbers as text


def _trimmed(text, trim, least):
    """What stands after the point, without the zeros at its end where `trim` says so; `least` digits stay."""
    whole, _, fraction = text.partition('.')
    kept = fraction if trim == 'k' else fraction.rstrip('0')
    kept = fraction[:max(len(kept), least or 0)].ljust(least or 0, '0')
    return f'{whole}.{kept or "0" * (trim == "0")}' if kept or trim != '-' else whole


def _shortest(x):
    """The least digits that tell the number from others of its dtype: one, and more of them after it, and their exponent."""
    text = format(decimal.Decimal(str(x) if hasattr(x, 'dtype') else repr(float(x))).normalize(), 'e')
    mantissa, _, exponent = text.partition('e')
    return mantissa.lstrip('-').replace('.', ''), int(exponent)


def _number(x, sign, form):
    if x != x or abs(x) == math.inf:
        return '+' * (sign and x > 0) + ('nan' if x != x else f'{float(x)}')
    return ('-' if math.copysign(1, x) < 0 else '+' if sign else '') + form(abs(x))


def format_float_scientific(x, precision=None, unique=True, trim='k', sign=False, pad_left=None, exp_digits=None, min_digits=None):
    def form(x):
        digits, exponent = _shortest(x)
        places = len(digits) - 1 if precision is None else min(len(digits) - 1, precision)
        # Of what is not the shortest, all digits are asked for.
        mantissa, _, power = (f'{decimal.Decimal(f"{digits}e{exponent - len(digits) + 1}"):.{places}e}' if unique else f'{float(x):.{17 if precision is None else precision}e}').partition('e')
        mantissa = mantissa if '.' in mantissa else mantissa + '.'
        return f'{_trimmed(mantissa, trim, min_digits)}e{"-" if int(power) < 0 else "+"}{abs(int(power)):0{2 if exp_digits is None else exp_digits}d}'
    text = _number(x, sign, form)
    return ' ' * ((pad_left or 0) - len(text.partition('.')[0])) + text


def format_float_positional(x, precision=None, unique=True, fractional=True, trim='k', sign=False, pad_left=None, pad_right=None, min_digits=None):
    if not fractional and precision == 0:
        raise ValueError('precision must be greater than 0 if fractional=False')

    def form(x):
        digits, exponent = _shortest(x)
        places = max(len(digits) - 1 - exponent, 0)
        limit = precision if precision is None or fractional else max(precision - 1 - exponent, 0)
        places = places if limit is None else min(places, limit) if unique else limit
        exact = decimal.Decimal(f'{digits}e{exponent - len(digits) + 1}') if unique else decimal.Decimal(float(x))
        if not fractional and precision is not None and exponent + 1 > precision:
            exact = round(exact, precision - 1 - exponent)
        text = f'{exact:.{places}f}'
        return _trimmed(text if '.' in text else text + '.', trim, min_digits)
    text = _number(x, sign, form)
    whole, _, fraction = text.partition('.')
    return ' ' * ((pad_left or 0) - len(whole)) + text + ' ' * ((pad_right or 0) - len(fraction))


def binary_repr(num, width=None):
    num = operator.index(num)
    text = format(abs(num), 'b')
    if num < 0:
        if width is None:
            return f'-{text}'
        return format((1 << max(width, len(format(-num - 1, 'b')) + 1)) + num, 'b')
    return text.zfill(width or 0)


def base_repr(number, base=2, padding=0):
    if not 2 <= base <= 36:
        raise ValueError('Bases greater than 36 not handled in base_repr.' if base > 36 else 'Bases less than 2 not handled in base_repr.')
    text, left = '', abs(int(number))
    while left:
        text, left = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'[left % base] + text, left // base
    return ('-' if number < 0 else '') + '0' * padding + (text or '0')
