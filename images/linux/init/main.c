/* PID 1 of the guest: mounts, a shell that comes back, orphans reaped, and an ear for the host.
 *
 * It starts no helper before the first prompt: every fork and exec is emulated, so whatever a
 * system call can do is done here. */

#define _GNU_SOURCE /* SCHED_IDLE */
#include "init.h"

#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
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
	int status;

	while ((child = waitpid(-1, &status, WNOHANG)) > 0) {
		command_ended(agent, child, status);
		if (child != shell)
			continue;
		if (uptime() - shell_started < SHELL_SHORTEST_SECONDS)
			sleep(SHELL_SHORTEST_SECONDS);
		shell = -1;
	}
	return shell;
}

/* Returns when nobody else has anything to do, which here means that the shell waits at its prompt;
 * or, as SCHED_IDLE still gets a little time, somewhat later if it is busy. The host may then take
 * the system for up: it turns its compiler on, for instance, which boot code would only waste. */
static void let_others_finish(void)
{
	const struct sched_param none = { .sched_priority = 0 };

	/* The system calls themselves: musl refuses to wrap them, as POSIX means threads. */
	syscall(SYS_sched_setscheduler, 0, SCHED_IDLE, &none);
	sched_yield();
	syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, &none);
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
	shell_started = uptime();
	shell = start_shell();
	let_others_finish();
	agent_say(agent, "ready");
	tell_kernel_log();

	for (;;) {
		if (shell < 0) {
			shell_started = uptime();
			shell = start_shell();
		}

		struct pollfd sources[2 + MOST_COMMANDS] = {
			{ .fd = signals, .events = POLLIN },
			{ .fd = agent, .events = POLLIN },
		};
		commands_watch(sources + 2);
		poll(sources, 2 + MOST_COMMANDS, -1);

		struct signalfd_siginfo arrived;
		while (read(signals, &arrived, sizeof arrived) == sizeof arrived)
			on_signal(arrived.ssi_signo);
		shell = reap(shell, shell_started);
		commands_read(agent, sources + 2);
		if (sources[1].revents & POLLIN)
			agent_read(agent, finish);
	}
}
