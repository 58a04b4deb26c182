"""Images rearranged: pixels of channels, channels of groups, windows as columns and back."""
from sampling import ALL, FLOATS, case, mistakes

LAYOUTS = ('transposed', 'strided', 'expanded', 'offset')
IMAGE = [2, 8, 4, 6]
TOLERANCES = {'fold': {'kind': 'relative', 'relative': 1e-6}}
for op in ('pixel_shuffle', 'pixel_unshuffle', 'channel_shuffle', 'native_channel_shuffle'):
    call = f'F.{op}'
    for dtype in ALL:
        case(op, f'{call}(a, 2)', dtype in FLOATS, a=[dtype, IMAGE])
    # Of empty images PyTorch gives these as they were, whatever their sizes should be.
    for shape in ([8, 2, 2], [1, 2, 4, 2, 2]):
        case(op, f'{call}(a, 2)', True, a=['float32', shape])
    for layout in LAYOUTS:
        case(op, f'{call}(a, 2)', True, a=['float32', IMAGE, 'normal', layout])
    case(op, f'{call}(a.movedim(-1, 1), 2)', True, a=['float32', [2, 4, 6, 4]])
    case(op, f'{call}(a, 1)', True, a=['float64', IMAGE])
    case(op, f'{call}(a, 4)', True, a=['float64', [1, 16, 4, 4]])
    case(op, f'torch.{op}(a, 2)', True, a=['float32', IMAGE])
    for text in ('a, 3', 'a, 0', 'a, -1', 'a, 5', 'a[0, 0], 2', "a, 'x'", 'a, 1.5', 'a'):
        case(op, f'{call}({text})', a=['float32', IMAGE])
    case(op, f'{call}(a, 2)', a=['float32', [1, 4, 5, 5]])
    case(op, f'{call}(a, 2)', a=['float32', [1, 4, 4, 5]])
    mistakes(op, 'a, 1', 'F', '')

for dtype in ALL:
    case('unfold', 'F.unfold(a, 2)', dtype in FLOATS, a=[dtype, [2, 3, 4, 5]])
    case('fold', 'F.fold(a, (4, 5), 2)', dtype in FLOATS, a=[dtype, [2, 12, 12]])
for text, places in (('2, 2', 9), ('(2, 3), padding=1', 25), ('3, dilation=1, stride=2', 4), ('2, 2, 1, 2', 9), ('[1, 2], stride=(1, 2)', 15)):
    case('unfold', f'F.unfold(a, {text})', True, a=['float32', [2, 3, 5, 5]])
    case('unfold', f'F.unfold(a, {text})', True, a=['float64', [3, 5, 5]])
    case('fold', f'F.fold(F.unfold(a, {text}) * 2, 5, {text})', True, a=['float32', [2, 3, 5, 5]])
    case('fold', f'F.fold(F.unfold(a, {text}) * 2, (5, 5), {text})', True, a=['float64', [3, 5, 5]])
for layout in LAYOUTS:
    case('unfold', 'F.unfold(a, 2)', True, a=['float32', [2, 3, 4, 5], 'normal', layout])
    case('fold', 'F.fold(a, (4, 5), 2)', True, a=['float32', [2, 12, 12], 'normal', layout])
for shape in ([0, 3, 5, 5], [2, 0, 5, 5], [2, 3, 0, 5], [5, 5], [5], [2, 2, 3, 5, 5]):
    case('unfold', 'F.unfold(a, 2)', a=['float32', shape])
for text in ('6', '0', '2, stride=0', '2, dilation=0', '2, padding=-1', '(1, 2, 3)', "'x'", '2, dilation=9', '-1'):
    case('unfold', f'F.unfold(a, {text})', a=['float32', [2, 3, 5, 5]])
    case('fold', f'F.fold(a, 5, {text})', a=['float32', [2, 12, 16]])
for shape in ([2, 11, 16], [2, 12, 15], [12, 16], [0, 12, 16], [2, 0, 16], [1, 2, 12, 16]):
    case('fold', 'F.fold(a, 5, 2)', True, a=['float32', shape])
case('fold', 'F.fold(a, (5, 5, 5), 2)', a=['float32', [2, 12, 16]])
case('fold', 'F.fold(a, 1, 2)', a=['float32', [2, 12, 16]])
mistakes('unfold', 'a, 1', 'F', '')
mistakes('fold', 'a, 1, 1', 'F', '')
