"""Real PyTorch's side of engine.mjs: says which vectors it has, then reads the name of a figure a line, and prints the seconds that one call of it takes."""
import sys
import time

import torch

torch.set_num_threads(1)
torch.manual_seed(0)
N = 768
a, b = torch.randn(N, N), torch.randn(N, N)
c, d = a.double(), b.double()
x, y = torch.randn(1_000_000), torch.randn(1_000_000)
square, index = torch.randn(1000, 1000), torch.randint(0, 1000, (1000, 1000))
image, weight = torch.randn(4, 16, 64, 64), torch.randn(32, 16, 3, 3)
trained = [tensor.clone().requires_grad_() for tensor in (image, weight)]
digits, first = torch.randn(64, 1, 28, 28), torch.randn(32, 1, 3, 3)

FIGURES = {
    'matmul32': lambda: a @ b,
    'matmul64': lambda: c @ d,
    'add': lambda: x + y,
    'sum': lambda: x.sum(),
    'softmax': lambda: square.softmax(1),
    'transpose': lambda: square.t().contiguous(),
    'gather': lambda: square.gather(1, index),
    'conv2d, of 16 channels': lambda: torch.nn.functional.conv2d(image, weight, padding=1),
    'conv2d, of one channel': lambda: torch.nn.functional.conv2d(digits, first, padding=1),
    'conv2d, of 16 channels, backward': lambda: torch.nn.functional.conv2d(*trained, padding=1).backward(torch.ones(4, 32, 64, 64)),
}

print(torch.backends.cpu.get_cpu_capability(), flush=True)
for line in sys.stdin:
    compute, best = FIGURES[line.strip()], float('inf')
    for _ in range(8):
        start = time.process_time()
        compute()
        best = min(best, time.process_time() - start)
    print(best, flush=True)
