"""Reading and writing through indices, masks and views."""
from sampling import case, mistakes
from spread import spread

I = ['int64', [2, 3], 'index2']
V = ['int64', [2], 'index3']

spread('gather', 'torch.gather(a, 0, i)', 'a.gather(1, j)', 'torch.gather(a, -1, i, sparse_grad=False)', 'torch.gather(input=a, dim=0, index=i)', a=[3, 4], i=I, j=['int32', [3, 2], 'index4'],
       wrong=('torch.gather(a, 2, i)', 'torch.gather(a, 0, i + 5)', 'torch.gather(a, 0, i - 3)', 'torch.gather(a, 0, i[0])', 'torch.gather(a, 0, i.float())', 'torch.gather(a, 1, i.repeat(3, 1))', 'torch.gather(a, 0)'))
case('gather', 'torch.gather(a, 0, i)', True, a=['float32', [], 'normal'], i=['int64', [1], 'index1'])
case('gather', 'torch.gather(a, 0, i)', True, a=['float32', [3], 'normal'], i=['int64', [], 'index3'])
case('gather', 'torch.gather(a, 0, i)', a=['float32', [0], 'normal'], i=['int64', [0], 'index1'])
case('gather', 'torch.gather(a, 2, i)', True, a=['float32', [2, 3, 4]], i=['int64', [2, 1, 5], 'index4'])
for out in ('float32', 'float64', 'int64'):
    case('gather', 'torch.gather(a, 0, i, out=o)', looked=['o'], a=['float32', [3, 4]], i=I, o=[out, [2, 3]])
case('gather', 'torch.gather(a, 0, i, out=o)', looked=['o'], a=['float32', [3, 4]], i=I, o=['float32', [5]])

for op, extra in (('scatter', ''), ('scatter_add', ''), ('scatter_reduce', ', "sum"')):
    spread(op, f'torch.{op}(a, 0, i, s{extra})', f'a.{op}(-2, i, s{extra})', a=[3, 4], i=I, s=[2, 3],
           wrong=(f'torch.{op}(a, 3, i, s{extra})', f'torch.{op}(a, 0, i + 5, s{extra})', f'torch.{op}(a, 0, i, s.double(){extra})', f'torch.{op}(a, 0, i[0], s{extra})', f'torch.{op}(a, 0, i.float(), s{extra})', f'torch.{op}(a, 0, i, s[:1]{extra})', f'torch.{op}(a, 0, i)'))
    spread(op, f'a.{op}_(0, i, s{extra})', a=[3, 4], i=I, s=[2, 3], looked=['a'], grad=False)
    case(op, f'(a * 1).{op}_(0, i, s{extra})', True, a=['float32', [3, 4]], i=I, s=['float32', [2, 3]])
    case(op, f'torch.{op}(a, 0, i, s{extra})', True, a=['float32', []], i=['int64', [], 'index1'], s=['float32', []])
    case(op, f'torch.{op}(a, 0, i, s{extra})', True, a=['float32', [3]], i=['int64', [0], 'index1'], s=['float32', [2]])
    case(op, f'torch.{op}(a, 1, i, s{extra})', True, a=['float32', [2, 3, 4]], i=['int64', [2, 2, 3], 'index3'], s=['float32', [2, 2, 3]])
    case(op, f'torch.{op}(a, 0, i, s{extra}, out=o)', looked=['o'], a=['float32', [3, 4]], i=I, s=['float32', [2, 3]], o=['float32', [1]])
spread('scatter', 'torch.scatter(a, 0, i, 2)', 'torch.scatter(a, 1, i, value=True)', 'torch.scatter(a, 0, i, s, reduce="add")', 'torch.scatter(a, 0, i, 2, reduce="multiply")', a=[3, 4], i=I, s=[2, 3], grad=False,
       wrong=('torch.scatter(a, 0, i, s, reduce="other")', 'torch.scatter(a, 0, i, "text")'))
spread('scatter', 'torch.scatter(a, 0, i, 2.5)', a=[3, 4], i=I)
# Of the products' gradients some divide by what is near nought.
for reduce in ('sum', 'prod', 'mean', 'amax', 'amin'):
    for self in ('', ', include_self=False'):
        spread('scatter_reduce', f'torch.scatter_reduce(a, 0, i, s, "{reduce}"{self})', a=[[3, 4], 'positive'], i=I, s=[[2, 3], 'positive'])
case('scatter_reduce', 'torch.scatter_reduce(a, 0, i, s, "other")', a=['float32', [3, 4]], i=I, s=['float32', [2, 3]])

spread('index_select', 'torch.index_select(a, 0, i)', 'a.index_select(-1, i)', 'torch.index_select(input=a, dim=1, index=i)', 'torch.index_select(a, 0, i.int())', 'torch.index_select(a, 0, i[0])', a=[3, 4], i=V,
       wrong=('torch.index_select(a, 5, i)', 'torch.index_select(a, 0, i + 5)', 'torch.index_select(a, 0, i - 3)', 'torch.index_select(a, 0, i.float())', 'torch.index_select(a, 0, i[None])', 'torch.index_select(a, 0)'))
case('index_select', 'torch.index_select(a, 0, i)', True, a=['float32', []], i=['int64', [1], 'index1'])
case('index_select', 'torch.index_select(a, 1, i)', True, a=['float32', [2, 3, 4]], i=['int64', [0], 'index1'])
for out in ('float32', 'float64'):
    case('index_select', 'torch.index_select(a, 0, i, out=o)', looked=['o'], a=['float32', [3, 4]], i=V, o=[out, [2, 4]])

for op in ('index_add', 'index_copy'):
    spread(op, f'torch.{op}(a, 0, i, s)', f'a.{op}(1, i, s.T.reshape(-1)[:6].reshape(3, 2))', a=[3, 4], i=V, s=[2, 4],
           wrong=(f'torch.{op}(a, 5, i, s)', f'torch.{op}(a, 0, i + 5, s)', f'torch.{op}(a, 0, i, s.double())', f'torch.{op}(a, 0, i.float(), s)', f'torch.{op}(a, 0, i[None], s)', f'torch.{op}(a, 0, i, s[:1])', f'torch.{op}(a, 0, i, s[:, :2])', f'torch.{op}(a, 0, i)'))
    spread(op, f'a.{op}_(0, i, s)', a=[3, 4], i=['int64', [2], 'distinct'], s=[2, 4], looked=['a'], grad=False, layouts=('transposed', 'strided', 'offset'))
    case(op, f'(a * 1).{op}_(0, i, s)', True, a=['float32', [3, 4]], i=V, s=['float32', [2, 4]])
    case(op, f'torch.{op}(a, 0, i, s)', True, a=['float32', []], i=['int64', [1], 'index1'], s=['float32', []])
    case(op, f'torch.{op}(a, 0, i, s)', True, a=['float32', [4]], i=['int64', [2], 'index4'], s=['float32', [2]])
    case(op, f'torch.{op}(a, 0, i + 9, s)', True, a=['float32', [4]], i=['int64', [2], 'index4'], s=['float32', [2]])
    case(op, f'torch.{op}(a, 0, i, s, out=o)', looked=['o'], a=['float32', [3, 4]], i=V, s=['float32', [2, 4]], o=['float32', [1]])
spread('index_add', 'torch.index_add(a, 0, i, s, alpha=2)', a=[3, 4], i=V, s=[2, 4])
for reduce in ('prod', 'mean', 'amax', 'amin'):
    for self in ('', ', include_self=False'):
        spread('index_reduce', f'torch.index_reduce(a, 0, i, s, "{reduce}"{self})', a=[[3, 4], 'positive'], i=V, s=[[2, 4], 'positive'])
spread('index_reduce', 'a.index_reduce_(1, i, s, "amax")', a=[3, 4], i=V, s=[3, 2], looked=['a'], grad=False, layouts=('transposed', 'strided', 'offset'),
       wrong=('a.index_reduce_(1, i, s, "sum")', 'a.index_reduce(5, i, s, "prod")', 'a.index_reduce(1, i + 9, s, "prod")', 'a.index_reduce(1, i.float(), s, "prod")', 'a.index_reduce(1, i, s.double(), "prod")', 'a.index_reduce(0, i, s, "prod")', 'a.index_reduce(0, i)'))
spread('index_fill', 'torch.index_fill(a, 0, i, 2)', 'a.index_fill(1, i, 1.5)', 'torch.index_fill(a, 0, i - 3, 0)', a=[3, 4], i=V,
       wrong=('torch.index_fill(a, 5, i, 2)', 'torch.index_fill(a, 0, i + 5, 2)', 'torch.index_fill(a, 0, i.float(), 2)', 'torch.index_fill(a, 0, i.int(), 2)', 'torch.index_fill(a, 0, i[None], 2)', 'torch.index_fill(a, 0, i, a)', 'torch.index_fill(a, 0, i)'))
spread('index_fill', 'a.index_fill_(0, i, True)', a=[3, 4], i=V, looked=['a'], grad=False, layouts=('transposed', 'strided', 'offset'))
spread('index_fill', 'torch.index_fill(a, 0, i, s)', a=[3, 4], i=V, s=[[], 'normal'])

spread('take', 'torch.take(a, i)', 'a.take(i - 6)', 'torch.take(input=a, index=i[0])', a=[3, 4], i=I, wrong=('torch.take(a, i + 20)', 'torch.take(a, i - 20)', 'torch.take(a, i.int())', 'torch.take(a, i.float())', 'torch.take(a[:0], i)', 'torch.take(a)'))
case('take', 'torch.take(a, i, out=o)', looked=['o'], a=['float32', [3, 4]], i=I, o=['float32', [1]])
spread('put', 'torch.put(a, i * 3 + j, s)', 'torch.put(a, i, s, True)', 'a.put(i, s, accumulate=True)', a=[3, 4], i=I, j=['int64', [3], 'index2'], s=[2, 3],
       wrong=('torch.put(a, i + 20, s)', 'torch.put(a, i, s[:1])', 'torch.put(a, i.int(), s)', 'torch.put(a, i, s.double())', 'torch.put(a, i)'))
spread('put', 'a.put_(i, s, True)', a=[3, 4], i=I, s=[2, 3], looked=['a'], grad=False, layouts=('transposed', 'strided', 'offset'))
spread('take_along_dim', 'torch.take_along_dim(a, i, 0)', 'a.take_along_dim(i[:, :1], dim=1)', 'torch.take_along_dim(a, i)', 'torch.take_along_dim(a, a.argsort(1), 1)', a=[[3, 4], 'distinct'], i=['int64', [1, 4], 'index3'],
       wrong=('torch.take_along_dim(a, i[0], 0)', 'torch.take_along_dim(a, i, 5)', 'torch.take_along_dim(a, i.int(), 0)', 'torch.take_along_dim(a, i.float(), 0)', 'torch.take_along_dim(a, i + 9, 0)', 'torch.take_along_dim(a)'), dtypes=['uint8', 'int8', 'int16', 'int32', 'int64', 'float16', 'bfloat16', 'float32', 'float64'], layouts=('transposed', 'strided', 'offset'))

M = ['bool', [3, 4]]
spread('masked_select', 'torch.masked_select(a, m)', 'a.masked_select(m[0])', 'torch.masked_select(a[:, :1], mask=m)', 'a[m]', a=[3, 4], m=M,
       wrong=('torch.masked_select(a, m.int())', 'torch.masked_select(a, m[:, :3])', 'torch.masked_select(a, a)', 'torch.masked_select(a)', 'torch.masked_select(a, m.byte())'))
case('masked_select', 'torch.masked_select(a, m)', True, a=['float32', []], m=['bool', []])
case('masked_select', 'torch.masked_select(a, m)', True, a=['float32', [0]], m=['bool', [0]])
spread('masked_scatter', 'torch.masked_scatter(a, m, s)', 'a.masked_scatter(m[0], s)', 'torch.masked_scatter(a[0], m, s)', a=[3, 4], m=M, s=[4, 5],
       wrong=('torch.masked_scatter(a, m, s[0, :1])', 'torch.masked_scatter(a, m.int(), s)', 'torch.masked_scatter(a, m, s.double())', 'torch.masked_scatter(a, m[:, :3], s)', 'torch.masked_scatter(a, m)', 'a[0].masked_scatter_(m, s)'))
spread('masked_scatter', 'a.masked_scatter_(m, s)', a=[3, 4], m=M, s=[4, 5], looked=['a'], grad=False, layouts=('transposed', 'strided', 'offset'))
for op in ('nonzero', 'argwhere'):
    spread(op, f'torch.{op}(a)', f'a.{op}()', f'torch.{op}(a[0])', f'torch.{op}(a > 0)', a=[[3, 4], 'normal'], grad=False)
    for shape in ([], [0], [2, 0], [1, 1, 2]):
        case(op, f'torch.{op}(a)', a=['int64', shape])
    mistakes(op, 'a')
spread('nonzero', 'torch.nonzero(a, as_tuple=True)', 'a.nonzero(as_tuple=True)', 'torch.where(a > 0)', a=[3, 4], grad=False)
# PyTorch says of `nonzero_static(a, 3)` that it takes from 2 to 1 arguments.
spread('nonzero_static', 'torch.nonzero_static(a, size=3)', 'a.nonzero_static(size=14, fill_value=7)', a=[3, 4], grad=False, wrong=('torch.nonzero_static(a, size=-1)', 'torch.nonzero_static(a)', 'torch.nonzero_static(a, size=2.5)', 'torch.nonzero_static(a, size="x")', 'a.nonzero_static(bogus=1)'))
spread('index_put', 'torch.index_put(a, (i,), s)', 'a.index_put((i, i), s[:2], True)', 'torch.index_put(a, (m,), s[0])', 'torch.index_put(a, (i,), s, accumulate=True)', a=[3, 4], i=['int64', [2], 'distinct'], m=M, s=[4],
       wrong=('torch.index_put(a, (i,), s.double())', 'torch.index_put(a, (i + 9,), s)', 'torch.index_put(a, i, s)', 'torch.index_put(a, (i,), s[:3])', 'torch.index_put(a, (i, i, i), s)', 'torch.index_put(a, (None, i), s)', 'torch.index_put(a)'))
spread('index_put', 'a.index_put_((i,), s, True)', a=[3, 4], i=V, s=[4], looked=['a'], grad=False, layouts=('transposed', 'strided', 'offset'))

spread('select_scatter', 'torch.select_scatter(a, s, 0, 1)', 'a.select_scatter(s[:3], dim=1, index=-1)', a=[3, 4], s=[4],
       wrong=('torch.select_scatter(a, s, 1, 1)', 'torch.select_scatter(a, s, 0, 7)', 'torch.select_scatter(a, s, 5, 1)', 'torch.select_scatter(a, s)', 'torch.select_scatter(a, s, 0, "x")'))
spread('slice_scatter', 'torch.slice_scatter(a, s, 0, 1)', 'a.slice_scatter(s[:, :2], 1, 0, 4, 2)' .replace('s[:, :2]', 'a[:, :2] * 2'), 'torch.slice_scatter(a, s, start=1, end=9)', 'torch.slice_scatter(a, s, step=2)', a=[3, 4], s=[2, 4],
       wrong=('torch.slice_scatter(a, s, 1)', 'torch.slice_scatter(a, s, 0, 2)', 'torch.slice_scatter(a, s, 7)', 'torch.slice_scatter(a, s, step=0)', 'torch.slice_scatter(a)'))
spread('diagonal_scatter', 'torch.diagonal_scatter(a, s)', 'a.diagonal_scatter(s[:2], -1)', 'torch.diagonal_scatter(a, s, offset=1, dim1=0, dim2=1)', a=[3, 4], s=[3],
       wrong=('torch.diagonal_scatter(a, s[:2])', 'torch.diagonal_scatter(a, s, 0, 1, 1)', 'torch.diagonal_scatter(a, s, 0, 5, 1)', 'torch.diagonal_scatter(a)', 'torch.diagonal_scatter(a, s, "x")'))
spread('as_strided_scatter', 'torch.as_strided_scatter(a, s, (3,), (5,))', 'a.as_strided_scatter(s, (3,), (1,), 2)', a=[3, 4], s=[3], layouts=(),
       wrong=('torch.as_strided_scatter(a, s, (2,), (1,))', 'torch.as_strided_scatter(a, s, (3,), (1, 1))', 'torch.as_strided_scatter(a, s, (3,), (90,))', 'torch.as_strided_scatter(a, s, (3,), (-1,))', 'torch.as_strided_scatter(a)', 'torch.as_strided_scatter(a, s)'))
mistakes('as_strided_scatter', 'a, a[0], (4,), (1,)')
case('as_strided_scatter', 'torch.as_strided_scatter(a, s, (3,), (5,))', a=['float32', [3, 4], 'normal', 'transposed'], s=['float32', [3]])

# Subscripts.
READS = ('a[i]', 'a[1]', 'a[-1, 2]', 'a[1:, ::2]', 'a[None, :, 1]', 'a[..., 0]', 'a[i, i]', 'a[:, i]', 'a[i[:, None], i]', 'a[a > 0]', 'a[[0, 2]]', 'a[[0, 2], [1, 3]]', 'a[m[:, 0]]', 'a[1, i]', 'a[:, None, i]', 'a[()]', 'a[...]', 'a[i, :2]', 'a[0:0]', 'a[i.int()]', 'a[5:]', 'a[-9:9:3]')
spread('subscript', *READS, a=[3, 4], i=V, m=M, dtypes=['bool', 'uint8', 'int64', 'float16', 'float32', 'float64'],
       wrong=('a[3]', 'a[0, 4]', 'a[0, 0, 0]', 'a[i + 9]', 'a[i.float()]', 'a[::-1]', 'a[1.5]', 'a["x"]', 'a[m[:, :3]]', 'a[i, a[:, 0].long()]', 'a[[0, 9]]', 'a[..., ...]'))
# Of a transposed tensor PyTorch lays `a[True]` out otherwise than any other subscript.
spread('subscript', 'a[True]', 'a[False]', 'a[None]', a=[3, 4], layouts=())
WRITES = ('a.__setitem__(i, 2)', 'a.__setitem__((slice(None), 1), s[:3])', 'a.__setitem__(m, 0)', 'a.__setitem__((slice(1, None), slice(None, None, 2)), 1.5)', 'a.__setitem__(0, s)', 'a.__setitem__((i, i), True)', 'a.__setitem__(Ellipsis, s)', 'a.__setitem__((0, 0), s[0])', 'a.__setitem__((None, 1), s)', 'a.__setitem__(i, s.double())')
spread('assignment', *WRITES, a=[3, 4], i=['int64', [2], 'distinct'], m=M, s=[4], looked=['a'], grad=False, dtypes=['bool', 'uint8', 'int64', 'float16', 'float32', 'float64'], layouts=('transposed', 'strided', 'offset'),
       wrong=('a.__setitem__(5, 2)', 'a.__setitem__(0, s[:3])', 'a.__setitem__(i + 9, 2)', 'a.__setitem__(0, "x")', 'a.__setitem__(m[:, :3], 2)', 'a.__setitem__(slice(None, None, -1), 2)', 'a.__setitem__((0, 0, 0), 1)'))
