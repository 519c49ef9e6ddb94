/* Where v86 enters the image: 32-bit protected mode, flat segments, paging off, EBX = Multiboot
 * information (Multiboot 0.6.96, section 3.2). No stack is promised, so the first act is to make one. */

#define MULTIBOOT_MAGIC 0x1BADB002
#define MULTIBOOT_WANT_MEMORY_MAP 2
#define STACK_BYTES 4096

	.section .multiboot, "a"
	.align 4
	.long MULTIBOOT_MAGIC
	.long MULTIBOOT_WANT_MEMORY_MAP
	.long -(MULTIBOOT_MAGIC + MULTIBOOT_WANT_MEMORY_MAP)

	.text
	.globl _start
_start:
	cli
	cld
	movl $stack_top, %esp
	pushl %ebx
	call boot_linux
1:	hlt				/* boot_linux does not return unless something is missing */
	jmp 1b

	.bss
	.align 16
	.skip STACK_BYTES
stack_top:

/* The payload. Its addresses are set by shim.ld. */
	.section .kernel, "ax"
	.incbin "vmlinux.bin"
	.section .initramfs, "a"
	.incbin "initramfs.cpio"

	.section .note.GNU-stack, "", @progbits
