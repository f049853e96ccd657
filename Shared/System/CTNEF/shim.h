// libytnef: the files in a winmail.dat of Outlook. Its structures are told in calls.
#ifndef MENDENGAR_CTNEF_SHIM_H
#define MENDENGAR_CTNEF_SHIM_H
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <ytnef.h>

// One file: its name as it is written there, perhaps empty, and its bytes.
typedef void tnef_file(void *context, const char *name, size_t name_length,
                       const unsigned char *bytes, size_t count);

static inline variableLength *tnef_property(Attachment *file, DWORD type, DWORD id) {
    variableLength *found = MAPIFindProperty(&file->MAPI, (type << 16) | id);
    return found == MAPI_UNDEFINED || !found->data || found->size <= 0 ? NULL : found;
}
// Gives every file of a TNEF to `body`. 0, or the library's error.
static inline int tnef_read(unsigned char *bytes, long count, void *context, tnef_file *body) {
    TNEFStruct tnef;
    TNEFInitialize(&tnef);
    tnef.Debug = 0;
    int error = TNEFParseMemory(bytes, count, &tnef);
    for (Attachment *file = tnef.starting_attach.next; error == 0 && file; file = file->next) {
        variableLength *name = tnef_property(file, 0x1F, 0x3707);
        if (!name) name = tnef_property(file, 0x1E, 0x3707);
        if (!name && file->Title.data && file->Title.size > 0) name = &file->Title;
        variableLength *data = NULL;
        size_t skipped = 0;
        if (file->FileData.data && file->FileData.size > 0) data = &file->FileData;
        if (!data) data = tnef_property(file, 0x102, 0x3701);
        if (!data && (data = tnef_property(file, 0x0D, 0x3701))) skipped = 16; // its class id
        if (!data || (size_t)data->size <= skipped) continue;
        body(context, name ? (const char *)name->data : "",
             name ? strnlen((const char *)name->data, (size_t)name->size) : 0,
             data->data + skipped, (size_t)data->size - skipped);
    }
    TNEFFree(&tnef);
    return error;
}
#endif
