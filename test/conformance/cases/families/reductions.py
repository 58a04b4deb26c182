"""Sums, means, products, extremes, tests of all elements, deviations and running sums."""
from sampling import ALL, FLOATS, case, mistakes
from spread import LAYOUTS


def reduction(op, *arguments, kind='normal', grad=True, dtypes=ALL, special=True, out=(), in_place=False, layouts=LAYOUTS):
    """A reduction: `arguments` are what follows the tensor, for each dtype; the first two also for other ranks and layouts, and in higher dimensions."""
    def call(text):
        return f'torch.{op}(a{", " * bool(text)}{text})'
    for dtype in dtypes:
        for text in arguments:
            case(op, call(text), grad and dtype in FLOATS, a=[dtype, [4, 5], kind])
        if special:
            for text in arguments[:2]:
                case(op, call(text), a=[dtype, [3, 7], 'special'])
    for sizes in ([], [0], [2, 0, 3], [1], [1, 1], [2, 3, 1, 4, 2]):
        for text in arguments[:4]:
            case(op, call(text), grad, a=['float32', sizes, kind])
            case(op, call(text), a=['int64', sizes, kind])
    for layout in layouts:
        for text in arguments[:3]:
            case(op, call(text), grad, a=['float32', [4, 6], kind, layout])
            case(op, call(text), a=['int64', [4, 6], kind, layout])
    # Longer rows, which PyTorch adds up in vectors.
    for sizes in ([70], [3, 130], [130, 3], [5, 7, 11]):
        for text in arguments[:2]:
            case(op, call(text), grad, a=['float32', sizes, kind])
            case(op, call(text), a=['float64', sizes, kind])
    case(op, f'a.{op}({arguments[0]})', grad, a=['float32', [4, 5], kind])
    case(op, f'a.{op}({arguments[1]})', grad, a=['float32', [4, 5], kind])
    for text in out:
        for dtype in ('float32', 'float64', 'int64'):
            case(op, f'torch.{op}(a{", " * bool(text)}{text}, out=o)', looked=['o'], a=['float32', [4, 5], kind], o=[dtype, [1]])
    if in_place:
        for dtype in ALL:
            case(op, f'a.{op}_({arguments[0]})', looked=['a'], a=[dtype, [4, 5], kind])
            case(op, f'a.{op}_({arguments[1]})', looked=['a'], a=[dtype, [4, 5], kind, 'transposed'])
        case(op, f'(a * 1).{op}_({arguments[0]})', True, a=['float32', [4, 5], kind])
    mistakes(op, f'a{", " * bool(arguments[0])}{arguments[0]}')


for op in ('sum', 'mean'):
    reduction(op, '', '1', '0, True', '(0, 1)', 'dim=-1, keepdim=True', '1, dtype=torch.float64', 'dtype=torch.float32', '()', '3', '(0, 0)', '(0, 5)', 'dtype=torch.int32', 'None', out=('1',))
reduction('prod', '', '1', '0, True', 'dim=-1, keepdim=True', '1, dtype=torch.float64', 'dtype=torch.int64', '3', kind='unit', out=('1',))
for sizes in ([3], [2, 3]):
    case('prod', 'torch.prod(a * b)', True, a=['float32', sizes], b=['bool', sizes])
    case('prod', 'torch.prod(a * b, 0)', True, a=['float32', sizes], b=['bool', sizes])
for op in ('all', 'any'):
    reduction(op, '', '1', '0, True', '(0, 1)', 'dim=-1, keepdim=True', '()', '3', '(0, 0)', grad=False, out=('1',))
for op in ('max', 'min'):
    reduction(op, '', '1', '0, True', 'dim=-1, keepdim=True', '3', kind='distinct', special=False)
    for dtype in ALL:
        case(op, f'torch.{op}(a)', dtype in FLOATS, a=[dtype, [4, 5], 'ties'])
        case(op, f'torch.{op}(a)', a=[dtype, [3, 7], 'special'])
        case(op, f'torch.{op}(a, b)', dtype in FLOATS, a=[dtype, [2, 3]], b=[dtype, [3]])
        case(op, f'a.{op}(other=b)', a=[dtype, [2, 3]], b=['float32', [3], 'special'])
    case(op, f'torch.{op}(a, 1)', a=['float32', [3, 7], 'special'])
for op in ('amax', 'amin'):
    reduction(op, '', '1', '0, True', '(0, 1)', 'dim=-1, keepdim=True', '()', '3', '(0, 0)', kind='ties', out=('1',))
for op in ('argmax', 'argmin'):
    reduction(op, '', '1', '0, True', 'dim=-1, keepdim=True', 'None', '3', kind='distinct', grad=False, special=False, out=('1',))
    # Of several NaN or equal ones.
    for dtype in ('float16', 'float32', 'float64', 'int64'):
        case(op, f'torch.{op}(a)', a=[dtype, [3, 7], 'special'])
        case(op, f'torch.{op}(a, 0)', a=[dtype, [4, 5], 'ties'])
# Of equal values PyTorch's quick selection takes any: here none are.
reduction('median', '', '1', '0, True', 'dim=-1, keepdim=True', '3', kind='distinct', special=False, layouts=('transposed', 'strided', 'offset'))
case('median', 'torch.median(a)', a=['float32', [21], 'special'])
reduction('count_nonzero', '', '1', '(0, 1)', 'dim=-1', '3', '()', '(0, 0)', grad=False)
for op in ('std', 'var'):
    reduction(op, '', '1', '0, True', '(0, 1)', 'dim=-1, keepdim=True', '1, False', 'False', 'correction=0', 'dim=0, correction=2', 'dim=1, correction=0, keepdim=True', '1, True, True', 'correction=30', '3', out=('1',), special=False)
    case(op, f'torch.{op}(a)', a=['float32', [21], 'special'])
for op in ('cumsum', 'cumprod'):
    reduction(op, '0', '-1', 'dim=1', '1, dtype=torch.float64', 'dim=0, dtype=torch.int32', '3', kind='unit', out=('1',), in_place=True)
    case(op, f'torch.{op}(a * b, 0)', True, a=['float32', [3, 4]], b=['float32', [3, 4], 'positive'])
case('cumprod', 'torch.cumprod(a * b, 1)', True, a=['float32', [3, 4]], b=['bool', [3, 4]])
case('cumprod', 'torch.cumprod(a * b, 0)', True, a=['float64', [5]], b=['bool', [5]])
