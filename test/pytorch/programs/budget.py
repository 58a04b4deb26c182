# record: {"maxBytes": 300000}
"""More bytes than the budget of all: what it has no room for is not copied, and recording ends. Lines are slow, so that none is looked at late."""
import time

import torch

time.sleep(0.005)
time.sleep(0.005)
time.sleep(0.005)
time.sleep(0.005)
time.sleep(0.005)
time.sleep(0.005)
a = torch.full((20000,), 1.0); time.sleep(0.005)
b = a.expand(3, 20000); time.sleep(0.005)
c = torch.full((20000,), 2.0); time.sleep(0.005)
d = torch.full((20000,), 3.0); time.sleep(0.005)
e = torch.full((200, 100), 4.0); time.sleep(0.005)
f = torch.full((20000,), 5.0); time.sleep(0.005)
print(e[0, 0])
