# Lua: the interpreter with its standard library.

lua=$work/lua.wasm
# One thread: streams need no locks.
lua_flags=(
	-DLUA_COMPAT_5_3 -DLUA_USE_POSIX
	'-Dl_getc(f)=getc(f)' '-Dl_lockfile(f)=((void)0)' '-Dl_unlockfile(f)=((void)0)'
)

build_lua() {
	newer "$lua" "$here/steps/lua.sh" "$libc/.made" && return
	say 'Lua'
	unpack_source lua5.4 "$work/lua-source"
	# What Debian's rules write: the part of the library path that names the machine.
	echo '#define DEB_HOST_MULTIARCH "wasm32-wasi"' >"$work/lua-source/src/lua5.4-deb-multiarch.h"
	rm -rf "$work/lua"
	mkdir -p "$work/lua"
	local file
	for file in "$work"/lua-source/src/*.c; do
		case $file in */luac.c) continue ;; esac
		compile -O2 -w "${lua_flags[@]}" -c "$file" -o "$work/lua/$(basename "$file" .c).o"
	done
	link_program "$lua" "$work"/lua/*.o -lm
}
