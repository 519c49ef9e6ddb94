#!/bin/bash
# Builds every image, each by its own recipe. Arguments are the recipes' (--clean).

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for recipe in linux userland; do
	bash "$here/$recipe/build.sh" "$@"
done
# What sandboxes are made from holds the userland just built.
(cd "$here/.." && node images/sandbox/build.mjs)
