"""Convolutions and their transposes. The samples are small: that a large image is no other matter is what the benchmarks show."""
from sampling import ALL, FLOATS, case, mistakes

LAYOUTS = ('transposed', 'strided', 'expanded', 'offset')
SIZES = {1: [7], 2: [5, 6], 3: [4, 3, 5]}


def direct(dims):
    op = f'conv{dims}d'
    call, size, kernel = f'F.{op}', SIZES[dims], [2, 3, 2][:dims]
    for dtype in ALL:
        case(op, f'{call}(a, b)', dtype in FLOATS, a=[dtype, [2, 3, *size]], b=[dtype, [4, 3, *kernel]])
        case(op, f'{call}(a, b, c)', dtype in FLOATS, a=[dtype, [3, *size]], b=[dtype, [4, 3, *kernel]], c=[dtype, [4]])
    for arguments in ('stride=2', 'padding=1', 'dilation=2', 'stride=2, padding=1, dilation=2', "padding='same'", "padding='valid'", "padding='same', dilation=2",
                      'stride=(1,)', f'stride={tuple([2, 1, 3][:dims])}, padding={tuple([0, 2, 1][:dims])}', f'dilation={tuple([2, 1, 1][:dims])}', 'padding=(2,)'):
        case(op, f'{call}(a, b, c, {arguments})', True, a=['float32', [2, 3, *size]], b=['float32', [4, 3, *kernel]], c=['float32', [4]])
        case(op, f'{call}(a, b, None, {arguments})', True, a=['float64', [1, 3, *size]], b=['float64', [2, 3, *kernel]])
    for groups, channels, out in ((2, 4, 6), (3, 3, 3), (4, 4, 8)):
        case(op, f'{call}(a, b, c, groups={groups})', True, a=['float32', [2, channels, *size]], b=['float32', [out, channels // groups, *kernel]], c=['float32', [out]])
        case(op, f'{call}(a, b, c, 2, 1, 1, {groups})', True, a=['float64', [2, channels, *size]], b=['float64', [out, channels // groups, *kernel]], c=['float64', [out]])
    for layout in LAYOUTS:
        case(op, f'{call}(a, b)', True, a=['float32', [2, 3, *size], 'normal', layout], b=['float32', [4, 3, *kernel]])
        # A row of channels that lie side by side in the weight alone is laid out by PyTorch as if it were an image.
        if dims > 1 or layout != 'transposed':
            case(op, f'{call}(a, b)', True, a=['float64', [2, 3, *size]], b=['float64', [4, 3, *kernel], 'normal', layout])
    case(op, f'{call}(a, b)', True, a=['float32', [2, 3, *size]], b=['float32', [4, 3, *[1] * dims]])
    case(op, f'{call}(a, b)', True, a=['float32', [2, 3, *size]], b=['float32', [5, 3, *size]])
    case(op, f'{call}(a, b, c)', True, a=['float32', [0, 3, *size]], b=['float32', [4, 3, *kernel]], c=['float32', [4]])
    case(op, f'{call}(a.movedim(-1, 1), b)', True, a=['float32', [2, *size, 3]], b=['float32', [4, 3, *kernel]])
    # Derivatives of derivatives.
    case(op, f'torch.autograd.grad({call}(a, b, stride=2, padding=1).square().sum(), [a, b], create_graph=True)[0].square()', True, a=['float64', [2, 4, *size]], b=['float64', [2, 4, *kernel]])
    case(op, f'torch.autograd.grad({call}(a, b, groups=2, dilation=2).square().sum(), [a, b], create_graph=True)[1].square()', True, a=['float64', [2, 4, *size]], b=['float64', [2, 2, *kernel]])
    wrong(op, call, size, kernel)
    a, b = ['float32', [2, 3, *size]], ['float32', [4, 3, *kernel]]
    case(op, f"{call}(a, b, padding='same', stride=2)", a=a, b=b)
    case(op, f"{call}(a, b, padding='full')", a=a, b=b)
    case(op, f'{call}(a, b, groups=2)', a=a, b=b)
    case(op, f'{call}(a, b, groups=3)', a=a, b=['float32', [4, 1, *kernel]])
    case(op, f'{call}(a, b)', a=a, b=['float32', [4, 2, *kernel]])
    case(op, f'{call}(a, b)', a=a, b=['float32', [0, 3, *kernel]])
    case(op, f'{call}(a, b)', a=a, b=['float32', [4, 3, *[9] * dims]])
    case(op, f'{call}(a, b, dilation=9)', a=a, b=b)
    case(op, f'{call}(a, b, padding=-1)', a=a, b=b)
    mistakes(op, 'a, a', 'F', '')
    mistakes(op, 'a, a', 'torch', '')


def wrong(op, call, size, kernel):
    """What is refused of either."""
    shape = [3, 4] if 'transpose' in op else [4, 3]
    a, b = ['float32', [2, 3, *size]], ['float32', [*shape, *kernel]]
    case(op, f'{call}(a, b)', a=a, b=['float64', [*shape, *kernel]])
    case(op, f'{call}(a, b)', a=a, b=['int64', [*shape, *kernel]])
    case(op, f'{call}(a, b)', a=['int64', [2, 3, *size]], b=b)
    case(op, f'{call}(a, b, c)', a=a, b=b, c=['float64', [4]])
    case(op, f'{call}(a, b, c)', a=a, b=b, c=['float32', [3]])
    case(op, f'{call}(a, b, c)', a=a, b=b, c=['float32', [4, 1]])
    case(op, f'{call}(a, b)', a=['float32', [5]], b=b)
    case(op, f'{call}(a, b)', a=['float32', [1, 1, 1, 2, 3, *size]], b=b)
    case(op, f'{call}(a, b)', a=a, b=['float32', [4]])
    # A transposed one of no dilation is left to the library that computes it, in words of its own.
    for arguments in ('stride=0', 'stride=-1', *([] if 'transpose' in op else ['dilation=0']), 'groups=0', 'groups=-1', 'stride=(1, 1, 1, 1)', 'padding=(1, 1, 1, 1)', 'dilation=(1, 1, 1, 1)', 'stride=1.5', "stride='x'"):
        case(op, f'{call}(a, b, {arguments})', a=a, b=b)


def transposed(dims):
    op = f'conv_transpose{dims}d'
    call, size, kernel = f'F.{op}', [4, 3, 2][:dims], [2, 3, 2][:dims]
    for dtype in ALL:
        case(op, f'{call}(a, b)', dtype in FLOATS, a=[dtype, [2, 3, *size]], b=[dtype, [3, 4, *kernel]])
        # A bias of integers is taken by some of PyTorch's kernels for one of floats.
        if dtype in FLOATS:
            case(op, f'{call}(a, b, c)', True, a=[dtype, [3, *size]], b=[dtype, [3, 4, *kernel]], c=[dtype, [4]])
    for arguments in ('stride=2', 'padding=1', 'dilation=2', 'stride=2, padding=1, dilation=2', 'stride=2, output_padding=1', 'stride=3, output_padding=2, padding=1', f'stride={tuple([2, 1, 3][:dims])}', 'dilation=2, output_padding=1'):
        case(op, f'{call}(a, b, c, {arguments})', True, a=['float32', [2, 3, *size]], b=['float32', [3, 4, *kernel]], c=['float32', [4]])
        case(op, f'{call}(a, b, None, {arguments})', True, a=['float64', [1, 3, *size]], b=['float64', [3, 2, *kernel]])
    for groups, channels in ((2, 4), (4, 4)):
        case(op, f'{call}(a, b, c, groups={groups})', True, a=['float32', [2, channels, *size]], b=['float32', [channels, 3, *kernel]], c=['float32', [3 * groups]])
        case(op, f'{call}(a, b, c, 2, 1, 1, {groups})', True, a=['float64', [2, channels, *size]], b=['float64', [channels, 2, *kernel]], c=['float64', [2 * groups]])
    for layout in LAYOUTS:
        case(op, f'{call}(a, b)', True, a=['float32', [2, 3, *size], 'normal', layout], b=['float32', [3, 4, *kernel]])
    case(op, f'torch.autograd.grad({call}(a, b, stride=2, padding=1).square().sum(), [a, b], create_graph=True)[0].square()', True, a=['float64', [2, 3, *size]], b=['float64', [3, 2, *kernel]])
    case(op, f'torch.autograd.grad({call}(a, b).square().sum(), [a, b], create_graph=True)[1].square()', True, a=['float64', [2, 3, *size]], b=['float64', [3, 2, *kernel]])
    wrong(op, call, size, kernel)
    a, b = ['float32', [2, 3, *size]], ['float32', [3, 4, *kernel]]
    case(op, f'{call}(a, b)', a=a, b=['float32', [2, 4, *kernel]])
    case(op, f'{call}(a, b, output_padding=1)', a=a, b=b)
    case(op, f'{call}(a, b, output_padding=-1)', a=a, b=b)
    case(op, f'{call}(a, b, padding=-1)', a=a, b=b)
    case(op, f'{call}(a, b, output_padding=(1, 1, 1, 1))', a=a, b=b)
    mistakes(op, 'a, a', 'F', '')


for dims in (1, 2, 3):
    direct(dims)
    transposed(dims)

for turned in ('False', 'True'):
    for dims in (1, 2, 3):
        a, b = ['float32', [2, 3, *SIZES[dims]]], ['float32', [3, 3, *[2] * dims]]
        for dtype in (*FLOATS, 'int64', 'bool'):
            case('convolution', f'torch.convolution(a, b, None, [1], [0], [1], {turned}, [0], 1)', dtype in FLOATS, a=[dtype, a[1]], b=[dtype, b[1]])
        case('convolution', f'torch.convolution(a, b, None, [2], [1], [1], {turned}, [0], 1)', True, a=a, b=b)
        case('convolution', f'torch.convolution(a, b, None, [1], [0], [1], {turned}, [0], 1)', True, a=[*a, 'normal', 'transposed'], b=b)
        case('convolution', f'torch.convolution(a, b, None, {[1] * dims}, {[1] * dims}, {[2] * dims}, {turned}, {[0] * dims}, 3)', True, a=a, b=['float32', [3, 1, *[2] * dims]])
        case('convolution', f'torch.convolution(a, b, None, [], [0], [1], {turned}, [0], 1)', a=a, b=b)
        case('convolution', f'torch.convolution(a, b, None, [1], [1, 1, 1, 1], [1], {turned}, [0], 1)', a=a, b=b)
        case('convolution', f'torch.convolution(a, b, None, [1], [0], [1], {turned}, [0], 1)', a=['float32', a[1][1:]], b=b)
mistakes('convolution', 'a, a, None, [1], [0], [1], False, [0], 1', forms='')

# Over time.
TIME = {'a': ['float32', [6, 2, 3]], 'b': ['float32', [3, 3, 4]], 'c': ['float32', [4]]}
for dtype in ALL:
    for pad in ('', ', 1', ', pad=2'):
        case('conv_tbc', f'torch.conv_tbc(a, b, c{pad})', dtype in FLOATS, **{name: [dtype, shape] for name, (_, shape) in TIME.items()})
for pad in ('3', '4', '-1', '0'):
    for width in (1, 2, 4):
        case('conv_tbc', f'F.conv_tbc(a, b, c, {pad})', True, a=['float64', [6, 2, 3]], b=['float64', [width, 3, 4]], c=['float64', [4]])
for layout in ('transposed', 'strided', 'expanded', 'offset'):
    case('conv_tbc', 'torch.conv_tbc(a, b, c, 1)', True, a=[*TIME['a'], 'normal', layout], b=[*TIME['b'], 'normal', layout], c=TIME['c'])
for name in 'abc':
    case('conv_tbc', f'torch.autograd.grad(torch.conv_tbc(a, b, c, 1).pow(3).sum(), {name}, create_graph=True)[0].square()', True, **{each: ['float64', shape] for each, (_, shape) in TIME.items()})
for arguments in ('a, b', 'a, b, None', 'a, b, c[:2]', 'a[0], b, c', 'a, b[0], c', 'a, b, c[None]', 'a[..., :2], b, c', 'a[:2], b, c', 'a[:1], b, c', 'a, b.double(), c', 'a, b, c.double()', 'a[:0], b, c, 2', 'a[:, :0], b, c', 'a[..., :0], b[:, :0], c', 'a, b[:0], c', 'a, b[..., :0], c[:0]', 'a, b, c, 1.5'):
    case('conv_tbc', f'torch.conv_tbc({arguments})', **TIME)
mistakes('conv_tbc', 'a, a, a', forms='')
