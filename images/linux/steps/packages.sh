# What the build takes from Debian: tools as binary packages, the guest's software as source packages.

build_packages=(
	linux-source-6.12 gcc gcc-multilib make bc bison flex libelf-dev libc6-dev
	cpio xz-utils bzip2 lz4 zopfli patch perl python3 dpkg-dev rsync
)
source_packages=(busybox musl)

need_packages() {
	local package missing=()
	for package in "${build_packages[@]}"; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
	done
	[ ${#missing[@]} -eq 0 ] && return
	[ "$(id -u)" -eq 0 ] || fail "missing Debian packages: ${missing[*]} (apt-get install them, or run this as root)"
	say "installing ${missing[*]}"
	apt-get update -q
	DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# apt with the machine's own sources, read as source-package lists, and nothing of it written to the system.
apt_sources() {
	apt-get -q -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$work/apt/sources" \
		-o Dir::State::Lists="$work/apt/lists" -o APT::Sandbox::User=root "$@"
}

fetch_sources() {
	local package
	mkdir -p "$work/sources" "$work/apt/sources" "$work/apt/lists/partial"
	for package in "${source_packages[@]}"; do
		compgen -G "$work/sources/${package}_*.dsc" >/dev/null && continue
		if ! compgen -G "$work/apt/lists/*Sources*" >/dev/null; then
			find /etc/apt -name '*.sources' -exec sed 's/^Types:.*/Types: deb-src/' {} + \
				>"$work/apt/sources/debian.sources"
			find /etc/apt -name '*.list' -exec sed -n 's/^deb /deb-src /p' {} + \
				>"$work/apt/sources/debian.list"
			apt_sources update
		fi
		(cd "$work/sources" && apt_sources source --download-only "$package")
	done
}

# source_version <package>: the version of the source package that was downloaded.
source_version() {
	sed -n 's/^Version: //p' "$work/sources/$1"_*.dsc
}

# unpack_source <package> <directory>: upstream's tree with Debian's patches.
unpack_source() {
	rm -rf "$2"
	dpkg-source --no-check -x "$work/sources/$1"_*.dsc "$2" >/dev/null
}

# newer <output> <input>...: true if the output exists and no input, file or directory, is younger.
newer() {
	local output=$1
	shift
	[ -e "$output" ] && [ -z "$(find "$@" -newer "$output" -print -quit)" ]
}
