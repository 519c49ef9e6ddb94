// Processes and who they are.
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "kernel.h"
#include "lending.h"

#define ASK(call, ...) kernel_answer(kernel_##call(__VA_ARGS__))

// The kernel makes the child, and every call from here on is the child's, until it execs, exits or is killed. Then the
// kernel calls vfork_return from within that last call, and this instance is the parent again.
jmp_buf vfork_caller;
int vfork_child;

int vfork_begin(void) {
	signals_lent();
	return ASK(vfork);
}

__attribute__((export_name("vfork_return"))) void vfork_return(int pid) {
	signals_returned();
	vfork_child = pid;
	longjmp(vfork_caller, 1);
}

int execve(const char *path, char *const argv[], char *const environment[]) {
	return ASK(execve, path, strlen(path), argv, environment);
}
int execv(const char *path, char *const argv[]) { return execve(path, argv, environ); }

int execvpe(const char *file, char *const argv[], char *const environment[]) {
	if (strchr(file, '/')) return execve(file, argv, environment);
	const char *search = getenv("PATH");
	if (!search) search = "/usr/local/bin:/bin:/usr/bin";
	int denied = 0;
	for (const char *end;; search = end + 1) {
		end = strchrnul(search, ':');
		char path[PATH_MAX];
		size_t length = end - search;
		if (length + strlen(file) + 2 <= sizeof path) {
			memcpy(path, search, length);
			if (length) path[length++] = '/';
			strcpy(path + length, file);
			execve(path, argv, environment);
			if (errno == EACCES) denied = 1;
			else if (errno != ENOENT && errno != ENOTDIR) return -1;
		}
		if (!*end) break;
	}
	errno = denied ? EACCES : ENOENT;
	return -1;
}
int execvp(const char *file, char *const argv[]) { return execvpe(file, argv, environ); }

// Linux's record on 64 bits.
struct kernel_rusage {
	int64_t user_seconds, user_us, system_seconds, system_us, values[14];
};

static void rusage_from(const struct kernel_rusage *from, struct rusage *to) {
	*to = (struct rusage){
		.ru_utime = { .tv_sec = from->user_seconds, .tv_usec = from->user_us },
		.ru_stime = { .tv_sec = from->system_seconds, .tv_usec = from->system_us },
		.ru_maxrss = from->values[0], .ru_minflt = from->values[4], .ru_majflt = from->values[5],
		.ru_nvcsw = from->values[12], .ru_nivcsw = from->values[13],
	};
}

pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage) {
	struct kernel_rusage record;
	int result = ASK(wait4, pid, status, options, &record);
	if (result > 0 && usage) rusage_from(&record, usage);
	return result;
}
pid_t wait3(int *status, int options, struct rusage *usage) { return wait4(-1, status, options, usage); }
pid_t waitpid(pid_t pid, int *status, int options) { return wait4(pid, status, options, NULL); }
pid_t wait(int *status) { return wait4(-1, status, 0, NULL); }

int getrusage(int who, struct rusage *to) {
	struct kernel_rusage record;
	if (ASK(getrusage, who, &record) < 0) return -1;
	rusage_from(&record, to);
	return 0;
}

pid_t getpid(void) { return kernel_getpid(); }
pid_t getppid(void) { return kernel_getppid(); }
pid_t getpgid(pid_t pid) { return ASK(getpgid, pid); }
pid_t getpgrp(void) { return kernel_getpgid(0); }
pid_t getsid(pid_t pid) { return ASK(getsid, pid); }
int setpgid(pid_t pid, pid_t group) { return ASK(setpgid, pid, group); }
pid_t setsid(void) { return ASK(setsid); }

// As Linux, the call answers 20 - nice, so that an error is told from a niceness below 0.
int getpriority(int which, id_t who) {
	int result = ASK(getpriority, which, who);
	return result < 0 ? result : 20 - result;
}
int setpriority(int which, id_t who, int nice) { return ASK(setpriority, which, who, nice); }
int nice(int increment) {
	int value = getpriority(PRIO_PROCESS, 0) + increment;
	return setpriority(PRIO_PROCESS, 0, value) < 0 ? -1 : getpriority(PRIO_PROCESS, 0);
}

static int id_of(int (*ask)(int ids[3]), int which) {
	int ids[3] = { 0 };
	ask(ids);
	return ids[which];
}
static int resuid(int ids[3]) { return kernel_getresuid(ids); }
static int resgid(int ids[3]) { return kernel_getresgid(ids); }

uid_t getuid(void) { return id_of(resuid, 0); }
uid_t geteuid(void) { return id_of(resuid, 1); }
gid_t getgid(void) { return id_of(resgid, 0); }
gid_t getegid(void) { return id_of(resgid, 1); }
int setuid(uid_t uid) { return ASK(setuid, uid); }
int setgid(gid_t gid) { return ASK(setgid, gid); }
int seteuid(uid_t uid) { return ASK(setresuid, -1, uid, -1); }
int setegid(gid_t gid) { return ASK(setresgid, -1, gid, -1); }
int setresuid(uid_t real, uid_t effective, uid_t saved) { return ASK(setresuid, real, effective, saved); }
int setresgid(gid_t real, gid_t effective, gid_t saved) { return ASK(setresgid, real, effective, saved); }
int setreuid(uid_t real, uid_t effective) { return ASK(setresuid, real, effective, effective); }
int setregid(gid_t real, gid_t effective) { return ASK(setresgid, real, effective, effective); }
int getgroups(int size, gid_t groups[]) { return ASK(getgroups, size, (int *)groups); }
int setgroups(size_t size, const gid_t groups[]) { return ASK(setgroups, size, (const int *)groups); }
