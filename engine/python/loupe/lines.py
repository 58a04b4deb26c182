"""What each line of a code object does with names, read from its bytecode once: which it stores and which it loads.

Only these names are looked at while a line is recorded; comparing all locals costs more than the line itself.
"""
import builtins
import sys
from collections import defaultdict

from .bytecode import ACCESSES, instructions

_CO_VARARGS, _CO_VARKEYWORDS = 4, 8
#: What a class body stores without the user having written it.
_UNWRITTEN = frozenset((
    '__module__', '__qualname__', '__doc__', '__firstlineno__', '__static_attributes__', '__classcell__', '__classdict__', '__classdictcell__',
    '__type_params__', '__annotate__', '__annotate_func__', '__conditional_annotations__', '__annotations__', '__class__', '.generic_base',
))


class Plan:
    """Of one line: (name, its string) of names of one scope that it stores and that it loads."""

    __slots__ = ('stores', 'loads', 'load_names', 'imports', 'outer_stores', 'globals', 'is_simple')

    def __init__(self, stores=(), loads=()):
        self.stores = stores
        #: None of those that it stores.
        self.loads = loads
        self.load_names = tuple(name for name, _string in loads)
        self.imports = False
        #: Of the stores, those that belong to a function around this one (`nonlocal`).
        self.outer_stores = ()
        #: The plan for the globals, where they are another scope and the line has to do with any.
        self.globals = None
        #: Stores and loads of a module's names are all that there is.
        self.is_simple = False


def parameters(code):
    """The names of a function's parameters, in order."""
    count = code.co_argcount + code.co_kwonlyargcount
    count += bool(code.co_flags & _CO_VARARGS) + bool(code.co_flags & _CO_VARKEYWORDS)
    return code.co_varnames[:count]


def instruction_positions(code):
    """(line, end line, column, end column) of each instruction; of columns CPython 3.10 knows nothing."""
    if not hasattr(code, 'co_positions'):
        return ((line, line, None, None) for start, end, line in code.co_lines() for _ in range(start, end, 2))
    positions = list(code.co_positions())
    if sys.version_info < (3, 13):
        # What a loop asks of its iterable is said to stand at the whole loop; from 3.13 on, at the iterable.
        iterable = None
        for offset, _line, opname, _meant in instructions(code):
            place = offset // 2
            if opname == 'GET_ITER':
                iterable = positions[place - 1]
            if opname in ('GET_ITER', 'FOR_ITER') and iterable is not None:
                positions[place] = iterable
    return positions


def inlined(read):
    """(first, last) offsets of the loops of comprehensions that CPython 3.12 and later run in the frame itself.

    A comprehension is one step of the line where it stands, whatever the version; its variables are no names of the frame.
    """
    ranges = []
    begins = None
    for offset, _line, opname, meant in read:
        if opname == 'LOAD_FAST_AND_CLEAR':
            begins = offset if begins is None else begins
        elif begins is not None and opname in ('FOR_ITER', 'END_ASYNC_FOR'):
            last = meant if opname == 'FOR_ITER' else offset
            # One within another's element is part of it.
            if not ranges or begins > ranges[-1][1]:
                ranges.append((begins + 2, last + 2))
            begins = None
    return ranges


def annotations(read):
    """(first, last) offsets of what CPython 3.14 does at a class's first line to keep its annotations."""
    ranges = []
    begins = 0
    for offset, _line, opname, meant in read:
        if opname == 'LOAD_CONST' and getattr(meant, 'co_name', '') == '__annotate__':
            ranges.append((begins, offset))
        elif opname == 'RESUME' or opname.startswith('STORE_'):
            begins = offset + 2
    return ranges


def plans(code, read, is_module, loops, string):
    """line -> Plan, for the lines on which something is to be looked at. `read` are its instructions, `loops` is what `inlined` gave, `string` numbers a name."""
    # Own stores, own loads, global stores, global loads; something where it imports. A module's globals are its own names.
    sets = defaultdict(lambda: ({}, {}, {}, {}, []))
    # Python's own names that a module doesn't give a meaning of its own: there is nothing to look at.
    built_in = vars(builtins).keys() - _stored(code, read) if is_module else ()
    # Lines of the last inlined loop: what follows it on one of them may not begin a step of its own.
    loop_lines = set()
    for offset, line, opname, names in read:
        in_loop = any(first <= offset <= last for first, last in loops)
        if in_loop:
            loop_lines.add(line)
        elif line not in loop_lines:
            loop_lines.clear()
        if opname.startswith('IMPORT_'):
            sets[line][4].append(True)
        if opname not in ACCESSES:
            continue
        is_global, stored = ACCESSES[opname]
        if is_module:
            if is_global is False:
                # The variable of a comprehension that CPython 3.12 inlines; it is no name of the module.
                continue
            is_global = False
        if names[0] == 'super' and code.co_argcount and '__class__' in code.co_freevars:
            # `super()` takes the first parameter, which CPython loads for it from 3.12 on.
            sets[line][1][code.co_varnames[0]] = None
        for name, stores in zip(names, stored):
            if name in _UNWRITTEN or (in_loop and not (stores and opname in ('STORE_NAME', 'STORE_GLOBAL'))):
                continue
            for each in (line, *loop_lines) if stores else (line,):
                own_stores, own_loads, global_stores, global_loads, _imports = sets[each]
                ((global_stores if stores else global_loads) if is_global else (own_stores if stores else own_loads))[name] = None
    return {line: _plan(code, string, is_module, built_in, *parts) for line, parts in sets.items()}


def _stored(code, read):
    """All names that the code and what is nested in it store."""
    names = {names[0] for _offset, _line, opname, names in read if opname in ('STORE_NAME', 'STORE_GLOBAL')}
    return names.union(*(_stored(part, instructions(part)) for part in code.co_consts if isinstance(part, type(code))))


def _plan(code, string, is_module, built_in, own_stores, own_loads, global_stores, global_loads, imports):
    numbered = lambda names: tuple((name, string(name)) for name in names)
    plan = Plan(numbered(own_stores), numbered(name for name in own_loads if name not in own_stores and name not in built_in))
    plan.imports = bool(imports)
    plan.outer_stores = tuple(name for name in own_stores if name in code.co_freevars)
    if global_stores or global_loads:
        plan.globals = Plan(numbered(global_stores), numbered(name for name in global_loads if name not in global_stores))
    plan.is_simple = is_module and not imports
    return plan
