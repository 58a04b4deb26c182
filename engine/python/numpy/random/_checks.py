"""What NumPy's generators ask of parameters and sizes, with NumPy's sentences."""
import math
import operator

from .._core import as_array, ndarray, of, run

#: Of it and of ten times what a count varies by, an int64 can be.
MOST_RATE = 2 ** 63 - 1 - math.sqrt(2 ** 63 - 1) * 10


def shape_of(size):
    """A shape; None for a single number."""
    if size is None:
        return None
    if isinstance(size, (list, tuple, ndarray)):
        shape = tuple(each.__index__() for each in size)
    else:
        if not hasattr(size, '__index__'):
            raise TypeError(f"'{type(size).__name__}' object cannot be interpreted as an integer" if isinstance(size, str) else f"expected a sequence of integers or a single integer, got '{size}'")
        shape = (size.__index__(),)
    if any(each < 0 for each in shape):
        raise ValueError('negative dimensions are not allowed')
    return shape


def is_integer(value):
    return hasattr(value, '__index__') and not (isinstance(value, ndarray) and value.ndim)


def common_shape(shape, arrays):
    """Of arrays that are broadcast, to the size that is asked for where there is one."""
    every = [each.shape for each in arrays] if shape is None else [shape, *(each.shape for each in arrays)]
    made = []
    for places in zip(*[(1,) * (max(map(len, every)) - len(each)) + each for each in every]):
        sizes = {each for each in places if each != 1}
        if len(sizes) > 1:
            at = next(at for at, each in enumerate(places) if each != 1)
            other = next(other for other, each in enumerate(places) if each not in (1, places[at]))
            raise ValueError(f'shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg {at} with shape {every[at]} and arg {other} with shape {every[other]}.')
        made.append(sizes.pop() if sizes else 1)
    if shape is not None and tuple(made) != shape:
        raise ValueError(f'Output size {shape} is not compatible with broadcast dimensions of inputs {tuple(made)}.')
    return tuple(made)


# Each takes what is looked at: a parameter's name, its numbers, and what is said of NaN among them.

def free(name, values, nans):
    """Any number will do."""


def not_negative(name, values, nans):
    if any(math.copysign(1.0, each) < 0 and each == each for each in values):
        raise ValueError(f'{name} < 0')


def positive(name, values, nans):
    if any(each <= 0 for each in values):
        raise ValueError(f'{name} <= 0')


def positive_number(name, values, nans):
    if any(each != each for each in values):
        raise ValueError(f'{name} must not be NaN')
    positive(name, values, nans)


def at_least_1(name, values, nans):
    if not all(each >= 1 for each in values):
        raise ValueError(f'{name} < 1 or {name} {nans}')


def chance(name, values, nans):
    if not all(0 <= each <= 1 for each in values):
        raise ValueError(f'{name} < 0, {name} > 1 or {name} {nans}')


def chance_not_0(name, values, nans):
    if not all(0 < each <= 1 for each in values):
        raise ValueError(f'{name} <= 0, {name} > 1 or {name} contains NaNs')


def chance_not_1(name, values, nans):
    if not all(0 <= each < 1 for each in values):
        raise ValueError(f'{name} < 0, {name} >= 1 or {name} {nans}')


def above_1(name, values, nans):
    if not all(each > 1 for each in values):
        raise ValueError(f'{name} <= 1 or {name} {nans}')


def rate(name, values, nans):
    # NaN of an array is not below it either.
    if any(not each <= MOST_RATE and (each == each or nans != 'is NaN') for each in values):
        raise ValueError(f'{name} value too large')
    if not all(each >= 0 for each in values):
        raise ValueError(f'{name} < 0 or {name} {nans}')


def as_number(value, of_array, of_text):
    """An array of what is not one yet; what cannot be one is refused as Python does."""
    if value is None or isinstance(value, str):
        if of_text is float and value is None:
            raise TypeError('must be real number, not NoneType')
        value = of_text(value)
    return of_array(as_array(value))


def whole(name, value, check):
    """As `checked`, of whole numbers: what is behind the point is left out."""
    if type(value) is int and -2 ** 63 <= value < 2 ** 63:
        return checked(name, value, check)
    value = as_number(value, as_array, int)
    for each in value.ravel().tolist() if value.dtype.kind == 'f' else ():
        if not -2 ** 63 <= int(each) < 2 ** 63:
            raise OverflowError('Python int too large to convert to C long')
    return checked(name, value.astype(int), check)


def bounds_of(low, high, shape):
    """Lists of whole numbers, and the shape that they and a size have; None of a single number."""
    bounds = [[low], [high]]
    if type(low) is not int or type(high) is not int:
        arrays = [as_number(each, as_array, int) for each in (low, high)]
        if any(each.ndim for each in arrays):
            shape = common_shape(shape, arrays)
            arrays = [of(run('expand', each._t, list(shape))) for each in arrays]
        bounds = [[int(each) for each in every.ravel().tolist()] for every in arrays]
    return *bounds, shape


def checked(name, value, check):
    """A number, or an array of float64."""
    if type(value) in (int, float):
        check(name, [value], 'is NaN')
        return float(value)
    value = as_number(value, operator.methodcaller('astype', float), float)
    check(name, value.ravel().tolist(), 'contains NaNs' if value.ndim else 'is NaN')
    return value if value.ndim else value.item()
