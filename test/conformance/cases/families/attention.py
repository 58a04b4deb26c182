"""Attention, distances between vectors, and the bilinear form."""
from sampling import ALL, FLOATS, case, mistakes

LAYOUTS = ('transposed', 'strided', 'expanded', 'offset')
op, call = 'scaled_dot_product_attention', 'F.scaled_dot_product_attention'


def of(dtype, queries, keys=None, layout='plain'):
    keys = keys or queries
    return {'q': [dtype, queries, 'normal', layout], 'k': [dtype, keys, 'normal', layout], 'v': [dtype, keys, 'positive', layout]}


for dtype in FLOATS:
    for shape in ([2, 2, 4, 3], [2, 4, 3], [4, 3], [1, 1, 1, 5]):
        case(op, f'{call}(q, k, v)', True, **of(dtype, shape))
        case(op, f'{call}(q, k, v, is_causal=True)', True, **of(dtype, shape))
for dtype in ('float32', 'float64'):
    for arguments in ('m > 0', 'm.detach()', 'm', 'm.detach(), scale=0.5', 'None, 0.0, False, scale=2.0', 'None, 0.0, True, scale=0.1', 'torch.ones(4, 5).tril(-1) > 0'):
        case(op, f'{call}(q, k, v, {arguments})', True, m=[dtype, [4, 5]], **of(dtype, [2, 2, 4, 3], [2, 2, 5, 3]))
        case(op, f'{call}(q, k, v, {arguments})', True, m=[dtype, [4, 5]], **of(dtype, [2, 4, 3], [2, 5, 3]))
    case(op, f'{call}(q, k, v, is_causal=True)', True, **of(dtype, [2, 2, 4, 3], [2, 2, 5, 3]))
    case(op, f'{call}(q, k, v, is_causal=True)', True, **of(dtype, [4, 3], [6, 3]))
    case(op, f'{call}(q, k, v, enable_gqa=True)', True, **of(dtype, [2, 4, 4, 3], [2, 2, 5, 3]))
    case(op, f'{call}(q, k, v, is_causal=True, enable_gqa=True)', True, **of(dtype, [2, 4, 4, 3], [2, 1, 4, 3]))
    case(op, f'{call}(q, k, v)', True, **of(dtype, [2, 4, 4, 3], [2, 1, 4, 3]))
    case(op, f'{call}(q, k, v.repeat(1, 1, 1, 2))', True, **of(dtype, [2, 2, 4, 3]))
for layout in LAYOUTS:
    case(op, f'{call}(q, k, v)', True, **of('float32', [2, 2, 4, 3], None, layout))
    case(op, f'{call}(q, k, v)', True, **of('float32', [3, 4, 5], None, layout))
for text in ('q, k.double(), v', 'q[0, 0, 0], k, v', 'q, k, v, m.long()', 'q, k, v, m[:, :3]', 'q, k[..., :2], v', 'q[:, :1], k, v, enable_gqa=True', '', "'x', k, v", 'q, k', 'q, k, v, bogus=1', 'q[0], k[0], v[0], m, is_causal=True', "q, k, v, 'x'", "q, k, v, m, 'x'"):
    case(op, f'{call}({text})', m=['float32', [4, 4]], **of('float32', [2, 2, 4, 3]))

op, call = 'cosine_similarity', 'F.cosine_similarity'
for dtype in ALL:
    for other in ('float32', dtype):
        case(op, f'{call}(a, b)', dtype == other and dtype in FLOATS, a=[dtype, [3, 4]], b=[other, [3, 4], 'positive'])
for text in ('a, b, dim=0', 'a, b, -1', 'a, b, 1, 0.5', 'a, b, 1, 100.0', 'a, b * 0', 'a, b[:1]', 'a[:, :1], b', 'a.unsqueeze(1), b, dim=2'):
    case(op, f'{call}({text})', True, a=['float32', [3, 4]], b=['float32', [3, 4], 'positive'])
    case(op, f'{call}({text})', True, a=['float64', [3, 4]], b=['float64', [3, 4], 'positive'])
for layout in LAYOUTS:
    case(op, f'{call}(a, b)', True, a=['float32', [3, 4], 'normal', layout], b=['float32', [3, 4], 'positive'])
for shape in ([0, 3], [1, 1], [2, 3, 3, 2, 2]):
    case(op, f'{call}(a, b)', True, a=['float32', shape], b=['float32', shape, 'positive'])
case(op, f'{call}(a, b, 0)', True, a=['float32', []], b=['float32', []])
for text in ('a, b[:, :3]', 'a, b, 2', 'a, b, dim=-3', "a, 'x'", 'a', "a, b, eps='x'"):
    case(op, f'{call}({text})', a=['float32', [3, 4]], b=['float32', [3, 4]])
mistakes(op, 'a, a', 'F', '')

op, call = 'pairwise_distance', 'F.pairwise_distance'
for dtype in ALL:
    case(op, f'{call}(a, b)', dtype in FLOATS, a=[dtype, [3, 4]], b=[dtype, [3, 4], 'positive'])
for text in ('a, b, 1', 'a, b, 3.0', "a, b, float('inf')", 'a, b, 2, 0.1', 'a, b, keepdim=True', 'a, b[0]', 'a[0], b[0]', 'a, a', 'a, b, 2, 0.0'):
    case(op, f'{call}({text})', True, a=['float32', [3, 4]], b=['float32', [3, 4], 'positive'])
    case(op, f'{call}({text})', True, a=['float64', [3, 4]], b=['float64', [3, 4], 'positive'])
for layout in LAYOUTS:
    case(op, f'{call}(a, b)', True, a=['float32', [3, 4], 'normal', layout], b=['float32', [3, 4]])
case(op, f'{call}(a, b)', True, a=['float32', [0, 4]], b=['float32', [0, 4]])
for text in ('a, b[:, :3]', "a, 'x'", 'a', "a, b, 'x'"):
    case(op, f'{call}({text})', a=['float32', [3, 4]], b=['float32', [3, 4]])
mistakes(op, 'a, a', 'F', '')

for text in ('a, b, 0.5, 0.0', "a, b, float('inf'), 0.0", "a, a, float('inf'), 0.5", "a, b, float('inf'), 0.0, True"):
    case(op, f'{call}({text})', True, a=['float32', [3, 4], 'ties'], b=['float64', [3, 4], 'distinct'])
    case(op, f'{call}({text})', True, a=['float64', [3, 4], 'whole'], b=['float64', [3, 4], 'ties'])

op, call = 'cdist', 'torch.cdist'
for p in ('0.5', "float('inf')"):
    case(op, f'{call}(a, b, {p})', True, a=['float64', [3, 4], 'whole'], b=['float64', [2, 4], 'ties'])
    case('pdist', f'F.pdist(a, {p})', True, a=['float64', [4, 4], 'whole'])
for dtype in ALL:
    case(op, f'{call}(a, b)', dtype in ('float32', 'float64'), a=[dtype, [3, 4]], b=[dtype, [2, 4], 'positive'])
for p in ('0', '1', '1.5', '2', '3', "float('inf')"):
    for dtype in ('float32', 'float64'):
        case(op, f'{call}(a, b, {p})', True, a=[dtype, [3, 4]], b=[dtype, [2, 4], 'positive'])
        case(op, f'{call}(a, b, p={p})', True, a=[dtype, [2, 3, 4]], b=[dtype, [2, 5, 4], 'positive'])
for text in ("a, b, 2, 'donot_use_mm_for_euclid_dist'", 'a, a', 'a[:0], b', 'a[:, :0], b[:, :0]', 'a.expand(2, 3, 4), b'):
    case(op, f'{call}({text})', True, a=['float32', [3, 4]], b=['float32', [2, 4]])
for layout in LAYOUTS:
    case(op, f'{call}(a, b)', True, a=['float32', [3, 4], 'normal', layout], b=['float32', [2, 4], 'positive', 'transposed'])
for text in ('a, b[:, :3]', 'a[0], b', 'a, b[0]', 'a, b, -1', 'a, b.double()', "a, b, 2, 'bogus'", 'a.expand(2, 3, 4), b.expand(3, 2, 4)', "a, 'x'", "'x', a"):
    case(op, f'{call}({text})', a=['float32', [3, 4]], b=['float32', [2, 4]])

op, call = 'pdist', 'F.pdist'
for dtype in ALL:
    case(op, f'{call}(a)', dtype in ('float32', 'float64'), a=[dtype, [4, 3]])
for p in ('0', '1', '1.5', '2', '3', "float('inf')"):
    for dtype in ('float32', 'float64'):
        case(op, f'{call}(a, {p})', True, a=[dtype, [5, 3]])
for layout in LAYOUTS:
    case(op, f'{call}(a)', True, a=['float32', [3, 4], 'normal', layout])
# No rows at all end the interpreter, with PyTorch.
for shape in ([1, 3], [2, 0], [3], [2, 2, 2]):
    case(op, f'{call}(a)', True, a=['float32', shape])
case(op, f'{call}(a, -1)', a=['float32', [4, 3]])
mistakes(op, 'a', 'F', '')

op, call = 'bilinear', 'F.bilinear'
for dtype in ('float32', 'float64', 'int64', 'int32'):
    w = [dtype, [5, 3, 4]]
    for lead in ([2], [], [2, 3], [0]):
        case(op, f'{call}(a, b, w)', dtype in FLOATS, a=[dtype, [*lead, 3]], b=[dtype, [*lead, 4]], w=w)
        case(op, f'{call}(a, b, w, c)', dtype in FLOATS, a=[dtype, [*lead, 3]], b=[dtype, [*lead, 4]], w=w, c=[dtype, [5]])
for layout in LAYOUTS:
    case(op, f'{call}(a, b, w)', True, a=['float32', [2, 3], 'normal', layout], b=['float32', [2, 4]], w=['float32', [5, 3, 4], 'normal', layout])
for text in ('a[:1], b, w', 'a, b, w[:, :2]', 'a, b, w[:, :, :3]', 'a, b, w, c[:4]', 'a[0], b, w', 'a, b', "a, b, 'x'"):
    case(op, f'{call}({text})', a=['float32', [2, 3]], b=['float32', [2, 4]], w=['float32', [5, 3, 4]], c=['float32', [5]])
mistakes(op, 'a, a, a', 'F', '')

op = 'multi_head_attention_forward'
TOLERANCES = {op: {'kind': 'relative', 'relative': 1e-6}}
COMMON = '4, 2, w, b, None, None, False, 0.0, o, c'


def heads(dtype, lead=(3, 2), **others):
    return {'q': [dtype, [*lead, 4]], 'w': [dtype, [12, 4]], 'b': [dtype, [12]], 'o': [dtype, [4, 4]], 'c': [dtype, [4]], 'm': [dtype, [3, 3]], **others}


for dtype in ('float32', 'float64'):
    for more in ('', ', need_weights=False', ', average_attn_weights=False', ', attn_mask=m.detach()', ', attn_mask=m > 1', ', attn_mask=m.detach(), need_weights=False', ', training=False', ', attn_mask=m > 1, need_weights=False, is_causal=True'):
        for lead in ((3, 2), (3,)):
            case(op, f'F.multi_head_attention_forward(q, q, q, {COMMON}{more})', True, **heads(dtype, lead))
    for text in ('q, k, k', 'q, k, k + 0'):
        case(op, f'F.multi_head_attention_forward({text}, {COMMON})', True, **heads(dtype, k=[dtype, [5, 2, 4], 'unit']))
    case(op, f'F.multi_head_attention_forward(q, q, q, {COMMON}, key_padding_mask=torch.tensor([[False, False, True], [False, True, True]]))', True, **heads(dtype))
    case(op, 'F.multi_head_attention_forward(q, q, q, 4, 2, w, b, None, None, True, 0.0, o, c)', True, **heads(dtype))
    case(op, 'F.multi_head_attention_forward(q, q, q, 4, 2, w, b, k[:1, :1], k[1:2, 1:], False, 0.0, o, c)', True, **heads(dtype, k=[dtype, [5, 2, 4]]))
    case(op, 'F.multi_head_attention_forward(q, q, q, 4, 2, None, b, None, None, False, 0.0, o, c, use_separate_proj_weight=True, q_proj_weight=w[:4], k_proj_weight=w[4:8], v_proj_weight=w[8:])', True, **heads(dtype))
for layout in LAYOUTS:
    case(op, f'F.multi_head_attention_forward(q, q, q, {COMMON})', True, **heads('float32') | {'q': ['float32', [3, 2, 4], 'normal', layout]})
for text in ('q, q, q, 5, 2, w, b, None, None, False, 0.0, o, c', 'q, q, q, 4, 3, w, b, None, None, False, 0.0, o, c', 'q, q[0], q, ' + COMMON, 'q[0, 0], q, q, ' + COMMON, f'q, q, q, {COMMON}, attn_mask=m[:2]', f'q, q, q, {COMMON}, is_causal=True', f'q, q[:2], q, {COMMON}', 'q'):
    case(op, f'F.multi_head_attention_forward({text})', **heads('float32'))
