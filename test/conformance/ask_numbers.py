"""Asks real PyTorch and NumPy for random numbers; the answers are stored beside this file.

    python test/conformance/ask_numbers.py

needs torch 2.13.0 (CPU, x86-64 with AVX2, not an Intel build's MKL streams), numpy 2 and mpmath (which torch brings). Each program is a seed
and calls in order; the test makes the same calls of the engine and compares bit by bit. Floats are stored as
big-endian IEEE hex, integers as decimal text.
"""
import ctypes
import ctypes.util
import json
import math
import pathlib
import random
import struct

import mpmath
import numpy
import torch

STORED = pathlib.Path(__file__).parent / "stored"
DTYPES = {name: getattr(torch, name) for name in
          ("bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64")}


def hexes(tensor):
    """Elements in storage order; 16-bit floats as the float32 of the same value."""
    if tensor.dtype in (torch.float16, torch.bfloat16):
        tensor = tensor.float()
    if tensor.dtype == torch.float32:
        return "".join(struct.pack(">f", x).hex() for x in tensor.flatten().tolist())
    if tensor.dtype == torch.float64:
        return "".join(struct.pack(">d", x).hex() for x in tensor.flatten().tolist())
    return [str(int(x)) for x in tensor.flatten().tolist()]


def torch_call(generator, call):
    name, dtype = call["fn"], DTYPES[call.get("dtype", "float32")]
    empty = torch.empty(call.get("n", 0), dtype=dtype)
    if name == "words":
        # Every 16-bit half of the words, by way of two small ranges, would be slow: 2^32 - 2^28 <= range < 2^32
        # draws 64 bits since 2.13, so words are read back from the state instead.
        words = []
        for _ in range(call["n"]):
            torch.empty((), dtype=torch.int32).random_(generator=generator)
            state = generator.get_state().numpy()
            position = int(state[16:24].view("<u8")[0])
            y = int(state[24 + 8 * (position - 1):][:8].view("<u8")[0])
            y ^= y >> 11
            y ^= (y << 7) & 0x9D2C5680
            y ^= (y << 15) & 0xEFC60000
            y ^= y >> 18
            words.append(str(y & 0xFFFFFFFF))
        return words
    if name == "rand":
        return hexes(empty.uniform_(call.get("from", 0.0), call.get("to", 1.0), generator=generator))
    if name == "normal":
        if call.get("transposed"):
            rows = call["n"] // call["transposed"]
            whole = torch.empty(call["transposed"], rows, dtype=dtype)
            whole.t().normal_(call.get("mean", 0.0), call.get("std", 1.0), generator=generator)
            return hexes(whole)
        return hexes(empty.normal_(call.get("mean", 0.0), call.get("std", 1.0), generator=generator))
    if name == "randint":
        return hexes(empty.random_(int(call["from"]), int(call["to"]), generator=generator))
    if name == "random":
        return hexes(empty.random_(generator=generator))
    if name == "fullrange":
        return hexes(empty.random_(-2 ** 63, None, generator=generator))
    if name == "randperm":
        return hexes(torch.randperm(call["n"], generator=generator))
    if name == "bernoulli":
        return hexes(empty.bernoulli_(call["p"], generator=generator))
    if name == "bernoulliTensor":
        return hexes(torch.bernoulli(torch.tensor(call["p"], dtype=dtype), generator=generator))
    if name == "exponential":
        return hexes(empty.exponential_(call["lambda"], generator=generator))
    if name == "cauchy":
        return hexes(empty.cauchy_(call["median"], call["sigma"], generator=generator))
    if name == "geometric":
        return hexes(empty.geometric_(call["p"], generator=generator))
    if name == "logNormal":
        return hexes(empty.log_normal_(call["mean"], call["std"], generator=generator))
    if name == "multinomial":
        weights = torch.tensor(call["weights"], dtype=dtype)
        return hexes(torch.multinomial(weights, call["samples"], call["replacement"], generator=generator))
    if name == "seed":
        generator.manual_seed(int(call["seed"]))
        return [str(generator.initial_seed())]
    if name == "state":
        return bytes(generator.get_state().tolist()).hex()
    raise ValueError(name)


def torch_programs():
    def one(seed, *calls):
        return {"seed": str(seed), "calls": [{"fn": fn, **arguments} for fn, arguments in calls]}

    for seed in (0, 1, 42, 2 ** 32 + 5, -1):
        yield one(seed, ("words", {"n": 1300}))
    sizes = (1, 2, 15, 16, 17, 31, 32, 33, 1000)
    for dtype in ("float32", "float64", "float16", "bfloat16"):
        for n in sizes:
            yield one(n, ("normal", {"n": n, "dtype": dtype}), ("normal", {"n": n, "dtype": dtype, "mean": 0.3, "std": 2.7}))
        for n, columns in ((6, 2), (16, 4), (60, 5)):
            yield one(n, ("normal", {"n": n, "dtype": dtype, "transposed": columns}), ("normal", {"n": 1, "dtype": dtype}))
        yield one(7, ("rand", {"n": 1000, "dtype": dtype}), ("rand", {"n": 1000, "dtype": dtype, "from": -0.31, "to": 0.57}),
                  ("rand", {"n": 5, "dtype": dtype, "from": 2.0, "to": 2.0}), ("rand", {"n": 50, "dtype": dtype, "from": -1e4, "to": 3.3e4}))
        yield one(8, ("exponential", {"n": 200, "dtype": dtype, "lambda": 1.0}), ("exponential", {"n": 200, "dtype": dtype, "lambda": 0.37}),
                  ("random", {"n": 200, "dtype": dtype}))
    yield one(0, ("normal", {"n": 1}), ("normal", {"n": 16}), ("normal", {"n": 1}))
    yield one(1, ("normal", {"n": 3}), ("normal", {"n": 2, "dtype": "float64"}), ("normal", {"n": 2}))
    yield one(2, ("normal", {"n": 3}), ("seed", {"seed": "2"}), ("normal", {"n": 3}), ("normal", {"n": 1}))
    for low, high in ((0, 1), (0, 2 ** 28 - 1), (0, 2 ** 28), (0, 2 ** 40), (-7, 12), (-2 ** 62, 2 ** 62), (-2 ** 63, 2 ** 63 - 1)):
        yield one(3, ("randint", {"n": 40, "dtype": "int64", "from": str(low), "to": str(high)}), ("normal", {"n": 1}))
    for dtype, low, high in (("bool", 0, 2), ("uint8", 3, 200), ("int8", -128, 127), ("int16", -5, 900), ("int32", -2 ** 31, 2 ** 31 - 1),
                             ("float32", -9, 10), ("float64", 0, 2 ** 50), ("float16", 0, 2048), ("bfloat16", 0, 200)):
        yield one(4, ("randint", {"n": 40, "dtype": dtype, "from": str(low), "to": str(high)}))
    for dtype in ("bool", "uint8", "int8", "int16", "int32", "int64"):
        yield one(5, ("random", {"n": 40, "dtype": dtype}))
    yield one(5, ("fullrange", {"n": 20, "dtype": "int64"}))
    for n in (0, 1, 2, 3, 10, 1000):
        yield one(n, ("randperm", {"n": n}), ("rand", {"n": 1}))
    for p in (0.0, 0.3, 0.5, 1.0):
        yield one(6, ("bernoulli", {"n": 100, "p": p}), ("bernoulli", {"n": 10, "p": p, "dtype": "int64"}), ("bernoulli", {"n": 10, "p": p, "dtype": "bool"}))
    probabilities = [i / 97 for i in range(97)]
    for dtype in ("float32", "float64"):
        yield one(9, ("bernoulliTensor", {"p": probabilities, "dtype": dtype}))
        weights = [0.5, 1.5, 3.0, 0.25, 2.0, 0.1, 4.0]
        for samples, replacement in ((1, False), (4, False), (7, False), (1, True), (30, True)):
            yield one(10, ("multinomial", {"weights": weights, "samples": samples, "replacement": replacement, "dtype": dtype}),
                      ("multinomial", {"weights": [weights, weights[::-1]], "samples": samples, "replacement": replacement, "dtype": dtype}))
    for dtype in ("float32", "float16", "bfloat16"):
        yield one(12, ("cauchy", {"n": 100, "dtype": dtype, "median": 0.3, "sigma": 1.7}), ("geometric", {"n": 100, "dtype": dtype, "p": 0.13}),
                  ("logNormal", {"n": 51, "dtype": dtype, "mean": 0.2, "std": 1.5}), ("normal", {"n": 1}))
    for dtype in ("int64", "int32", "uint8"):
        yield one(13, ("geometric", {"n": 100, "dtype": dtype, "p": 0.37}))
    yield one(11, ("state", {}), ("normal", {"n": 3}), ("state", {}), ("rand", {"n": 617}), ("state", {}), ("normal", {"n": 1}), ("state", {}))
    yield one(-5, ("seed", {"seed": str(-2 ** 63)}), ("rand", {"n": 3}), ("seed", {"seed": str(2 ** 64 - 1)}), ("rand", {"n": 3}))


def numpy_answer(array):
    array = numpy.asarray(array)
    if array.dtype == numpy.float64:
        return "".join(struct.pack(">d", x).hex() for x in array.ravel().tolist())
    return [str(int(x)) for x in array.ravel().tolist()]


def numpy_call(state, call):
    name, n = call["fn"], call.get("n")
    if name == "random":
        return numpy_answer(state.random_sample(n))
    if name == "uniform":
        return numpy_answer(state.uniform(call["low"], call["high"], n))
    if name == "normal":
        return numpy_answer(state.normal(call["loc"], call["scale"], n))
    if name == "exponential":
        return numpy_answer(state.exponential(call["scale"], n))
    if name == "randint":
        return numpy_answer(state.randint(int(call["low"]), int(call["high"]), n, dtype=call["dtype"]))
    if name == "permutation":
        return numpy_answer(state.permutation(n))
    if name == "shuffleList":
        items = list(range(n))
        state.shuffle(items)
        return [str(x) for x in items]
    if name == "shuffleRows":
        rows = numpy.arange(2 * n).reshape(n, 2)
        state.shuffle(rows)
        return numpy_answer(rows[:, 0] // 2)
    if name == "choice":
        return numpy_answer(state.choice(call["of"], n, replace=call["replace"], p=call.get("p")))
    if name == "state":
        _, key, position, has_gauss, cached = state.get_state()
        return {"key": [str(x) for x in key[:5]], "pos": position, "hasGauss": bool(has_gauss), "cached": numpy_answer(cached)}
    raise ValueError(name)


def numpy_programs():
    def one(seed, *calls):
        return {"seed": [str(x) for x in seed] if isinstance(seed, list) else str(seed),
                "calls": [{"fn": fn, **arguments} for fn, arguments in calls]}

    for seed in (0, 1, 42, 2 ** 32 - 1, [5], [1, 2, 3], list(range(700))):
        yield one(seed, ("state", {}), ("random", {"n": 700}), ("normal", {"n": 7, "loc": 0.0, "scale": 1.0}), ("state", {}),
                  ("normal", {"n": 8, "loc": 0.0, "scale": 1.0}), ("normal", {"n": 50, "loc": -1.3, "scale": 0.7}),
                  ("uniform", {"n": 50, "low": -0.31, "high": 0.57}), ("exponential", {"n": 50, "scale": 1.5}))
    yield one(3, ("normal", {"n": 2000, "loc": 0.0, "scale": 1.0}))
    for dtype, low, high in (("int64", 0, 1), ("int64", 0, 10), ("int64", -7, 2 ** 31), ("int64", 0, 2 ** 32), ("int64", 0, 2 ** 32 + 1),
                             ("int64", 0, 2 ** 40), ("int64", -2 ** 63, 2 ** 63 - 1), ("int32", -5, 1000), ("int16", -5, 1000),
                             ("uint16", 0, 65536), ("int8", -128, 128), ("uint8", 0, 7), ("bool", 0, 2)):
        yield one(4, ("randint", {"n": 41, "low": str(low), "high": str(high), "dtype": dtype}), ("random", {"n": 1}))
    for n in (0, 1, 2, 10, 100):
        yield one(5, ("permutation", {"n": n}), ("shuffleList", {"n": n}), ("shuffleRows", {"n": n}), ("random", {"n": 1}))
    p = [0.1, 0.2, 0.05, 0.4, 0.25]
    yield one(6, ("choice", {"of": 5, "n": 12, "replace": True}), ("choice", {"of": 5, "n": 4, "replace": False}),
              ("choice", {"of": 5, "n": 30, "replace": True, "p": p}), ("choice", {"of": 5, "n": 4, "replace": False, "p": p}),
              ("choice", {"of": 5, "n": 5, "replace": False, "p": p}), ("random", {"n": 1}))


def rounded_functions():
    """log, sin and cos of doubles, correctly rounded from 200 bits."""
    mpmath.mp.prec = 200
    chance = random.Random(1)
    answers = {}
    for name in ("log", "sin", "cos"):
        answers[name] = []
        for i in range(500):
            u = chance.random()
            if i % 10 == 0:
                u *= 2.0 ** -chance.randint(1, 52)
            if i % 10 == 1:
                u = 1 - 2.0 ** -chance.randint(1, 52) * u
            x = (u or 0.5) if name == "log" else u * 2 * math.pi
            answers[name].append((x, float(getattr(mpmath, name)(mpmath.mpf(x)))))
    return answers


def fused():
    """fma and fmaf of the C library, near and beyond the ends of their ranges too; arguments and results as hex."""
    libm = ctypes.CDLL(ctypes.util.find_library("m"))
    libm.fma.restype, libm.fma.argtypes = ctypes.c_double, [ctypes.c_double] * 3
    libm.fmaf.restype, libm.fmaf.argtypes = ctypes.c_float, [ctypes.c_float] * 3
    chance = random.Random(2)
    answers = {"fma64": [], "fma32": []}
    for name, code, function, reach in (("fma64", ">d", libm.fma, 1020), ("fma32", ">f", libm.fmaf, 125)):
        for _ in range(600):
            spread = chance.choice((3, 30, reach))
            a, b, c = (math.ldexp(chance.uniform(-1, 1), chance.randint(-spread, spread)) for _ in range(3))
            try:
                if chance.random() < 0.4:  # cancel most of the product
                    c = math.ldexp(-a, round(math.log2(abs(b)))) * (1 + chance.choice((0, 2.0 ** -20, 2.0 ** -50)))
                row = [struct.unpack(code, struct.pack(code, x))[0] for x in (a, b, c)]
                answers[name].append("".join(struct.pack(code, x).hex() for x in (*row, function(*row))))
            except OverflowError:
                continue
    for a, b, c in ((0.0, -1.0, 0.0), (-0.0, 1.0, -0.0), (math.inf, 1.0, -math.inf), (math.inf, 0.0, 1.0), (math.nan, 1.0, 1.0),
                    (1.0, 1.0, -1.0), (1e308, 10.0, -math.inf), (1e300, 1e300, -1e300), (5e-324, 0.5, 0.0), (5e-324, 0.5, 5e-324)):
        answers["fma64"].append("".join(struct.pack(">d", x).hex() for x in (a, b, c, libm.fma(a, b, c))))
    return answers


def main():
    about = {"torch": torch.__version__, "numpy": numpy.__version__, "cpu": torch.backends.cpu.get_cpu_capability()}
    programs = []
    for program in torch_programs():
        generator = torch.Generator().manual_seed(int(program["seed"]))
        for call in program["calls"]:
            call["answer"] = torch_call(generator, call)
        programs.append(program)
    write("numbers_torch_random.json", about, programs)
    programs = []
    for program in numpy_programs():
        seed = program["seed"]
        state = numpy.random.RandomState([int(x) for x in seed] if isinstance(seed, list) else int(seed))
        for call in program["calls"]:
            call["answer"] = numpy_call(state, call)
        programs.append(program)
    write("numbers_numpy_random.json", about, programs)
    (STORED / "numbers_fused.json").write_text(json.dumps(fused(), indent=0) + "\n")
    (STORED / "numbers_functions.json").write_text(json.dumps(rounded_functions()) + "\n")


def write(name, about, programs):
    lines = ",\n".join(json.dumps(program) for program in programs)
    (STORED / name).write_text('{"about": %s, "programs": [\n%s\n]}\n' % (json.dumps(about), lines))


if __name__ == "__main__":
    main()
