// jemalloc (https://jemalloc.net): its malloc and free take the place of those of the C library.
#ifndef MENDENGAR_CJEMALLOC_SHIM_H
#define MENDENGAR_CJEMALLOC_SHIM_H
#include <jemalloc/jemalloc.h>
#endif
