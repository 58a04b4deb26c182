"""Losses."""
from sampling import ALL, FLOATS, case, program

REDUCTIONS = ("'none'", "'mean'", "'sum'")
LAYOUTS = ('transposed', 'strided', 'expanded', 'offset')
NAMES = ('mse_loss', 'l1_loss', 'smooth_l1_loss', 'huber_loss', 'binary_cross_entropy', 'binary_cross_entropy_with_logits', 'nll_loss', 'cross_entropy', 'kl_div', 'poisson_nll_loss', 'gaussian_nll_loss',
         'hinge_embedding_loss', 'margin_ranking_loss', 'soft_margin_loss', 'multi_margin_loss', 'multilabel_margin_loss', 'multilabel_soft_margin_loss', 'triplet_margin_loss',
         'triplet_margin_with_distance_loss', 'cosine_embedding_loss', 'ctc_loss', 'linear_cross_entropy')
TOLERANCES = {name: {'kind': 'relative', 'relative': 1e-6} for name in NAMES}
#: Of both signs, as those take their targets.
SIGN = 'torch.where(t > 0, 1., -1.).to(a.dtype)'


def usual(op, arguments, extra=(), twice=True, **others):
    """Each reduction, precision, layout and shape; `others` are the inputs beside the first, with kinds."""
    call = f'F.{op}(a, {arguments}'
    kind = others.pop('kind', 'normal')

    def given(dtype, shape, layout='plain'):
        return {'a': [dtype, shape, kind, layout], **{name: [dtype, shape, each] for name, each in others.items()}}
    for dtype in FLOATS:
        for reduction in REDUCTIONS:
            case(op, f'{call}, reduction={reduction})', True, **given(dtype, [3, 4]))
    for more in extra:
        for dtype in ('float32', 'float64'):
            for reduction in REDUCTIONS:
                case(op, f'{call}, {more}, reduction={reduction})', True, **given(dtype, [3, 4]))
    for layout in LAYOUTS:
        case(op, f'{call})', True, **given('float32', [3, 4], layout))
    for shape in ([0, 4], [1, 1], [2, 3, 2, 1, 2]):
        case(op, f'{call})', True, **given('float32', shape))
    if twice:
        case(op, f'torch.autograd.grad({call}), a, create_graph=True)[0].square()', True, **given('float64', [3, 4]))
    case(op, f"{call}, reduction='max')", **given('float32', [3, 4]))
    # This one asks a function that is not here by this name.
    if op != 'multilabel_soft_margin_loss':
        case(op, f"F.{op}('x', {arguments})", **given('float32', [3, 4]))
    case(op, f'{call}, reduction=1)', **given('float32', [3, 4]))
    case(op, f'{call}, bogus=1)', **given('float32', [3, 4]))
    case(op, f'F.{op}(a)', **given('float32', [3, 4]))
    case(op, f'F.{op}()', **given('float32', [3, 4]))
    case(op, f'{call}, size_average=False)', True, **given('float32', [3, 4]))
    case(op, f'{call}, reduce=False)', True, **given('float32', [3, 4]))


for op, extra in (('mse_loss', ()), ('l1_loss', ()), ('smooth_l1_loss', ('beta=0.5', 'beta=0', 'beta=2')), ('huber_loss', ('delta=0.5', 'delta=2'))):
    if op == 'huber_loss':
        extra = (*extra, 'weight=w')
    elif op != 'smooth_l1_loss':
        extra = (*extra, 'weight=w')
    usual(op, 'b', extra, twice=op != 'l1_loss', b='normal', w='positive')
    for dtype in ALL:
        case(op, f'F.{op}(a, b)', a=[dtype, [3]], b=['float32', [3]])
    case(op, f'F.{op}(a, b)', True, a=['float32', [3, 4]], b=['float32', [4]])
    case(op, f'F.{op}(a, b)', a=['float32', [3, 4]], b=['float32', [3]])
    case(op, f"F.{op}(a, 'x')", a=['float32', [3, 4]])
    if extra and 'weight=w' in extra:
        case(op, f'F.{op}(a, b, weight=b[0])', a=['float32', [3, 4]], b=['float32', [3, 4]])
case('smooth_l1_loss', 'F.smooth_l1_loss(a, b, beta=-1.0)', a=['float32', [3, 4]], b=['float32', [3, 4]])

usual('binary_cross_entropy', 'b.detach()', ('weight=w.detach()',), kind='unit', b='unit', w='positive')
usual('binary_cross_entropy_with_logits', 'b.detach()', ('weight=w.detach()', 'pos_weight=w.detach()', 'weight=w[0].detach(), pos_weight=w[1].detach()'), b='unit', w='positive')
for op in ('binary_cross_entropy', 'binary_cross_entropy_with_logits'):
    case(op, f'F.{op}(a, b)', a=['float32', [3, 4], 'unit'], b=['float32', [4], 'unit'])
    case(op, f'F.{op}(a, b)', a=['float32', [3, 4], 'unit'], b=['float32', [3, 1], 'unit'])
    case(op, f'F.{op}(a * 3, b)', a=['float32', [3, 4], 'unit'], b=['float32', [3, 4], 'unit'])

for shape, target in (([3, 4], [3]), ([4], []), ([2, 4, 3], [2, 3]), ([2, 4, 2, 3], [2, 2, 3])):
    for dtype in ('float32', 'float64'):
        given = {'a': [dtype, shape], 't': ['int64', target, 'index4'], 'w': [dtype, [4], 'positive']}
        for reduction in REDUCTIONS:
            for arguments in ('', ', weight=w.detach()', ', ignore_index=1', ', w.detach(), ignore_index=2'):
                case('nll_loss', f'F.nll_loss(a, t{arguments}, reduction={reduction})', True, **given)
                case('cross_entropy', f'F.cross_entropy(a, t{arguments}, reduction={reduction})', True, **given)
            for arguments in ('label_smoothing=0.1', 'weight=w.detach(), label_smoothing=0.3', 'ignore_index=1, label_smoothing=0.2'):
                case('cross_entropy', f'F.cross_entropy(a, t, {arguments}, reduction={reduction})', True, **given)
            for arguments in ('', ', weight=w.detach()', ', label_smoothing=0.2'):
                # PyTorch divides by a number here, which is another node than that of a division.
                case('cross_entropy', f'F.cross_entropy(a, p{arguments}, reduction={reduction}) * 1', True, p=[dtype, shape, 'unit'], **given)
for op in ('nll_loss', 'cross_entropy'):
    for layout in LAYOUTS:
        case(op, f'F.{op}(a, t)', True, a=['float32', [3, 4], 'normal', layout], t=['int64', [3], 'index4'])
    given = {'a': ['float32', [3, 4]], 't': ['int64', [3], 'index4'], 'w': ['float32', [4], 'positive']}
    for arguments in ('t[:2]', 't + 4', 't - 5', 't, w[:3]', 't, w.double()', 't.float()', 't.int()', "t, reduction='max'", 't, bogus=1', 't.unsqueeze(0)', ''):
        case(op, f'F.{op}(a, {arguments})', **given)
case('cross_entropy', 'torch.autograd.grad(F.cross_entropy(a, t), a, create_graph=True)[0].square()', True, a=['float64', [3, 4]], t=['int64', [3], 'index4'])

usual('kl_div', 'b', ("log_target=True",), kind='normal', b='unit')
case('kl_div', "F.kl_div(a, b, reduction='batchmean')", True, a=['float32', [3, 4]], b=['float32', [3, 4], 'unit'])
case('kl_div', "F.kl_div(a, b * 0)", a=['float32', [3, 4]], b=['float32', [3, 4], 'unit'])
usual('poisson_nll_loss', 'b.detach() * 3', ('log_input=False', 'full=True', 'log_input=False, full=True, eps=0.1'), kind='positive', b='unit')
usual('gaussian_nll_loss', 'b, c', ('full=True', 'eps=2.0'), kind='normal', b='normal', c='positive')
for arguments in ('b, 0.5', 'b, c[:, :1]', 'b, c[:, 0]', 'b, -c', 'b, -1.0', 'b, c[:2]', 'b, c[0]'):
    case('gaussian_nll_loss', f'F.gaussian_nll_loss(a, {arguments})', True, a=['float32', [3, 4]], b=['float32', [3, 4]], c=['float32', [3, 4], 'positive'])
usual('hinge_embedding_loss', SIGN, ('margin=0.5',), t='normal')
usual('soft_margin_loss', SIGN, t='normal')
for target in ('a[0].sign()', 'a[:, :3]', 'a[:2].long()'):
    case('soft_margin_loss', f'F.soft_margin_loss(a, {target})', a=['float32', [3, 4]])
usual('margin_ranking_loss', f'b, {SIGN}', ('margin=0.5',), b='normal', t='normal')
case('margin_ranking_loss', 'F.margin_ranking_loss(a, a[0], a)', a=['float32', [3, 4]])
usual('multilabel_soft_margin_loss', 'b.detach()', ('weight=w[0].detach()',), b='unit', w='positive')
for shape in ([3, 4], [4]):
    for dtype in ('float32', 'float64'):
        given = {'a': [dtype, shape], 't': ['int64', shape[:-1], 'index4'], 'w': [dtype, [4], 'positive'], 'l': ['int64', shape, 'index5']}
        for reduction in REDUCTIONS:
            for arguments in ('', ', p=2', ', margin=0.5', ', weight=w.detach()', ', 2, 2.0, w.detach()'):
                case('multi_margin_loss', f'F.multi_margin_loss(a, t{arguments}, reduction={reduction})', True, **given)
            case('multilabel_margin_loss', f'F.multilabel_margin_loss(a, l - 1, reduction={reduction})', True, **given)
            case('multilabel_margin_loss', f'F.multilabel_margin_loss(a, l.clamp(max=3), reduction={reduction})', True, **given)
            case('multilabel_margin_loss', f'F.multilabel_margin_loss(a, l * 0 - 1, reduction={reduction})', True, **given)
            case('multilabel_margin_loss', f'F.multilabel_margin_loss(a, l.sort(-1, True)[0] - 1, reduction={reduction})', True, **given)
given = {'a': ['float32', [3, 4]], 't': ['int64', [3], 'index4'], 'w': ['float32', [4], 'positive'], 'l': ['int64', [3, 4], 'index5']}
for arguments in ('t[:2]', 't + 4', 't - 9', 't, 3', 't, weight=w[:3]', 't, weight=a', 't.int()', "t, reduction='max'", 't, bogus=1'):
    case('multi_margin_loss', f'F.multi_margin_loss(a, {arguments})', **given)
for arguments in ('l[:2]', 'l + 4', 'l - 9', 'l.int()', "l, reduction='max'", 'l, bogus=1'):
    case('multilabel_margin_loss', f'F.multilabel_margin_loss(a, {arguments})', **given)
for layout in LAYOUTS:
    case('multi_margin_loss', 'F.multi_margin_loss(a, t)', True, a=['float32', [3, 4], 'normal', layout], t=given['t'])
    case('multilabel_margin_loss', 'F.multilabel_margin_loss(a, l - 1)', True, a=['float32', [3, 4], 'normal', layout], l=given['l'])
usual('triplet_margin_loss', 'b, c', ('margin=2.0', 'p=1', 'swap=True', 'eps=0.1, p=3'), b='positive', c='unit')
for arguments in ('b, c, margin=0', 'b, c[0]', 'b[:, :3], c'):
    case('triplet_margin_loss', f'F.triplet_margin_loss(a, {arguments})', a=['float32', [3, 4]], b=['float32', [3, 4]], c=['float32', [3, 4]])
for reduction in REDUCTIONS:
    for arguments in ('', ', margin=2.0', ', swap=True', ', distance_function=lambda x, y: (x - y).abs().sum(-1)'):
        for dtype in ('float32', 'float64'):
            for layout in ('plain', 'transposed'):
                case('triplet_margin_with_distance_loss', f'F.triplet_margin_with_distance_loss(a, b, c{arguments}, reduction={reduction})', True, a=[dtype, [3, 4], 'normal', layout], b=[dtype, [3, 4], 'positive'], c=[dtype, [3, 4], 'unit'])
for arguments in ("b, c, reduction='max'", 'b, c, margin=0', 'b, c[0]', 'b', 'b, c, 1.0', 'b[:, :3], c'):
    case('triplet_margin_with_distance_loss', f'F.triplet_margin_with_distance_loss(a, {arguments})', a=['float32', [3, 4]], b=['float32', [3, 4]], c=['float32', [3, 4]])
for reduction in REDUCTIONS:
    for margin in ('0', '0.5', '-0.5'):
        for dtype in FLOATS:
            case('cosine_embedding_loss', f'F.cosine_embedding_loss(a, b, torch.where(t > 1, 1, -1), {margin}, reduction={reduction})', True, a=[dtype, [3, 4]], b=[dtype, [3, 4], 'positive'], t=['int64', [3], 'index4'])
for layout in LAYOUTS:
    case('cosine_embedding_loss', 'F.cosine_embedding_loss(a, b, torch.where(t > 1, 1, -1))', True, a=['float32', [3, 4], 'normal', layout], b=['float32', [3, 4], 'positive'], t=['int64', [3], 'index4'])
case('cosine_embedding_loss', 'F.cosine_embedding_loss(a[0], b[0], t[0] * 0 + 1)', True, a=['float32', [3, 4]], b=['float32', [3, 4]], t=['int64', [3], 'index4'])
for arguments in ('b, a', 'b[0], t', 'b, t[0]', "b, t, reduction='max'", 'b', 'b, t, bogus=1', 'b[:, :3], t'):
    case('cosine_embedding_loss', f'F.cosine_embedding_loss(a, {arguments})', a=['float32', [3, 4]], b=['float32', [3, 4]], t=['int64', [3], 'index4'])

for dtype in FLOATS:
    for reduction in REDUCTIONS:
        for lengths in ('[5, 4], [2, 3]', 'torch.tensor([5, 5]), torch.tensor([3, 1])', '(5, 2), (3, 3)', '[5, 3], [0, 2]'):
            for more in ('', ', zero_infinity=True', ', blank=3'):
                labels = '(t + 1) % 3' if 'blank=3' in more else 't + 1'
                case('ctc_loss', f'F.ctc_loss(a.log_softmax(2), {labels}, {lengths}{more}, reduction={reduction})', True, a=[dtype, [5, 2, 4]], t=['int64', [2, 3], 'index3'])
case('ctc_loss', 'F.ctc_loss(a.log_softmax(2), t[0] + 1, [5, 5], [2, 1])', True, a=['float32', [5, 2, 4], 'normal', 'transposed'], t=['int64', [2, 3], 'index3'])
for arguments in ('t + 1, [5], [2, 3]', 't + 1, [5, 5], [2]', 't + 1, [9, 5], [2, 3]', 't + 1, [5, 5], [2, 3], blank=7', 't[0] + 1, [5, 5], [2, 2]', 't, 5, 3', "t, [5, 5], [3, 3], reduction='max'"):
    case('ctc_loss', f'F.ctc_loss(a, {arguments})', a=['float32', [5, 2, 4]], t=['int64', [2, 3], 'index3'])
for arguments in ('t + 1, [5, -1], [2, 3]', 't + 1, [5, 5], [2, -2]', 't[0] + 1, [5, 5], [4, -1]', 't + 1, torch.tensor([5, -1]), torch.tensor([2, 3])'):
    case('ctc_loss', f'F.ctc_loss(a, {arguments})', a=['float32', [5, 2, 4]], t=['int64', [2, 3], 'index3'])
case('ctc_loss', 'torch.autograd.grad(F.ctc_loss(a.log_softmax(2), t + 1, [5, 5], [2, 3]), a, create_graph=True)[0].square()', True, a=['float32', [5, 2, 4]], t=['int64', [2, 3], 'index3'])
case('ctc_loss', 'torch.autograd.grad(F.ctc_loss(a.log_softmax(2), t + 1, [5, 5], [2, 3]), a, create_graph=True)[0].detach()', False, a=['float32', [5, 2, 4]], t=['int64', [2, 3], 'index3'])

# Of a linear layer's classes: a batch or none, and classes of one to three dimensions.
for shape, matrix, target in (([3, 5], [4, 5], [3]), ([5], [4, 5], []), ([3, 5], [4, 2, 5], [3, 2]), ([2, 5], [4, 3, 2, 5], [2, 3, 2])):
    logits = [*shape[:-1], *matrix[:-1]]
    for dtype in ('float32', 'float64'):
        given = {'a': [dtype, shape], 'l': [dtype, matrix], 'b': [dtype, matrix[:-1]], 'w': [dtype, [4], 'positive'], 't': ['int64', target, 'index4'], 'p': [dtype, logits, 'unit']}
        for reduction in REDUCTIONS:
            for arguments in ('', ', linear_bias=b', ', weight=w.detach(), linear_bias=b', ', ignore_index=1', ', label_smoothing=0.2, ignore_index=2', ', weight=w.detach(), label_smoothing=0.3'):
                case('linear_cross_entropy', f'F.linear_cross_entropy(a, l, t{arguments}, reduction={reduction})', True, **given)
            for arguments in ('', ', linear_bias=b, weight=w.detach()', ', label_smoothing=0.2'):
                case('linear_cross_entropy', f'F.linear_cross_entropy(a, l, p.detach(){arguments}, reduction={reduction}) * 1', True, **given)
for layout in LAYOUTS:
    case('linear_cross_entropy', 'F.linear_cross_entropy(a, l, t)', True, a=['float32', [3, 5], 'normal', layout], l=['float32', [4, 5], 'positive'], t=['int64', [3], 'index4'])
    case('linear_cross_entropy', 'F.linear_cross_entropy(a, l, t)', True, a=['float32', [3, 5]], l=['float32', [4, 2, 5], 'normal', 'transposed' if layout == 'expanded' else layout], t=['int64', [3, 2], 'index4'])
given = {'a': ['float32', [3, 5]], 'l': ['float32', [4, 5]], 'b': ['float32', [4]], 't': ['int64', [3], 'index4'], 'p': ['float32', [3, 4], 'unit']}
for arguments in ('a[None], l, t', 'a[0, 0], l, t', 'a, l[0], t', 'a[:, :4], l, t', 'a, l, t, linear_bias=b[:3]', 'a, l, t, linear_bias=b[None]', 'a[0], l[:, None], t[0]', 'a, l, p, ignore_index=1', 'a, l, p', 'a, l, t, b', 'a, l', '', 'a, l, t, bogus=1',
                  'a, l, t[:2]', 'a, l, t + 4', 'a, l, t - 5', 'a, l, t.float()', 'a, l, t.int()', "a, l, t, reduction='max'", 'a, l, t, label_smoothing=2.0', 'a, l, t, weight=b[:3]', 'a, l.double(), t', 'a, l, t, linear_bias=b.double()', 'a, l, t, options=3', 'a, l[:, None], t[:, None], linear_bias=b'):
    case('linear_cross_entropy', f'F.linear_cross_entropy({arguments})', **given)
# In chunks.
CHUNKED = ('', 'batch_chunk_size=2', 'chunking_method=None', "chunking_method='aspect_ratio:3'", "acc_policy='balanced', batch_chunk_size=3")
for options in CHUNKED:
    for dtype in ('float32', 'float64'):
        given = {'a': [dtype, [7, 5]], 'l': [dtype, [12, 5]], 'b': [dtype, [12]], 'w': [dtype, [12], 'positive'], 't': ['int64', [7], 'index12']}
        for reduction in REDUCTIONS:
            for arguments in ('a, l, t', 'a, l, t, linear_bias=b', 'a, l, t, weight=w.detach(), ignore_index=3', 'a, l, torch.where(t < 6, -100, t), linear_bias=b.detach()', 'a[0], l, t[0]', 'a.detach(), l, t', 'a, l.detach(), t, linear_bias=b', 'a, l, t * 0 - 100', 'a[:0], l, t[:0]'):
                case('linear_cross_entropy', f'F.linear_cross_entropy({arguments}, reduction={reduction}, options=torch.nn.LinearCrossEntropyOptions({options})) * 3', True, **given)
given = {'a': ['float32', [7, 5]], 'l': ['float32', [12, 5]], 'b': ['float32', [12]], 't': ['int64', [7], 'index12']}
for reduction in REDUCTIONS:
    for arguments in ('a, l, t[:2]', 'a, l, t + 12', 'a, l, t - 20', 'a, l, t[:, None]', 'a, l, t.float()', 'a, l, t.int()', 'a, l.double(), t', 'a, l, t, linear_bias=b.double()', 'a, l, t, weight=b.double()', 'a, l, t, weight=b[:2]', 'a.long(), l.long(), t', 'a, l[:, None], t[:, None]', 'a, l, t, label_smoothing=0.1'):
        case('linear_cross_entropy', f'F.linear_cross_entropy({arguments}, reduction={reduction}, options=torch.nn.LinearCrossEntropyOptions())', **given)
    for options in ('acc_dtype=torch.float64', 'acc_dtype=torch.float32', 'acc_dtype=torch.float16', "batch_chunk_size=2, chunking_method='aspect_ratio'", 'batch_chunk_size=100'):
        case('linear_cross_entropy', f'F.linear_cross_entropy(a, l, t, reduction={reduction}, options=torch.nn.LinearCrossEntropyOptions({options}))', **given)
    loss = f'loss = F.linear_cross_entropy(a.requires_grad_(), l, t, reduction={reduction}, options=torch.nn.LinearCrossEntropyOptions(%s)).sum()'
    for options in ('', 'allow_retain_graph=True'):
        program('linear_cross_entropy', loss % options, 'loss.backward(retain_graph=True)', 'loss.backward()', 'a.grad', **given)
        program('linear_cross_entropy', loss % options, 'loss.backward()', 'loss.backward()', **given)
        program('linear_cross_entropy', loss % options, 'torch.autograd.grad(loss, a, create_graph=True)[0].requires_grad', **given)
    for dtype in ('float16', 'bfloat16'):
        program('linear_cross_entropy', (loss % '').replace('.sum()', ''), 'loss.sum().backward()', 'loss.dtype, a.grad.dtype, loss.grad_fn.name()', **given | {'a': [dtype, [7, 5]], 'l': [dtype, [12, 5]]})
    for more in ("reduction='max'", 'label_smoothing=0.1', 'linear_bias=b[:, None], linear_weight=l[:, None], target=t[:, None]', 'target=t.float()'):
        program('linear_cross_entropy', f"warned(lambda: F.linear_cross_entropy(**dict(dict(input=a, linear_weight=l, target=t, reduction={reduction}, options=torch.nn.LinearCrossEntropyOptions()), {more})))", **given)
