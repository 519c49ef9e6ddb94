/* The file systems every Linux program takes for granted. */

#include "init.h"

#include <stddef.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
	const char *type, *target, *options;
	unsigned long flags;
} mounts[] = {
	{ "devtmpfs", "/dev", "mode=755", MS_NOSUID },
	{ "proc", "/proc", NULL, MS_NOSUID | MS_NODEV | MS_NOEXEC },
	{ "sysfs", "/sys", NULL, MS_NOSUID | MS_NODEV | MS_NOEXEC },
	{ "cgroup2", "/sys/fs/cgroup", "nsdelegate", MS_NOSUID | MS_NODEV | MS_NOEXEC },
	{ "devpts", "/dev/pts", "gid=5,mode=620,ptmxmode=666", MS_NOSUID | MS_NOEXEC },
	{ "tmpfs", "/dev/shm", "mode=1777", MS_NOSUID | MS_NODEV },
	{ "tmpfs", "/run", "mode=755", MS_NOSUID | MS_NODEV },
	{ "tmpfs", "/tmp", "mode=1777", MS_NOSUID | MS_NODEV },
};

/* pivot_root() refuses to leave the initial root file system, so container tools would fail here.
 * A bind mount of it on top of itself is an ordinary mount. */
static void stand_on_an_ordinary_mount(void)
{
	if (mount("/", "/mnt", NULL, MS_BIND, NULL) == 0 && chdir("/mnt") == 0) {
		mount(".", "/", NULL, MS_MOVE, NULL);
		chroot(".");
		chdir("/");
	}
}

void mount_everything(void)
{
	stand_on_an_ordinary_mount();
	umask(0);
	for (size_t i = 0; i < sizeof mounts / sizeof *mounts; i++) {
		mkdir(mounts[i].target, 0755); /* only /dev/pts and /dev/shm are new */
		mount(mounts[i].type, mounts[i].target, mounts[i].type, mounts[i].flags, mounts[i].options);
	}
	umask(022);

	symlink("pts/ptmx", "/dev/ptmx"); /* devtmpfs has a node of its own: then this changes nothing */
	symlink("/proc/self/fd", "/dev/fd");
	symlink("/proc/self/fd/0", "/dev/stdin");
	symlink("/proc/self/fd/1", "/dev/stdout");
	symlink("/proc/self/fd/2", "/dev/stderr");
}
