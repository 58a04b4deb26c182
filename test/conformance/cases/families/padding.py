"""Padding, by each of the modes."""
from sampling import ALL, FLOATS, case, mistakes

SHAPES = {1: [2, 3, 5], 2: [2, 2, 4, 5], 3: [1, 2, 3, 4, 5]}
PADS = {1: ('(1, 2)', '(0, 3)', '(-1, 2)', '(2, -1)', '(-1, -2)'), 2: ('(1, 2, 3, 0)', '(2, 2, 1, 1)', '(-1, 2, 1, -1)'), 3: ('(1, 2, 0, 1, 2, 1)', '(1, 1, 2, 2, 1, 1)', '(-1, 1, 1, -1, 0, 1)')}

for dtype in ALL:
    for value in ('', ', value=2.5', ", 'constant', -1", ", 'constant', float('nan')", ', value=True'):
        if 'nan' not in value or dtype in FLOATS:
            case('pad', f'F.pad(a, (1, 2){value})', dtype in FLOATS, a=[dtype, [2, 3]])
    for dims, shape in SHAPES.items():
        for mode in ('reflect', 'replicate', 'circular'):
            case('pad', f"F.pad(a, {PADS[dims][0]}, '{mode}')", dtype in FLOATS, a=[dtype, shape])
for dims, shape in SHAPES.items():
    for mode in ('constant', 'reflect', 'replicate', 'circular'):
        for pad in PADS[dims]:
            case('pad', f"F.pad(a, {pad}, mode='{mode}')", True, a=['float32', shape])
            case('pad', f"F.pad(a, {pad}, mode='{mode}')", True, a=['float64', shape[1:]])
        for layout in ('transposed', 'strided', 'expanded', 'offset'):
            case('pad', f"F.pad(a, {PADS[dims][0]}, '{mode}')", True, a=['float32', shape, 'normal', layout])
        case('pad', f"F.pad(a.movedim(-1, 1), {'(1, 1)' if dims == 1 else '(1, 1, 1, 1)' if dims == 2 else '(1,) * 6'}, '{mode}')", a=['float32', [2, *[3] * dims, 4]])
        case('pad', f"F.pad(a, {PADS[dims][0]}, '{mode}')", a=['float32', [0, *shape[1:]]])
        case('pad', f"F.pad(a, {PADS[dims][0]}, '{mode}')", a=['float32', [shape[0], 0, *shape[2:]]])
        case('pad', f"F.pad(a, {PADS[dims][0]}, '{mode}')", a=['float32', [*shape[:-1], 0]])
        case('pad', f"F.pad(a, {tuple([9, 0] * dims)}, '{mode}')", a=['float32', shape])
        case('pad', f"F.pad(a, {tuple([0, 5] * dims)}, '{mode}')", a=['float32', shape])
        case('pad', f"F.pad(a, {tuple([-9, 1] * dims)}, '{mode}')", a=['float32', shape])
        case('pad', f"F.pad(a, (1, 1), '{mode}')", a=['float32', [4]])
        case('pad', f"F.pad(a, (1, 1), '{mode}')", a=['float32', []])
        if mode != 'circular':
            case('pad', f"torch.autograd.grad(F.pad(a, {PADS[dims][1]}, '{mode}').pow(3).sum(), a, create_graph=True)[0].sum()", True, a=['float64', shape, 'whole'])
for mode in ('constant', 'reflect', 'replicate', 'circular', 'mirror'):
    for pad in ('(1, 1, 1)', '(1,) * 10', '()', '1', '[1.5, 1]', "'x'"):
        case('pad', f"F.pad(a, {pad}, '{mode}')", a=['float32', [2, 3, 4]])
    case('pad', f"F.pad(a, (1, 1), '{mode}', 2.0)", a=['float32', [2, 3, 4]])
    case('pad', f"F.pad(a, (1, 1), '{mode}', 0)", a=['float32', [2, 3, 4]])
mistakes('pad', 'a, (1, 1)', 'F', '')

for dtype in ALL:
    case('constant_pad_nd', 'torch.constant_pad_nd(a, (1, 2, 0, 1), 3)', dtype in FLOATS, a=[dtype, [2, 3]])
    case('constant_pad_nd', 'torch.constant_pad_nd(a, [-1, 2])', dtype in FLOATS, a=[dtype, [2, 3]])
for shape in ([], [0], [2, 0, 3], [1], [2, 1, 3, 2, 2]):
    case('constant_pad_nd', 'torch.constant_pad_nd(a, (1, 2), 1.5)', True, a=['float32', shape])
    case('constant_pad_nd', 'torch.constant_pad_nd(a, (0, -1), 1.5)', True, a=['float32', shape])
for layout in ('transposed', 'strided', 'expanded', 'offset'):
    case('constant_pad_nd', 'torch.constant_pad_nd(a, (1, 0, 2, -1), 1.5)', True, a=['float32', [3, 4], 'normal', layout])
for pad in ('(1,)', '(1, 1, 1, 1, 1, 1)', '(-9, 1)', '1', '()'):
    case('constant_pad_nd', f'torch.constant_pad_nd(a, {pad})', a=['float32', [2, 3]])
mistakes('constant_pad_nd', 'a, (1, 1)', forms='')
