# The userland: musl and BusyBox from Debian's sources, 32 bits, static; our init; the initramfs.

musl=$work/musl
guest_cc=$musl/bin/guest-cc
busybox=$work/busybox

build_musl() {
	newer "$guest_cc" "$here/steps/userland.sh" && return
	say 'musl'
	unpack_source musl "$work/musl-source"
	rm -rf "$musl"
	(
		cd "$work/musl-source"
		CC='gcc -m32' AR=ar RANLIB=ranlib CFLAGS=-Os ./configure --target=i386-linux-musl \
			--prefix="$musl" --syslibdir="$musl/lib" --disable-shared >/dev/null
		make -s -j"$jobs" 2>/dev/null
		make -s install
	)
	# musl brings no kernel headers; take those of the guest's own kernel.
	cp -r "$work"/kernel/headers/include/{linux,asm,asm-generic,mtd} "$musl/include/"
	# musl's own wrapper forgets that its 32-bit linker emulation is not the default here.
	cat >"$guest_cc" <<-END
		#!/bin/sh
		exec gcc -m32 -march=i686 -fno-pie -specs $musl/lib/musl-gcc.specs -Wl,-m,elf_i386 "\$@"
	END
	chmod +x "$guest_cc"
}

# BusyBox's kconfig cannot merge fragments: write every symbol it knows, ours as asked, the rest off.
configure_busybox() {
	local source=$1
	make -s -C "$source" O="$busybox" allnoconfig >/dev/null 2>&1
	{
		grep '^CONFIG_' "$here/busybox.config"
		grep -rhoE '^(//config:)?[[:space:]]*(menu)?config[[:space:]]+[A-Z0-9_]+' \
			--include='*.c' --include='Config.src' "$source" |
			sed -E 's/.*config[[:space:]]+/CONFIG_/' | sort -u |
			grep -vxFf <(grep -oE '^CONFIG_[A-Z0-9_]+' "$here/busybox.config") |
			sed 's/.*/# & is not set/'
	} >"$busybox/.config"
	yes '' 2>/dev/null | make -s -C "$source" O="$busybox" oldconfig >/dev/null 2>&1 || true
	check_config "$here/busybox.config" "$busybox/.config"
}

build_busybox() {
	newer "$busybox/busybox" "$here/busybox.config" "$guest_cc" && return
	say 'BusyBox'
	unpack_source busybox "$work/busybox-source"
	rm -rf "$busybox"
	mkdir -p "$busybox"
	configure_busybox "$work/busybox-source"
	make -s -C "$busybox" -j"$jobs" CC="$guest_cc" LD="$guest_cc -nostdlib" \
		CONFIG_EXTRA_LDFLAGS=-no-pie busybox busybox.links 2>"$work/busybox.log" >&2 ||
		{ cat "$work/busybox.log" >&2; return 1; }
}

build_init() {
	newer "$work/init" "$here/init" "$guest_cc" && return
	say 'init'
	"$guest_cc" -std=gnu11 -Os -Wall -Wextra -Wno-unused-result -static -no-pie -s \
		-ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables \
		-Wl,--gc-sections -Wl,--build-id=none -o "$work/init" "$here"/init/*.c
}

# One line per entry, in a fixed order, for the kernel's gen_init_cpio. As few as can be: the kernel
# spends some 12,000 instructions on each, so PID 1 makes directories and links (init/tree.c).
initramfs_list() {
	local directory file mode
	for directory in bin dev etc; do
		echo "dir /$directory 755 0 0"
	done
	echo 'nod /dev/console 600 0 0 c 5 1'
	echo "file /init $work/init 755 0 0"
	echo "file /bin/busybox $busybox/busybox 4755 0 0" # setuid, for su and ping
	(cd "$here/rootfs" && find . -type f | sort) | while read -r file; do
		mode=644
		[ ! -x "$here/rootfs/$file" ] || mode=755
		[ "${file##*/}" != shadow ] || mode=600
		echo "file /${file#./} $here/rootfs/${file#./} $mode 0 0"
	done
	echo "file /etc/busybox.links $work/busybox.links 644 0 0"
}

pack_initramfs() {
	newer "$work/initramfs.cpio" "$work/init" "$busybox/busybox" "$here/rootfs" "$here/steps/userland.sh" && return
	say 'initramfs'
	gcc -O2 -o "$work/gen_init_cpio" "$kernel_source/usr/gen_init_cpio.c"
	sort "$busybox/busybox.links" >"$work/busybox.links"
	initramfs_list >"$work/initramfs.list"
	"$work/gen_init_cpio" -t "$SOURCE_DATE_EPOCH" "$work/initramfs.list" >"$work/initramfs.cpio.new"
	mv "$work/initramfs.cpio.new" "$work/initramfs.cpio"
}
