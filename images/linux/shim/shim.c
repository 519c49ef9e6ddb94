/* Stands in for a BIOS and a boot loader: turns v86's Multiboot hand-over into Linux's 32-bit boot
 * protocol. It prints nothing, moves nothing, and knows nothing of what the guest does later.
 *
 * Sources: Multiboot Specification 0.6.96; Documentation/arch/x86/boot.rst ("32-bit Boot Protocol")
 * and zero-page.rst in the kernel tree; Intel 82371SB (PIIX3) datasheet, PIRQRC and ELCR registers.
 */

#include <stdint.h>
#include "ports.h"

/* --- Multiboot information, section 3.3 --- */

#define MULTIBOOT_HAS_COMMAND_LINE (1u << 2)
#define MULTIBOOT_HAS_MEMORY_MAP (1u << 6)

struct multiboot_info {
	uint32_t flags, mem_lower, mem_upper, boot_device, command_line;
	uint32_t modules_count, modules, symbols[4];
	uint32_t memory_map_bytes, memory_map;
};

struct multiboot_memory {
	uint32_t size; /* of what follows this field */
	uint64_t start, bytes;
	uint32_t type;
} __attribute__((packed));

/* --- Linux boot_params ("zero page"): only the fields we fill --- */

#define BOOT_FLAG 0xAA55
#define HEADER_MAGIC 0x53726448 /* "HdrS" */
#define PROTOCOL_VERSION 0x020F
#define LOADER_UNDEFINED 0xFF
#define LOADED_HIGH 1
#define E820_RAM 1
#define E820_MAX_ENTRIES 128

struct e820_entry {
	uint64_t start, bytes;
	uint32_t type;
} __attribute__((packed));

struct boot_params {
	uint8_t pad0[0x1E8];
	uint8_t e820_entries;
	uint8_t pad1[0x1FE - 0x1E9];
	uint16_t boot_flag;
	uint16_t jump;
	uint32_t header;
	uint16_t version;
	uint8_t pad2[0x210 - 0x208];
	uint8_t type_of_loader;
	uint8_t loadflags;
	uint8_t pad3[0x218 - 0x212];
	uint32_t ramdisk_image, ramdisk_size;
	uint8_t pad4[0x228 - 0x220];
	uint32_t cmd_line_ptr;
	uint8_t pad5[0x2D0 - 0x22C];
	struct e820_entry e820[E820_MAX_ENTRIES];
	uint8_t pad6[4096 - 0x2D0 - E820_MAX_ENTRIES * sizeof(struct e820_entry)];
} __attribute__((packed));

_Static_assert(sizeof(struct boot_params) == 4096, "the zero page is one page");

static struct boot_params params __attribute__((aligned(4096)));

/* From shim.ld. */
extern const uint8_t initramfs_start[], initramfs_end[];
extern const uint8_t KERNEL_START[];

/* --- Memory --- */

/* VGA and ROM space. v86 has plain memory there, but Linux reserves the first MiB in any case. */
#define LEGACY_HOLE_START 0x9F000u
#define LEGACY_HOLE_END 0x100000u

static void add_ram(uint64_t start, uint64_t end)
{
	if (start >= end || params.e820_entries == E820_MAX_ENTRIES)
		return;
	params.e820[params.e820_entries++] = (struct e820_entry){ start, end - start, E820_RAM };
}

static void fill_memory_map(const struct multiboot_info *info)
{
	uint32_t at = info->memory_map;
	const uint32_t stop = at + info->memory_map_bytes;

	while (at < stop) {
		const struct multiboot_memory *area = (const void *)at;
		const uint64_t start = area->start, end = start + area->bytes;

		if (area->type == E820_RAM) {
			add_ram(start, end < LEGACY_HOLE_START ? end : LEGACY_HOLE_START);
			add_ram(start > LEGACY_HOLE_END ? start : LEGACY_HOLE_END, end);
		}
		at += area->size + sizeof area->size;
	}
}

/* --- Interrupts of PCI devices --- */

/* v86 gives its devices their I/O ports and enables them; what a BIOS still has to do is to say
 * which 8259 input each PCI interrupt pin raises. One input per virtio device in use (9p and
 * network share one), so that a handler seldom asks a device that did not call. */
#define PIIX3_SLOT 1
#define PIIX3_PIRQ_ROUTE 0x60 /* four bytes: PIRQA# to PIRQD# */
#define ELCR_MASTER 0x4D0
#define ELCR_SLAVE 0x4D1

#define PCI_SLOTS 32
#define PCI_ID 0x00
#define PCI_NOBODY 0xFFFFFFFFu
#define PCI_INTERRUPT_LINE 0x3C
#define PCI_INTERRUPT_PIN_SHIFT 8

static const uint8_t pirq_to_irq[4] = { 11, 10, 5, 11 };

static void route_interrupts(void)
{
	unsigned level_triggered = 0;

	for (unsigned pirq = 0; pirq < 4; pirq++) {
		pci_write8(PIIX3_SLOT, PIIX3_PIRQ_ROUTE + pirq, pirq_to_irq[pirq]);
		level_triggered |= 1u << pirq_to_irq[pirq];
	}
	out8(ELCR_MASTER, level_triggered & 0xFF);
	out8(ELCR_SLAVE, level_triggered >> 8);

	for (unsigned slot = 0; slot < PCI_SLOTS; slot++) {
		if (pci_read32(slot, PCI_ID) == PCI_NOBODY)
			continue;
		const unsigned pin = (pci_read32(slot, PCI_INTERRUPT_LINE) >> PCI_INTERRUPT_PIN_SHIFT) & 0xFF;
		/* Pins are numbered from 1 and rotate from slot to slot, starting at slot 1. */
		if (pin)
			pci_write8(slot, PCI_INTERRUPT_LINE, pirq_to_irq[(pin - 1 + slot - 1) & 3]);
	}
}

/* An empty PCI IRQ Routing Table (PCI BIOS 2.1, "$PIR"): there is nothing to route beyond what the
 * interrupt line registers say. Without one Linux searches 64 KiB for it. */
#define BIOS_START 0xF0000
#define PIRQ_SIGNATURE 0x52495024 /* "$PIR" */

static void write_irq_routing_table(void)
{
	struct {
		uint32_t signature;
		uint16_t version, bytes;
		uint8_t rest[24]; /* router, reserved, and last the checksum */
	} *const table = (void *)BIOS_START;
	uint8_t sum = 0;

	table->signature = PIRQ_SIGNATURE;
	table->version = 0x0100;
	table->bytes = sizeof *table;
	for (unsigned i = 0; i < sizeof *table; i++)
		sum += ((const uint8_t *)table)[i];
	table->rest[sizeof table->rest - 1] = -sum;
}

/* --- Hand-over --- */

/* The protocol wants __BOOT_CS = 0x10 and __BOOT_DS = 0x18, flat, in a GDT of our own. */
static const uint64_t gdt[] __attribute__((aligned(8))) = {
	0,
	0,
	0x00CF9A000000FFFF, /* code: 4 GiB, execute/read */
	0x00CF92000000FFFF, /* data: 4 GiB, read/write */
};

static void __attribute__((noreturn)) enter_kernel(void)
{
	const struct {
		uint16_t limit;
		const uint64_t *base;
	} __attribute__((packed)) gdtr = { sizeof gdt - 1, gdt };

	/* EBP, EDI and EBX must be zero, ESI must point to boot_params. */
	__asm__ volatile(
		"lgdt %0\n"
		"ljmp $0x10, $1f\n"
		"1: movl $0x18, %%eax\n"
		"movl %%eax, %%ds\n"
		"movl %%eax, %%es\n"
		"movl %%eax, %%fs\n"
		"movl %%eax, %%gs\n"
		"movl %%eax, %%ss\n"
		"xorl %%ebp, %%ebp\n"
		"xorl %%edi, %%edi\n"
		"xorl %%ebx, %%ebx\n"
		"jmp *%%ecx\n"
		: : "m"(gdtr), "S"(&params), "c"(KERNEL_START) : "eax", "memory");
	__builtin_unreachable();
}

void boot_linux(const struct multiboot_info *info)
{
	if (!(info->flags & MULTIBOOT_HAS_MEMORY_MAP))
		return; /* Without it there is nowhere to run. */

	params.boot_flag = BOOT_FLAG;
	params.header = HEADER_MAGIC;
	params.version = PROTOCOL_VERSION;
	params.type_of_loader = LOADER_UNDEFINED;
	params.loadflags = LOADED_HIGH;
	if (info->flags & MULTIBOOT_HAS_COMMAND_LINE)
		params.cmd_line_ptr = info->command_line;
	params.ramdisk_image = (uint32_t)initramfs_start;
	params.ramdisk_size = (uint32_t)(initramfs_end - initramfs_start);

	fill_memory_map(info);
	route_interrupts();
	write_irq_routing_table();
	enter_kernel();
}
