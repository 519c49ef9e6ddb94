# The kernel: Debian's linux-source-6.12, tinyconfig plus kernel.config, and patches/ if there are any.

kernel_archive=/usr/src/linux-source-6.12.tar.xz
kernel_source=$work/kernel/source
kernel_build=$work/kernel/build
vmlinux=$work/vmlinux
kernel_inputs=("$here/kernel.config" "$here/steps/kernel.sh" "$here/patches")

kernel_make() { make -s -C "$kernel_source" O="$kernel_build" ARCH=i386 -j"$jobs" "$@"; }

unpack_kernel() {
	rm -rf "$work/kernel"
	mkdir -p "$kernel_source" "$kernel_build"
	tar -xf "$kernel_archive" -C "$kernel_source" --strip-components=1
	local file
	for file in "$here"/patches/*.patch; do
		[ ! -e "$file" ] || patch -s -d "$kernel_source" -p1 <"$file"
	done
}

# Kconfig drops what it cannot satisfy without a word; a fragment that says otherwise is a lie.
check_config() {
	local line name wrong=0
	while read -r line; do
		case $line in
		'# CONFIG_'*' is not set')
			name=${line#\# }
			! grep -q "^${name%% *}=" "$2" || { say "still on: $line"; wrong=1; } ;;
		CONFIG_*)
			grep -qxF "$line" "$2" || { say "not taken: $line"; wrong=1; } ;;
		esac
	done <"$1"
	[ $wrong -eq 0 ]
}

build_kernel() {
	mkdir -p "$here/patches"
	newer "$vmlinux" "${kernel_inputs[@]}" && return
	say 'kernel'
	if ! newer "$kernel_source/Makefile" "$here/patches" || [ ! -d "$kernel_build" ]; then
		unpack_kernel
		touch "$kernel_source/Makefile"
	fi
	kernel_make tinyconfig >/dev/null
	(cd "$kernel_source" && ARCH=i386 ./scripts/kconfig/merge_config.sh -m -O "$kernel_build" \
		"$kernel_build/.config" "$here/kernel.config" >/dev/null)
	kernel_make olddefconfig
	check_config "$here/kernel.config" "$kernel_build/.config"
	kernel_make vmlinux
	kernel_make INSTALL_HDR_PATH="$work/kernel/headers" headers_install >/dev/null
	cp "$kernel_build/System.map" "$work/System.map"
	cp "$kernel_build/vmlinux" "$vmlinux"
}

# The same kernel as stock v86 would boot it: BIOS, LZ4 bzImage, the same initramfs built in.
build_bzimage() {
	newer "$work/bzImage" "$vmlinux" "$work/initramfs.cpio" && return
	say 'bzImage'
	"$kernel_source/scripts/config" --file "$kernel_build/.config" \
		--set-str INITRAMFS_SOURCE "$work/initramfs.cpio" --enable INITRAMFS_COMPRESSION_NONE
	kernel_make olddefconfig
	kernel_make bzImage
	cp "$kernel_build/arch/x86/boot/bzImage" "$work/bzImage"
}
