/* The parts of the root file system that need no bytes: empty directories and BusyBox's names.
 *
 * They could be entries of the initramfs, but there each costs a header to parse, a path to look up
 * four times and, for a link, an inode: ten times the instructions of the one system call here. */

#define _GNU_SOURCE /* O_PATH, AT_EMPTY_PATH */
#include "init.h"

#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One absolute path a line, from BusyBox's own build. */
#define APPLETS_FILE "/etc/busybox.links"
#define APPLETS_BYTES 8192

static const struct {
	const char *path;
	mode_t mode;
	uid_t owner;
} directories[] = {
	{ "/proc", 0555, 0 },
	{ "/sys", 0555, 0 },
	{ "/run", 0755, 0 },
	{ "/tmp", 01777, 0 },
	{ "/mnt", 0755, 0 },
	{ "/root", 0700, 0 },
	{ "/home", 0755, 0 },
	{ "/home/guest", 0755, 1000 },
	{ "/sbin", 0755, 0 },
	{ "/usr", 0755, 0 },
	{ "/usr/bin", 0755, 0 },
	{ "/usr/sbin", 0755, 0 },
	{ "/usr/local", 0755, 0 },
	{ "/usr/local/bin", 0755, 0 },
	{ "/usr/local/sbin", 0755, 0 },
	{ "/var", 0755, 0 },
	{ "/var/tmp", 01777, 0 },
};

static void make_directories(void)
{
	for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
		mkdir(directories[i].path, directories[i].mode);
		if (directories[i].owner)
			chown(directories[i].path, directories[i].owner, directories[i].owner);
	}
}

/* Hard links: no inode each, and the same for every program that looks. The list is sorted, so
 * standing in one directory after the other makes each name one component to look up. */
static void link_applets(void)
{
	static char names[APPLETS_BYTES];
	const char *standing_in = "";
	const int list = open(APPLETS_FILE, O_RDONLY | O_CLOEXEC);
	const ssize_t bytes = read(list, names, sizeof names - 1);
	const int busybox = open("/bin/busybox", O_PATH | O_CLOEXEC);

	close(list);
	if (bytes <= 0)
		return;
	for (char *path = strtok(names, "\n"); path; path = strtok(NULL, "\n")) {
		char *const slash = strrchr(path, '/');

		*slash = '\0';
		if (strcmp(path, standing_in) != 0) {
			standing_in = path;
			chdir(path);
		}
		linkat(busybox, "", AT_FDCWD, slash + 1, AT_EMPTY_PATH);
	}
	close(busybox);
	chdir("/");
}

void grow_tree(void)
{
	umask(0);
	make_directories();
	umask(022);
	link_applets();
}
