// GMime 3: MIME parsing. GObject's type checks are C macros, so they become functions here.
#ifndef MENDENGAR_CGMIME_SHIM_H
#define MENDENGAR_CGMIME_SHIM_H
#include <gmime/gmime.h>
#include <iconv.h>

// What a GMime object is, and the casts that go with it: each answers NULL for another kind.
static inline GMimeMultipart *gmime_as_multipart(GMimeObject *object) {
    return GMIME_IS_MULTIPART(object) ? GMIME_MULTIPART(object) : NULL;
}
static inline GMimeMessagePart *gmime_as_message_part(GMimeObject *object) {
    return GMIME_IS_MESSAGE_PART(object) ? GMIME_MESSAGE_PART(object) : NULL;
}
static inline GMimePart *gmime_as_part(GMimeObject *object) {
    return GMIME_IS_PART(object) ? GMIME_PART(object) : NULL;
}
static inline GMimeObject *gmime_message_as_object(GMimeMessage *message) {
    return GMIME_OBJECT(message);
}
static inline InternetAddressMailbox *gmime_as_mailbox(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_MAILBOX(address) ? INTERNET_ADDRESS_MAILBOX(address) : NULL;
}
static inline InternetAddressGroup *gmime_as_group(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_GROUP(address) ? INTERNET_ADDRESS_GROUP(address) : NULL;
}
static inline GByteArray *gmime_memory_bytes(GMimeStream *stream) {
    return g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
}
// What g_iconv_open answers for a charset it does not know: (GIConv)-1, a cast of a number.
static inline GIConv g_iconv_none(void) {
    return (GIConv)-1;
}
static inline void gmime_cat_add(GMimeStream *both, GMimeStream *part) {
    g_mime_stream_cat_add_source(GMIME_STREAM_CAT(both), part);
}
// Reads bytes where they are, and leaves them to their owner.
static inline GMimeStream *gmime_borrowed_stream(GByteArray *bytes) {
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    return stream;
}
// Reads a part of a file, and leaves the descriptor to its owner.
static inline GMimeStream *gmime_file_stream(int descriptor, long start, long end) {
    GMimeStream *stream = g_mime_stream_fs_new_with_bounds(descriptor, start, end);
    g_mime_stream_fs_set_owner(GMIME_STREAM_FS(stream), FALSE);
    return stream;
}
static inline void gmime_release(void *object) {
    if (object) g_object_unref(object);
}
#endif
