# The finished programs: optimised, metered, compressed, and described in programs.json.

# Name of the program, and how to optimise: what is large for size, what computes for speed.
programs=(toybox lua sqlite3)
declare -A optimise=([toybox]=-Os [lua]=-O3 [sqlite3]=-Os)
features=(--enable-bulk-memory --enable-sign-ext --enable-mutable-globals --enable-exception-handling)

meter_programs() {
	local name
	for name in "${programs[@]}"; do
		newer "$work/metered/$name.wasm" "$work/$name.wasm" "$here/meter" "$here/steps/programs.sh" && continue
		say "metering $name"
		mkdir -p "$work/metered"
		wasm-opt "${features[@]}" "${optimise[$name]}" "$work/$name.wasm" -o "$work/$name.optimised.wasm"
		node "$here/meter/run.mjs" "$work/$name.optimised.wasm" "$work/metered/$name.wasm"
	done
}

publish_programs() {
	local name published=true
	for name in "${programs[@]}"; do
		newer "$here/$name.wasm.gz" "$work/metered/$name.wasm" && continue
		published=false
		say "compressing $name"
		# gzip's container, because browsers unpack it natively; zopfli writes no name or time.
		zopfli --i15 -c "$work/metered/$name.wasm" >"$work/$name.wasm.gz"
		mv "$work/$name.wasm.gz" "$here/$name.wasm.gz"
	done
	$published && newer "$here/programs.json" "$here/steps/programs.sh" && return
	describe_programs >"$here/programs.json"
	cat "$here/programs.json"
}

# Where toybox's commands belong, as it says itself: bin/cat, usr/bin/xxd, ….
toybox_links() {
	printf '%s\n' '#include "generated/config.h"' \
		'#define NEWTOY(name, options, flags) COMMAND name flags' \
		'#define OLDTOY(name, new_name, flags) COMMAND name flags' \
		'#include "generated/newtoys.h"' |
		gcc -E -P -I"$toybox_source" - |
		awk '$1 == "COMMAND" && $2 != "toybox" && $2 != ":" {
			flags = substr($0, length($1 $2) + 3)
			print (flags ~ /USR/ ? "usr/" : "") (flags ~ /SBIN/ ? "sbin/" : "bin/") $2
		}' | sort
}

# describe <name> <title> <version> <commands as JSON> <licences as JSON>
describe() {
	local file=$here/$1.wasm.gz program=$work/metered/$1.wasm
	# Without the line's end: a comma may follow.
	printf '%s' "$(
		cat <<-END
		  {
		    "id": "$1",
		    "title": "$2",
		    "version": "$3",
		    "file": "$1.wasm.gz",
		    "sha256": "$(hash_of "$program")",
		    "rawBytes": $(bytes_of "$program"),
		    "compressedSha256": "$(hash_of "$file")",
		    "compressedBytes": $(bytes_of "$file"),
		    "links": $4,
		    "licences": [
		$5
		$(licence wasi-libc 'MIT AND BSD-2-Clause AND (Apache-2.0 WITH LLVM-exception)' wasi-libc "$(built_from wasi-libc)")
		$(licence compiler-rt 'Apache-2.0 WITH LLVM-exception' llvm-toolchain-14 "$(built_from libclang-rt-14-dev-wasm32)")
		      { "component": "libc additions", "licence": "MIT" }
		    ]
		  }
		END
	)"
}

# The version of the source that an installed package was built from.
built_from() { dpkg-query -W -f '${source:Version}' "$1"; }

# licence <component> <SPDX> <source package> <its version>
licence() {
	cat <<-END
		      {
		        "component": "$1",
		        "licence": "$2",
		        "sourcePackage": "$3",
		        "sourceVersion": "$4"
		      },
	END
}

describe_programs() {
	local links
	links=$(toybox_links | sed 's/.*/      "&",/; $s/,$//')
	links=$'[\n'"$links"$'\n    ]'
	echo '['
	describe toybox 'toybox' "$(source_version toybox | sed 's/[+-].*//')" "$links" \
		"$(licence toybox 0BSD toybox "$(source_version toybox)")"
	echo ','
	describe lua 'Lua' "$(source_version lua5.4 | sed 's/-.*//')" '["usr/bin/lua"]' \
		"$(licence Lua MIT lua5.4 "$(source_version lua5.4)")"
	echo ','
	describe sqlite3 'SQLite' "$(source_version sqlite3 | sed 's/-.*//')" '["usr/bin/sqlite3"]' \
		"$(licence SQLite blessing sqlite3 "$(source_version sqlite3)")"
	printf '\n]\n'
}
