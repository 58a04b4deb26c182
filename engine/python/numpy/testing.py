"""numpy.testing: assertions about arrays, with NumPy's words for what differs."""
import math

from ._comparing import isclose
from ._core import as_array
from ._printing import array_repr
from ._searching import nonzero
from ._shaping import broadcast_arrays
from ._types import generic
from ._ufuncs import abs, isnan

_SHOWN = 5


def _message(head, lines, pairs):
    return '\n'.join([head, *lines, *[f' {name}: {array_repr(value) if hasattr(value, "_h") else repr(value)}' for name, value in pairs]])


def _compare(compare, actual, desired, head, err_msg='', names=('ACTUAL', 'DESIRED'), strict=False, equal_nan=True):
    actual, desired = as_array(actual), as_array(desired)
    pairs = list(zip(names, (actual, desired)))
    if actual.shape != desired.shape and (strict or actual.ndim and desired.ndim):
        raise AssertionError(_message(f'\n{head}', [err_msg, f'(shapes {actual.shape}, {desired.shape} mismatch)'], pairs))
    one, two = broadcast_arrays(actual, desired)
    kept = None
    if equal_nan and (one.dtype.kind == 'f' or two.dtype.kind == 'f'):
        if bool((isnan(one) != isnan(two)).any()):
            raise AssertionError(_message(f'\n{head}', [err_msg, 'nan location mismatch:'], pairs))
        kept = ~isnan(one)
    same = as_array(compare(one, two))
    wrong = ~same if kept is None else ~same & kept
    count = int(wrong.sum())
    if not count:
        return
    lines = [err_msg, f'Mismatched elements: {count} / {wrong.size} ({100 * count / wrong.size:.3g}%)']
    if wrong.ndim:
        places = list(zip(*[each.tolist() for each in nonzero(wrong)]))
        lines.append('Mismatch at index:' if count == 1 else 'Mismatch at indices:' if count <= _SHOWN else f'First {_SHOWN} mismatches are at indices:')
        lines += [f' {list(place)}: {one[place]} ({names[0]}), {two[place]} ({names[1]})' for place in places[:_SHOWN]]
    a, b = (each.reshape(-1)[nonzero(wrong.reshape(-1))[0]] for each in (one, two))
    if one.dtype.kind != 'b':
        off = abs(a - b)
        lines.append(f'Max absolute difference among violations: {_number(off.max())}')
        divides = b != 0
        lines.append(f'Max relative difference among violations: {_number((off[divides] / abs(b[divides])).max()) if bool(divides.any()) else "inf"}')
    raise AssertionError(_message(f'\n{head}', lines, pairs))


def _number(value):
    """As an array of it is printed."""
    return array_repr(as_array(value))[6:].rstrip(')').split(',')[0]


def assert_allclose(actual, desired, rtol=1e-07, atol=0, equal_nan=True, err_msg='', verbose=True, *, strict=False):
    _compare(lambda a, b: isclose(a, b, rtol, atol, equal_nan), actual, desired, f'Not equal to tolerance rtol={rtol:g}, atol={atol:g}', err_msg, strict=strict, equal_nan=equal_nan)


def assert_array_equal(actual, desired, err_msg='', verbose=True, *, strict=False):
    _compare(lambda a, b: a == b, actual, desired, 'Arrays are not equal', err_msg, strict=strict)


def assert_array_almost_equal(actual, desired, decimal=6, err_msg='', verbose=True):
    _compare(lambda a, b: (abs(a - b) < 1.5 * 10.0 ** -decimal) | (a == b), actual, desired, f'Arrays are not almost equal to {decimal} decimals', err_msg)


def assert_array_less(x, y, err_msg='', verbose=True, *, strict=False):
    _compare(lambda a, b: a < b, x, y, 'Arrays are not strictly ordered `x < y`', err_msg, ('x', 'y'), strict)


def assert_(val, msg=''):
    if not val:
        raise AssertionError(msg() if callable(msg) else msg)


def _raises(name, exception, args, kwargs):
    import unittest
    return getattr(unittest.TestCase(), name)(exception, *args, **kwargs)


def assert_raises(exception_class, *args, **kwargs):
    return _raises('assertRaises', exception_class, args, kwargs)


def assert_raises_regex(exception_class, expected_regexp, *args, **kwargs):
    return _raises('assertRaisesRegex', exception_class, (expected_regexp, *args), kwargs)


def assert_string_equal(actual, desired):
    import difflib
    for each in (actual, desired):
        if not isinstance(each, str):
            raise AssertionError(repr(type(each)))
    if actual != desired:
        lines = [line for line in difflib.Differ().compare(actual.splitlines(True), desired.splitlines(True)) if not line.startswith('  ')]
        raise AssertionError('Differences in strings:\n' + ''.join(lines).rstrip())


def assert_approx_equal(actual, desired, significant=7, err_msg='', verbose=True):
    actual, desired = float(actual), float(desired)
    if actual == desired or actual != actual and desired != desired:
        return
    scale = 10.0 ** math.floor(math.log10(0.5 * (math.fabs(actual) + math.fabs(desired)))) if math.isfinite(actual) and math.isfinite(desired) else math.nan
    if not math.fabs(desired / scale - actual / scale) < 10.0 ** -(significant - 1):
        raise AssertionError(_message(f'\nItems are not equal to {significant} significant digits:' + f'\n{err_msg}' * bool(err_msg), [], [('ACTUAL', actual), ('DESIRED', desired)]))


def _is_array(value):
    return hasattr(value, 'shape') and not isinstance(value, generic) or isinstance(value, (list, tuple))


def assert_almost_equal(actual, desired, decimal=7, err_msg='', verbose=True):
    if _is_array(actual) or _is_array(desired):
        assert_array_almost_equal(actual, desired, decimal, err_msg)
    elif not abs(desired - actual) < 1.5 * 10.0 ** -decimal and not (actual != actual and desired != desired):
        raise AssertionError(_message(f'\nArrays are not almost equal to {decimal} decimals' + f'\n{err_msg}' * bool(err_msg), [], [('ACTUAL', actual), ('DESIRED', desired)]))


def assert_equal(actual, desired, err_msg='', verbose=True, *, strict=False):
    if isinstance(desired, dict):
        assert_equal(len(actual), len(desired), err_msg)
        for key, value in desired.items():
            assert_equal(actual[key], value, f'key={key!r}\n{err_msg}')
    elif isinstance(desired, (list, tuple)) and isinstance(actual, (list, tuple)):
        assert_equal(len(actual), len(desired), err_msg)
        for at, (one, two) in enumerate(zip(actual, desired)):
            assert_equal(one, two, f'item={at!r}\n{err_msg}')
    elif hasattr(actual, '_h') or hasattr(desired, '_h'):
        assert_array_equal(actual, desired, err_msg, strict=strict)
    elif actual != desired and not (actual != actual and desired != desired):
        raise AssertionError(_message('\nItems are not equal:' + f'\n{err_msg}' * bool(err_msg), [], [('ACTUAL', actual), ('DESIRED', desired)]))
