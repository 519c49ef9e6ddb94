# The image: our Multiboot shim, the kernel's bytes and the initramfs in one ELF; its description.

elf=$work/linux.elf
image=$here/linux.elf.gz
page_offset=0x78000000 # CONFIG_VMSPLIT_2G_OPT

# physical <symbol>: where a symbol of vmlinux is before paging is on.
physical() {
	printf '0x%x' $((0x$(nm "$vmlinux" | awk -v name="$1" '$3 == name { print $1 }') - page_offset))
}

link_image() {
	newer "$elf" "$vmlinux" "$work/initramfs.cpio" "$here/shim" "$here/steps/image.sh" && return
	say 'image'
	local flags=(-m32 -std=gnu11 -Os -Wall -Wextra -ffreestanding -fno-pic -fno-stack-protector
		-fno-asynchronous-unwind-tables -mgeneral-regs-only)
	(
		cd "$work"
		objcopy -O binary "$vmlinux" vmlinux.bin
		gcc "${flags[@]}" -c "$here/shim/shim.c" -o shim.o
		gcc -m32 -c "$here/shim/start.S" -o start.o
		ld -m elf_i386 -s -z max-page-size=4096 --build-id=none --no-warn-rwx-segments \
			--defsym=KERNEL_START="$(physical _text)" --defsym=KERNEL_END="$(physical _end)" \
			-T "$here/shim/shim.ld" -o "$elf" start.o shim.o
	)
}

publish_image() {
	newer "$image" "$elf" && [ -e "$here/image.json" ] && return
	say 'compressing (zopfli takes a minute)'
	# gzip's container, because browsers unpack it natively; zopfli writes no name or time.
	zopfli --i15 -c "$elf" >"$image.new"
	mv "$image.new" "$image"
	describe_image >"$here/image.json"
	cat "$here/image.json"
}

describe_image() {
	cat <<-END
		{
		  "id": "linux",
		  "title": "Linux",
		  "kernelVersion": "$(make -s -C "$kernel_source" kernelversion)",
		  "file": "linux.elf.gz",
		  "sha256": "$(hash_of "$elf")",
		  "rawBytes": $(bytes_of "$elf"),
		  "compressedSha256": "$(hash_of "$image")",
		  "compressedBytes": $(bytes_of "$image"),
		  "minimumMemoryMiB": 24,
		  "defaultMemoryMiB": 32,
		  "commandLine": "$(cat "$here/command-line")",
		  "machine": { "acpi": true, "virtioConsole": true, "virtioBalloon": true, "networkDevice": "virtio" },
		  "licences": [
		    { "component": "Linux", "licence": "GPL-2.0-only WITH Linux-syscall-note", "sourcePackage": "linux-source-6.12", "sourceVersion": "$(dpkg-query -W -f '${Version}' linux-source-6.12)" },
		    { "component": "BusyBox", "licence": "GPL-2.0-only", "sourcePackage": "busybox", "sourceVersion": "$(source_version busybox)" },
		    { "component": "musl", "licence": "MIT", "sourcePackage": "musl", "sourceVersion": "$(source_version musl)" },
		    { "component": "shim, init, configuration", "licence": "MIT" }
		  ]
		}
	END
}
