"""Runs trials of `file-trials.ts`, one JSON object a line, on the real kernel, as root, and writes them with their outcomes.

unshare -m python3 test/support/files-on-linux.py < TRIALS > test/unit/sandbox/fs/overlay-on-linux.jsonl

A trial without layers runs in a plain directory of a tmpfs; with the mode of that directory, by several users. The
kernel's fs.protected_hardlinks has to be 0 where others' files are linked.
"""

import ctypes
import errno
import json
import os
import stat
import subprocess
import sys
import tempfile

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "")


def mount(source, target, kind, options):
    check(libc.mount(source.encode(), target.encode(), kind.encode(), 0, options.encode()))


def umount(target):
    check(libc.umount2(target.encode(), 0))


def perform(step, top):
    kind, at = step[0], f"{top}/{step[1]}"
    if kind in ("write", "append"):
        flags = os.O_WRONLY | (os.O_CREAT | os.O_TRUNC if kind == "write" else os.O_APPEND)
        fd = os.open(at, flags, 0o644)
        os.write(fd, step[2].encode())
        os.close(fd)
    elif kind == "mkdir":
        os.mkdir(at, step[2])
    elif kind == "rmdir":
        os.rmdir(at)
    elif kind == "unlink":
        check(libc.unlink(at.encode()))
    elif kind == "rename":
        os.rename(at, f"{top}/{step[2]}")
    elif kind == "exchange":
        check(libc.renameat2(-100, at.encode(), -100, f"{top}/{step[2]}".encode(), 2))
    elif kind == "link":
        check(libc.link(at.encode(), f"{top}/{step[2]}".encode()))
    elif kind == "symlink":
        os.symlink(step[2], at)
    elif kind == "chmod":
        os.chmod(at, step[2])
    elif kind == "truncate":
        os.truncate(at, step[2])
    elif kind == "as":
        become(step[1])
    elif kind == "read":
        os.close(os.open(at, os.O_RDONLY))
    elif kind == "access":
        check(libc.access(at.encode(), step[2]))
    elif kind == "chown":
        os.chown(at, *(int(part) for part in step[2].split(":")))
    elif kind == "touch":
        os.utime(at)
    elif kind == "old":
        os.utime(at, (5, 5))
    elif kind == "device":
        os.mknod(at, stat.S_IFCHR | 0o600, os.makedev(1, 3))
    elif kind == "whiteout":
        os.mknod(at, stat.S_IFCHR, 0)
    elif kind == "opaque":
        if os.path.isdir(at):
            os.setxattr(at, "trusted.overlay.opaque", b"y")
        elif not os.path.exists(at):
            raise OSError(errno.ENOENT, "")


identities = {"root": (0, []), "owner": (1000, []), "member": (1001, [1000]), "other": (1002, [50])}


def become(who):
    os.seteuid(0)
    os.setegid(0)
    number, groups = identities[who]
    os.setgroups(groups)
    os.setresgid(number, number, 0)
    os.setresuid(number, number, 0)


def outcome(step, top):
    try:
        perform(step, top)
        return "ok"
    except OSError as refused:
        return errno.errorcode[refused.errno]


names = {stat.S_IFDIR: "directory", stat.S_IFREG: "file", stat.S_IFLNK: "symlink"}


def is_opaque(path):
    try:
        return "opaque" if os.getxattr(path, "trusted.overlay.opaque") == b"y" else ""
    except OSError:
        return ""


def tree(top):
    lines, first = [], {}

    def visit(directory):
        for name in sorted(os.listdir(top + directory)):
            path = f"{directory}/{name}"
            at = top + path
            try:
                told = os.lstat(at)
            except FileNotFoundError:
                # Linux lists a whiteout that lies over nothing, but does not find it.
                continue
            if stat.S_ISCHR(told.st_mode):
                lines.append(f"{path} whiteout")
                continue
            kind = names[stat.S_IFMT(told.st_mode)]
            same = first.setdefault((told.st_dev, told.st_ino), path)
            if kind == "file":
                with open(at) as file:
                    holds = file.read()
            else:
                holds = os.readlink(at) if kind == "symlink" else is_opaque(at)
            mode = format(stat.S_IMODE(told.st_mode), "o")
            lines.append(f"{path} {kind} {mode} {told.st_nlink} {same} {holds}".rstrip(" "))
            if kind == "directory":
                visit(path)

    visit("")
    return lines


def owners(top):
    lines = []
    for directory, below, files in os.walk(top):
        for name in below + files:
            path = f"{directory}/{name}"
            told = os.lstat(path)
            mode = format(stat.S_IMODE(told.st_mode), "o")
            lines.append(f"{path[len(top):]} {mode} {told.st_uid} {told.st_gid} {told.st_nlink} {told.st_size}")
    return sorted(lines)


def run(trial):
    top = tempfile.mkdtemp()
    mount("t", top, "tmpfs", "")
    os.chmod(top, 0o755)
    if not trial["layers"]:
        os.mkdir(f"{top}/x")
        os.mkdir(f"{top}/x/m")
        if "mode" in trial:
            os.chmod(f"{top}/x/m", trial["mode"])
        results = [outcome(step, f"{top}/x/m") for step in trial["steps"]]
        become("root")
        told = {"results": results, "seen": owners(top) if "mode" in trial else tree(top)}
        umount(top)
        os.rmdir(top)
        return told
    lowers = []
    for index, steps in enumerate(trial["layers"]):
        layer = f"{top}/l{index}"
        os.mkdir(layer)
        for step in steps:
            outcome(step, layer)
        lowers.append(layer)
    for name in "uwm":
        os.mkdir(f"{top}/{name}")
    options = f"lowerdir={':'.join(lowers)},upperdir={top}/u,workdir={top}/w"
    mount("overlay", f"{top}/m", "overlay", options)
    results = []
    for step in trial["steps"]:
        if step[0] == "remount":
            umount(f"{top}/m")
            mount("overlay", f"{top}/m", "overlay", options)
            results.append("ok")
        else:
            results.append(outcome(step, f"{top}/m"))
    told = {"results": results, "seen": tree(f"{top}/m"), "upper": tree(f"{top}/u")}
    umount(f"{top}/m")
    umount(top)
    os.rmdir(top)
    return told


os.umask(0o022)
for line in sys.stdin:
    trial = json.loads(line)
    print(json.dumps({**trial, **run(trial)}, separators=(",", ":")))
