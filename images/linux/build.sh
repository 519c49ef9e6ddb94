#!/bin/bash
# Builds the Linux guest image from Debian packages: linux.elf.gz and image.json beside this script,
# and, for the bench against stock v86, bzImage in the work directory.
#
#   images/linux/build.sh            build what is missing or older than its inputs
#   images/linux/build.sh --clean    from scratch
#   images/linux/build.sh --only-elf stop before compressing and bzImage; touch nothing in the tree
#
# GUESTHOUSE_IMAGES  work directory (default: node_modules/.cache/guesthouse/images of the repository)
# JOBS               parallel compilations (default: all processors)

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${GUESTHOUSE_IMAGES:-$root/node_modules/.cache/guesthouse/images}/linux
jobs=${JOBS:-$(nproc)}

# Same inputs, same bytes: no clock, user, host, locale, path or build counter may leak in.
export SOURCE_DATE_EPOCH=0 TZ=UTC LC_ALL=C KCONFIG_NOTIMESTAMP=1
export KBUILD_BUILD_TIMESTAMP='Thu Jan  1 00:00:00 UTC 1970'
export KBUILD_BUILD_USER=guesthouse KBUILD_BUILD_HOST=guesthouse KBUILD_BUILD_VERSION=1
unset ARCH CROSS_COMPILE CFLAGS LDFLAGS MAKEFLAGS
umask 022

# shellcheck source-path=SCRIPTDIR/..
. "$here/../debian.sh"

only_elf=false
case ${1:-} in
'') ;;
--clean) rm -rf "$work" ;;
--only-elf) only_elf=true ;;
*) fail "usage: $0 [--clean | --only-elf]" ;;
esac
mkdir -p "$work"

for step in packages kernel userland image; do
	# shellcheck source-path=SCRIPTDIR/steps
	. "$here/steps/$step.sh"
done

need_packages "${build_packages[@]}"
fetch_sources "${source_packages[@]}"
build_kernel
build_musl
build_busybox
build_init
pack_initramfs
link_image
$only_elf && exit
publish_image
build_bzimage
