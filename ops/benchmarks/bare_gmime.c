/* The peer of our mail reader: GMime alone, which parses each mail, decodes headers and every part, texts to
 * UTF-8, and forgets it again. bare_gmime FILE... prints how much it has read, so that nothing is left out. */
#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>

static size_t total;

static void read_part(GMimeObject *parent, GMimeObject *part, gpointer data) {
    (void)parent;
    (void)data;
    if (GMIME_IS_TEXT_PART(part)) {
        char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
        total += text ? strlen(text) : 0;
        g_free(text);
        return;
    }
    if (!GMIME_IS_PART(part)) return;
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
    if (!content) return;
    GMimeStream *memory = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(content, memory);
    total += g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory))->len;
    g_object_unref(memory);
}

static void read_mail(const char *path) {
    char *bytes;
    gsize count;
    if (!g_file_get_contents(path, &bytes, &count, NULL)) exit(1);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, count);
    g_free(bytes);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    if (message) {
        GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
        for (int index = 0; index < g_mime_header_list_get_count(headers); index++) {
            const char *value = g_mime_header_get_value(g_mime_header_list_get_header_at(headers, index));
            total += value ? strlen(value) : 0;
        }
        const char *subject = g_mime_message_get_subject(message);
        total += subject ? strlen(subject) : 0;
        total += internet_address_list_length(g_mime_message_get_from(message));
        g_mime_message_foreach(message, read_part, NULL);
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
}

int main(int argc, char **argv) {
    g_mime_init();
    for (int index = 1; index < argc; index++) read_mail(argv[index]);
    printf("%zu\n", total);
    return 0;
}
