/* PID 1 of the guest: mounts, a shell that comes back, orphans reaped, and an ear for the host.
 *
 * It starts no helper before the first prompt: every fork and exec is emulated, so whatever a
 * system call can do is done here. */

#include "init.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/reboot.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A shell that ends sooner than this is not restarted at once, or a broken one would spin. */
#define SHELL_SHORTEST_SECONDS 1

static int agent = -1;

static void finish(enum ending ending)
{
	agent_say(agent, ending_name(ending));
	end_system(ending);
}

/* BusyBox's halt, poweroff and reboot ask PID 1 with these; Ctrl-Alt-Del would be SIGINT. */
static void on_signal(int signal)
{
	switch (signal) {
	case SIGUSR1: finish(ENDING_HALT); break;
	case SIGUSR2: finish(ENDING_POWEROFF); break;
	case SIGTERM: case SIGINT: finish(ENDING_REBOOT); break;
	}
}

static time_t uptime(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static pid_t reap(pid_t shell, time_t shell_started)
{
	pid_t child;

	while ((child = waitpid(-1, NULL, WNOHANG)) > 0) {
		if (child != shell)
			continue;
		if (uptime() - shell_started < SHELL_SHORTEST_SECONDS)
			sleep(SHELL_SHORTEST_SECONDS);
		shell = -1;
	}
	return shell;
}

static int listen_for_signals(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	sigaddset(&signals, SIGUSR1);
	sigaddset(&signals, SIGUSR2);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	return signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
}

int main(void)
{
	const int signals = listen_for_signals();
	pid_t shell = -1;
	time_t shell_started = 0;

	grow_tree();
	mount_everything();
	bring_up_loopback();
	name_this_host();
	write_motd();
	greet();
	agent = agent_open();
	agent_say(agent, "ready");

	for (;;) {
		if (shell < 0) {
			shell_started = uptime();
			shell = start_shell();
		}

		struct pollfd sources[] = {
			{ .fd = signals, .events = POLLIN },
			{ .fd = agent, .events = POLLIN },
		};
		poll(sources, 2, -1);

		struct signalfd_siginfo arrived;
		while (read(signals, &arrived, sizeof arrived) == sizeof arrived)
			on_signal(arrived.ssi_signo);
		shell = reap(shell, shell_started);
		if (sources[1].revents & POLLIN)
			agent_read(agent, finish);
	}
}
