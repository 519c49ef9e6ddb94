# What the build takes from Debian: tools as binary packages, the guest's software as source packages.

build_packages=(
	linux-source-6.12 gcc gcc-multilib make bc bison flex libelf-dev libc6-dev
	cpio xz-utils bzip2 lz4 zopfli patch perl python3 dpkg-dev rsync
)
source_packages=(busybox musl)
