"""Asks real PyTorch and NumPy how they print; the answers are stored beside this file.

    python test/conformance/ask_reprs.py

needs torch 2.13.0 and numpy 2.4. Each row holds the elements (little-endian bytes in base64, 16-bit floats as
float32), how to print them, and the text.
"""
import base64
import json
import pathlib
import random
import struct

import numpy
import torch

STORED = pathlib.Path(__file__).parent / "stored"
chance = random.Random(20)
torch.manual_seed(20)

FLOATS = ("float32", "float64", "float16", "bfloat16")
INTEGERS = ("bool", "uint8", "int8", "int16", "int32", "int64")


def shape_of(limit=150):
    while True:
        shape = [chance.choice((0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 11, 17)) for _ in range(chance.randint(0, 4))]
        total = 1
        for size in shape:
            total *= size
        if total <= limit and (0 not in shape or chance.random() < 0.25):
            return shape


def floats(shape, dtype):
    """Values of one of many kinds: what makes the printer choose differently."""
    kind = chance.randrange(9)
    x = torch.randn(shape, dtype=torch.float64)
    if kind == 1:
        x = x * 10.0 ** chance.randint(-9, 12)
    elif kind == 2:
        x = (x * 10.0 ** chance.randint(0, 5)).round()
    elif kind == 3:
        x = x * torch.pow(10.0, torch.randint(-4, 5, shape).double())
    elif kind == 4:
        x = torch.randint(-40, 40, shape).double() / 16
    elif kind == 5:
        x = torch.randint(-9, 10, shape).double() / 10
    elif kind == 6:
        x = torch.pow(2.0, torch.randint(-20, 20, shape).double())
    elif kind == 7:
        x = x.abs() * 1000
    elif kind == 8:
        x = torch.randint(0, 2, shape).double() * x
    x = x.to(getattr(torch, dtype))
    if chance.random() < 0.3:
        x = torch.where(torch.rand(shape) < 0.15, torch.tensor(float("nan"), dtype=x.dtype), x)
    if chance.random() < 0.3:
        x = torch.where(torch.rand(shape) < 0.1, torch.tensor(float("inf"), dtype=x.dtype), x)
    if chance.random() < 0.3:
        x = torch.where(torch.rand(shape) < 0.1, torch.tensor(chance.choice((-float("inf"), -0.0)), dtype=x.dtype), x)
    return x


def integers(shape, dtype):
    if dtype == "bool":
        return torch.rand(shape) < 0.5
    info = torch.iinfo(getattr(torch, dtype))
    reach = min(info.max, 10 ** chance.randint(1, 18))
    return torch.randint(max(info.min, -reach) if chance.random() < 0.7 else 0, reach, shape, dtype=getattr(torch, dtype))


def elements(tensor):
    tensor = tensor.detach()
    if tensor.dtype in (torch.float16, torch.bfloat16):
        tensor = tensor.float()
    return base64.b64encode(tensor.contiguous().numpy().tobytes()).decode()


def ask_torch(rows, tensor, options=None, **extra):
    torch.set_printoptions(profile="default")
    if options:
        torch.set_printoptions(**options)
    rows.append({"dtype": str(tensor.dtype)[6:], "shape": list(tensor.shape), "data": elements(tensor), **extra,
                 **({"options": options} if options else {}), "text": repr(tensor)})
    torch.set_printoptions(profile="default")


def torch_rows():
    rows = []
    for _ in range(330):
        dtype = chance.choice(FLOATS + ("float32", "float32"))
        ask_torch(rows, floats(shape_of(), dtype))
    for _ in range(110):
        dtype = chance.choice(INTEGERS)
        ask_torch(rows, integers(shape_of(), dtype))
    for shape in ([1001], [7, 150], [150, 7], [11, 2, 60], [2, 9, 9, 8], [1, 1, 1, 1200], [8, 8, 8, 3]):
        for dtype in ("float32", "float64", "int64", "bool"):
            ask_torch(rows, floats(shape, dtype) if dtype[0] == "f" else integers(shape, dtype))
    for _ in range(80):
        options = {name: value for name, value in (
            ("precision", chance.randint(0, 9)), ("threshold", chance.choice((0, 3, 10, 100))), ("edgeitems", chance.randint(0, 4)),
            ("linewidth", chance.choice((20, 40, 120))), ("sci_mode", chance.choice((True, False)))) if chance.random() < 0.5}
        tensor = floats(shape_of(80), chance.choice(FLOATS)) if chance.random() < 0.7 else integers(shape_of(120), chance.choice(INTEGERS))
        ask_torch(rows, tensor, options)
    for _ in range(30):
        ask_torch(rows, floats(shape_of(60), chance.choice(FLOATS)).requires_grad_(), requiresGrad=True)
        made = floats(shape_of(60), chance.choice(FLOATS)).requires_grad_() * 2
        ask_torch(rows, made, requiresGrad=True, gradFn="MulBackward0")
        parameter = torch.nn.Parameter(floats(shape_of(60), "float32"))
        ask_torch(rows, parameter, requiresGrad=True, typeName="Parameter")
    return rows


def ask_numpy(rows, array, options=None):
    with numpy.printoptions(**(options or {})):
        rows.append({"dtype": array.dtype.name, "shape": list(array.shape),
                     "data": base64.b64encode((array.astype("float32") if array.dtype == "float16" else array).tobytes()).decode(),
                     **({"options": options} if options else {}), "text": repr(array), "str": str(array),
                     **({"commas": numpy.array2string(array, separator=",")} if chance.random() < 0.1 else {})})


def numpy_rows():
    rows = []
    kinds = ("float64", "float64", "float32", "float16")
    for _ in range(330):
        ask_numpy(rows, floats(shape_of(), chance.choice(kinds)).numpy())
    for _ in range(90):
        ask_numpy(rows, integers(shape_of(), chance.choice(INTEGERS)).numpy())
    for shape in ([1001], [7, 150], [150, 7], [11, 2, 60], [2, 9, 9, 8]):
        for dtype in ("float32", "float64", "int64", "bool"):
            ask_numpy(rows, (floats(shape, dtype) if dtype[0] == "f" else integers(shape, dtype)).numpy())
    for _ in range(150):
        options = {name: value for name, value in (
            ("precision", chance.randint(0, 12)), ("threshold", chance.choice((0, 3, 10, 100))), ("edgeitems", chance.randint(1, 4)),
            ("linewidth", chance.choice((20, 40, 120))), ("suppress", True), ("sign", chance.choice("+- ")),
            ("floatmode", chance.choice(("fixed", "unique", "maxprec", "maxprec_equal"))), ("nanstr", "missing")) if chance.random() < 0.4}
        array = floats(shape_of(80), chance.choice(kinds)) if chance.random() < 0.8 else integers(shape_of(120), chance.choice(INTEGERS))
        ask_numpy(rows, array.numpy(), options)
    return rows


def scalar_rows():
    rows = []
    values = [0.0, -0.0, 0.1, 1000.0, 1234.5, 12345.0, 1e6, 1234567.0, 1e7, 123456789.0, 1e15, 1e16, 1e17, 1e-4, 9e-5, 1e-5,
              5e-324, 2.0 ** -24, float("nan"), float("inf"), -float("inf"), 1 / 3, -2 / 3, 1e22, 1e23, 1.7976931348623157e308]
    values += [2.0 ** k for k in range(-149, 128, 3)]
    values += [chance.uniform(-1, 1) * 10.0 ** chance.randint(-12, 12) for _ in range(60)]
    with numpy.errstate(all="ignore"):
        for dtype in ("float64", "float32", "float16"):
            for value in values:
                scalar = numpy.dtype(dtype).type(value)
                rows.append({"dtype": dtype, "hex": struct.pack(">d", float(scalar)).hex(), "text": repr(scalar), "str": str(scalar)})
    return rows


def decimal_rows():
    rows = []
    values = [0.0, -0.0, 0.5, 1.5, 2.5, 0.03125, 0.00005, 1e21, 1e22, 1e23, 123456789012345680000.0, 1e300, 5e-324, 1.7976931348623157e308,
              0.045, 1.005, 9.9995, 99999.5, 9.99999e-5, float("nan"), float("inf"), -float("inf"), 1e16, 9999999999999998.0, 1e-4, 1e-5]
    values += [2.0 ** k for k in range(-1074, 1024, 13)] + [10.0 ** k for k in range(-20, 30)]
    values += [struct.unpack(">d", struct.pack(">Q", chance.getrandbits(64)))[0] for _ in range(150)]
    values += [chance.randint(-10 ** 6, 10 ** 6) / 2 ** chance.randint(0, 20) for _ in range(150)]
    for value in values:
        precision = chance.randint(0, 12)
        rows.append({"hex": struct.pack(">d", value).hex(), "precision": precision, "repr": repr(value),
                     "f": f"{value:.{precision}f}", "e": f"{value:.{precision}e}", "g": f"{value:.{precision}g}"})
    return rows


def write(name, rows):
    (STORED / name).write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")


def main():
    write("numbers_torch_repr.json", torch_rows())
    write("numbers_numpy_repr.json", numpy_rows())
    write("numbers_numpy_scalar.json", scalar_rows())
    write("numbers_decimal.json", decimal_rows())


if __name__ == "__main__":
    main()
