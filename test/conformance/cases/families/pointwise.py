"""Functions of three tensors, element by element, and bounds."""
from sampling import ALL, FLOATS, INTEGERS, case

# where
for dtype in ALL:
    for other in ALL:
        case('where', 'torch.where(c, a, b)', dtype in FLOATS and other == dtype, c=['bool', [2, 3]], a=[dtype, [2, 3]], b=[other, [3]])
    for number in ('2', '0.5', 'True', '-1', '300', '1e39'):
        case('where', f'torch.where(c, a, {number})', dtype in FLOATS, c=['bool', [2, 3]], a=[dtype, [2, 3]])
        case('where', f'torch.where(c, {number}, a)', dtype in FLOATS, c=['bool', [2, 3]], a=[dtype, [3]])
    case('where', 'torch.where(c, a, b)', c=[dtype, [3]], a=['float32', [3]], b=['float32', [3]])
    case('where', 'torch.where(c)', c=[dtype, [3, 4]])
    case('where', 'a.where(c, b)', dtype in FLOATS, c=['bool', [2, 3]], a=[dtype, [2, 3]], b=[dtype, [2, 1]])
    case('where', 'torch.where(c, a, b, out=o)', looked=['o'], c=['bool', [3]], a=[dtype, [3]], b=[dtype, [3]], o=['float32', [3]])
    case('where', 'torch.where(c, a, b, out=o)', looked=['o'], c=['bool', [3]], a=[dtype, [3]], b=[dtype, [3]], o=[dtype, [2]])
for c, a, b in (([], [3], []), ([3], [], []), ([0], [1], [1]), ([2, 1, 3], [4, 1], [2, 4, 3]), ([2, 1, 3, 1, 2], [4, 1, 2], [1]), ([2], [3], [3]), ([2, 3], [3, 2], []), ([], [], [])):
    case('where', 'torch.where(c, a, b)', True, c=['bool', c], a=['float32', a], b=['float32', b])
for layout in ('transposed', 'strided', 'expanded', 'offset'):
    case('where', 'torch.where(c, a, b)', True, c=['bool', [3, 4], 'normal', layout], a=['float32', [3, 4], 'normal', layout], b=['float32', [3, 4]])
    case('where', 'torch.where(c, a, 0)', True, c=['bool', [3, 4]], a=['float32', [3, 4], 'normal', layout])
for numbers in ('1, 2', '1.5, 2', 'True, False', '1, 2.5', 'True, 2'):
    case('where', f'torch.where(c, {numbers})', c=['bool', [3]])
for call in ('torch.where()', 'torch.where(c, a)', 'torch.where(c, a, "text")', 'torch.where(c, a, a, bogus=1)', 'torch.where("text")', 'torch.where([True], a, a)', 'a.where(c)', 'a.where(c, "text")', 'torch.where(c, 1, "text")', 'torch.where(c, input=a, other=a)', 'torch.where(condition=c, input=a, other=a)', 'torch.where(c, self=2, other=a)'):
    case('where', call, c=['bool', [3]], a=['float32', [3]])

# lerp
for dtype in ALL:
    for weight in ('0.25', '0.75', '1', '0', '2', '-1.5', 'True', "float('nan')"):
        case('lerp', f'torch.lerp(a, b, {weight})', dtype in FLOATS, a=[dtype, [3, 4]], b=[dtype, [4], 'positive'])
    case('lerp', 'torch.lerp(a, b, w)', dtype in FLOATS, a=[dtype, [3, 4]], b=[dtype, [4], 'positive'], w=[dtype, [3, 1], 'unit'])
    case('lerp', 'torch.lerp(a, b, w)', dtype in FLOATS, a=['float32', [3]], b=[dtype, [3], 'positive'], w=['float32', [3], 'unit'])
    case('lerp', 'torch.lerp(a, b, w)', dtype in FLOATS, a=['float32', [3]], b=['float32', [3], 'positive'], w=[dtype, [3], 'unit'])
    case('lerp', 'torch.lerp(a, b, w)', dtype in FLOATS, a=['float32', [3]], b=['float32', [3], 'positive'], w=[dtype, [], 'unit'])
    case('lerp', 'a.lerp_(b, 0.3)', looked=['a'], a=[dtype, [3, 4]], b=[dtype, [4], 'positive'])
    case('lerp', 'a.lerp_(b, w)', looked=['a'], a=[dtype, [3, 4]], b=[dtype, [4], 'positive'], w=[dtype, [3, 4], 'unit'])
    case('lerp', 'torch.lerp(a, b, 0.5, out=o)', looked=['o'], a=['float32', [3]], b=['float32', [3], 'positive'], o=[dtype, [3]])
    case('lerp', 'torch.lerp(a, b, 0.5)', a=[dtype, [21], 'special'], b=[dtype, [21], 'positive'])
for layout in ('transposed', 'strided', 'expanded', 'offset'):
    case('lerp', 'torch.lerp(a, b, 0.4)', True, a=['float32', [3, 4], 'normal', layout], b=['float32', [3, 4]])
for a, b in (([], [3]), ([0], [1]), ([2, 1, 3], [4, 1]), ([2], [3]), ([2, 1, 3, 1, 2], [4, 1, 2])):
    case('lerp', 'torch.lerp(a, b, 0.4)', True, a=['float32', a], b=['float32', b])
case('lerp', 'a.lerp_(b, 0.3)', looked=['a'], a=['float32', [3]], b=['float32', [2, 3]])
case('lerp', 'a.lerp_(b, 0.3)', grad=True, a=['float32', [3]], b=['float32', [3]])
case('lerp', '(a * 1).lerp_(b, 0.3)', grad=True, a=['float32', [3]], b=['float32', [3]])
for call in ('torch.lerp()', 'torch.lerp(a, a)', 'torch.lerp(a, a, "text")', 'torch.lerp(a, 1, 0.5)', 'torch.lerp(a, a, 0.5, bogus=1)', 'a.lerp(a)', 'torch.lerp(a, a, weight=0.5)', 'torch.lerp(input=a, end=a, weight=0.5)'):
    case('lerp', call, a=['float32', [3]])

# addcmul, addcdiv
for op in ('addcmul', 'addcdiv'):
    for dtype in ALL:
        for value in ('', ', value=2', ', value=0.5', ', value=-1', ', value=True'):
            case(op, f'torch.{op}(a, b, c{value})', dtype in FLOATS, a=[dtype, [2, 3]], b=[dtype, [3]], c=[dtype, [2, 1], 'positive'])
        case(op, f'torch.{op}(a, b, c)', a=[dtype, [3]], b=['float32', [3]], c=['float32', [3], 'positive'])
        case(op, f'torch.{op}(a, b, c)', a=['float32', [3]], b=[dtype, [3]], c=['float32', [3], 'positive'])
        case(op, f'torch.{op}(a, b, c)', a=['float32', [3]], b=['float32', [3]], c=[dtype, [3], 'positive'])
        case(op, f'a.{op}_(b, c, value=2)', looked=['a'], a=[dtype, [3]], b=[dtype, [3]], c=[dtype, [3], 'positive'])
        case(op, f'a.{op}_(b, c)', looked=['a'], a=[dtype, [3]], b=['float32', [3]], c=['float32', [3], 'positive'])
        case(op, f'torch.{op}(a, b, c, out=o)', looked=['o'], a=['float32', [3]], b=['float32', [3]], c=['float32', [3], 'positive'], o=[dtype, [3]])
        case(op, f'torch.{op}(a, b, c, value=0.3)', a=[dtype, [21], 'special'], b=[dtype, [21], 'positive'], c=[dtype, [21], 'positive'])
    for layout in ('transposed', 'strided', 'expanded', 'offset'):
        case(op, f'torch.{op}(a, b, c, value=0.3)', True, a=['float32', [3, 4], 'normal', layout], b=['float32', [3, 4]], c=['float32', [3, 4], 'positive', layout])
    for a, b in (([], [3]), ([0], [1]), ([2, 1, 3], [4, 1]), ([2], [3]), ([2, 1, 3, 1, 2], [4, 1, 2])):
        case(op, f'torch.{op}(a, b, c)', True, a=['float32', a], b=['float32', b], c=['float32', b, 'positive'])
    case(op, f'a.{op}_(b, b)', looked=['a'], a=['float32', [3]], b=['float32', [2, 3], 'positive'])
    case(op, f'a.{op}_(b, b)', grad=True, a=['float32', [3]], b=['float32', [3], 'positive'])
    case(op, f'(a * 1).{op}_(b, b)', grad=True, a=['float32', [3]], b=['float32', [3], 'positive'])
    for call in (f'torch.{op}()', f'torch.{op}(a, a)', f'torch.{op}(a, a, "text")', f'torch.{op}(a, 1, 0.5)', f'torch.{op}(a, a, a, bogus=1)', f'a.{op}(a)', f'torch.{op}(a, a, a, value="text")', f'torch.{op}(input=a, tensor1=a, tensor2=a)'):
        case(op, call, a=['float32', [3], 'positive'])

# masked_fill
for dtype in ALL:
    for value in ('2', '-1', '0.5', 'True', "float('-inf')", "float('nan')", '-1e9', '300', '1e39', 'torch.tensor(3)', 'torch.tensor(0.5)', 'torch.tensor([1.0])'):
        case('masked_fill', f'torch.masked_fill(a, m, {value})', dtype in FLOATS, a=[dtype, [2, 3]], m=['bool', [3]])
        case('masked_fill', f'a.masked_fill_(m, {value})', looked=['a'], a=[dtype, [2, 3]], m=['bool', [2, 1]])
    case('masked_fill', 'a.masked_fill(m, 0)', a=['float32', [3]], m=[dtype, [3]])
    case('masked_fill', 'a.masked_fill_(m, 0)', looked=['a'], a=['float32', [3]], m=[dtype, [3]])
    case('masked_fill', 'a.masked_fill(m, v)', dtype in FLOATS, a=[dtype, [3]], m=['bool', [3]], v=[dtype, []])
for a, m in (([], []), ([], [3]), ([0], [0]), ([3], [2, 3]), ([2, 1, 3], [4, 1]), ([2], [3]), ([2, 1, 3, 1, 2], [2])):
    case('masked_fill', 'a.masked_fill(m, 7)', True, a=['float32', a], m=['bool', m])
    case('masked_fill', 'a.masked_fill_(m, 7)', looked=['a'], a=['float32', a], m=['bool', m])
for layout in ('transposed', 'strided', 'expanded', 'offset'):
    case('masked_fill', 'a.masked_fill(m, 7)', True, a=['float32', [3, 4], 'normal', layout], m=['bool', [3, 4]])
    # An expanded tensor may be written to here, with a warning that it soon may not; the embedded engine refuses it already.
    if layout != 'expanded':
        case('masked_fill', 'a.masked_fill_(m, 7)', looked=['a'], a=['float32', [3, 4], 'normal', layout], m=['bool', [3, 4], 'normal', layout])
case('masked_fill', 'a.masked_fill_(m, 7)', grad=True, a=['float32', [3]], m=['bool', [3]])
case('masked_fill', '(a * 1).masked_fill_(m, 7)', grad=True, a=['float32', [3]], m=['bool', [3]])
for call in ('torch.masked_fill()', 'torch.masked_fill(a, m)', 'torch.masked_fill(a, m, "text")', 'torch.masked_fill(a, [True], 0)', 'torch.masked_fill(a, m, 0, bogus=1)', 'a.masked_fill(m)', 'a.masked_fill(mask=m, value=0)', 'torch.masked_fill(input=a, mask=m, value=0)', 'a.masked_fill(m, None)'):
    case('masked_fill', call, a=['float32', [3]], m=['bool', [3]])

# clamp
for dtype in ALL:
    for bounds in ('-1, 1', '0', 'min=0', 'max=2', '0.5, 2.5', 'None, 1', '2, -2', 'True', "float('nan')", 'min=-1, max=1.5', "float('nan'), 1"):
        for op in ('clamp', 'clip'):
            case('clamp', f'torch.{op}(a, {bounds})', dtype in FLOATS, a=[dtype, [3, 4]])
        case('clamp', f'a.clamp_({bounds})', looked=['a'], a=[dtype, [3, 4]])
    case('clamp', 'torch.clamp(a, -1, 1)', dtype in FLOATS, a=[dtype, [21], 'special'])
    for other in ALL:
        case('clamp', 'torch.clamp(a, b, c)', dtype in FLOATS and other == dtype, a=[dtype, [2, 3]], b=[other, [3], 'normal'], c=[other, [2, 1], 'positive'])
        case('clamp', 'torch.clamp(a, min=b)', a=[dtype, [2, 3]], b=[other, [3], 'normal'])
        case('clamp', 'a.clamp_(max=b)', looked=['a'], a=[dtype, [2, 3]], b=[other, [3], 'normal'])
    case('clamp', 'torch.clamp(a, max=b)', dtype in FLOATS, a=[dtype, [2, 3]], b=[dtype, [3], 'normal'])
    case('clamp', 'torch.clamp(a, -1, 1, out=o)', looked=['o'], a=['float32', [3]], o=[dtype, [3]])
    case('clamp', 'torch.clamp(a, 0, out=o)', looked=['o'], a=[dtype, [3]], o=['float32', [2]])
    for op in ('clamp_min', 'clamp_max'):
        for bound in ('1', '0.5', '-1', 'True', "float('nan')"):
            case(op, f'torch.{op}(a, {bound})', dtype in FLOATS, a=[dtype, [3, 4]])
            case(op, f'a.{op}_({bound})', looked=['a'], a=[dtype, [3, 4]])
        case(op, f'torch.{op}(a, b)', dtype in FLOATS, a=[dtype, [2, 3]], b=[dtype, [3], 'normal'])
        case(op, f'torch.{op}(a, b)', a=['float32', [2, 3]], b=[dtype, [3], 'normal'])
        case(op, f'a.{op}_(b)', looked=['a'], a=['int64', [2, 3]], b=[dtype, [3], 'normal'])
        case(op, f'torch.{op}(a, 1, out=o)', looked=['o'], a=['float32', [3]], o=[dtype, [3]])
for op, bounds in (('clamp', '-1, 1'), ('clamp_min', '0.5'), ('clamp_max', '0.5')):
    for layout in ('transposed', 'strided', 'expanded', 'offset'):
        case(op, f'torch.{op}(a, {bounds})', True, a=['float32', [3, 4], 'normal', layout])
    for shape in ([], [0], [1], [2, 0, 3], [2, 1, 3, 2, 2]):
        case(op, f'torch.{op}(a, {bounds})', True, a=['float32', shape])
    case(op, f'a.{op}_({bounds})', grad=True, a=['float32', [3]])
    case(op, f'(a * 1).{op}_({bounds})', grad=True, a=['float32', [3]])
    case(op, f'torch.{op}(a, b)', a=['float32', [2]], b=['float32', [3]])
    case(op, f'a.{op}_(b)', looked=['a'], a=['float32', [3]], b=['float32', [2, 3]])
    for call in (f'torch.{op}()', f'torch.{op}(a)', f'torch.{op}(a, "text")', f'torch.{op}("text", 1)', f'torch.{op}(a, 1, bogus=1)', f'a.{op}()', f'a.{op}_()', f'torch.{op}(a, 1, 2, 3)', f'torch.{op}(a, None)'):
        case(op, call, a=['float32', [3]])
case('clamp', 'torch.clamp(a, 1, b)', a=['float32', [3]], b=['float32', [3]])
case('clamp', 'torch.clamp(a, b, 1)', a=['float32', [3]], b=['float32', [3]])
case('clamp', 'torch.clamp(a, None, None)', a=['float32', [3]])
case('clamp', 'torch.clamp(input=a, min=0, max=1)', a=['float32', [3]])
