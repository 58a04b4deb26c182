"""Eight truths in a byte, and back."""
from ._arguments import axis_of
from ._core import array, as_array, of, run
from ._types import DTYPES


def _weights(bitorder):
    if bitorder not in ('big', 'little'):
        raise ValueError("'order' must be either 'little' or 'big'")
    return array([2 ** at for at in (range(7, -1, -1) if bitorder == 'big' else range(8))])


def _last(a, axis):
    """(the array with the axis last, and the way back)."""
    a, axis = (a.ravel(), 0) if axis is None else (a, axis_of(axis, a.ndim))
    return of(run('movedim', a._t, axis, -1)), lambda made: of(run('contiguous', run('movedim', made._t, -1, axis)))


def packbits(a, /, axis=None, bitorder='big'):
    a = as_array(a)
    if a.dtype.kind not in 'biu':
        raise TypeError('Expected an input array of integer or boolean data type')
    weights = _weights(bitorder)
    bits, back = _last(a != 0, axis)
    size = bits.shape[-1]
    bits = of(run('constant_pad_nd', run('to', bits._t, DTYPES['int64']._torch), [0, -size % 8]))
    return back((bits.reshape(bits.shape[:-1] + (-(-size // 8), 8)) * weights).sum(-1).astype('uint8'))


def unpackbits(a, /, axis=None, count=None, bitorder='big'):
    a = as_array(a)
    if a.dtype.name != 'uint8':
        raise TypeError('Expected an input array of unsigned byte data type')
    weights = _weights(bitorder)
    packed, back = _last(a, axis)
    size = 8 * packed.shape[-1]
    bits = ((packed[..., None] & weights) != 0).astype('uint8').reshape(packed.shape[:-1] + (size,))
    if count is not None:
        if count < -size:
            raise ValueError('-count larger than number of elements')
        kept = count if count >= 0 else size + count
        bits = bits[..., :kept] if kept <= size else of(run('constant_pad_nd', bits._t, [0, kept - size]))
    return back(bits)
