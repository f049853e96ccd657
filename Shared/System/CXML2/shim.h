// libxml2's SAX interface for HTML (mail) and XML.
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
