"""Normalisation: over layers, batches, groups, instances and channels."""
from sampling import ALL, FLOATS, case, mistakes

LAYOUTS = ('transposed', 'strided', 'expanded', 'offset')
TOLERANCES = {'local_response_norm': {'kind': 'relative', 'relative': 1e-6}}
W = {'w': ['float32', [5], 'positive'], 'b': ['float32', [5]]}


def usual(op, call, shapes, dtypes=ALL, twice=True, **others):
    for dtype in dtypes:
        # What integers are refused with depends on nothing else.
        case(op, call, dtype in FLOATS, a=[dtype, shapes[0]], **{name: [dtype, *words[1:]] for name, words in others.items()})
    for shape in shapes:
        case(op, call, True, a=['float32', shape], **others)
        case(op, call, True, a=['float64', shape], **{name: ['float64', *words[1:]] for name, words in others.items()})
    for layout in LAYOUTS:
        case(op, call, True, a=['float32', shapes[0], 'normal', layout], **others)
    case(op, call, a=['float32', shapes[0], 'special'], **others)
    if not twice:
        return
    f64 = {name: ['float64', *words[1:]] for name, words in others.items()}
    case(op, f'torch.autograd.grad({call}.pow(3).sum(), a, create_graph=True)[0].square()', True, a=['float64', shapes[0]], **f64)


usual('layer_norm', 'F.layer_norm(a, (5,))', ([2, 4, 5], [5], [3, 5], [0, 5], [1, 1, 1, 2, 5]))
usual('layer_norm', 'F.layer_norm(a, (5,), w, b)', ([2, 4, 5], [5]), **W)
usual('layer_norm', 'F.layer_norm(a, [4, 5], w, eps=0.1)', ([2, 4, 5], [4, 5]), w=['float32', [4, 5], 'positive'])
for dtype in ('float16', 'bfloat16'):
    case('layer_norm', 'F.layer_norm(a, (5,), w, b)', a=[dtype, [2, 5]], **W)
    case('layer_norm', 'F.layer_norm(a, (5,), w, b)', a=[dtype, [2, 5]], w=[dtype, [5]], b=['float32', [5]])
for arguments in ('()', '(4,)', '(2, 4, 5, 1)', '5', "(5,), eps='x'", '(5,), w[:4]', '(5,), w, b[:3]', '(5,), w.double()', "(5,), 'x'", '(5,), None, None, 1e-5, 7'):
    case('layer_norm', f'F.layer_norm(a, {arguments})', a=['float32', [2, 4, 5]], **W)
case('layer_norm', 'torch.layer_norm(a, (5,), w, b, 1e-3, False)', True, a=['float32', [2, 4, 5]], **W)
case('layer_norm', 'F.layer_norm(a, (0,))', a=['float32', [2, 0]])
mistakes('layer_norm', 'a, (3,)', 'F', '')
mistakes('layer_norm', 'a, (3,)', 'torch', '')
usual('native_layer_norm', 'torch.native_layer_norm(a, (5,), w, b, 1e-5)', ([2, 4, 5], [5], [0, 5], [2, 1, 5]), **W)
usual('native_layer_norm', 'torch.native_layer_norm(a, (5,), None, None, 1e-5)', ([2, 4, 5], [5]))
mistakes('native_layer_norm', 'a, (3,), None, None, 1e-5', forms='')

C = {'w': ['float32', [4], 'positive'], 'b': ['float32', [4]]}
RUN = {'m': ['float32', [4]], 'v': ['float32', [4], 'positive']}
SHAPES = ([3, 4, 5], [6, 4], [2, 4, 3, 3], [2, 4, 2, 2, 2])
usual('batch_norm', 'F.batch_norm(a, None, None, training=True)', SHAPES)
usual('batch_norm', 'F.batch_norm(a, None, None, w, b, True)', SHAPES, twice=False, **C)
for dtype in FLOATS:
    given = {name: [dtype, *words[1:]] for name, words in (C | RUN).items()}
    case('batch_norm', 'F.batch_norm(a, m, v, w, b)', a=[dtype, [3, 4, 5]], **given)
    case('batch_norm', 'F.batch_norm(a, m, v, w, b, training=True)', looked=['m', 'v'], a=[dtype, [3, 4, 5]], **given)
    case('batch_norm', 'F.batch_norm(a, m, v, training=True, momentum=0.3, eps=0.01)', looked=['m', 'v'], a=[dtype, [3, 4, 2, 2]], **{name: given[name] for name in 'mv'})
    if dtype in ('float16', 'bfloat16'):
        case('batch_norm', 'F.batch_norm(a, m, v, w, b, training=True)', looked=['m', 'v'], a=[dtype, [3, 4, 5]], **C, **RUN)
for call in ('F.batch_norm(a, m.detach(), v.detach(), w, b)', 'F.batch_norm(a, m.detach(), v.detach())', 'F.batch_norm(a, m.detach(), v.detach(), w, b, True)', 'F.batch_norm(a, m.detach(), v.detach(), None, b, True, 0.5)'):
    for shape in SHAPES:
        case('batch_norm', call, True, a=['float32', shape], **C, **RUN)
case('batch_norm', 'F.batch_norm(a.movedim(-1, 1), None, None, w, b, True)', True, a=['float32', [2, 3, 3, 4]], **C)
for call in ('F.batch_norm(a, None, None)', 'F.batch_norm(a, m, None)', 'F.batch_norm(a, m[:3], v)', 'F.batch_norm(a, m, v[:3])', 'F.batch_norm(a, m, v, w[:3])', 'F.batch_norm(a, m, v, w, b[:3])', 'F.batch_norm(a, m.double(), v.double())',
             'F.batch_norm(a[0], m, v)', 'F.batch_norm(a[:1, :, 0], m, v, training=True)', 'F.batch_norm(a, m, v, training=True, eps=0)', 'F.batch_norm(a, m, v, eps=-1)', "F.batch_norm(a, m, v, momentum='x')", 'F.batch_norm(a[:0], m, v)', 'F.batch_norm(a[:0], None, None, w, training=True)'):
    case('batch_norm', call, a=['float32', [3, 4, 5]], **C, **RUN)
mistakes('batch_norm', 'a, None, None', 'F', '')
mistakes('batch_norm', 'a, None, None, None, None, True, 0.1, 1e-5, True', 'torch', '')
usual('native_batch_norm', 'torch.native_batch_norm(a, w, b, None, None, True, 0.1, 1e-5)', SHAPES, **C)
usual('native_batch_norm', 'torch.native_batch_norm(a, None, None, None, None, True, 0.1, 1e-5)', SHAPES[:2])
case('native_batch_norm', 'torch.native_batch_norm(a, w, b, m, v, False, 0.1, 1e-5)', a=['float32', [3, 4, 5]], **C, **RUN)
case('native_batch_norm', 'torch.native_batch_norm(a, w, b, m, v, True, 0.1, 1e-5)', looked=['m', 'v'], a=['float32', [3, 4, 5]], **C, **RUN)
mistakes('native_batch_norm', 'a, None, None, None, None, True, 0.1, 1e-5', forms='')

# Groups of two numbers are 1 and -1 whatever they were, and their gradients what rounding leaves.
GROUPED = ([3, 4, 5], [2, 4, 3, 3], [2, 4, 2, 2, 2])
usual('group_norm', 'F.group_norm(a, 2)', GROUPED)
usual('group_norm', 'F.group_norm(a, 2, w, b)', GROUPED, **C)
usual('group_norm', 'F.group_norm(a, 4, w, eps=0.1)', GROUPED, w=C['w'])
case('group_norm', 'F.group_norm(a.movedim(-1, 1), 2, w, b)', True, a=['float32', [2, 3, 3, 4]], **C)
for call in ('F.group_norm(a, 3)', 'F.group_norm(a, -1)', 'F.group_norm(a, 2, w[:3])', 'F.group_norm(a, 2, w, b[:3])', 'F.group_norm(a, 2, None, b[:3])', 'F.group_norm(a[0, 0], 2)', 'F.group_norm(a[:1, :, 0], 4)', 'F.group_norm(a, 2, w.double())',
             "F.group_norm(a, 'x')", 'F.group_norm(a[:0], 2)', 'torch.group_norm(a, 1)'):
    case('group_norm', call, a=['float32', [3, 4, 5]], **C)
mistakes('group_norm', 'a, 1', 'F', '')

IMAGES = ([3, 4, 5], [2, 4, 3, 3], [2, 4, 2, 2, 2])
usual('instance_norm', 'F.instance_norm(a)', IMAGES)
usual('instance_norm', 'F.instance_norm(a, weight=w, bias=b, eps=0.1)', IMAGES, **C)
for dtype in ('float32', 'float64'):
    given = {name: [dtype, *words[1:]] for name, words in (C | RUN).items()}
    case('instance_norm', 'F.instance_norm(a, m, v)', looked=['m', 'v'], a=[dtype, [3, 4, 5]], **given)
    case('instance_norm', 'F.instance_norm(a, m, v, w, b, momentum=0.5)', looked=['m', 'v'], a=[dtype, [3, 4, 2, 2]], **given)
    case('instance_norm', 'F.instance_norm(a, m, v, use_input_stats=False)', looked=['m', 'v'], a=[dtype, [3, 4, 5]], **given)
    case('instance_norm', 'F.instance_norm(a, m.detach(), v.detach(), w, b, False)', True, a=[dtype, [3, 4, 5]], **given)
for call in ('F.instance_norm(a, use_input_stats=False)', 'F.instance_norm(a[:, :, :1])', 'F.instance_norm(a[:, :, 0])', 'F.instance_norm(a[0, 0])', 'F.instance_norm(a, m[:3], v)', 'F.instance_norm(a, weight=w[:3])', "F.instance_norm(a, eps='x')"):
    case('instance_norm', call, a=['float32', [3, 4, 5]], **C, **RUN)
mistakes('instance_norm', 'a', 'F', '')

usual('rms_norm', 'F.rms_norm(a, (5,))', ([2, 4, 5], [5], [3, 5], [0, 5], [1, 1, 1, 2, 5]))
usual('rms_norm', 'F.rms_norm(a, (5,), w)', ([2, 4, 5], [5]), w=W['w'])
usual('rms_norm', 'F.rms_norm(a, [4, 5], w, 0.1)', ([2, 4, 5], [4, 5]), w=['float32', [4, 5], 'positive'])
for arguments in ('()', '(4,)', '(3, 5)', '(2, 4, 5, 1)', '5', "(5,), eps='x'", '(5,), w[:4]', "(5,), 'x'"):
    case('rms_norm', f'F.rms_norm(a, {arguments})', a=['float32', [2, 4, 5]], **W)
mistakes('rms_norm', 'a, (3,)', 'F', '')
mistakes('rms_norm', 'a, (3,)', 'torch', '')

usual('local_response_norm', 'F.local_response_norm(a, 2)', ([2, 4, 5], [2, 4, 3, 3], [1, 3, 2, 2, 2], [0, 2, 5]), dtypes=('float32', 'float64', 'int64', 'uint8'))
for arguments in ('3', '1', '2, 0.1', '3, alpha=0.5, beta=0.5, k=2', '4, 1e-4, 0.75, 0.5'):
    case('local_response_norm', f'F.local_response_norm(a, {arguments})', True, a=['float32', [2, 4, 5]])
    case('local_response_norm', f'F.local_response_norm(a, {arguments})', True, a=['float64', [2, 4, 3, 3]])
for call in ('F.local_response_norm(a, 0)', 'F.local_response_norm(a[0], 2)', "F.local_response_norm(a, 'x')", 'F.local_response_norm(a)', 'F.local_response_norm(a, 2, bogus=1)', 'F.local_response_norm(a, -1)'):
    case('local_response_norm', call, a=['float32', [3, 4, 5]])
