"""Objects of the user's program as rows: scalars once for ever, containers and objects whenever they were seen to change.

Nothing here runs the user's code: fields are read from `__dict__` and slots, sequences and mappings by the methods of
their built-in base class, and no `__repr__`, `__getattr__`, `__eq__` or property of the user's is called. Depth and
number of children are bounded; what is left out is counted in the container's `length`.

An object is known by its address as long as a weak reference shows that it lives. Lists and dicts can't be weakly
referenced: a new one at a dead one's address takes its `ref` over, which is seen as the same list changing.
"""
import math
import types
import weakref
from collections import deque
from itertools import islice

from .schema import (
    CONTAINER_MAPPING, CONTAINER_OBJECT, CONTAINER_SEQUENCE, INT_REACH, INT_ZERO, SCALAR_BOOL, SCALAR_FLOAT, SCALAR_INT, SCALAR_NONE, SCALAR_OPAQUE, SCALAR_STR,
)

#: How deep an object is followed when it is first seen, and when a line that may have changed it has run.
NEW_DEPTH, OLD_DEPTH = 7, 3
#: So far below that lists and dictionaries are still looked at, since another may stand at the address of one that was known.
FLOOR = -3
#: Children of one container that are kept: the first HEAD, and where it is longer than WHOLE the last TAIL.
WHOLE, HEAD, TAIL = 1000, 984, 16
#: Children visited in one look.
BUDGET = 3000
#: Tuples within tuples, or lists in an argument, that are followed.
MOST_NESTED = 20
MAX_TEXT = 1000
_EXACT = 2 ** 53
_HUGE = 2 ** 13
_QUIET_TYPES = (
    types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType, type, types.MethodWrapperType,
    types.WrapperDescriptorType, types.MethodDescriptorType, types.GetSetDescriptorType,
)
#: Opaque types whose repr is not the user's and says what a reader wants to know.
_OWN_TEXT = (range, complex, type(Ellipsis), type(NotImplemented), types.GenericAlias)


class Known:
    """A container or object that has been recorded."""

    __slots__ = ('alive', 'ref', 'type', 'children', 'length', 'ids', 'flat')

    def __init__(self, alive, ref, type_name):
        self.alive = alive
        self.ref = ref
        self.type = type_name
        self.children = None
        self.length = -1
        self.ids = None
        self.flat = False


_SIZED = ((dict, CONTAINER_MAPPING), (list, CONTAINER_SEQUENCE), (tuple, CONTAINER_SEQUENCE), (set, CONTAINER_SEQUENCE), (frozenset, CONTAINER_SEQUENCE), (deque, CONTAINER_SEQUENCE))


def _unseen(obj):
    """The kind and the length of what lies too deep: that it is there, and nothing of what is in it."""
    for base, kind in _SIZED:
        if issubclass(type(obj), base):
            return kind, base.__len__(obj)
    return CONTAINER_OBJECT, sum(1 for _field in own_fields(obj))


class Clock:
    """The tick of what happens now, in a slot."""

    __slots__ = ('now',)


class Values(Clock):
    """`ref(obj)` is the number by which rows speak of an object; it writes what the trace doesn't know yet."""

    def __init__(self, writer):
        self.writer = writer
        self.now = 0
        self.strings = {'': 0}
        self.next_ref, self.ref_step = 1, 1
        self.budget = BUDGET
        self._new_depth = 0
        self._ints = {}
        self._floats = {}
        self.texts = {}
        self._others = {}
        self._frozen = {}
        self._known = {}
        self.handlers = {
            type(None): self._none, bool: self._bool, int: self._int, float: self._float, str: self._str, tuple: self._tuple,
            list: self._list, dict: self._dict, set: self._set, frozenset: self._set, slice: self._slice, deque: self._list,
        }
        #: Types of which a line that only loads one has nothing to record.
        self.quiet = {type(None), bool, int, float, str, *_QUIET_TYPES}
        #: Types of what has no children: no bound on how much of one is looked at.
        self.plain = {type(None), bool, int, float, str}
        #: Handlers whose types are plain when they are met.
        self.plain_handlers = []
        #: Handlers for families of types, asked in order: (test, handler).
        self.families = []
        writer.string.append(b'')

    def string(self, text):
        index = self.strings.get(text)
        if index is None:
            encoded = text.encode('utf-8', 'replace')
            index = len(self.strings)
            # An interrupt comes after a call, or not at all: the row and its number belong together.
            self.writer.string += (encoded,)
            self.strings[text] = index
        return index

    def new_ref(self):
        ref = self.next_ref
        self.next_ref = ref + self.ref_step
        return ref

    def look(self, obj, depth=OLD_DEPTH):
        """The object's ref, having looked for changes, by default as deep as is cheap."""
        self.budget = BUDGET
        self._new_depth = 0
        kind = type(obj)
        return (self.handlers.get(kind) or self.classify(kind))(obj, depth)

    def ref(self, obj, depth=0):
        kind = type(obj)
        return (self.handlers.get(kind) or self.classify(kind))(obj, depth)

    # Scalars

    def _none(self, obj, _depth):
        return self._interned((None,), SCALAR_NONE, 'NoneType', 0, '')

    def _bool(self, obj, _depth):
        return self._interned((bool, obj), SCALAR_BOOL, 'bool', int(obj), '')

    def _int(self, obj, _depth):
        if -INT_REACH <= obj < INT_REACH:
            return INT_ZERO + obj
        ref = self._ints.get(obj)
        if ref is None:
            ref = self._ints[obj] = self._int_row(obj, 'int')
        return ref

    def _int_row(self, number, type_name):
        ref = self.new_ref()
        if -_EXACT <= number <= _EXACT:
            self.writer.scalar += (ref, SCALAR_INT, self.string(type_name), number, 0)
        elif number.bit_length() < _HUGE:
            near = float(number) if number.bit_length() < 1024 else math.inf if number > 0 else -math.inf
            self.writer.scalar += (ref, SCALAR_INT, self.string(type_name), near, self.string(str(number)))
        else:
            self.writer.scalar += (ref, SCALAR_OPAQUE, self.string(type_name), 0, self.string(f'an int of {number.bit_length()} bits'))
        return ref

    def _float(self, obj, _depth):
        key = obj if obj else str(obj)
        ref = self._floats.get(key)
        if ref is None or obj != obj:
            return self._interned(('float', str(obj)), SCALAR_FLOAT, 'float', obj, '') if obj != obj or not obj else self._new_float(obj)
        return ref

    def _new_float(self, obj):
        ref = self._floats[obj] = self.new_ref()
        self.writer.scalar += (ref, SCALAR_FLOAT, self.string('float'), obj, 0)
        return ref

    def _str(self, obj, _depth):
        key = obj if len(obj) <= MAX_TEXT else (len(obj), hash(obj))
        ref = self.texts.get(key)
        if ref is None:
            ref = self.texts[key] = self.new_ref()
            self.writer.scalar += (ref, SCALAR_STR, self.string('str'), len(obj), self.string(obj[:MAX_TEXT]))
        return ref

    def _int_like(self, obj, _depth):
        number = int.__index__(obj) if isinstance(obj, int) else obj.__index__()
        key = (type(obj), number)
        ref = self._others.get(key)
        if ref is None:
            ref = self._others[key] = self._int_row(number, type(obj).__name__)
        return ref

    def _float_like(self, obj, _depth):
        number = float.__float__(obj) if isinstance(obj, float) else float(obj)
        return self._interned((type(obj), str(number)), SCALAR_FLOAT, type(obj).__name__, number, '')

    def _str_like(self, obj, _depth):
        text = str.__str__(obj)
        return self._interned((type(obj), text), SCALAR_STR, type(obj).__name__, len(text), text[:MAX_TEXT])

    def _own_text(self, obj, _depth):
        text = repr(obj)[:MAX_TEXT]
        return self._interned((type(obj), text), SCALAR_OPAQUE, type(obj).__name__, 0, text)

    def _bytes(self, obj, _depth):
        text = repr(bytes(obj[:200]))
        return self._interned((type(obj), len(obj), text), SCALAR_OPAQUE, type(obj).__name__, 0, text)

    def _named(self, obj, _depth):
        """Modules, classes, functions and whatever else is shown by its name alone."""
        if isinstance(obj, types.ModuleType):
            text = f'<module {types.ModuleType.__getattribute__(obj, "__dict__").get("__name__")!r}>'
        elif isinstance(obj, type):
            text = f'<class {type.__getattribute__(obj, "__qualname__")!r}>'
        elif isinstance(obj, types.MethodType):
            text = f'<bound method {getattr(obj.__func__, "__qualname__", "?")}>'
        elif isinstance(obj, (types.FunctionType, types.BuiltinFunctionType)):
            text = f'<function {obj.__qualname__}>'
        else:
            text = f'<{type(obj).__name__} object>'
        return self._interned((type(obj), text), SCALAR_OPAQUE, type(obj).__name__, 0, text)

    def _interned(self, key, kind, type_name, number, text):
        ref = self._others.get(key)
        if ref is None:
            ref = self._others[key] = self.new_ref()
            self.writer.scalar += (ref, kind, self.string(type_name), number, self.string(text))
        return ref

    # What has children. A handler's `depth` says how far below it may look; at 0 a known object is left as it is.

    def _tuple(self, obj, depth):
        self.budget -= 1
        if depth < -MOST_NESTED or self.budget <= 0:
            return self._too_deep(obj)
        length = tuple.__len__(obj)
        return self._fixed(CONTAINER_SEQUENCE, type(obj).__name__, length, self._items(obj, length, tuple, depth - 1))

    def _too_deep(self, obj):
        kind, length = _unseen(obj)
        return self._fixed(kind, type(obj).__name__, length, ())

    def frozen(self, obj):
        """A list or tuple that is an argument of a call: what it holds now, whatever becomes of it."""
        self.budget = BUDGET
        return self._frozen_items(obj, MOST_NESTED)

    def _frozen_items(self, obj, nested):
        self.budget -= 1
        if nested < 0 or self.budget <= 0:
            return self._too_deep(obj)
        length = len(obj)
        refs = []
        for child in (obj if length <= WHOLE else obj[:HEAD] + obj[-TAIL:]):
            kind = type(child)
            refs += (0, self._frozen_items(child, nested - 1) if kind is list or kind is tuple else self.ref(child))
        return self._fixed(CONTAINER_SEQUENCE, type(obj).__name__, length, tuple(refs))

    def _fixed(self, kind, type_name, length, children):
        key = (kind, type_name, length, children)
        ref = self._frozen.get(key)
        if ref is None:
            if len(self._frozen) > 100_000:
                self._frozen.clear()
            ref = self.new_ref()
            self.writer.container += (self.now, ref, kind, self.string(type_name), length, 0, children, self._head(length, children))
            self._frozen[key] = ref
        return ref

    def _slice(self, obj, depth):
        if depth < -MOST_NESTED:
            return self._too_deep(obj)
        children = []
        for name, part in (('start', obj.start), ('stop', obj.stop), ('step', obj.step)):
            children += (self._str(name, 0), self.ref(part, depth - 1))
        return self._fixed(CONTAINER_OBJECT, 'slice', 3, tuple(children))

    def _items(self, obj, length, base, depth):
        ref = self.ref
        if length <= WHOLE:
            parts = obj if base is None else base.__iter__(obj)
        else:
            parts = [base.__getitem__(obj, i) for i in (*range(HEAD), *range(length - TAIL, length))]
        children = []
        for child in parts:
            children += (0, ref(child, depth))
        return tuple(children)

    def _list(self, obj, depth):
        known, depth = self._known_object(obj, depth)
        if depth is None:
            return known.ref
        base = deque if isinstance(obj, deque) else list
        length = base.__len__(obj)
        ids = None
        if length > TAIL and base is list:
            ids = list(map(id, obj)) if length <= WHOLE else list(map(id, obj[:HEAD])) + list(map(id, obj[-TAIL:]))
            if known.flat and known.ids is not None and length >= known.length and length <= WHOLE:
                # Appended to, or not touched: what was there before isn't looked at again.
                if ids == known.ids and length == known.length:
                    return known.ref
                old = known.length
                if ids[:old] == known.ids:
                    children = known.children
                    for child in obj[old:]:
                        children += (0, self.ref(child, depth - 1))
                    known.flat = all(type(child) in self.quiet for child in obj[old:])
                    self._changed(known, CONTAINER_SEQUENCE, length, children)
                    known.ids = ids
                    return known.ref
        children = self._items(obj, length, base, depth - 1)
        known.flat = ids is not None and all(type(child) in self.quiet for child in obj)
        known.ids = ids
        self._changed(known, CONTAINER_SEQUENCE, length, children)
        return known.ref

    def _set(self, obj, depth):
        known, depth = self._known_object(obj, depth)
        if depth is not None:
            base = set if isinstance(obj, set) else frozenset
            length = base.__len__(obj)
            children = []
            # It has no last ones.
            for child, _ in zip(base.__iter__(obj), range(WHOLE if length <= WHOLE else HEAD)):
                children += (0, self.ref(child, depth - 1))
            self._changed(known, CONTAINER_SEQUENCE, length, tuple(children))
        return known.ref

    def _dict(self, obj, depth):
        known, depth = self._known_object(obj, depth)
        if depth is not None:
            length, pairs = dict.__len__(obj), dict.items(obj)
            if length > WHOLE:
                pairs = [*islice(pairs, HEAD), *reversed(list(islice(reversed(pairs), TAIL)))]
            self._changed(known, CONTAINER_MAPPING, length, self._pairs(pairs, depth - 1))
        return known.ref

    def _pairs(self, pairs, depth):
        children = []
        ref = self.ref
        for key, value in pairs:
            children += (ref(key, 0), ref(value, depth))
        return tuple(children)

    def fields(self, obj, depth, pairs):
        """An object whose fields are the given (name, value) pairs."""
        known, depth = self._known_object(obj, depth)
        if depth is not None:
            pairs = list(pairs(obj))
            kept = pairs if len(pairs) <= WHOLE else pairs[:HEAD] + pairs[-TAIL:]
            self._changed(known, CONTAINER_OBJECT, len(pairs), self._pairs(kept, depth - 1))
        return known.ref

    def _object(self, obj, depth):
        return self.fields(obj, depth, own_fields)

    def _public_object(self, obj, depth):
        return self.fields(obj, depth, public_fields)

    def _known_object(self, obj, depth):
        """What is known of the object, and how deep to look into it; None: not at all."""
        known = self._known.get(id(obj))
        if known is None or known.type is not type(obj) or (known.alive is not None and known.alive() is not obj):
            try:
                alive = weakref.ref(obj)
            except TypeError:
                alive = None
            known = self._known[id(obj)] = Known(alive, self.new_ref(), type(obj))
        if known.children is None and self._new_depth == 0 and depth > 0:
            depth = NEW_DEPTH
        self.budget -= 1
        if depth > (0 if known.alive is not None else FLOOR) and self.budget > 0:
            return known, depth
        if known.children is None:
            kind, known.length = _unseen(obj)
            self.writer.container += (self.now, known.ref, kind, self.string(known.type.__name__), known.length, 0, (), 0)
            known.children = ()
        return known, None

    def _changed(self, known, kind, length, children):
        old = known.children
        if old == children and known.length == length:
            return
        keep = 0
        if old:
            keep = len(old)
            if children[:keep] != old:
                keep = 0
                for before, after in zip(old, children):
                    if before != after:
                        break
                    keep += 1
                keep -= keep % 2
        self.budget -= len(children) // 2
        self.writer.container += (
            self.now, known.ref, kind, self.string(known.type.__name__), length, keep // 2, children[keep:], self._head(length, children))
        known.children = children
        known.length = length

    @staticmethod
    def _head(length, children):
        count = len(children) // 2
        return count if count == length else min(HEAD, count)

    def shown_of(self, handler):
        """Which of an instance's own fields the handler looks at, by their names; None: it looks at another kind of object."""
        if handler == self._object:
            return lambda name: not name.startswith('__')
        if handler == self._public_object:
            return lambda name: not name.startswith('_')
        return None

    # Types

    def classify(self, kind):
        handler = self._handler(kind)
        self.handlers[kind] = handler
        if handler in self.plain_handlers:
            self.plain.add(kind)
        if handler in (self._named, self._own_text, self._bytes, self._int_like, self._float_like, self._str_like):
            self.quiet.add(kind)
        return handler

    def _handler(self, kind):
        for test, handler in self.families:
            if test(kind):
                return handler
        if issubclass(kind, _QUIET_TYPES):
            return self._named
        if issubclass(kind, int):
            return self._int_like
        if issubclass(kind, float):
            return self._float_like
        if issubclass(kind, str):
            return self._str_like
        if issubclass(kind, (bytes, bytearray)):
            return self._bytes
        if kind in _OWN_TEXT:
            return self._own_text
        for base, handler in ((tuple, self._tuple), (list, self._list), (deque, self._list), (dict, self._dict), (set, self._set), (frozenset, self._set)):
            if issubclass(kind, base):
                return handler
        module = kind.__dict__.get('__module__')
        if module == '__main__' or kind is types.SimpleNamespace:
            return self._object
        if isinstance(module, str) and module.startswith('torch.'):
            return self._public_object
        return self._named


_slots = {}


def slots_of(kind):
    """(name, member) of the slots of a type, which are looked for once."""
    found = _slots.get(kind)
    if found is None:
        found = _slots[kind] = tuple(
            (name, member) for base in kind.__mro__ for name, member in list(base.__dict__.items())
            if type(member) is types.MemberDescriptorType and not name.startswith('__'))
    return found


def own_fields(obj):
    """(name, value) of an instance's own fields: its slots, then its __dict__."""
    for name, member in slots_of(type(obj)):
        try:
            yield name, member.__get__(obj)
        except AttributeError:
            continue
    try:
        fields = object.__getattribute__(obj, '__dict__')
    except AttributeError:
        return
    if type(fields) is dict:
        for name, value in list(fields.items()):
            if type(name) is str and not name.startswith('__'):
                yield name, value


def public_fields(obj):
    """Those of an instance's own fields that don't begin with an underscore."""
    return ((name, value) for name, value in own_fields(obj) if not name.startswith('_'))

