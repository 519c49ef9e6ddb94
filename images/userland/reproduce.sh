#!/bin/bash
# Builds the programs a second time in another directory, from the same downloaded sources, and compares.

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
first=${GUESTHOUSE_IMAGES:-$root/node_modules/.cache/guesthouse/images}/userland
[ -e "$first/metered/toybox.wasm" ] || { echo "nothing to compare with: run build.sh first" >&2; exit 1; }

second=$(mktemp -d)
trap 'rm -rf "$second"' EXIT

mkdir -p "$second/userland"
cp -r "$first/sources" "$second/userland/"
GUESTHOUSE_IMAGES=$second "$here/build.sh" --no-publish

status=0
for program in "$first"/metered/*.wasm; do
	name=${program##*/}
	if cmp -s "$program" "$second/userland/metered/$name"; then
		printf 'same     %s  %s\n' "$(sha256sum <"$program" | cut -c1-64)" "$name"
	else
		printf 'DIFFERS  %s\n' "$name"
		status=1
	fi
done
exit $status
