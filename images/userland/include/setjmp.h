// setjmp for clang's -wasm-enable-sjlj, which turns it into WebAssembly exceptions; libc/setjmp.c is its runtime.
#ifndef USERLAND_SETJMP_H
#define USERLAND_SETJMP_H

typedef struct {
	// Of the setjmp call whose frame longjmp has to find again.
	unsigned number;
	// sigsetjmp's: the signals that waited, and whether they are kept.
	int keeps_mask;
	unsigned long long mask;
} jmp_buf[1];
typedef jmp_buf sigjmp_buf;

int setjmp(jmp_buf) __attribute__((returns_twice));
_Noreturn void longjmp(jmp_buf, int);
#define _setjmp setjmp
#define _longjmp longjmp

void keep_mask(sigjmp_buf, int keep);
#define sigsetjmp(buffer, keep) (keep_mask(buffer, keep), setjmp(buffer))
_Noreturn void siglongjmp(sigjmp_buf, int);

#endif
