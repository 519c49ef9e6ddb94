/**
 * What PCI numbers stand for: the vendors, devices and classes that a guest's virtual hardware can have, as the PCI ID
 * Repository (pci-ids.ucw.cz) and the virtio specification (1.2, 4.1.2.1 and 5) list them.
 */

const vendors: Readonly<Record<string, string>> = {
  "8086": "Intel",
  "1234": "QEMU",
  "1af4": "Red Hat (virtio)",
  "10ec": "Realtek",
};

const devices: Readonly<Record<string, string>> = {
  "8086:1237": "440FX host bridge",
  "8086:7000": "PIIX3 ISA bridge",
  "8086:7010": "PIIX3 IDE controller",
  "8086:7113": "PIIX4 power management",
  "1234:1111": "Bochs display adapter",
  "10ec:8029": "NE2000-compatible network card",
  "1af4:1000": "virtio network card (transitional)",
  "1af4:1003": "virtio console (transitional)",
};

/** By the first of the class's three bytes, and by the second where it matters. */
const classes: Readonly<Record<string, string>> = {
  "00": "Unclassified device",
  "01": "Mass storage controller",
  "0101": "IDE controller",
  "02": "Network controller",
  "03": "Display controller",
  "05": "Memory controller",
  "06": "Bridge",
  "0600": "Host bridge",
  "0601": "ISA bridge",
  "07": "Communication controller",
  "0c": "Serial bus controller",
};

/** By the virtio device's type (virtio 1.2, 5). */
const virtioTypes: Readonly<Record<number, string>> = {
  1: "virtio network card",
  2: "virtio block device",
  3: "virtio console",
  4: "virtio entropy source",
  5: "virtio memory balloon",
  9: "virtio 9p transport",
};

/** A modern virtio device's PCI number is this and its type (virtio 1.2, 4.1.2.1). */
const modernVirtio = 0x1040;

/** `vendor` and `device` as four hex digits, `deviceClass` as six: as /sys has them, without `0x`. */
export function pciName(vendor: string, device: string, deviceClass: string): string {
  const known = devices[`${vendor}:${device}`];
  if (known) return `${vendors[vendor] ?? vendor} ${known}`.replace(/^Red Hat \(virtio\) /, "");
  const type = vendor === "1af4" ? virtioTypes[Number.parseInt(device, 16) - modernVirtio] : undefined;
  return type ?? classes[deviceClass.slice(0, 4)] ?? classes[deviceClass.slice(0, 2)] ?? "not known to us";
}
