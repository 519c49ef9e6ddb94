// The runtime of clang 14's -wasm-enable-sjlj. A function that calls setjmp keeps a table (malloc'd, ended by number 0)
// of the calls it made: which number each got and where to go on. longjmp throws; each such function on the way looks
// its table up, and throws on what is not in it.
#include <setjmp.h>
#include <stdlib.h>

struct call {
	unsigned number;
	unsigned label; // 0: none
};

static unsigned last_number;
// Second results: the compiler's calls below return two values each through this.
static int second;

void setTempRet0(int value) { second = value; }
int getTempRet0(void) { return second; }

// Notes a setjmp in the caller's table, which holds size entries and one more for the end; answers the table and,
// second, its size.
struct call *saveSetjmp(jmp_buf buffer, unsigned label, struct call *table, unsigned size) {
	unsigned i = 0;
	while (i < size && table[i].number) i++;
	if (i == size) {
		size *= 2;
		table = realloc(table, sizeof *table * (size + 1));
		if (!table) abort();
	}
	table[i] = (struct call){ .number = ++last_number, .label = label };
	table[i + 1].number = 0;
	buffer->number = last_number;
	setTempRet0(size);
	return table;
}

// Where to go on for a setjmp of this number, 0 if it was not this function's.
unsigned testSetjmp(unsigned number, const struct call *table, unsigned size) {
	for (unsigned i = 0; i < size && table[i].number; i++) {
		if (table[i].number == number) return table[i].label;
	}
	return 0;
}

// What travels with the exception; compiled code reads it.
static struct {
	void *buffer;
	int value;
} jump;

_Noreturn void __wasm_longjmp(jmp_buf buffer, int value) {
	jump.buffer = buffer;
	jump.value = value ? value : 1;
	enum { LONGJMP_TAG = 1 };
	__builtin_wasm_throw(LONGJMP_TAG, &jump);
}
