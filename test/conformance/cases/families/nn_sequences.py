"""MultiheadAttention and Transformer: layers, stacks and the whole, with their masks."""
from sampling import cases, program

FLOATS = {'float32': '', 'float64': '.double()'}
CAUSAL = 'nn.Transformer.generate_square_subsequent_mask(3)'
PADDED = 'torch.tensor([[False, False, True], [False, True, True]])'

# Attention: (L, N, E)

X = {'a': [3, 2, 4], 'k': [5, 2, 4]}


def given(dtype, shapes):
    return {name: [dtype, shape, 'normal' if name == 'a' else 'open'] for name, shape in shapes.items()}


for more in ('', ', bias=False', ', dropout=0.5', ', add_bias_kv=True', ', add_zero_attn=True', ', batch_first=True', ', kdim=4, vdim=4'):
    made = f'm = nn.MultiheadAttention(4, 2{more})'
    program('MultiheadAttention', made, '[m, bits(m), list(m.state_dict()), m.training, m.head_dim, m._qkv_same_embed_dim, type(m).__module__]')
    for dtype, converted in FLOATS.items():
        program('MultiheadAttention', made + converted, 'r = m(a, a, a)', '[r, r[0].grad_fn.name()]', **given(dtype, X))
        program('MultiheadAttention', made + converted, 'a.requires_grad_()', 'r = m(a, a, a, need_weights=False)', '(r[0] * r[0]).sum().backward()', '[r, a.grad, [p.grad for p in m.parameters()]]', **given(dtype, X))
        program('MultiheadAttention', made + converted, 'trained(m, a, *((k, k) if not m.batch_first else (a, a)))', **given(dtype, X))
    program('MultiheadAttention', made + '.eval()', 'm(a, a, a)', **given('float32', X))
    program('MultiheadAttention', made + '.eval()', 'with torch.no_grad():\n    r = m(a, a, a), m(a, a, a, need_weights=False), m(a, a, a, average_attn_weights=False)', 'r', **given('float32', X))
    program('MultiheadAttention', made, 'm(a[:, 0], a[:, 0], a[:, 0])', **given('float32', X))
program('MultiheadAttention', 'm = nn.MultiheadAttention(4, 2, kdim=3, vdim=5)', '[m, bits(m), list(m.state_dict()), trained(m, a, k[..., :3], torch.cat([k, k[..., :1]], -1))]', **given('float32', X))
program('MultiheadAttention', 'm = nn.MultiheadAttention(4, 2, kdim=3, vdim=5, bias=False, batch_first=True)', '[m, bits(m), trained(m, a, k[:3, :, :3], torch.cat([k[:3], k[:3, :, :1]], -1))]', **given('float32', X))
for mask in (f'attn_mask={CAUSAL}', f'attn_mask={CAUSAL}, is_causal=True', 'attn_mask=torch.ones(3, 3).triu(1).bool()', 'attn_mask=torch.zeros(4, 3, 3)', f'key_padding_mask={PADDED}', f'key_padding_mask={PADDED}.float() * -1e9', f'key_padding_mask={PADDED}, attn_mask=torch.ones(3, 3).triu(1).bool()',
             f'attn_mask={CAUSAL}, need_weights=False, is_causal=True', 'average_attn_weights=False', 'need_weights=False', f'key_padding_mask={PADDED}, need_weights=False'):
    for more in ('', '.eval()'):
        program('MultiheadAttention', f'm = nn.MultiheadAttention(4, 2){more}', f'trained(m, a, a, a, {mask})', **given('float32', X))
    program('MultiheadAttention', 'm = nn.MultiheadAttention(4, 2, batch_first=True).eval()', 'a = a.transpose(0, 1)', f'with torch.no_grad():\n    r = m(a, a, a, {mask})', 'r', **given('float32', X))
program('MultiheadAttention', 'm = nn.MultiheadAttention(4, 2)', f'warned(lambda: m(a, a, a, key_padding_mask={PADDED}, attn_mask={CAUSAL}))[0]', **given('float32', X))
for text in ('a', 'a, a', '', '3, a, a', 'a[..., :3], a, a', 'a, k, a', 'a, a, a, attn_mask=torch.zeros(2, 2)', 'a, a, a, attn_mask=torch.zeros(3, 3).long()', 'a, a, a, key_padding_mask=torch.zeros(3, 3).bool()', 'a, a, a, is_causal=True', 'a[0, 0], a, a', 'a, a[:, 0], a[:, 0]', 'a.double(), a.double(), a.double()', 'a, a, a, bogus=1', 'a, a, a, key_padding_mask=torch.zeros(2, 3).long()'):
    program('MultiheadAttention', 'm = nn.MultiheadAttention(4, 2)', f'm({text})', **given('float32', X))
for text in ('4, 3', '0, 2', '4, 0', '-4, 2', '', '4', '4, 2, bogus=1', "'x', 2"):
    program('MultiheadAttention', f'nn.MultiheadAttention({text})')
program('MultiheadAttention', 'm = nn.MultiheadAttention(4, 2)', '[isinstance(m.out_proj, nn.Linear), type(m.out_proj), m.in_proj_bias, m.out_proj.bias, m.bias_k]')

# Layers

S = {'a': [3, 2, 4], 'b': [5, 2, 4]}
FORMS = ('', ', batch_first=True', ', norm_first=True', ", activation='gelu'", ', bias=False', ', dropout=0.0', ', layer_norm_eps=0.1, batch_first=True', ', activation=nn.GELU()', ', activation=torch.tanh', ', batch_first=True, norm_first=True, dropout=0.0')
for form in FORMS:
    made = f'm = nn.TransformerEncoderLayer(4, 2, 8{form})'
    if 'torch.tanh' not in form:
        program('TransformerEncoderLayer', made, '[m, bits(m), list(m.state_dict()), m.activation_relu_or_gelu]')
    for dtype, converted in FLOATS.items():
        program('TransformerEncoderLayer', made + converted, 'trained(m, a)', **given(dtype, S))
        program('TransformerEncoderLayer', made + converted + '.eval()', 'trained(m, a)', **given(dtype, S))
    program('TransformerEncoderLayer', made + '.eval()', 'with torch.no_grad():\n    r = m(a)', 'r', **given('float32', S))
    for mask in (f'src_mask={CAUSAL}', f'src_mask={CAUSAL}, is_causal=True', f'src_key_padding_mask={PADDED}', f'src_mask=torch.ones(3, 3).triu(1).bool(), src_key_padding_mask={PADDED}'):
        turned = '.transpose(0, 1)' if 'batch_first' in form else ''
        program('TransformerEncoderLayer', made, f'trained(m, a{turned}, {mask})', **given('float32', S))
        program('TransformerEncoderLayer', made + '.eval()', f'with torch.no_grad():\n    r = m(a{turned}, {mask})', 'r', **given('float32', S))
    made = f'm = nn.TransformerDecoderLayer(4, 2, 8{form})'
    if 'torch.tanh' not in form:
        program('TransformerDecoderLayer', made, '[m, bits(m), list(m.state_dict())]')
    turned = 'a.transpose(0, 1), b.transpose(0, 1)' if 'batch_first' in form else 'a, b'
    for dtype, converted in FLOATS.items():
        program('TransformerDecoderLayer', made + converted, f'trained(m, {turned})', **given(dtype, S))
    program('TransformerDecoderLayer', made + '.eval()', f'trained(m, {turned})', **given('float32', S))
    for mask in (f'tgt_mask={CAUSAL}', f'tgt_mask={CAUSAL}, tgt_is_causal=True', f'tgt_key_padding_mask={PADDED}', 'memory_mask=torch.zeros(3, 5)', 'memory_key_padding_mask=torch.tensor([[False] * 4 + [True], [False] * 5])'):
        program('TransformerDecoderLayer', made, f'trained(m, {turned}, {mask})', **given('float32', S))
program('TransformerEncoderLayer', 'm = nn.TransformerEncoderLayer(4, 2, 8)', 'm(a[:, 0])', **given('float32', S))
for text in ('4, 3', "4, 2, activation='bogus'", '', '4', '4, 2, bogus=1'):
    for kind in ('Encoder', 'Decoder'):
        program(f'Transformer{kind}Layer', f'nn.Transformer{kind}Layer({text})')
for text in ('a[..., :3]', '', 'a, torch.zeros(2, 2)', 'a, torch.zeros(3, 3).long()', 'a, None, torch.zeros(3, 3).bool()', 'a.double()'):
    program('TransformerEncoderLayer', 'm = nn.TransformerEncoderLayer(4, 2, 8)', f'm({text})', **given('float32', S))
for text in ('a', 'a, b[..., :3]', 'a, b[:, :1]', 'a, b, torch.zeros(2, 2)', ''):
    program('TransformerDecoderLayer', 'm = nn.TransformerDecoderLayer(4, 2, 8)', f'm({text})', **given('float32', S))
program('TransformerEncoderLayer', 'm = nn.TransformerEncoderLayer(4, 2)', '[m.linear1, m.dropout, m.self_attn.dropout, m.activation is F.relu]')

# Stacks

for more in ('', ', batch_first=True'):
    for norm in ('', ', nn.LayerNorm(4)', ', norm=nn.LayerNorm(4), enable_nested_tensor=False'):
        made = f'm = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8{more}), 2{norm})'
        turned = 'a.transpose(0, 1)' if more else 'a'
        program('TransformerEncoder', made, '[m, bits(m), m.num_layers, m.use_nested_tensor]')
        program('TransformerEncoder', made, f'trained(m, {turned})', **given('float32', S))
        for mask in ('', f', mask={CAUSAL}', f', mask={CAUSAL}, is_causal=True', f', src_key_padding_mask={PADDED}', f', mask=torch.ones(3, 3).triu(1).bool(), src_key_padding_mask={PADDED}', ', src_key_padding_mask=torch.tensor([[True, False, False], [False, True, False]])'):
            program('TransformerEncoder', made, f'trained(m, {turned}{mask})', **given('float32', S))
            program('TransformerEncoder', made + '.eval()', f'with torch.no_grad():\n    r = m({turned}{mask})', 'r', **given('float32', S))
        made = f'm = nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 8{more}), 2{norm.partition(", enable")[0]})'
        turned = 'a.transpose(0, 1), b.transpose(0, 1)' if more else 'a, b'
        program('TransformerDecoder', made, '[m, bits(m), m.num_layers]')
        for mask in ('', f', tgt_mask={CAUSAL}', f', tgt_mask={CAUSAL}, tgt_is_causal=True', f', tgt_key_padding_mask={PADDED}', ', memory_mask=torch.zeros(3, 5)'):
            program('TransformerDecoder', made, f'trained(m, {turned}{mask})', **given('float32', S))
for made in ('nn.TransformerEncoderLayer(4, 2)', 'nn.TransformerEncoderLayer(4, 2, batch_first=True)', 'nn.TransformerEncoderLayer(4, 2, norm_first=True)', 'nn.TransformerEncoderLayer(3, 3, batch_first=True)', 'nn.TransformerEncoderLayer(4, 2, batch_first=True, bias=False)', 'nn.TransformerEncoderLayer(4, 2, batch_first=True, activation=torch.tanh)', 'nn.Linear(1, 1)'):
    program('TransformerEncoder', f'warned(lambda: nn.TransformerEncoder({made}, 1).use_nested_tensor)')
program('TransformerEncoder', 'nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2), 2)(a[..., :3])', **given('float32', S))
program('TransformerEncoder', 'nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2))')
program('TransformerEncoder', 'm = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8), 2)', '[bits(m.layers[0]) == bits(m.layers[1]), m.layers[0] is m.layers[1]]')

# The whole

for more in ('', ', batch_first=True', ', norm_first=True, bias=False', ", activation='gelu', dropout=0.0"):
    made = f'm = nn.Transformer(4, 2, 1, 2, 8{more})'
    turned = 'a.transpose(0, 1), b.transpose(0, 1)' if 'batch_first' in more else 'a, b'
    program('Transformer', made, '[m, bits(m), m.d_model, m.nhead]')
    program('Transformer', made, f'trained(m, {turned})', **given('float32', S))
    program('Transformer', made + '.eval()', f'trained(m, {turned})', **given('float32', S))
    program('Transformer', made + '.double()', f'trained(m, {turned})', **given('float64', S))
    program('Transformer', made, f'trained(m, {turned}, tgt_mask=m.generate_square_subsequent_mask(5), src_key_padding_mask={PADDED})', **given('float32', S))
    program('Transformer', made, f'trained(m, {turned}, tgt_mask=m.generate_square_subsequent_mask(5), tgt_is_causal=True, memory_key_padding_mask={PADDED}, src_mask={CAUSAL})', **given('float32', S))
for text in ('a, b[:, :1]', 'a[..., :3], b', 'a', '', 'a, b, torch.zeros(2, 2)'):
    program('Transformer', 'm = nn.Transformer(4, 2, 1, 1, 8)', f'm({text})', **given('float32', S))
for text in ("4, 3", "4, 2, activation='x'", '4, 2, bogus=1'):
    program('Transformer', f'nn.Transformer({text})')
program('Transformer', 'm = nn.Transformer(4, 2, 1, 1, 8, custom_encoder=nn.Identity(), custom_decoder=nn.Identity())', 'm')
program('Transformer', 'nn.Transformer.generate_square_subsequent_mask(3), nn.Transformer.generate_square_subsequent_mask(2, dtype=torch.float64), nn.Transformer.generate_square_subsequent_mask(0)')
program('Transformer', 'm = nn.Transformer(8, 2, 1, 1, 8, batch_first=True)', 'o = torch.optim.SGD(m.parameters(), lr=0.1)', 'r = []', 'x = torch.arange(48.).reshape(2, 3, 8).sin()', 'm.eval()',
        'for _ in range(4):\n    o.zero_grad()\n    l = (m(x, x) - x).pow(2).mean()\n    l.backward()\n    o.step()\n    r.append(l.detach())', 'r')

TOLERANCES = {each['op']: {'kind': 'relative', 'relative': 1e-6} for each in cases}
# Gradients come back through ten normalisations, each of which takes differences.
TOLERANCES['Transformer'] = {'kind': 'relative', 'relative': 4e-6}
