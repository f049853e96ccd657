// zlib: deflated entries of a wheel, and the gzip files in it.
#include <zlib.h>
