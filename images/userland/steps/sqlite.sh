# SQLite: its shell, with the library inside.

sqlite=$work/sqlite3.wasm

# No threads, no shared memory between processes (and so no write-ahead log), no code to load at run time.
sqlite_flags=(
	-DSQLITE_THREADSAFE=0 -DSQLITE_OMIT_WAL -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_MAX_MMAP_SIZE=0
	-DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_ENABLE_DBPAGE_VTAB
	-DSQLITE_DEFAULT_MEMSTATUS=0 -DSQLITE_DQS=0 -DHAVE_USLEEP -DHAVE_LOCALTIME_R -DHAVE_FDATASYNC
)

build_sqlite() {
	newer "$sqlite" "$here/steps/sqlite.sh" "$libc/.made" && return
	say 'SQLite'
	unpack_source sqlite3 "$work/sqlite-source"
	rm -rf "$work/sqlite"
	mkdir -p "$work/sqlite"
	(
		cd "$work/sqlite-source"
		./configure --disable-readline
		make sqlite3.c shell.c
	) >"$work/sqlite.log" 2>&1 || { tail -n 30 "$work/sqlite.log" >&2; fail 'SQLite cannot be put together'; }
	compile -w "${sqlite_flags[@]}" -c "$work/sqlite-source/sqlite3.c" -o "$work/sqlite/sqlite3.o" &
	compile -w "${sqlite_flags[@]}" -I"$work/sqlite-source" -c "$work/sqlite-source/shell.c" -o "$work/sqlite/shell.o"
	wait
	link_program "$sqlite" "$work"/sqlite/*.o -lm
}
