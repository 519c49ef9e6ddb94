#!/bin/bash
# Builds everything but the kernel a second time in another directory, from the same cached kernel, and
# compares: init, BusyBox, initramfs, the ELF. `--kernel` builds the kernel a second time too.

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
first=${GUESTHOUSE_IMAGES:-$root/node_modules/.cache/guesthouse/images}/linux
[ -e "$first/linux.elf" ] || { echo "nothing to compare with: run build.sh first" >&2; exit 1; }

second=$(mktemp -d)
trap 'rm -rf "$second"' EXIT

mkdir -p "$second/linux"
cp -r "$first/sources" "$second/linux/"
if [ "${1:-}" != --kernel ]; then
	mkdir -p "$second/linux/kernel/source/usr"
	cp -r "$first/kernel/headers" "$second/linux/kernel/"
	cp "$first/kernel/source/usr/gen_init_cpio.c" "$second/linux/kernel/source/usr/"
	cp "$first/vmlinux" "$second/linux/"
fi
GUESTHOUSE_IMAGES=$second "$here/build.sh" --only-elf

status=0
for part in vmlinux init busybox/busybox initramfs.cpio linux.elf; do
	if cmp -s "$first/$part" "$second/linux/$part"; then
		printf 'same     %s  %s\n' "$(sha256sum <"$first/$part" | cut -c1-64)" "$part"
	else
		printf 'DIFFERS  %s\n' "$part"
		status=1
	fi
done
exit $status
