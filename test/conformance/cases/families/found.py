"""What the fuzzer found and was mended, by cause: a call or two each. The operators' usual cases are in the other families."""
from sampling import case

TOLERANCES = {'multilabel_soft_margin_loss': {'kind': 'relative', 'relative': 1e-6}}
F32, ROW = ['float32', [2, 3]], ['float32', [3]]
SCALAR = ['float32', []]


def several(op, *calls, grad=False, looked=(), **inputs):
    for call in calls:
        case(op, call, grad, looked, **inputs)


# Keywords are listed in the order of a hash map.
several('narrow', 'torch.narrow(a, dim="x", start=0, length=0)', 'torch.narrow(a, bogus="x", start=0, rogue=0)', 'torch.narrow(input=-1, dim=0, start=0, length=0)', a=F32)
several('linspace', 'torch.linspace(start="x", end=2, steps=1, device="cpu", requires_grad=True)', 'torch.linspace(requires_grad=True, start="x", end=2, steps=1, device="cpu")')
case('bernoulli_', 'a.bernoulli_(..., generator=torch.Generator())', a=F32)
several('atleast_1d', 'torch.atleast_1d(tensors=[])', 'torch.atleast_1d(input=a)', a=F32)
# By keyword a list is one thing, by position its elements are looked at.
several('ones', 'torch.ones(size=([-1, -1],))', 'torch.ones(([-1, -1],))')
several('cumsum', 'a.cumsum(dim=torch.tensor(True))', 'a.cumsum(torch.tensor(1))', a=F32)
# Whole numbers of 64 bits.
several('movedim', 'a.movedim(2 ** 62, 0)', 'a.movedim(-2 ** 63, 0)', 'a.movedim(2 ** 63 - 1, 0)', a=F32)
several('empty', 'torch.empty([2 ** 62, 2 ** 62])', 'torch.empty(-2)')
several('triu', 'a.triu(-2 ** 63)', 'a.triu(2 ** 63 - 1)', 'a.triu(-3)', a=F32)
several('tril', 'a.tril(-2 ** 63)', 'a.tril(2 ** 63 - 1)', 'a.tril(3)', a=F32)
several('add', 'a.add(2 ** 64)', 'a.add(-2 ** 63 - 1)', 'a.add(2, alpha=-2 ** 64)', a=F32)
several('clamp', 'a.clamp(2 ** 31 - 1)', 'a.clamp(max=-2 ** 31)', 'a.clamp(-1, 40000)', a=['int16', [3]])
several('clamp_min', 'a.clamp_min(-1)', 'a.clamp_min(256)', a=['uint8', [3]])
# Sizes of what has no dimensions.
several('baddbmm', 'a.baddbmm(a, a)', 'a.baddbmm(b, a)', 'b.baddbmm(b, b)', a=ROW, b=SCALAR)
several('addbmm', 'a.addbmm(a, a)', 'a.addbmm(b, a)', 'b.addbmm(b, b)', a=ROW, b=SCALAR)
several('grid_sampler_2d', 'torch.grid_sampler_2d(b, b, 0, 0, True)', 'torch.grid_sampler_2d(a, a, 0, 0, True)', 'torch.grid_sampler_2d(a[None, None], a[None, None, None], 0, 0, True)', a=ROW, b=SCALAR)
several('grid_sampler_3d', 'torch.grid_sampler_3d(b, b, 0, 0, True)', 'torch.grid_sampler_3d(a, a, 0, 0, True)', a=ROW, b=SCALAR)
several('instance_norm', 'torch.instance_norm(b, None, None, None, None, True, .1, 1e-5, False)', 'torch.instance_norm(a, None, None, None, None, True, .1, 1e-5, False)', a=ROW, b=SCALAR)
several('bilinear', 'torch.bilinear(b, b, b)', a=ROW, b=SCALAR)
several('select', 'b[1:]', 'b[:]', 'a[0, 1:]', a=ROW, b=SCALAR)
# A loss's reduction: any other number is none, and none is what functions of the C library reduce by of their own accord.
several('hinge_embedding_loss', 'torch.hinge_embedding_loss(a, b)', 'torch.hinge_embedding_loss(a, b, 0.5, 3)', 'torch.hinge_embedding_loss(a, b, reduction=-1)', 'torch.hinge_embedding_loss(a.byte(), b, 0.5)', 'torch.hinge_embedding_loss(a > 0, b > 0)', a=F32, b=['float32', [2, 3], 'ties'])
several('margin_ranking_loss', 'torch.margin_ranking_loss(a, b, b)', 'torch.margin_ranking_loss(a, b, b, 0.5, 2)', a=F32, b=['float32', [2, 3], 'ties'])
several('kl_div', 'torch.kl_div(a, b)', 'torch.kl_div(a, b.long())', 'torch.kl_div(a.long(), b, 2)', a=F32, b=['float32', [2, 3], 'unit'])
several('poisson_nll_loss', 'torch.poisson_nll_loss(a, b, True, True, 0.5, 0)', a=['float16', [2]], b=['int64', [2], 'positive'])
several('huber_loss', 'F.huber_loss(a, b, delta=0.0)', 'F.huber_loss(a.int(), b.int())', 'F.huber_loss(a, b, delta=-1.0)', a=F32, b=['float32', [2, 3], 'ties'])
several('binary_cross_entropy', 'F.binary_cross_entropy(a, b.long())', 'F.binary_cross_entropy(a.long(), b.long())', 'F.binary_cross_entropy(a.t(), b.reshape(3, 2), reduction="none")', a=['float32', [2, 3], 'unit'], b=['float32', [2, 3], 'unit'])
several('binary_cross_entropy_with_logits', 'F.binary_cross_entropy_with_logits(a.byte(), b.half())', a=F32, b=['float32', [2, 3], 'unit'])
several('multilabel_soft_margin_loss', 'F.multilabel_soft_margin_loss(a.int(), b.int())', 'F.multilabel_soft_margin_loss(a, b)', a=F32, b=['float32', [2, 3], 'unit'])
# What is checked first.
several('det', 'torch.det(a > 0)', 'torch.det((a > 0)[:2])', a=ROW)
several('linalg_cholesky', 'torch.linalg.cholesky(a.long())', 'torch.linalg.cholesky((a[None] > 0))', a=ROW)
several('linalg_cond', 'torch.linalg.cond(a, "fro")', 'torch.linalg.cond(a, "nuc")', 'torch.linalg.cond(a, 1)', a=ROW)
several('linalg_matrix_norm', 'torch.linalg.matrix_norm(a, 2, out=o)', a=ROW, o=['float64', []])
several('trace', 'torch.trace(a > 0)', 'torch.trace(a)', a=ROW)
several('cov', 'torch.cov(a, fweights=f)', 'torch.cov(a, fweights=f > 0)', 'torch.cov(a, aweights=f.long()[:2])', a=['float32', [3, 5]], f=['float32', [3]])
several('histogram', 'torch.histogram(a, b)', 'torch.histogram(a.int(), 0)', 'torch.histogram(a, 3, range=(0., 1., 2.))', a=F32, b=['float64', [3], 'distinct'])
several('new_empty_strided', 'a.new_empty_strided((-1,), ())', a=ROW)
several('nanmean', 'torch.nanmean(a, dtype=torch.bool)', 'torch.nanmean(a.int(), dtype=torch.int)', 'torch.nanmean(a, out=o)', grad=True, a=ROW, o=['float32', []])

# Memory that is several elements' is never written to, whatever else is wrong.
several('addcmul', 'a.addcmul_(torch.tensor([]), a)', a=['float32', [2, 2], 'normal', 'expanded'])
several('asin', 'a.asin_()', a=['bool', [3], 'normal', 'expanded'])
several('special_bessel_j1', 'torch.special.bessel_j1(a, out=o)', looked=['o'], a=['bool', [1, 1, 1]], o=['float32', [9, 4], 'normal', 'expanded'])
# `out` that is resized lies as the result does; one of as many elements keeps its shape where a range fills it.
several('softplus', 'F.softplus(a)', a=['float32', [2, 2], 'normal', 'transposed'])
several('exp', 'torch.exp(a, out=o)', looked=['o'], a=['float32', [2, 3], 'normal', 'transposed'], o=['float32', [5]])
several('arange', 'torch.arange(4, out=o)', 'torch.arange(3, out=o)', looked=['o'], o=['float32', [2, 2]])
several('logspace', 'torch.logspace(1, 2, 4, out=o)', 'torch.logspace(1, 2, 3, out=o)', looked=['o'], o=['float32', [2, 2]])
several('isin', 'torch.isin(a, 1, out=o)', a=ROW, o=['float32', [3]])
several('diag', 'torch.diag(a, out=o)', 'torch.diag(a[None].mm(a[:, None]), out=o)', a=ROW, o=['int32', [3]])
# Derivatives.
several('xlogy', 'torch.special.xlogy(a, 2)', 'torch.special.xlogy(a, 0)', 'torch.special.xlogy(a, b)', grad=True, a=['float32', [4], 'whole'], b=['float32', [4], 'ties'])
several('special_xlog1py', 'torch.special.xlog1py(a * 0, 2)', 'torch.special.xlog1py(a * 0, -1)', grad=True, a=['float32', [4], 'whole'])
several('nextafter', 'torch.nextafter(a, b)', 'torch.nextafter(a, a)', grad=True, a=ROW, b=['float32', [3], 'ties'])
several('heaviside', 'torch.heaviside(a, b)', grad=True, a=ROW, b=ROW)
several('histc', 'a.histc()', grad=True, a=ROW)
several('bernoulli', '(torch.manual_seed(0), torch.bernoulli(a, 0.5))[1]', grad=True, a=ROW)
several('remainder', 'torch.remainder(input=a, other=1)', 'a.remainder(other=2)', '2 % a', 'torch.remainder(2, a)', 'torch.remainder(2, 3)', grad=True, a=['bfloat16', [3], 'positive'])
several('fmod', 'torch.fmod(input=a, other=1)', 'torch.fmod(2, a)', grad=True, a=['bfloat16', [3], 'positive'])
several('to', 'a.to(torch.float32, copy=True)', grad=True, a=ROW)
several('special_modified_bessel_k1', 'torch.special.modified_bessel_k1(a, out=o)', grad=True, a=ROW, o=['float32', [3]])
several('special_expit', 'torch.special.expit(a, out=o)', grad=True, a=ROW, o=['float32', [3]])
several('hstack', 'torch.hstack([a], out=o)', grad=True, a=ROW, o=['float32', [3]])
several('linalg_qr', 'torch.linalg.qr(a, out=(a, a))', grad=True, a=['float32', [2, 2]])
# What is empty, and what fails.
several('special_logsumexp', 'torch.special.logsumexp(a, 0)', 'torch.special.logsumexp(a, 0, True)', a=['float32', [0, 2]])
several('logsumexp', 'torch.logsumexp(a, [])', 'torch.logsumexp(a, [], True)', a=F32)
several('cholesky', 'torch.cholesky(a)', a=['float64', [1, 0]])
several('linalg_cholesky_ex', 'torch.linalg.cholesky_ex(a)', a=['float64', [3, 3], 'symmetric'])
# Numbers that stand for tensors.
several('copy_', 'a.copy_(-1)', 'a.copy_(2.5)', 'a.copy_(True)', looked=['a'], a=['int32', [2]])
several('upsample_nearest1d', 'F.interpolate(a, 2, 2.0)', a=['float32', [1, 1, 2]])
# `out` that wants a gradient is refused, by the name of what writes to it.
for name, call in (('add', 'torch.add(a, a, out=o)'), ('zeros', 'torch.zeros(3, out=o)'), ('arange', 'torch.arange(3, out=o)'), ('cat', 'torch.cat([a], out=o)'), ('sign', 'torch.sign(a, out=o)'), ('matmul', 'torch.matmul(a, a, out=o)'),
                   ('where', 'torch.where(a > 0, a, a, out=o)'), ('gather', 'torch.gather(a, 0, torch.tensor([0]), out=o)'), ('take_along_dim', 'torch.take_along_dim(a, torch.tensor([0]), out=o)'), ('eq', 'torch.eq(a, a, out=o)'), ('softmax', 'torch.softmax(a, 0, out=o)')):
    case(name, call, True, a=['int64' if name != 'softmax' else 'float32', [3]], o=['float32', [3]])
for name, call in (('softmax', 'torch.softmax(a, 0, out=o)'), ('logsumexp', 'torch.logsumexp(a, 0, out=o)'), ('masked_select', 'torch.masked_select(a, a > 0, out=o)'), ('take_along_dim', 'torch.take_along_dim(a, torch.tensor([0, 1]), out=o)')):
    several(name, call, looked=['o'], a=ROW, o=['float32', [2]])
several('logsumexp', 'torch.logsumexp(a, 0)', a=['bool', [3]])
several('smooth_l1_loss', 'F.smooth_l1_loss(a, a)', a=['int32', [3]])
several('zeros', 'torch.zeros((2, True))')
several('histogram', 'torch.histogram(a)', 'torch.histogram(a[:0], 3)', a=['float32', [1]])
several('roll', 'a.roll(0, -1)', 'a.roll((0, 1), (0, -2))', a=SCALAR)
several('t_copy', 'torch.t_copy(a, out=o)', looked=['o'], a=F32, o=['int32', [3, 2]])
several('index_fill', 'a.index_fill(5, a[None].long(), 1)', a=ROW)
several('index_reduce', 'a.index_reduce(0, a[None].long(), a, "amin")', 'a.index_reduce(0, a[None].long(), a.int(), "amin")', a=ROW)
several('scatter', 'a.scatter(-1, torch.tensor([0, 1, 2]), torch.ones(()))', a=ROW)
several('cummax', 'a.cummax(-2)', a=SCALAR)
several('cummin', 'a.cummin(3)', a=SCALAR)
several('soft_margin_loss', 'F.soft_margin_loss(a, a)', a=['int32', [3]])
several('embedding_renorm_', 'torch.embedding_renorm_(a, a.long(), 1., 1.)', 'torch.embedding_renorm_(a[None], a > 0, 1., 1.)', a=ROW)
several('addmv', 'torch.addmv(a, a, a, 1, beta=1, alpha=1, out=a)', a=ROW)
several('round', 'a.round(1)', a=ROW)
several('argmin', 'torch.argmin(a, out=o)', a=['bool', [3]], o=['float32', []])
several('group_norm', 'torch.group_norm(b, 0)', 'torch.group_norm(a, 0)', a=ROW, b=SCALAR)
several('split', 'a.split("a")', 'a.split(2.5)', 'a.split([1.5])', 'a.split(torch.tensor(1))', 'a.split(1, "x")', 'a.split([1, 2], "x")', a=ROW)
several('to', 'a.to(torch.bool, copy=-1)', 'a.to(2.5)', 'a.to(True)', 'a.to([1])', 'a.to(other=a)', a=ROW)
several('take_along_dim', 'torch.take_along_dim(a, b, 0)', a=SCALAR, b=['int64', [], 'index1'])
several('unbind', 'torch.unbind(a)', 'torch.unbind_copy(a, out=a)', grad=True, a=['float32', [0]])
several('xlogy', 'torch.xlogy_(1, a)', a=ROW)
several('celu', 'F.celu(a)', a=['float16', [3, 5], 'normal', 'transposed'])
several('combinations', 'torch.combinations(a, 100, True)', 'torch.combinations(a, 70)', 'torch.combinations(a[:1], 70, True)', 'torch.combinations(a[:1], 3)', 'torch.combinations(a[:1], 1)', grad=True, a=['float32', [4]])
several('combinations', 'torch.combinations(a[:0], 70, True)', a=['float32', [4]])

# More parts or elements than there is room for.
several('tensor_split', 'a.tensor_split(2 ** 62)', 'a.tensor_split(2 ** 40, 0)', 'a.tensor_split(0)', a=ROW)
several('chunk', 'a[:0].chunk(2 ** 40)', 'a.chunk(2 ** 40)', a=ROW)
several('unsafe_chunk', 'a[:0].unsafe_chunk(2 ** 40)', a=ROW)
several('split', 'torch.empty(2 ** 40, 0).split(1)', a=ROW)
several('unbind', 'torch.empty(2 ** 40, 0).unbind()')
several('tolist', 'torch.empty(2 ** 40, 0).tolist()', 'a.expand(2 ** 33).tolist()', a=['float32', [1]])
several('multinomial', 'torch.multinomial(torch.ones(5), 2 ** 50, True)', 'torch.multinomial(torch.ones(5), 2 ** 31)')
several('randperm', 'torch.randperm(2 ** 33)', 'torch.randperm(-3)')
several('expand', 'a.expand(2 ** 62, 4)', 'b.expand(-1)', 'b.expand(-1, 2)', a=['float32', [1]], b=SCALAR)
several('broadcast_to', 'b.broadcast_to((-1,))', b=SCALAR)
several('meshgrid', 'torch.meshgrid(*[torch.arange(2)] * 70, indexing="ij")')
several('arange', 'torch.arange(0, 1e308, 1)')
several('bmm', 'torch.bmm(torch.empty(2 ** 40, 2, 0), torch.empty(2 ** 40, 0, 0)).shape')
several('zero_', 'torch.empty((2 ** 31 - 1, 0)).zero_().numel()')
several('full', 'torch.full((2,), 2 ** 63 - 1)', 'torch.full((2,), -2 ** 63)', 'torch.full((2,), 1e19, dtype=torch.int64)')
several('where', 'torch.where(a > 0, 2 ** 63 - 1, 1)', a=ROW)
# NaN and what is not finite.
several('softmax', 'b.softmax(0)', '(b / 0).softmax(0)', '(b * float("nan")).softmax(-1)', grad=True, b=SCALAR)
several('log_softmax', 'b.log_softmax(0)', '(b / 0).log_softmax(0)', '(b.bfloat16() / 0).log_softmax(0)', grad=True, b=SCALAR)
several('range', *[f'torch.range({bounds}, dtype=torch.{dtype})' for bounds in ('-2.5, 0.5', '0.5, 3.7, 1.5', '2.5, -1.2, -1.0') for dtype in ('int64', 'int32', 'float32')], 'torch.range(-2.5, 0.5, out=torch.zeros(3, dtype=torch.int16))')
several('_standard_gamma', 'torch._standard_gamma(torch.tensor([1., -1, 2, -.5, 3, .1, 0]), torch.Generator().manual_seed(3))')
several('_standard_gamma_grad', 'torch._standard_gamma_grad(a, a.double())', 'torch._standard_gamma_grad(a, a > 0)', 'torch._standard_gamma_grad(a, a[:2])', 'torch._standard_gamma_grad(a[:, None], a)', 'torch._standard_gamma_grad(a.int(), a.int())', a=['float32', [3], 'positive'])
several('_dirichlet_grad', 'torch._dirichlet_grad(a, a > 0, a)', 'torch._dirichlet_grad(a, a[:1], a[:1] + 1)', 'torch._dirichlet_grad(a, a, a[:2])', a=['float32', [3], 'unit'])
several('tril_indices', 'torch.tril_indices(2, 2, dtype=torch.int16)', 'torch.tril_indices(0, 0, dtype=torch.bool)')
several('triu_indices', 'torch.triu_indices(2, 2, dtype=torch.int16)')
several('gru', 'torch.gru(a, a[:0], [], True, 0, .5, True, False, False)', a=['float32', [3, 1, 2]])
# A variance along no dimension: of all, but its derivative counts one element.
several('var', 'a.var(dim=[])', 'a.var(dim=[], keepdim=True)', 'a.var(dim=[], correction=0)', grad=True, a=['float32', [2, 3], 'ties'])
several('std', 'a.std(dim=[])', 'a.std(dim=[], correction=0)', grad=True, a=['float32', [2, 3], 'ties'])
several('var_mean', 'torch.var_mean(a, dim=[], correction=0)[0]', 'torch.var_mean(a, dim=[])[0]', grad=True, a=['float32', [2, 3], 'ties'])
several('std_mean', 'torch.std_mean(a, dim=[], correction=0)[0]', grad=True, a=['float32', [2, 3], 'ties'])
# A number is converted as a tensor's elements are.
for dtype in ('int16', 'int32', 'int64', 'uint8', 'bool'):
    several('copy_', *[f'a.copy_({value})' for value in ('float("inf")', 'float("-inf")', 'float("nan")', '1e20', '-3e9', '-1.5')], looked=['a'], a=[dtype, [2]])
several('unique_consecutive', 'torch.unique_consecutive(a, return_inverse=True)', 'torch.unique_consecutive(a, True)', 'torch.unique_consecutive(a, False, True)', 'torch.unique_consecutive(a, True, True)', 'torch.unique_consecutive(a, False, True, 0)',
        'torch.unique_consecutive(a, True, False, -1)', 'torch.unique_consecutive(a[:, None], True, False, 0)', 'torch.unique_consecutive(a[0], dim=1)', a=['int64', [5], 'index1'])
several('soft_margin_loss', *[f'(vars(torch._C._nn) if hasattr(torch, "_C") else torch._ops.NN)["soft_margin_loss"](a, b, {reduction})' for reduction in (-1, 0, 1, 2, 3)], a=F32, b=F32)
# Determinants of what is singular.
for values in ('[[1., 2.], [2., 4.]]', '[[1., 2., 3.], [4., 5., 6.], [7., 8., 9.]]', '[[0., 1.], [0., 2.]]', '[[1., 0.], [2., 0.]]'):
    several('det', f'torch.linalg.det(a * 0 + torch.tensor({values}))', f'torch.linalg.det((a * 0 + torch.tensor({values})).mT)', f'torch.linalg.det(torch.stack([a * 0 + torch.tensor({values}), torch.ones_like(torch.tensor({values}))]))', f'torch.linalg.slogdet(torch.tensor({values}))', grad=True, a=['float64', [1, 1]])
several('det', 'torch.linalg.det(a)', 'torch.linalg.det(a * 0)', 'torch.linalg.det(a[None] * 1e-20)', grad=True, a=['float32', [1, 1]])
# Of nothing the dimension is not looked at, and nothing is drawn.
several('cummax', 'a.cummax(5)', 'a.cummax(-3)', a=['float32', [2, 0]])
several('cummin', 'a.cummin(5)', 'a.cummin(-3)', a=['float32', [2, 0]])
several('normal_', 'a.normal_()', 'torch.randn(0, dtype=torch.bool)', 'torch.randn_like(a, dtype=torch.int64)', 'torch.normal(0., 1., (0,), dtype=torch.bool)', a=['bool', [2, 0]])
several('exponential_', 'a.exponential_()', a=['int64', [0]])
several('log_normal_', 'a.log_normal_()', a=['int64', [0]])
several('geometric_', 'a.geometric_(0.5)', a=['bool', [0]])
several('randperm', 'torch.randperm(0, dtype=torch.bool)')
# What comes of an image whose channels lie side by side lies so too, or not, as PyTorch has it.
CHANNELS = 'c.to(memory_format=torch.channels_last)'
for op, calls in {
    'add': ('{c} + 1', '{c} + c', 'c + {c}', '{c} + c[:1, :, :1, :1]', 'c.clone().add_({c})'), 'relu': ('{c}.relu()', '({c} > 0)', '{c}.int()'), 'where': ('torch.where({c} > 0, {c}, c)',), 'softmax': ('{c}.softmax(1)', '{c}.softmax(-1)'),
    'cat': ('torch.cat([{c}, {c}])', 'torch.cat([{c}, {c}], 1)', 'torch.cat([{c}, c], 1)', 'torch.cat([c.unsqueeze(2).to(memory_format=torch.channels_last_3d)] * 2, 1)'), 'stack': ('torch.stack([{c}, {c}])', 'torch.stack([{c}, {c}], 2)', 'torch.stack([{c}, {c}], -1)', 'torch.stack([{c}[0, 0, 0, 0], c[0, 0, 0, 0]])'),
    'index': ('{c}[[0, 1]]', '{c}[:, [0, 2]]', '{c}[:, :, [1], [0]]', 'c[[1]]', 'c[0].mT[:, [0, 1]]', '{c}[{c} > 0]'), 'roll': ('{c}.roll(1, 3)', '{c}.roll(0, 1)', '{c}.roll(2)', '{c}.roll((1, 1), (0, 2))', 'c[:0].roll(1, 7)'),
    'masked_fill': ('{c}.masked_fill({c} > 0, 0)', 'c[0, 0].t().masked_fill(c[0, 0].t() > 0, 1.)'), 'tril': ('{c}.tril()', 'c[0, 0].t().triu()'), 'sum': ('{c}.sum(1)', '{c}.sum(1, keepdim=True)', '{c}.mean((2, 3))', '{c}.mean((2, 3), keepdim=True)'), 'max': ('{c}.max(1)', '{c}.max(1, True)'),
    'conv2d': ('F.conv2d({c}, w)', 'F.conv2d({c}, w.to(memory_format=torch.channels_last))', 'F.conv2d(c, w.to(memory_format=torch.channels_last))', 'F.conv_transpose2d({c}, w.transpose(0, 1))'), 'max_pool2d': ('F.max_pool2d({c}, 2)', 'F.max_pool2d({c}, 2, return_indices=True)'), 'avg_pool2d': ('F.avg_pool2d({c}, 2)',),
    'adaptive_avg_pool2d': ('F.adaptive_avg_pool2d({c}, 1)', 'F.adaptive_avg_pool2d({c}, 2)', 'F.adaptive_avg_pool2d(c, 1)', 'F.adaptive_avg_pool2d({c}, 1).flatten(1)', 'F.adaptive_avg_pool3d(c.unsqueeze(2).to(memory_format=torch.channels_last_3d), 1)'), 'batch_norm': ('F.batch_norm({c}, None, None, training=True)', 'F.batch_norm({c}, torch.zeros(3), torch.ones(3))'),
    'group_norm': ('F.group_norm({c}, 1)',), 'upsample_nearest2d': ('F.interpolate({c}, scale_factor=2)',), 'pad': ('F.pad({c}, (1, 1))', 'F.pad({c}, (1, 1, 1, 1), mode="circular")'), 'pixel_shuffle': ('F.pixel_unshuffle({c}, 2)',), 'flatten': ('{c}.flatten(1)', '{c}.reshape(2, -1)', '{c}.permute(0, 2, 3, 1)'), 'dropout': ('F.dropout({c}, 0.)',),
}.items():
    several(op, *[call.replace('{c}', CHANNELS) for call in calls], grad=True, c=['float32', [2, 3, 4, 4]], **({'w': ['float32', [5, 3, 3, 3]]} if op == 'conv2d' else {}))
