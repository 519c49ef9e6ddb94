# C for wasm32-wasi: clang, wasi-libc's headers made whole again, and the part of a libc that the kernel makes possible.

llvm=/usr/lib/llvm-14/bin
headers=$work/include
libc=$work/libc

# -funsigned-char: od, xxd, base64 and cmp take char for a byte.
# -idirafter: whole headers that wasi-libc lacks (pwd.h, termios.h, sys/wait.h, …) come from musl, which it derives from.
c_flags=(
	--target=wasm32-wasi -Os -std=gnu11 -funsigned-char -fno-strict-aliasing -ffunction-sections -fdata-sections
	-mexception-handling -mllvm -wasm-enable-sjlj
	-ffile-prefix-map="$work"=. -ffile-prefix-map="$here"=.
	-D_GNU_SOURCE -D_WASI_EMULATED_SIGNAL -D_WASI_EMULATED_PROCESS_CLOCKS -D_WASI_EMULATED_GETPID -D_WASI_EMULATED_MMAN
	-nostdlibinc -isystem "$here/include" -isystem "$headers" -idirafter /usr/include/x86_64-linux-musl
	-include "$here/include/vfork.h"
)
# This crt1 calls the constructors itself; with the other the linker wraps every export in constructors and destructors.
link_flags=(
	--target=wasm32-wasi -nostartfiles /usr/lib/wasm32-wasi/crt1.o -s -Wl,--import-memory,--gc-sections,--stack-first,-z,stack-size=131072
)

# In a directory of its own, so that clang finds no wasm-opt to run by itself: it would run before metering, unasked.
compile() { PATH=$work/path "$llvm/clang" "${c_flags[@]}" "$@"; }

# link_program <output> <object>...
link_program() {
	local output=$1
	shift
	PATH=$work/path "$llvm/clang" "${link_flags[@]}" "$@" "$libc"/*.o -lwasi-emulated-mman -lc-printscan-long-double -o "$output"
}

# wasi-libc comments what it leaves out of a header ("WASI has no chmod"): take those marks away.
build_headers() {
	newer "$headers/.made" "$here/steps/toolchain.sh" && return
	say 'headers'
	rm -rf "$headers"
	mkdir -p "$work/path"
	ln -sf "$llvm/wasm-ld" "$work/path/wasm-ld-14"
	cp -r /usr/include/wasm32-wasi "$headers"
	find "$headers" -name '*.h' -exec sed -E -i \
		-e "s,#ifdef __wasilibc_unmodified_upstream /\* WASI (has no|libc doesn't build) .*,#if 1," {} +
	# And of resource.h all: what stands there instead is a rusage of the two times only.
	sed -i 's/#ifdef __wasilibc_unmodified_upstream .*/#if 1/' "$headers/sys/resource.h"
	mkdir "$headers/linux"
	cp /usr/include/linux/tty.h "$headers/linux/"
	touch "$headers/.made"
}

build_libc() {
	newer "$libc/.made" "$here/libc" "$here/include" "$headers/.made" && return
	say 'libc'
	rm -rf "$libc"
	mkdir -p "$libc"
	local source
	for source in "$here"/libc/*.[cs]; do
		compile -Wall -Wno-unused-parameter -Wno-unused-command-line-argument -c "$source" -o "$libc/$(basename "${source%.?}").o"
	done
	touch "$libc/.made"
}
