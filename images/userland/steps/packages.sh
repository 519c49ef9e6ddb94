# What the build takes from Debian: tools as binary packages, the programs as source packages.

build_packages=(
	clang-14 lld-14 llvm-14 binaryen wasi-libc libclang-rt-14-dev-wasm32 musl-dev
	gcc libc6-dev make tcl xz-utils zopfli patch dpkg-dev nodejs
)
source_packages=(toybox lua5.4 sqlite3)

# toybox as upstream made it: Debian changes its documentation and tests only.
download_source() {
	if [ "$1" = toybox ]; then
		apt_sources source --download-only --tar-only "$1"
		apt_sources source --download-only --dsc-only "$1"
	else
		apt_sources source --download-only "$1"
	fi
}
