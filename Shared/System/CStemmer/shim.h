// The Snowball stemmers, among them Indonesian.
#include <libstemmer.h>
