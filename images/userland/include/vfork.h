// vfork(2), included before every file. The caller's own instance runs on as the child until it execs or exits, and then
// goes on as the parent where vfork was called, by longjmp. Hence a macro: setjmp must stand in the caller's frame.
#ifndef USERLAND_VFORK_H
#define USERLAND_VFORK_H
#include <setjmp.h>
#include <unistd.h>

extern jmp_buf vfork_caller;
extern int vfork_child;
int vfork_begin(void);

#define vfork() (vfork_begin() < 0 ? -1 : setjmp(vfork_caller) ? vfork_child : 0)

#endif
