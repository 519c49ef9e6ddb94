// Memory is the kernel's to give: the build turns every memory.size and memory.grow into a call of these.
#include "kernel.h"

__attribute__((export_name("pages"))) int pages(void) { return kernel_pages(); }
__attribute__((export_name("grow"))) int grow(int more) { return kernel_grow(more); }
