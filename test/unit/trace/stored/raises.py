# Calls that raise, each with an index that is out of bounds.
import torch

w = torch.arange(12.).view(3, 4)
index = torch.tensor([[0, 4], [9, 1]])
for attempt in (
    lambda: w.gather(1, index), lambda: w.index_select(0, torch.tensor([1, -1])), lambda: w[1:, [0, 4]], lambda: w[torch.tensor([0]), torch.tensor([-5])],
    lambda: torch.nn.functional.embedding(torch.tensor([3]), w), lambda: torch.zeros(3, 2).scatter(0, torch.tensor([[0, 3]]), torch.ones(1, 2)),
    lambda: w.take_along_dim(torch.tensor([[5]]), 1),
):
    try:
        attempt()
    except (IndexError, RuntimeError):
        pass
