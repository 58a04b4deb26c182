"""Functions of two tensors beside arithmetic."""
from sampling import ALL, FLOATS, INTEGERS, NUMBERS, binary, case, cases

for op in ('fmax', 'fmin'):
    binary(op, which='mo', numbers=NUMBERS[:1])
for op in ('logaddexp', 'logaddexp2'):
    binary(op, which='mo', numbers=NUMBERS[:1])
binary('hypot', numbers=NUMBERS[:1])
binary('copysign')
# A NaN that became a bfloat16 has the sign that the processor gave it.
cases[:] = [one for one in cases if one['op'] != 'copysign' or one['i'].get('b') != ['bfloat16', [21], 'special']]
binary('nextafter', numbers=NUMBERS[:1], grad=False)
for op in ('gcd', 'lcm'):
    binary(op, numbers=NUMBERS[:1], grad=False, dtypes=['bool', *INTEGERS, 'float32', 'float16'])
    # PyTorch divides the least number by -1, which ends the process.
    cases[:] = [one for one in cases if one['op'] != op or 'special' not in repr(one['i'])]
    for dtype in INTEGERS:
        case(op, f'torch.{op}(a, b)', a=[dtype, [4, 5], 'large'], b=[dtype, [5], 'large'])
binary('heaviside', 'whole', 'normal', numbers=NUMBERS[:1], grad=False)
binary('ldexp', 'normal', 'whole', numbers=NUMBERS[:1])
