"""torch.linalg, and the older functions of torch that it took the place of.

Derivatives are asked for where they depend on no choice of vectors' signs beyond LAPACK's, which is ours too.
"""
from sampling import ALL, case, function_of, given, mistakes

TOLERANCES = {'lu': {'kind': 'relative', 'relative': 1e-6}}
SQUARES = ([3, 3], [2, 3, 3], [1, 1], [5, 5], [2, 1, 4, 4], [0, 0], [2, 0, 0], [0, 3, 3])
OBLONG = ([4, 3], [3, 4], [2, 4, 3], [6, 2], [2, 6], [0, 3], [3, 0], [1, 3], [3, 1])
WRONG = ([3], [], [2, 3], [2, 3, 4])


def matrices(op, kind, arguments='', shapes=SQUARES, wrong=WRONG, grad=True, pick='', forms='', right='a', dtypes=ALL):
    """An operator of one batch of matrices: `kind` of values; `pick` what of its result is looked at."""
    call = f'{function_of(op)}(a{given(arguments)}){pick}'
    for dtype in dtypes:
        case(op, call, grad and dtype in ('float32', 'float64'), a=[dtype, [3, 3], kind if dtype in ('float32', 'float64') else 'normal'])
    for shape in shapes:
        ours = kind if shape[-1] == shape[-2] else 'normal'
        case(op, call, grad, a=['float32', shape, ours])
        case(op, call, grad, a=['float64', shape, ours])
    for shape in wrong:
        case(op, call, a=['float32', shape])
    for layout in ('transposed', 'strided', 'expanded', 'offset'):
        case(op, call, grad, a=['float64', [2, 3, 3], kind, layout])
        case(op, call, grad, a=['float32', [4, 4], kind, layout if layout in ('transposed', 'strided') else 'plain'])
    if 'm' in forms:
        case(op, f'a.{op}({arguments}){pick}', grad, a=['float32', [3, 3], kind])
        case(op, f'a.{op}(bogus=1)', a=['float32', [3, 3], kind])
    if 'o' in forms:
        for dtype in ('float32', 'float64', 'int64'):
            case(op, f'{function_of(op)}(a{given(arguments)}, out=o)', looked=['o'], a=['float32', [3, 3], kind], o=[dtype, [3, 3]])
        case(op, f'{function_of(op)}(a{given(arguments)}, out=o)', looked=['o'], a=['float64', [3, 3], kind], o=['float64', [3, 3]])
        case(op, f'{function_of(op)}(a{given(arguments)}, out=o)', grad=True, a=['float64', [3, 3], kind], o=['float64', [3, 3]])
    mistakes(op, right, forms='m' if 'm' in forms else '')


R, D, S = 'regular', 'definite', 'symmetric'

# Determinants.
for op in ('linalg_det', 'det'):
    matrices(op, R, forms='m' if op == 'det' else 'o')
    case(op, f'{function_of(op)}(a * 0)', grad=True, a=['float64', [3, 3], R])
    case(op, f'{function_of(op)}(-a)', grad=True, a=['float64', [2, 3, 3], R])
for op in ('linalg_slogdet', 'slogdet'):
    matrices(op, R, forms='m' if op == 'slogdet' else '')
    case(op, f'{function_of(op)}(-a)', grad=True, a=['float64', [2, 3, 3], R])
    case(op, f'{function_of(op)}(a * 0)', a=['float64', [2, 3, 3], R])
    case(op, f'{function_of(op)}(a).logabsdet', a=['float64', [2, 3, 3], R])
matrices('logdet', R, forms='m')
case('logdet', 'torch.logdet(-a)', a=['float64', [2, 3, 3], R])
case('logdet', 'torch.logdet(a * 0)', a=['float64', [2, 3, 3], R])

# Inverses.
for op in ('linalg_inv', 'inverse'):
    matrices(op, R, forms='o' if op == 'linalg_inv' else 'mo')
    case(op, f'{function_of(op)}(a * 0)', a=['float64', [3, 3], R])
    case(op, f'{function_of(op)}(a * b)', a=['float64', [2, 3, 3], R], b=['float64', [2, 3, 3], 'whole'])
    case(op, f'{function_of(op)}(torch.stack([a, a * 0]))', a=['float32', [3, 3], R])
    case(op, f'{function_of(op)}(torch.tensor([[1., 2.], [2., 4.]]))')
    case(op, f'{function_of(op)}({function_of(op)}(a))', grad=True, a=['float64', [3, 3], R])
matrices('linalg_inv_ex', R)
case('linalg_inv_ex', 'torch.linalg.inv_ex(a * 0, check_errors=True)', a=['float32', [3, 3], R])
case('linalg_inv_ex', 'torch.linalg.inv_ex(a * 0).info', a=['float32', [2, 3, 3], R])
case('linalg_inv_ex', 'torch.linalg.inv_ex(a, check_errors=False).inverse', grad=True, a=['float32', [2, 3, 3], R])

# Equations.
PAIRS = (([3, 3], [3]), ([3, 3], [3, 2]), ([2, 3, 3], [2, 3]), ([2, 3, 3], [3]), ([2, 3, 3], [3, 4]), ([3, 3], [2, 3, 4]), ([2, 1, 3, 3], [4, 3, 2]), ([2, 2, 3, 3], [2, 2, 3]),
         ([1, 1], [1]), ([0, 0], [0]), ([0, 0], [0, 2]), ([3, 3], [3, 0]), ([0, 3, 3], [0, 3, 1]), ([3, 3], [3, 3]), ([2, 3, 3], [2, 3, 3]))
UNFIT = (([3, 3], [4]), ([3, 3], [4, 3]), ([3, 4], [3]), ([3], [3]), ([3, 3], []), ([2, 3, 3], [3, 3, 3]), ([2, 3, 3], [3, 2]), ([], [3]))


def equations(op, call, kind, grad=True, dtypes=ALL, pairs=PAIRS, unfit=UNFIT):
    for dtype in dtypes:
        case(op, call, grad and dtype in ('float32', 'float64'), a=[dtype, [3, 3], kind if dtype in ('float32', 'float64') else 'normal'], b=[dtype, [3, 2]])
    for one, two in pairs:
        case(op, call, grad, a=['float64', one, kind], b=['float64', two])
        case(op, call, a=['float32', one, kind], b=['float32', two])
    for one, two in unfit:
        case(op, call, a=['float32', one], b=['float32', two])
    for layout in ('transposed', 'strided', 'offset'):
        case(op, call, grad, a=['float64', [2, 3, 3], kind, layout], b=['float64', [2, 3, 2], 'normal', layout])
    if op == 'linalg_solve_triangular':
        # Two dtypes are no error there, and what comes of them is an accident; its keyword that must be given is counted among the positions.
        case(op, f'{function_of(op)}()')
        case(op, f'{function_of(op)}("text")')
        return
    case(op, call, a=['float64', [3, 3], kind], b=['float32', [3, 3]])
    mistakes(op, 'a, a', forms='')


for op in ('linalg_solve', 'linalg_solve_ex'):
    function = function_of(op)
    equations(op, f'{function}(a, b)', R)
    for two in ([2, 3], [4, 3], [2, 4, 3], [3, 3]):
        case(op, f'{function}(a, b, left=False)', grad=True, a=['float64', [3, 3], R], b=['float64', two])
        case(op, f'{function}(a, b, left=False)', grad=True, a=['float64', [2, 3, 3], R], b=['float64', two])
    case(op, f'{function}(a, b, left=False)', a=['float64', [3, 3], R], b=['float64', [3]])
    case(op, f'{function}(a, b, left=False)', a=['float64', [3, 3], R], b=['float64', [3, 4]])
    case(op, f'{function}(a, b, True)', a=['float64', [3, 3], R], b=['float64', [3, 4]])
case('linalg_solve', 'torch.linalg.solve(a * 0, b)', a=['float64', [3, 3], R], b=['float64', [3]])
case('linalg_solve', 'torch.linalg.solve(torch.stack([a, a * 0]), b)', a=['float64', [3, 3], R], b=['float64', [3, 2]])
case('linalg_solve_ex', 'torch.linalg.solve_ex(a * 0, b, check_errors=True)', a=['float64', [3, 3], R], b=['float64', [3]])
case('linalg_solve_ex', 'torch.linalg.solve_ex(a * 0, b).info', a=['float64', [2, 3, 3], R], b=['float64', [3]])
for out in (['float64', [3, 2]], ['float32', [3, 2]], ['int64', [3, 2]]):
    case('linalg_solve', 'torch.linalg.solve(a, b, out=o)', looked=['o'], a=['float64', [3, 3], R], b=['float64', [3, 2]], o=out)

MATRIX_PAIRS = tuple((one, two) for one, two in PAIRS if len(two) > 1)
for upper in ('True', 'False'):
    for rest in ('', ', unitriangular=True', ', left=False', ', left=False, unitriangular=True'):
        call = f'torch.linalg.solve_triangular(a, b, upper={upper}{rest})'
        if rest == '':
            equations('linalg_solve_triangular', call, R, pairs=[pair for pair in MATRIX_PAIRS if pair[1] != [2, 3]])
            continue
        for one, two in (([3, 3], [3, 3]), ([2, 3, 3], [3, 3]), ([3, 3], [2, 3, 3]), ([3, 3], [4, 3]), ([3, 3], [3, 4])):
            case('linalg_solve_triangular', call, grad=True, a=['float64', one, R], b=['float64', two])
case('linalg_solve_triangular', 'torch.linalg.solve_triangular(a, b)', a=['float64', [3, 3], R], b=['float64', [3, 3]])
case('linalg_solve_triangular', 'torch.linalg.solve_triangular(a * 0, b, upper=True)', a=['float64', [3, 3], R], b=['float64', [3, 3]])
for upper in ('', ', upper=False'):
    for transpose in ('', ', transpose=True'):
        equations('triangular_solve', f'torch.triangular_solve(b, a{upper}{transpose})', R, pairs=MATRIX_PAIRS)
case('triangular_solve', 'b.triangular_solve(a, True, False, True)', grad=True, a=['float64', [3, 3], R], b=['float64', [3, 3]])
case('triangular_solve', 'torch.triangular_solve(b, a).solution', grad=True, a=['float64', [3, 3], R], b=['float64', [3, 3]])
case('triangular_solve', 'torch.triangular_solve(b, a, unitriangular=True).solution', grad=True, a=['float64', [3, 3], R], b=['float64', [3, 3]])
for op, good in (('linalg_tensorinv', [2, 3, 6]), ('linalg_tensorsolve', [2, 3, 6])):
    function = function_of(op)
    case(op, f'{function}(a)', a=['float32', [3]])
    mistakes(op, 'a', forms='')
for shape in ([2, 3, 6], [4, 2, 2], [1, 1, 1], [3, 3], [2, 3, 5], [2, 0, 0], [6, 2, 3]):
    for ind in ('', ', ind=1', ', ind=2', ', ind=0', ', ind=-1', ', 5'):
        case('linalg_tensorinv', f'torch.linalg.tensorinv(a{ind})', grad=True, a=['float64', shape])
for dtype in ALL:
    case('linalg_tensorinv', 'torch.linalg.tensorinv(a)', a=[dtype, [2, 3, 6]])
    case('linalg_tensorsolve', 'torch.linalg.tensorsolve(a, b)', a=[dtype, [2, 3, 6]], b=[dtype, [2, 3]])
case('linalg_tensorinv', 'torch.linalg.tensorinv(a, ind=1)', a=['float64', [3, 3], R, 'transposed'])
case('linalg_tensorinv', 'torch.linalg.tensorinv(a * 0, ind=1)', a=['float64', [3, 3], R])
for one, two in (([2, 3, 6], [2, 3]), ([6, 2, 3], [6]), ([3, 3], [3]), ([2, 2, 4], [2, 2]), ([2, 3, 6], [3, 3]), ([2, 3, 5], [2, 3]), ([1, 1], [1]), ([0, 0], [0])):
    for dims in ('', ', dims=(0,)', ', dims=(1,)', ', dims=(0, 1)', ', dims=(7,)'):
        case('linalg_tensorsolve', f'torch.linalg.tensorsolve(a, b{dims})', grad=True, a=['float64', one], b=['float64', two])
case('linalg_tensorsolve', 'torch.linalg.tensorsolve(a, b)', a=['float64', [3, 3], R, 'transposed'], b=['float64', [3]])

# Cholesky.
for op in ('linalg_cholesky', 'cholesky'):
    for upper in ('', 'upper=True'):
        matrices(op, D, upper, forms='o' if op == 'linalg_cholesky' else 'mo')
    case(op, f'{function_of(op)}(-a)', a=['float64', [3, 3], D])
    case(op, f'{function_of(op)}(torch.stack([a, -a]))', a=['float64', [3, 3], D])
    case(op, f'{function_of(op)}(a - 5 * torch.eye(3))', a=['float64', [3, 3], D])
matrices('linalg_cholesky_ex', D)
matrices('linalg_cholesky_ex', D, 'upper=True')
case('linalg_cholesky_ex', 'torch.linalg.cholesky_ex(-a).info', a=['float64', [2, 3, 3], D])
case('linalg_cholesky_ex', 'torch.linalg.cholesky_ex(-a, check_errors=True)', a=['float64', [2, 3, 3], D])
for upper in ('', 'upper=True'):
    matrices('cholesky_inverse', R, upper, forms='mo')
    equations('cholesky_solve', f'torch.cholesky_solve(b, a{given(upper)})', R, pairs=MATRIX_PAIRS)
case('cholesky_inverse', 'torch.cholesky_inverse(a * 0)', a=['float64', [2, 3, 3], R])
case('cholesky_solve', 'b.cholesky_solve(a)', a=['float64', [3, 3], R], b=['float64', [3, 2]])

# QR and what it is made of.
for mode in ('', "mode='complete'", "mode='r'"):
    matrices('linalg_qr', 'normal', mode, shapes=SQUARES + OBLONG, wrong=([3], []))
case('linalg_qr', "torch.linalg.qr(a, 'full')", a=['float64', [4, 3]])
case('linalg_qr', 'torch.linalg.qr(a).R', grad=True, a=['float64', [4, 3]])
case('linalg_qr', 'torch.linalg.qr(a).Q', grad=True, a=['float64', [3, 5]])
matrices('qr', 'normal', shapes=SQUARES + OBLONG, wrong=([3], []), forms='m')
matrices('qr', 'normal', 'some=False', shapes=OBLONG, wrong=([3], []))
matrices('geqrf', 'normal', shapes=SQUARES + OBLONG, wrong=([3], []), forms='m')
for op in ('linalg_householder_product', 'orgqr'):
    function = function_of(op)
    for one, two in (([4, 3], [3]), ([4, 3], [2]), ([3, 3], [3]), ([2, 4, 3], [2, 3]), ([1, 1], [1]), ([3, 0], [0]), ([0, 0], [0]), ([5, 2], [1])):
        for dtype in ('float32', 'float64'):
            case(op, f'{function}(a, b)', grad=True, a=[dtype, one], b=[dtype, two])
    for one, two in (([3, 4], [3]), ([4, 3], [4]), ([3], [3]), ([2, 4, 3], [3]), ([4, 3], [3, 3]), ([2, 4, 3], [3, 3])):
        case(op, f'{function}(a, b)', a=['float32', one], b=['float32', two])
    for dtype in ALL:
        case(op, f'{function}(a, b)', a=[dtype, [4, 3]], b=[dtype, [3]])
    for layout in ('transposed', 'strided', 'offset'):
        case(op, f'{function}(a, b)', grad=True, a=['float64', [4, 3], 'normal', layout], b=['float64', [3]])
    case(op, f'{function}(a, b)', a=['float64', [4, 3]], b=['float32', [3]])
    mistakes(op, 'a, b', forms='')
for left in ('', ', left=False'):
    for transpose in ('', ', transpose=True'):
        for shape in ([4, 4], [4, 2], [2, 4], [4, 0], [3, 3]):
            for dtype in ('float32', 'float64'):
                case('ormqr', f'torch.ormqr(a, b, c{left}{transpose})', grad=0 not in shape, a=[dtype, [4, 3]], b=[dtype, [3]], c=[dtype, shape, 'whole'])
case('ormqr', 'torch.ormqr(a, b, c)', a=['float64', [2, 4, 3]], b=['float64', [2, 3]], c=['float64', [2, 4, 2]])
case('ormqr', 'torch.ormqr(a, b, c)', grad=True, a=['float64', [4, 3]], b=['float64', [3]], c=['float64', [4, 2]])
case('ormqr', 'a.ormqr(b, c)', a=['float64', [4, 3], 'normal', 'transposed'], b=['float64', [3]], c=['float64', [4, 2]])
for dtype in ALL:
    case('ormqr', 'torch.ormqr(a, b, c)', a=[dtype, [4, 3]], b=[dtype, [3]], c=[dtype, [4, 2]])
for one, two, three in (([4], [3], [4, 2]), ([4, 3], [2], [4, 2]), ([4, 3], [3, 3], [4, 2]), ([4, 3], [3], [4]), ([4, 3], [5], [4, 4])):
    case('ormqr', 'torch.ormqr(a, b, c)', a=['float32', one], b=['float32', two], c=['float32', three])
for one, two, three in (([2, 4, 3], [2, 3], [3, 4, 2]), ([2, 4, 3], [2, 3], [1, 4, 2]), ([2, 4, 3], [2, 3], [4, 2]), ([4, 3], [3], [2, 4, 2]), ([2, 2, 4, 3], [2, 2, 3], [4, 4, 2]), ([2, 4, 3], [3, 3], [2, 4, 2]), ([2, 4, 3], [3, 3], [4, 2])):
    case('ormqr', 'torch.ormqr(a, b, c)', a=['float32', one], b=['float32', two], c=['float32', three])
case('ormqr', 'torch.ormqr(a, b, c)', a=['float32', [4, 3]], b=['float64', [3]], c=['float32', [4, 2]])
case('ormqr', 'torch.ormqr(a, b, c)', a=['float32', [4, 3]], b=['float32', [3]], c=['float64', [4, 2]])

# LU.
matrices('linalg_lu_factor', 'normal', shapes=SQUARES + OBLONG, wrong=([3], []))
matrices('linalg_lu_factor_ex', 'normal', shapes=SQUARES + OBLONG, wrong=([3], []))
matrices('linalg_lu', 'normal', shapes=SQUARES + OBLONG, wrong=([3], []))
for op in ('linalg_lu_factor', 'linalg_lu_factor_ex', 'linalg_lu'):
    case(op, f'{function_of(op)}(a, pivot=False)', a=['float64', [3, 3]])
    case(op, f'{function_of(op)}(a * 0)', a=['float64', [3, 3]])
    case(op, f'{function_of(op)}(torch.stack([a, a * 0]))', a=['float64', [3, 3]])
case('linalg_lu_factor_ex', 'torch.linalg.lu_factor_ex(a * 0, check_errors=True)', a=['float64', [3, 3]])
case('linalg_lu', 'torch.linalg.lu(a).U', grad=True, a=['float64', [4, 3]])
case('linalg_lu', 'torch.linalg.lu(a).L', grad=True, a=['float64', [4, 3]])
for shape in ([3, 3], [4, 3], [3, 4], [2, 3, 3], [1, 1], [0, 0], [6, 2], [2, 6]):
    for dtype in ('float32', 'float64'):
        case('lu_unpack', 'torch.lu_unpack(*torch.linalg.lu_factor(a))', grad=True, a=[dtype, shape])
        case('lu', 'torch.lu(a)', grad=True, a=[dtype, shape])
for rest in (', unpack_data=False', ', unpack_pivots=False', ', False, False'):
    case('lu_unpack', f'torch.lu_unpack(*torch.linalg.lu_factor(a){rest})', a=['float64', [4, 3], 'normal', 'transposed'])
for words in (['int64', [3], 'positive'], ['int32', [3], 'large'], ['int32', [2], 'index1']):
    case('lu_unpack', 'torch.lu_unpack(a, b)', a=['float64', [3, 3]], b=words)
case('lu_unpack', 'torch.lu_unpack(a, b + 1)', grad=True, a=['float64', [3, 3]], b=['int32', [3], 'index3'])
case('lu_unpack', 'torch.lu_unpack(a, b + 1)', a=['int64', [3, 3]], b=['int32', [3], 'index3'])
case('lu_unpack', 'torch.lu_unpack(a, b)', a=['float64', [3]], b=['int32', [3]])
mistakes('lu_unpack', 'a, a', forms='')
for rest in (', get_infos=True', ', pivot=True', ', pivot=False', ', True, True'):
    case('lu', f'torch.lu(a{rest})', a=['float64', [2, 3, 3]])
    case('lu', f'a.lu({rest[2:]})', a=['float64', [2, 3, 3], 'normal', 'transposed'])
for dtype in ALL:
    case('lu', 'torch.lu(a)', a=[dtype, [3, 3]])
case('lu', 'torch.lu(a * 0)', a=['float64', [3, 3]])
case('lu', 'torch.lu(a)', a=['float64', [3]])
for rest in ('', ', left=False', ', adjoint=True', ', left=False, adjoint=True'):
    for one, two in (([3, 3], [3, 3]), ([2, 3, 3], [3, 3]), ([3, 3], [2, 3, 3]), ([1, 1], [1, 1]), ([0, 0], [0, 0]), ([3, 3], [3, 2]), ([3, 3], [2, 3])):
        case('linalg_lu_solve', f'torch.linalg.lu_solve(*torch.linalg.lu_factor(a), b{rest})', grad=True, a=['float64', one, R], b=['float64', two])
        case('linalg_lu_solve', f'torch.linalg.lu_solve(*torch.linalg.lu_factor(a), b{rest})', a=['float32', one, R], b=['float32', two])
for op, call in (('linalg_lu_solve', 'torch.linalg.lu_solve(a, p, b)'), ('lu_solve', 'torch.lu_solve(b, a, p)')):
    for dtype in ALL:
        case(op, call, a=[dtype, [3, 3], R if dtype[-2:] in ('32', '64') and dtype[0] == 'f' else 'normal'], b=[dtype, [3, 2]], p=['int32', [3], 'unit'])
    for one, two, p in (([3, 3], [3, 2], ['int64', [3], 'unit']), ([3, 3], [4, 2], ['int32', [3], 'index1']), ([3, 3], [3], ['int32', [3], 'index1']), ([3], [3, 2], ['int32', [3], 'index1']),
                        ([3, 3], [3, 2], ['int32', [2], 'index1']), ([2, 3, 3], [3, 2], ['int32', [3], 'index1']), ([3, 3], [3, 2], ['int32', [3], 'index1']), ([2, 3], [3, 2], ['int32', [3], 'index1'])):
        case(op, call, a=['float32', one], b=['float32', two], p=p)
    for layout in ('transposed', 'strided'):
        case(op, call.replace('p', 'p + 1').replace('p + 1 + 1', 'p + 1'), grad=True, a=['float64', [3, 3], R, layout], b=['float64', [3, 2]], p=['int32', [3], 'index3'])
    for shape in ([3, 1], [3, 3], [3, 0], [2, 3, 1], [3, 4], [1, 3, 2]):
        case(op, call.replace('p', 'p + 1').replace('p + 1 + 1', 'p + 1'), grad=True, a=['float64', [3, 3], R], b=['float64', shape], p=['int32', [3], 'index3'])
    case(op, call, a=['float64', [3, 3]], b=['float32', [3, 2]], p=['int32', [3], 'index1'])
    mistakes(op, 'a, a, a', forms='')
case('lu_solve', 'b.lu_solve(a, p + 1)', grad=True, a=['float64', [3, 3], R], b=['float64', [3, 2]], p=['int32', [3], 'index3'])

# Eigenvalues of symmetric matrices; a vector's sign is LAPACK's for the lower triangle.
matrices('linalg_eigh', S)
matrices('linalg_eigh', D, pick='.eigenvalues')
# Vectors of values that lie close together differ in their last digits: of larger matrices those with far ones.
for kind, shapes in ((S, ([4, 4], [2, 6, 6], [8, 8], [12, 12])), (D, ([4, 4], [2, 6, 6]))):
    for shape in shapes:
        case('linalg_eigh', 'torch.linalg.eigh(a)', grad=len(shape) == 2 and shape[0] < 9, a=['float64', shape, kind])
for shape in ([3, 3], [6, 6], [10, 10]):
    for dtype in ('float32', 'float64'):
        case('linalg_eigh', "torch.linalg.eigh(a, 'U')", a=[dtype, shape, S])
        case('linalg_eigh', 'torch.linalg.eigh(a)', a=[dtype, shape, S])
for letter in ('U', 'u', 'l', 'X', '', 'LU'):
    case('linalg_eigh', f"torch.linalg.eigh(a, UPLO='{letter}').eigenvalues", grad=True, a=['float64', [3, 3], 'normal'])
case('linalg_eigh', 'torch.linalg.eigh(a * 0)', a=['float64', [3, 3], S])
for factor in ('1e200', '1e-200'):
    case('linalg_eigh', f'torch.linalg.eigh(a * {factor})', a=['float64', [3, 3], S])
    case('linalg_svd', f'torch.linalg.svd(a * {factor})', a=['float64', [3, 3]])
matrices('linalg_eigvalsh', S, forms='')
for letter in ('U', 'u', 'l', 'X', ''):
    case('linalg_eigvalsh', f"torch.linalg.eigvalsh(a, '{letter}')", grad=True, a=['float64', [3, 3], 'normal'])
for out in (['float64', [3]], ['float32', [3]], ['float64', [0]], ['int64', [3]]):
    case('linalg_eigvalsh', 'torch.linalg.eigvalsh(a, out=o)', looked=['o'], a=['float64', [3, 3], S], o=out)
    case('linalg_svdvals', 'torch.linalg.svdvals(a, out=o)', looked=['o'], a=['float64', [3, 3]], o=out)

# Singular values.
SVDS = tuple(shape for shape in SQUARES + OBLONG)
matrices('linalg_svd', 'normal', shapes=SVDS, wrong=([3], []))
matrices('linalg_svd', 'normal', 'full_matrices=False', shapes=SVDS, wrong=([3], []))
for shape in ([5, 7], [7, 5], [10, 3], [3, 10], [6, 6], [8, 8]):
    case('linalg_svd', 'torch.linalg.svd(a)', a=['float32', shape])
for shape in ([5, 7], [7, 5], [10, 3], [3, 10], [2, 6, 6], [9, 9]):
    case('linalg_svd', 'torch.linalg.svd(a, False)', grad=True, a=['float64', shape])
case('linalg_svd', "torch.linalg.svd(a, driver='gesvd')", a=['float64', [3, 3]])
case('linalg_svd', 'torch.linalg.svd(a)', a=['float64', [21, 1], 'special'])
case('linalg_svd', 'torch.linalg.svd(a[:2].view(2, 1, 1))', a=['float64', [21], 'special'])
case('linalg_svd', 'torch.linalg.svd(a).S', grad=True, a=['float64', [4, 3]])
case('linalg_svd', 'torch.linalg.svd(a, full_matrices=False).U', grad=True, a=['float64', [4, 3]])
case('linalg_svd', 'torch.linalg.svd(a, full_matrices=False).Vh', grad=True, a=['float64', [3, 4]])
matrices('linalg_svdvals', 'normal', shapes=SVDS, wrong=([3], []))
matrices('svd', 'normal', shapes=SVDS, wrong=([3], []), forms='m')
matrices('svd', 'normal', 'some=False', shapes=OBLONG, wrong=([3], []))
matrices('svd', 'normal', 'compute_uv=False', shapes=OBLONG, wrong=([3], []), forms='m')

# What is made of them.
matrices('linalg_pinv', 'normal', shapes=SQUARES + OBLONG, wrong=([3], []), forms='o')
for rest in ('rtol=0.1', 'atol=0.5', 'rcond=0.4', '0.4', 'atol=0.5, rtol=0.3', 'atol=torch.tensor(0.5)', 'rtol=torch.tensor([0.1, 0.9])', 'rcond=torch.tensor(0.3)', 'hermitian=True', 'atol=0.6, hermitian=True'):
    kind = D if 'hermitian' in rest else 'normal'
    case('linalg_pinv', f'torch.linalg.pinv(a, {rest})', grad=True, a=['float64', [2, 3, 3], kind])
    case('linalg_pinv', f'torch.linalg.pinv(a, {rest})', a=['float32', [3, 3], kind])
    case('linalg_matrix_rank', f'torch.linalg.matrix_rank(a, {rest.replace("rcond", "tol")})', a=['float64', [2, 3, 3], kind])
    case('linalg_matrix_rank', f'torch.linalg.matrix_rank(a, {rest.replace("rcond", "tol")})', a=['float32', [3, 3], kind])
matrices('pinverse', 'normal', shapes=OBLONG, wrong=([3], []), forms='m')
case('pinverse', 'torch.pinverse(a, rcond=0.3)', grad=True, a=['float64', [3, 3]])
matrices('linalg_matrix_rank', 'normal', shapes=SQUARES + OBLONG, wrong=([3], []), grad=False)
case('linalg_matrix_rank', 'torch.linalg.matrix_rank(a * 0)', a=['float64', [3, 3]])
case('linalg_matrix_rank', 'torch.linalg.matrix_rank(torch.outer(a, a))', a=['float64', [4]])
case('linalg_matrix_rank', 'torch.linalg.matrix_rank(a, hermitian=True)', a=['float64', [4, 3]])
for out in ('int64', 'float32', 'bool'):
    case('linalg_matrix_rank', 'torch.linalg.matrix_rank(a, out=o)', looked=['o'], a=['float64', [3, 3]], o=[out, []])
for one, two in (([4, 3], [4, 2]), ([4, 3], [4]), ([3, 3], [3, 3]), ([3, 4], [3]), ([2, 4, 3], [2, 4]), ([2, 4, 3], [2, 4, 1]), ([2, 6], [2, 3]), ([1, 1], [1]), ([2, 4, 3], [1, 4, 2])):
    for driver in ('', ", driver='gels'", ", driver='gelsd'", ", driver='gelss'", ", driver='gelsy'"):
        case('linalg_lstsq', f'torch.linalg.lstsq(a, b{driver})', grad=two[0] != 1 or len(two) < 3, a=['float64', one], b=['float64', two])
    case('linalg_lstsq', 'torch.linalg.lstsq(a, b).solution', grad=two[0] != 1 or len(two) < 3, a=['float32', one], b=['float32', two])
for one, two in (([3], [3]), ([3, 3], []), ([3, 3], [4]), ([3, 3], [4, 3]), ([3, 3], [2, 3, 3]), ([2, 3, 3], [3]), ([2, 3, 3], [3, 3])):
    case('linalg_lstsq', 'torch.linalg.lstsq(a, b)', a=['float32', one], b=['float32', two])
for dtype in ALL:
    case('linalg_lstsq', 'torch.linalg.lstsq(a, b)', a=[dtype, [4, 3]], b=[dtype, [4, 2]])
for layout in ('transposed', 'strided', 'offset'):
    case('linalg_lstsq', 'torch.linalg.lstsq(a, b)', grad=True, a=['float64', [4, 3], 'normal', layout], b=['float64', [4, 2]])
case('linalg_lstsq', 'torch.linalg.lstsq(a, b)', a=['float32', [4, 3]], b=['float64', [4, 2]])
case('linalg_lstsq', "torch.linalg.lstsq(a, b, driver='qr')", a=['float32', [4, 3]], b=['float32', [4, 2]])
case('linalg_lstsq', 'torch.linalg.lstsq(a, b, rcond=1e-3)', a=['float64', [4, 3]], b=['float64', [4, 2]])
mistakes('linalg_lstsq', 'a, a', forms='')
for p in ('None', '1', '-1', '2', '-2', "float('inf')", "-float('inf')", "'fro'", "'nuc'", '3', '0', "'x'", '0.5'):
    for shape in ([3, 3], [2, 3, 3], [4, 3], [0, 0], [2, 0, 0]):
        case('linalg_cond', f'torch.linalg.cond(a, p={p})', grad=True, a=['float64', shape, R if shape[-1] == shape[-2] else 'normal'])
    case('linalg_cond', f'torch.linalg.cond(a * 0, {p})', a=['float32', [3, 3]])
matrices('linalg_cond', R, wrong=([3], []))

# Norms.
ORDERS = ('2', '1', '0', '3', '-1', '0.5', '1.5', "float('inf')", "-float('inf')")
for order in ORDERS:
    for rest in ('', ', dim=0', ', dim=(0, 1)', ', dim=-1, keepdim=True', ', dim=()', ', keepdim=True'):
        case('linalg_vector_norm', f'torch.linalg.vector_norm(a, {order}{rest})', grad=True, a=['float32', [3, 4]])
        case('linalg_vector_norm', f'torch.linalg.vector_norm(a, {order}{rest})', a=['float64', [0, 3]])
    for dtype in ALL:
        case('linalg_vector_norm', f'torch.linalg.vector_norm(a, {order})', grad=dtype in ('float32', 'float64'), a=[dtype, [3, 4]])
    case('linalg_vector_norm', f'torch.linalg.vector_norm(a, {order})', grad=True, a=['float32', []])
    case('linalg_vector_norm', f'torch.linalg.vector_norm(a * 0, {order})', grad=True, a=['float32', [3]])
    case('linalg_vector_norm', f'torch.linalg.vector_norm(a, {order}, dim=1)', grad=True, a=['float64', [2, 3, 4], 'normal', 'transposed'])
    case('linalg_vector_norm', f'torch.linalg.vector_norm(a * 1e30, {order}, dim=1)', grad=True, a=['float32', [3, 1]])
    for shape in ([5], [2, 3], [2, 3, 4], []):
        for rest in ('', ', dim=0', ', dim=(0, 1)', ', keepdim=True'):
            case('linalg_norm', f'torch.linalg.norm(a, {order}{rest})', grad=True, a=['float64', shape])
    case('norm', f'torch.norm(a, {order})', grad=True, a=['float32', [3, 4]])
    case('norm', f'torch.norm(a, p={order}, dim=1, keepdim=True)', grad=True, a=['float32', [3, 4], 'normal', 'transposed'])
    case('norm', f'a.norm({order}, 0)', grad=True, a=['float64', [3, 4]])
for order in ('1', '-1', '2', '-2', "float('inf')", "-float('inf')", "'fro'", "'nuc'", '3', '0', '0.5', "'x'"):
    for rest in ('', ', dim=(0, 1)', ', dim=(-1, 0)', ', dim=(1, 0), keepdim=True', ', keepdim=True', ', dim=(0, 0)', ', dim=(0,)', ', dim=(0, 9)'):
        for shape in ([3, 4], [2, 3, 4]):
            case('linalg_matrix_norm', f'torch.linalg.matrix_norm(a, {order}{rest})', grad=True, a=['float64', shape])
    for dtype in ALL:
        case('linalg_matrix_norm', f'torch.linalg.matrix_norm(a, {order})', a=[dtype, [3, 4]])
    for shape in ([3], [], *(([0, 0], [2, 0, 0]) if order != '-2' else ())):
        case('linalg_matrix_norm', f'torch.linalg.matrix_norm(a, {order})', a=['float32', shape])
    case('linalg_matrix_norm', f'torch.linalg.matrix_norm(a, {order}, dtype=torch.float64)', grad=True, a=['float32', [3, 4], 'normal', 'transposed'])
    case('linalg_matrix_norm', f'torch.linalg.matrix_norm(a, {order}, dtype=torch.float16)', a=['float32', [3, 4]])
    for out in ('float32', 'float64'):
        case('linalg_matrix_norm', f'torch.linalg.matrix_norm(a, {order}, out=o)', looked=['o'], a=['float32', [3, 4]], o=[out, []])
for word in ("'fro'", "'nuc'", "'x'"):
    for shape in ([5], [2, 3], [2, 3, 4]):
        for rest in ('', ', dim=0', ', dim=(0, 1)', ', keepdim=True', ', dim=(0, 1, 2)'):
            case('linalg_norm', f'torch.linalg.norm(a, {word}{rest})', grad=True, a=['float64', shape])
            case('norm', f'torch.norm(a, {word}{rest})', grad=True, a=['float64', shape])
for call in ('torch.linalg.norm(a)', 'torch.linalg.norm(a, dim=1)', 'torch.linalg.norm(a, dim=(0, 1))', 'torch.linalg.norm(a, dtype=torch.float64)', 'torch.linalg.norm(a, dim=(0, 1, 2))', 'torch.linalg.norm(a, keepdim=True)'):
    for dtype in ALL:
        case('linalg_norm', call, dtype in ('float32', 'float64'), a=[dtype, [3, 4], 'normal', 'transposed'])
for call in ('torch.norm(a)', 'a.norm()', 'torch.norm(a, dim=1)', 'torch.norm(a, dtype=torch.float64)', 'a.norm(dtype=torch.float64)', 'torch.norm(a, p=None)', "a.norm(p='nuc')", 'torch.norm(a, dim=(0, 5))', "a.norm(p='fro', dim=(0, 1))"):
    for dtype in ALL:
        case('norm', call, dtype in ('float32', 'float64'), a=[dtype, [3, 4]])
for out in (['float32', []], ['float64', []], ['float32', [2]]):
    case('norm', 'torch.norm(a, out=o)', looked=['o'], a=['float32', [3, 4]], o=out)
    case('linalg_norm', 'torch.linalg.norm(a, out=o)', looked=['o'], a=['float32', [3, 4]], o=out)
    case('linalg_vector_norm', 'torch.linalg.vector_norm(a, out=o)', looked=['o'], a=['float32', [3, 4]], o=out)
for rest in ('dtype=torch.int64', 'dtype=torch.float16', 'dtype=torch.float64', 'dim=(0, 0)', 'dim=5', "'x'"):
    case('linalg_vector_norm', f'torch.linalg.vector_norm(a, {rest})', grad=True, a=['float32', [3, 4]])
for op in ('linalg_vector_norm', 'linalg_norm', 'linalg_matrix_norm'):
    mistakes(op, 'a', forms='')
for shape in ([3, 4], [2, 3, 4], [3], [0, 3]):
    for rest in ('', ', keepdim=True', ', dim=(0, 1)', ', dim=(0, 1), keepdim=True'):
        case('nuclear_norm', f'torch.nuclear_norm(a{rest})', grad=True, a=['float64', shape])
    for dim in ('0', '(0, 1)', '[]', '(0, 1, 2)', '-1, keepdim=True'):
        case('frobenius_norm', f'torch.frobenius_norm(a, dim={dim})', grad=True, a=['float64', shape])
for dtype in ALL:
    case('nuclear_norm', 'torch.nuclear_norm(a)', a=[dtype, [3, 4], 'normal', 'transposed'])
    case('frobenius_norm', 'torch.frobenius_norm(a, dim=1)', a=[dtype, [3, 4], 'normal', 'transposed'])
mistakes('nuclear_norm', 'a', forms='')
mistakes('frobenius_norm', 'a, 0', forms='')

# Powers, exponentials, chains.
for op in ('linalg_matrix_power', 'matrix_power'):
    for n in (0, 1, 2, 3, 5, 8, -1, -2, -3):
        # The power 0 has a node whose name() says where in PyTorch's sources it is.
        for dtype in ('float32', 'float64'):
            case(op, f'{function_of(op)}(a, {n})', grad=n != 0, a=[dtype, [3, 3], R])
        case(op, f'{function_of(op)}(a, {n})', grad=n != 0, a=['float64', [2, 3, 3], R, 'transposed'])
        case(op, f'{function_of(op)}(a, {n})', a=['int64', [3, 3]])
    matrices(op, 'normal', '2', right='a, 2', forms='mo' if op == 'matrix_power' else 'o')
    case(op, f'{function_of(op)}(a, 2.0)', a=['float64', [3, 3]])
    case(op, f'{function_of(op)}(a * 0, -1)', a=['float64', [3, 3]])
for op in ('linalg_matrix_exp', 'matrix_exp'):
    # Of 16-bit floats PyTorch's are not numbers.
    matrices(op, 'normal', forms='m' if op == 'matrix_exp' else '', dtypes=[dtype for dtype in ALL if 'float16' not in dtype])
    for factor in ('0', '1e-3', '3', '0.1'):
        case(op, f'{function_of(op)}(a * {factor})', grad=True, a=['float64', [4, 4]])
CHAINS = (([4, 3], [3, 5], [5, 2]), ([4, 3], [3, 5]), ([4, 3], [3, 5], [5, 1]), ([10, 2], [2, 10], [10, 3]), ([3], [3, 2], [2]), ([3], [3, 4], [4, 2]), ([2, 3], [3, 4], [4]), ([0, 3], [3, 2], [2, 2]),
          ([2, 3], [4, 2], [2, 2]), ([2, 3], [3], [3, 2]), ([2, 2, 3], [3, 3], [3, 2]), ([2, 3], [2, 3, 3], [3, 2]), ([2, 3], [3, 3], [2, 3, 2]), ([2, 3], [3, 2], []))
for shapes in CHAINS:
    names = ', '.join('abc'[:len(shapes)])
    for dtype in ('float32', 'float64', 'int64'):
        inputs = {name: [dtype, shape] for name, shape in zip('abc', shapes)}
        case('linalg_multi_dot', f'torch.linalg.multi_dot([{names}])', dtype != 'int64', **inputs)
        case('chain_matmul', f'torch.chain_matmul({names})', dtype != 'int64', **inputs)
for call in ('torch.linalg.multi_dot([a, a, a, a, a])', 'torch.linalg.multi_dot([a])', 'torch.linalg.multi_dot([])', 'torch.linalg.multi_dot(a)', 'torch.linalg.multi_dot((a, a.double()))', 'torch.linalg.multi_dot([a, a], out=o)'):
    case('linalg_multi_dot', call, a=['float32', [3, 3], 'normal', 'transposed'], o=['float64', [3, 3]])
for call in ('torch.chain_matmul(a, a, a, a)', 'torch.chain_matmul(a)', 'torch.chain_matmul()', 'torch.chain_matmul(a, a, out=o)'):
    case('chain_matmul', call, a=['float32', [3, 3], 'normal', 'transposed'], o=['float32', [3, 3]])
for op in ('linalg_cross', 'cross'):
    function = function_of(op)
    for one, two in (([3], [3]), ([4, 3], [4, 3]), ([3, 4], [3, 4]), ([2, 3, 3], [2, 3, 3]), ([4, 3], [1, 3]), ([1, 3], [4, 3]), ([0, 3], [0, 3]), ([4, 3], [3]), ([4, 4], [4, 4]), ([3], [4]), ([], [])):
        for dim in ('', ', dim=0', ', dim=1', ', dim=-1', ', dim=5'):
            case(op, f'{function}(a, b{dim})', grad=True, a=['float32', one], b=['float32', two, 'positive'])
    for dtype in ALL:
        case(op, f'{function}(a, b)', a=[dtype, [4, 3]], b=[dtype, [4, 3], 'positive'])
    case(op, f'{function}(a, b)', a=['float64', [3]], b=['float32', [3]])
    case(op, f'{function}(a, b)', grad=True, a=['float64', [4, 3], 'normal', 'transposed'], b=['float64', [4, 3], 'positive', 'strided'])
    mistakes(op, 'a, a', forms='')
case('cross', 'a.cross(b)', a=['float64', [4, 3]], b=['float64', [4, 3], 'positive'])
for one, two in (([3], [3]), ([4, 3], [4, 3]), ([4, 3], [3]), ([2, 4, 3], [4, 3]), ([0], [0]), ([4, 3], [4]), ([], [])):
    for dim in ('', ', dim=0', ', dim=-1', ', dim=4'):
        for dtype in ('float32', 'float64'):
            case('linalg_vecdot', f'torch.linalg.vecdot(a, b{dim})', grad=True, a=[dtype, one], b=[dtype, two])
for dtype in ALL:
    case('linalg_vecdot', 'torch.linalg.vecdot(a, b)', a=[dtype, [4, 3], 'normal', 'transposed'], b=[dtype, [4, 3]])
case('linalg_vecdot', 'torch.linalg.vecdot(a, b)', a=['float64', [3]], b=['float32', [3]])
mistakes('linalg_vecdot', 'a, a', forms='')
for shape in ([3, 3], [2, 3, 4], [3], [], [0, 3]):
    for rest in ('', ', offset=1', ', offset=-1', ', dim1=0, dim2=1', ', dim1=1, dim2=1', ', dim1=5'):
        case('linalg_diagonal', f'torch.linalg.diagonal(a{rest})', grad=True, a=['float32', shape])
for dtype in ALL:
    case('linalg_diagonal', 'torch.linalg.diagonal(a)', a=[dtype, [3, 3], 'normal', 'transposed'])
mistakes('linalg_diagonal', 'a', forms='')
for one, two in (([3, 3], [3, 3]), ([3], [3]), ([2, 3, 4], [4, 2]), ([3, 4], [4]), ([3, 4], [3]), ([], [3]), ([2, 3], [2, 3])):
    for dtype in ('float32', 'float64', 'int64', 'bool'):
        case('linalg_matmul', 'torch.linalg.matmul(a, b)', dtype in ('float32', 'float64'), a=[dtype, one], b=[dtype, two])
case('linalg_matmul', 'torch.linalg.matmul(a, b)', a=['float32', [3, 3], 'normal', 'transposed'], b=['float32', [3, 3]])
mistakes('linalg_matmul', 'a, a', forms='')
for shape in ([3], [2, 3], [], [0], [1], [3, 1]):
    for rest in ('', ', N=2', ', N=5', ', N=1', ', N=0'):
        case('linalg_vander', f'torch.linalg.vander(a{rest})', grad=True, a=['float32', shape])
for dtype in ALL:
    case('linalg_vander', 'torch.linalg.vander(a)', a=[dtype, [3, 4], 'whole' if dtype[0] == 'f' else 'normal', 'transposed'])
mistakes('linalg_vander', 'a', forms='')

# Results into tensors, of those that have several.
for op, arguments, shapes in (('linalg_slogdet', '', ([], [])), ('slogdet', '', ([], [])), ('linalg_inv_ex', '', ([3, 3], 'i')), ('linalg_solve_ex', ', a', ([3, 3], 'i')), ('linalg_cholesky_ex', '', ([3, 3], 'i')), ('linalg_qr', '', ([3, 3], [3, 3])), ('qr', '', ([3, 3], [3, 3])),
                              ('linalg_lu', '', ([3, 3], [3, 3], [3, 3])), ('linalg_eigh', '', ([3], [3, 3])), ('linalg_svd', '', ([3, 3], [3], [3, 3])), ('svd', '', ([3, 3], [3], [3, 3])), ('geqrf', '', ([3, 3], [3])), ('triangular_solve', ', a', ([3, 3], [3, 3]))):
    names = 'xyz'[:len(shapes)]
    outs = {name: ['int32', []] if shape == 'i' else ['float64', shape] for name, shape in zip(names, shapes)}
    case(op, f'{function_of(op)}(a{arguments}, out=({", ".join(names)}))', looked=names, a=['float64', [3, 3], D], **outs)
    case(op, f'{function_of(op)}(a{arguments}, out=x)', a=['float64', [3, 3], D], **outs)
# A determinant's second derivative, of singular matrices too.
for op in ('linalg_det', 'det'):
    for words in (['float64', [3, 3], R], ['float64', [2, 2], 'normal', 'expanded']):
        case(op, f'torch.autograd.grad({function_of(op)}(a), a, create_graph=True)[0]', grad=True, a=words)
