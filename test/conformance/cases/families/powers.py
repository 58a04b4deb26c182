"""Powers."""
from sampling import ALL, FLOATS, INTEGERS, binary, case

binary('pow', 'positive', 'normal', numbers=('2', '3', '0.5', '-1', '-2', '-0.5', '1.5', '0', '1', 'True', '2.0', "float('nan')", '10'))
for dtype in ALL:
    for base in ('2', '0', '-1.5', '1', 'True', '0.5', '3.0', '-2'):
        # PyTorch's derivative takes no bool for a base: an assertion of its own fails.
        case('pow', f'torch.pow({base}, a)', dtype in FLOATS and base != 'True', a=[dtype, [5]])
        case('pow', f'{base} ** a', a=[dtype, [5]])
    for exponent in ('2', '-1', '0.5', '3', '0', 'True', '4', '-0.5', '2.5'):
        case('pow', f'a ** {exponent}', dtype in FLOATS, a=[dtype, [5]])
        case('pow', f'a.pow_({exponent})', looked=['a'], a=[dtype, [5]])
    case('pow', 'torch.pow(a, 2)', a=[dtype, [21], 'special'])
    case('pow', 'a ** b', dtype in FLOATS, a=[dtype, [2, 3]], b=[dtype, [3], 'positive'])
    case('pow', 'torch.float_power(a, b)', dtype in FLOATS, a=[dtype, [2, 3]], b=[dtype, [3], 'positive'])
    for exponent in ('2', '-1', '0.5', '0', 'True'):
        case('float_power', f'torch.float_power(a, {exponent})', dtype in FLOATS, a=[dtype, [5]])
        case('float_power', f'torch.float_power({exponent}, a)', dtype in FLOATS, a=[dtype, [5]])
    case('float_power', 'torch.float_power(a, b)', dtype in FLOATS, a=[dtype, [3, 4], 'positive', 'transposed'], b=[dtype, [4]])
    case('float_power', 'torch.float_power(a, 3)', a=[dtype, [21], 'special'])
    case('float_power', 'a.float_power(2)', a=[dtype, [2, 0]])
    case('float_power', 'a.float_power_(2)', looked=['a'], a=[dtype, [3]])
    case('float_power', 'a.float_power_(b)', looked=['a'], a=[dtype, [3], 'positive'], b=['float32', [3]])
    case('float_power', 'torch.float_power(a, 2, out=o)', looked=['o'], a=[dtype, [3], 'positive'], o=['float64', [3]])
    case('float_power', 'torch.float_power(a, 2, out=o)', looked=['o'], a=[dtype, [3], 'positive'], o=['float32', [3]])
case('pow', 'pow(a, 3)', grad=True, a=['float32', [3]])
case('pow', 'torch.pow(a, exponent=2)', grad=True, a=['float32', [3]])
case('pow', 'torch.pow(self=2, exponent=a)', grad=True, a=['float32', [3]])
case('pow', 'a ** "text"', a=['float32', [3]])
case('pow', 'torch.pow(2, 3)', a=['float32', [3]])
for call in ('torch.float_power()', 'torch.float_power(a)', 'torch.float_power(2, 2)', 'torch.float_power(a, a, bogus=1)', 'torch.float_power(a, "text")', 'a.float_power()'):
    case('float_power', call, a=['float32', [3]])
