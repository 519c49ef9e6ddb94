# What recipes share: tools and sources from Debian, and rebuilding only what is older than its inputs. Sourced by each
# recipe's build.sh, which sets $work; knows nothing of any image.

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# need_packages <package>...: installs what is missing, as root; otherwise names it.
need_packages() {
	local package missing=()
	for package in "$@"; do
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

# fetch_sources <package>...: the source packages into $work/sources, verified by apt.
fetch_sources() {
	local package
	mkdir -p "$work/sources" "$work/apt/sources" "$work/apt/lists/partial"
	for package in "$@"; do
		compgen -G "$work/sources/${package}_*.dsc" >/dev/null && continue
		if ! compgen -G "$work/apt/lists/*Sources*" >/dev/null; then
			find /etc/apt -name '*.sources' -exec sed 's/^Types:.*/Types: deb-src/' {} + \
				>"$work/apt/sources/debian.sources"
			find /etc/apt -name '*.list' -exec sed -n 's/^deb /deb-src /p' {} + \
				>"$work/apt/sources/debian.list"
			apt_sources update
		fi
		(cd "$work/sources" && download_source "$package")
	done
}

download_source() { apt_sources source --download-only "$1"; }

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

hash_of() { sha256sum "$1" | cut -d' ' -f1; }
bytes_of() { stat -c %s "$1"; }
