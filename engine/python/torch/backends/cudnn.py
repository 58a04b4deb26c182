"""torch.backends.cudnn as PyTorch for processors has it: its switches can be set, for programs that want the same result each time."""

enabled = True
deterministic = False
benchmark = False
allow_tf32 = True


def is_available():
    return False


def version():
    return None
