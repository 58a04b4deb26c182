"""Products of matrices and vectors, and products over chosen dimensions."""
from sampling import ALL, case, mistakes

FLOATS = ('float32', 'float64')
LAYOUTS = ('transposed', 'strided', 'expanded', 'offset')


def products(op, call, good, bad, arguments='', names='ab', forms='m', outs=(), dtypes=ALL):
    """An operator of two tensors or three: every dtype with itself and with others, good shapes and bad ones, layouts. `good` and `bad` are shapes by name."""
    def inputs(dtype, shapes, layout=None):
        def one(name, shape):
            words = [dtype, shape, 'normal' if name == 'a' else 'whole' if dtype in FLOATS else 'positive']
            if layout == 'transposed' and len(shape) < 2:
                return [*words, 'strided']
            return [*words, layout] if layout and (layout != 'expanded' or name == 'a') else words
        return {name: one(name, shape) for name, shape in zip(names, shapes)}

    for dtype in dtypes:
        case(op, call, dtype in FLOATS, **inputs(dtype, good[0]))
        for other in ('float32', 'int64', 'float64', 'float16', 'bool'):
            if other != dtype:
                case(op, call, **(inputs(dtype, good[0]) | {names[-1]: [other, good[0][-1]]}))
                case(op, call, **(inputs(dtype, good[0]) | {names[0]: [other, good[0][0]]}))
    for shapes in good:
        case(op, call, True, **inputs('float32', shapes))
        case(op, call, True, **inputs('float64', shapes))
        # An empty sum of integers and a factor that is not whole are an error there, by how it is computed.
        if 'beta=0.5' not in arguments or 0 not in sum(shapes, []):
            case(op, call, **inputs('int64', shapes))
    for shapes in bad:
        case(op, call, **inputs('float32', shapes))
    for layout in LAYOUTS[1 if 'beta=0' in arguments.split(', ') else 0:]:
        # Where self counts for nothing its layout still does in addr: left out.
        case(op, call, True, **inputs('float32', good[0], layout))
        case(op, call, True, **inputs('float64', good[0], layout))
        case(op, call, **inputs('int64', good[0], layout))
    rest = ', '.join(names[1:]) + (f', {arguments}' if arguments else '')
    if 'm' in forms:
        case(op, f'a.{op}({rest})', True, **inputs('float32', good[0]))
    if 'i' in forms:
        for dtype in ('float32', 'int64', 'bool'):
            case(op, f'a.{op}_({rest})', looked=['a'], **inputs(dtype, good[0]))
        case(op, f'a.{op}_({rest})', True, **inputs('float32', good[0]))
        case(op, f'(a * 1).{op}_({rest})', True, **inputs('float32', good[0]))
    for out in outs:
        case(op, f'{call[:-1]}, out=o)', looked=['o'], **inputs('float32', good[0]), o=out)
    # What is said of inner is the in-place call's on `out` that it is made of.
    if outs and op != 'inner':
        case(op, f'{call[:-1]}, out=o)', True, **inputs('float32', good[0]), o=outs[0])
    # Of an unknown keyword of methods that have deprecated signatures too more is said than here.
    mistakes(op, ', '.join('a' for _ in names), forms='m' if 'm' in forms and 'i' not in forms else '')


def outs(shape):
    return ['float32', shape], ['float64', shape], ['int64', shape], ['float32', [7]]


products('mm', 'torch.mm(a, b)', (([3, 4], [4, 5]), ([1, 1], [1, 1]), ([0, 3], [3, 2]), ([3, 0], [0, 2]), ([3, 1], [1, 4]), ([2, 9], [9, 1]), ([17, 33], [33, 9])), (([3], [3, 2]), ([3, 2], [2]), ([3, 4], [3, 4]), ([2, 3, 4], [4, 2]), ([], [])), outs=outs([3, 5]))
products('mv', 'torch.mv(a, b)', (([3, 4], [4]), ([1, 1], [1]), ([0, 3], [3]), ([3, 0], [0]), ([5, 9], [9])), (([3], [3]), ([3, 4], [3]), ([3, 4], [4, 1]), ([2, 3, 4], [4]), ([], [])), outs=outs([3]))
products('dot', 'torch.dot(a, b)', (([4], [4]), ([1], [1]), ([0], [0]), ([9], [9])), (([3], [4]), ([3, 4], [4]), ([], []), ([3], [3, 1])), outs=outs([]))
products('vdot', 'torch.vdot(a, b)', (([4], [4]), ([1], [1]), ([0], [0]), ([9], [9])), (([3], [4]), ([3, 4], [4]), ([], []), ([3], [3, 1])), outs=outs([]))
products('bmm', 'torch.bmm(a, b)', (([2, 3, 4], [2, 4, 5]), ([1, 1, 1], [1, 1, 1]), ([0, 3, 4], [0, 4, 5]), ([2, 3, 0], [2, 0, 2]), ([2, 0, 3], [2, 3, 2])), (([2, 3, 4], [3, 4, 5]), ([2, 3, 4], [2, 3, 4]), ([3, 4], [4, 5]), ([2, 3, 4], [4, 5]), ([], [])), outs=outs([2, 3, 5]))
products('matmul', 'torch.matmul(a, b)', (([3, 4], [4, 5]), ([4], [4]), ([3, 4], [4]), ([4], [4, 5]), ([2, 3, 4], [4, 5]), ([2, 3, 4], [4]), ([4], [2, 4, 5]), ([3, 4], [2, 4, 5]), ([2, 3, 4], [2, 4, 5]), ([2, 1, 3, 4], [3, 4, 5]), ([1, 3, 4], [2, 2, 4, 5]), ([0, 3], [3, 2]), ([2, 3, 0], [0, 2]), ([2, 0, 3], [3])),
         (([], [3]), ([3], []), ([3, 4], [3, 4]), ([3], [4]), ([2, 3, 4], [3, 4, 5]), ([2, 3, 4], [3]), ([3, 4], [2, 5, 4])), outs=outs([3, 5]))
products('outer', 'torch.outer(a, b)', (([3], [4]), ([1], [1]), ([0], [3]), ([5], [5])), (([3, 1], [4]), ([3], [4, 1]), ([], [3]), ([2, 3, 4], [3])), outs=outs([3, 4]))
products('ger', 'torch.ger(a, b)', (([3], [4]), ([1], [1]), ([0], [3])), (([3, 1], [4]), ([3], [4, 1]), ([], [3])), outs=outs([3, 4]))
products('inner', 'torch.inner(a, b)', (([4], [4]), ([3, 4], [4]), ([3, 4], [2, 4]), ([2, 3, 4], [5, 4]), ([], [3, 4]), ([2], []), ([0], [0]), ([3, 0], [2, 0])), (([3], [4]), ([3, 4], [4, 3]), ([2, 3], [3, 2])), outs=outs([]))
products('kron', 'torch.kron(a, b)', (([2, 3], [3, 2]), ([3], [2]), ([2, 3], [2]), ([2], [2, 3]), ([], [2, 3]), ([], []), ([0, 2], [2, 3]), ([2, 1, 3], [2, 2])), (), outs=outs([6, 6]))
for call in ('torch.kron(a)', 'torch.kron(a, 2)', 'torch.kron(2, a)', 'torch.kron(a, a, a)', 'a.kron(a, 1)'):
    case('kron', call, a=['float32', [2, 2]])

ABC = 'abc'
for rest in ('', 'beta=2, alpha=0.5', 'beta=0', 'beta=0.5, alpha=2', 'alpha=0'):
    given = f', {rest}' if rest else ''
    full = rest == ''
    dtypes = ALL if rest in ('', 'beta=2, alpha=0.5') else ('float32', 'int64', 'bool')
    products('addmm', f'torch.addmm(a, b, c{given})', (([3, 5], [3, 4], [4, 5]), ([5], [3, 4], [4, 5]), ([3, 1], [3, 4], [4, 5]), ([], [3, 4], [4, 5]), ([3, 2], [3, 0], [0, 2]), ([0, 2], [0, 3], [3, 2])),
             (([3, 4], [3, 4], [4, 5]), ([3, 5], [3, 4], [3, 4]), ([3, 5], [3], [3, 5]), ([3, 5], [3, 4], [4]), ([2, 3, 5], [3, 4], [4, 5])), rest, ABC, 'mi', outs([3, 5]) if full else (), dtypes)
    products('addmv', f'torch.addmv(a, b, c{given})', (([3], [3, 4], [4]), ([1], [3, 4], [4]), ([], [3, 4], [4]), ([3], [3, 0], [0]), ([0], [0, 3], [3])),
             (([4], [3, 4], [4]), ([3], [3, 4], [3]), ([3], [3], [3]), ([3, 1], [3, 4], [4])), rest, ABC, 'mi', outs([3]) if full else (), dtypes)
    products('baddbmm', f'torch.baddbmm(a, b, c{given})', (([2, 3, 5], [2, 3, 4], [2, 4, 5]), ([5], [2, 3, 4], [2, 4, 5]), ([3, 1], [2, 3, 4], [2, 4, 5]), ([1], [2, 3, 0], [2, 0, 5]), ([0, 3, 5], [0, 3, 4], [0, 4, 5])),
             (([2, 3, 4], [2, 3, 4], [2, 4, 5]), ([2, 3, 5], [2, 3, 4], [3, 4, 5]), ([2, 3, 5], [3, 4], [4, 5]), ([2, 3, 5], [2, 3, 4], [2, 5, 5])), rest, ABC, 'mi', outs([2, 3, 5]) if full else (), dtypes)
    products('addbmm', f'torch.addbmm(a, b, c{given})', (([3, 5], [2, 3, 4], [2, 4, 5]), ([5], [2, 3, 4], [2, 4, 5]), ([3, 1], [2, 3, 4], [2, 4, 5]), ([3, 5], [2, 3, 0], [2, 0, 5]), ([3, 5], [0, 3, 4], [0, 4, 5])),
             (([3, 4], [2, 3, 4], [2, 4, 5]), ([3, 5], [2, 3, 4], [3, 4, 5]), ([3, 5], [3, 4], [4, 5]), ([3, 5], [2, 3, 4], [2, 5, 5])), rest, ABC, 'mi', outs([3, 5]) if full else (), dtypes)
    products('addr', f'torch.addr(a, b, c{given})', (([3, 4], [3], [4]), ([4], [3], [4]), ([3, 1], [3], [4]), ([], [3], [4]), ([0, 4], [0], [4])),
             (([3, 3], [3], [4]), ([3, 4], [3, 1], [4]), ([3, 4], [3], [4, 1]), ([2, 3, 4], [3], [4])), rest, ABC, 'mi', outs([3, 4]) if full else (), dtypes)

for bias in ('', ', c'):
    for one, two, three in (([2, 3], [4, 3], [4]), ([3], [4, 3], [4]), ([2, 2, 3], [4, 3], [4]), ([2, 3], [3], []), ([0, 3], [4, 3], [4]), ([2, 0], [4, 0], [4]), ([2, 3], [4, 2], [4]), ([2, 3], [4, 3], [3]), ([], [3], [3]), ([2, 3], [], [])):
        for dtype in FLOATS:
            case('linear', f'F.linear(a, b{bias})', True, a=[dtype, one], b=[dtype, two, 'whole'], **({'c': [dtype, three]} if bias else {}))
    for dtype in ALL:
        case('linear', f'F.linear(a, b{bias})', a=[dtype, [2, 3]], b=[dtype, [4, 3]], **({'c': [dtype, [4]]} if bias else {}))
    for layout in LAYOUTS:
        case('linear', f'F.linear(a, b{bias})', True, a=['float32', [2, 3], 'normal', layout], b=['float32', [4, 3]], **({'c': ['float32', [4]]} if bias else {}))
    case('linear', f'F.linear(a, b{bias})', a=['float32', [2, 3]], b=['float64', [4, 3]], **({'c': ['float32', [4]]} if bias else {}))
mistakes('linear', 'a, a', owner='F', forms='')

for dtype in ALL:
    case('trace', 'torch.trace(a)', dtype in FLOATS, a=[dtype, [3, 3]])
    case('trace', 'a.trace()', a=[dtype, [3, 4], 'normal', 'transposed'])
for shape in ([3, 4], [4, 3], [1, 1], [0, 0], [0, 3], [3], [], [2, 3, 3]):
    for dtype in FLOATS:
        case('trace', 'torch.trace(a)', True, a=[dtype, shape])
for layout in LAYOUTS:
    case('trace', 'torch.trace(a)', True, a=['float32', [3, 3], 'normal', layout])
mistakes('trace', 'a')

DIMS = ('0', '1', '2', '3', '-1', '([1], [0])', '([0, 1], [1, 0])', '[[1], [1]]', '([], [])', '([-1], [0])', '([0], [0])', '([7], [0])', '([0, 1], [0])', '([1, 1], [0, 0])', 'torch.tensor(1)', 'torch.tensor([[1], [0]])', 'torch.tensor([1, 0])', "'x'", '1.5', '((1, 2), (0, 1))')
for dims in DIMS:
    for one, two in (([2, 3, 4], [3, 4, 5]), ([3, 4], [4, 3]), ([3], [3]), ([3, 4], [4, 2])):
        case('tensordot', f'torch.tensordot(a, b, dims={dims})', True, a=['float32', one], b=['float32', two, 'whole'])
    case('tensordot', f'torch.tensordot(a, b, {dims})', True, a=['float64', [3, 3], 'normal', 'transposed'], b=['float64', [3, 3], 'whole', 'strided'])
for one, two in (([3, 1], [4, 2]), ([3, 4], [1, 2]), ([3, 0], [0, 2]), ([0, 3], [3, 2]), ([], []), ([3, 4], [3, 2])):
    case('tensordot', 'torch.tensordot(a, b, dims=1)', True, a=['float32', one], b=['float32', two])
for dtype in ALL:
    case('tensordot', 'torch.tensordot(a, b)', a=[dtype, [2, 3, 4]], b=[dtype, [3, 4, 5]])
for out in outs([2, 5]):
    case('tensordot', 'torch.tensordot(a, b, out=o)', looked=['o'], a=['float32', [2, 3, 4]], b=['float32', [3, 4, 5]], o=out)
case('tensordot', 'torch.tensordot(a, b, dims=1)', a=['float32', [3, 3]], b=['float64', [3, 3]])

# One of each shape that the letters take: i 2, j 3, k 4, l 5.
SIZES = {'i': 2, 'j': 3, 'k': 4, 'l': 5, 'b': 2, 'n': 3, 'a': 4, 'm': 2, 'I': 3, 'z': 1}
EQUATIONS = ('ij,jk->ik', 'ij,jk', 'ij,jk->ki', 'ij->ji', 'ij', 'ji', 'ii', 'ii->i', 'ij->', 'ij->i', 'ij->j', 'i,j->ij', 'i,j', 'i,i', 'i,i->i', 'bij,bjk->bik', 'bij,bkj->bik', 'bij,jk->bik', 'ij,ij->', 'ij,ij->ij', 'ij,ij->i',
             'ij,ij,ij->i', 'ij,jk,kl->il', 'ij,jk,kl->li', 'bn,anm,bm->ba', 'i,j,k->ijk', 'ik,jkl,il->ij', 'bhi,bhj->bij', 'iij->j', 'iij,jk->ik', 'iji->j', 'ijk->kji', 'ijk->', 'ijk,ijk', 'Ij,jk->Ik', 'ij, jk -> ik', 'zj,jk->zk', 'iz,zk', ',ij->ij', 'ij,', ',', '->',
             'ij,jk,ik->', 'ab,ab,ab', 'ij,kl->ijkl', 'ij,kl', 'ijkl->', 'ijjk->ik', 'i,ij,j', 'bqhd,bkhd->bhqk', 'bhqk,bkhd->bqhd', 'ijjk,ljj->li', 'ij,kj->ki', 'bij,jk->kbi', 'bij,bjk->bki')
SIZES |= {'h': 2, 'q': 3, 'd': 4}
for equation in EQUATIONS:
    left = equation.replace(' ', '').partition('->')[0].split(',')
    shapes = [[SIZES[letter] for letter in term] for term in left]
    names = 'abcd'[:len(shapes)]
    for dtype in FLOATS:
        case('einsum', f"torch.einsum('{equation}', {', '.join(names)})", True, **{name: [dtype, shape, kind] for name, shape, kind in zip(names, shapes, ('normal', 'whole', 'positive'))})
    case('einsum', f"torch.einsum('{equation}', [{', '.join(names)}])", **{name: ['int64', shape] for name, shape in zip(names, shapes)})
    if all(len(shape) > 1 for shape in shapes):
        case('einsum', f"torch.einsum('{equation}', {', '.join(names)})", True, **{name: ['float64', shape, 'normal', 'transposed'] for name, shape in zip(names, shapes)})
for equation, *shapes in (('...ij,...jk->...ik', [2, 3, 4], [4, 5]), ('...ij,...jk', [2, 3, 4], [2, 4, 5]), ('...ij->...ji', [2, 2, 3]), ('...', [2, 3]), ('...->...', [2, 3]), ('...->', [2, 3]), ('i...->i', [2, 3, 4]), ('i...->...', [2, 3, 4]), ('...ii->...i', [2, 3, 3]), ('...ii', [2, 3, 3]),
                          ('i...,i...->i...', [2, 3], [2, 1]), ('...i,i', [2, 3], [3]), ('b...d,bd->b...', [2, 3, 4], [2, 4]), ('...,...', [2, 3], [3]), ('...,...->...', [2, 1, 3], [4, 3]), ('...ij,jk->i...k', [2, 3, 4], [4, 5]), ('ij->i...', [2, 3]), ('...i,...i->...', [2, 3], [2, 3]), ('...a,...b->...ab', [2, 3], [2, 4]),
                          ('ij...,jk...->ik...', [2, 3, 2], [3, 4, 2]), ('...ij', [2, 3, 4]), ('a...b->b...a', [2, 3, 4]), ('...ij,...jk->...ik', [2, 3, 4], [3, 4, 5]), ('i...', []), ('ij...', [3])):
    names = 'ab'[:len(shapes)]
    case('einsum', f"torch.einsum('{equation}', {', '.join(names)})", True, **{name: ['float32', shape, kind] for name, shape, kind in zip(names, shapes, ('normal', 'whole'))})
    case('einsum', f"torch.einsum('{equation}', {', '.join(names)})", True, **{name: ['float64', shape, kind, 'strided'] for name, shape, kind in zip(names, shapes, ('normal', 'whole')) if shape} | {name: ['float64', shape] for name, shape in zip(names, shapes) if not shape})
for dtype in ALL:
    for equation in ('ij,jk->ik', 'ij,jk->ijk', 'ij,ij->ij', 'ij,jk,kl->il'):
        names = 'abc'[:equation.count(',') + 1]
        case('einsum', f"torch.einsum('{equation}', {', '.join(names)})", **{name: [dtype, [3, 3]] for name in names})
for call in ("torch.einsum('ij,jk->ik')", "torch.einsum('ij,jk->ik', a)", "torch.einsum('ij->ij', a, a)", "torch.einsum('ijk', a)", "torch.einsum('i', a)", "torch.einsum('i...j...', a)", "torch.einsum('i.j', a)", "torch.einsum('i..j', a)", "torch.einsum('ij->ik', a)", "torch.einsum('ij->ii', a)",
             "torch.einsum('ij->i->j', a)", "torch.einsum('i1', a)", "torch.einsum('ij->i1', a)", "torch.einsum('i$', a)", "torch.einsum('ii', a)", "torch.einsum('ij->....', a)", "torch.einsum('ij->..', a)", "torch.einsum('ij - >i', a)", "torch.einsum('ij-i', a)", "torch.einsum('ij,ik', a, a.T)",
             "torch.einsum('ij,ij', a, b)", "torch.einsum('ij,jk', a, a.double().T)", 'torch.einsum(3, a)', "torch.einsum('ij', [])", 'torch.einsum(a, [0, 60])', 'torch.einsum(a, [0, -1])', "torch.einsum('ijk...', a)", "torch.einsum('ij,jk->ik', a, a)",
             "torch.einsum('ij->i...j...', a)", 'torch.einsum()', "torch.einsum('ij')"):
    case('einsum', call, a=['float32', [2, 3]], b=['float32', [2, 4]])
for call in ('torch.einsum(a, [0, 1], b, [1, 2], [0, 2])', 'torch.einsum(a, [0, 1], b, [1, 2])', 'torch.einsum(a, [..., 0, 1], b, [1, 2], [..., 2])', 'torch.einsum(a, [1, 0])', 'torch.einsum(a, [0, 0])', 'torch.einsum(a, [0, 1], [1, 0])', 'torch.einsum(a, (30, 5), (5, 30))', 'torch.einsum(a, [..., 0], [0, ...])'):
    case('einsum', call, True, a=['float32', [2, 3]], b=['float32', [3, 4], 'whole'])
    case('einsum', call, True, a=['float64', [3, 3]], b=['float64', [3, 3], 'whole'])
