// libcurl for Swift: curl_easy_setopt and curl_easy_getinfo are variadic C macros, which Swift
// cannot call, so each kind of argument gets a plain function here.
#ifndef MENDENGAR_CCURL_SHIM_H
#define MENDENGAR_CCURL_SHIM_H
#include <curl/curl.h>
#include <netdb.h>
#include <sys/socket.h>

static inline CURLcode curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}
typedef size_t (*curl_bytes_callback)(char *bytes, size_t size, size_t count, void *context);
static inline CURLcode curl_set_callback(CURL *handle, CURLoption option, curl_bytes_callback value) {
    return curl_easy_setopt(handle, option, value);
}
// Called about once a second while libcurl waits; anything but 0 ends the transfer.
typedef int (*curl_waiting_callback)(
    void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
static inline CURLcode curl_set_progress(
    CURL *handle, curl_waiting_callback value, void *context) {
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}
// Asked with each address, as text, before a connection to it; anything but 0 lets it be opened.
typedef int (*curl_may_connect_callback)(void *context, const char *address);
struct curl_connect_guard {
    curl_may_connect_callback may_connect;
    void *context;
};
static inline curl_socket_t curl_open_guarded(
    void *guard, curlsocktype purpose, struct curl_sockaddr *address) {
    struct curl_connect_guard *asked = (struct curl_connect_guard *)guard;
    char text[NI_MAXHOST] = "";
    (void)purpose;
    if (getnameinfo(&address->addr, address->addrlen, text, sizeof text, 0, 0, NI_NUMERICHOST) != 0
        || !asked->may_connect(asked->context, text))
        return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}
// The guard must live as long as the transfer. No proxy then: it would connect in our place.
static inline CURLcode curl_set_connect_guard(CURL *handle, struct curl_connect_guard *guard) {
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, guard);
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, curl_open_guarded);
}
static inline CURLcode curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode curl_get_socket(CURL *handle, curl_socket_t *value) {
    return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, value);
}
#endif
