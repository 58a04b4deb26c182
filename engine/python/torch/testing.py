"""torch.testing.assert_close, and the sentences by which it refuses."""
import math

from . import _types
from ._tensor import Tensor

# Relative and absolute, by dtype; others must be equal.
_TOLERANCES = {_types.float16: (1e-3, 1e-5), _types.bfloat16: (1.6e-2, 1e-5), _types.float32: (1.3e-6, 1e-5), _types.float64: (1e-7, 1e-7)}


def _up_to(tolerance, is_exact):
    return '' if is_exact else f' (up to {tolerance} allowed)'


def _scalars(actual, expected, rtol, atol, equal_nan):
    is_exact = rtol == 0 and atol == 0
    if math.isnan(actual) and math.isnan(expected):
        is_close = equal_nan
    else:
        is_close = actual == expected or abs(actual - expected) <= atol + rtol * abs(expected)
    if is_close:
        return
    difference = abs(actual - expected)
    relative = difference / abs(expected) if expected != 0 else math.inf
    raise AssertionError(f'Scalars are not {"equal" if is_exact else "close"}!\n\nExpected {expected} but got {actual}.\n'
                         f'Absolute difference: {difference}{_up_to(atol, is_exact)}\nRelative difference: {relative}{_up_to(rtol, is_exact)}')


def _tensors(actual, expected, rtol, atol, equal_nan, checks):
    import torch
    for name, is_checked in checks.items():
        ours, theirs = (getattr(tensor, name)() if name == 'stride' else getattr(tensor, name) for tensor in (actual, expected))
        if is_checked and ours != theirs:
            raise AssertionError(f"The values for attribute '{name}{'()' if name == 'stride' else ''}' do not match: {ours} != {theirs}.")
    if actual.dtype is not expected.dtype:
        dtype = torch.promote_types(actual.dtype, expected.dtype)
        actual, expected = actual.to(dtype), expected.to(dtype)
    if rtol is None:
        pairs = [_TOLERANCES.get(tensor.dtype, (0.0, 0.0)) for tensor in (actual, expected)]
        rtol, atol = max(pair[0] for pair in pairs), max(pair[1] for pair in pairs)
    matches = torch.isclose(actual, expected, rtol=rtol, atol=atol, equal_nan=equal_nan)
    if matches.all():
        return
    if actual.dim() == 0:
        return _scalars(actual.item(), expected.item(), rtol, atol, equal_nan)
    is_exact, count = rtol == 0 and atol == 0, actual.numel()
    wrong = count - int(matches.sum())
    if not actual.is_floating_point():
        actual, expected = actual.to(torch.int64), expected.to(torch.int64)
    absolute = (actual - expected).abs()
    absolute[matches] = 0
    relative = absolute / expected.abs()
    relative[matches] = 0
    lines = [f'Tensor-likes are not {"equal" if is_exact else "close"}!\n', f'Mismatched elements: {wrong} / {count} ({wrong / count:.1%})']
    for name, values, tolerance in (('absolute', absolute, atol), ('relative', relative, rtol)):
        place = int(values.argmax())
        index = tuple(int(part) for part in torch.unravel_index(torch.tensor(place), tuple(values.shape)))
        lines.append(f'Greatest {name} difference: {values.flatten()[place].item()} at index {index}{_up_to(tolerance, is_exact)}')
    raise AssertionError('\n'.join(lines))


def _compare(actual, expected, where, rtol, atol, equal_nan, checks):
    options = {'rtol': rtol, 'atol': atol, 'equal_nan': equal_nan, 'checks': checks}
    try:
        if isinstance(actual, dict) and isinstance(expected, dict):
            missing, more = [key for key in expected if key not in actual], [key for key in actual if key not in expected]
            if missing or more:
                raise AssertionError('The keys of the mappings do not match:\n' + '\n'.join(
                    [f'Missing keys in the actual mapping: {sorted(missing)}'] * bool(missing) + [f'Additional keys in the actual mapping: {sorted(more)}'] * bool(more)))
            parts = [(key, actual[key], expected[key]) for key in actual]
        elif isinstance(actual, (list, tuple)) and isinstance(expected, (list, tuple)):
            if len(actual) != len(expected):
                raise AssertionError(f'The length of the sequences mismatch: {len(actual)} != {len(expected)}')
            parts = [(place, *pair) for place, pair in enumerate(zip(actual, expected))]
        elif isinstance(actual, Tensor) and isinstance(expected, Tensor):
            return _tensors(actual, expected, rtol, atol, equal_nan, checks)
        elif isinstance(actual, bool) and isinstance(expected, bool):
            if actual is not expected:
                raise AssertionError(f'Booleans mismatch: {actual} is not {expected}')
            return None
        elif isinstance(actual, (int, float)) and isinstance(expected, (int, float)):
            if checks['dtype'] and type(actual) is not type(expected):
                raise AssertionError(f'The (d)types do not match: {type(actual)} != {type(expected)}.')
            usual = _TOLERANCES[_types.float64] if isinstance(actual, float) or isinstance(expected, float) else (0.0, 0.0)
            return _scalars(actual, expected, usual[0] if rtol is None else rtol, usual[1] if atol is None else atol, equal_nan)
        elif actual is None and expected is None:
            return None
        else:
            raise TypeError(f'No comparison pair was able to handle inputs of type {type(actual)} and {type(expected)}.')
    except AssertionError as error:
        if where:
            raise AssertionError(f'{error}\n\nThe failure occurred for item {"".join(f"[{key!r}]" for key in where)}') from None
        raise
    for key, ours, theirs in parts:
        _compare(ours, theirs, (*where, key), **options)


def assert_close(actual, expected, *, allow_subclasses=True, rtol=None, atol=None, equal_nan=False, check_device=True, check_dtype=True, check_layout=True,
                 check_stride=False, msg=None):
    if (rtol is None) != (atol is None):
        raise ValueError(f"Both 'rtol' and 'atol' must be either specified or omitted, but got no {'rtol' if rtol is None else 'atol'}.")
    try:
        _compare(actual, expected, (), rtol, atol, equal_nan, {'shape': True, 'dtype': check_dtype, 'stride': check_stride})
    except AssertionError as error:
        raise AssertionError(str(error) if msg is None else msg(str(error)) if callable(msg) else msg) from None
