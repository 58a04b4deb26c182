"""How the functions of torch.nn.functional that are Python are called: what modes see of them, and the operators that they call."""
import warnings

from .. import _ops, overrides
from .._names import sentence
from ..overrides import dispatch, modes, needs_dispatch


def op(name):
    """An operator of the table, whichever namespace it is in."""
    found = _ops.NN.get(name) or _ops.FUNCTIONS.get(name)
    if found is None:
        raise NotImplementedError(sentence(f'torch.nn.functional.{name}'))
    return found


def reported(leading, tensors=(), relevant=None, name=None, last=()):
    """Modes see a function with its first `leading` arguments by position and the rest by keyword, defaults filled in, those named `last` at the end.

    Asked whether they override are the first `relevant` of those, and the arguments named `tensors`.
    """
    def decorate(function):
        code, by_place = function.__code__, function.__defaults__ or ()
        count = code.co_argcount
        names = code.co_varnames[:count + code.co_kwonlyargcount]
        defaults = dict(zip(names[count - len(by_place):count], by_place)) | (function.__kwdefaults__ or {})
        several = names[:leading if relevant is None else relevant] + tuple(tensors)
        places = tuple(names.index(each) for each in several)

        rest = [each for each in names[leading:] if each not in last] + list(last)
        #: Of the most calls: all that is not given by position, filled in; None: some has no default.
        filled = {each: defaults[each] for each in rest} if set(rest) <= set(defaults) else None
        first_asked = leading if relevant is None else min(leading, relevant)
        later_asked = [each for each in several[first_asked:] if each not in names[:first_asked]]

        def call(*args, **kwargs):
            if not modes and not needs_dispatch([args[place] for place in places if place < len(args)] + [kwargs[each] for each in several if each in kwargs]):
                return function(*args, **kwargs)
            if filled is not None and leading <= len(args) <= count and (not kwargs or (kwargs.keys() <= filled.keys() and kwargs.keys().isdisjoint(names[leading:len(args)]))):
                values = filled.copy()
                if len(args) > leading:
                    values.update(zip(names[leading:], args[leading:]))
                values.update(kwargs)
                asked = (*args[:first_asked], *[values[each] if each in values else args[names.index(each)] for each in later_asked]) if later_asked else args[:first_asked]
                observer = overrides.function_observer
                return dispatch(call, asked, args[:leading], values) if observer is None else observer(call, function, asked, args[:leading], values)
            if len(args) > count or not kwargs.keys().isdisjoint(names[:len(args)]):
                # It refuses them.
                return function(*args, **kwargs)
            given = {**defaults, **dict(zip(names, args)), **kwargs}
            # In the signature's order; what it does not have is the function's to refuse.
            values = {each: given.pop(each) for each in names if each in given} | given
            asked = tuple(values.get(each) for each in several)
            first = tuple(values.pop(each) for each in names[:leading] if each in values)
            values |= {each: values.pop(each) for each in last if each in values}
            return dispatch(call, asked, first, values)
        call.__name__ = call.__qualname__ = name or function.__name__
        call.__module__ = 'torch.nn.functional'
        call.__doc__ = function.__doc__
        # What is Python in PyTorch too says by itself what its arguments are called.
        call._python = function
        return call
    return decorate


def reduction_word(size_average, reduce, reduction):
    """The word, where the two older flags are not used instead."""
    if size_average is None and reduce is None:
        return reduction
    size_average = True if size_average is None else size_average
    word = 'none' if reduce is False else 'mean' if size_average else 'sum'
    warnings.warn(f"size_average and reduce args will be deprecated, please use reduction='{word}' instead.", stacklevel=3)
    return word


def reduction_number(reduction):
    """PyTorch's enumeration in the schemas of losses."""
    if reduction not in ('none', 'mean', 'sum'):
        raise ValueError(f'{reduction} is not a valid value for reduction')
    return ('none', 'mean', 'sum').index(reduction)
