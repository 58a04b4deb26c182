"""Functions of two tensors, element by element."""
from sampling import NUMBERS, binary, case

for op in ('add', 'sub', 'mul', 'div', 'true_divide', 'remainder', 'fmod'):
    binary(op, 'normal', 'positive')
# Recorded, and refused where backward arrives: in place under a name of its own, which is left out.
binary('floor_divide', 'normal', 'positive', grad=False)
case('floor_divide', 'torch.floor_divide(a, b)', grad=True, a=['float32', [3]], b=['float32', [3], 'positive'])
for op in ('maximum', 'minimum'):
    binary(op, which='mo', numbers=NUMBERS[:1])
binary('atan2', numbers=NUMBERS[:1])
for mode in ("'floor'", "'trunc'", "'ceil'", '3'):
    for dtype in ('float32', 'float16', 'int64', 'uint8', 'bool'):
        case('div', f'torch.div(a, b, rounding_mode={mode})', grad=dtype == 'float32', a=[dtype, [3, 4]], b=[dtype, [4], 'positive'])
for op in ('add', 'sub'):
    for alpha in ('2', '0.5', 'True', '-1'):
        for dtype in ('float32', 'int64', 'bool', 'float16'):
            case(op, f'torch.{op}(a, b, alpha={alpha})', grad=dtype == 'float32', a=[dtype, [3]], b=[dtype, [2, 3]])
