"""Functions of one tensor, element by element."""
from sampling import ALL, FLOATS, case, forms, unary

for op in ('neg', 'abs', 'sign', 'floor', 'ceil', 'trunc', 'round', 'square', 'reciprocal', 'exp', 'exp2', 'expm1', 'sin', 'cos', 'tan', 'atan', 'sinh', 'cosh', 'tanh', 'sigmoid'):
    unary(op)
for op in ('sqrt', 'rsqrt', 'log', 'log2', 'log10', 'log1p'):
    unary(op, 'positive')
for op in ('asin', 'acos'):
    unary(op, 'open')
# In place they have no derivative.
for op, kind in (('acosh', 'above'), ('asinh', 'normal'), ('atanh', 'open')):
    unary(op, kind, which='mo')
    forms(op, kind=kind, which='i', grad=False)
for op in ('arccosh', 'arcsinh', 'arctanh', 'arcsin', 'arccos', 'arctan'):
    case(op.replace('arc', 'a'), f'torch.{op}(a)', grad=True, a=['float32', [3], 'unit'])
    case(op.replace('arc', 'a'), f'a.{op}_()', looked=['a'], a=['float32', [3], 'unit'])
# Nothing of autograd looks at these: a leaf may be written to.
for op in ('logical_not', 'bitwise_not'):
    unary(op, grad=False)
for op in ('isnan', 'isinf', 'isfinite'):
    unary(op, grad=False, which='m')
unary('nan_to_num')
unary('nan_to_num', arguments='1.5, 7, neginf=-2')
unary('relu', which='mi')
unary('positive', which='m')
unary('round', 'large', arguments='decimals=2')
unary('round', 'large', arguments='decimals=-1', dtypes=['float32', 'float64'])
for op in ('exp2', 'expm1', 'log1p'):
    for dtype in ('float32', 'int64', 'float16'):
        case(op, f'torch.special.{op}(a)', dtype != 'int64', a=[dtype, [3], 'unit'])
    case(op, f'torch.special.{op}(a, out=o)', looked=['o'], a=['float32', [3], 'unit'], o=['float32', [3]])
    for call in (f'torch.special.{op}()', f'torch.special.{op}("text")', f'torch.special.{op}(a, bogus=1)'):
        case(op, call, a=['float32', [3], 'unit'])

for dtype in ALL:
    for value in ('3', '0.5', 'True', '-1', '300', '-1.5', "float('nan')", "float('-inf')", '1e39', 'torch.tensor(2)', 'torch.tensor(0.5)', 'torch.tensor([1.0])'):
        case('fill', f'torch.fill(a, {value})', dtype in FLOATS, a=[dtype, [2, 3]])
        case('fill_', f'a.fill_({value})', looked=['a'], a=[dtype, [2, 3]])
        case('fill_', f'torch.fill_(a * 1, {value})', dtype in FLOATS, a=[dtype, [2, 3]])
    case('zero_', 'a.zero_()', looked=['a'], a=[dtype, [2, 3]])
    case('zero_', 'torch.zero_(a * 1)', dtype in FLOATS, a=[dtype, [3]])
for op, value in (('fill', ', 7'), ('fill_', ', 7'), ('zero_', '')):
    for layout in ('transposed', 'strided', 'offset'):
        case(op, f'torch.{op}(a{value})', looked=['a'], a=['float32', [3, 4], 'normal', layout])
    for shape in ([], [0], [1], [2, 1, 3, 2, 2]):
        case(op, f'torch.{op}(a{value})', looked=['a'], a=['float32', shape])
    case(op, f'torch.{op}(a{value})', True, a=['float32', [3]])
    for call in ('', '"text"', f'a{value}, bogus=1', f'a{value}, 1, 2', '[1.0]', 'a, "text"'):
        case(op, f'torch.{op}({call})', a=['float32', [3]])
case('fill', 'torch.fill(a, v)', True, a=['float32', [3]], v=['float32', []])
case('fill_', '(a * 1).fill_(v)', True, a=['float32', [3]], v=['float32', []])
