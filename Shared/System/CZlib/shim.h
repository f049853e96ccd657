// zlib: deflated entries of a wheel, and gzip: files in it, and answers that go out compressed.
#include <zlib.h>
