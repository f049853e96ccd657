// libxml2: its SAX interface for HTML (mail), its trees for small XML messages (SMS),
// its reader for documents (Radio).
#ifndef MENDENGAR_CXML2_SHIM_H
#define MENDENGAR_CXML2_SHIM_H
#include <libxml/xmlversion.h>
// Debian's libxml2 shows ICU types in its headers, and Foundation brings an ICU of its own.
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>

// libxml2 writes errors to stderr unless it is given a function that keeps them quiet.
static void xml_quiet(void *context, const char *message, ...) {
    (void)context;
    (void)message;
}
static inline void xml_silence_handler(htmlSAXHandler *handler) {
    handler->warning = xml_quiet;
    handler->error = xml_quiet;
}
// `xmlFree` is a variable that could change.
static inline void xml_give_back(void *text) { xmlFree(text); }
#endif
