"""Asks real PyTorch what expressions come to at the end of ../trace/stored/changes.py: `python ask.py` writes answers.json."""
import contextlib
import io
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

EXPRESSIONS = r'''
1 + 2 * 3 ** 2 // 4 - -5 % 3
-1 ** 2
2 ** -1
7 / 2
-7 // 2
-7 % 3
7.5 // -2
7.5 % -2
2 ** 100
1 / 0
1 < 2 < 3
1 < 2 > 3
not step and step
not step == 3
not flags[0] or step
step if step > 5 else 'small'
'a' + "b" 'c'
'a' in 'cab'
step in [1, 2, 3]
step not in (1, 2, 3)
None is None
w.grad is not None
step & 1 | 4 ^ 2 << 1
~step
True + True
'a' + 1
'a' < 1
-'a'
losses[-1] - losses[-2]
losses[1:]
losses[::-1]
losses[:-2] + losses[-1:]
losses[9]
len(losses)
len(losses) > 3 and losses[0] == 0
sum(losses) / len(losses)
max(losses)
min(step, 2)
abs(-step)
round(2.5)
round(losses[1] * 1.23456, 3)
float('inf')
int(3.9)
settings['lr'] * 10
settings['nothing']
settings['sizes'][-1]
'lr' in settings
any([0, 1])
all([0, 1])
nobody
step.nothing
step()
view
view[0]
view[1, 2]
view[0, 1:]
view[:, 1]
view[..., None].shape
view[[0, 0, 1]]
view[view > 4]
view[5]
view[0, 0, 0]
view['a']
view.shape
view.shape[0] * 2
view.shape == (2, 3)
view.size()
view.size(-1)
view.size(2)
view.ndim
view.numel()
len(view)
view.dtype
view.dtype == torch.float32
view.T
view.T.is_contiguous()
view.stride()
view.sum()
view.sum(dim=1, keepdim=True)
view.mean().item()
view.max()
view.max(dim=1).values
view.argmax()
view.std(dim=0)
view.softmax(dim=1)
torch.softmax(view, dim=1).sum()
torch.softmax(view, 'a')
(view - 1).abs().max()
view @ view.T
view @ view
view + torch.ones(4)
view * 2 + 1
2 - view
1 / (view + 1)
2 ** view[0]
view // 2
view % 4
-view
view == 3
view > 2
3 < view
(view > 2) & (view < 5)
~(view > 2)
view == None
view.view(3, 2)
view.reshape(-1)
view.t().view(-1)
view.float().dtype
view.to(torch.int64)
view.long()
view.tolist()
view.norm()
view.clamp(min=1, max=4)
view[0].item()
view.any()
bool(view)
float(view[0, 0])
int(view[1, 2])
abs(view[0])
sum(view[0])
view.isfinite().all()
view.nothing
torch.nothing(view)
torch.zeros(2, 3)
torch.zeros_like(view)
torch.arange(3)
torch.tensor([1, 2.5])
torch.tensor([[1, 2], [3, 4]])
torch.tensor([True, False])
torch.stack([view[0], view[1]])
torch.cat([view, view], dim=1).shape
torch.where(view > 2, view, torch.zeros(()))
torch.allclose(view, view + 1e-9)
torch.pi
torch.float16
torch.topk(view[0], 2)
torch.topk(view[0], 2).indices
view.sort(descending=True).values
view.split(1)
view.unbind()
half
half * 2
half + view[0]
brain.sum()
big
big - 1
big // 2
flags
flags.sum()
flags.any()
w
w * 2
w.requires_grad
w.detach()
w.grad
(w * w).sum()
w.is_leaf
(w * 2).is_leaf
layers[0].weight
layers[0].weight @ w
layers[0].in_features
torch.nn.functional.relu(view - 3)
nn.functional.mse_loss(view, view + 1)
nn.functional.mse_loss(view, view + 1, reduction='sum')
nn.functional.softmax(view, dim=0)
nn.functional.softsign(view)
nn.functional.tanhshrink(view)
nn.functional.normalize(view, dim=0)
nn.functional.normalize(view, p=1)
wide.sum()
wide[0, 0]
counter.count * 2
turned.max(dim=0)
view.add(1, alpha=2)
view.reshape(3, 2, 1, 1).shape
view.gather(1)
view.cumsum(dim=1)
view.transpose(0, 1).shape
view.unsqueeze(0).shape
view.expand(2, 2, 3).shape
view.var()
view.prod()
view.flip(0)
view.exp().log()
view.eq(3).nonzero()
(view - view.mean()) / view.std()
not not step and 0
0 and not 0 or 7
0 and not 0 or 0 or 7
1 and not 0 and 5
step > 5 and not flags[0] or step
losses[1,]
not not step and step or 7
1.
2.e3 + 1.
'1. x'
'\x41\t'
round(0.125, 2)
round(2.5, 0)
round(-1.5)
round(float('nan'))
4503599627370497.0 // 1.0
-5.0 // float('inf')
-5.0 % float('inf')
0.0 % -3
'abc'[0]
'abc'[-1:0:-1]
'abc'[5]
'abc'['a']
[0] * 2
2 * (1, 2)
'ab' * 2
'ab' * -1
int('5')
int(' 1_0 ')
int('x')
losses == losses
losses == losses[:]
losses == 3
settings == settings
[1, 2] == [1.0, 2]
(1,) == [1]
view.shape + (1,)
len('abc')
list('abc')
torch.tensor([view[0, 0].long(), 2])
torch.tensor([view[0, 0], 2])
torch.tensor([half[0].double(), 2])
torch.tensor(3)
torch.tensor([])
torch.tensor([1, 2], dtype=torch.float32)
torch.as_tensor(view)
torch.cat([view, view], axis=1).shape
torch.cat([view, view], 1).shape
torch.stack((view, view), dim=-1).shape
torch.vstack([view, view]).shape
torch.cat(view)
view[[0, step - step]]
view[[view[0, 0].long(), 1]]
torch.isclose(view, view + 1)
torch.isclose(view, view.double())
torch.allclose(view, view, equal_nan=True)
torch.nn.functional.mse_loss(view, view + 2, reduction='none')
torch.matmul(view, 2)
'''.strip().split('\n')


def answer(expression, namespace):
    try:
        return repr(eval(expression, namespace))
    except Exception as error:
        return f'{type(error).__name__}: {error}'


def main():
    namespace = {'__name__': '__main__'}
    with open(os.path.join(HERE, '../trace/stored/changes.py'), encoding='utf-8') as file:
        code = file.read()
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, 'changes.py', 'exec'), namespace)
    with open(os.path.join(HERE, 'answers.json'), 'w', encoding='utf-8') as file:
        json.dump({expression: answer(expression, namespace) for expression in EXPRESSIONS}, file, indent='\t', ensure_ascii=False)
        file.write('\n')


if __name__ == '__main__':
    sys.exit(main())
