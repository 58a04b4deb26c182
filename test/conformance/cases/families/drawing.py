"""Draws whose parameters are tensors, from a seed; and how gamma and beta numbers move with their parameters."""
from sampling import ALL, FLOATS, case, mistakes

SHAPES = ([], [0], [3], [20], [2, 3], [2, 1, 3, 2, 2])


def drawn(op, call, grad=False, looked=(), **inputs):
    case(op, f'(torch.manual_seed(5), {call}, torch.rand(2))[1:]', grad, looked, **inputs)


def refused(op, *calls):
    for call in calls:
        case(op, call, a=['float32', [3]], n=['int64', [3]], h=['float16', [3]], b=['float32', [4]])


for dtype in ALL:
    drawn('normal', 'torch.normal(a, 2.0)', dtype in FLOATS, a=[dtype, [3, 4]])
    drawn('normal', 'torch.normal(a, s)', dtype in FLOATS, a=['float32', [3, 4]], s=[dtype, [3, 4], 'positive'])
    drawn('normal', 'torch.normal(1.5, s)', dtype in FLOATS, s=[dtype, [3, 4], 'positive'])
for shape in SHAPES:
    drawn('normal', 'torch.normal(a, s)', True, a=['float32', shape], s=['float32', shape, 'positive'])
    drawn('normal', 'torch.normal(a)', True, a=['float64', shape])
for layout in ('transposed', 'strided', 'expanded'):
    drawn('normal', 'torch.normal(a, s)', True, a=['float32', [4, 5], 'normal', layout], s=['float32', [4, 5], 'positive'])
    drawn('normal', 'torch.normal(a, 1)', True, a=['float32', [4, 5], 'normal', layout])
drawn('normal', 'torch.normal(a, s)', True, a=['float32', [3, 1]], s=['float32', [4], 'positive'])
drawn('normal', 'torch.normal(a, s, out=o)', looked=['o'], a=['float32', [3]], s=['float32', [3], 'positive'], o=['float32', [3]])
drawn('normal', 'torch.normal(a, 2.0, generator=torch.Generator().manual_seed(1))', a=['float32', [3]])
mistakes('normal', 'a, a', forms='f')
refused('normal', 'torch.normal(a, -1.0)', 'torch.normal(a, -a.abs() - 1)', 'torch.normal(1.0, -a.abs() - 1)', 'torch.normal(a, b.abs())', 'torch.normal(n, 1.0)', 'torch.normal(1.0, n)', 'torch.normal(0.0, 1.0)', 'torch.normal(a, a, (2, 3))')

for op in ('_standard_gamma', '_sample_dirichlet'):
    # No gradients: PyTorch's are approximations (below), and it has none for Dirichlet.
    for dtype in ALL:
        drawn(op, f'torch.{op}(a)', a=[dtype, [4, 6], 'positive'])
    for dtype in ('float32', 'float64'):
        for shape in SHAPES[2:]:
            drawn(op, f'torch.{op}(a)', a=[dtype, shape, 'positive'])
            drawn(op, f'torch.{op}(a * 0.01)', a=[dtype, shape, 'positive'])
            drawn(op, f'torch.{op}(a * 50)', a=[dtype, shape, 'positive'])
        for layout in ('transposed', 'strided', 'expanded'):
            drawn(op, f'torch.{op}(a)', a=[dtype, [4, 5], 'positive', layout])
    drawn(op, f'torch.{op}(a * 0)', a=['float32', [3], 'positive'])
    drawn(op, f'torch.{op}(a, generator=torch.Generator().manual_seed(1))', a=['float32', [3], 'positive'])
    mistakes(op, forms='f')

case('_standard_gamma', 'torch._standard_gamma(a.requires_grad_()).grad_fn.name()', a=['float32', [3], 'positive'])

for dtype in ('float32', 'float64'):
    # PyTorch's are approximations, in float64 too: held to no more than float32 shows.
    short = '' if dtype == 'float32' else '.float()'
    for shape in SHAPES:
        for scale in ('0.05', '1', '30'):
            case('_standard_gamma_grad', f'torch._standard_gamma_grad(a * {scale}, b * {scale}){short}', a=[dtype, shape, 'positive'], b=[dtype, shape, 'positive'])
            case('_dirichlet_grad', f'torch._dirichlet_grad(x, a * {scale}, a * {scale} + b * {scale}){short}', x=[dtype, shape, 'unit'], a=[dtype, shape, 'positive'], b=[dtype, shape, 'positive'])
    case('_standard_gamma_grad', f'torch._standard_gamma_grad(a, b){short}', a=[dtype, [3, 4], 'positive', 'transposed'], b=[dtype, [3, 4], 'positive'])
    case('_dirichlet_grad', f'torch._dirichlet_grad(x, a, a + 1){short}', x=[dtype, [3, 4], 'unit', 'transposed'], a=[dtype, [3, 4], 'positive'])
for op, call in (('_standard_gamma_grad', 'torch._standard_gamma_grad(a, a)'), ('_dirichlet_grad', 'torch._dirichlet_grad(a, a, a)')):
    for dtype in ('float16', 'int64'):
        case(op, call, a=[dtype, [3], 'positive'])
    mistakes(op, call[call.index('(') + 1:-1], forms='f')
