# toybox: the file and text tools, in one multi-call program.

toybox=$work/toybox.wasm
toybox_source=$work/toybox-source
toybox_inputs=("$here/toybox.commands" "$here/patches" "$here/steps/toybox.sh")

# What toybox takes for granted on Linux and our headers do not have.
toybox_flags=(-w -D__linux__ -include "$here/include/toybox.h" -I"$toybox_source")

# Asks for our commands and writes what configures them (generated/*.h); that runs on the build machine.
configure_toybox() {
	local wanted
	wanted=$(sed 's/#.*//' "$here/toybox.commands" | tr -s ' \n' '\n\n' | tr '[:lower:]' '[:upper:]')
	(
		cd "$toybox_source"
		make allnoconfig
		local symbol
		for symbol in $wanted TEST_GLUE TOYBOX_FLOAT TOYBOX_HELP TOYBOX_HELP_DASHDASH; do
			grep -q "^# CONFIG_$symbol is not set" .config || fail "toybox has no $symbol"
			sed -i "s/^# CONFIG_$symbol is not set/CONFIG_$symbol=y/" .config
		done
		# Without fork it uses vfork and execs itself.
		sed -i 's/^CONFIG_TOYBOX_FORK=y/# CONFIG_TOYBOX_FORK is not set/' .config
		NOBUILD=1 bash scripts/make.sh
	) >"$work/toybox.log" 2>&1 || { tail -n 30 "$work/toybox.log" >&2; fail 'toybox cannot be configured'; }
}

# The files that define a command we build.
toybox_files() {
	local names
	names=$(sed -n 's/^CONFIG_\([A-Z0-9_]*\)=y/\1/p' "$toybox_source/.config" | tr '[:upper:]' '[:lower:]' | paste -sd '|')
	(cd "$toybox_source" && grep -lE "TOY\(($names)[ ,]" toys/*/*.c && ls lib/*.c main.c) | sort
}

build_toybox() {
	newer "$toybox" "${toybox_inputs[@]}" "$libc/.made" && return
	say 'toybox'
	rm -rf "$toybox_source" "$work/toybox"
	mkdir -p "$toybox_source" "$work/toybox"
	tar -xf "$work"/sources/toybox_*.orig.tar.xz -C "$toybox_source" --strip-components=1
	local patch
	for patch in "$here"/patches/toybox-*.patch; do
		patch -s -d "$toybox_source" -p1 <"$patch"
	done
	configure_toybox
	export -f compile
	toybox_files | while read -r file; do
		echo "$file $work/toybox/$(echo "${file%.c}" | tr / _).o"
	done >"$work/toybox/list"
	(
		cd "$toybox_source"
		local file object
		while read -r file object; do
			while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n; done
			compile "${toybox_flags[@]}" -c "$file" -o "$object" &
		done <"$work/toybox/list"
		wait
	)
	link_program "$toybox" $(sed 's/.* //' "$work/toybox/list")
}
