"""torch.mps as on a machine without a Mac's GPU."""

def is_available():
    return False


def device_count():
    return 0


def manual_seed(seed):
    pass


def seed():
    pass
