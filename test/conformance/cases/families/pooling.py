"""Pooling: fixed and adaptive, of largest values, averages and powers; and the way back of largest values."""
from sampling import ALL, FLOATS, case, mistakes

SHAPES = {1: [2, 3, 7], 2: [2, 2, 6, 7], 3: [1, 2, 4, 5, 4]}
LAYOUTS = ('transposed', 'strided', 'expanded', 'offset')
INDEX = 'int64'


def usual(op, dims, call, grad=True, kind='normal', dtypes=ALL):
    """Every dtype, layouts, batches or none, empty ones, derivatives of derivatives."""
    shape = SHAPES[dims]
    for dtype in dtypes:
        case(op, call, grad and dtype in FLOATS, a=[dtype, shape, kind])
        case(op, call, grad and dtype in FLOATS, a=[dtype, shape[1:], kind])
    for layout in LAYOUTS:
        case(op, call, grad, a=['float32', shape, kind, layout])
        case(op, call, grad, a=['float64', shape[1:], kind, layout])
    case(op, call, grad, a=['float32', shape, 'special'])
    for empty in ([0, *shape[1:]], [shape[0], 0, *shape[2:]], [*shape[:-1], 0], [], [5], [2, 3], [1, 1, 1, 1, 1, 1]):
        case(op, call, grad, a=['float32', empty, kind])


def twice(op, dims, call, kind='normal'):
    case(op, f'torch.autograd.grad({call}.pow(3).sum(), a, create_graph=True)[0].square()', True, a=['float64', SHAPES[dims], kind])


WRONG = ('0', '2, 0', '2, padding=2', '2, padding=-1', '9', '(1, 2, 3, 4)', '()', '2, (1, 2, 3, 4)', '2, padding=(1, 2, 3, 4)', "'x'", '1.5', '-1', '2, -1')
for dims in (1, 2, 3):
    for op in (f'max_pool{dims}d', f'avg_pool{dims}d'):
        most = op.startswith('max')
        call, kind = f'F.{op}', 'distinct' if most else 'normal'
        usual(op, dims, f'{call}(a, 2)', kind=kind)
        for arguments in ('3', '2, 1', '3, 2, 1', '3, 2, 1, ceil_mode=True', '2, stride=3, ceil_mode=True', f'{(3, 2, 1)[:dims]}', f'{(2, 3, 2)[:dims]}, {(1, 2, 3)[:dims]}', '(2,), (1,)', '1',
                          *(('2, 1, dilation=2', '2, 2, 1, 2', '3, 1, 1, 1, True') if most else ('3, 2, 1, count_include_pad=False', '3, 2, 1, True, False', '2, 2, 1, True'))):
            for dtype in ('float32', 'float64', 'int64'):
                case(op, f'{call}(a, {arguments})', dtype in FLOATS, a=[dtype, SHAPES[dims], kind])
        if not most and dims > 1:
            for divisor in ('3', '-2', '0', '1', 'None'):
                case(op, f'{call}(a, 2, divisor_override={divisor})', True, a=['float32', SHAPES[dims]])
                case(op, f'{call}(a, 2, 2, 1, divisor_override={divisor})', a=['int64', SHAPES[dims]])
        if most:
            for arguments in ('2, return_indices=True', '3, 2, 1, return_indices=True', '2, 1, 0, 2, False, True', '2, ceil_mode=True, return_indices=True'):
                for dtype in ('float32', 'float16', 'int32', 'bool'):
                    case(op, f'{call}(a, {arguments})', dtype in FLOATS, a=[dtype, SHAPES[dims], kind])
            case(op, f'{call}_with_indices(a, 2)', True, a=['float32', SHAPES[dims], kind])
            case(op, f'{call}(a, 2, return_indices=True)', a=['float32', SHAPES[dims], 'ties'])
            case(op, f'{call}(a, 2, dilation=0)', a=['float32', SHAPES[dims]])
            case(op, f'{call}(a, 2, dilation=(1, 1, 1, 1))', a=['float32', SHAPES[dims]])
            case(op, f'torch.{op}(a, 2)', True, a=['float32', SHAPES[dims], kind])
        for arguments in WRONG:
            case(op, f'{call}(a, {arguments})', a=['float32', SHAPES[dims]])
            if most and dims == 1:
                case(op, f'{call}(a, {arguments})', True, a=['float32', SHAPES[dims]])
        case(op, f'{call}(a.movedim(-1, 1), 2)', a=['float32', SHAPES[dims], kind])
        twice(op, dims, f'{call}(a, 3, 2, 1)', kind)
        mistakes(op, 'a, 2', 'F', '')
    for op in (f'adaptive_max_pool{dims}d', f'adaptive_avg_pool{dims}d'):
        most = 'max' in op
        call, kind = f'F.{op}', 'distinct' if most else 'normal'
        usual(op, dims, f'{call}(a, 2)', kind=kind)
        for arguments in ('1', '3', '5', '9', f'{(3, 2, 4)[:dims]}', f'{(1, 5, 2)[:dims]}', '0', '2, True' if most else '2'):
            for dtype in ('float32', 'float64', 'bfloat16'):
                case(op, f'{call}(a, {arguments})', True, a=[dtype, SHAPES[dims], kind])
        if dims > 1:
            case(op, f'{call}(a, {(None, 3, 2)[:dims]})', True, a=['float32', SHAPES[dims], kind])
            case(op, f'{call}(a, {(2, None, None)[:dims]})', True, a=['float64', SHAPES[dims][1:], kind])
        if most:
            case(op, f'{call}(a, 2, return_indices=True)', True, a=['float32', SHAPES[dims][1:], kind])
            case(op, f'{call}_with_indices(a, 3)', True, a=['float32', SHAPES[dims], kind])
        for arguments in ('-1', '(1, 2, 3, 4)', '()', "'x'", '1.5', 'None'):
            case(op, f'{call}(a, {arguments})', a=['float32', SHAPES[dims]])
        case(op, f'{call}(a.movedim(-1, 1), 2)', a=['float32', SHAPES[dims], kind])
        twice(op, dims, f'{call}(a, {(3, 2, 3)[:dims]})', kind)
        case(op, f'{call}(a)', a=['float32', SHAPES[dims]])
        case(op, f'{call}(a, 2, bogus=1)', a=['float32', SHAPES[dims]])
    op = f'lp_pool{dims}d'
    call = f'F.{op}'
    usual(op, dims, f'{call}(a, 2, 2)', kind='positive')
    for arguments in ('1, 2', '3, 2', '2, 3, 1', '2, 2, 2, True', "float('inf'), 2", "-float('inf'), 2", '2.5, 2'):
        case(op, f'{call}(a, {arguments})', True, a=['float32', SHAPES[dims], 'positive'])
        case(op, f'{call}(a, {arguments})', True, a=['float64', SHAPES[dims], 'positive'])
    for arguments in ('2, 9', '2, 0', '2', "'x', 2", '2, 2, (1, 2, 3, 4)'):
        case(op, f'{call}(a, {arguments})', a=['float32', SHAPES[dims]])
    op = f'max_unpool{dims}d'
    call, pooled = f'F.{op}', f'*F.max_pool{dims}d(a, 2, return_indices=True)'
    usual(op, dims, f'{call}({pooled}, 2, output_size=a.shape[-{dims}:])', kind='distinct', dtypes=(*FLOATS, 'int64', 'uint8'))
    for arguments in ('2, 2', '(2,)' if dims == 1 else '2', '2, 2, 0', f'2, output_size={[[7], [6, 7], [4, 5, 4]][dims - 1]}', f'2, output_size={SHAPES[dims]}', '2, output_size=(50,)', f'2, output_size={(50,) * dims}', '2, output_size=()'):
        for dtype in ('float32', 'float64'):
            case(op, f'{call}({pooled}, {arguments})', True, a=[dtype, SHAPES[dims], 'distinct'])
    small = [2, 3, *[3] * dims]
    case(op, f'{call}(a, b, 2)', a=['float32', small], b=[INDEX, small, f'index{6 ** dims}'])
    case(op, f'{call}(a, b + 1000, 2)', a=['float32', small], b=[INDEX, [*small[:-1], 3], 'index1'])
    case(op, f'{call}(a, b - 1, 2)', a=['float32', small], b=[INDEX, small, 'index1'])
    case(op, f'{call}(a, b, 2)', a=['float32', small], b=['int32', small, 'index4'])
    case(op, f'{call}(a, b, 2)', a=['float32', small], b=[INDEX, [*small[:-1], 2], 'index4'])
    case(op, f'{call}(a, b, 2)', a=['bool', small], b=[INDEX, small, 'index4'])
    case(op, f'{call}(a, b, 2)', a=['float32', [2] * (dims + 3)], b=[INDEX, [2] * (dims + 3), 'index4'])
# Windows of which no cell lies in the image, and paddings that PyTorch refuses.
for dims, op in ((1, 'max_pool1d'), (2, 'max_pool2d'), (3, 'max_pool3d')):
    shape = [2, *[4] * dims]
    for dtype in ('float32', 'bfloat16', 'float64', 'uint8', 'int8', 'int32', 'int64'):
        case(op, f'F.{op}(a, 2, 1, 1, 5)', a=[dtype, shape])
        case(op, f'F.{op}(a, 2, 1, 1, 5, return_indices=True)', a=[dtype, shape])
    for arguments in ('2, 1, 3, 5', '1, 1, 0, 2**31 - 1', '1, 1, 0, 2**32', '2, 1, 2, 2'):
        case(op, f'F.{op}(a, {arguments})', a=['float32', shape])
        case(op, f'F.{op}(a, {arguments}, return_indices=True)', a=['float32', shape])
# Windows at random places.
for dims, samples in ((2, [2, 2, 2]), (3, [1, 2, 3])):
    op, shape, most = f'fractional_max_pool{dims}d', SHAPES[dims], 5 - dims
    call = f'F.{op}'
    for dtype in ALL:
        case(op, f'{call}(a, 2, {most}, _random_samples=r)', dtype in FLOATS, a=[dtype, shape, 'distinct'], r=[dtype, samples, 'unit'])
    for dtype in ('float16', 'bfloat16', 'float32', 'float64'):
        for arguments in (f'2, {most}', f'2, {most}, return_indices=True', '1, 2', '2, 1', '2, 2, None, True', f'{(3, 2, 1)[:dims]}, {(2, 3, 3)[:dims]}', f'2, output_ratio={(0.5, 0.4, 0.5)[:dims]}', '2, 0', '0, 2', '-1, 2, return_indices=True'):
            case(op, f'(torch.manual_seed(3), {call}(a, {arguments}))[1]', dtype != 'bfloat16' and '-' not in arguments and arguments != '0, 2', a=[dtype, shape, 'distinct'])
        long = [2, 1, 40, 35] if dims == 2 else [1, 2, 19, 17, 18]
        for count in (7, 13, 16):
            case(op, f'{call}(a, 2, {count}, _random_samples=r.detach(), return_indices=True)', True, a=[dtype, long, 'normal'], r=[dtype, [*long[:2], dims], 'unit'])
            case(op, f'{call}_with_indices(a[0], 2, {count}, _random_samples=r)', a=[dtype, long, 'special'], r=[dtype, [*long[:2], dims], 'unit'])
    for layout in LAYOUTS:
        case(op, f'{call}(a, 2, {most}, _random_samples=r.detach())', True, a=['float32', shape, 'distinct', layout], r=['float32', samples, 'unit', layout])
        case(op, f'{call}(a, 2, {most}, _random_samples=r.detach())', True, a=['float64', shape[1:], 'distinct', layout], r=['float64', samples, 'unit'])
    case(op, f'{call}(a.log() - float("inf"), 2, {most}, return_indices=True, _random_samples=r)', a=['float32', shape, 'positive'], r=['float32', samples, 'unit'])
    case(op, f'{call}(a.to(memory_format=torch.channels_last{["", "_3d"][dims - 2]}), 2, {most}, return_indices=True, _random_samples=r)', a=['float32', shape], r=['float32', samples, 'unit'])
    for other in ('r + 5', 'r * -5', 'r * 0', 'r * 1e10', 'r * float("nan")', 'r[:1]', 'r[0]', 'r[:, :1]', 'r[..., :1]', 'r.double()', 'torch.cat([r, r])', 'torch.cat([r, r], 1)', 'torch.cat([r, r], 2)', 'r[:0]'):
        case(op, f'{call}(a, 2, {most}, return_indices=True, _random_samples={other})', a=['float32', shape], r=['float32', samples, 'unit'])
    for arguments in ('9, 3', '2, 9', '2, -1', '(2, 2, 2, 2), 3', '2, (3, 3, 3, 3)', '(), 3', '(2,), 3', '2, [3]', '2, 5', '1, 5', '2, 4', "'x', 3", '2.5, 3', '2', '', '2, output_ratio=0.5', '2, output_ratio=(0.5, 0.5, 0.5, 0.5)', '2, output_ratio=(1.5, 1.5, 1.5)', '2, 3, bogus=1', '2**40, 2'):
        case(op, f'{call}(a, {arguments})', a=['float32', shape])
    for empty in ([0, *shape[1:]], [shape[0], 0, *shape[2:]], [*shape[:-1], 0], [0, *shape[2:]], [], [5], [2, 3], [2, 3, 6], [1, 1, 1, 1, 1, 1]):
        case(op, f'{call}(a, 2, {most})', True, a=['float32', empty])
    case(op, f'torch.autograd.grad({call}(a, 2, {most}, _random_samples=r.detach()).pow(3).sum(), a, create_graph=True)[0].square()', True, a=['float64', shape, 'distinct'], r=['float64', samples, 'unit'])
    case(op, f'{call}(a, 2, {most})', a=['int64', shape])
TOLERANCES = {f'{name}{dims}d': {'kind': 'relative', 'relative': 1e-6} for name in ('lp_pool',) for dims in (1, 2, 3)}
