#!/bin/bash
# Builds the WebAssembly userland from Debian packages: toybox.wasm.gz, lua.wasm.gz, sqlite3.wasm.gz and programs.json
# beside this script.
#
#   images/userland/build.sh             build what is missing or older than its inputs
#   images/userland/build.sh --clean     from scratch
#   images/userland/build.sh --no-publish stop before compressing; touch nothing in the tree
#
# GUESTHOUSE_IMAGES  work directory (default: node_modules/.cache/guesthouse/images of the repository)
# JOBS               parallel compilations (default: all processors)

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${GUESTHOUSE_IMAGES:-$root/node_modules/.cache/guesthouse/images}/userland
jobs=${JOBS:-$(nproc)}

# Same inputs, same bytes: no clock, user, host, locale or path may leak in.
export SOURCE_DATE_EPOCH=0 TZ=UTC LC_ALL=C
unset CFLAGS LDFLAGS MAKEFLAGS CPATH
umask 022

# shellcheck source-path=SCRIPTDIR/..
. "$here/../debian.sh"

publish=true
case ${1:-} in
'') ;;
--clean) rm -rf "$work" ;;
--no-publish) publish=false ;;
*) fail "usage: $0 [--clean | --no-publish]" ;;
esac
mkdir -p "$work"

for step in packages toolchain toybox lua sqlite programs; do
	# shellcheck source-path=SCRIPTDIR/steps
	. "$here/steps/$step.sh"
done

need_packages "${build_packages[@]}"
fetch_sources "${source_packages[@]}"
build_headers
build_libc
build_toybox
build_lua
build_sqlite
meter_programs
$publish || exit 0
publish_programs
