"""numpy.lib.NumpyVersion: versions of NumPy in their order."""
import re


class NumpyVersion:
    __module__ = 'numpy.lib'

    def __init__(self, vstring):
        self.vstring = vstring
        found = re.match(r'\d+\.\d+\.\d+', vstring)
        if not found:
            raise ValueError('Not a valid numpy version string')
        self.version = found.group()
        self.major, self.minor, self.bugfix = map(int, self.version.split('.'))
        rest = vstring[found.end():]
        before = re.match(r'(a|b|rc)\d', rest)
        # What is final comes after its alphas, betas and candidates.
        self.pre_release = before.group() if before else 'final'
        self.is_devversion = bool(re.search(r'\.dev', rest))

    def _key(self):
        release = self.pre_release
        return self.major, self.minor, self.bugfix, {'a': 0, 'b': 1, 'r': 2, 'f': 3}[release[0]], release, not self.is_devversion

    def _compared(compute):
        def compare(self, other):
            if not isinstance(other, (str, NumpyVersion)):
                raise ValueError('Invalid object to compare with NumpyVersion.')
            return compute(self._key(), (NumpyVersion(other) if isinstance(other, str) else other)._key())
        return compare

    __lt__, __le__, __eq__ = _compared(lambda a, b: a < b), _compared(lambda a, b: a <= b), _compared(lambda a, b: a == b)
    __gt__, __ge__, __ne__ = _compared(lambda a, b: a > b), _compared(lambda a, b: a >= b), _compared(lambda a, b: a != b)
    __hash__ = None
    del _compared

    def __repr__(self):
        return f'NumpyVersion({self.vstring})'
