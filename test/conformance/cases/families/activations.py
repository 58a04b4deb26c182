"""Activations."""
from sampling import ALL, FLOATS, case


def activation(name, arguments='', owner='F', in_place=True, kinds=('normal',), dtypes=ALL):
    """As `sampling.unary`, with what torch.nn.functional has of forms."""
    call = f'{owner}.{name}(a{arguments})'
    for dtype in dtypes:
        for kind in (*kinds, 'special'):
            if kind != 'special':
                case(name, call, dtype in FLOATS, a=[dtype, [3, 5], kind])
            elif name != 'gelu' or dtype == 'float64':
                # PyTorch leaves the other gelus to oneDNN, where infinity gives NaN. The slopes of NaN hang on whether it lies in a vector of PyTorch's or in what is left over.
                case(name, call, a=[dtype, [24], kind])
        if in_place:
            case(name, f'{owner}.{name}(a{arguments}, inplace=True)', looked=['a'], a=[dtype, [3, 5]])
    for kind in kinds:
        for shape in ([], [0], [2, 0, 3], [1], [2, 1, 3, 2, 2]):
            case(name, call, True, a=['float32', shape, kind])
        for layout in ('transposed', 'strided', 'expanded', 'offset'):
            case(name, call, True, a=['float32', [3, 4], kind, layout])
            case(name, call, True, a=['float64', [3, 4], kind, layout])
    if in_place:
        case(name, f'{owner}.{name}(a{arguments}, inplace=True)', True, a=['float32', [3, 5]])
        for dtype in FLOATS:
            case(name, f'{owner}.{name}(a * 1{arguments}, inplace=True)', True, a=[dtype, [3, 5]])
        case(name, f'{owner}.{name}(a.T{arguments}, inplace=True)', looked=['a'], a=['float32', [3, 5]])
    for wrong in ('', '"text"', f'a{arguments}, bogus=1', f'a{arguments}, 1, 2, 3, 4, 5, 6', '[1.0]'):
        case(name, f'{owner}.{name}({wrong})', a=['float32', [3, 5]])


for name in ('relu', 'silu', 'mish', 'hardswish', 'hardsigmoid', 'relu6', 'selu'):
    activation(name)
case('relu', 'F.relu_(a)', looked=['a'], a=['float32', [3, 5]])
for name in ('hardtanh', 'hardshrink', 'softshrink', 'tanhshrink', 'softsign', 'logsigmoid', 'gelu', 'softplus'):
    activation(name, in_place=name == 'hardtanh')
activation('gelu', ", approximate='tanh'", in_place=False)
case('gelu', "F.gelu(a, approximate='bad')", a=['float32', [3]])
case('gelu', "F.gelu(a, 'tanh')", a=['float32', [3]])
for dtype in ('float32', 'float64'):
    for approximate in ('none', 'tanh'):
        case('gelu', f"F.gelu(a, approximate='{approximate}')", True, a=[dtype, [7, 40], 'normal'])
for name in ('elu', 'celu'):
    activation(name)
    for alpha in ('0.5', '2', '-1.0', '0', 'alpha=1.7'):
        case(name, f'F.{name}(a, {alpha})', True, a=['float32', [3, 5]])
        case(name, f'F.{name}(a * 1, {alpha}, inplace=True)', True, a=['float32', [3, 5]])
activation('leaky_relu')
for slope in ('0.2', '0', '-0.5', '1', 'negative_slope=0.3'):
    for dtype in FLOATS:
        case('leaky_relu', f'F.leaky_relu(a, {slope})', True, a=[dtype, [3, 5]])
    case('leaky_relu', f'F.leaky_relu(a * 1, {slope}, inplace=True)', True, a=['float32', [3, 5]])
for arguments in ('2', '2, 1', 'beta=0.5', 'threshold=0.5', '1, -1'):
    for dtype in FLOATS:
        case('softplus', f'F.softplus(a, {arguments})', True, a=[dtype, [3, 5]])
for bounds in ('-2, 0.5', '0, 1', '2, 1', 'max_val=0.1', '-2.7, 2.7', '1, 1'):
    for dtype in ALL:
        case('hardtanh', f'F.hardtanh(a, {bounds})', dtype in FLOATS, a=[dtype, [3, 5]])
for name in ('hardshrink', 'softshrink'):
    for size in ('1', '0', '-1', '0.25', 'lambd=2'):
        for dtype in FLOATS:
            case(name, f'F.{name}(a, {size})', True, a=[dtype, [3, 5]])
case('hardshrink', 'a.hardshrink(0.3)', True, a=['float32', [3, 5]])
case('hardshrink', 'torch.hardshrink(a, out=o)', looked=['o'], a=['float32', [3, 5]], o=['float32', [3, 5]])
for name in ('gelu', 'softplus', 'softshrink', 'logsigmoid'):
    for out in ('float32', 'float64', 'int64'):
        case(name, f'F.{name}(a, out=o)', looked=['o'], a=['float32', [3, 5]], o=[out, [3, 5]])
activation('threshold', ', 0.5, 20')
for arguments in ('1, 0', '-1.5, 2.5', '0.1, 300', 'threshold=1, value=7'):
    for dtype in ALL:
        case('threshold', f'F.threshold(a, {arguments})', dtype in FLOATS, a=[dtype, [3, 5]])
for name in ('selu', 'celu', 'rrelu'):
    case(name, f'torch.{name}(a)', True, a=['float32', [3, 5]])
    case(name, f'torch.{name}_(a)', looked=['a'], a=['float32', [3, 5]])
case('threshold', 'torch.threshold(a, 1, 0)', True, a=['float32', [3, 5]])
case('threshold', 'torch.threshold_(a, 1, 0)', looked=['a'], a=['float32', [3, 5]])
for name in ('elu', 'leaky_relu', 'hardtanh', 'selu', 'celu', 'rrelu'):
    case(name, f'F.{name}_(a)', looked=['a'], a=['float32', [3, 5]])
# rrelu: its slopes are drawn.
activation('rrelu')
for shape in ([3, 5], [40], [2, 3, 4]):
    for dtype in FLOATS:
        case('rrelu', '(torch.manual_seed(3), F.rrelu(a, training=True), torch.rand(2))[1:]', True, a=[dtype, shape])
        case('rrelu', '(torch.manual_seed(3), F.rrelu(a * 1, 0.1, 0.9, True, inplace=True))[1]', True, a=[dtype, shape])
for arguments in ('0.5, 0.2', 'float("inf"), 1', '0.2, 0.2, True', '0.2, 0.4', '0.5, 0.2, True'):
    case('rrelu', f'F.rrelu(a, {arguments})', True, a=['float32', [3, 5]])
    case('rrelu', f'F.rrelu(a, {arguments})', a=['int64', [3, 5]])
case('rrelu', '(torch.manual_seed(3), F.rrelu(a, training=True))[1]', a=['float32', [3, 5], 'normal', 'transposed'])
# prelu
for dtype in ALL:
    case('prelu', 'F.prelu(a, w)', dtype in FLOATS, a=[dtype, [2, 3, 4]], w=[dtype, [3]])
    case('prelu', 'F.prelu(a, w)', dtype in FLOATS, a=[dtype, [4]], w=[dtype, [1]])
    case('prelu', 'F.prelu(a, w)', dtype in FLOATS, a=[dtype, [21], 'special'], w=[dtype, [1]])
    case('prelu', 'F.prelu(a, w)', a=['float32', [2, 3]], w=[dtype, [3]])
for shape, weight in (([], [1]), ([], []), ([3], []), ([2, 3], []), ([], [2]), ([3], [3]), ([2, 3], [2]), ([2, 3], [3]), ([2, 3], [1, 3]), ([0], [1]), ([0, 3], [3]), ([2, 3, 2, 2], [3])):
    case('prelu', 'F.prelu(a, w)', True, a=['float32', shape], w=['float32', weight])
case('prelu', 'a.prelu(w)', True, a=['float32', [2, 3], 'normal', 'transposed'], w=['float32', [3]])
for call in ('F.prelu()', 'F.prelu(a)', 'F.prelu(a, 1)', 'F.prelu(a, "text")', 'F.prelu(a, a, bogus=1)', 'torch.prelu(a)'):
    case('prelu', call, a=['float32', [2, 3]])
# glu
for dtype in ALL:
    case('glu', 'F.glu(a)', dtype in FLOATS, a=[dtype, [3, 4]])
    case('glu', 'F.glu(a, 0)', dtype in FLOATS, a=[dtype, [4, 3], 'normal', 'transposed'])
for shape, dim in (([4], '0'), ([3], '-1'), ([], '0'), ([2, 4, 3], 'dim=1'), ([2, 4, 3], '-2'), ([2, 4], '5'), ([0, 2], '0'), ([2, 0], '1')):
    case('glu', f'F.glu(a, {dim})', True, a=['float32', shape])
for call in ('F.glu()', 'F.glu(a, "text")', 'F.glu(a, 0, 1)', 'F.glu(a, bogus=1)', 'F.glu(a, 0.5)'):
    case('glu', call, a=['float32', [2, 4]])
# softmin, normalize
for dtype in ALL:
    for dim in ('0', '-1', 'dim=1', '5', '1, dtype=torch.float64', ''):
        case('softmin', f'F.softmin(a, {dim})', dtype in FLOATS, a=[dtype, [3, 4]])
    for arguments in ('', ', dim=0', ', p=1', ', p=1, dim=-1', ", p=float('inf')", ', p=3, dim=0', ', eps=10', ', dim=5'):
        case('normalize', f'F.normalize(a{arguments})', dtype in FLOATS, a=[dtype, [3, 4]])
for layout in ('transposed', 'strided', 'expanded', 'offset'):
    case('softmin', 'F.softmin(a, 1)', True, a=['float32', [3, 4], 'normal', layout])
    case('normalize', 'F.normalize(a)', True, a=['float32', [3, 4], 'normal', layout])
case('normalize', 'F.normalize(a)', True, a=['float32', [3, 0]])
case('normalize', 'F.normalize(a * 0)', True, a=['float32', [3, 4]])
case('normalize', 'F.normalize(a, dim=0)', True, a=['float32', [3]])
case('normalize', 'F.normalize(a)', a=['float32', [3]])
case('normalize', 'F.normalize(a, out=o)', looked=['o'], a=['float32', [3, 4]], o=['float32', [3, 4]])
# gumbel_softmax: this build of PyTorch draws exponential numbers from MKL's stream, so that only what they leave alone is looked at.
for dtype in ALL:
    for arguments in ('', ', tau=0.5', ', hard=True', ', dim=0', ', dim=5', ', hard=True, dim=0'):
        case('gumbel_softmax', f'F.gumbel_softmax(a{arguments}).shape', a=[dtype, [3, 4]])
        case('gumbel_softmax', f'F.gumbel_softmax(a{arguments}, hard=True).sum().round()' if 'hard' not in arguments else f'F.gumbel_softmax(a{arguments}).sum()', a=[dtype, [3, 4], 'normal', 'transposed'])
case('gumbel_softmax', 'F.gumbel_softmax(a, hard=True).grad_fn.name()', True, a=['float32', [3, 4]])
case('gumbel_softmax', 'F.gumbel_softmax(a).grad_fn.name()', True, a=['float32', [3, 4]])

#: Where a function lives in Python alone, or is called otherwise than its operator.
TOLERANCES = {name: {'kind': 'relative', 'relative': 1e-6} for name in ('tanhshrink', 'softsign', 'logsigmoid', 'softmin', 'normalize', 'gumbel_softmax')}
