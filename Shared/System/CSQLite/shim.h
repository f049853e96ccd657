// SQLite's settings of a process: sqlite3_config is a variadic C function, which Swift cannot call.
#ifndef MENDENGAR_CSQLITE_SHIM_H
#define MENDENGAR_CSQLITE_SHIM_H
#include <sqlite3.h>

// No count of the memory in use: it is kept under one lock, which is taken for each piece of memory. Before
// anything else of SQLite; afterwards it is refused and changes nothing (sqlite.org/c3ref/config.html).
static inline int sqlite_keep_no_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
#endif
