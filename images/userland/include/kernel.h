// The imports of module "kernel": Linux's system calls as the kernel in the page offers them to programs. README.md
// has the contract; src/sandbox/wasm implements it. Only libc/ includes this.
//
// Each answers a value of 0 or more, or a negative errno in wasi-libc's numbering. Paths are bytes with a length; flags
// and request numbers are Linux's; records lie in memory as on Linux x86-64.
#ifndef KERNEL_H
#define KERNEL_H
#include <stddef.h>
#include <stdint.h>

#define KERNEL(name) __attribute__((import_module("kernel"), import_name(#name))) int kernel_##name
#define PATH const char *path, size_t length

// Files.
KERNEL(openat)(int directory, PATH, int flags, int mode);
KERNEL(fstat)(int fd, void *stat);
KERNEL(fstatat)(int directory, PATH, int flags, void *stat);
KERNEL(faccessat)(int directory, PATH, int mode, int flags);
KERNEL(mkdirat)(int directory, PATH, int mode);
KERNEL(mknodat)(int directory, PATH, int mode, uint64_t device);
KERNEL(unlinkat)(int directory, PATH, int flags);
KERNEL(symlinkat)(const char *target, size_t target_length, int directory, PATH);
KERNEL(readlinkat)(int directory, PATH, char *buffer, size_t size);
KERNEL(linkat)(int from, const char *old, size_t old_length, int to, PATH, int flags);
KERNEL(renameat2)(int from, const char *old, size_t old_length, int to, PATH, int flags);
KERNEL(fchmod)(int fd, int mode);
KERNEL(fchmodat)(int directory, PATH, int mode, int flags);
KERNEL(fchown)(int fd, int uid, int gid);
KERNEL(fchownat)(int directory, PATH, int uid, int gid, int flags);
KERNEL(futimens)(int fd, const void *times);
KERNEL(utimensat)(int directory, PATH, const void *times, int flags);
KERNEL(truncate)(PATH, int64_t size);
KERNEL(statfs)(PATH, void *record);
KERNEL(fstatfs)(int fd, void *record);
KERNEL(umask)(int mask);
KERNEL(chdir)(PATH);
KERNEL(fchdir)(int fd);
KERNEL(getcwd)(char *buffer, size_t size);
KERNEL(chroot)(PATH);
KERNEL(mount)(const char *source, const char *target, const char *type, int flags, const char *options);
KERNEL(umount2)(PATH, int flags);

// Descriptors and terminals.
KERNEL(dup)(int fd);
KERNEL(dup3)(int fd, int target, int flags);
KERNEL(pipe2)(int *ends, int flags);
KERNEL(fcntl)(int fd, int command, int argument);
KERNEL(ioctl)(int fd, int request, void *argument);
KERNEL(ttyname)(int fd, char *buffer, size_t size);

// Processes.
KERNEL(vfork)(void);
KERNEL(execve)(PATH, char *const *argv, char *const *environment);
KERNEL(wait4)(int pid, int *status, int options, void *usage);
KERNEL(getpid)(void);
KERNEL(getppid)(void);
KERNEL(getpgid)(int pid);
KERNEL(getsid)(int pid);
KERNEL(setpgid)(int pid, int group);
KERNEL(setsid)(void);
KERNEL(getpriority)(int which, int who);
KERNEL(setpriority)(int which, int who, int nice);
KERNEL(getrusage)(int who, void *usage);

// Signals.
KERNEL(kill)(int pid, int signal);
KERNEL(sigaction)(int signal, int disposition, int flags);
KERNEL(sigprocmask)(int how, const uint64_t *set, uint64_t *old);
KERNEL(pause)(void);
KERNEL(alarm)(unsigned seconds);

// Identity.
KERNEL(getresuid)(int ids[3]);
KERNEL(getresgid)(int ids[3]);
KERNEL(setresuid)(int real, int effective, int saved);
KERNEL(setresgid)(int real, int effective, int saved);
KERNEL(setuid)(int uid);
KERNEL(setgid)(int gid);
KERNEL(getgroups)(int size, int *groups);
KERNEL(setgroups)(int size, const int *groups);

// The system.
KERNEL(uname)(void *record);
KERNEL(sysinfo)(void *record);
KERNEL(sethostname)(const char *name, size_t length);

// Memory and processor.
KERNEL(pages)(void);
KERNEL(grow)(int pages);
KERNEL(tick)(void);

// Sets errno for a negative answer, as every system call of C does.
int kernel_answer(int answer);

#undef PATH
#endif
