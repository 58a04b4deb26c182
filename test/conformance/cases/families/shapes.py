"""Views, splits, and tensors put together, repeated, turned and cut."""
from sampling import case, mistakes
from spread import spread

SOME = ['bool', 'uint8', 'int64', 'float16', 'float32', 'float64']


def shape(op, *calls, wrong=(), dims=(), grad=True, looked=(), **inputs):
    """An operator on shapes: by dtype, by layout, on shapes of other ranks (`dims`: calls that fit any), and what is refused."""
    inputs = inputs or {'a': [3, 4]}
    spread(op, *calls, wrong=wrong, dtypes=SOME, grad=grad, looked=looked, **inputs)
    for call in dims:
        for sizes in ([], [0], [1], [2, 0, 3], [2, 1, 3, 1, 2]):
            case(op, call, grad, looked, a=['float32', sizes])


shape('view', 'a.contiguous().view(4, 3)', 'a.view(3, 2, 2)', 'a.view((-1, 4))', 'a.view(size=(3, 4))', 'a.view(3, 1, 4)', dims=('a.view(-1)', 'a.view(a.shape)', 'a.view(1, *a.shape)'),
      wrong=('a.view(5)', 'a.view(-1, -1)', 'a.view(-2, 3)', 'a.view("x")', 'a.T.view(12)', 'a.view()', 'a.view(5, -1)', 'a[:, ::2].view(6)'))
spread('view', 'a.contiguous().view(torch.uint8)', 'a.view(torch.int16)', 'a.contiguous().view(dtype=torch.float32)', 'a.contiguous().view(torch.float64)', a=[[2, 8], 'whole'], grad=False)
spread('view_as', 'a.contiguous().view_as(b)', 'a.contiguous().view_as(other=b)', a=[3, 4], b=['float32', [2, 6]], wrong=('a.view_as(3)', 'a.view_as(a[0])', 'a.T.view_as(b)', 'a.view_as()', 'a.view_as(b, b)'))
shape('reshape', 'torch.reshape(a, (4, 3))', 'a.reshape(2, -1)', 'a.reshape(shape=(12,))', 'torch.reshape(a, (3, 4))', dims=('a.reshape(-1)', 'a.reshape(1, *a.shape)'), wrong=('a.reshape(5)', 'a.reshape(-1, -1)', 'torch.reshape(a)', 'torch.reshape(a, "x")', 'a.reshape(-3)', 'a.reshape(5, -1)'))
spread('reshape_as', 'a.reshape_as(b)', 'a.reshape_as(other=b)', a=[3, 4], b=['float32', [2, 6]], wrong=('a.reshape_as(3)', 'a.reshape_as(a[0])', 'a.reshape_as()', 'a.reshape_as(b, b)', 'a.reshape_as(bogus=b)'))
shape('flatten', 'torch.flatten(a)', 'a.flatten(0, 1)', 'torch.flatten(a, start_dim=1)', 'a.flatten(-1)', dims=('torch.flatten(a)', 'a.flatten(-1)'), wrong=('a.flatten(1, 0)', 'a.flatten(5)', 'torch.flatten()', 'torch.flatten(a, "x")', 'torch.flatten(a, 0, 9)'))
shape('ravel', 'torch.ravel(a)', 'a.ravel()', dims=('torch.ravel(a)',), wrong=('torch.ravel()', 'torch.ravel(3)', 'a.ravel(1)', 'torch.ravel(a, 1)', 'torch.ravel(bogus=a)'))
shape('unflatten', 'torch.unflatten(a, 1, (2, 2))', 'a.unflatten(-1, (2, -1))', 'a.unflatten(dim=0, sizes=(1, 3))', wrong=('a.unflatten(1, (3, 2))', 'a.unflatten(5, (2, 2))', 'a.unflatten(1, ())', 'torch.unflatten(a, 1)', 'a.unflatten(1, "x")', 'a.unflatten(1, (3, -1))'))
shape('t', 'torch.t(a)', 'a.t()', 'a[0].t()', 'a.T', dims=('a.reshape(-1).t()',), wrong=('a[None].t()', 'torch.t()', 'torch.t(3)', 'a.t(1)', 'torch.t(a, 1)'))
for op in ('transpose', 'swapdims', 'swapaxes'):
    shape(op, f'torch.{op}(a, 0, 1)', f'a.{op}(-1, 0)', f'a[None].{op}(0, 2)', dims=(f'torch.{op}(a, 0, -1)',), wrong=(f'torch.{op}(a, 0, 5)', f'torch.{op}(a, 0)', f'a.{op}("x", 0)', f'torch.{op}(3, 0, 1)', f'a.{op}(0, 1, 2)', f'a.{op}(0, 1, bogus=1)'))
case('transpose', 'torch.transpose(input=a, dim0=0, dim1=1)', a=['float32', [2, 3]])
case('swapaxes', 'a.swapaxes(axis0=0, axis1=1)', a=['float32', [2, 3]])
shape('permute', 'torch.permute(a, (1, 0))', 'a.permute(1, 0)', 'a.permute(dims=(-1, 0))', 'a[None].permute(2, 0, 1)', dims=('a.permute(*range(a.dim()))',), wrong=('a.permute(0)', 'a.permute(0, 0)', 'a.permute(0, 5)', 'torch.permute(a, "x")', 'torch.permute(a)', 'a.permute(1, 0, 2)'))
for op in ('movedim', 'moveaxis'):
    shape(op, f'torch.{op}(a, 0, 1)', f'a[None].{op}((0, 1), (2, 0))', f'a.{op}(source=-1, destination=0)', dims=(f'torch.{op}(a, 0, -1)',), wrong=(f'torch.{op}(a, 0, 5)', f'torch.{op}(a, (0, 0), (0, 1))', f'torch.{op}(a, (0, 1), (1, 1))', f'torch.{op}(a, (0,), (0, 1))', f'torch.{op}(a, 0)', f'torch.{op}(a, "x", 1)'))
shape('expand', 'a[:, :1].expand(3, 4)', 'a.expand(2, 3, 4)', 'a.expand(-1, 4)', 'a.expand((2, -1, -1))', 'a.expand(size=(3, 4))', dims=('a.expand(2, *a.shape)',), wrong=('a.expand(4)', 'a.expand(3, 5)', 'a.expand(-1, 3, 4)', 'a.expand("x")', 'a.expand()', 'a.expand(3, -2)'))
spread('expand_as', 'a[:, :1].expand_as(b)', 'a[:1].expand_as(other=b)', a=[3, 4], b=['float32', [2, 3, 4]], wrong=('a.expand_as(3)', 'a.expand_as(b[:, :2])', 'a.expand_as()', 'a.expand_as(a[0])', 'a.expand_as(b, b)'))
shape('broadcast_to', 'torch.broadcast_to(a, (2, 3, 4))', 'a.broadcast_to((3, 4))', dims=('torch.broadcast_to(a, (2, *a.shape))',), wrong=('torch.broadcast_to(a, (4,))', 'torch.broadcast_to(a, (3, 5))', 'torch.broadcast_to(a)', 'torch.broadcast_to(a, "x")', 'a.broadcast_to((-1, 3, 4))'))
shape('squeeze', 'torch.squeeze(a)', 'a.squeeze(0)', 'a.squeeze((0, -1))', 'a[:1].squeeze(0)', 'a[:1, :, None].squeeze()', 'a[:1, :, None].squeeze((0, 2))', dims=('torch.squeeze(a)', 'a.squeeze(-1)', 'a.squeeze(0)'), wrong=('a.squeeze(5)', 'a.squeeze("x")', 'torch.squeeze()', 'a.squeeze((0, 0))', 'a.squeeze(0, 1)', 'a.squeeze(bogus=1)'))
shape('unsqueeze', 'torch.unsqueeze(a, 0)', 'a.unsqueeze(-1)', 'a.unsqueeze(dim=1)', dims=('torch.unsqueeze(a, 0)', 'a.unsqueeze(-1)'), wrong=('a.unsqueeze(5)', 'a.unsqueeze("x")', 'torch.unsqueeze(a)', 'a.unsqueeze(-4)', 'a.unsqueeze(0, 1)'))
shape('select', 'torch.select(a, 0, 1)', 'a.select(1, -1)', 'a.select(dim=-1, index=2)', wrong=('a.select(0, 3)', 'a.select(5, 0)', 'a.select(0)', 'a.select(0, "x")', 'a[0, 0].select(0, 0)', 'a.select(0, -4)'))
shape('narrow', 'torch.narrow(a, 0, 1, 2)', 'a.narrow(-1, -2, 2)', 'a.narrow(dim=1, start=0, length=0)', wrong=('a.narrow(0, 2, 2)', 'a.narrow(5, 0, 1)', 'a.narrow(0, 4, 0)', 'a.narrow(0, 0, -1)', 'a[0, 0].narrow(0, 0, 1)', 'torch.narrow(a, 0)'))
shape('narrow_copy', 'torch.narrow_copy(a, 0, 1, 2)', 'a.narrow_copy(-1, 1, 2)', wrong=('a.narrow_copy(0, 2, 2)', 'a.narrow_copy(0)', 'a.narrow_copy(0, 4, 0)', 'a.narrow_copy(0, 0, -1)', 'torch.narrow_copy(a, 0)'))
shape('diagonal', 'torch.diagonal(a)', 'a.diagonal(1)', 'a[None].diagonal(0, 0, 2)', 'a.diagonal(offset=-1, dim1=1, dim2=0)', 'a.diagonal(9)', wrong=('a.diagonal(0, 1, 1)', 'a.diagonal(0, 5, 1)', 'a[0].diagonal()', 'torch.diagonal()', 'a.diagonal("x")'))
case('as_strided', 'torch.as_strided(a, (2,), (1,))', a=['float32', [3, 4], 'normal', 'transposed'])
shape('as_strided', 'torch.as_strided(a, (2, 2), (1, 2))', 'a.as_strided((3,), (1,), 2)', 'a.as_strided(size=(2, 3), stride=(0, 1), storage_offset=1)', 'a.as_strided((), ())', 'a.as_strided((3, 2), (1, 1))', wrong=('a.as_strided((2,), (1, 1))', 'a.as_strided((2,), (-1,))', 'a.as_strided((99,), (1,))', 'a.as_strided((2,), (1,), -1)', 'a.as_strided((2,))', 'a.as_strided((-2,), (1,))'))
shape('unfold', 'a.unfold(0, 2, 1)', 'a.unfold(-1, 2, 2)', 'a.unfold(dimension=1, size=3, step=1)', 'a.unfold(1, 0, 1)', 'a.unfold(1, 4, 9)', dims=('a.reshape(-1)[:1].unfold(0, 1, 1)',), wrong=('a.unfold(1, 5, 1)', 'a.unfold(1, 2, 0)', 'a.unfold(1, -2, 1)', 'a.unfold(5, 2, 1)', 'a.unfold(0, 1)', 'a.unfold("x", 2, 1)'))
case('unfold', 'a.unfold(0, 1, 1)', True, a=['float32', []])
shape('adjoint', 'torch.adjoint(a)', 'a.adjoint()', 'a.mT', 'a.mH', 'a.H', 'a[None].adjoint()', 'a[None].mT', wrong=('a[0].adjoint()', 'a[0].mT', 'a[None].H', 'a[0].mH', 'torch.adjoint()', 'a[0].H'))
shape('contiguous', 'a.contiguous()', 'a.contiguous(memory_format=torch.contiguous_format)', dims=('a.contiguous()',), wrong=('a.contiguous(1)', 'a.contiguous(bogus=1)', 'a.contiguous(memory_format=1)', 'a.contiguous("x")', 'a.contiguous(1, 2)'))
shape('clone', 'torch.clone(a)', 'a.clone()', 'a.clone(memory_format=torch.preserve_format)', dims=('a.clone()',), wrong=('a.clone(1)', 'a.clone(bogus=1)', 'torch.clone()', 'torch.clone(3)', 'torch.clone(a, 1)'))
shape('detach', 'torch.detach(a)', 'a.detach()', '(a * 1).detach()', wrong=('a.detach(1)', 'torch.detach()', 'torch.detach(3)', 'torch.detach(a, 1)', 'a.detach(bogus=1)'))

# What a row-major copy of a transposed tensor is asked by, memory_format, does not cross to the engine: `contiguous` is that copy.
case('clone', 'a.clone(memory_format=torch.contiguous_format)', True, a=['float32', [2, 3]])

# In place: the tensor itself lies otherwise.
for text in ('squeeze_()', 'squeeze_(0)', 'squeeze_((0, 2))', 'unsqueeze_(1)', 'transpose_(0, 1)', 'swapaxes_(0, 1)', 'swapdims_(-1, 0)', 't_()', 'as_strided_((2,), (1,))', 'as_strided_((1, 2), (2, 1), 1)'):
    op = text.partition('(')[0]
    for layout in ('plain', 'transposed', 'strided', 'offset'):
        for dtype in ('float32', 'int64', 'bool'):
            case(op, f'a.{text}', looked=['a'], a=[dtype, [3, 4] if op == 't_' else [1, 3, 1], 'normal', layout])
    for call in (f'(a * 1).{text}', f'(a * 1)[:].{text}', f'(a * 1).{text}.mul_(2)', f'a.{text}', f'a[:].{text}'):
        case(op, call, True, a=['float32', [3, 4] if op == 't_' else [1, 3, 1]])
    for wrong in (f'a.{op}(7)', f'a.{op}(7, 7)', f'a.{op}("x")', f'a.{op}(bogus=1)', f'a.{op}(1, 2, 3, 4)', f'a.{op}(-9, 9)', f'a.{op}((9, 9))', f'a[None, None].{op}()', f'a.{op}(None)'):
        case(op, wrong, a=['float32', [2, 3]])
for layout in ('transposed', 'strided'):
    for sizes in ([1, 3], [2, 2], [3, 1], [1, 1], [4]):
        if len(sizes) > 1:
            case('t_', 'a.t_()', looked=['a'], a=['float32', sizes, 'normal', layout])
            case('as_strided_', 'a.as_strided_((1,), (1,))', looked=['a'], a=['float32', sizes, 'normal', layout])
            case('unsqueeze_', 'a.unsqueeze_(-1)', looked=['a'], a=['float32', sizes, 'normal', layout])
            for op in ('transpose_', 'swapaxes_', 'swapdims_'):
                case(op, f'a.{op}(0, 1)', looked=['a'], a=['float32', sizes, 'normal', layout])

# Parts.
shape('unbind', 'torch.unbind(a)', 'a.unbind(1)', 'a.unbind(dim=-1)', 'tuple(a)', wrong=('a.unbind(5)', 'torch.unbind()', 'a[0, 0].unbind()', 'a.unbind("x")', 'a.unbind(0, 1)'))
shape('split', 'torch.split(a, 2)', 'a.split(1, 1)', 'a.split([1, 3], dim=1)', 'torch.split(a, (2, 1), 0)', 'a.split(9)', 'sum(a.split(2, 1))', wrong=('a.split(-1)', 'a.split(0)', 'a.split([1, 1])', 'a.split([1, -1, 3])', 'a[0, 0].split(1)', 'a.split(2, 5)'))
shape('split_with_sizes', 'torch.split_with_sizes(a, (1, 2))', 'a.split_with_sizes((1, 0, 3), -1)', wrong=('a.split_with_sizes((1, 1))', 'a.split_with_sizes((1, -1, 3))', 'a.split_with_sizes((1, 2), 5)', 'a.split_with_sizes()', 'a[0, 0].split_with_sizes((1,))', 'a.split_with_sizes("x")'))
shape('chunk', 'torch.chunk(a, 2)', 'a.chunk(3, 1)', 'a.chunk(chunks=9, dim=0)', wrong=('a.chunk(0)', 'a.chunk(-1)', 'a.chunk(2, 5)', 'a[0, 0].chunk(1)', 'a.chunk()', 'a.chunk("x")'))
shape('tensor_split', 'torch.tensor_split(a, 2)', 'a.tensor_split(3, 1)', 'a.tensor_split((1, 3), dim=1)', 'torch.tensor_split(a, (2, 1, -1), 1)', 'a.tensor_split(torch.tensor([1, 2]), 1)', 'a.tensor_split(torch.tensor(2))', 'a.tensor_split(7)', wrong=('a.tensor_split(0)', 'a.tensor_split(2, 5)', 'a[0, 0].tensor_split(1)', 'a.tensor_split(a)', 'a.tensor_split(torch.ones(1, 1).long())', 'torch.tensor_split(a)', 'a.tensor_split("x")'))
for op, dim in (('hsplit', 1), ('vsplit', 0), ('dsplit', 2)):
    shape(op, f'torch.{op}(a, 2)', f'a.{op}((1,))', f'torch.{op}(a, [0, 1])', f'a.{op}(1)', a=[2, 4, 6], wrong=(f'torch.{op}(a, 5)', f'torch.{op}(a, 0)', f'torch.{op}(a[0, 0, 0], 1)', f'torch.{op}(a[0, 0], 3, 1)', f'torch.{op}(a)', f'a.{op}("x")', f'a[0].{op}(7)'))
case('hsplit', 'a.hsplit(2)', True, a=['float32', [4]])
for op, right in (('unsafe_split', '2'), ('unsafe_split_with_sizes', '(1, 2)'), ('unsafe_chunk', '2')):
    shape(op, f'torch.{op}(a, {right})', f'a.{op}({right}, 0)', f'torch.{op}(a.T, {right}, 1)', wrong=(f'torch.{op}(a, {right}, 5)', f'torch.{op}(a)', f'torch.{op}(a[0, 0], {right})', f'torch.{op}(a, "x")', f'torch.{op}(3, {right})'))

# Views as copies.
COPIES = {'view': '(4, 3)', 'permute': '(1, 0)', 'expand': '(2, 3, 4)', 'squeeze': '', 't': '', 'transpose': '0, 1', 'unsqueeze': '0', 'alias': '', 'as_strided': '(2, 2), (1, 2)', 'slice': '0, 1, 3, 2', 'select': '0, 1', 'diagonal': '1', 'split': '2', 'split_with_sizes': '(1, 2)', 'unbind': '1', 'unfold': '1, 2, 1'}
for name, right in COPIES.items():
    text = f'a, {right}' if right else 'a'
    shape(f'{name}_copy', f'torch.{name}_copy({text})', f'torch.{name}_copy({text.replace("a", "a.clone()", 1)})', f'torch.{name}_copy({text.replace("a", "a[:]", 1)})', wrong=(f'torch.{name}_copy()', f'torch.{name}_copy(3)', f'torch.{name}_copy({text}, bogus=1)', f'torch.{name}_copy({text}, 1, 2, 3, 4, 5)', f'torch.{name}_copy("x")', f'torch.{name}_copy(None)'))
case('squeeze_copy', 'torch.squeeze_copy(a, 1)', True, a=['float32', [3, 1]])
case('squeeze_copy', 'torch.squeeze_copy(a, (0, 1))', True, a=['float32', [3, 1]])

# Put together.
for op in ('cat', 'stack', 'vstack', 'hstack', 'dstack', 'column_stack'):
    shape(op, f'torch.{op}((a, b))', f'torch.{op}([a, a, b])', f'torch.{op}((a,))', f'torch.{op}(tensors=(a, b))', a=[3, 4], b=[3, 4], wrong=(f'torch.{op}(())', f'torch.{op}((a, b[:2, :2]))', f'torch.{op}((a, 3))', f'torch.{op}()', f'torch.{op}(a)', f'torch.{op}((a, b[0, 0]))'))
    for one, two in (('float32', 'int64'), ('bool', 'float16'), ('int8', 'uint8'), ('float16', 'bfloat16')):
        case(op, f'torch.{op}((a, b))', True, a=[one, [3, 4]], b=[two, [3, 4]])
    for sizes in ([], [3], [0], [2, 1, 2]):
        case(op, f'torch.{op}((a, a))', True, a=['float32', sizes])
    for out in ('float32', 'float64', 'int64'):
        case(op, f'torch.{op}((a, a), out=o)', looked=['o'], a=['float32', [2, 3]], o=[out, [5]])
shape('cat', 'torch.cat((a, b), 1)', 'torch.cat((a, b), dim=-1)', 'torch.concat((a, b), 0)', 'torch.concatenate((a, b))', 'torch.cat((a, torch.zeros(0, dtype=a.dtype)))', a=[3, 4], b=[3, 4], wrong=('torch.cat((a, b), 5)', 'torch.cat((a, b[0]))'))
shape('stack', 'torch.stack((a, b), 1)', 'torch.stack((a, b), dim=-1)', a=[3, 4], b=[3, 4], wrong=('torch.stack((a, b), 5)',))
for op in ('atleast_1d', 'atleast_2d', 'atleast_3d'):
    shape(op, f'torch.{op}(a)', f'torch.{op}(a, a[0], a[0, 0])', f'torch.{op}((a[0], a))', f'torch.{op}(a[0])', dims=(f'torch.{op}(a)',), wrong=(f'torch.{op}(3)', f'torch.{op}("x")', f'torch.{op}((a, 3))', f'torch.{op}(a, 3)', f'torch.{op}(None)'))
shape('block_diag', 'torch.block_diag(a, b)', 'torch.block_diag(a)', 'torch.block_diag(a, b[0], a[0, 0])', a=[3, 4], b=[2, 2], wrong=('torch.block_diag(a[None])', 'torch.block_diag(a, 3)', 'torch.block_diag(3)', 'torch.block_diag("x")', 'torch.block_diag(None)'))
case('block_diag', 'torch.block_diag()', a=['float32', [1]])
case('block_diag', 'torch.block_diag(a, b)', True, a=['float32', [2, 2]], b=['int64', [1]])

# Repeated and turned.
shape('repeat', 'a.repeat(2, 1)', 'a.repeat(2, 1, 3)', 'a.repeat((1, 2))', 'a.repeat(repeats=(2, 2))', 'a.repeat(0, 1)', dims=('a.repeat(2, *[1] * a.dim())',), wrong=('a.repeat(2)', 'a.repeat("x")', 'a.repeat(-1, 1)', 'a.repeat(1.5, 1)', 'a.repeat(bogus=1)'))
shape('tile', 'torch.tile(a, (2, 1))', 'a.tile((2,))', 'a.tile(dims=(2, 1, 2))', 'a.tile(2, 2)', dims=('torch.tile(a, (2,))',), wrong=('torch.tile(a)', 'torch.tile(a, "x")', 'a.tile(1.5)', 'a.tile((-1,))', 'torch.tile(3, (2,))'))
shape('repeat_interleave', 'torch.repeat_interleave(a, 2)', 'a.repeat_interleave(2, 0)', 'a.repeat_interleave(repeats=2, dim=-1)', 'torch.repeat_interleave(a, torch.tensor([1, 0, 2]), 0)', 'a.repeat_interleave(torch.tensor(2), 1)', 'a.repeat_interleave(torch.tensor([3]))', 'torch.repeat_interleave(a, torch.tensor([1, 0, 2]), dim=0, output_size=3)', dims=('torch.repeat_interleave(a, 2)',),
      wrong=('a.repeat_interleave(-1)', 'a.repeat_interleave(2, 5)', 'a.repeat_interleave(torch.tensor([1, 2]), 0)', 'a.repeat_interleave(torch.tensor([1, -1, 1]), 0)', 'a.repeat_interleave(torch.tensor([1., 1, 1]), 0)', 'a.repeat_interleave(torch.tensor([[1]]), 0)', 'torch.repeat_interleave(torch.tensor([[1]]))', 'torch.repeat_interleave(torch.tensor([-1]))', 'torch.repeat_interleave(a)', 'a.repeat_interleave(2, 0, output_size=3)'))
for dtype in ('int32', 'int64'):
    case('repeat_interleave', 'torch.repeat_interleave(a)', a=[dtype, [4], 'positive'])
shape('flip', 'torch.flip(a, (0,))', 'a.flip(0, 1)', 'a.flip(-1)', 'a.flip(dims=(1, 0))', dims=('torch.flip(a, (0,))',), wrong=('a.flip(5)', 'a.flip(0, 0)', 'torch.flip(a)', 'a.flip("x")', 'torch.flip(3, (0,))'))
for op in ('fliplr', 'flipud'):
    shape(op, f'torch.{op}(a)', f'a.{op}()', f'a[None].{op}()', wrong=(f'torch.{op}(a[0, 0])', f'torch.{op}()', f'torch.{op}(3)', f'a.{op}(1)', f'torch.{op}(a, 1)', f'a[0].{op}()'))
shape('roll', 'torch.roll(a, 1)', 'a.roll(1, 0)', 'a.roll((1, -2), (0, 1))', 'a.roll(shifts=5, dims=-1)', dims=('torch.roll(a, 1)',), wrong=('a.roll((1, 2), 0)', 'a.roll(1, 5)', 'a.roll((), ())', 'torch.roll(a)', 'a.roll("x")', 'a.roll((1, 2))'))
shape('rot90', 'torch.rot90(a)', 'a.rot90(2)', 'a.rot90(3, (1, 0))', 'torch.rot90(a, 4)', 'a.rot90(k=-1, dims=(-2, -1))', wrong=('a[0].rot90()', 'a.rot90(1, (0,))', 'a.rot90(1, (0, 0))', 'a.rot90(1, (0, 5))', 'a.rot90(1, (0, -2))', 'torch.rot90()'))
for op in ('tril', 'triu'):
    shape(op, f'torch.{op}(a)', f'a.{op}(1)', f'a.{op}(diagonal=-1)', f'a[None].{op}(9)', wrong=(f'torch.{op}(a[0])', f'torch.{op}()', f'a.{op}("x")', f'torch.{op}(3)', f'a.{op}(1, 2)'))
    spread(op, f'a.{op}_(1)', a=[3, 4], looked=['a'], grad=False, dtypes=SOME, layouts=('transposed', 'strided', 'offset'))
    case(op, f'torch.{op}(a, out=o)', looked=['o'], a=['float32', [2, 3]], o=['float32', [1]])

# Diagonals and vectors.
shape('diag', 'torch.diag(a)', 'a.diag(1)', 'a[0].diag(-1)', 'torch.diag(a[0], diagonal=2)', wrong=('torch.diag(a[None])', 'torch.diag(a[0, 0])', 'torch.diag()', 'a.diag("x")', 'a.diag(1, 2)'))
shape('diag_embed', 'torch.diag_embed(a)', 'a.diag_embed(1, 0, 2)', 'torch.diag_embed(a, offset=-1, dim1=-1, dim2=-2)', wrong=('torch.diag_embed(a, 0, 1, 1)', 'torch.diag_embed(a, 0, 5, 1)', 'torch.diag_embed(a[0, 0])', 'torch.diag_embed()', 'a.diag_embed("x")'))
shape('diagflat', 'torch.diagflat(a)', 'a.diagflat(1)', 'torch.diagflat(a[0], offset=-1)', dims=('torch.diagflat(a)',), wrong=('torch.diagflat()', 'a.diagflat("x")', 'torch.diagflat(3)', 'a.diagflat(1, 2)', 'a.diagflat(bogus=1)'))
spread('fill_diagonal_', 'a.fill_diagonal_(2)', 'a.fill_diagonal_(fill_value=1.5, wrap=True)', a=[7, 3], looked=['a'], grad=False, dtypes=SOME, layouts=('transposed', 'strided', 'offset'), wrong=('a[0].fill_diagonal_(1)', 'a[None].fill_diagonal_(1)', 'a.fill_diagonal_()', 'a.fill_diagonal_("x")', 'a.fill_diagonal_(1, 2)', 'a.fill_diagonal_(1, bogus=2)'))
case('fill_diagonal_', '(a * 1).fill_diagonal_(2)', True, a=['float32', [3, 3]])
case('fill_diagonal_', 'a.fill_diagonal_(2)', looked=['a'], a=['float32', [2, 2, 2]])
spread('cross', 'torch.cross(a, b, 1)', 'a.cross(b, dim=-1)', 'torch.cross(a, b)', 'torch.cross(a.T, b.T, 0)', 'torch.cross(a, b[:1], dim=1)', a=[4, 3], b=[[4, 3], 'positive'], wrong=('torch.cross(a, b, 0)', 'torch.cross(a, b[0], 1)', 'torch.cross(a, b.double(), 1)', 'torch.cross(a[:, :2], b[:, :2])', 'torch.cross(a)', 'torch.cross(a, b[:2], 1)', 'torch.cross(a, b, 5)'))
spread('vander', 'torch.vander(a[0])', 'torch.vander(a[0], 2)', 'torch.vander(a[0], increasing=True)', 'torch.vander(a[0], N=6)', 'torch.vander(a[0], 0)', 'torch.vander(a[0], 1)', a=[[2, 4], 'positive'], grad=False, wrong=('torch.vander(a)', 'torch.vander(a[0], -1)', 'torch.vander()', 'torch.vander(3)', 'torch.vander(a[0], "x")'))
case('vander', 'torch.vander(a)', True, a=['float32', [3], 'positive'])
spread('cartesian_prod', 'torch.cartesian_prod(a[0], b[0])', 'torch.cartesian_prod(a[0])', 'torch.cartesian_prod(a[0], b[0], a[:, 0])', a=[2, 3], b=[2, 2], wrong=('torch.cartesian_prod(a)', 'torch.cartesian_prod()', 'torch.cartesian_prod(3)', 'torch.cartesian_prod(a[0], 3)', 'torch.cartesian_prod("x")'))
spread('combinations', 'torch.combinations(a[0])', 'torch.combinations(a[0], 3)', 'torch.combinations(a[0], r=2, with_replacement=True)', 'torch.combinations(a[0], 0)', 'torch.combinations(a[0], 1)', 'torch.combinations(a[0, :0])', a=[2, 4], wrong=('torch.combinations(a)', 'torch.combinations(a[0], -1)', 'torch.combinations()', 'torch.combinations(3)', 'torch.combinations(a[0], "x")'))

# Bytes and sizes.
spread('resize_', 'a.resize_(2, 3)', 'a.resize_((12,))', 'a.resize_(4, 2)', 'a.resize_(0)', 'a.resize_(1, 2, 3)', a=[3, 4], looked=['a'], grad=False, layouts=('transposed', 'offset'), dtypes=SOME, wrong=('a.resize_(-1)', 'a.resize_("x")', 'a.resize_(1.5)', 'a.resize_(bogus=1)', 'a.resize_(2, "x")', 'a.resize_(2 ** 40, 2 ** 40)', 'a.resize_(2 ** 62)'))
case('resize_', 'a.resize_(2)', True, a=['float32', [3]])
case('resize_', '(a * 1).resize_(2)', True, a=['float32', [3]])
spread('resize_as_', 'a.resize_as_(b)', 'a.resize_as_(b[:1])', 'a.resize_as_(the_template=b[0])', a=[3, 4], b=['int64', [2, 3]], looked=['a'], grad=False, layouts=('transposed', 'offset'), wrong=('a.resize_as_(3)', 'a.resize_as_()', 'a.resize_as_("x")', 'a.resize_as_(b, 1, 2)', 'a.resize_as_(bogus=b)'))
spread('set_', 'a.set_(b)', 'a.set_(b, 1, (2, 2))', 'a.set_(b, 1, (2, 2), (1, 2))', 'a.set_()', a=[3, 4], b=[2, 5], looked=['a'], grad=False, layouts=('transposed', 'offset'), wrong=('a.set_(3)', 'a.set_(b.double())', 'a.set_(b, 1)', 'a.set_("x")', 'a.set_(b, bogus=1)', 'a.set_(b, -1, (2,), (1,))', 'a.set_(b, 1, (2,), (-1,))', 'a.set_(b, 1, (-2,), (1,))', 'a.set_(b, 1, (2,), (1, 1))'))
spread('is_set_to', 'a.is_set_to(a)', 'a.is_set_to(a[:])', 'a.is_set_to(a[1:])', 'a.is_set_to(tensor=a.clone())', a=[3, 4], grad=False, wrong=('a.is_set_to(3)', 'a.is_set_to()', 'a.is_set_to(a, a)', 'a.is_set_to("x")', 'a.is_set_to(bogus=a)'))
spread('is_nonzero', 'torch.is_nonzero(a[0, 0])', 'a[:1, :1].is_nonzero()', '(a[0, 0] * 0).is_nonzero()', a=[3, 4], grad=False, wrong=('a.is_nonzero()', 'a[:0].is_nonzero()', 'torch.is_nonzero()', 'torch.is_nonzero(3)', 'a[0, 0].is_nonzero(1)'))
spread('sum_to_size', 'a.sum_to_size(1, 4)', 'a.sum_to_size((4,))', 'a.sum_to_size(3, 4)', 'a.sum_to_size(1)', 'a.sum_to_size(size=(3, 1))', a=[3, 4], dtypes=SOME, wrong=('a.sum_to_size(2, 4)', 'a.sum_to_size(5, 3, 4)', 'a.sum_to_size("x")', 'a.sum_to_size()', 'a.sum_to_size(3, 2)', 'a.sum_to_size(bogus=1)'))
spread('apply_', 'a.apply_(lambda x: x + x)', 'a.clone().map_(b, lambda x, y: x * y)', 'a.map2_(b, b[0], lambda x, y, z: x + y * z)', a=[[3, 4], 'positive'], b=[[3, 4], 'positive'], looked=['a'], grad=False, dtypes=['float32', 'float64', 'int64', 'int32'], layouts=('transposed', 'strided', 'offset'), wrong=('a.apply_(3)', 'a.map_(b.double(), lambda x, y: x)', 'a.apply_()', 'a.map_(b[:, :2], lambda x, y: x)', 'a.apply_(lambda: 1)', 'a.map_(3, lambda x, y: x)'))
case('apply_', 'a.apply_(lambda x: x)', True, a=['float32', [2]])
# Of a matrix PyTorch prints the whole.
spread('meshgrid', 'torch.meshgrid(a[0], b[0], indexing="ij")', 'torch.meshgrid([a[0], b[0]], indexing="xy")', 'torch.meshgrid(a[0], indexing="ij")', 'torch.meshgrid(a[0, 0], b[0], indexing="ij")', a=[2, 3], b=[2, 2], wrong=('torch.meshgrid(a[0], 3, indexing="ij")', 'torch.meshgrid(a[0], b[0], indexing="zz")', 'torch.meshgrid(a[0], b[0].double(), indexing="ij")', 'torch.meshgrid(indexing="ij")', 'torch.meshgrid(3, indexing="ij")'))
spread('broadcast_tensors', 'torch.broadcast_tensors(a, b)', 'torch.broadcast_tensors(a[:, :1], b)', 'torch.broadcast_tensors(a)', a=[3, 4], b=[2, 3, 4], wrong=('torch.broadcast_tensors(a, b[:, :2])', 'torch.broadcast_tensors(3)', 'torch.broadcast_tensors(a, 3)', 'torch.broadcast_tensors("x")', 'torch.broadcast_tensors(None, a)'))
spread('unravel_index', 'torch.unravel_index(a, (4, 5))', 'torch.unravel_index(a[0], 20)', 'torch.unravel_index(indices=a - 3, shape=(2, 2, 5))', a=[[3, 4], 'positive'], grad=False, dtypes=['uint8', 'int8', 'int16', 'int32', 'int64'], wrong=('torch.unravel_index(a, (4, 5))', 'torch.unravel_index(a.long(), (4, -5))', 'torch.unravel_index(a.long(), 2.5)', 'torch.unravel_index(a.long(), (2, "x"))', 'torch.unravel_index(a > 0, 3)'))

# Memory formats: as images have them, and as others can't.
_FORMATS = [f'memory_format=torch.{each}_format' for each in ('contiguous', 'preserve')] + [f'memory_format=torch.channels_last{each}' for each in ('', '_3d')]
_IMAGES = [['float32', shape, 'normal', *layout] for shape, layout in (([2, 3, 4, 5], ()), ([2, 3, 2, 4, 5], ()), ([2, 1, 4, 5], ()), ([1, 3, 1, 1], ()), ([0, 3, 2, 2], ()), ([3, 4], ('transposed',)), ([2, 3, 4, 5], ('expanded',)), ([2, 3, 4, 5], ('strided',)), ([2, 3, 4, 5], ('transposed',)), ([3], ()))]
for _format in _FORMATS:
    for _image in _IMAGES:
        for _op, _call in (('contiguous', f'a.contiguous({_format})'), ('clone', f'torch.clone(a, {_format})'), ('to', f'a.to({_format})'), ('to', f'a.to("cpu", torch.float64, {_format})'), ('resize_as_', f'torch.empty(1).resize_as_(a, {_format}).stride()'), ('resize_', f'torch.empty(1).resize_(a.shape, {_format}).stride()')):
            case(_op, f'(lambda x: (x, x.stride() if type(x) is torch.Tensor else ()))({_call})', _op in ('contiguous', 'clone', 'to'), a=_image)
        case('contiguous', f'(a.is_contiguous({_format}), a.contiguous({_format}) is a, a.to({_format}) is a)', a=_image)
        case('contiguous', f'a.type(torch.float64, {_format})', a=_image)
        for _made in ('empty_like(a', 'zeros_like(a', 'ones_like(a', 'full_like(a, 2', 'rand_like(a', 'randn_like(a', 'randint_like(a, 3', 'empty(a.shape', 'empty(a.shape, dtype=torch.int64'):
            case('clone', f'torch.{_made}, {_format}).stride()', a=_image)
for _call in ('a.is_contiguous(torch.channels_last)', 'a.is_contiguous(memory_format=3)', 'a.contiguous(torch.channels_last)', 'a.contiguous(memory_format=3)', 'a.to(torch.channels_last)', 'a.to(memory_format=torch.channels_last).dim_order()', 'torch.zeros(2, 3, 4, 5, memory_format=torch.channels_last)',
              'a.to(memory_format=torch.channels_last).view(-1)', 'a.to(memory_format=torch.channels_last).permute(0, 2, 3, 1).is_contiguous()', 'torch.empty(2, 3, 4, 5, memory_format=3)'):
    case('contiguous', _call, a=['float32', [2, 3, 4, 5]])
