// jemalloc (https://jemalloc.net) for programs that import this: its malloc and free take the place of
// those of the C library.
#ifndef MENDENGAR_CJEMALLOC_H
#define MENDENGAR_CJEMALLOC_H
#include <jemalloc/jemalloc.h>
#endif
