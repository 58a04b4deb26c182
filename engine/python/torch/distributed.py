"""torch.distributed where no process group was made, as none can be in one process."""

_NO_GROUP = 'Default process group has not been initialized, please make sure to call init_process_group.'


def is_available():
    return True


def is_gloo_available():
    return True


def is_backend_available(backend):
    return backend.lower() == 'gloo'


def is_initialized():
    return False


def is_nccl_available():
    return False


is_mpi_available = is_torchelastic_launched = is_ucc_available = is_xccl_available = is_nccl_available


def no_group(*_args, **_kwargs):
    """What asks the group."""
    raise ValueError(_NO_GROUP)


get_rank = get_world_size = get_backend = barrier = monitored_barrier = no_group
all_reduce = all_gather = all_gather_object = all_gather_into_tensor = all_to_all = broadcast = broadcast_object_list = gather = gather_object = no_group
reduce = reduce_scatter = scatter = scatter_object_list = send = recv = isend = irecv = new_group = no_group


def destroy_process_group(group=None):
    assert group is not None, 'Process group cannot be None'
