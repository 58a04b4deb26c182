"""What a code object's instructions do, as far as the recorder asks: names, loops, imports, constants that are code.

Read by hand: `dis` makes objects of all that it knows, and takes longer for it than a short program runs. What the
arguments mean is documented there; test/unit/python/against_dis.py holds the two against each other, under any CPython from 3.10 on.
"""
import sys
from dis import EXTENDED_ARG, opmap

_VERSION = sys.version_info[:2]


def _name(code, argument, _offset):
    return (code.co_names[argument],)


def _global(code, argument, _offset):
    # From 3.11 on the lowest bit says whether a NULL is pushed too.
    return (code.co_names[argument >> 1 if _VERSION >= (3, 11) else argument],)


def _local(code, argument, _offset):
    return (code._varname_from_oparg(argument) if _VERSION >= (3, 11) else code.co_varnames[argument],)


def _cell(code, argument, _offset):
    return (code._varname_from_oparg(argument) if _VERSION >= (3, 11) else (code.co_cellvars + code.co_freevars)[argument],)


def _two_locals(code, argument, _offset):
    return code._varname_from_oparg(argument >> 4), code._varname_from_oparg(argument & 15)


def _end_of_loop(_code, argument, offset):
    # Asked for from 3.12 on, where a FOR_ITER has one cache entry behind it.
    return offset + 2 * (2 + argument)


def _constant(code, argument, _offset):
    return code.co_consts[argument]


def _meaning(opname):
    """(what reads its argument, its names are globals: True, False, or None where that depends on the code, which names are stored)."""
    verb, _, place = opname.partition('_')
    if verb in ('LOAD', 'STORE', 'DELETE'):
        stores = verb != 'LOAD'
        if place == 'NAME':
            return _name, None, (stores,)
        if place == 'GLOBAL':
            return _global if opname == 'LOAD_GLOBAL' else _name, True, (stores,)
        if place == 'FROM_DICT_OR_GLOBALS':
            return _name, True, (stores,)
        if place.startswith('FAST') and '_FAST' in place:
            return _two_locals, False, (stores, 'STORE' in place)
        if place.startswith('FAST'):
            return _local, False, (stores,)
        if place in ('DEREF', 'CLASSDEREF', 'FROM_DICT_OR_DEREF'):
            return _cell, False, (stores,)
        if stores:
            return None, False, ()
        return (_constant, False, ()) if opname == 'LOAD_CONST' and _VERSION >= (3, 14) else None
    if opname == 'FOR_ITER':
        return _end_of_loop, False, ()
    return (None, False, ()) if opname in ('GET_ITER', 'END_ASYNC_FOR', 'RESUME') or opname.startswith('IMPORT_') else None


_MEANINGS = {opname: meaning for opname in opmap if (meaning := _meaning(opname)) is not None}
#: opcode -> (opname, what reads its argument)
_READERS = {opmap[opname]: (opname, read) for opname, (read, _is_global, _stored) in _MEANINGS.items()}
#: opname -> (its names are globals, for each of its names whether it is stored); for instructions that use names.
ACCESSES = {opname: (is_global, stored) for opname, (_read, is_global, stored) in _MEANINGS.items() if stored}
_CACHE = 0 if _VERSION >= (3, 11) else -1


def instructions(code):
    """(offset, line, name of the operation, what its argument means) of each; '' and None where nothing is asked of it.

    The meaning is the names, or where a FOR_ITER's loop ends, or a constant (from 3.14 on). The line is None before the first that has one.
    """
    ranges = code.co_lines()
    end = high = 0
    line = None
    for offset, (opcode, argument) in enumerate(zip(code.co_code[::2], code.co_code[1::2])):
        if opcode == _CACHE:
            continue
        offset *= 2
        while offset >= end:
            _start, end, at = next(ranges)
            line = at or line
        argument |= high
        high = argument << 8 if opcode == EXTENDED_ARG else 0
        opname, read = _READERS.get(opcode, ('', None))
        yield offset, line, opname, read and read(code, argument, offset)
