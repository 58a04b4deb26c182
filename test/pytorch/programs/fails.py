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


run([torch.eye(2), torch.ones(2, 3)])
