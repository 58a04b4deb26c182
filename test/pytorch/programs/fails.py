# An exception that ends the program inside of other calls, with what came before it.
import torch


class Broken(torch.nn.Module):
    def forward(self, x):
        try:
            return torch.matmul(x, x)
        finally:
            print('损失', end='')


def run(batches):
    for number, batch in enumerate(batches):
        名 = number; print(Broken()(batch))  # 😀 two statements


table = torch.arange(6.).view(3, 2)
for attempt in (
    lambda: table.gather(1, torch.tensor([[2]])), lambda: table[[0, 3]], lambda: table[torch.tensor([0]), torch.tensor([-3])], lambda: table.add_(torch.ones(5)),
    lambda: torch.nn.functional.embedding(torch.tensor([3]), table), lambda: torch.cat((table, torch.ones(1))), lambda: table @ table, lambda: table.view(5),
):
    try:
        attempt()
    except (IndexError, RuntimeError):
        pass
run([torch.eye(2), torch.ones(2, 3)])
