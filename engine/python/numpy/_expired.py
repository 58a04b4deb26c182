"""What NumPy says of names that it no longer has."""
import os

_SCALARS = {'object': '', 'str': ' If you specifically wanted the numpy scalar type, use `np.str_` here.', 'float': ' If you specifically wanted the numpy scalar type, use `np.float64` here.',
            'complex': ' If you specifically wanted the numpy scalar type, use `np.complex128` here.',
            'int': ' When replacing `np.int`, you may wish to use e.g. `np.int64` or `np.int32` to specify the precision. If you wish to review your current use, check the release note link for '
                   'additional information.'}
with open(os.path.join(os.path.dirname(__file__), '_expired.txt'), encoding='ascii') as _lines:
    _HINTS = dict(line.rstrip('\n').split('\t') for line in _lines)


def refuse_expired(name):
    if name in _SCALARS:
        raise AttributeError(f"module 'numpy' has no attribute '{name}'.\n`np.{name}` was a deprecated alias for the builtin `{name}`. To avoid this error in existing code, use `{name}` by itself. "
                             f'Doing this will not modify any behavior and is safe.{_SCALARS[name] or " "}\nThe aliases was originally deprecated in NumPy 1.20; for more details and guidance see the '
                             'original release note at:\n    https://numpy.org/devdocs/release/1.20.0-notes.html#deprecations')
    if name in _HINTS:
        raise AttributeError(f'`np.{name}` was removed in the NumPy 2.0 release. {_HINTS[name]}')
