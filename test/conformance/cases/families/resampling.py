"""Images at other sizes, by each way to interpolate."""
from sampling import ALL, FLOATS, case

LAYOUTS = ('transposed', 'strided', 'expanded', 'offset')
SHAPES = {1: [2, 3, 5], 2: [2, 2, 4, 5], 3: [1, 2, 3, 4, 3]}
MODES = {1: ('nearest', 'nearest-exact', 'linear', 'area'), 2: ('nearest', 'nearest-exact', 'bilinear', 'bicubic', 'area'), 3: ('nearest', 'nearest-exact', 'trilinear', 'area')}
TOLERANCES = {'interpolate': {'kind': 'relative', 'relative': 1e-6}}
op, call = 'interpolate', 'F.interpolate'

for dims, shape in SHAPES.items():
    for mode in MODES[dims]:
        weighted = 'linear' in mode or 'cubic' in mode
        for dtype in ALL:
            # Bytes are weighted by PyTorch in steps of its own.
            if not weighted or dtype != 'uint8':
                case(op, f"{call}(a, scale_factor=2, mode='{mode}')", dtype in FLOATS, a=[dtype, shape])
        for text in ('size=7', 'size=3', 'size=1', 'scale_factor=1.5', 'scale_factor=0.5', 'scale_factor=3', 'scale_factor=1', f'size={[9, 2, 5][:dims]}', f'scale_factor={(2.5, 1.0, 0.7)[:dims]}', 'scale_factor=1.7, recompute_scale_factor=True', 'scale_factor=2.3'):
            for corners in ('', ', align_corners=True') if weighted else ('',):
                case(op, f"{call}(a, {text}, mode='{mode}'{corners})", True, a=['float32', shape])
                case(op, f"{call}(a, {text}, mode='{mode}'{corners})", True, a=['float64', shape])
        for layout in LAYOUTS:
            case(op, f"{call}(a, scale_factor=2, mode='{mode}')", True, a=['float32', shape, 'normal', layout])
        case(op, f"{call}(a.movedim(-1, 1), scale_factor=2, mode='{mode}')", True, a=['float32', [2, *[4] * dims, 3]])
        case(op, f"{call}(a, scale_factor=2, mode='{mode}')", True, a=['float32', [0, *shape[1:]]])
        case(op, f"torch.autograd.grad({call}(a, scale_factor=2, mode='{mode}').pow(3).sum(), a, create_graph=True)[0].square()", True, a=['float64', shape])
        for text in ('size=0', 'size=-1', 'scale_factor=0.01', 'size=(1, 2, 3, 4)', 'scale_factor=(1, 2, 3, 4)', 'size=2, scale_factor=2', 'size=None', 'size=2, recompute_scale_factor=True', 'size=(2.5,) * %d' % dims, "size='x'", 'size=2, antialias=True' if mode not in ('bilinear', 'bicubic') else 'size=2, bogus=1'):
            case(op, f"{call}(a, {text}, mode='{mode}')", a=['float32', shape])
        case(op, f"{call}(a, 2, mode='{mode}')", a=['float32', [2, 3]])
        case(op, f"{call}(a, 2, mode='{mode}', align_corners=True)", a=['float32', [2, 3, *[3] * (dims % 3 + 1)]])
        case(op, f"{call}(a, 2, mode='{mode}')", a=['float32', [2, 3, *[0] * dims]])
case(op, f"{call}(a, 2, mode='bogus')", a=['float32', [2, 3, 4]])
for factor in ('nan', 'inf', '-inf'):
    for mode in ('nearest', 'linear', 'area'):
        case(op, f"{call}(a, scale_factor=float('{factor}'), mode='{mode}')", a=['float32', [1, 1, 4]])
case(op, f'{call}(a, scale_factor=1e30)', a=['float32', [1, 1, 4]])
for shape in SHAPES.values():
    case('interpolate', 'F.upsample(a, scale_factor=2)', True, a=['float32', shape])

TOLERANCES |= {'grid_sample': {'kind': 'relative', 'relative': 1e-6}, 'affine_grid': {'kind': 'relative', 'relative': 1e-6}}
for mode in ('bilinear', 'nearest', 'bicubic'):
    for padding in ('zeros', 'border', 'reflection'):
        for corners in ('True', 'False'):
            rest = f"mode='{mode}', padding_mode='{padding}', align_corners={corners}"
            for dtype in ('float32', 'float64'):
                case('grid_sample', f'F.grid_sample(a, g, {rest})', True, a=[dtype, [2, 3, 4, 5]], g=[dtype, [2, 3, 2, 2], 'open'])
                case('grid_sample', f'F.grid_sample(a, g * 0.9, {rest})', True, a=[dtype, [2, 3, 4, 5]], g=[dtype, [2, 3, 2, 2]])
                if mode != 'bicubic':
                    case('grid_sample', f'F.grid_sample(a, g * 0.9, {rest})', True, a=[dtype, [2, 2, 3, 4, 5]], g=[dtype, [2, 2, 3, 2, 3]])
# With other paddings PyTorch takes a place that is no number for one of any cell, or ends the interpreter.
for mode in ('bilinear', 'nearest', 'bicubic'):
    case('grid_sample', f"F.grid_sample(a, torch.where(g > 0, g, float('nan')), '{mode}', align_corners=False)", a=['float32', [2, 3, 4, 5]], g=['float32', [2, 3, 2, 2]])
for layout in LAYOUTS:
    case('grid_sample', 'F.grid_sample(a, g)', True, a=['float32', [2, 3, 4, 5], 'normal', layout], g=['float32', [2, 3, 2, 2], 'open', layout])
for text in ("a, g, 'cubic'", "a, g, padding_mode='edge'", 'a, g[:1]', 'a, g[..., :1]', 'a, g.double()', 'a, g[:, 0]', 'a[:, :, :0], g', 'a.long(), g.long()', 'a', 'a, g, bogus=1'):
    case('grid_sample', f'F.grid_sample({text})', a=['float32', [2, 3, 4, 5]], g=['float32', [2, 3, 2, 2], 'open'])
for dtype in ('float32', 'float64'):
    for corners in ('True', 'False', 'None'):
        for size in ((2, 3, 4, 5), (2, 1, 2, 3), (2, 3, 1, 4)):
            case('affine_grid', f'F.affine_grid(a, {size}, {corners})', True, a=[dtype, [2, 2, 3]])
        for size in ((2, 3, 4, 5, 2), (2, 1, 1, 2, 3)):
            case('affine_grid', f'F.affine_grid(a, {size}, {corners})', True, a=[dtype, [2, 3, 4]])
case('affine_grid', 'F.affine_grid(a, (2, 3, 4, 5))', True, a=['float32', [2, 2, 3], 'normal', 'transposed'])
for text in ('a, (2, 3, 4)', 'a, (2, 3, 4, 5, 6)', 'a.long(), (2, 3, 4, 5)', 'a[0], (2, 3, 4, 5)', 'a, (3, 3, 4, 5)', 'a, (2, 3, 0, 5)', 'a'):
    case('affine_grid', f'F.affine_grid({text})', a=['float32', [2, 2, 3]])
