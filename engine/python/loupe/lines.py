"""What each line of a code object does with names, read from its bytecode once: which it stores and which it loads.

Only these names are looked at while a line is recorded; comparing all locals costs more than the line itself.
"""
import builtins
import sys
from dis import EXTENDED_ARG, get_instructions, opmap

_CO_VARARGS, _CO_VARKEYWORDS = 4, 8
_STORES = frozenset((opmap['STORE_NAME'], opmap['STORE_GLOBAL']))
#: What a class body stores without the user having written it.
_UNWRITTEN = frozenset((
    '__module__', '__qualname__', '__doc__', '__firstlineno__', '__static_attributes__', '__classcell__', '__classdict__', '__classdictcell__',
    '__type_params__', '__annotate__', '__annotate_func__', '__conditional_annotations__', '__annotations__', '__class__', '.generic_base',
))


class Plan:
    """Of one line: (name, its string) of names stored and of names loaded, those of the frame's own scope and those of the globals apart."""

    __slots__ = ('local_stores', 'local_loads', 'global_stores', 'global_loads', 'imports', 'outer_stores', 'has_locals', 'has_globals')

    def __init__(self):
        self.local_stores = ()
        self.local_loads = ()
        self.global_stores = ()
        self.global_loads = ()
        self.imports = False
        self.has_locals = self.has_globals = False
        #: Of local_stores, those that belong to a function around this one (`nonlocal`).
        self.outer_stores = ()

    def made(self):
        """The plan, when its names are in it."""
        self.has_locals = bool(self.local_stores or self.local_loads)
        self.has_globals = bool(self.global_stores or self.global_loads)
        return self


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
        before = iterable = None
        for instruction in get_instructions(code):
            place = instruction.offset // 2
            if instruction.opname == 'GET_ITER':
                iterable = before
            if instruction.opname in ('GET_ITER', 'FOR_ITER') and iterable is not None:
                positions[place] = iterable
            before = positions[place]
    return positions


def inlined(instructions):
    """(first, last) offsets of the loops of comprehensions that CPython 3.12 and later run in the frame itself.

    A comprehension is one step of the line where it stands, whatever the version; its variables are no names of the frame.
    """
    ranges = []
    begins = None
    for instruction in instructions:
        if instruction.opname == 'LOAD_FAST_AND_CLEAR':
            begins = instruction.offset if begins is None else begins
        elif begins is not None and instruction.opname in ('FOR_ITER', 'END_ASYNC_FOR'):
            last = instruction.argval if instruction.opname == 'FOR_ITER' else instruction.offset
            # One within another's element is part of it.
            if not ranges or begins > ranges[-1][1]:
                ranges.append((begins + 2, last + 2))
            begins = None
    return ranges


def annotations(instructions):
    """(first, last) offsets of what CPython 3.14 does at a class's first line to keep its annotations."""
    ranges = []
    begins = 0
    for instruction in instructions:
        if getattr(instruction.argval, 'co_name', '') == '__annotate__':
            ranges.append((begins, instruction.offset))
        elif instruction.opname == 'RESUME' or instruction.opname.startswith('STORE_'):
            begins = instruction.offset + 2
    return ranges


def plans(code, instructions, is_module, loops, string):
    """line -> Plan, for the lines on which something is to be looked at. `loops` is what `inlined` gave, `string` numbers a name."""
    sets = {}
    line = None
    # Python's own names that a module doesn't give a meaning of its own: there is nothing to look at.
    built_in = vars(builtins).keys() - _stored(code) if is_module else ()
    # Lines of the last inlined loop: what follows it on one of them may not begin a step of its own.
    loop_lines = set()
    for instruction in instructions:
        at = getattr(instruction, 'line_number', None)
        if at is None and type(instruction.starts_line) is int:
            at = instruction.starts_line
        line = at or line
        in_loop = any(first <= instruction.offset <= last for first, last in loops)
        if in_loop:
            loop_lines.add(line)
        elif line not in loop_lines:
            loop_lines.clear()
        names, is_global = _accesses(instruction, is_module)
        if instruction.opname.startswith('IMPORT_'):
            sets.setdefault(line, ({}, {}, {}, {}, []))[4].append(True)
        if names and names[0][0] == 'super' and code.co_argcount and '__class__' in code.co_freevars:
            # `super()` takes the first parameter, which CPython loads for it from 3.12 on.
            sets.setdefault(line, ({}, {}, {}, {}, []))[1][code.co_varnames[0]] = None
        for name, stores in names:
            if name in _UNWRITTEN or (in_loop and not (stores and instruction.opname.startswith(('STORE_NAME', 'STORE_GLOBAL')))):
                continue
            for each in (line, *loop_lines) if stores else (line,):
                local_stores, local_loads, global_stores, global_loads, _imports = sets.setdefault(each, ({}, {}, {}, {}, []))
                ((global_stores if stores else global_loads) if is_global else (local_stores if stores else local_loads))[name] = None
    return {line: _plan(code, string, built_in, *parts) for line, parts in sets.items()}


def _stored(code):
    """All names that the code and what is nested in it store."""
    names = set()
    high = 0
    # By hand: `dis` takes as long for this as for all the rest that is done before a program's first line.
    for opcode, argument in zip(code.co_code[::2], code.co_code[1::2]):
        if opcode in _STORES:
            names.add(code.co_names[high | argument])
        high = (high | argument) << 8 if opcode == EXTENDED_ARG else 0
    return names.union(*(_stored(part) for part in code.co_consts if isinstance(part, type(code))))


def _plan(code, string, built_in, local_stores, local_loads, global_stores, global_loads, imports):
    plan = Plan()
    numbered = lambda names: tuple((name, string(name)) for name in names)
    plan.local_stores = numbered(local_stores)
    plan.local_loads = numbered(name for name in local_loads if name not in local_stores)
    plan.global_stores = numbered(global_stores)
    plan.global_loads = numbered(name for name in global_loads if name not in global_stores and name not in built_in)
    plan.imports = bool(imports)
    plan.outer_stores = tuple(name for name in local_stores if name in code.co_freevars)
    return plan.made()


def _accesses(instruction, is_module):
    """((name, stores), …) and whether the names are globals."""
    opname = instruction.opname
    verb, _, place = opname.partition('_')
    if verb not in ('LOAD', 'STORE', 'DELETE') or not place.startswith(('NAME', 'GLOBAL', 'FAST', 'DEREF', 'CLASSDEREF', 'FROM_DICT')):
        return (), False
    stores = verb != 'LOAD'
    if place.startswith('GLOBAL') or (is_module and place.startswith('NAME')):
        return ((instruction.argval, stores),), True
    if place.startswith('FROM_DICT_OR_GLOBALS'):
        return ((instruction.argval, stores),), True
    if is_module:
        # The variable of a comprehension that CPython 3.12 inlines; it is no name of the module.
        return (), False
    names = instruction.argval
    if type(names) is tuple:
        return ((names[0], stores), (names[1], 'STORE' in place)), False
    return ((names, stores),), False
