"""RNN, LSTM, GRU and their cells, and sequences padded and packed."""
from sampling import FLOATS, case, cases, program

LAYERS = {'RNN': ['', ", nonlinearity='relu'"], 'LSTM': [''], 'GRU': ['']}
SHAPES = ['', ', 2', ', bias=False', ', batch_first=True', ', bidirectional=True', ', 2, bidirectional=True', ', num_layers=3, dropout=0.5', ', 2, batch_first=True, bidirectional=True, bias=False']
A = {'a': ['float32', [5, 2, 3]]}
PACKED = 'from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence, pack_sequence, unpad_sequence, unpack_sequence, PackedSequence, invert_permutation\n'

for kind, forms in LAYERS.items():
    for form in forms:
        for shape in SHAPES:
            made = f'm = nn.{kind}(3, 4{shape}{form})'
            program(kind, made, '[m, bits(m), list(m.state_dict()), type(m).__module__]')
            program(kind, made, 'trained(m, a)', **A)
            program(kind, made + '.double()', 'trained(m, a)', a=['float64', [5, 2, 3]])
            program(kind, made + '.eval()', 'trained(m, a)', **A)
            program(kind, made, 'trained(m, a[:, 0])', **A)
            program(kind, PACKED + made.replace(', batch_first=True', ''), 'p = pack_padded_sequence(a, [5, 3])', 'o, h = m(p)', '[o, h, pad_packed_sequence(o)]', **A)
            program(kind, PACKED + made.replace(', batch_first=True', ''), 'p = pack_padded_sequence(a.requires_grad_(), [3, 5], enforce_sorted=False)', 'o, h = m(p)', '(o.data * o.data).sum().backward()', '[o, h, a.grad, [p.grad for p in m.parameters()], o.data.grad_fn.name()]', **A)
    state = '(h, h + 1)' if kind == 'LSTM' else 'h'
    H = {'h': ['float32', [2, 2, 4]], **A}
    program(kind, f'm = nn.{kind}(3, 4, 2)', f'm(a, {state})', **H)
    program(kind, f'm = nn.{kind}(3, 4, 2)', 'h.requires_grad_()', f'o, s = m(a, {state})', 'o.sum().backward()', '[o, s, h.grad]', **H)
    program(kind, f'm = nn.{kind}(3, 4, 1, bidirectional=True, batch_first=True)', 'h.requires_grad_()', f'o, s = m(a.transpose(0, 1), {state})', '(o.sum() + (s[0] * s[1]).sum()).backward()', '[o, s, h.grad, o.grad_fn.name()]', **H)
    program(kind, f'm = nn.{kind}(3, 4)', 'o, s = m(a)', '(s[1] if isinstance(s, tuple) else s).sum().backward()', '[p.grad for p in m.parameters()]', **A)
    program(kind, f'm = nn.{kind}(3, 4, 2)', f'm(a[:, 0], {state.replace("h", "h[:, 0]")})', **H)
    program(kind, PACKED + f'm = nn.{kind}(3, 4, 2)', 'p = pack_padded_sequence(a, [2, 4], enforce_sorted=False)', f'm(p, {state})', **H)
    # Over a module's own steps.
    program(kind, f'm = nn.{kind}(3, 4)', 'o, s = m(a)', 'p, t = m(a[:2])', 'q, t = m(a[2:], t)', '[o, torch.cat([p, q])]', **A)
    for wrong in ('a[0, 0]', 'a[None]', 'a[..., :2]', 'a.double()', 'a.long()', 'a, h', f'a, {state.replace("h", "h[:1]")}', f'a, {state.replace("h", "h[:, :1]")}', f'a, {state.replace("h", "h[:, 0]")}', f'a[:, 0], {state}', f'a, {state.replace("h", "h.double()")}', '', '3', 'a[:0]', 'a, None, 3'):
        program(kind, f'm = nn.{kind}(3, 4, 2)', f'm({wrong})', **H)
    program(kind, f'm = nn.{kind}(3, 4)', 'm(a[:, :0])', **A)
    for wrong in ('', '3', '0, 4', '3, 0', '3, -1', '3, 4, 0', "'x', 4", '3, 4.5', '3, 4, dropout=2', '3, 4, dropout=True', "3, 4, dropout='x'", '3, 4, bias=1', '3, 4, batch_first=1', '3, 4, proj_size=-1', '3, 4, proj_size=4', '3, 4, bogus=1'):
        program(kind, f'nn.{kind}({wrong})')
    program(kind, f'warned(lambda: nn.{kind}(3, 4, dropout=0.5))')
    program(kind, f'm = nn.{kind}(3, 4, 2, bidirectional=True)', '[[type(w).__name__ for w in l] for l in m.all_weights], m.flatten_parameters(), m.mode, m.input_size, m.num_layers, m.dropout, m.bidirectional, m.proj_size')
    program(kind, f'm = nn.{kind}(3, 4)', 'm.weight_hh_l0 = nn.Parameter(torch.zeros_like(m.weight_hh_l0))', '[m(a), bits(m)]', **A)
    program(kind, f'm = nn.{kind}(3, 4)', 'm.double().float()', 'trained(m, a)', **A)
    program(kind, f'm = nn.{kind}(3, 4)', 'm.weight_hh_l0.requires_grad_(False)', 'o, h = m(a)', 'o.sum().backward()', '[p.grad for p in m.parameters()]', **A)
    program(kind, f'm = nn.{kind}(3, 4)', 'with torch.no_grad():\n    o, h = m(a)', '[o, o.requires_grad]', **A)
    program(kind, f'm = nn.{kind}(3, 4)', 'm(a.transpose(0, 1).contiguous().transpose(0, 1)), m(a[::2]), m(a.expand(5, 2, 3))', **A)
    program(kind, f'm = nn.{kind}(1, 16)', 'o = torch.optim.SGD(m.parameters(), lr=0.1)', 'r = []', 'for _ in range(5):\n    o.zero_grad()\n    l = (m(a[..., :1])[0].mean(-1) - a[..., 0]).pow(2).mean()\n    l.backward()\n    o.step()\n    r.append(l.detach())', 'r', **A)
for more in ('', ', 2', ', 2, bidirectional=True', ', bias=False, batch_first=True'):
    program('LSTM', f'm = nn.LSTM(3, 4{more}, proj_size=2)', '[m, bits(m), trained(m, a)]', **A)
program('RNN', "nn.RNN(3, 4, nonlinearity='x')")
program('RNN', "m = nn.RNN(3, 4, 1, 'relu')", '[m, m.nonlinearity, m(a)]', **A)
program('RNNBase', "nn.RNNBase('bogus', 3, 4)")
program('RNNBase', "nn.RNNBase('LSTM', 3, 4)")

for kind, forms in (('RNNCell', ['', ", nonlinearity='relu'"]), ('LSTMCell', ['']), ('GRUCell', [''])):
    state = '(h, h + 1)' if kind == 'LSTMCell' else 'h'
    X = {'a': ['float32', [2, 3]], 'h': ['float32', [2, 4]]}
    for form in forms:
        for bias in ('', ', bias=False'):
            made = f'm = nn.{kind}(3, 4{bias}{form})'
            program(kind, made, '[m, bits(m), trained(m, a)]', **X)
            program(kind, made, f'm(a, {state}), m(a[0]), m(a[0], {state.replace("h", "h[0]")})', **X)
            program(kind, made + '.double()', 'trained(m, a)', a=['float64', [2, 3]])
            program(kind, made, 'r, s = [], None', 'for x in q:\n    s = m(x, s)\n    r.append(s)', 'r', q=['float32', [4, 2, 3]])
    for wrong in ('a[None]', 'a[:, :2]', f'a, {state.replace("h", "h[:1]")}', f'a, {state.replace("h", "h[:, :3]")}', f'a, {state.replace("h", "h[None]")}', f'a[0], {state}', 'a, 3', '', '3', 'a.double()', 'a[0, 0]'):
        program(kind, f'm = nn.{kind}(3, 4)', f'm({wrong})', **X)
    for wrong in ('', '3', '3, 4, bogus=1', '-3, 4', "'x', 4"):
        program(kind, f'nn.{kind}({wrong})')
program('RNNCell', "nn.RNNCell(3, 4, nonlinearity='x')(a)", a=['float32', [2, 3]])

# The operators themselves

W = {'a': ['float32', [5, 2, 3]], 'h': ['float32', [1, 2, 4]]}
for name, gates in (('lstm', 4), ('gru', 3), ('rnn_tanh', 1), ('rnn_relu', 1)):
    own = {**W, 'u': ['float32', [gates * 4, 3], 'open'], 'v': ['float32', [gates * 4, 4], 'open'], 'b': ['float32', [gates * 4]]}
    state, flat = ('(h, h + 1)', '(h[0], h[0] + 1)') if name == 'lstm' else ('h', 'h[0]')
    for text in (f'a, {state}, (u, v, b, b), True, 1, 0.0, True, False, False', f'a, {state}, (u, v), False, 1, 0.0, True, False, False', f'a, {state}, [u, v, b, b], has_biases=True, num_layers=1, dropout=0.0, train=False, bidirectional=False, batch_first=False',
                 f'a[:, :1].transpose(0, 1), {state.replace("h", "h[:, :1]")}, (u, v, b, b), True, 1, 0.0, True, False, True', f'a[:3, 0], torch.tensor([2, 1]), {state}, (u, v, b, b), True, 1, 0.0, True, False'):
        case(name, f'torch.{name}({text})', True, **own)
        case(name, f'torch.{name}({text})', True, **{key: ['float64', *words[1:]] for key, words in own.items()})
        for layout in ('transposed', 'strided', 'offset'):
            case(name, f'torch.{name}({text})', True, **{**own, 'a': ['float32', [5, 2, 3], 'normal', layout], 'v': [*own['v'], layout]})
    for text in (f'a[:0], {state}, (u, v, b, b), True, 1, 0.0, True, False, False', f'a, {state}, (u, v, b), True, 1, 0.0, True, False, False', f'a, {state}, (u, v, b, b) * 2, True, 2, 0.0, True, False, False', 'a', '', f'a, {state}, u, True, 1, 0.0, True, False, False', f'a, {state}, (u, v, b, b), True, 1, 0.0, True, False'):
        case(name, f'torch.{name}({text})', **own)
    for text in (f'a[0], {flat}, u, v, b, b', f'a[0], {flat}, u, v', f'a[0], {flat}, w_ih=u, w_hh=v, b_ih=b', f'a[0], {flat}, u, v, None, b'):
        for dtype in FLOATS[2:]:
            case(f'{name}_cell', f'torch.{name}_cell({text})', True, **{key: [dtype, *words[1:]] for key, words in own.items()})
        for layout in ('transposed', 'strided', 'expanded', 'offset'):
            case(f'{name}_cell', f'torch.{name}_cell({text})', True, **{**own, 'a': ['float32', [5, 2, 3], 'normal', layout], 'u': [*own['u'], layout]})
    for text in (f'a[0, :1], {flat}, u, v, b, b', f'a[0, :, :2], {flat}, u, v, b, b', f'a[0], {flat.replace("h", "h[..., :3]")}, u, v, b, b', f'a[0], {flat}, u[:3], v, b, b', f'a[0], {flat}, u', ''):
        case(f'{name}_cell', f'torch.{name}_cell({text})', **own)
case('lstm', 'torch.lstm(a, (h,), (), True, 1, 0.0, True, False, False)', **W)
case('lstm_cell', 'torch.lstm_cell(a[0], (h[0],), h, h)', **W)

# Packing

P = {'a': ['float32', [4, 3, 2]]}
for lengths in ('[4, 2, 1]', 'torch.tensor([4, 4, 4])', 'torch.tensor([3, 2, 2], dtype=torch.int32)', '[4.0, 2.0, 1.0]'):
    for more in ('', ', enforce_sorted=False'):
        program('pack', PACKED + f'p = pack_padded_sequence(a, {lengths}{more})', '[p, pad_packed_sequence(p), type(p), p.data.is_contiguous()]', **P)
        program('pack', PACKED + f'p = pack_padded_sequence(a.transpose(0, 1).requires_grad_(), {lengths}, batch_first=True{more})', 'o, l = pad_packed_sequence(p, batch_first=True, padding_value=-1.0)', '(o * o).sum().backward()', '[p, o, l, p.data.grad_fn.name(), o.grad_fn.name()]', **P)
program('pack', PACKED + 'p = pack_padded_sequence(a, [1, 4, 2], enforce_sorted=False)', '[p, p.sorted_indices, p.unsorted_indices, pad_packed_sequence(p), pad_packed_sequence(p, total_length=6), unpack_sequence(p)]', **P)
program('pack', PACKED + 'a.requires_grad_()', 'p = pack_padded_sequence(a, [3, 2, 1])', '(p.data * p.data).sum().backward()', 'a.grad', **P)
for text in ('pack_padded_sequence(a, [2, 4, 1])', 'pack_padded_sequence(a, [4, 2, 0])', 'pack_padded_sequence(a, [4, 2])', 'pack_padded_sequence(a, [[4, 2, 1]])', 'pack_padded_sequence(a[:0], [4, 2, 1])', 'pack_padded_sequence(a[0, 0, 0], [1])', 'pack_padded_sequence(a, 4)', 'pack_padded_sequence(3, [1])', 'pack_padded_sequence(a)',
             'pad_packed_sequence(a)', 'pad_packed_sequence(pack_padded_sequence(a, [4, 2, 1]), total_length=2)', 'PackedSequence(a)', 'PackedSequence((a, a))', 'PackedSequence(a, a, torch.tensor([1, 0]))', 'PackedSequence(3, 4)', 'invert_permutation(None)', 'invert_permutation(torch.tensor([2, 0, 1]))',
             'pack_padded_sequence(a, [4, 2, 1]).to(torch.float64)', 'pack_padded_sequence(a, [4, 2, 1]).double().data.dtype', 'pack_padded_sequence(a, [4, 2, 1]).half().data.dtype', 'pack_padded_sequence(a, [4, 2, 1]).to("cpu")', 'pack_padded_sequence(a, [4, 2, 1]).is_cuda', 'pack_padded_sequence(a, [4, 2, 1]).cpu().batch_sizes', 'pack_padded_sequence(a, [4, 2, 1]).long().data',
             'len(pack_padded_sequence(a, [4, 2, 1]))', 'pack_padded_sequence(a, [4, 2, 1])._fields', 'pack_sequence([a[:3, 0], a[:2, 1], a[:1, 2]])', 'pack_sequence([a[:1, 0], a[:2, 1]], enforce_sorted=False)', 'pack_sequence([a[:1, 0], a[:2, 1]])', 'unpack_sequence(pack_sequence([a[:3, 0], a[:2, 1]]))', 'pack_sequence([])',
             'unpad_sequence(a, torch.tensor([1, 2, 3]))', 'unpad_sequence(a, torch.tensor([1, 2, 3, 4]), batch_first=True)', 'unpad_sequence(a, torch.tensor([1, 2]))'):
    program('pack', PACKED + text, **P)
for text in ('[a[0], a[1, :1]]', '[a[0, :1], a[1]], batch_first=True', '[a[0], a[1, :1]], padding_value=9.0', '[a[0, :1], a[1]], True, -1.0', "[a[0, :1], a[1]], padding_side='left'", "[a[0, :1], a[1]], True, padding_side='left'", '[a[0, 0], a[1, 1, :1]]', '[a[0]]', '[a[0].long(), a[1, :1]]', '[a[0, :0], a[1]]', '(x for x in a)', 'a'):
    program('pad_sequence', PACKED + f'o = pad_sequence({text})', '[o, o.stride()]', **P)
for text in ('[]', '3', '[3]', '[a[0], a[0, :, :1]]', "[a[0]], padding_side='x'", '[a[0, 0, 0]]', '[a[0], a[0, 0]]', ''):
    program('pad_sequence', PACKED + f'pad_sequence({text})', **P)
program('pad_sequence', PACKED + 'a.requires_grad_()', 'o = pad_sequence([a[0], a[1, :1]])', '(o * o).sum().backward()', '[a.grad, o.grad_fn.name()]', **P)

TOLERANCES = {each['op']: {'kind': 'relative', 'relative': 1e-6} for each in cases}
