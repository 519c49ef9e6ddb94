"""Runs mount trials, one JSON object a line, on the real kernel, as root, and writes them with their outcomes.

unshare -m python3 test/support/mounts-on-linux.py < TRIALS > test/unit/sandbox/fs/mounts-on-linux.jsonl

Each has a mount namespace of its own and begins in an empty tmpfs that is its root (chroot).
"""

import ctypes
import errno
import json
import os
import stat
import sys
import tempfile

libc = ctypes.CDLL(None, use_errno=True)
NEW_MOUNTS, PIVOT_ROOT = 0x20000, 155
READ_ONLY, REMOUNT, BIND, MOVE, RECURSIVE, PRIVATE, DETACH = 1, 32, 4096, 8192, 16384, 1 << 18, 2


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "")


def mount(source, target, kind, flags, options=None):
    data = options.encode() if options else None
    check(libc.mount(source.encode(), target.encode(), kind.encode(), flags, data))


def perform(step, held):
    kind, *given = step
    if kind == "tmpfs":
        mount(given[1], given[0], "tmpfs", READ_ONLY if given[2] else 0, "mode=755")
    elif kind == "bind":
        mount(given[0], given[1], "", BIND | (RECURSIVE if given[2] else 0))
    elif kind == "move":
        mount(given[0], given[1], "", MOVE)
    elif kind == "umount":
        check(libc.umount2(given[0].encode(), 0))
    elif kind == "detach":
        check(libc.umount2(given[0].encode(), DETACH))
    elif kind in ("robind", "ro", "rw"):
        flags = {"robind": BIND | READ_ONLY, "ro": READ_ONLY, "rw": 0}[kind]
        mount("none", given[0], "", REMOUNT | flags)
    elif kind == "pivot":
        check(libc.syscall(PIVOT_ROOT, given[0].encode(), given[1].encode()))
    elif kind == "mkdir":
        os.mkdir(given[0], 0o755)
    elif kind == "touch":
        os.close(os.open(given[0], os.O_WRONLY | os.O_CREAT, 0o644))
    elif kind in ("rmdir", "unlink"):
        check(getattr(libc, kind)(given[0].encode()))
    elif kind in ("rename", "link"):
        check(getattr(libc, kind)(given[0].encode(), given[1].encode()))
    elif kind == "chdir":
        os.chdir(given[0])
    elif kind in ("hold", "holdw"):
        flags = os.O_RDONLY if kind == "hold" else os.O_WRONLY
        held.setdefault(given[1], []).append(os.open(given[0], flags))
    elif kind == "release":
        for fd in held.pop(given[0], []):
            os.close(fd)


def outcome(step, held):
    try:
        perform(step, held)
        return "ok"
    except OSError as refused:
        return errno.errorcode[refused.errno]


def rows(proc):
    fd = os.open("mountinfo", os.O_RDONLY, dir_fd=proc)
    with os.fdopen(fd) as file:
        lines = [line.split() for line in file]
    told = []
    for fields in lines:
        kind, source, options = fields[fields.index("-") + 1 :][:3]
        told.append(" ".join([*fields[3:5], fields[5].split(",")[0], kind, source, options.split(",")[0]]))
    return sorted(told)


def names(directory="", depth=0):
    for name in sorted(os.listdir(directory or "/")) if depth < 6 else []:
        path = f"{directory}/{name}"
        is_directory = stat.S_ISDIR(os.lstat(path).st_mode)
        yield path + ("/" if is_directory else "")
        if is_directory:
            yield from names(path, depth + 1)


def run(steps, top):
    check(libc.unshare(NEW_MOUNTS))
    mount("none", "/", "", RECURSIVE | PRIVATE)
    mount("t", top, "tmpfs", 0, "mode=755")
    proc = os.open("/proc/self", os.O_RDONLY)
    os.chroot(top)
    os.chdir("/")
    held = {}
    results = [outcome(step, held) for step in steps]
    os.chdir("/")
    return {"results": results, "rows": rows(proc), "names": list(names())}


os.umask(0o022)
top = tempfile.mkdtemp()
for line in sys.stdin:
    trial = json.loads(line)
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, json.dumps(run(trial["steps"], top)).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        print(json.dumps({**trial, **json.loads(told.read())}, separators=(",", ":")))
    os.wait()
os.rmdir(top)
