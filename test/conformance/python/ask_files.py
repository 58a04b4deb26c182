"""Files that real PyTorch and NumPy write, and what they say is in them: how each is read here.

Run with a Python that has both: python ask_files.py > ../stored/python_files.json
"""
import base64
import json
import sys

from files import files, said

json.dump({name: {'data': base64.b64encode(data).decode(), 'said': said(name, data)} for name, data in files().items()}, sys.stdout, indent=1, ensure_ascii=False)
print()
