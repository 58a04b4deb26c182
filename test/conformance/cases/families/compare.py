"""Comparisons, logical and bitwise operators, shifts."""
from sampling import ALL, FLOATS, INTEGERS, NUMBERS, binary, case

for op in ('eq', 'ne', 'lt', 'le', 'gt', 'ge'):
    binary(op, 'whole', 'whole', grad=False)
for op, alias in (('ne', 'not_equal'), ('lt', 'less'), ('le', 'less_equal'), ('gt', 'greater'), ('ge', 'greater_equal')):
    case(op, f'torch.{alias}(a, b)', a=['float32', [4], 'whole'], b=['float32', [4], 'whole'])
    case(op, f'a.{alias}(2)', a=['int64', [4]])
    case(op, f'a.{alias}_(b)', looked=['a'], a=['int64', [4]], b=['int64', [4], 'positive'])
for op in ('logical_and', 'logical_or', 'logical_xor'):
    binary(op, 'whole', 'whole', grad=False, numbers=NUMBERS[:1])
for op in ('bitwise_and', 'bitwise_or', 'bitwise_xor'):
    binary(op, grad=False, numbers=('5', '-2', '0.5', 'True', '300'))
for op in ('bitwise_left_shift', 'bitwise_right_shift'):
    binary(op, 'large', 'positive', grad=False, numbers=('1', '3', '-1', '70', 'True', '0.5'))
for op, sign in (('eq', '=='), ('ne', '!='), ('lt', '<'), ('le', '<='), ('gt', '>'), ('ge', '>='), ('bitwise_and', '&'), ('bitwise_or', '|'), ('bitwise_xor', '^'), ('bitwise_left_shift', '<<'), ('bitwise_right_shift', '>>')):
    for dtype in ('bool', 'uint8', 'int64', 'float32'):
        case(op, f'a {sign} b', a=[dtype, [3]], b=[dtype, [2, 3], 'positive'])
        for number in ('1', '-1', '2.5', 'True'):
            case(op, f'a {sign} {number}', a=[dtype, [3]])
            case(op, f'{number} {sign} a', a=[dtype, [3]])
    case(op, f'a {sign} "text"', a=['int64', [3]])
    case(op, f'a {sign} None', a=['int64', [3]])
for dtype in ALL:
    case('equal', 'torch.equal(a, b)', a=[dtype, [3]], b=[dtype, [3]])
    case('equal', 'torch.equal(a, a.clone())', a=[dtype, [21], 'special'])
    case('equal', 'a.equal(b)', a=[dtype, [2, 3]], b=['float32', [2, 3]])
for a, b in (([3], [1, 3]), ([], [1]), ([0], [0]), ([2, 0], [0, 2]), ([], [])):
    case('equal', 'torch.equal(a, b)', a=['float32', a], b=['float32', b])
case('equal', 'torch.equal(a, a.T.contiguous().T)', a=['float32', [3, 4], 'normal', 'transposed'])
case('equal', 'torch.equal(a, b)', a=['float32', [3, 4], 'normal', 'strided'], b=['float32', [3, 4]])
for call in ('torch.equal()', 'torch.equal(a)', 'torch.equal(a, 1)', 'torch.equal(a, a, 1)', 'torch.equal(a, a, bogus=1)', 'torch.equal("text", a)', 'a.equal()'):
    case('equal', call, a=['float32', [3]])
for op in ('isclose', 'allclose'):
    for dtype in ALL:
        case(op, f'torch.{op}(a, a.clone())', a=[dtype, [21], 'special'])
        case(op, f'torch.{op}(a, a.clone(), equal_nan=True)', a=[dtype, [21], 'special'])
        case(op, f'torch.{op}(a, b, rtol=0.5)', a=[dtype, [3, 4]], b=[dtype, [4]])
        case(op, f'a.{op}(b, 0.1, 2.0)', a=[dtype, [3, 4]], b=[dtype, [3, 4], 'positive'])
    case(op, f'torch.{op}(a, b)', a=['float32', [3]], b=['float64', [3]])
    case(op, f'torch.{op}(a, b)', a=['float32', [0]], b=['float32', [0]])
    case(op, f'torch.{op}(a, b)', a=['float32', []], b=['float32', []])
    case(op, f'torch.{op}(a, b, atol=3)', a=['float32', [3, 4], 'normal', 'transposed'], b=['float32', [3, 4]])
    for call in (f'torch.{op}()', f'torch.{op}(a)', f'torch.{op}(a, 1)', f'torch.{op}(a, a, rtol=-1)', f'torch.{op}(a, a, atol=-1)', f'torch.{op}(a, a, bogus=1)', f'torch.{op}("text", a)'):
        case(op, call, a=['float32', [3]])
