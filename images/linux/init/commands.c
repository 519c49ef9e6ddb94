/* Commands that the host asks for: each a shell beside the user's, with no terminal, whose output and
 * exit status go back over the agent's line as they come. Nothing of it is seen on the console. */

#include "init.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* So much of a command's output is told at a time: half of what the line's device takes in one piece. */
#define PIECE_BYTES 2048
#define HEADER_BYTES 32

/* `output` is -1 when it has ended or nobody can write to it any more; `pid` is 0 where there is none. */
static struct command {
	unsigned long id;
	pid_t pid;
	int output;
} commands[MOST_COMMANDS];

static char *const environment[] = {
	"HOME=/root", "USER=root", "LOGNAME=root", "SHELL=/bin/sh", "TERM=dumb",
	"LANG=C.UTF-8", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", NULL,
};

static struct command *command_of(pid_t pid, unsigned long id)
{
	for (int i = 0; i < MOST_COMMANDS; i++)
		if (pid ? commands[i].pid == pid : commands[i].pid > 0 && commands[i].id == id)
			return &commands[i];
	return NULL;
}

static struct command *free_slot(void)
{
	for (int i = 0; i < MOST_COMMANDS; i++)
		if (commands[i].pid == 0)
			return &commands[i];
	return NULL;
}

static void tell_end(int agent, unsigned long id, int status)
{
	char line[HEADER_BYTES];

	snprintf(line, sizeof line, "exited %lu %d", id, status);
	agent_say(agent, line);
}

/* A group of its own, so that all it starts can be ended with it. */
static void become_command(const char *text, int output)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	dup2(open("/dev/null", O_RDONLY), 0);
	dup2(output, 1);
	dup2(output, 2);
	chdir("/root");
	execve("/bin/sh", (char *const[]){ "sh", "-c", (char *)text, NULL }, environment);
	_exit(127);
}

void command_begin(int agent, unsigned long id, const char *text)
{
	struct command *const command = free_slot();
	int ends[2];

	if (!command || pipe2(ends, O_CLOEXEC) < 0) {
		tell_end(agent, id, 126);
		return;
	}
	const pid_t child = fork();
	if (child == 0)
		become_command(text, ends[1]);
	close(ends[1]);
	if (child < 0) {
		close(ends[0]);
		tell_end(agent, id, 126);
		return;
	}
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	*command = (struct command){ .id = id, .pid = child, .output = ends[0] };
}

void command_cancel(unsigned long id)
{
	const struct command *const command = command_of(0, id);

	if (!command)
		return;
	/* Either it leads its group already or is about to: the group and then the process itself. */
	kill(-command->pid, SIGKILL);
	kill(command->pid, SIGKILL);
}

/* Tells one piece, in one write so that no other line can get between; whether there was one. */
static int tell_piece(int agent, struct command *command)
{
	char text[HEADER_BYTES + PIECE_BYTES], piece[PIECE_BYTES];
	const ssize_t bytes = command->output < 0 ? 0 : read(command->output, piece, sizeof piece);

	if (bytes > 0) {
		const int header = snprintf(text, HEADER_BYTES, "output %lu %zd\n", command->id, bytes);
		memcpy(text + header, piece, bytes);
		agent_tell(agent, text, header + bytes);
		return 1;
	}
	if (command->output >= 0 && (bytes == 0 || errno != EAGAIN)) {
		close(command->output);
		command->output = -1;
	}
	return 0;
}

void command_ended(int agent, pid_t pid, int status)
{
	struct command *const command = command_of(pid, 0);

	if (!command)
		return;
	/* What it printed comes first; what it left in the background may print on, to nobody. A flood
	 * from there must not hold PID 1: a pipe's capacity is what the command itself can have left. */
	for (int pieces = 0; pieces < 65536 / PIECE_BYTES && tell_piece(agent, command); pieces++)
		;
	if (command->output >= 0)
		close(command->output);
	tell_end(agent, command->id, WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
	command->pid = 0;
}

void commands_watch(struct pollfd *sources)
{
	for (int i = 0; i < MOST_COMMANDS; i++) {
		/* poll ignores what is negative. */
		sources[i].fd = commands[i].pid > 0 ? commands[i].output : -1;
		sources[i].events = POLLIN;
		sources[i].revents = 0;
	}
}

void commands_read(int agent, const struct pollfd *sources)
{
	for (int i = 0; i < MOST_COMMANDS; i++)
		/* It may have ended since: then another may have its place and its descriptor, and nothing to read. */
		if (sources[i].revents && commands[i].pid > 0)
			tell_piece(agent, &commands[i]);
}
