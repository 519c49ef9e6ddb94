// Calls on paths and on what inodes carry. They stand in for wasi-libc's, which know no working directory, no modes, no
// owners, and translate paths for directories opened beforehand.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <unistd.h>
#include <utime.h>
#include "kernel.h"

int kernel_answer(int answer) {
	if (answer >= 0) return answer;
	errno = -answer;
	return -1;
}

#define ASK(call, ...) kernel_answer(kernel_##call(__VA_ARGS__))
#define P(path) path, strlen(path)

int openat(int directory, const char *path, int flags, ...) {
	va_list rest;
	va_start(rest, flags);
	int mode = flags & O_CREAT ? va_arg(rest, int) : 0;
	va_end(rest);
	return ASK(openat, directory, P(path), flags, mode);
}

int open(const char *path, int flags, ...) {
	va_list rest;
	va_start(rest, flags);
	int mode = flags & O_CREAT ? va_arg(rest, int) : 0;
	va_end(rest);
	return ASK(openat, AT_FDCWD, P(path), flags, mode);
}

int creat(const char *path, mode_t mode) { return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

// What wasi-libc's own fopen and opendir call, compiled with WASI's flags.
static int linux_flags(int wasi) {
	enum {
		READ = 0x04000000, WRITE = 0x10000000, NO_FOLLOW = 0x01000000,
		CREATE = __WASI_OFLAGS_CREAT << 12, DIRECTORY = __WASI_OFLAGS_DIRECTORY << 12,
		EXCLUSIVE = __WASI_OFLAGS_EXCL << 12, TRUNCATE = __WASI_OFLAGS_TRUNC << 12,
	};
	int flags = !(wasi & WRITE) ? O_RDONLY : wasi & READ ? O_RDWR : O_WRONLY;
	if (wasi & NO_FOLLOW) flags |= O_NOFOLLOW;
	if (wasi & CREATE) flags |= O_CREAT;
	if (wasi & DIRECTORY) flags |= O_DIRECTORY | O_CLOEXEC;
	if (wasi & EXCLUSIVE) flags |= O_EXCL;
	if (wasi & TRUNCATE) flags |= O_TRUNC;
	if (wasi & __WASI_FDFLAGS_APPEND) flags |= O_APPEND;
	return flags;
}

int __wasilibc_open_nomode(const char *path, int flags) { return open(path, linux_flags(flags), 0666); }

DIR *opendir(const char *path) {
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) return NULL;
	DIR *directory = fdopendir(fd);
	if (!directory) close(fd);
	return directory;
}

int stat(const char *restrict path, struct stat *restrict to) { return ASK(fstatat, AT_FDCWD, P(path), 0, to); }
int lstat(const char *restrict path, struct stat *restrict to) {
	return ASK(fstatat, AT_FDCWD, P(path), AT_SYMLINK_NOFOLLOW, to);
}
int fstat(int fd, struct stat *to) { return ASK(fstat, fd, to); }
int fstatat(int directory, const char *restrict path, struct stat *restrict to, int flags) {
	return ASK(fstatat, directory, P(path), flags, to);
}

int access(const char *path, int mode) { return ASK(faccessat, AT_FDCWD, P(path), mode, 0); }
int faccessat(int directory, const char *path, int mode, int flags) {
	return ASK(faccessat, directory, P(path), mode, flags);
}

int mkdir(const char *path, mode_t mode) { return ASK(mkdirat, AT_FDCWD, P(path), mode); }
int mkdirat(int directory, const char *path, mode_t mode) { return ASK(mkdirat, directory, P(path), mode); }
int mknod(const char *path, mode_t mode, dev_t device) { return ASK(mknodat, AT_FDCWD, P(path), mode, device); }
int mknodat(int directory, const char *path, mode_t mode, dev_t device) {
	return ASK(mknodat, directory, P(path), mode, device);
}
int mkfifo(const char *path, mode_t mode) { return mknod(path, mode | S_IFIFO, 0); }
int mkfifoat(int directory, const char *path, mode_t mode) { return mknodat(directory, path, mode | S_IFIFO, 0); }

int unlink(const char *path) { return ASK(unlinkat, AT_FDCWD, P(path), 0); }
int rmdir(const char *path) { return ASK(unlinkat, AT_FDCWD, P(path), AT_REMOVEDIR); }
int unlinkat(int directory, const char *path, int flags) { return ASK(unlinkat, directory, P(path), flags); }
int remove(const char *path) {
	int result = unlink(path);
	return result < 0 && errno == EISDIR ? rmdir(path) : result;
}

int symlink(const char *target, const char *path) { return ASK(symlinkat, P(target), AT_FDCWD, P(path)); }
int symlinkat(const char *target, int directory, const char *path) {
	return ASK(symlinkat, P(target), directory, P(path));
}
ssize_t readlink(const char *restrict path, char *restrict buffer, size_t size) {
	return ASK(readlinkat, AT_FDCWD, P(path), buffer, size);
}
ssize_t readlinkat(int directory, const char *restrict path, char *restrict buffer, size_t size) {
	return ASK(readlinkat, directory, P(path), buffer, size);
}
int link(const char *old, const char *path) { return ASK(linkat, AT_FDCWD, P(old), AT_FDCWD, P(path), 0); }
int linkat(int from, const char *old, int to, const char *path, int flags) {
	return ASK(linkat, from, P(old), to, P(path), flags);
}
int rename(const char *old, const char *path) { return ASK(renameat2, AT_FDCWD, P(old), AT_FDCWD, P(path), 0); }
int renameat(int from, const char *old, int to, const char *path) {
	return ASK(renameat2, from, P(old), to, P(path), 0);
}
int renameat2(int from, const char *old, int to, const char *path, unsigned flags) {
	return ASK(renameat2, from, P(old), to, P(path), flags);
}

int chmod(const char *path, mode_t mode) { return ASK(fchmodat, AT_FDCWD, P(path), mode, 0); }
int fchmod(int fd, mode_t mode) { return ASK(fchmod, fd, mode); }
int fchmodat(int directory, const char *path, mode_t mode, int flags) {
	return ASK(fchmodat, directory, P(path), mode, flags);
}
int chown(const char *path, uid_t uid, gid_t gid) { return ASK(fchownat, AT_FDCWD, P(path), uid, gid, 0); }
int lchown(const char *path, uid_t uid, gid_t gid) {
	return ASK(fchownat, AT_FDCWD, P(path), uid, gid, AT_SYMLINK_NOFOLLOW);
}
int fchown(int fd, uid_t uid, gid_t gid) { return ASK(fchown, fd, uid, gid); }
int fchownat(int directory, const char *path, uid_t uid, gid_t gid, int flags) {
	return ASK(fchownat, directory, P(path), uid, gid, flags);
}

int futimens(int fd, const struct timespec times[2]) { return ASK(futimens, fd, times); }
int utimensat(int directory, const char *path, const struct timespec times[2], int flags) {
	return ASK(utimensat, directory, P(path), times, flags);
}
int utimes(const char *path, const struct timeval times[2]) {
	if (!times) return utimensat(AT_FDCWD, path, NULL, 0);
	struct timespec exact[2];
	for (int i = 0; i < 2; i++) {
		exact[i] = (struct timespec){ .tv_sec = times[i].tv_sec, .tv_nsec = times[i].tv_usec * 1000L };
	}
	return utimensat(AT_FDCWD, path, exact, 0);
}
int utime(const char *path, const struct utimbuf *times) {
	if (!times) return utimensat(AT_FDCWD, path, NULL, 0);
	return utimensat(AT_FDCWD, path, (struct timespec[]){ { .tv_sec = times->actime }, { .tv_sec = times->modtime } }, 0);
}

int truncate(const char *path, off_t size) { return ASK(truncate, P(path), size); }
mode_t umask(mode_t mask) { return kernel_umask(mask); }
int chdir(const char *path) { return ASK(chdir, P(path)); }
int fchdir(int fd) { return ASK(fchdir, fd); }
int chroot(const char *path) { return ASK(chroot, P(path)); }
void sync(void) {}

char *getcwd(char *buffer, size_t size) {
	char here[PATH_MAX];
	if (ASK(getcwd, here, sizeof here) < 0) return NULL;
	if (!buffer) return strdup(here);
	if (strlen(here) >= size) {
		errno = ERANGE;
		return NULL;
	}
	return strcpy(buffer, here);
}

// Linux's 64-bit record; C's has 32-bit fields here.
struct kernel_statfs {
	uint64_t type, block_size, blocks, free, available, files, files_free, id, name_max, fragment, flags, spare[4];
};

static int statfs_from(const struct kernel_statfs *from, struct statfs *to) {
	*to = (struct statfs){
		.f_type = from->type, .f_bsize = from->block_size, .f_frsize = from->fragment, .f_blocks = from->blocks,
		.f_bfree = from->free, .f_bavail = from->available, .f_files = from->files, .f_ffree = from->files_free,
		.f_namelen = from->name_max, .f_flags = from->flags,
	};
	return 0;
}

int statfs(const char *path, struct statfs *to) {
	struct kernel_statfs record;
	return ASK(statfs, P(path), &record) < 0 ? -1 : statfs_from(&record, to);
}
int fstatfs(int fd, struct statfs *to) {
	struct kernel_statfs record;
	return ASK(fstatfs, fd, &record) < 0 ? -1 : statfs_from(&record, to);
}

static int statvfs_from(const struct kernel_statfs *from, struct statvfs *to) {
	*to = (struct statvfs){
		.f_bsize = from->block_size, .f_frsize = from->fragment, .f_blocks = from->blocks, .f_bfree = from->free,
		.f_bavail = from->available, .f_files = from->files, .f_ffree = from->files_free,
		.f_favail = from->files_free, .f_fsid = from->id, .f_flag = from->flags, .f_namemax = from->name_max,
	};
	return 0;
}

int statvfs(const char *restrict path, struct statvfs *restrict to) {
	struct kernel_statfs record;
	return ASK(statfs, P(path), &record) < 0 ? -1 : statvfs_from(&record, to);
}
int fstatvfs(int fd, struct statvfs *to) {
	struct kernel_statfs record;
	return ASK(fstatfs, fd, &record) < 0 ? -1 : statvfs_from(&record, to);
}
