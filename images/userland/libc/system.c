// The machine, its name, its mounts.
#include <errno.h>
#include <limits.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>
#include "kernel.h"

#define ASK(call, ...) kernel_answer(kernel_##call(__VA_ARGS__))

int uname(struct utsname *to) { return ASK(uname, to); }

int gethostname(char *buffer, size_t size) {
	struct utsname name;
	if (uname(&name) < 0) return -1;
	snprintf(buffer, size, "%s", name.nodename);
	return 0;
}
int sethostname(const char *name, size_t length) { return ASK(sethostname, name, length); }

// Linux's record on 64 bits, where C's has words of 32.
struct kernel_sysinfo {
	int64_t uptime;
	uint64_t loads[3], total, free, shared, buffers, swap, swap_free;
	uint16_t processes, pad;
	uint32_t pad_to_8;
	uint64_t high, high_free;
	uint32_t unit;
};

int sysinfo(struct sysinfo *to) {
	struct kernel_sysinfo from;
	if (ASK(sysinfo, &from) < 0) return -1;
	*to = (struct sysinfo){
		.uptime = from.uptime, .loads = { from.loads[0], from.loads[1], from.loads[2] },
		.totalram = from.total, .freeram = from.free, .sharedram = from.shared, .bufferram = from.buffers,
		.totalswap = from.swap, .freeswap = from.swap_free, .procs = from.processes, .mem_unit = from.unit,
	};
	return 0;
}

int mount(const char *source, const char *target, const char *type, unsigned long flags, const void *options) {
	return ASK(mount, source, target, type, flags, options);
}
int umount2(const char *target, int flags) { return ASK(umount2, target, strlen(target), flags); }
int umount(const char *target) { return umount2(target, 0); }

// A machine of one processor; the kernel tells no page counts.
long sysconf(int name) {
	switch (name) {
	case _SC_NPROCESSORS_CONF:
	case _SC_NPROCESSORS_ONLN: return 1;
	case _SC_PAGESIZE: return 4096;
	case _SC_OPEN_MAX: return 1024;
	case _SC_CLK_TCK: return 100;
	case _SC_ARG_MAX: return 128 * 1024;
	case _SC_HOST_NAME_MAX: return 64;
	case _SC_NGROUPS_MAX: return 32;
	}
	errno = EINVAL;
	return -1;
}

FILE *setmntent(const char *path, const char *mode) { return fopen(path, mode); }
int endmntent(FILE *file) {
	if (file) fclose(file);
	return 1;
}

// \040 and its like stand for blanks in names.
static char *unescape(char *text) {
	char *to = text;
	for (const char *from = text; *from; to++) {
		if (*from == '\\' && from[1] >= '0' && from[1] <= '3' && from[2] && from[3]) {
			*to = (from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0');
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = 0;
	return text;
}

struct mntent *getmntent_r(FILE *file, struct mntent *entry, char *line, int size) {
	while (fgets(line, size, file)) {
		char *rest = line, *fields[6] = { "", "", "", "", "0", "0" };
		int count = 0;
		for (char *field; count < 6 && (field = strsep(&rest, " \t\n"));) {
			if (*field) fields[count++] = field;
		}
		if (count < 2 || *fields[0] == '#') continue;
		*entry = (struct mntent){
			.mnt_fsname = unescape(fields[0]), .mnt_dir = unescape(fields[1]), .mnt_type = fields[2],
			.mnt_opts = fields[3], .mnt_freq = atoi(fields[4]), .mnt_passno = atoi(fields[5]),
		};
		return entry;
	}
	return NULL;
}
struct mntent *getmntent(FILE *file) {
	static struct mntent entry;
	static char line[PATH_MAX];
	return getmntent_r(file, &entry, line, sizeof line);
}
char *hasmntopt(const struct mntent *entry, const char *option) { return strstr(entry->mnt_opts, option); }

clock_t clock(void) {
	struct timespec time;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return time.tv_sec * CLOCKS_PER_SEC + time.tv_nsec;
}

// The clock is the host's; time zones have no tables here.
int settimeofday(const struct timeval *time, const struct timezone *zone) {
	errno = EPERM;
	return -1;
}
int clock_settime(clockid_t clock, const struct timespec *time) {
	errno = EPERM;
	return -1;
}
void tzset(void) {}
