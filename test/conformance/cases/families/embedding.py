"""Rows of a table by their numbers, in bags, and dropout."""
from sampling import ALL, FLOATS, case, mistakes

LAYOUTS = ('transposed', 'strided', 'expanded', 'offset')
TABLE = [5, 3]
TOLERANCES = {name: {'kind': 'exact'} for name in ('dropout1d', 'dropout2d', 'dropout3d')}

for dtype in ALL:
    for indices in ('int64', 'int32'):
        case('embedding', 'F.embedding(i, w)', dtype in FLOATS, i=[indices, [2, 4], 'index5'], w=[dtype, TABLE])
for shape in ([], [0], [3], [2, 0, 3], [2, 1, 3, 2]):
    for arguments in ('', ', padding_idx=1', ', padding_idx=-2', ', scale_grad_by_freq=True', ', 0, None, 2.0, True'):
        case('embedding', f'F.embedding(i, w{arguments})', True, i=['int64', shape, 'index5'], w=['float32', TABLE])
for layout in LAYOUTS:
    case('embedding', 'F.embedding(i, w)', True, i=['int64', [2, 4], 'index5', layout], w=['float32', TABLE, 'normal', layout])
for arguments in ('max_norm=1.0', 'max_norm=100.0', 'max_norm=1.0, norm_type=1', 'max_norm=0.5, norm_type=3.0'):
    for dtype in ('float32', 'float64'):
        # The lengths of rows are summed in another order.
        case('embedding', f'F.embedding(i, w.round(), {arguments}).round(decimals=4)', looked=['i'], i=['int64', [2, 4], 'index5'], w=[dtype, TABLE])
for text in ('i + 5, w', 'i - 1, w', 'i.float(), w', 'i, w[0]', 'i, w, padding_idx=5', 'i, w, padding_idx=-6', "'x', w", 'i', 'i, w, bogus=1'):
    case('embedding', f'F.embedding({text})', i=['int64', [3], 'index1'], w=['float32', TABLE])

given = {'i': ['int64', [6], 'index5'], 'w': ['float32', TABLE], 's': ['float32', [6]]}
for mode in ('sum', 'mean', 'max'):
    for dtype in FLOATS:
        case('embedding_bag', f"F.embedding_bag(i, w, torch.tensor([0, 2, 3]), mode='{mode}')", True, i=given['i'], w=[dtype, TABLE])
    for offsets in ('[0]', '[0, 0, 4]', '[0, 6]', '[0, 1, 2, 3, 4, 5]'):
        for arguments in ('', ', padding_idx=1', ', padding_idx=-1', ', include_last_offset=True', ', scale_grad_by_freq=True'):
            # A last offset is where all ends: with others PyTorch ends the interpreter, or reads on.
            if (mode != 'max' or 'freq' not in arguments) and ('last' not in arguments or offsets == '[0, 6]'):
                case('embedding_bag', f"F.embedding_bag(i, w, torch.tensor({offsets}), mode='{mode}'{arguments})", True, i=given['i'], w=given['w'])
    case('embedding_bag', f"F.embedding_bag(i, w, mode='{mode}')", True, i=['int32', [2, 3], 'index5'], w=['float64', TABLE])
    for layout in LAYOUTS:
        case('embedding_bag', f"F.embedding_bag(i, w, mode='{mode}')", True, i=['int64', [2, 3], 'index5'], w=['float32', TABLE, 'normal', layout])
case('embedding_bag', "F.embedding_bag(i, w, torch.tensor([0, 2]), mode='sum', per_sample_weights=s)", True, **given)
case('embedding_bag', "F.embedding_bag(i.reshape(2, 3), w, mode='sum', per_sample_weights=s.reshape(2, 3))", True, **given)
for text in ('torch.tensor([0, 9])', 'None', 'torch.tensor([[0]])', "torch.tensor([0]), mode='most'", "torch.tensor([0]), mode='mean', per_sample_weights=s", "torch.tensor([0]), mode='sum', per_sample_weights=s[:2]", "torch.tensor([0]), mode='max', scale_grad_by_freq=True"):
    case('embedding_bag', f'F.embedding_bag(i, w, {text})', **given)
case('embedding_bag', 'F.embedding_bag(i + 5, w, torch.tensor([0]))', **given)
case('embedding_bag', 'F.embedding_bag(i.float(), w, torch.tensor([0]))', **given)
case('embedding_bag', 'F.embedding_bag(i, w[0], torch.tensor([0]))', **given)
case('embedding_bag', 'F.embedding_bag(i.reshape(1, 2, 3), w)', **given)

for op, shapes in (('dropout', ([2, 3], [], [0], [2, 1, 3, 2, 2])), ('dropout1d', ([2, 3, 4], [3, 4])), ('dropout2d', ([2, 3, 4, 2], [2, 3, 4])), ('dropout3d', ([2, 3, 2, 2, 2], [3, 2, 2, 2])), ('alpha_dropout', ([2, 3], [4], [2, 1, 3, 2, 2])), ('feature_alpha_dropout', ([2, 3, 4], [2, 3, 2, 2]))):
    for shape in shapes:
        for dtype in ('float32', 'float64'):
            for arguments in ('0.5, True', '0.2, training=True', '0.3, False', '0.0, True', '1.0, True'):
                # The numbers that are drawn come after a seed.
                case(op, f'(torch.manual_seed(3), F.{op}(a, {arguments}))[1]', True, a=[dtype, shape])
    case(op, f'(torch.manual_seed(3), F.{op}(a, 0.5, True, True))[1]', looked=['a'], a=['float32', shapes[0]])
    case(op, f'(torch.manual_seed(3), F.{op}(a * 1, 0.5, True, inplace=True))[1]', True, a=['float32', shapes[0]])
    for layout in LAYOUTS:
        case(op, f'(torch.manual_seed(3), F.{op}(a, 0.5, True))[1]', True, a=['float32', shapes[0], 'normal', layout])
    for arguments in ('-0.1', '1.5', "'x'", '0.5, True, False, 1', 'bogus=1'):
        case(op, f'F.{op}(a, {arguments})', a=['float32', shapes[0]])
    case(op, f'F.{op}(a, 0.5, True, True)', True, a=['float32', shapes[0]])
case('dropout1d', 'F.dropout1d(a)', a=['float32', [3]])
case('feature_alpha_dropout', 'F.feature_alpha_dropout(a, 0.5, True)', a=['float32', [3]])
