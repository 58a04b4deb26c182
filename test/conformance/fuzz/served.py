"""Answers calls one by one, alike under real PyTorch (theirs.py) and under the embedded engine (ours.ts): ../cases/answers.py, after a seed.

Inputs are kept for a while, as calls share them.
"""
import types

import torch

import answers

KEPT = 500
SEED = 7
inputs = answers.Inputs()
#: What torch.nn.functional calls.
nn = types.SimpleNamespace(**(vars(torch) | (vars(torch._C._nn) if hasattr(torch, '_C') else torch._ops.NN)))


def answered(call):
    global inputs
    if len(inputs._made) > KEPT:
        inputs = answers.Inputs()
    torch.manual_seed(SEED)
    try:
        return answers.answer(call, inputs, nn=nn)
    except (RuntimeError, OverflowError, TypeError):
        # Values that the dtype has no room for.
        return {}
    finally:
        torch.set_grad_enabled(True)


def is_usable():
    """Whether what every program needs still works."""
    one = torch.tensor([1.0, 2.0], requires_grad=True)
    total = (one * torch.arange(2) + 1).sum()
    total.backward()
    return total.item() == 4.0 and one.grad.tolist() == [0.0, 1.0] and torch.get_default_dtype() is torch.float32
