// libzip: the archives that Word, OpenDocument and WhatsApp write.
#include <zip.h>
