// zlib: deflated entries of a wheel, gzip (files in it, answers that go out compressed), and checksums.
#include <zlib.h>
