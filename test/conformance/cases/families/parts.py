"""Parts of numbers, and what is of complex numbers where they are real."""
from sampling import ALL, FLOATS, INTEGERS, case, mistakes, shapes, unary

# PyTorch's gradient is a tensor of zeros without memory, which can't be listed.
unary('sgn', grad=False)
case('sgn', 'torch.sgn(a).grad_fn.name()', grad=True, a=['float32', [3]])
unary('frac')
for op in ('isposinf', 'isneginf'):
    unary(op, grad=False, which='mo')
# A NaN that became a bfloat16 has the sign that the processor gave it.
unary('signbit', grad=False, which='mo', dtypes=['bool', *INTEGERS, 'float16', 'float32', 'float64'])
case('signbit', 'torch.signbit(a)', a=['bfloat16', [3, 5]])
unary('isreal', grad=False, which='m')
for op in ('deg2rad', 'rad2deg'):
    unary(op)
    for dtype in FLOATS:
        case(op, f'torch.{op}(a)', grad=True, a=[dtype, [4, 8], 'large'])
unary('angle', which='mo')
for op in ('conj', 'conj_physical', 'resolve_conj', 'resolve_neg'):
    unary(op, which='m')
unary('real', which='')
case('real', 'torch.real(a).data_ptr() == a.data_ptr()', a=['float32', [3]])
case('real', 'a.real', grad=True, a=['float32', [3]])
for dtype in ALL:
    for kind in ('normal', 'large', 'unit', 'special'):
        case('frexp', 'torch.frexp(a)', a=[dtype, [21], kind])
    case('frexp', 'torch.frexp(a).mantissa', dtype in FLOATS, a=[dtype, [3, 4]])
    case('frexp', 'a.frexp().exponent', a=[dtype, [2, 3], 'whole'])
shapes('frexp', grad=False)
mistakes('frexp')
case('frexp', 'torch.frexp(a)', a=['float64', [4], 'distinct'])
for number in ('2.0 ** 1023', '1.7e308', '-1.7976931348623157e308', '2.0 ** 1022', '4.4942328371557893e307', '5e-324', '-1.5e-323', '2.0 ** -1022'):
    case('frexp', f'torch.frexp(torch.tensor({number}, dtype=torch.float64))')
case('frexp', 'torch.frexp(2.0 ** torch.arange(-1074, 1024, dtype=torch.float64))')
case('frexp', 'torch.frexp(torch.tensor([3.4e38, 1e-45, 1e-40]))')
