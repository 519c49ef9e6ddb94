// Files with names nobody has: mkstemp and its kin, which wasi-libc lacks.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int make_file(const char *path) { return open(path, O_RDWR | O_CREAT | O_EXCL, 0600); }
static int make_directory(const char *path) { return mkdir(path, 0700); }
static int make_nothing(const char *path) {
	if (access(path, F_OK) < 0 && errno == ENOENT) return 0;
	errno = EEXIST;
	return -1;
}

// Fills in the template's six X, which end suffix_length bytes before its end, until make succeeds.
static int with_new_name(char *template, int suffix_length, int (*make)(const char *)) {
	static const char letters[64] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
	size_t length = strlen(template);
	if (suffix_length < 0 || length < 6 + (size_t)suffix_length) {
		errno = EINVAL;
		return -1;
	}
	char *x = template + length - suffix_length - 6;
	if (memcmp(x, "XXXXXX", 6)) {
		errno = EINVAL;
		return -1;
	}
	for (int tries = 0; tries < 100; tries++) {
		unsigned char random[6];
		if (getentropy(random, sizeof random) < 0) return -1;
		for (int i = 0; i < 6; i++) x[i] = letters[random[i] % 64];
		int result = make(template);
		if (result >= 0 || errno != EEXIST) return result;
	}
	return -1;
}

int mkstemps(char *template, int suffix_length) { return with_new_name(template, suffix_length, make_file); }
int mkstemp(char *template) { return mkstemps(template, 0); }
char *mkdtemp(char *template) { return with_new_name(template, 0, make_directory) < 0 ? NULL : template; }
FILE *tmpfile(void) {
	char path[] = "/tmp/tmpfile_XXXXXX";
	int fd = mkstemp(path);
	if (fd < 0) return NULL;
	unlink(path);
	return fdopen(fd, "w+");
}
char *mktemp(char *template) {
	if (with_new_name(template, 0, make_nothing) < 0) *template = 0;
	return template;
}
