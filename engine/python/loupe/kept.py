"""Objects that were looked at again and again and had nothing new: what is in them is put down, so that the next look only compares.

A model, an optimizer, a list of batches have many parts and are looked at at each line that names them. What is put down is compared on
CPython's own objects, without its interpreter (engine/binding/kept.ts); where a part differs the whole is looked at.
"""
import weakref

from .values import OLD_DEPTH, slots_of

#: Steps of a comparison, in an order in which a container comes before what it holds; engine/binding/kept.ts has the same. After each stands
#: its object, and then: of a dict and a sequence how many parts they have and these (keys and values in turn); of an object its `__dict__`; a
#: weak reference; the handle.
_DICT, _SEQUENCE, _FIELDS, _WEAK, _TENSOR = range(5)
#: Looks without news before an object's parts are put down: at first, and where it changed again and again.
_FIRST_NEEDED, _MOST_NEEDED = 2, 64
#: Parts that are compared, and objects of which that is known.
_MOST_PARTS, _MOST_OBJECTS = 3000, 1000
#: They stay what they are, and nobody sees it when they are kept alive.
#: In the place of a part that is not compared.
_UNSEEN = object()
_IMMUTABLE = frozenset((type(None), bool, int, float, complex, str, bytes, range))


def quick_look(values, is_shown, kept_ref, keep):
    """As `values.look`, for which it stands in. `is_shown(handler)`: which fields of an object the handler looks at, None for another one."""
    look, plain, quiet = values.look, values.plain, values.quiet
    streaks = {}

    def quick(obj, depth=OLD_DEPTH):
        kind = type(obj)
        if kind in plain:
            return look(obj, depth)
        ref = kept_ref(obj, depth, values.now)
        if ref:
            return ref
        before = len(values.writer.container)
        ref = look(obj, depth)
        if kind in quiet or kind in plain:
            return ref
        count, needed = streaks.get(id(obj), (0, _FIRST_NEEDED))
        if len(values.writer.container) != before:
            streak = 0, min(2 * needed, _MOST_NEEDED)
        elif count + 1 < needed:
            streak = count + 1, needed
        else:
            streak = 0, needed
            found = _steps(values, is_shown, obj)
            if found is not None:
                keep(obj, ref, depth, _UNSEEN, *found)
        if len(streaks) > _MOST_OBJECTS:
            streaks.clear()
        streaks[id(obj)] = streak
        return ref

    return quick


def _steps(values, is_shown, root):
    """The steps, and what they refer to and is kept alive; None: it has a part that can't be compared."""
    steps, held, queue, met = [], [], [root], {id(root)}
    for obj in queue:
        kind = type(obj)
        if kind in _IMMUTABLE:
            held.append(obj)
            continue
        handler = values.handlers.get(kind) or values.classify(kind)
        shown = is_shown(handler)
        if handler in values.plain_handlers:
            steps += (_TENSOR, obj, obj._h)
            continue
        children = ()
        if shown is not None:
            fields = None if slots_of(kind) else _fields_of(obj)
            if fields is None:
                return None
            steps += (_FIELDS, obj, fields)
            children = _put_down(_DICT, fields, [part for name, value in fields.items() for part in (name, value if type(name) is str and shown(name) else _UNSEEN)], steps)
        elif handler == values._dict:
            children = _put_down(_DICT, obj, [part for pair in dict.items(obj) for part in pair], steps)
        elif handler == values._tuple:
            children = _put_down(_SEQUENCE, obj, list(tuple.__iter__(obj)), steps)
        elif handler == values._list and issubclass(kind, list):
            children = _put_down(_SEQUENCE, obj, list(list.__iter__(obj)), steps)
        elif kind not in values.quiet:
            return None
        if shown is not None or kind in values.quiet:
            # Another one may stand at its address.
            try:
                alive = weakref.ref(obj)
            except TypeError:
                return None
            steps += (_WEAK, obj, alive)
            held.append(alive)
        for child in children:
            if child is not _UNSEEN and id(child) not in met:
                met.add(id(child))
                queue.append(child)
        if len(queue) > _MOST_PARTS:
            return None
    return tuple(steps), tuple(held)


def _fields_of(obj):
    try:
        fields = object.__getattribute__(obj, '__dict__')
    except AttributeError:
        return None
    return fields if type(fields) is dict else None


def _put_down(step, container, parts, steps):
    steps += (step, container, len(parts))
    steps += parts
    return parts
