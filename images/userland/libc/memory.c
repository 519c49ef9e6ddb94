// Memory is the kernel's to give: the build turns every memory.grow into a call of this.
#include "kernel.h"

__attribute__((export_name("grow"))) int grow(int pages) { return kernel_grow(pages); }
