"""Deviations, running values, ranks, counts and differences along dimensions."""
from sampling import ALL, FLOATS, case, mistakes

KINDS = ('normal', 'special')


def along(op, *arguments, kind='normal', grad=True, method=True, dtypes=ALL, special=True, layouts=('transposed', 'strided', 'expanded', 'offset')):
    """An operator along a dimension: `arguments` are what follows the tensor, the first of them the usual."""
    first = arguments[0]

    def call(text):
        return f'torch.{op}(a{", " + text if text else ""})'
    for dtype in dtypes:
        for text in arguments:
            case(op, call(text), grad and dtype in FLOATS, a=[dtype, [4, 5], kind])
        if special:
            case(op, call(first), a=[dtype, [3, 7], 'special'])
    for shape in ([], [0], [2, 0, 3], [1], [1, 1], [2, 3, 4, 1, 2]):
        for text in arguments[:2]:
            case(op, call(text), grad, a=['float32', shape, kind])
    for layout in layouts:
        case(op, call(first), grad, a=['float32', [4, 6], kind, layout])
        case(op, call(first), a=['int64', [4, 6], kind, layout])
    if method:
        case(op, f'a.{op}({first})', a=['float32', [4, 5], kind])
        case(op, f'a.{op}({first})', a=['int64', [4, 5], kind])
    mistakes(op, f'a{", " + first if first else ""}', forms='m' if method else '')


along('std_mean', '', '1', '[0, 1]', '0, False', '1, keepdim=True', 'dim=0, correction=2, keepdim=True', 'unbiased=False', method=False)
along('var_mean', '', '1', '[0, 1]', '0, False', '1, keepdim=True', 'dim=0, correction=0', '5', method=False)
along('cummax', '0', '-1', 'dim=1', '3', "'x'", kind='ties')
along('cummin', '0', '-1', 'dim=1', '3', "'x'", kind='ties')
along('logcumsumexp', '0', '-1', 'dim=1', '3', special=True)
along('nansum', '', '0', '[0, 1]', '1, True', 'dim=1, dtype=torch.float64', '3')
along('nanmean', '', '0', '[0, 1]', '1, True', 'dim=1, dtype=torch.float64', '3')
along('kthvalue', '2', '1, 0', '3, -1, True', 'k=1, dim=1, keepdim=True', '9', '0', '1, 5')
# Of values that come equally often, and of several places of one, the choice is the sort's: here no value comes twice with others.
along('mode', '', '0', '-1, True', 'dim=1', '3', kind='distinct', special=False)
along('nanmedian', '', kind='distinct', special=False)
# Of an expanded tensor PyTorch orders the shared values in place, and answers what lies there then.
along('nanmedian', '0', '-1, True', 'dim=1', '3', kind='distinct', special=False, layouts=('transposed', 'strided', 'offset'))
case('nanmedian', 'torch.nanmedian(a)', a=['float32', [21], 'special'])
case('mode', 'torch.mode(a)', a=['int64', [3, 9], 'positive'])
along('aminmax', '', 'dim=0', 'dim=-1, keepdim=True', 'dim=3', '0')
along('msort', '', kind='distinct')
# Of an expanded tensor the gradient goes to whichever of equal values PyTorch's unstable sort took.
along('quantile', '.5', '.25, 0', '.3, 1, True', "q=.4, dim=1, interpolation='lower'", "q=.4, dim=0, interpolation='higher'", "q=.4, interpolation='midpoint'", "q=.4, dim=-1, interpolation='nearest'", '1.5', "q=.4, interpolation='other'", '.5, 3', layouts=('transposed', 'strided', 'offset'))
along('nanquantile', '.5', '.25, 0', '.3, 1, True', "q=.4, dim=1, interpolation='lower'", "q=.4, dim=0, interpolation='higher'", '1.5', '.5, 3', layouts=('transposed', 'strided', 'offset'))
for op in ('quantile', 'nanquantile'):
    for text in ('a, q', 'a, q, 0', 'a, q, dim=1', 'a, q, 1, True', 'a, q, keepdim=True', "a, q, dim=0, interpolation='nearest'"):
        for shape in ([4, 5], [2, 3, 4], [6]):
            case(op, f'torch.{op}({text})', grad=True, a=['float32', shape], q=['float32', [3], 'unit'])
            case(op, f'torch.{op}({text})', a=['float64', shape, 'special'], q=['float64', [], 'unit'])
    case(op, f'torch.{op}(a, q)', a=['float32', [4]], q=['float64', [2], 'unit'])
    case(op, f'torch.{op}(a, q)', a=['float32', [4]], q=['float32', [2, 2], 'unit'])
    case(op, f'torch.{op}(a, q)', a=['float32', [4]], q=['float32', [2], 'above'])
along('cov', '', 'correction=0', grad=True)
# Of equal rows the gradient is nought, but for rounding.
along('corrcoef', '', grad=True, layouts=('transposed', 'strided', 'offset'))
for f, w in (('int64', 'float32'), ('float32', 'float32'), ('int64', 'int64')):
    case('cov', 'torch.cov(a, fweights=f, aweights=w)', grad=True, a=['float32', [3, 5]], f=[f, [5], 'positive'], w=[w, [5], 'positive'])
    case('cov', 'torch.cov(a, fweights=f)', a=['float32', [3, 5]], f=[f, [5], 'positive'])
    case('cov', 'torch.cov(a, aweights=w, correction=0)', a=['float32', [3, 5]], w=[w, [5], 'positive'])
case('cov', 'torch.cov(a, fweights=f)', a=['float32', [3, 5]], f=['int64', [4], 'positive'])
case('cov', 'torch.cov(a, fweights=f)', a=['float32', [3, 5]], f=['int64', [5, 1], 'positive'])
case('cov', 'torch.cov(a, fweights=f)', a=['float32', [3, 5]], f=['int64', [5], 'normal'])
for p in ('', ', 1', ', 0', ', 3', ", float('inf')", ', p=1.5'):
    for dtype in ALL:
        case('dist', f'torch.dist(a, b{p})', grad=dtype in ('float32', 'float64'), a=[dtype, [2, 3]], b=[dtype, [3]])
    case('dist', f'torch.dist(a, b{p})', grad=True, a=['float32', [3, 4], 'normal', 'transposed'], b=['float32', [3, 4]])
case('dist', 'a.dist(b)', a=['float32', [0]], b=['float32', [0]])
case('dist', 'torch.dist(a, b)', a=['float32', [2]], b=['float32', [3]])
case('dist', 'torch.dist(a, b)', a=['float32', [2]], b=['float64', [2]])
mistakes('dist', 'a, a', forms='m')
for text in ('2, 0, 1.', '1, 1, 2', '3, -1, .5', 'p=2, dim=0, maxnorm=10', '0, 0, 1', '2, 0, -1', '2, 5, 1'):
    for dtype in ALL:
        case('renorm', f'torch.renorm(a, {text})', grad=dtype in ('float32', 'float64'), a=[dtype, [3, 4]])
    case('renorm', f'torch.renorm(a, {text})', grad=True, a=['float32', [2, 3, 4], 'normal', 'transposed'])
    case('renorm', f'a.renorm_({text})', looked=['a'], a=['float32', [3, 4]])
case('renorm', 'torch.renorm(a, 2, 0, 1)', a=['float32', [3]])
mistakes('renorm', 'a, 2, 0, 1.', forms='m')

for dtype in ALL:
    for right in ('', ', right=True', ", side='right'", ", side='left'", ', out_int32=True', ", side='middle'", ", side='left', right=True"):
        case('searchsorted', f'torch.searchsorted(a.sort().values, b{right})', a=[dtype, [7], 'ties'], b=[dtype, [2, 3], 'ties'])
    case('searchsorted', 'torch.searchsorted(a.sort().values, b)', a=[dtype, [2, 5], 'ties'], b=[dtype, [2, 3], 'ties'])
    for right in ('', ', right=True', ', out_int32=True'):
        case('bucketize', f'torch.bucketize(b, a.sort().values{right})', a=[dtype, [7], 'ties'], b=[dtype, [2, 3], 'ties'])
    case('bucketize', 'torch.bucketize(b, a.sort().values)', a=[dtype, [7], 'ties'], b=['int64', [2, 3], 'ties', 'transposed'])
    case('bucketize', 'torch.bucketize(2, a.sort().values)', a=[dtype, [7], 'ties'])
    case('searchsorted', 'torch.searchsorted(a.sort().values, 2)', a=[dtype, [7], 'ties'])
    case('isin', 'torch.isin(a, b)', a=[dtype, [3, 4], 'ties'], b=[dtype, [5], 'ties'])
    case('isin', 'torch.isin(a, b, invert=True)', a=[dtype, [3, 4], 'ties', 'transposed'], b=['float32', [2, 2], 'ties'])
    case('isin', 'torch.isin(a, 1)', a=[dtype, [3, 4], 'ties'])
    case('isin', 'torch.isin(1, a, assume_unique=True)', a=[dtype, [3, 4], 'ties'])
    for text in ('', '5', '4, -1, 1', 'bins=3, min=0, max=2', '0', '4, 2, 1'):
        case('histc', f'torch.histc(a{", " * bool(text)}{text})', a=[dtype, [20], 'normal'])
    for text in ('5', 'b', '4, range=(-1., 1.)', '3, density=True', '4, weight=w', 'bins=3, range=(0., 2.), weight=w, density=True'):
        case('histogram', f'torch.histogram(a, {text})', a=[dtype, [20], 'normal'], b=[dtype, [4], 'distinct'], w=[dtype, [20], 'positive'])
case('searchsorted', 'torch.searchsorted(a, b, sorter=a.argsort())', a=['float32', [7], 'distinct'], b=['float32', [2, 3]])
case('searchsorted', 'torch.searchsorted(a, b)', a=['float32', [7]], b=['float64', [3]])
case('searchsorted', 'torch.searchsorted(a, b)', a=['float32', [2, 7]], b=['float32', [3]])
case('searchsorted', 'torch.searchsorted(a, 1)', a=['float32', [2, 7]])
case('searchsorted', 'torch.searchsorted(a, b)', a=['float32', [0]], b=['float32', [3]])
case('searchsorted', 'torch.searchsorted(a.sort().values, b)', a=['float32', [7]], b=['float32', [3, 4], 'normal', 'transposed'])
case('bucketize', 'torch.bucketize(b, a)', a=['float32', [2, 7]], b=['float32', [3]])
for rest in ('', ', right=True', ', out_int32=True'):
    for one, two in (([3, 0], [3, 4]), ([2, 0], [2, 0]), ([0, 5], [0, 4]), ([2, 3, 0], [2, 3, 5])):
        case('searchsorted', f'torch.searchsorted(a, b{rest})', a=['float32', one], b=['float32', two])
case('isin', 'torch.isin(a, b)', a=['float32', [0]], b=['float32', [3]])
# Many among many.
for dtype in ALL:
    for other in ('float32', 'int64', dtype):
        case('isin', 'torch.isin(a, b)', a=[dtype, [8, 5], 'ties', 'transposed'], b=[other, [6, 7], 'ties'])
    # Of one dtype: of integers that become one float32 PyTorch finds one in the other.
    case('isin', 'torch.isin(a, b, invert=True)', a=[dtype, [24], 'special'], b=[dtype, [24], 'special'])
case('isin', 'torch.isin(a, b)', a=['float32', [5, 20]], b=['float32', [40]])
case('isin', 'torch.isin(a, b * float("nan"))', a=['float32', [5, 20]], b=['float32', [40]])
case('isin', 'torch.isin(a, torch.cat([a[:2], a[2:] * float("nan"), a[2:]]))', a=['float64', [20]])
case('isin', 'torch.isin(a, b)', a=['float32', [3]], b=['float32', [0]])
case('histc', 'torch.histc(a, 4)', a=['float32', [3, 4], 'normal', 'transposed'])
case('histc', 'a.histc(4)', a=['float32', [0]])
case('histc', 'torch.histc(a, 4)', a=['float32', [21], 'special'])
case('histogram', 'torch.histogram(a, 4)', a=['float32', [3, 4], 'normal', 'transposed'])
for op, right in (('searchsorted', 'a[0], a[0]'), ('bucketize', 'a, a[0]'), ('isin', 'a, a'), ('histc', 'a'), ('histogram', 'a, 3')):
    mistakes(op, right, forms='')
case('isin', 'torch.isin(1, 2)', a=['float32', [2]])

along('diff', '', '1, 0', '2', 'n=3, dim=-1', '0', '-1', '1, 5')
for text, other in (('prepend=b', [3, 2]), ('append=b', [3, 2]), ('prepend=b, append=b', [3, 1]), ('dim=0, append=b', [1, 4]), ('prepend=b', [2, 2]), ('append=b', [3])):
    case('diff', f'torch.diff(a, {text})', grad=True, a=['float32', [3, 4]], b=['float32', other])
for op in ('trapezoid', 'trapz', 'cumulative_trapezoid'):
    along(op, '', 'dim=0', 'dx=2', 'dx=.5, dim=-1', 'dim=5', method=False, special=False)
    for x in ([5], [4, 5], [1, 5], [3]):
        for dtype in ALL:
            case(op, f'torch.{op}(a, x)', grad=dtype in ('float32', 'float64'), a=[dtype, [4, 5]], x=[dtype, x, 'distinct'])
    case(op, f'torch.{op}(a, x, dim=0)', grad=True, a=['float32', [4, 5], 'normal', 'transposed'], x=['float32', [4], 'distinct'])
along('gradient', '', 'dim=0', 'spacing=2.', 'spacing=.5, dim=1, edge_order=2', 'dim=[0, 1]', 'spacing=2, dim=(1, 0)', 'edge_order=3', 'dim=5', method=False, special=False)
for text in ('spacing=(x,), dim=1', 'spacing=(y, x)', 'spacing=(y, x), edge_order=2', 'spacing=(x,)', 'spacing=(x, y)'):
    case('gradient', f'torch.gradient(a, {text})', grad=True, a=['float32', [4, 5]], x=['float32', [5], 'distinct'], y=['float32', [4], 'distinct'])
for text in ('spacing=[1., 2.]', 'spacing=[.5], dim=1', 'spacing=(2, 3), dim=(1, 0)', 'spacing=(2., 3., 4.)', 'spacing=[1.], dim=(0, 1)', 'spacing=["x"]'):
    case('gradient', f'torch.gradient(a, {text})', grad=True, a=['float32', [4, 5]])
