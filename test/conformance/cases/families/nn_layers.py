"""Modules that are one call of a function: how they are made and printed, what they give, in training and not, and what they refuse."""
import re

from sampling import cases, program

FLOATS = {'float32': '', 'float64': '.double()'}


def layer(made, wrong=(), only=('float32', 'float64'), **inputs):
    """A module and what it is given; `wrong` are calls of it that it refuses."""
    what = re.match(r'nn\.(\w+)', made)[1]
    names = ', '.join(inputs)
    program(what, f'm = {made}', '[m, m.extra_repr(), bits(m), list(m.state_dict()), m.training, type(m).__module__]')
    for dtype in only:
        own = {name: [dtype, *words] if isinstance(words[0], list) else words for name, words in inputs.items()}
        program(what, f'm = {made}{FLOATS[dtype]}', f'trained(m, {names})', **own)
    own = {name: ['float32', *words] if isinstance(words[0], list) else words for name, words in inputs.items()}
    program(what, f'm = {made}.eval()', f'[m({names}), m.state_dict()]', **own)
    for call in wrong:
        program(what, f'm = {made}', f'm({call})', **own)


def refused(*made):
    for text in made:
        program(re.match(r'nn\.(\w+)', text)[1], text)


# Linear

layer('nn.Linear(3, 4)', ('a[:, :2]', '', 'a, a', '3', 'a.double()', 'a[0, 0]'), a=[[2, 3]])
layer('nn.Linear(3, 4, bias=False)', a=[[3]])
layer('nn.Linear(20, 30)', a=[[2, 1, 20]])
layer('nn.Linear(3, 4, dtype=torch.float64)', only=['float64'], a=['float64', [2, 3]])
refused('nn.Linear()', 'nn.Linear(3)', 'nn.Linear(3, 4, True, None, None, 5)', 'nn.Linear(3, 4, bogus=1)', 'nn.Linear(-1, 2)', "nn.Linear('x', 2)", 'nn.Linear(2.5, 2)', 'nn.Linear(0, 3)', 'nn.Linear(3, 0)')
layer('nn.Identity(54, unused=1)', ('', 'a, a'), a=[[2, 3]])
layer('nn.Bilinear(3, 4, 5)', ('a', 'a, a', 'b, a', '3, b'), a=[[2, 3]], b=[[2, 4]])
layer('nn.Bilinear(3, 4, 2, bias=False)', a=[[2, 2, 3]], b=[[2, 2, 4]])
refused('nn.Bilinear(0, 4, 5)', 'nn.Bilinear(3, 4)', 'nn.Bilinear()')
layer('nn.Flatten()', ('a[0, 0, 0]', '3'), a=[[2, 3, 4]])
layer('nn.Flatten(0)', a=[[2, 3, 4]])
layer('nn.Flatten(1, 2)', a=[[2, 3, 4, 1]])
layer('nn.Unflatten(1, (2, 3))', ('a[:, :5]',), a=[[2, 6]])
layer('nn.Unflatten(-1, [3, -1])', a=[[2, 6]])
layer('nn.Unflatten(1, torch.Size([2, 3]))', a=[[2, 6]])
refused('nn.Unflatten(1, 3)', 'nn.Unflatten(1, (2, 3.5))', "nn.Unflatten(1, 'x')", 'nn.Unflatten(1)', 'nn.Unflatten()')

# Convolutions

layer('nn.Conv1d(2, 4, 3)', ('a[:, :1]', 'a[:, :, :2]', 'a[0, 0]', 'a.long()', ''), a=[[2, 2, 7]])
layer('nn.Conv1d(2, 4, 3, stride=2, padding=1, dilation=2, groups=2, bias=False)', a=[[2, 2, 9]])
layer("nn.Conv1d(2, 4, 4, padding='same')", a=[[2, 7]])
layer("nn.Conv1d(2, 4, 3, padding='valid', padding_mode='reflect')", a=[[1, 2, 7]])
for mode in ('reflect', 'replicate', 'circular'):
    layer(f"nn.Conv1d(2, 3, 3, padding=2, padding_mode='{mode}')", a=[[2, 2, 6]])
    layer(f"nn.Conv2d(2, 3, 3, padding=(1, 2), padding_mode='{mode}')", a=[[1, 2, 5, 6]])
    layer(f"nn.Conv2d(2, 3, (2, 3), padding='same', padding_mode='{mode}')", a=[[1, 2, 5, 6]])
layer('nn.Conv2d(1, 6, 5)', ('a[0, 0]', 'torch.cat([a, a], 1)', 'a[:, :, :3]', '3', 'a, a', 'a.double()'), a=[[2, 1, 8, 8]])
layer('nn.Conv2d(3, 8, kernel_size=3, padding=1)', a=[[2, 3, 5, 6]])
layer('nn.Conv2d(3, 6, 3, stride=2, padding=1, groups=3)', a=[[2, 3, 5, 6]])
layer('nn.Conv2d(4, 4, (3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1))', a=[[1, 4, 9, 8]])
layer("nn.Conv2d(3, 2, 3, padding='same', dilation=2)", a=[[3, 5, 6]])
layer('nn.Conv2d(3, 2, 1, bias=False)', a=[[2, 3, 4, 4]])
layer('nn.Conv3d(2, 3, 2)', ('a[0, 0]', 'a[:, :1]'), a=[[1, 2, 3, 4, 3]])
layer('nn.Conv3d(2, 4, (1, 2, 3), stride=2, padding=1, groups=2, bias=False)', a=[[1, 2, 3, 4, 3]])
for dim, shape in ((1, [2, 4, 5]), (2, [2, 4, 3, 4]), (3, [1, 4, 2, 3, 2])):
    layer(f'nn.ConvTranspose{dim}d(4, 3, 3)', ('a[:, :3]', 'a, [1]', f'a, {[90] * dim}', 'a[0, 0]'), a=[shape])
    layer(f'nn.ConvTranspose{dim}d(4, 2, 3, stride=2, padding=1, output_padding=1, groups=2, bias=False)', a=[shape])
    layer(f'nn.ConvTranspose{dim}d(4, 2, 2, dilation=2)', a=[shape[1:]])
    size = [each * 2 for each in shape[2:]]
    program(f'ConvTranspose{dim}d', f'm = nn.ConvTranspose{dim}d(4, 2, 2, stride=2)', f'm(a, output_size={size}).shape, m(a, {[1, 1, *size]}).shape, m(a, {[each + 1 for each in size]}).shape', a=['float32', shape])
    for cls in ('Conv', 'ConvTranspose'):
        refused(f'nn.{cls}{dim}d(3, 4, 3, groups=2)', f'nn.{cls}{dim}d(4, 3, 3, groups=2)', f'nn.{cls}{dim}d(4, 4, 3, groups=0)', f'nn.{cls}{dim}d()', f'nn.{cls}{dim}d(3, 4)',
                f"nn.{cls}{dim}d(3, 4, 3, padding_mode='reflect', stride=2, bogus=1)")
    refused(f"nn.Conv{dim}d(3, 4, 3, 2, 'same')", f"nn.ConvTranspose{dim}d(3, 4, 3, padding_mode='reflect')")
program('Conv2d', 'm = nn.Conv2d(1, 2, 3)', "[m.kernel_size, m.stride, m.padding, m.dilation, m.output_padding, m.transposed, m._reversed_padding_repeated_twice, m.groups, m.padding_mode]")
program('Conv2d', "m = nn.Conv2d(1, 2, 4, padding='same', dilation=3)", '[m.padding, m._reversed_padding_repeated_twice, m]')

# Pooling

layer('nn.MaxPool1d(2)', ('a[0, 0]', 'a[:, :, :1]', ''), a=[[2, 3, 7]])
layer('nn.MaxPool1d(3, stride=2, padding=1, dilation=2, ceil_mode=True)', a=[[2, 3, 9]])
layer('nn.MaxPool2d(2)', ('a[0, 0]', '3', 'a.bool()'), a=[[2, 3, 5, 6]])
layer('nn.MaxPool2d((3, 2), stride=(2, 1), padding=1)', a=[[2, 3, 5, 6]])
layer('nn.MaxPool2d(2, return_indices=True)', a=[[3, 5, 6]])
layer('nn.MaxPool3d(2, ceil_mode=True)', a=[[1, 2, 3, 5, 4]])
for dim, shape in ((1, [2, 3, 6]), (2, [2, 3, 4, 6]), (3, [1, 2, 4, 4, 2])):
    program(f'MaxUnpool{dim}d', f'p, m = nn.MaxPool{dim}d(2, 2, return_indices=True), nn.MaxUnpool{dim}d(2, stride=2)', 'y, i = p(a)', '[m, m(y, i), trained(m, y, i)]', a=['float32', shape, 'distinct'])
    program(f'MaxUnpool{dim}d', f'p, m = nn.MaxPool{dim}d(2, 2, return_indices=True), nn.MaxUnpool{dim}d(2)', 'y, i = p(a)', 'm(y, i, output_size=[1])', a=['float32', shape, 'distinct'])
    layer(f'nn.AvgPool{dim}d(2)', ('a[0, 0]', ''), a=[shape])
    layer(f'nn.AvgPool{dim}d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False)', a=[shape])
    layer(f'nn.LPPool{dim}d(2, 2)', a=[shape])
    layer(f'nn.LPPool{dim}d(1.5, 2, stride=1, ceil_mode=True)', a=[shape, 'positive'])
    for kind in ('Avg', 'Max'):
        layer(f'nn.Adaptive{kind}Pool{dim}d(2)', ('', '3'), a=[shape, 'distinct'])
        layer(f'nn.Adaptive{kind}Pool{dim}d({(1,) * dim})', a=[shape[1:], 'distinct'])
        refused(f'nn.Adaptive{kind}Pool{dim}d()', f'nn.Adaptive{kind}Pool{dim}d(2, 3, 4)')
    layer(f'nn.AdaptiveMaxPool{dim}d(2, return_indices=True)', a=[shape, 'distinct'])
    refused(f'nn.MaxPool{dim}d()', f'nn.AvgPool{dim}d()', f'nn.LPPool{dim}d(2)', f'nn.MaxPool{dim}d(2, bogus=1)', f'nn.MaxUnpool{dim}d()')
layer('nn.AdaptiveAvgPool2d((None, 2))', a=[[2, 3, 4, 6]])
layer('nn.AvgPool2d(2, divisor_override=3)', a=[[2, 3, 4, 6]])
layer('nn.AvgPool2d((2, 3), (1, 2))', a=[[2, 3, 4, 6]])
for dim, shape in ((2, [2, 3, 6, 7]), (3, [1, 2, 5, 6, 6])):
    cls = f'FractionalMaxPool{dim}d'
    layer(f'nn.{cls}(2, output_size=3)', ('a[0, 0]', 'a.double()', '3', '', 'a.long()', 'a[..., :1]'), a=[shape])
    layer(f'nn.{cls}({(2, 3, 2)[:dim]}, output_ratio={(0.5, 0.4, 0.5)[:dim]}, return_indices=True)', a=[shape])
    layer(f'nn.{cls}(2, output_ratio=0.5)', a=[shape[1:]])
    layer(f'nn.{cls}(2, (3, 2, 3)[:{dim}], _random_samples=torch.full(({shape[0]}, {shape[1]}, {dim}), 0.75))', only=['float32'], a=[shape])
    program(cls, f'm = nn.{cls}(2, 3)', '[m.kernel_size, m.output_size, m.output_ratio, m.return_indices, m._random_samples, dict(m.named_buffers())]')
    program(cls, f'm = nn.{cls}(2, 3, _random_samples=torch.zeros(1, 2, {dim}))', 'm.state_dict()')
    refused(*(f'nn.{cls}({made})' for made in ('', '2', '2, 3, 0.5', '2, output_ratio=1', '2, output_ratio=1.5', '2, output_ratio=(0.5, 0.5, -1)', '0, 3', '-1, 3', '(2, 0, 1), 3', '[2, -1, 1], 3', '0, 3, 0.5', '2, 3, bogus=1')))

# Normalisation

for dim, shape in ((1, [4, 3]), (1, [2, 3, 5]), (2, [2, 3, 2, 4]), (3, [2, 3, 2, 2, 2])):
    for made in ('3', '3, affine=False', '3, track_running_stats=False', '3, eps=0.1, momentum=0.5', '3, momentum=None', '3, bias=False'):
        layer(f'nn.BatchNorm{dim}d({made})', a=[shape])
    program(f'BatchNorm{dim}d', f'm = nn.BatchNorm{dim}d(3)', 'r = [m(a), m(a + 1), m.running_mean.clone(), m.running_var.clone(), m.num_batches_tracked.clone()]', 'm.eval()', '[r, m(a), m.state_dict()]', a=['float32', shape])
    program(f'BatchNorm{dim}d', f'm = nn.BatchNorm{dim}d(3, momentum=None)', 'm(a), m(a * 2), m(a + 1)', 'm.state_dict()', a=['float32', shape])
    program(f'BatchNorm{dim}d', f'm = nn.BatchNorm{dim}d(3)', 'm(a)', 'm.reset_running_stats()', '[m.state_dict(), m._version]', a=['float32', shape])
    for wrong in ('a[0, 0]', 'a[:1, :, :1, :1, :1][:, :, 0, 0, 0]' if dim == 3 else 'a[:, :2]', 'a[..., None, None, None]', 'a.long()', ''):
        program(f'BatchNorm{dim}d', f'm = nn.BatchNorm{dim}d(3)', f'm({wrong})', a=['float32', shape])
    refused(f'nn.BatchNorm{dim}d()', f'nn.BatchNorm{dim}d(3, 1e-5, 0.1, True, True, None, None, True)')
program('BatchNorm1d', 'm = nn.BatchNorm1d(3)', 'm(a)', a=['float32', [1, 3]])
program('BatchNorm1d', 'm = nn.BatchNorm1d(3)', "s = {'weight': a, 'bias': a, 'running_mean': a, 'running_var': a}", '[m.load_state_dict(s), m.state_dict()]', a=['float32', [3], 'positive'])
program('BatchNorm1d', 'm = nn.BatchNorm1d(3)', 'm.half()', '[m.state_dict(), m(a.half())]', a=['float32', [4, 3]])
layer('nn.SyncBatchNorm(3)', ('a[:, 0]', 'a[:, :0]'), a=[[4, 3, 2]])
program('SyncBatchNorm', 'm = nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3), nn.Sequential(nn.BatchNorm2d(2, momentum=0.5)))', '[nn.SyncBatchNorm.convert_sync_batchnorm(m)]')
layer('nn.LayerNorm(4)', ('a[..., :3]', '', '3', 'a.long()'), a=[[2, 3, 4]])
layer('nn.LayerNorm([3, 4], eps=0.1)', a=[[2, 3, 4]])
layer('nn.LayerNorm((4,), elementwise_affine=False)', a=[[2, 3, 4]])
layer('nn.LayerNorm(4, bias=False)', a=[[4]])
refused('nn.LayerNorm()', 'nn.LayerNorm(2.5)', "nn.LayerNorm('ab')", 'nn.LayerNorm(3, bogus=1)')
layer('nn.GroupNorm(2, 4)', ('a[:, :3]', 'a[0, 0]', ''), a=[[2, 4, 3]])
layer('nn.GroupNorm(4, 4, affine=False, eps=0.1)', a=[[2, 4, 3, 2]])
layer('nn.GroupNorm(1, 4, bias=False)', a=[[2, 4, 3]])
refused('nn.GroupNorm(3, 4)', 'nn.GroupNorm(2)', 'nn.GroupNorm()')
layer('nn.RMSNorm(4)', ('a[..., :3]', ''), a=[[2, 3, 4]])
layer('nn.RMSNorm([3, 4], eps=0.1, elementwise_affine=False)', a=[[2, 3, 4]])
layer('nn.LocalResponseNorm(2)', ('a[0, 0]',), a=[[2, 3, 4]])
layer('nn.LocalResponseNorm(3, alpha=0.1, beta=0.5, k=2.0)', a=[[2, 5, 3, 2]])
refused('nn.RMSNorm()', 'nn.LocalResponseNorm()')
for dim, shape in ((1, [2, 3, 5]), (2, [2, 3, 2, 4]), (3, [2, 3, 2, 2, 2])):
    for made in ('3', '3, affine=True', '3, track_running_stats=True', '3, eps=0.1, momentum=0.5, affine=True, track_running_stats=True'):
        layer(f'nn.InstanceNorm{dim}d({made})', a=[shape])
        layer(f'nn.InstanceNorm{dim}d({made})', ('a[0, 0]', 'torch.cat([a, a], 0)', ''), a=[shape[1:]])
    program(f'InstanceNorm{dim}d', f'm = nn.InstanceNorm{dim}d(3)', "s = {'running_mean': a, 'running_var': a}", 'm.load_state_dict(s)', a=['float32', [3]])
    program(f'InstanceNorm{dim}d', f'm = nn.InstanceNorm{dim}d(2)', 'warned(lambda: m(a))', a=['float32', shape])
    refused(f'nn.InstanceNorm{dim}d()')

# Padding

for dim, shape in ((1, [2, 3, 5]), (2, [1, 2, 4, 5]), (3, [1, 2, 3, 4, 3])):
    for kind, more in (('Constant', ', 3.5'), ('Zero', ''), ('Reflection', ''), ('Replication', ''), ('Circular', '')):
        layer(f'nn.{kind}Pad{dim}d(1{more})', ('', '3', 'a[0, 0]'), a=[shape])
        layer(f'nn.{kind}Pad{dim}d({tuple(i % 3 for i in range(2 * dim))}{more})', a=[shape[1:]])
        refused(f'nn.{kind}Pad{dim}d()', f'nn.{kind}Pad{dim}d(1, 2, 3)')

# Images

layer('nn.Unfold(2)', ('a[0, 0]', ''), a=[[2, 3, 4, 5]])
layer('nn.Unfold((2, 3), dilation=2, padding=1, stride=2)', a=[[2, 3, 5, 5]])
layer('nn.Fold((4, 5), 2)', ('a[:, :5]', 'a[..., :3]'), a=[[2, 12, 12]])
layer('nn.Fold(output_size=4, kernel_size=2, stride=2)', a=[[12, 4]])
layer('nn.PixelShuffle(2)', ('a[:, :3]', 'a[0, 0]'), a=[[2, 8, 2, 3]])
layer('nn.PixelUnshuffle(2)', ('a[..., :3]',), a=[[2, 2, 4, 6]])
layer('nn.ChannelShuffle(2)', ('a[:, :3]', 'a[0, 0, 0]'), a=[[1, 4, 2, 2]])
layer('nn.Upsample(scale_factor=2)', ('a[0, 0]', ''), a=[[1, 2, 3]])
layer("nn.Upsample(size=(5, 6), mode='bilinear')", ('a[0]',), a=[[1, 2, 3, 4]])
layer("nn.Upsample(scale_factor=(2, 1.5), mode='bilinear', align_corners=True)", a=[[1, 2, 3, 4]])
layer("nn.Upsample(scale_factor=2, mode='bicubic')", a=[[1, 2, 3, 4]])
layer("nn.Upsample(scale_factor=2, mode='trilinear', align_corners=False)", a=[[1, 2, 2, 3, 2]])
layer("nn.Upsample(size=6, mode='linear')", a=[[1, 2, 4]])
layer('nn.Upsample(scale_factor=1.6, recompute_scale_factor=True)', a=[[1, 2, 4]])
layer("nn.Upsample(4, mode='nearest-exact')", a=[[1, 2, 3]])
layer('nn.UpsamplingNearest2d(scale_factor=2)', a=[[1, 2, 3, 4]])
layer('nn.UpsamplingBilinear2d(size=(4, 5))', a=[[1, 2, 3, 4]])
refused('nn.Fold()', 'nn.Unfold()', 'nn.PixelShuffle()', 'nn.ChannelShuffle()', 'nn.UpsamplingNearest2d(mode=1)')
program('Upsample', 'nn.Upsample()(a)', a=['float32', [1, 2, 3]])
program('Upsample', "nn.Upsample(2, 2)(a)", a=['float32', [1, 2, 3]])
program('Upsample', "nn.Upsample(2, mode='bogus')(a)", a=['float32', [1, 2, 3]])
program('Upsample', "nn.Upsample(2, align_corners=True)(a)", a=['float32', [1, 2, 3]])

# Embeddings

WORDS = ['int64', [2, 3], 'index5']
layer('nn.Embedding(5, 3)', ('i + 5', 'i.float()', '', 'i, i'), only=['float32'], i=WORDS)
layer('nn.Embedding(5, 3, padding_idx=1)', only=['float32'], i=WORDS)
layer('nn.Embedding(5, 3, padding_idx=-1, scale_grad_by_freq=True)', only=['float32'], i=WORDS)
layer('nn.Embedding(50, 30)', only=['float32'], i=WORDS)
layer('nn.Embedding(5, 3, max_norm=1.0, norm_type=1.0)', only=['float32'], i=WORDS)
refused('nn.Embedding(5, 3, padding_idx=5)', 'nn.Embedding(5, 3, padding_idx=-6)', 'nn.Embedding(5)', 'nn.Embedding()', 'nn.Embedding(5, 3, _weight=torch.zeros(3, 5))', 'nn.Embedding.from_pretrained(torch.zeros(3))', 'nn.Embedding(-1, 3)')
for more in ('', ', freeze=False', ', padding_idx=1', ', True, 0, 2.0'):
    program('Embedding', f'm = nn.Embedding.from_pretrained(w{more})', '[m, m.weight, m(i), m.weight.requires_grad, m.num_embeddings, m.embedding_dim, m.padding_idx]', w=['float32', [5, 3]], i=WORDS)
program('Embedding', 'm = nn.Embedding(5, 3, padding_idx=0)', '[m.weight[0], trained(m, i)]', i=WORDS)
program('Embedding', 'm = nn.Embedding.from_pretrained(w)', 'w[0, 0] = 9', 'm.weight', w=['float32', [2, 2]])
program('Embedding', "[nn.Embedding(5, 3, sparse=True), nn.Embedding(5, 3, norm_type=1), nn.Embedding(2, 2, max_norm=2, scale_grad_by_freq=True)]")
for mode in ('sum', 'mean', 'max'):
    layer(f"nn.EmbeddingBag(5, 3, mode='{mode}')", ('i[0]', 'i.float()', 'i[None]'), only=['float32'], i=WORDS)
    program('EmbeddingBag', f"m = nn.EmbeddingBag(5, 3, mode='{mode}', padding_idx=1)", 'trained(m, i.flatten(), torch.tensor([0, 2]))', i=WORDS)
    program('EmbeddingBag', f"m = nn.EmbeddingBag(5, 3, mode='{mode}', include_last_offset=True)", 'trained(m, i.flatten(), torch.tensor([0, 2, 6]))', i=WORDS)
program('EmbeddingBag', "m = nn.EmbeddingBag(5, 3, mode='sum')", 'trained(m, i, None, s)', i=WORDS, s=['float32', [2, 3]])
program('EmbeddingBag', "m = nn.EmbeddingBag.from_pretrained(w, mode='sum', freeze=False)", '[m, m.weight, m(i)]', w=['float32', [5, 3]], i=WORDS)
program('EmbeddingBag', 'm = nn.EmbeddingBag.from_pretrained(w)', '[m, m.weight, m(i)]', w=['float32', [5, 3]], i=WORDS)
refused('nn.EmbeddingBag(5)', 'nn.EmbeddingBag(5, 3, padding_idx=7)', 'nn.EmbeddingBag(5, 3, max_norm=1, norm_type=1, scale_grad_by_freq=True, padding_idx=-1)', 'nn.EmbeddingBag.from_pretrained(torch.zeros(2))')

# Dropout

for kind, shape in (('Dropout', [3, 4]), ('Dropout1d', [2, 3, 4]), ('Dropout2d', [2, 3, 2, 2]), ('Dropout3d', [2, 3, 2, 2, 2]), ('AlphaDropout', [3, 4]), ('FeatureAlphaDropout', [2, 3, 4])):
    for p in ('', '0.2', 'p=0.0', '1.0', '0.5, True' if kind != 'Dropout1d' else '0.1'):
        if ', True' in p:
            # In place, of what is no leaf.
            program(kind, f'm = nn.{kind}({p})', '[m, m(a * 1)]', a=['float32', shape])
        else:
            layer(f'nn.{kind}({p})', ('', '3'), a=[shape])
    refused(f'nn.{kind}(1.5)', f'nn.{kind}(-0.1)', f"nn.{kind}('x')", f'nn.{kind}(0.5, True, 1)', f'nn.{kind}(bogus=1)')

# Activations

for made in ('Threshold(0.1, 20)', 'ReLU()', 'Hardtanh()', 'Hardtanh(-2.0, 0.5)', 'ReLU6()', 'Sigmoid()', 'Hardsigmoid()', 'Tanh()', 'SiLU()', 'Mish()', 'Hardswish()', 'ELU()', 'ELU(0.5)',
             'CELU()', 'CELU(2.0)', 'SELU()', 'GLU()', 'GLU(0)', 'GELU()', "GELU(approximate='tanh')", "GELU('tanh')", 'Hardshrink()', 'Hardshrink(1.0)', 'LeakyReLU()', 'LeakyReLU(0.2)', 'LogSigmoid()',
             'Softplus()', 'Softplus(2, 1)', 'Softshrink()', 'Softshrink(0.1)', 'Softsign()', 'Tanhshrink()', 'Softmin(0)', 'Softmin(dim=1)', 'Softmax(1)', 'Softmax(dim=-1)', 'LogSoftmax(dim=1)', 'PReLU()',
             'PReLU(4, init=0.1)', 'RReLU()', 'RReLU(0.1, 0.9)'):
    layer(f'nn.{made}', ('', 'a, a', '3', "'x'"), a=[[4, 4]])
layer('nn.Softmax2d()', ('a[0, 0]',), a=[[2, 3, 2, 2]])
for made in ('ReLU(True)', 'ReLU6(inplace=True)', 'Hardtanh(inplace=True)', 'SiLU(True)', 'Mish(True)', 'Hardswish(True)', 'Hardsigmoid(True)', 'ELU(inplace=True)', 'CELU(inplace=True)', 'SELU(True)',
             'LeakyReLU(0.1, True)', 'Threshold(0.1, 20, True)', 'RReLU(inplace=True)'):
    program(made.partition('(')[0], f'm = nn.{made}', 'b = a.clone()', 'c = m(b)', '[m, c, b, c is b]', a=['float32', [3, 4]])
refused('nn.Hardtanh(1, 0)', 'nn.Threshold(1)', 'nn.ReLU(1, 2)', 'nn.ReLU(bogus=1)', 'nn.Softmax(1, 2)', 'nn.Softplus(1, 2, 3)', 'nn.Sigmoid(1)', 'nn.Tanh(1)', 'nn.GELU(1, 2)', 'nn.PReLU(-1)', "nn.GELU('x')(torch.ones(2))",
        'nn.GLU()(torch.ones(3))', 'nn.Softmax2d(1)', 'nn.LogSigmoid(1)', 'nn.LeakyReLU(1, 2, 3)')
program('Hardtanh', 'warned(lambda: nn.Hardtanh(min_value=-3, max_value=2))')
for made in ('Softmax()', 'LogSoftmax()', 'Softmin()'):
    for shape in ([3], [2, 3], [2, 3, 2], [1, 2, 3, 2]):
        program(made.partition('(')[0], f'm = nn.{made}', '[m, warned(lambda: m(a))]', a=['float32', shape])

# Distances

layer('nn.PairwiseDistance()', ('a', ''), a=[[2, 3]], b=[[2, 3], 'positive'])
layer('nn.PairwiseDistance(1, 0.1, True)', a=[[2, 3]], b=[[2, 3], 'positive'])
layer('nn.CosineSimilarity()', ('a', 'a, b[:, :2]'), a=[[2, 3]], b=[[2, 3], 'positive'])
layer('nn.CosineSimilarity(dim=0, eps=0.1)', a=[[2, 3]], b=[[2, 3], 'positive'])

# Losses

PAIR = {'a': [[3, 4]], 'b': [[3, 4], 'open']}
for cls, more in (('L1Loss', {}), ('MSELoss', {}), ('SmoothL1Loss', {'': 'beta=0.5'}), ('HuberLoss', {'': 'delta=0.5'})):
    for reduction in ("", "reduction='sum'", "reduction='none'", *more.values()):
        layer(f'nn.{cls}({reduction})', ('a', '', 'a, 3', 'a, b.long()', 'a, b[:, :2]'), **PAIR)
    refused(f'nn.{cls}(bogus=1)', f"nn.{cls}(reduction='bogus')(torch.ones(2), torch.ones(2))")
CLASSES = ['int64', [3], 'index4']
for reduction in ("", "reduction='sum'", "reduction='none'", 'ignore_index=1', 'weight=torch.tensor([1., 2., 3., 4.])'):
    layer(f'nn.NLLLoss({reduction})', ('a, i + 4', 'a, i.float()', 'a, i[:2]', 'a'), only=['float32'], a=[[3, 4]], i=CLASSES)
    layer(f'nn.CrossEntropyLoss({reduction})', ('a, i + 4', 'a, i.int()', 'a, i[:2]', 'a'), only=['float32'], a=[[3, 4]], i=CLASSES)
layer('nn.CrossEntropyLoss(label_smoothing=0.1)', a=[[3, 4]], i=CLASSES)
layer('nn.CrossEntropyLoss()', a=[[3, 4]], b=[[3, 4], 'unit'])
layer('nn.CrossEntropyLoss()', a=[[2, 4, 3]], i=['int64', [2, 3], 'index4'])
for made in ('', ', bias=True', ', bias=True, weight=torch.tensor([1., 2., 3., 4.]), ignore_index=1', ', label_smoothing=0.1', ", reduction='none'", ", options=nn.LinearCrossEntropyOptions(batch_chunk_size=2)", ", bias=True, reduction='none', options=nn.LinearCrossEntropyOptions()"):
    layer(f'nn.LinearCrossEntropyLoss(5, 4{made})', ('a, i + 4', 'a[:, :3], i', 'a, i[:2]', 'a'), a=[[3, 5]], i=CLASSES)
layer('nn.LinearCrossEntropyLoss(5, 4, out_features=(2, 3), bias=True)', ('a[0], i[0]',), a=[[2, 5]], i=['int64', [2, 2, 3], 'index4'])
layer('nn.LinearCrossEntropyLoss(5, 4, dtype=torch.float64)', only=['float64'], a=['float64', [3, 5]], b=['float64', [3, 4], 'unit'])
refused('nn.LinearCrossEntropyLoss()', 'nn.LinearCrossEntropyLoss(3)', 'nn.LinearCrossEntropyLoss(3, 4, (2,))', 'nn.LinearCrossEntropyLoss(3, 4, weight=torch.ones(3))', 'nn.LinearCrossEntropyLoss(3, 4, label_smoothing=1.5)',
        'nn.LinearCrossEntropyLoss(3, 4, label_smoothing=-0.5)', "nn.LinearCrossEntropyLoss(3, 4, reduction='bogus')(torch.ones(2, 3), torch.tensor([0, 1]))")
for made in ('', 'True, 2', "chunking_method='aspect_ratio:4'", 'acc_dtype=torch.float32', 'acc_dtype=torch.int8', "acc_policy='fast'", "chunking_method='aspect_ratio:0'", "chunking_method='aspect_ratio:'", "chunking_method='rows'", 'batch_chunk_size=0', 'batch_chunk_size=1.5', 'True, 2, None, None', 'bogus=1'):
    program('LinearCrossEntropyOptions', f'm = nn.LinearCrossEntropyOptions({made})', 'm, m.__slots__, type(m).__module__, m == nn.LinearCrossEntropyOptions()')
program('LinearCrossEntropyOptions', 'nn.LinearCrossEntropyOptions().acc_policy = 3')
PROBABLE = {'a': [[3, 4], 'unit'], 'b': [[3, 4], 'unit']}
for reduction in ("", "reduction='sum'", "reduction='none'", 'weight=torch.ones(3, 4) * 2'):
    layer(f'nn.BCELoss({reduction})', ('a, b[:2]', 'a + 3, b', 'a'), only=['float32'], **PROBABLE)
    layer(f'nn.BCEWithLogitsLoss({reduction})', ('a, b[:2]', 'a, b.long()', 'a'), only=['float32'], **PROBABLE)
layer('nn.BCEWithLogitsLoss(pos_weight=torch.tensor([1., 2., 3., 4.]))', only=['float32'], **PROBABLE)
for made in ('KLDivLoss()', "KLDivLoss(reduction='batchmean')", "KLDivLoss(reduction='sum', log_target=True)", 'PoissonNLLLoss()', "PoissonNLLLoss(log_input=False, full=True, reduction='sum')",
             'MultiLabelSoftMarginLoss()', 'MultiLabelSoftMarginLoss(weight=torch.ones(4) * 2)', 'HingeEmbeddingLoss()', "HingeEmbeddingLoss(0.5, reduction='sum')"):
    layer(f'nn.{made}', ('a', ''), only=['float32'], **PROBABLE)
for made in ('SoftMarginLoss()', "SoftMarginLoss(reduction='none')"):
    # A target that wants a gradient is refused.
    program('SoftMarginLoss', f'm = nn.{made}', '[m, trained(m, a, target=b)]', **{name: ['float32', *words] for name, words in PAIR.items()})
for made in ('GaussianNLLLoss()', "GaussianNLLLoss(full=True, eps=0.1, reduction='none')"):
    layer(f'nn.{made}', ('a, b', 'a, b, -v', 'a, b, v[:2]'), only=['float32'], a=[[3, 4]], b=[[3, 4], 'open'], v=[[3, 4], 'positive'])
for made in ('TripletMarginLoss()', "TripletMarginLoss(margin=0.5, p=1.0, swap=True, reduction='none')", 'TripletMarginWithDistanceLoss()',
             "TripletMarginWithDistanceLoss(distance_function=nn.PairwiseDistance(1), margin=0.5, swap=True, reduction='sum')"):
    layer(f'nn.{made}', ('a, b', ''), only=['float32'], a=[[3, 4]], b=[[3, 4], 'open'], v=[[3, 4], 'positive'])
for made in ('MarginRankingLoss()', "MarginRankingLoss(0.5, reduction='sum')"):
    layer(f'nn.{made}', ('a, b',), only=['float32'], a=[[3]], b=[[3], 'open'], v=[[3], 'positive'])
for made in ('CosineEmbeddingLoss()', "CosineEmbeddingLoss(0.5, reduction='none')"):
    layer(f'nn.{made}', ('a, b',), only=['float32'], a=[[3, 4]], b=[[3, 4], 'open'], v=[[3], 'positive'])
for made in ('MultiMarginLoss()', 'MultiMarginLoss(p=2, margin=0.5, weight=torch.tensor([1., 2., 3., 4.]))'):
    layer(f'nn.{made}', ('a, i + 4', 'a'), only=['float32'], a=[[3, 4]], i=CLASSES)
layer('nn.MultiLabelMarginLoss()', ('a, i[:, :2]',), only=['float32'], a=[[3, 4]], i=['int64', [3, 4], 'index4'])
for made in ('CTCLoss()', "CTCLoss(blank=1, reduction='sum', zero_infinity=True)"):
    program('CTCLoss', f'm = nn.{made}', '[m, trained(m, a.log_softmax(2), torch.tensor([[2, 3], [3, 2]]), torch.tensor([6, 5]), torch.tensor([2, 1]))]', a=['float32', [6, 2, 4]])
refused('nn.HuberLoss(delta=[1])', 'nn.MultiMarginLoss(p=3)', 'nn.MultiMarginLoss(weight=torch.ones(2, 2))', 'nn.TripletMarginLoss(margin=0)', 'nn.TripletMarginLoss(margin=-1.5)',
        'nn.TripletMarginWithDistanceLoss(margin=0)', 'nn.GaussianNLLLoss(True)', 'nn.CTCLoss(1, 2, 3, 4)', 'nn.NLLLoss(bogus=1)', 'nn.CrossEntropyLoss(label_smoothing=2.0)(torch.ones(2, 3), torch.tensor([0, 1]))')
program('MSELoss', "warned(lambda: nn.MSELoss(size_average=False))[0], nn.MSELoss(size_average=False).reduction, nn.MSELoss(reduce=False).reduction, nn.L1Loss(True, False).reduction, nn.L1Loss(True, True).reduction")
program('MSELoss', 'warned(lambda: nn.MSELoss()(a, b))', a=['float32', [2, 3]], b=['float32', [2, 1]])
program('NLLLoss2d', 'warned(lambda: nn.NLLLoss2d())')
program('CrossEntropyLoss', "m = nn.CrossEntropyLoss(weight=torch.tensor([1., 2.]))", '[m.weight, m.state_dict(), list(m.buffers()), list(m.parameters())]')
program('BCEWithLogitsLoss', "m = nn.BCEWithLogitsLoss(pos_weight=torch.tensor([1., 2.]))", '[m.weight, m.pos_weight, m.state_dict()]')

# Very many classes

SAMPLES = {'a': ['float32', [6, 8]], 'i': ['int64', [6], 'index20']}
for more in ('', ', div_value=2.0', ', head_bias=True'):
    program('AdaptiveLogSoftmaxWithLoss', f'm = nn.AdaptiveLogSoftmaxWithLoss(8, 20, cutoffs=[5, 10]{more})', '[m, bits(m), trained(m, a, i), m.log_prob(a), m.predict(a), m(a[0], i[0])]', **SAMPLES)
program('AdaptiveLogSoftmaxWithLoss', 'm = nn.AdaptiveLogSoftmaxWithLoss(8, 20, cutoffs=[5, 10])', 'repr(m(a, i).loss.shape)', **SAMPLES)
for text in ('a, i[:2]', 'a, i + 20', 'a[0], i', 'a, i[0]', 'a, i[None]'):
    program('AdaptiveLogSoftmaxWithLoss', 'm = nn.AdaptiveLogSoftmaxWithLoss(8, 20, cutoffs=[5, 10])', f'm({text})', **SAMPLES)
refused('nn.AdaptiveLogSoftmaxWithLoss(8, 20, [])', 'nn.AdaptiveLogSoftmaxWithLoss(8, 20, [10, 5])', 'nn.AdaptiveLogSoftmaxWithLoss(8, 20, [5, 5])', 'nn.AdaptiveLogSoftmaxWithLoss(8, 20, [0])', 'nn.AdaptiveLogSoftmaxWithLoss(8, 20, [20])')

TOLERANCES = {each['op']: {'kind': 'relative', 'relative': 1e-6} for each in cases}
