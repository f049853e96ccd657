// GMime 3: MIME parsing. GObject's type checks are C macros, so they become functions here.
#ifndef MENDENGAR_CGMIME_SHIM_H
#define MENDENGAR_CGMIME_SHIM_H
#include <gmime/gmime.h>
#endif
