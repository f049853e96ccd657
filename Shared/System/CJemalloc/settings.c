// How jemalloc works here (jemalloc(3), "TUNING"): one arena, because our threads are few, and memory given back
// to the system a tenth of a second after it was freed, not ten seconds: a flood of large bodies leaves nothing
// behind. MALLOC_CONF in the environment goes before.
#include <CJemalloc.h>

const char *malloc_conf = "narenas:1,dirty_decay_ms:100,muzzy_decay_ms:0,background_thread:true";
