// What the kernel in the page does not have, answered as a Linux built without it would.
#include <errno.h>
#include <sys/xattr.h>
#include <unistd.h>

static int refuse(int error) {
	errno = error;
	return -1;
}

// A running instance cannot be copied; there is vfork.
pid_t fork(void) { return refuse(ENOSYS); }
long syscall(long number, ...) { return refuse(ENOSYS); }

ssize_t getxattr(const char *path, const char *name, void *value, size_t size) { return refuse(ENOTSUP); }
ssize_t lgetxattr(const char *path, const char *name, void *value, size_t size) { return refuse(ENOTSUP); }
ssize_t fgetxattr(int fd, const char *name, void *value, size_t size) { return refuse(ENOTSUP); }
ssize_t flistxattr(int fd, char *list, size_t size) { return refuse(ENOTSUP); }
int fsetxattr(int fd, const char *name, const void *value, size_t size, int flags) { return refuse(ENOTSUP); }
