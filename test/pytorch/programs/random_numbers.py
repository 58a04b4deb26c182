# Random numbers by one seed, which both draw alike. (bernoulli_ with a number, and so dropout, are MKL's own on Intel's processors.)
import numpy as np
import torch

torch.manual_seed(7)
uniform = torch.rand(2, 3)
whole = torch.randint(0, 10, (4,))
order = torch.randperm(5)
generator = torch.Generator().manual_seed(3)
own = torch.rand(2, generator=generator)
coin = torch.bernoulli(torch.tensor([0.25, 0.75]))
chosen = torch.multinomial(torch.tensor([0.5, 0.25, 0.25]), 2)
mask = torch.rand_like(uniform) > 0.5
np.random.seed(1)
legacy = np.random.rand(3)
drawn = np.random.randint(0, 100, 4)
shuffled = np.random.permutation(5)
normal = np.random.randn(2)
filled = torch.empty(3).uniform_(-1, 1)
