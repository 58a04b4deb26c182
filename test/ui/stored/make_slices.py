"""Slices of examples/ema-training.py and of a few tensors, made by real PyTorch, for the browser tests.

    python test/ui/stored/make_slices.py        (needs torch; the tests don't)

It writes one JSON file per slice beside itself, and of some what numpy.save makes of them. Typed arrays are {"array": name, "values": [...]}; NaN and the
infinities, and every int64, are strings.
"""
import contextlib
import io
import json
import math
import pathlib
import re

import numpy as np
import torch
from torch.optim.optimizer import register_optimizer_step_post_hook, register_optimizer_step_pre_hook

HERE = pathlib.Path(__file__).parent
SCRIPT = HERE.parents[2] / 'examples' / 'ema-training.py'
URI = 'file:///examples/ema-training.py'

ARRAYS = {torch.float32: 'Float32Array', torch.float64: 'Float64Array', torch.float16: 'Float32Array', torch.bfloat16: 'Float32Array',
          torch.int64: 'BigInt64Array', torch.int32: 'Int32Array', torch.int16: 'Int16Array', torch.int8: 'Int8Array',
          torch.uint8: 'Uint8Array', torch.bool: 'Uint8Array'}


def number(x):
    return x if isinstance(x, int) or math.isfinite(x) else str(x)


def single(x):
    """Nine significant digits name every float32."""
    return float(f'{x:.9g}') if isinstance(x, float) and math.isfinite(x) else number(x)


def doubles(values):
    return {'array': 'Float64Array', 'values': [number(float(x)) for x in values]}


def elements(t):
    flat = t.detach().contiguous().reshape(-1)
    kind = ARRAYS[t.dtype]
    if kind == 'BigInt64Array':
        return {'array': kind, 'values': [str(x) for x in flat.tolist()]}
    if t.dtype == torch.bool:
        flat = flat.to(torch.uint8)
    return {'array': kind, 'values': [number(x) if t.dtype == torch.float64 else single(x) for x in flat.tolist()]}


def origin(line):
    return {'uri': URI, 'line': line, 'tick': line}


def tensor(title, t, ref, line=1):
    return {'kind': 'tensor', 'title': title, 'ref': ref, 'type': type(t).__name__, 'dtype': str(t.dtype).removeprefix('torch.'),
            'shape': list(t.shape), 'strides': list(t.stride()), 'requiresGrad': t.requires_grad,
            'gradFn': t.grad_fn.name().split('::')[-1] if t.grad_fn is not None else '', **({} if t.is_meta else {'elements': elements(t)}), 'origin': origin(line)}


def save_npy(name, t):
    np.save(HERE / f'{name}.npy', t.detach().contiguous().numpy())


def save(name, value):
    (HERE / f'{name}.json').write_text(json.dumps(value, separators=(',', ':'), ensure_ascii=False) + '\n', encoding='utf-8')


# -- the training run -------------------------------------------------------------------------------------------------
source = SCRIPT.read_text(encoding='utf-8')
head, body = source.split('torch.manual_seed(0)\n')
space = {'__name__': '__main__'}
exec(compile(head, str(SCRIPT), 'exec'), space)

averages = []
plain_update = space['ModelEMA'].update


def update(self, model):
    before = {k: v.clone() for k, v in self.ema.state_dict().items()}
    plain_update(self, model)
    rows = {k: (w.detach().clone(), self.ema.state_dict()[k].clone()) for k, w in model.state_dict().items()}
    averages.append((self.decay(self.updates), rows, before))


space['ModelEMA'].update = update

steps = []


def before_step(optimizer, args, kwargs):
    steps.append([(p.detach().clone(), p.grad.clone(), {name: value.clone() for name, value in optimizer.state[p].items() if value is not None}) for p in optimizer.param_groups[0]['params']])


def term(name, formula, value, state=False):
    return {'name': name, 'isState': state, 'formula': formula, 'value': doubles(value.double().reshape(-1).tolist())}


def sgd_terms(group, p, before, grad, state, kept):
    lr, mu, decay = group['lr'], group['momentum'], group['weight_decay']
    buffer = state.get('momentum_buffer')
    return [
        term('grad', f'−{lr}·grad', -lr * grad.double()),
        term('weight_decay', f'−{lr}·{decay}·p', -lr * decay * before.double()),
        *([] if buffer is None else [term('momentum_buffer', f'−{lr}·{mu}·buf', -lr * mu * buffer.double())]),
        term('update', 'p ← p + update', p.detach().double() - before.double())]


def adam_terms(group, p, before, grad, state, kept):
    lr, (beta1, beta2), decay, t = group['lr'], group['betas'], group['weight_decay'], kept['step'].item()
    first, second = 1 - beta1 ** t, 1 - beta2 ** t
    denom = (kept['exp_avg_sq'].double() / second).sqrt() + group['eps']
    alpha = lr / first
    return [
        term('grad', f'−{alpha:.6g}·{1 - beta1:.6g}·grad/denom', -alpha * (1 - beta1) * grad.double() / denom),
        term('weight_decay', f'−{lr}·{decay}·p', -lr * decay * before.double()),
        *([term('exp_avg', f'−{alpha:.6g}·{beta1}·exp_avg/denom', -alpha * beta1 * state['exp_avg'].double() / denom)] if state else []),
        term('update', 'p ← p + update', p.detach().double() - before.double()),
        term('exp_avg', f'{beta1}·exp_avg + {1 - beta1:.6g}·grad', kept['exp_avg'], True),
        term('exp_avg_sq', f'{beta2}·exp_avg_sq + {1 - beta2:.6g}·grad²', kept['exp_avg_sq'], True),
        term('denom', f'√(exp_avg_sq/{second:.6g}) + {group["eps"]}', denom, True)]


def rmsprop_terms(group, p, before, grad, state, kept):
    lr, alpha, mu, decay = group['lr'], group['alpha'], group['momentum'], group['weight_decay']
    denom = kept['square_avg'].double().sqrt() + group['eps']
    return [
        term('grad', f'−{lr}·grad/denom', -lr * grad.double() / denom),
        term('weight_decay', f'−{lr}·{decay}·p/denom', -lr * decay * before.double() / denom),
        *([term('momentum_buffer', f'−{lr}·{mu}·momentum_buffer', -lr * mu * state['momentum_buffer'].double())] if state else []),
        term('update', 'p ← p + update', p.detach().double() - before.double()),
        term('square_avg', f'{alpha}·square_avg + {1 - alpha:.6g}·(grad + {decay}·p)²', kept['square_avg'], True),
        term('denom', f'√square_avg + {group["eps"]}', denom, True),
        term('momentum_buffer', f'{mu}·momentum_buffer + (grad + {decay}·p)/denom', kept['momentum_buffer'], True)]


def rprop_terms(group, p, before, grad, state, kept):
    (down, up), (least, most) = group['etas'], group['step_sizes']
    return [
        term('grad', '−step_size·sign(prev)', -kept['step_size'].double() * kept['prev'].sign().double()),
        term('update', 'p ← p + update', p.detach().double() - before.double()),
        term('step_size', f'min(max(step_size·(grad·prev > 0: {up}, < 0: {down}, = 0: 1), {least:.6f}), {most})', kept['step_size'], True),
        term('prev', 'grad, 0 where its sign turned', kept['prev'], True)]


def unknown_terms(group, p, before, grad, state, kept):
    """Of an optimizer whose formula the engine does not have: what was recorded, and what is kept for each element."""
    return [
        term('grad', 'grad', grad), term('update', 'p ← p + update', p.detach().double() - before.double()),
        *(term(name, '', held.expand(p.shape), True) for name, held in kept.items() if held.ndim == p.ndim)]


TERMS = {'SGD': sgd_terms, 'AdamW': adam_terms, 'RMSprop': rmsprop_terms, 'Rprop': rprop_terms}
#: What of a group is shown, and how the numbers of its tuples are called.
SHOWN = ('lr', 'momentum', 'dampening', 'alpha', 'eps', 'weight_decay', 'amsgrad', 'centered', 'nesterov', 'maximize')
PAIRS = {'betas': ('beta1', 'beta2'), 'etas': ('etaminus', 'etaplus'), 'step_sizes': ('step_size_min', 'step_size_max')}


def after_step(optimizer, args, kwargs):
    group = optimizer.param_groups[0]
    terms = TERMS.get(type(optimizer).__name__, unknown_terms)
    parameters = [{'before': doubles(before.reshape(-1)), 'after': doubles(p.detach().reshape(-1)), 'reproduced': terms is not unknown_terms, 'terms': terms(group, p, before, grad, state, optimizer.state[p])}
                  for p, (before, grad, state) in zip(group['params'], steps[-1])]
    values = {name: group[name] for name in SHOWN if name in group and not isinstance(group[name], tuple)}
    values |= {name: number for whole, names in PAIRS.items() if whole in group for name, number in zip(names, group[whole])}
    steps[-1] = {'index': len(steps) - 1, 'origin': origin(52), 'loss': space['loss'].item(), 'hyperparameters': values, 'parameters': parameters}


def typed(kind, values):
    return {'array': kind, 'values': values}


def step_columns(steps):
    """What all steps have in common, each an entry of its columns."""
    return {'count': len(steps), 'index': typed('Uint32Array', [step['index'] for step in steps]), 'tick': doubles(step['origin']['tick'] for step in steps),
            'loss': doubles(step['loss'] for step in steps), 'hasLoss': typed('Uint8Array', [1] * len(steps)), 'origin': typed('Uint16Array', [0] * len(steps)),
            'origins': [{name: value for name, value in steps[0]['origin'].items() if name != 'tick'}],
            'hyperparameters': [{'name': name, 'isFlag': isinstance(value, bool), 'has': typed('Uint8Array', [1] * len(steps)), 'values': doubles(step['hyperparameters'][name] for step in steps)}
                                for name, value in steps[0]['hyperparameters'].items()]}


def parameter_columns(name, shape, ref, steps):
    """What the steps did to one parameter, as a list of what each did."""
    elements = len(steps[0]['before']['values'])
    # In the order of the last step, which has them all.
    terms = []
    for kind, state in [(each['name'], each['isState']) for each in steps[-1]['terms']]:
        found = [next((each for each in step['terms'] if (each['name'], each['isState']) == (kind, state)), None) for step in steps]
        formulas = list(dict.fromkeys(each['formula'] for each in found if each))
        terms.append({'name': kind, 'isState': state, 'formulas': formulas, 'formula': typed('Uint16Array', [1 + formulas.index(each['formula']) if each else 0 for each in found]),
                      'value': typed('Float64Array', [x for each in found for x in (each['value']['values'] if each else ['nan'] * elements)])})
    return {'name': name, 'shape': shape, 'ref': ref, 'elements': elements, 'terms': terms,
            **{when: typed('Float64Array', [x for step in steps for x in step[when]['values']]) for when in ('before', 'after')},
            'reproduced': typed('Uint8Array', [int(step['reproduced']) for step in steps])}


register_optimizer_step_pre_hook(before_step)
register_optimizer_step_post_hook(after_step)
exec(compile('torch.manual_seed(0)\n' + body, str(SCRIPT), 'exec'), space)

weights = [step['parameters'][0]['before']['values'][0] for step in steps] + [steps[-1]['parameters'][0]['after']['values'][0]]
biases = [step['parameters'][1]['before']['values'][0] for step in steps] + [steps[-1]['parameters'][1]['after']['values'][0]]


def domain(values):
    low, high = min(values), max(values)
    return [low - 0.25 * (high - low), high + 0.25 * (high - low)]


columns = rows = 48
x_domain, y_domain = domain(weights), domain(biases)
w = torch.linspace(*x_domain, columns)
b = torch.linspace(*y_domain, rows)
prediction = w[None, :, None] * space['x'].reshape(1, 1, -1) + b[:, None, None]
loss = ((prediction - space['y'].reshape(1, 1, -1)) ** 2).mean(-1)
penalty = 0.001 / 2 * (w[None, :] ** 2 + b[:, None] ** 2)
x = {'parameter': 0, 'element': 0, 'label': 'model.weight'}
y = {'parameter': 1, 'element': 0, 'label': 'model.bias'}


def columns_of(steps):
    return {'parameters': [parameter_columns(name, shape, i + 1, [step['parameters'][i] for step in steps]) for i, (name, shape) in enumerate([('model.weight', [1, 1]), ('model.bias', [1])])],
            'steps': step_columns(steps)}


recorded = {
    'kind': 'optimizer', 'hasFormula': True, 'type': 'SGD', **columns_of(steps), 'x': x, 'y': y,
    'surface': {'x': x, 'y': y, 'xDomain': x_domain, 'yDomain': y_domain, 'columns': columns, 'rows': rows, 'isOfLastStep': False, 'off': 0,
                'values': doubles(single(x) for x in loss.reshape(-1).tolist()), 'withWeightDecay': doubles(single(x) for x in (loss + penalty).reshape(-1).tolist())}}
save('optimizer', recorded)

save('average', {
    'kind': 'average', 'rule': {'op': 'plus', 'a': {'op': 'times', 'a': 'v', 'by': 'd'}, 'b': {'op': 'times', 'a': 'w', 'by': 'c'}}, 'formula': 'v ← d·v + (1−d)·w', 'count': len(averages), 'updates': [*range(1, len(averages) + 1)],
    'decay': doubles(d for d, *_ in averages),
    'schedule': {'name': 'ramp', 'decay': 0.9, 'tau': 5, 'first': 1},
    'origins': [origin(53) for _ in averages], 'reproduced': True,
    'curves': [{'name': f'model.{k}', 'shape': list(averages[0][1][k][0].shape), 'dtype': 'float32', 'start': doubles(averages[0][2][k].reshape(-1)), 'elements': averages[0][1][k][0].numel(),
                'weights': doubles(x for _, row, _ in averages for x in row[k][0].reshape(-1)),
                'shadow': doubles(x for _, row, _ in averages for x in row[k][1].reshape(-1))} for k in averages[0][1]]})

# The same program with other hyperparameters.
steps.clear()
with contextlib.redirect_stdout(io.StringIO()):
    exec(compile('torch.manual_seed(0)\n' + body.replace('lr=0.3, momentum=0.8', 'lr=0.1, momentum=0.5'), str(SCRIPT), 'exec'), space)
other = columns_of(steps)
for parameter in other['parameters']:
    parameter['terms'] = []
save('optimizer-what-if', {**recorded, 'whatIf': {'values': {'lr': 0.1, 'momentum': 0.5}, 'steps': {'x': recorded['x'], 'y': recorded['y'], **other}, 'isRunning': False}})

# The same line by AdamW.
steps.clear()
adamw = 'torch.optim.AdamW(model.parameters(), lr=0.3, betas=(0.8, 0.95))'
with contextlib.redirect_stdout(io.StringIO()):
    exec(compile('torch.manual_seed(0)\n' + re.sub(r'torch\.optim\.SGD\(.*\)', adamw, body), str(SCRIPT), 'exec'), space)
assert 'exp_avg' in [each['name'] for each in steps[-1]['parameters'][0]['terms']]
save('optimizer-adamw', {**recorded, **columns_of(steps), 'type': 'AdamW', 'surface': {name: value for name, value in recorded['surface'].items() if name != 'withWeightDecay'},
                         'whatIf': {'values': {}, 'isRunning': False}})

# … and by two whose state says more of how far each number moves.
for name, call in (('rmsprop', 'RMSprop(model.parameters(), lr=0.1, alpha=0.9, momentum=0.5, weight_decay=0.001)'), ('rprop', 'Rprop(model.parameters(), lr=0.25)')):
    steps.clear()
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile('torch.manual_seed(0)\n' + re.sub(r'torch\.optim\.SGD\(.*\)', f'torch.optim.{call}', body), str(SCRIPT), 'exec'), space)
    save(f'optimizer-{name}', {**recorded, **columns_of(steps), 'type': call.split('(')[0],
                               'surface': recorded['surface'] if name == 'rmsprop' else {name: value for name, value in recorded['surface'].items() if name != 'withWeightDecay'},
                               'whatIf': {'values': {}, 'isRunning': False}})

# A net of two layers, whose learning rate is halved after every fourth step.
steps.clear()
torch.manual_seed(0)
net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1))
inputs, targets = torch.randn(8, 3), torch.randn(8, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.4, momentum=0.9, weight_decay=0.01)
for step in range(12):
    space['loss'] = ((net(inputs) - targets) ** 2).mean()
    optimizer.zero_grad()
    space['loss'].backward()
    optimizer.step()
    if step % 4 == 3:
        optimizer.param_groups[0]['lr'] /= 2
net_parameters = [parameter_columns(f'net.{name}', list(p.shape), i + 1, [step['parameters'][i] for step in steps]) for i, (name, p) in enumerate(net.named_parameters())]
net_steps = step_columns(steps)
save('optimizer-net', {
    'kind': 'optimizer', 'hasFormula': True, 'type': 'SGD', 'parameters': net_parameters,
    'steps': net_steps, 'x': {'parameter': 0, 'element': 0, 'label': 'net.0.weight[0, 0]'}, 'y': {'parameter': 0, 'element': 1, 'label': 'net.0.weight[0, 1]'},
    'surfaceNote': {'reason': 'replayNotInPage', 'values': []}})

# Its path's principal components, all parameters as one point.
path = torch.cat([torch.tensor([[v for p in step['parameters'] for v in p['before']['values']] for step in steps] + [[v for p in steps[-1]['parameters'] for v in p['after']['values']]], dtype=torch.float64)])
_, scales, rows = torch.linalg.svd(path - path.mean(0), full_matrices=False)
ANSWERS = HERE.parents[1] / 'unit' / 'webview' / 'principal.json'
ANSWERS.write_text(json.dumps({'explained': (scales[:2] ** 2 / (scales ** 2).sum()).tolist(), 'directions': rows[:2].tolist()}) + '\n', encoding='utf-8')
# The loss over them, through the point at which the last loss was computed.
rows = torch.stack([row * row[row.abs().argmax()].sign() for row in rows[:2]])
along = (path - path[-1]) @ rows.T
margins = 0.35 * (along.max(0).values - along.min(0).values)
(x_low, y_low), (x_high, y_high) = (along.min(0).values - margins).tolist(), (along.max(0).values + margins).tolist()


def loss_at(u, v):
    point = path[-2] + (torch.tensor([u, v], dtype=torch.float64) - along[-2]) @ rows
    torch.nn.utils.vector_to_parameters(point.float(), net.parameters())
    return ((net(inputs) - targets) ** 2).mean().item()


with torch.no_grad():
    values = [loss_at(u, v) for v in torch.linspace(y_low, y_high, 24).tolist() for u in torch.linspace(x_low, x_high, 24).tolist()]
components = [{'parameter': -1, 'element': i, 'label': ''} for i in range(2)]
save('optimizer-principal', {
    'kind': 'optimizer', 'hasFormula': True, 'type': 'SGD', 'parameters': net_parameters, 'steps': net_steps, 'x': components[0], 'y': components[1],
    'surface': {'x': components[0], 'y': components[1], 'xDomain': [x_low, x_high], 'yDomain': [y_low, y_high], 'columns': 24, 'rows': 24, 'isOfLastStep': False, 'off': 0, 'values': doubles(single(value) for value in values)}})

# -- the notes' gather and some more ------------------------------------------------------------------------------------
tensor_0 = torch.arange(3, 12).view(3, 3)
index = torch.tensor([[2, 1, 0]])


def index_map(name, op, dim, source, index, out, titles, parts=None, indices=None, reduce=None, gradient=None, skipped=None, failed=None, stretched=None):
    backward = {} if gradient is None else {'backward': {
        'request': {'op': 0, 'root': 9, 'tick': 9}, 'line': 7, 'gradient': tensor(f'{titles[2]}.grad', gradient, 0), 'off': 0, **({} if skipped is None else {'skipped': skipped})}}
    save(name, {'kind': 'indexMap', 'op': op, 'dim': dim, 'scale': 1, **({'parts': parts} if parts else {}), **({'indices': indices} if indices else {}), **({'reduce': reduce} if reduce else {}), **({} if stretched is None else {'stretched': stretched}),
                'source': tensor(titles[0], source, 1), 'index': tensor(titles[1], index, 2),
                'output': tensor(titles[2], out, 3), **backward, **({'failed': failed} if failed else {}), 'origin': origin(5)})


def gather(name, dim, source, index, titles=('tensor_0', 'index', 'tensor_1')):
    index_map(name, 'gather', dim, source, index, source.gather(dim, index), titles)


gather('gather', 0, tensor_0, index)
# More rows than are drawn at once.
gather('gather-long', 0, torch.arange(450).reshape(150, 3), torch.arange(240).reshape(80, 3) * 37 % 150, ('table', 'index', 'out'))
torch.manual_seed(1)
gather('gather-dim1', 1, torch.randn(4, 5), torch.randint(0, 5, (4, 3)), ('scores', 'index', 'picked'))
gather('gather-1d', 0, torch.arange(10, 90, 10), torch.tensor([3, 3, 0, 7, 5]), ('table', 'index', 'out'))
gather('gather-3d', 1, torch.arange(24).view(2, 3, 4), torch.randint(0, 3, (2, 2, 4)), ('x', 'index', 'out'))

table = torch.randn(6, 4)
words = torch.tensor([4, 1, 4])
index_map('embedding', 'embedding', 0, table, words, torch.nn.functional.embedding(words, table), ('emb.weight', 'words', 'vectors'))
columns = torch.tensor([3, 0, 3])
index_map('index-select', 'index_select', 1, table, columns, table.index_select(1, columns), ('x', 'columns', 'out'))
rows = torch.tensor([[0, -1], [2, 2]])
index_map('getitem', '__getitem__', 0, table, rows, table[rows], ('x', 'rows', 'out'))
votes, places = torch.ones(2, 4) / 2, torch.tensor([[0, 2, 2, 1], [2, 2, 0, 1]])
index_map('scatter-add', 'scatter_add', 0, votes, places, torch.zeros(4, 4).scatter_add(0, places, votes), ('votes', 'places', 'count'))
labels = torch.tensor([[1], [3], [0]])
index_map('scatter', 'scatter', 1, torch.ones(3, 1), labels, torch.zeros(3, 4).scatter(1, labels, torch.ones(3, 1)), ('ones', 'labels', 'one_hot'))
positive = table > 0
index_map('masked', '__getitem__', 0, table, positive, table[positive], ('x', 'positive', 'out'))
kept = torch.tensor([True, False, False, True, True, False])
index_map('masked-rows', '__getitem__', 0, table, kept, table[kept], ('x', 'kept', 'out'))
index_map('getitem-columns', '__getitem__', 0, table, columns, table[1::2, columns], ('x', 'columns', 'out'), [{'kind': 'slice', 'start': 1, 'step': 2}, {'kind': 'index'}])
several = torch.tensor([[0], [5], [0]]), torch.tensor([2, 0, -1])
index_map('getitem-several', '__getitem__', 0, table, several[0].expand(3, 3), table[several], ('x', 'index0 rows, index1 columns', 'out'), [{'kind': 'index'}, {'kind': 'index'}],
          [tensor('rows', several[0], 2), tensor('columns', several[1], 2)])
found = kept.nonzero()[:, 0]
index_map('masked-beside', '__getitem__', 0, table, found, table[kept, columns], ('x', 'index0 kept.nonzero()[:, 0], index1 columns', 'out'), [{'kind': 'index'}, {'kind': 'index'}],
          [tensor('kept.nonzero()[:, 0]', found, 2), tensor('columns', columns, 2)])
best = table.topk(2, dim=1)
index_map('topk', 'topk', 1, table, best.indices, best.values, ('scores', 'indices', 'best'))

scores = torch.tensor([[3., 1., 4., 1.], [5., 9., 2., 6.]])
index_map('scatter-reduce', 'scatter_reduce', 0, scores, places, torch.full((4, 4), 2.).scatter_reduce(0, places, scores, 'amax'), ('scores', 'places', 'best'), reduce={'how': 'amax', 'includeSelf': True})

# What is put between brackets; masks of some of the dimensions, and of three.
ahead = torch.tensor([2, 0, 2, 5])
given = table.clone()
given[ahead] = torch.tensor([1., 2., 3., 4.])
index_map('setitem-rows', '__setitem__', 0, torch.tensor([1., 2., 3., 4.]).expand(4, 4), ahead, given, ('row', 'ahead', 'x'), stretched=[4])
given = table.clone()
given[positive] = 0.
index_map('setitem-mask', '__setitem__', 0, torch.zeros(int(positive.sum())), positive, given, ('0.0', 'positive', 'x'), stretched=[])
given = table.clone()
given[several] = torch.arange(9.).view(3, 3)
index_map('setitem-several', '__setitem__', 0, torch.arange(9.).view(3, 3), several[0].expand(3, 3), given, ('numbers', 'index0 rows, index1 columns', 'x'), [{'kind': 'index'}, {'kind': 'index'}],
          [tensor('rows', several[0], 2), tensor('columns', several[1], 2)])
volume = torch.arange(24).view(2, 3, 4)
index_map('masked-two-of-three', '__getitem__', 0, volume, volume[:, :, 0] % 8 == 0, volume[volume[:, :, 0] % 8 == 0], ('volume', 'eighths', 'out'))
index_map('masked-three', '__getitem__', 0, volume, volume % 5 == 2, volume[volume % 5 == 2], ('volume', 'fifths', 'out'))

# What comes back through an embedding of which word 1 is the padding, and through a scatter_add.
back = torch.tensor([[0.5, -1.0, 0.25, 2.0], [1.0, 1.0, 1.0, 1.0], [0.25, 0.5, -0.75, 1.0]])
index_map('embedding-backward', 'embedding', 0, table, words, torch.nn.functional.embedding(words, table, padding_idx=1), ('emb.weight', 'words', 'vectors'), gradient=back, skipped=1)
index_map('scatter-add-backward', 'scatter_add', 0, votes, places, torch.zeros(4, 4).scatter_add(0, places, votes), ('votes', 'places', 'count'), gradient=torch.arange(16.).view(4, 4) / 8 - 1)

# Calls that raise: what they would have given has a shape and no numbers.


def failed_map(name, op, dim, source, index, out, titles, call, **more):
    try:
        call()
    except (IndexError, RuntimeError) as error:
        index_map(name, op, dim, source, index, out, titles, failed=f'{type(error).__name__}: {error}', **more)


def nothing(*shape):
    return torch.empty(shape, device='meta')


far = torch.tensor([[0, 5, 1], [4, 6, 2], [12, 0, 5], [3, 3, 3]])
failed_map('failed-gather', 'gather', 1, torch.randn(4, 5), far, nothing(4, 3), ('scores', 'index', 'out'), lambda: torch.zeros(4, 5).gather(1, far))
some = torch.tensor([1, 7, -1])
failed_map('failed-select', 'index_select', 0, table, some, nothing(3, 4), ('x', 'rows', 'out'), lambda: table.index_select(0, some))
failed_map('failed-scatter', 'scatter_add', 0, votes, places + 1, torch.zeros(3, 4), ('votes', 'places', 'count'), lambda: torch.zeros(3, 4).scatter_add(0, places + 1, votes))
pair = torch.tensor([0, 2]), torch.tensor([4, -7])
failed_map('failed-several', '__getitem__', 0, table, pair[0], nothing(2), ('x', 'index0 rows, index1 columns', 'out'), lambda: table[pair],
           parts=[{'kind': 'index'}, {'kind': 'index'}], indices=[tensor('rows', pair[0], 2), tensor('columns', pair[1], 2)])

# -- products ----------------------------------------------------------------------------------------------------------


def product(name, op, chosen, subscripts, letters, out, titles, *operands, sign='·', added=None):
    save(name, {'kind': 'product', 'op': op, **({'as': chosen} if chosen else {}), 'sign': sign, 'subscripts': subscripts, 'letters': letters,
                'operands': [tensor(title, t, i + 1) for i, (title, t) in enumerate(zip(titles, operands))], 'output': tensor(titles[-1], out, 9),
                **({'added': tensor('layer.bias', added, 8)} if added is not None else {}), 'origin': origin(5)})


a, b, v = torch.arange(1, 7).view(2, 3), torch.arange(-5, 7).view(3, 4), torch.tensor([1, 0, 2])
product('product-mm', 'matmul', 'mm', ['ik', 'kj'], 'ij', a @ b, ('a', 'b', 'c'), a, b)
long = torch.arange(270).reshape(3, 90) % 7 - 3, torch.arange(90 * 70).reshape(90, 70) % 11 - 5
product('product-long', 'matmul', 'mm', ['ik', 'kj'], 'ij', long[0] @ long[1], ('a', 'b', 'c'), *long)
product('product-mv', 'mv', None, ['ik', 'k'], 'i', a.mv(v), ('a', 'v', 'y'), a, v)
product('product-dot', 'dot', None, ['k', 'k'], '', v.dot(v), ('v', 'v', 'length'), v, v)
product('product-mul', 'mul', None, ['ij', 'j'], 'ij', a * v, ('a', 'v', 'scaled'), a, v)
column = torch.tensor([[10.], [20.]])
product('product-add', 'add', None, ['ij', 'j'], 'ij', column + v, ('column', 'v', 'table'), column, v, sign='+')
torch.manual_seed(4)
x, weight, bias = torch.randn(5, 3), torch.randn(4, 3), torch.randn(4)
product('product-linear', 'linear', None, ['ik', 'jk'], 'ij', torch.nn.functional.linear(x, weight, bias), ('x', 'layer.weight', 'y'), x, weight, added=bias)
batch = torch.randn(3, 2, 4), torch.randn(3, 4, 2)
product('product-bmm', 'matmul', 'bmm', ['bik', 'bkj'], 'bij', batch[0] @ batch[1], ('queries', 'keys', 'scores'), *batch)
three, right = torch.arange(18.).view(3, 2, 3), torch.arange(-5., 7).view(3, 4)
product('product-folded', 'matmul', 'mm', ['bik', 'kj'], 'bij', three @ right, ('x', 'weight', 'y'), three, right)
scale = torch.tensor(-0.5)
product('product-scale', 'mul', None, ['ij', ''], 'ij', a * scale, ('a', 'scale', 'smaller'), a, scale)
product('product-outer', 'einsum', None, ['i', 'j'], 'ij', torch.einsum('i,j', v, v), ('v', 'v', 'outer'), v, v)

# -- storages ----------------------------------------------------------------------------------------------------------


def storage(name, count, *views):
    _, first = views[0]
    save(name, {'kind': 'storage', 'dtype': str(first.dtype).removeprefix('torch.'), 'count': count, 'elements': elements(first.as_strided([count], [1], 0)),
                'views': [{'title': title, 'shape': list(t.shape), 'strides': list(t.stride()), 'offset': t.storage_offset()} for title, t in views]})


x = torch.arange(12.).view(3, 4) - 4
storage('storage-views', 12, ('x', x), ('x.T', x.T), ('middle', x[1:, 1:3]), ('column', x[:, 2]))
x = torch.arange(400).reshape(100, 4)
storage('storage-long', 400, ('x', x), ('x.T', x.T))
v = torch.tensor([1, 2, 3, 4, 5])
storage('storage-unfold', 5, ('v', v), ('windows', v.unfold(0, 3, 1)), ('table', v[1:2].expand(2, 3)), ('last', v[4]))
numbers = torch.arange(10)
storage('storage-part', 10, ('odd', numbers[1::2]), ('first', numbers[1:3]))

# -- autograd graphs ------------------------------------------------------------------------------------------------------


def plain(x):
    return float(x) if math.isfinite(x) else {'number': str(float(x))}


def facts(t):
    if t is None:
        return None
    flat = t.detach().double().reshape(-1)
    finite = flat[torch.isfinite(flat)] if flat.isfinite().any() else torch.tensor([math.nan])
    return {'count': flat.numel(), 'nan': int(flat.isnan().sum()), 'infinite': int(flat.isinf().sum()), 'low': plain(finite.min()), 'high': plain(finite.max()),
            'rms': plain(finite.square().mean().sqrt()), 'values': [plain(x) for x in flat] if flat.numel() <= 6 else []}


class Graph:
    """What the tracer would record of the calls, with every gradient kept."""

    def __init__(self):
        self.nodes, self.edges, self.places, self.given = [], [], {}, {}

    def leaf(self, name, t, module=''):
        self.places[id(t)] = len(self.nodes)
        self.nodes.append(('leaf', name, t, module, None))
        return t

    def op(self, name, line, module, function, *inputs, given=None):
        """`given`: what brought NaN in, by name."""
        t = function(*inputs)
        t.retain_grad()
        place = len(self.nodes)
        self.given[place] = given
        self.nodes.append(('op', name, t, module, line))
        self.edges += [(self.places[id(each)], place) for each in inputs if id(each) in self.places]
        self.places[id(t)] = place
        return t

    def save(self, file, title, replayed=True):
        self.nodes[-1][2].backward()
        rows = [{'kind': kind, 'name': name, 'gradFn': t.grad_fn.name().split('::')[-1] if t.grad_fn is not None else 'AccumulateGrad', 'shape': list(t.shape), 'dtype': str(t.dtype).removeprefix('torch.'),
                 'module': module, **({} if line is None else {'origin': origin(line)}), 'value': facts(t), **({'gradient': facts(t.grad)} if replayed or kind == 'leaf' else {}),
                 **({'given': {'kind': 'nan', 'title': self.given[place]}} if self.given.get(place) else {})}
                for place, (kind, name, t, module, line) in enumerate(self.nodes)]
        save(file, {'kind': 'graph', 'ref': 1, 'tick': 100, 'title': title, 'nodes': rows, 'edges': {'array': 'Uint32Array', 'values': [x for edge in self.edges for x in edge]}, 'isCut': False,
                    **({'gradients': 'replayed', 'off': 0} if replayed else {'gradients': {'reason': 'replayRandom', 'values': ['dropout', 12]}})})


def dense(graph, x, layer, module, line):
    weight, bias = graph.leaf(f'{module}.weight', layer.weight, module), graph.leaf(f'{module}.bias', layer.bias, module)
    return graph.op('linear', line, module, torch.nn.functional.linear, x, weight, bias)


torch.manual_seed(5)
for file, replayed in (('graph-net', True), ('graph-leaves', False)):
    graph, first, second, x, y = Graph(), torch.nn.Linear(3, 4), torch.nn.Linear(4, 2), torch.randn(8, 3), torch.randint(0, 2, (8,))
    h = dense(graph, x, first, 'net.first', 9)
    h = graph.op('relu', 10, 'net', torch.relu, h)
    scores = dense(graph, h, second, 'net.second', 11)
    graph.op('cross_entropy', 16, '', lambda scores: torch.nn.functional.cross_entropy(scores, y), scores)
    graph.save(file, 'loss', replayed)

graph = Graph()
w = graph.leaf('w', torch.tensor([0., 4.], requires_grad=True))
d = graph.op('__sub__', 3, '', lambda w: w - 1, w)
r = graph.op('sqrt', 4, '', torch.sqrt, d)
graph.op('sum', 5, '', torch.sum, graph.op('__mul__', 5, '', lambda r, w: r * w, r, w))
graph.save('graph-nan', 'loss')

graph, batch = Graph(), torch.tensor([[1., math.nan], [3., 4.]])
w = graph.leaf('w', torch.tensor([0.5, 2.], requires_grad=True))
scores = graph.op('__matmul__', 4, '', lambda w: batch @ w, w, given="batch['x']")
graph.op('mean', 6, '', torch.mean, graph.op('relu', 5, '', torch.relu, scores))
graph.save('graph-nan-given', 'loss')

torch.manual_seed(6)
for file, spread, squash in (('graph-vanishing', 1, torch.sigmoid), ('graph-exploding', 30, torch.relu)):
    graph, x = Graph(), torch.randn(4, 6)
    for i in range(16):
        layer = torch.nn.Linear(6, 6)
        layer.weight.data *= spread
        x = graph.op(squash.__name__, 8, 'net', squash, dense(graph, x, layer, f'net.layers.{i}', 8))
    graph.op('mean', 12, '', torch.mean, x)
    graph.save(file, 'loss')

torch.manual_seed(7)
graph, x = Graph(), torch.randn(4, 6)
for i in range(3):
    name = f'net.blocks.{i}'
    h = graph.op('relu', 7, name, torch.relu, dense(graph, x, torch.nn.Linear(6, 6), f'{name}.inner', 7))
    x = graph.op('__add__', 8, name, lambda h, x: h + x, h, x)
graph.op('mean', 12, '', torch.mean, x)
graph.save('graph-residual', 'loss')

# -- tensors --------------------------------------------------------------------------------------------------------------
torch.manual_seed(2)
save('arange', tensor('tensor_0', tensor_0, 1))
weight = torch.nn.Parameter(torch.randn(4, 6) * 0.3)
save('weight', tensor('layer.weight', weight, 2))
stepped = weight.detach().clone()
stepped[1:3] -= 0.1 * weight.detach()[1:3].sign()
stepped[0, 4] = math.nan
save('weight-stepped', {**tensor('layer.weight', stepped, 2, 3), 'before': 6})
save('scalar', tensor('loss', (weight ** 2).mean(), 3))
save('vector', tensor('x', torch.linspace(-1, 1, 16), 4))
mask = torch.rand(4, 9) > 0.5
save('mask', tensor('mask', mask, 5))
odd = torch.randn(5, 8)
odd[1, 2] = math.nan
odd[3, 5] = math.inf
odd[4, 0] = -math.inf
save('nonfinite', tensor('logits', odd, 6))
save('images', tensor('images', torch.rand(2, 3, 12, 12), 7))
yy, xx = torch.meshgrid(torch.linspace(-3, 3, 64), torch.linspace(-3, 3, 96), indexing='ij')
waves = torch.sin(2 * xx) * torch.cos(yy * yy / 2)
waves[40, 60] = math.nan
save('waves', tensor('waves', waves, 8))
save('empty', tensor('empty', torch.zeros(0, 3), 9))
big_int = torch.tensor([[9007199254740993, -1], [2 ** 62, 0]])
save('big-int', tensor('ids', big_int, 10))
half = torch.tensor([0., -0., 1., -1.5, 65504., 6e-8, 6.1e-5, 0.333, float('inf'), float('-inf'), float('nan')]).half()
save('half', tensor('half', half, 11))
# What numpy.save makes of the same.
for name, values in (('nonfinite', odd), ('big-int', big_int), ('half', half), ('scalar', (weight ** 2).mean()), ('mask', mask)):
    save_npy(name, values)

# The net by an optimizer whose formula the engine does not have.
steps.clear()
torch.manual_seed(0)
net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1))
optimizer = torch.optim.Adafactor(net.parameters(), lr=0.1)
for step in range(12):
    space['loss'] = ((net(inputs) - targets) ** 2).mean()
    optimizer.zero_grad()
    space['loss'].backward()
    optimizer.step()
save('optimizer-adafactor', {
    'kind': 'optimizer', 'hasFormula': False, 'type': 'Adafactor',
    'parameters': [parameter_columns(f'net.{name}', list(p.shape), i + 1, [step['parameters'][i] for step in steps]) for i, (name, p) in enumerate(net.named_parameters())],
    'steps': step_columns(steps), 'x': {'parameter': 0, 'element': 0, 'label': 'net.0.weight[0, 0]'}, 'y': {'parameter': 0, 'element': 1, 'label': 'net.0.weight[0, 1]'},
    'surfaceNote': {'reason': 'replayNotInPage', 'values': []}})
