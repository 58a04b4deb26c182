"""Order: sorts, the greatest few, counts of values and the different ones."""
from sampling import ALL, case
from spread import spread

# PyTorch says of too many arguments that it takes from 1 to 0: that is not asked.
TALL = ('transposed', 'strided', 'offset')
for kind in ('ties', 'normal'):
    spread('sort', 'torch.sort(a)', 'a.sort(0)', 'torch.sort(a, dim=-1, descending=True)', 'torch.sort(a, stable=True)', 'a.sort(stable=True, dim=0, descending=True)', a=[[4, 5], kind],
           wrong=('torch.sort(a, 5)', 'torch.sort(a, "x")', 'torch.sort()', 'torch.sort(3)', 'a.sort(bogus=1)', 'a.sort(stable=1)'))
    # The order of equal ones is that of a stable sort there, too.
    spread('argsort', 'torch.argsort(a)', 'a.argsort(0)', 'torch.argsort(a, dim=-1, descending=True)', 'torch.argsort(a, stable=True)', 'a.argsort(stable=True, dim=0, descending=True)', a=[[4, 5], kind], grad=False,
           wrong=('torch.argsort(a, 5)', 'torch.argsort(a, "x")', 'torch.argsort()', 'torch.argsort(3)', 'a.argsort(bogus=1)'))
for op in ('sort', 'argsort'):
    for dtype in ALL:
        case(op, f'torch.{op}(a, stable=True)', a=[dtype, [42], 'special'])
        case(op, f'torch.{op}(a, stable=True, descending=True)', a=[dtype, [42], 'special'])
    for sizes in ([], [0], [2, 0, 3], [1], [2, 3, 1, 4, 2]):
        case(op, f'torch.{op}(a)', op == 'sort', a=['float32', sizes, 'distinct'])
        case(op, f'torch.{op}(a, 0)', a=['int64', sizes, 'distinct'])
    case(op, f'torch.{op}(a, stable=True)', a=['float32', [3, 300], 'ties'])
case('sort', 'torch.sort(a, out=(o, p))', looked=['o', 'p'], a=['float32', [3, 4]], o=['float32', [1]], p=['int64', [1]])
# Of equal values PyTorch's selection takes any: here none are.
spread('topk', 'torch.topk(a, 2)', 'a.topk(3, 0)', 'torch.topk(a, k=2, dim=-1, largest=False)', 'a.topk(1, 1, True, True)', 'torch.topk(a, 5)', 'torch.topk(a, 0)', a=[[4, 5], 'distinct'], layouts=TALL,
       wrong=('torch.topk(a, 9)', 'torch.topk(a, -1)', 'torch.topk(a, 2, 5)', 'torch.topk(a)', 'torch.topk(a, "x")', 'torch.topk(a, 2, bogus=1)', 'torch.topk(a > 0, 2)'))
for sizes in ([], [2, 3, 1, 4, 2], [1]):
    case('topk', 'torch.topk(a, 1)', True, a=['float32', sizes, 'distinct'])
case('topk', 'torch.topk(a, 3)', True, a=['float32', [200], 'distinct'])
# Equal values: which of them, and in what order.
for sizes in ([18], [3, 20], [40], [65], [200], [2, 300], [1000]):
    for dtype in ('int64', 'float32', 'int16'):
        case('topk', '[torch.topk(a, k, -1, largest, ordered) for k in (1, 2, 3, 10) for largest in (True, False) for ordered in (True, False)]', a=[dtype, sizes, 'ties'])
        case('topk', 'torch.topk(a.float() / (a != 1), 4)', True, a=[dtype, sizes, 'ties'])
case('topk', 'torch.topk(a, 2, out=(o, p))', looked=['o', 'p'], a=['float32', [3, 4], 'distinct'], o=['float32', [1]], p=['int64', [1]])

for dtype in ALL:
    for text in ('a', 'a, minlength=12', 'a, w', 'a, weights=w, minlength=3', 'a, v'):
        case('bincount', f'torch.bincount({text})', a=[dtype, [9], 'positive'], w=['float32', [9], 'normal'], v=['int64', [9], 'positive'])
for wrong in ('torch.bincount(a)', 'torch.bincount(a[0] - 9)', 'torch.bincount(a[0], a[0, :1])', 'torch.bincount(a[0], minlength=-1)', 'torch.bincount()', 'torch.bincount(a[0], "x")', 'torch.bincount(a[0], bogus=1)'):
    case('bincount', wrong, a=['int64', [2, 5], 'positive', 'transposed'])
case('bincount', 'a.bincount()', a=['int64', [0]])
case('bincount', 'a.bincount(minlength=4)', a=['int64', [0]])

for op in ('unique', 'unique_consecutive'):
    calls = [f'torch.{op}(a{text})' for text in ('', ', return_inverse=True', ', return_counts=True', ', return_inverse=True, return_counts=True', ', dim=0', ', dim=1, return_inverse=True, return_counts=True', ', dim=-1, return_counts=True')]
    spread(op, *calls, f'a.{op}()', f'a.{op}(dim=0, return_inverse=True)', a=[[4, 5], 'ties'], grad=False, wrong=(f'torch.{op}(a, dim=5)', f'torch.{op}(3)', f'torch.{op}("x")', f'torch.{op}(a, dim="x")', f'torch.{op}(a[:, :0], dim=0)'))
    for dtype in ('bool', 'uint8', 'float32'):
        for call in (f'torch.{op}(a > 1, dim=0, return_inverse=True, return_counts=True)', f'torch.{op}(a // 2, dim=1, return_inverse=True, return_counts=True)' if dtype != 'bool' else f'torch.{op}(a, return_counts=True)'):
            case(op, call, a=[dtype, [6, 2], 'ties'])
    for sizes in ([], [0], [0, 3], [2, 3, 2]):
        case(op, f'torch.{op}(a, return_inverse=True, return_counts=True)', a=['float32', sizes, 'ties'])
        case(op, f'torch.{op}(a, dim=0)', a=['int64', sizes, 'ties'])
    # Of equal zeros, and of several NaN, PyTorch's unstable sort takes any.
    case(op, f'torch.{op}(a[a.isfinite()].abs(), return_inverse=True, return_counts=True)', a=['float32', [42], 'special'])
    for call in (f'torch.{op}(a)', f'torch.{op}(a, dim=0)'):
        case(op, call, True, a=['float32', [3, 4], 'ties'])
case('unique', 'torch.unique(a, sorted=False)', a=['int64', [3, 4], 'ties'])
case('unique', 'torch.unique(a, False, True)', a=['float32', [3, 4], 'ties'])
