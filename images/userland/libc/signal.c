// Signals. The kernel carries default actions out by itself; for a handler it only notes that one is due and lets the
// fuel run out, so that the program comes to tick() and calls its handler here, on its own stack.
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>
#include "kernel.h"
#include "lending.h"

enum { SIGNALS = 32, REAL_TIME_MIN = 35, REAL_TIME_MAX = 64, DEFAULT = 0, IGNORE = 1, HANDLE = 2 };

static struct sigaction actions[SIGNALS], parents_actions[SIGNALS];

// A child of vfork shares this memory, but what it says of signals is its own.
void signals_lent(void) { memcpy(parents_actions, actions, sizeof actions); }
void signals_returned(void) { memcpy(actions, parents_actions, sizeof actions); }

// Function pointers wasi-libc's header takes SIG_IGN and SIG_ERR from; never called.
void __SIG_IGN(int signal) {}
void __SIG_ERR(int signal) { abort(); }

static void handle(int signal) {
	struct sigaction action = actions[signal];
	if (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN) return;
	if (action.sa_flags & SA_RESETHAND) actions[signal].sa_handler = SIG_DFL;
	uint64_t blocked = action.sa_mask | (action.sa_flags & SA_NODEFER ? 0 : 1ull << (signal - 1)), before;
	kernel_sigprocmask(SIG_BLOCK, &blocked, &before);
	int error = errno;
	if (action.sa_flags & SA_SIGINFO) {
		siginfo_t information = { .si_signo = signal };
		action.sa_sigaction(signal, &information, NULL);
	} else {
		action.sa_handler(signal);
	}
	errno = error;
	kernel_sigprocmask(SIG_SETMASK, &before, NULL);
}

// Called where the fuel has run out (meter/). The kernel sets it anew, and may give the processor to others meanwhile.
__attribute__((export_name("tick"))) void tick(void) {
	for (int signal; (signal = kernel_tick()) > 0;) handle(signal);
}

int sigaction(int signal, const struct sigaction *restrict action, struct sigaction *restrict old) {
	if (signal < 1 || signal >= SIGNALS) {
		errno = EINVAL;
		return -1;
	}
	struct sigaction before = actions[signal];
	if (action) {
		int disposition =
			action->sa_handler == SIG_DFL ? DEFAULT : action->sa_handler == SIG_IGN ? IGNORE : HANDLE;
		if (kernel_answer(kernel_sigaction(signal, disposition, action->sa_flags)) < 0) return -1;
		actions[signal] = *action;
	}
	if (old) *old = before;
	return 0;
}

void (*signal(int number, void (*handler)(int)))(int) {
	struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART }, old;
	return sigaction(number, &action, &old) < 0 ? SIG_ERR : old.sa_handler;
}

int sigemptyset(sigset_t *set) { return *set = 0; }
int sigfillset(sigset_t *set) {
	*set = ~0ull;
	return 0;
}
int sigaddset(sigset_t *set, int signal) {
	*set |= 1ull << (signal - 1);
	return 0;
}
int sigdelset(sigset_t *set, int signal) {
	*set &= ~(1ull << (signal - 1));
	return 0;
}
int sigismember(const sigset_t *set, int signal) { return *set >> (signal - 1) & 1; }
int sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict old) {
	return kernel_answer(kernel_sigprocmask(how, set, old));
}

void keep_mask(sigjmp_buf buffer, int keep) {
	buffer->keeps_mask = keep;
	if (keep) sigprocmask(SIG_BLOCK, NULL, &buffer->mask);
}
_Noreturn void siglongjmp(sigjmp_buf buffer, int value) {
	if (buffer->keeps_mask) sigprocmask(SIG_SETMASK, &buffer->mask, NULL);
	longjmp(buffer, value);
}

int __libc_current_sigrtmin(void) { return REAL_TIME_MIN; }
int __libc_current_sigrtmax(void) { return REAL_TIME_MAX; }

int kill(pid_t pid, int signal) { return kernel_answer(kernel_kill(pid, signal)); }
int killpg(pid_t group, int signal) { return kill(-group, signal); }
int raise(int signal) { return kill(kernel_getpid(), signal); }
int pause(void) { return kernel_answer(kernel_pause()); }
unsigned alarm(unsigned seconds) { return kernel_alarm(seconds); }

// Only the real-time interval timer, in whole seconds and once.
int setitimer(int which, const struct itimerval *restrict value, struct itimerval *restrict old) {
	if (which != ITIMER_REAL) {
		errno = EINVAL;
		return -1;
	}
	unsigned left = alarm(value->it_value.tv_sec + (value->it_value.tv_usec > 0));
	if (old) *old = (struct itimerval){ .it_value.tv_sec = left };
	return 0;
}

_Noreturn void abort(void) {
	signal(SIGABRT, SIG_DFL);
	raise(SIGABRT);
	__builtin_trap();
}
