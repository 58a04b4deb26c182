"""Tensors made from sizes, numbers and buffers, and by drawing."""
from sampling import ALL, FLOATS, case

DTYPES = ('', *(f', dtype=torch.{name}' for name in ALL))


def made(op, *arguments, wrong=(), dtypes=DTYPES, owner='torch', **inputs):
    """A function that makes a tensor: each of `arguments` with every dtype, and what is refused."""
    for text in arguments:
        for dtype in dtypes:
            case(op, f'{owner}.{op}({text}{dtype if text else dtype[2:]})', **inputs)
        case(op, f'{owner}.{op}({text}{", " * bool(text)}device="cpu", requires_grad=True)', **inputs)
        case(op, f'{owner}.{op}({text}{", " * bool(text)}dtype=torch.int64, requires_grad=True)', **inputs)
    for text in wrong:
        case(op, f'{owner}.{op}({text})', **inputs)


BAD = ('"x"', '2, bogus=1', '2, dtype=3', '-1', '2, device="cuda"', '(2, "x")', '1.5')
for op in ('zeros', 'ones'):
    made(op, '2, 3', '(2, 0)', '()', 'size=(2,)', wrong=(*BAD, ''))
    for out in ('float32', 'int64'):
        case(op, f'torch.{op}(2, 3, out=o)', looked=['o'], o=[out, [1]])
        case(op, f'torch.{op}((2, 3), out=o, dtype=torch.float32)', looked=['o'], o=[out, [2, 3]])
made('full', '(2, 3), 2', '(2,), 1.5', '(), True', 'size=(2,), fill_value=3', '(0, 2), 7', wrong=('2, 3', '(2,), "x"', '(2,)', '(-1,), 2', '(2,), 300, dtype=torch.uint8', '(2,), -1., dtype=torch.uint8', '(2,), 2, bogus=1', '(2,), 2, device="cuda"'))
for op in ('zeros_like', 'ones_like'):
    made(op, 'a', wrong=('3', '', 'a, 1', 'a, bogus=1', 'a, dtype=3', '"x"'), a=['float32', [2, 3], 'normal', 'transposed'])
    for dtype in ALL:
        for layout in ('plain', 'transposed', 'strided', 'expanded'):
            case(op, f'torch.{op}(a)', a=[dtype, [2, 3], 'normal', layout])
made('full_like', 'a, 2', 'a, 1.5', 'a, fill_value=True', wrong=('a', 'a, "x"', '3, 2', 'a, 2, bogus=1', 'a, 300, dtype=torch.uint8', 'a, 2, dtype=3'), a=['float32', [2, 3], 'normal', 'transposed'])
for op, right in (('new_zeros', '2, 3'), ('new_ones', '(2,)'), ('new_full', '(2,), 3')):
    made(op, right, owner='a', wrong=('"x"', '(-1,), 1' if op == 'new_full' else '-1', '', f'{right}, bogus=1', f'{right}, dtype=3', f'{right}, device="cuda"'), a=['int32', [2, 3], 'normal', 'transposed'])
    for dtype in ALL:
        case(op, f'a.{op}({right})', a=[dtype, [2]])
        case(op, f'a.{op}({right}, dtype=a.dtype)', a=[dtype, [2, 2], 'normal', 'transposed'])
made('eye', '3', '2, 3', 'n=3, m=2', '0', wrong=('-1', '2, -1', '"x"', '', '2, bogus=1', '1.5'))
INTEGERS = ('', *(f', dtype=torch.{name}' for name in ('uint8', 'int32', 'int64', *FLOATS)))
made('arange', '5', '1, 7', '0, 10, 3', '5, 0, -2', '0., 1., .1', '0, 5, .5', 'end=4', 'start=1, end=4', 'start=1, end=9, step=2', '0', '2.5', dtypes=INTEGERS,
     wrong=('0, 5, 0', '0, 5, -1', '5, 0', '"x"', '', '0, float("inf")', '0, float("nan")', '3, dtype=torch.bool', '0, 1, 2, 3', '3, bogus=1', '-1'))
for n in (17, 40, 100):
    for text in (f'{n}.', f'.1, {n}, .7', f'0, {n}, .3', f'-3, {n}'):
        for dtype in ('', *(f', dtype=torch.{name}' for name in FLOATS)):
            case('arange', f'torch.arange({text}{dtype})')
# A step that is 0 as an integer ends PyTorch's process.
made('range', '0, 5', '1, 7, 2', '5, 0, -2', 'start=1, end=4', dtypes=INTEGERS, wrong=('0, 5, 0', '5, 0', '0, 5, -1', '"x"', '3', '0, float("inf")', '0, 3, dtype=torch.bool'))
for dtype in ('', *(f', dtype=torch.{name}' for name in FLOATS)):
    case('range', f'torch.range(0, 1, .25{dtype})')
    case('range', f'torch.range(.1, 40, .7{dtype})')
for op in ('linspace', 'logspace'):
    made(op, '0, 1, 5', '-2, 2, steps=4', 'start=0, end=2, steps=1', '3, 0, 7', '.5, 2.5, 3', '0, 2, 0', dtypes=INTEGERS, wrong=('0, 1', '0, 1, -1', '"x", 1, 2', '0, 1, "x"', '0, 1, 3, dtype=torch.bool', '0, 1, 2, bogus=3', '0, -1., 2, dtype=torch.uint8', 'a, 1, 3'), a=['float32', [2, 2], 'normal', 'transposed'])
    for text in ('a[0], b[0], 4', 'a[0], 2, 4', '-1, b[0], 4'):
        for dtype in ('float32', 'float64', 'int64'):
            case(op, f'torch.{op}({text})', a=[dtype, [2], 'unit'], b=['float32', [2]])
    case(op, f'torch.{op}(0, 1, 40)')
    case(op, f'torch.{op}(0, 1, 41, dtype=torch.float64)')
case('logspace', 'torch.logspace(0, 3, 4, 2)')
case('logspace', 'torch.logspace(0, 3, 4, base=2.5)')
for op, more in (('hann_window', ()), ('hamming_window', ('5, False, .5', '5, True, .5, .4', '5, periodic=False, alpha=.6, beta=.3')), ('blackman_window', ()), ('bartlett_window', ()), ('kaiser_window', ('5, True, 3.', '6, periodic=False, beta=2.'))):
    made(op, '5', '6, False', '7, periodic=True', '0', '1', '2', *more, dtypes=('', *(f', dtype=torch.{name}' for name in FLOATS)), wrong=('-1', '"x"', '', '4, dtype=torch.int64', '4, "x"', '4, bogus=1', '1.5', '4, dtype=torch.bool'))
made('scalar_tensor', '2', '1.5', 'True', 's=3', wrong=('"x"', '', '(1,)', '300, dtype=torch.uint8', '2, bogus=1', '2, 3'))
for op in ('empty', 'empty_strided', 'empty_permuted'):
    # Its values are any: size, strides and dtype are asked for.
    right = {'empty': '(2, 3)', 'empty_strided': '(2, 3), (1, 2)', 'empty_permuted': '(2, 3), (1, 0)'}[op]
    for dtype in DTYPES:
        case(op, f'(lambda t: (t.shape, t.stride(), t.dtype, t.requires_grad))(torch.{op}({right}{dtype}))')
        case(op, f'torch.{op}({right}{dtype}).zero_()')
    for wrong in ('', '"x"', f'{right}, bogus=1', f'{right}, dtype=3', f'{right}, device="cuda"', right.replace('3', '-3'), '(2, 3), (1,)' if op != 'empty' else '1.5', '(2, 3), (1, -2)', '(2, 3), (0, 0)' if op == 'empty_permuted' else '(2, "x")'):
        case(op, f'torch.{op}({wrong})')
for dtype in ALL:
    for text in ('2', '1.5', 'True', 'v'):
        case('fill', f'torch.fill(a, {text})', dtype in FLOATS, a=[dtype, [2, 3]], v=[dtype, []])
        case('fill', f'torch.fill_(a, {text})', looked=['a'], a=[dtype, [2, 3]], v=['float32', []])
        case('fill', f'a.fill_({text})', looked=['a'], a=[dtype, [2, 3], 'normal', 'transposed'], v=['float32', []])
for wrong in ('torch.fill(a, v)', 'torch.fill(a)', 'torch.fill(3, 2)', 'torch.fill(a, "x")', 'a.fill_(v)', 'a.fill_()', 'torch.fill(a, 2, 3)'):
    case('fill', wrong, a=['float32', [2, 3]], v=['float32', [2]])
for name, size in (('uint8', 1), ('int16', 2), ('int32', 4), ('int64', 8), ('float16', 2), ('float32', 4), ('float64', 8), ('bool', 1)):
    for text in ('', ', count=1', f', offset={size}', f', count=2, offset={size}'):
        case('frombuffer', f'torch.frombuffer(bytearray(range(16)) * 2, dtype=torch.{name}{text})')
for text in ('bytearray(7), dtype=torch.int32', 'bytearray(0), dtype=torch.int32', 'bytearray(8), dtype=torch.int32, offset=9', 'bytearray(8), dtype=torch.int32, count=3', 'bytearray(8), dtype=torch.int32, count=0', 'bytearray(8)', '"a", dtype=torch.int32', 'bytearray(8), dtype=torch.int32, offset=-1', 'bytearray(9), dtype=torch.int32, offset=2'):
    case('frombuffer', f'torch.frombuffer({text})')

# Draws, to the bit.
for text in ('a.cauchy_()', 'a.cauchy_(2, .5)', 'a.log_normal_()', 'a.log_normal_(mean=0, std=.5)', 'a.geometric_(.3)', 'a.geometric_(p=.9)', 'torch.poisson(a)', 'torch.poisson(a * 9)', 'torch.binomial(a, b)', 'torch.binomial(a * 30, b)', 'torch.binomial(a.floor() * 9, b[:1])'):
    op = text.partition('(')[0].split('.')[-1]
    for dtype in ALL:
        case(op, f'(torch.manual_seed(7), {text})[1]', a=[dtype, [4, 5], 'positive'], b=[dtype, [4, 5], 'unit'])
        case(op, f'(torch.manual_seed(7), {text.replace("a.", "(a * 1).", 1) if text.startswith("a.") else text})[1]', a=[dtype, [4, 5], 'positive', 'transposed'], b=[dtype, [4, 5], 'unit'])
    case(op, f'(torch.manual_seed(7), {text.replace("a.", "(a * 1).", 1) if text.startswith("a.") else text})[1]', op not in ('binomial',), a=['float32', [3, 5], 'positive'], b=['float32', [3, 5], 'unit'])
for op, wrongs in {'cauchy_': ('a.cauchy_(1, -1)', 'a.cauchy_("x")', 'a.cauchy_(1, 2, 3)', 'a.cauchy_(bogus=1)'), 'log_normal_': ('a.log_normal_(1, -1)', 'a.log_normal_("x")', 'a.log_normal_(1, 2, 3)', 'a.log_normal_(bogus=1)'),
                   'geometric_': ('a.geometric_(1.5)', 'a.geometric_(0)', 'a.geometric_()', 'a.geometric_("x")', 'a.geometric_(.5, 2)'), 'poisson': ('torch.poisson(-a)', 'torch.poisson()', 'torch.poisson(3)', 'torch.poisson("x")'), 'binomial': ('torch.binomial(a, 2.)', 'torch.binomial(a)', 'torch.binomial(a, a.double())', 'torch.binomial("x", a)', 'torch.binomial(a, a[:, :2])')}.items():
    for wrong in wrongs:
        case(op, wrong, a=['float32', [2, 3], 'positive'])
