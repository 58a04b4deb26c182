"""Conway's game of life: eight neighbours are counted by one convolution. Step through the generations."""
import torch
import torch.nn.functional as F

board = torch.zeros(8, 8)
board[0, 1] = board[1, 2] = board[2, 0] = board[2, 1] = board[2, 2] = 1      # a glider
around = torch.tensor([[1.0, 1, 1], [1, 0, 1], [1, 1, 1]]).view(1, 1, 3, 3)

for generation in range(5):
    print(f"generation {generation}: {int(board.sum())} cells live")
    print("\n".join("".join(".#"[int(cell)] for cell in row) for row in board))
    wrapped = F.pad(board.view(1, 1, 8, 8), (1, 1, 1, 1), mode="circular")
    neighbours = F.conv2d(wrapped, around)[0, 0]
    board = ((neighbours == 3) | ((board == 1) & (neighbours == 2))).float()
