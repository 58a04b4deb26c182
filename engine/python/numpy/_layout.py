"""How arrays lie in memory, and whose it is: base, flags, require, and what other libraries read."""
import gc
import types

from torch import _border
from torch._border import check
from torch._names import sentence

from ._core import as_array, ndarray, of, overlaps, run
from ._making import asfortranarray

_border.client(globals())


class _unwritable(property):
    def __set__(self, array, value):
        raise AttributeError(f"attribute '{self.__name__}' of 'numpy.ndarray' objects is not writable")


def _base_of(self):
    """The array that it is a view of. Views don't name it: it is looked for when it is asked for."""
    if hasattr(self, '_backwards'):
        owner = self._backwards[0]
        return owner if owner.base is None else owner.base
    handle = check(_base(self._t._h, True))
    if not handle:
        return None
    made = ndarray._adopt(handle)
    return next((each for each in gc.get_objects() if type(each) is ndarray and each is not made and each._h == made._h), made)


_NAMES = {'C_CONTIGUOUS': 'c_contiguous', 'F_CONTIGUOUS': 'f_contiguous', 'OWNDATA': 'owndata', 'WRITEABLE': 'writeable', 'ALIGNED': 'aligned', 'WRITEBACKIFCOPY': 'writebackifcopy'}
_KEYS = {'C': 'c_contiguous', 'CONTIGUOUS': 'c_contiguous', 'F': 'f_contiguous', 'FORTRAN': 'f_contiguous', 'O': 'owndata', 'W': 'writeable', 'A': 'aligned', 'X': 'writebackifcopy',
         'B': 'behaved', 'BEHAVED': 'behaved', 'CA': 'carray', 'CARRAY': 'carray', 'FA': 'farray', 'FARRAY': 'farray', 'FNC': 'fnc', 'FORC': 'forc', **_NAMES}
_BITS = {'c_contiguous': 1, 'f_contiguous': 2, 'owndata': 4, 'aligned': 0x100, 'writeable': 0x400}


class flagsobj:
    __slots__ = ('_array',)
    __hash__ = None

    def __init__(self, array):
        object.__setattr__(self, '_array', array)

    c_contiguous = contiguous = property(lambda self: self._array._t.is_contiguous() and not hasattr(self._array, '_backwards'))
    f_contiguous = property(lambda self: self._array.T._t.is_contiguous() and not hasattr(self._array, '_backwards'))
    owndata = property(lambda self: self._array.base is None)
    writeable = property(lambda self: not overlaps(self._array))
    aligned = property(lambda self: True)
    writebackifcopy = property(lambda self: False)
    fnc = fortran = property(lambda self: self.f_contiguous and not self.c_contiguous)
    forc = property(lambda self: self.f_contiguous or self.c_contiguous)
    behaved = property(lambda self: self.aligned and self.writeable)
    carray = property(lambda self: self.behaved and self.c_contiguous)
    farray = property(lambda self: self.behaved and self.fnc)
    num = property(lambda self: sum(bit for name, bit in _BITS.items() if getattr(self, name)))

    def __getitem__(self, name):
        if name not in _KEYS:
            raise KeyError('Unknown flag')
        return getattr(self, _KEYS[name])

    def __setitem__(self, name, value):
        if name not in _KEYS:
            raise KeyError('Unknown flag')
        setattr(self, _KEYS[name], value)

    def __setattr__(self, name, value):
        raise NotImplementedError(sentence(f'numpy.ndarray.flags.{name}'))

    def __eq__(self, other):
        return isinstance(other, flagsobj) and self.num == other.num

    def __repr__(self):
        return ''.join(f'  {name} : {getattr(self, attribute)}\n' for name, attribute in _NAMES.items())


flagsobj.__module__ = 'numpy._core.multiarray'


def require(a, dtype=None, requirements=None, *, like=None):
    known = {**{name: name[0] for name in ('C', 'C_CONTIGUOUS', 'CONTIGUOUS', 'F', 'F_CONTIGUOUS', 'FORTRAN', 'A', 'ALIGNED', 'W', 'WRITEABLE', 'O', 'OWNDATA')},
             'E': 'E', 'ENSUREARRAY': 'E'}
    wanted = {known[each.upper()] for each in requirements or ()}
    if {'C', 'F'} <= wanted:
        raise ValueError('Cannot specify both "C" and "F" order')
    a = as_array(a, dtype)
    if 'F' in wanted and not a.flags.f_contiguous:
        a = asfortranarray(a)
    elif 'C' in wanted and not a.flags.c_contiguous or 'O' in wanted and not a.flags.owndata or 'W' in wanted and not a.flags.writeable:
        a = a.copy()
    return a


def _address(self):
    return self._t.data_ptr()


def _interface(self):
    return {'data': (_address(self), not self.flags.writeable), 'strides': None if self.flags.c_contiguous else self.strides, 'descr': [('', self.dtype.str)],
            'typestr': self.dtype.str, 'shape': self.shape, 'version': 3}


def _to_device(self, device, /, *, stream=None):
    if device != 'cpu':
        raise ValueError(f"Unsupported device: {device}. Only 'cpu' is accepted.")
    return self


def _byteswap(self, inplace=False):
    if self.itemsize == 1:
        return self if inplace else self.copy()
    dense = self.copy()
    rows = dense.reshape(-1).view('uint8').reshape(-1, self.itemsize)
    swapped = of(run('flip', rows._t, [1])).reshape(-1).view(self.dtype).reshape(self.shape)
    if inplace:
        self[...] = swapped
        return self
    return swapped


for _name, _get in (('base', _base_of), ('flags', flagsobj), ('device', lambda self: 'cpu')):
    _property = _unwritable(_get)
    _property.__name__ = _name
    setattr(ndarray, _name, _property)
ndarray.ctypes = property(lambda self: types.SimpleNamespace(data=_address(self), shape=list(self.shape), strides=list(self.strides)))
ndarray.__array_interface__, ndarray.to_device, ndarray.byteswap = property(_interface), _to_device, _byteswap
