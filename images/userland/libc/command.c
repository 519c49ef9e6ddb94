// Running the shell: system and popen.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// The shell with the command in a child; end becomes the child's descriptor target unless end is negative.
static pid_t start_shell(const char *command, int end, int target) {
	char *argv[] = { "sh", "-c", (char *)command, NULL };
	pid_t child = vfork();
	if (child == 0) {
		if (end >= 0) dup2(end, target);
		execve("/bin/sh", argv, environ);
		_exit(127);
	}
	return child;
}

static int status_of(pid_t child) {
	int status;
	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR) return -1;
	}
	return status;
}

int system(const char *command) {
	if (!command) return 1;
	pid_t child = start_shell(command, -1, 0);
	return child < 0 ? -1 : status_of(child);
}

// Who writes or reads the other end of a stream.
static struct open_pipe {
	struct open_pipe *next;
	FILE *stream;
	pid_t child;
} *open_pipes;

FILE *popen(const char *command, const char *mode) {
	int reads = *mode == 'r', ends[2];
	struct open_pipe *opened = malloc(sizeof *opened);
	if (!opened || pipe2(ends, O_CLOEXEC) < 0) {
		free(opened);
		return NULL;
	}
	int own = ends[!reads], given = ends[reads];
	opened->child = start_shell(command, given, reads);
	close(given);
	opened->stream = opened->child < 0 ? NULL : fdopen(own, reads ? "r" : "w");
	if (!opened->stream) {
		close(own);
		free(opened);
		return NULL;
	}
	opened->next = open_pipes;
	open_pipes = opened;
	return opened->stream;
}

int pclose(FILE *stream) {
	struct open_pipe **link = &open_pipes;
	while (*link && (*link)->stream != stream) link = &(*link)->next;
	struct open_pipe *opened = *link;
	if (!opened) {
		errno = ECHILD;
		return -1;
	}
	*link = opened->next;
	pid_t child = opened->child;
	free(opened);
	fclose(stream);
	return status_of(child);
}
