/* Port I/O and PCI configuration mechanism #1 (PCI Local Bus 2.1, section 3.7.4.1). */
#pragma once

#include <stdint.h>

#define PCI_CONFIG_ADDRESS 0xCF8
#define PCI_CONFIG_DATA 0xCFC
#define PCI_CONFIG_ENABLE 0x80000000u

static inline void out8(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline void out32(uint16_t port, uint32_t value)
{
	__asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint32_t in32(uint16_t port)
{
	uint32_t value;
	__asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

/* Function 0 of a slot on bus 0: v86 has no other. */
static inline void pci_select(unsigned slot, unsigned offset)
{
	out32(PCI_CONFIG_ADDRESS, PCI_CONFIG_ENABLE | slot << 11 | (offset & ~3u));
}

static inline uint32_t pci_read32(unsigned slot, unsigned offset)
{
	pci_select(slot, offset);
	return in32(PCI_CONFIG_DATA);
}

static inline void pci_write8(unsigned slot, unsigned offset, uint8_t value)
{
	pci_select(slot, offset);
	out8(PCI_CONFIG_DATA + (offset & 3), value);
}
