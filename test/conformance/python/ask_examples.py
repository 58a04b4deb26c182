"""What PyTorch prints for the programs of examples/gallery.

Run with a Python that has real PyTorch: python ask_examples.py > ../stored/examples.json
"""
import json
import os
import pathlib
import subprocess
import sys

GALLERY = pathlib.Path(__file__).resolve().parents[3] / 'examples' / 'gallery'
# Several threads, and wider vectors than most machines have, add up in another order.
SETTINGS = {'OMP_NUM_THREADS': '1', 'ATEN_CPU_CAPABILITY': 'avx2', 'MKL_ENABLE_INSTRUCTIONS': 'AVX2', 'ONEDNN_MAX_CPU_ISA': 'AVX2'}

answers = {}
for file in sorted(GALLERY.glob('*.py')):
    answers[file.name] = subprocess.run([sys.executable, str(file)], env={**os.environ, **SETTINGS}, stdout=subprocess.PIPE, text=True, check=True).stdout
json.dump(answers, sys.stdout, indent=1, ensure_ascii=False)
print()
