// Replaces wasi-libc's placeholder of eight bits: signal N is bit N - 1, as Linux passes sets.
#ifndef USERLAND_TYPEDEF_SIGSET_T_H
#define USERLAND_TYPEDEF_SIGSET_T_H
typedef unsigned long long sigset_t;
#endif
