"""Calls over dtypes and layouts: what most operators that move elements are asked."""
from sampling import ALL, FLOATS, case

LAYOUTS = ('transposed', 'strided', 'expanded', 'offset')


def spread(op, *calls, wrong=(), grad=True, dtypes=ALL, looked=(), layouts=LAYOUTS, **inputs):
    """Each call for every dtype and layout, which inputs take that have none of their own: `a=[3, 4]` or `a=[[3, 4], 'ties']`. The `wrong` are refused, and asked once."""
    def made(dtype, layout):
        for name, words in inputs.items():
            if isinstance(words[0], str):
                yield name, words
                continue
            shape, kind = words if words and isinstance(words[0], list) else (words, 'normal')
            yield name, [dtype, shape, kind, *([layout] if layout and len(shape) > 1 else [])]
    for call in calls:
        for dtype in dtypes:
            case(op, call, grad and dtype in FLOATS, looked, **dict(made(dtype, None)))
        for layout in layouts:
            case(op, call, grad, looked, **dict(made('float32', layout)))
            case(op, call, False, looked, **dict(made('int64', layout)))
    for call in wrong:
        case(op, call, False, looked, **dict(made('float32', None)))
