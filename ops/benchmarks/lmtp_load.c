// Delivers mails by LMTP over many connections at once, each waiting for its answers, and prints the
// seconds that took: lmtp_load PORT RECIPIENT CONNECTIONS COUNT MAILS, where MAILS holds each mail as it goes
// on the wire, with its length in four bytes before it. One thread for all connections: what the client
// takes of the processors is not there for the server.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// What a connection waits for.
enum step { GREETING, WELCOME, SENDER, RECIPIENT, GO_AHEAD, STORED, GOODBYE, DONE };
static const char *const expected[] = {"220", "250", "250", "250", "354", "250", "221"};

struct connection {
    int socket;
    enum step step;
    int mail;
    // What is still to be sent.
    const char *bytes;
    size_t left;
    int waits_to_send;
    size_t filled;
    char reply[4096];
};

static int epoll, count, taken;
static char envelope[512];
static const char **mails;
static size_t *lengths;

static void fail(const char *what, const char *line) {
    fprintf(stderr, "lmtp_load: %s: %.200s\n", what, line);
    exit(1);
}

static void watch(struct connection *connection, int how, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = connection};
    if (epoll_ctl(epoll, how, connection->socket, &event)) fail("epoll_ctl", strerror(errno));
}

// Sends on; what the socket does not take waits until it does.
static void flow(struct connection *connection) {
    while (connection->left > 0) {
        ssize_t sent = send(connection->socket, connection->bytes, connection->left, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) {
            if (!connection->waits_to_send) watch(connection, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
            connection->waits_to_send = 1;
            return;
        }
        if (sent <= 0) fail("the connection ended", "");
        connection->bytes += sent;
        connection->left -= (size_t)sent;
    }
    if (connection->waits_to_send) watch(connection, EPOLL_CTL_MOD, EPOLLIN);
    connection->waits_to_send = 0;
}

static void say(struct connection *connection, const char *bytes, size_t length) {
    connection->bytes = bytes;
    connection->left = length;
    flow(connection);
}

// Does what follows the reply that was waited for.
static void proceed(struct connection *connection) {
    switch (connection->step++) {
        case GREETING: return say(connection, "LHLO bench\r\n", 12);
        case STORED:
        case WELCOME:
            if (taken < count) {
                connection->step = SENDER;
                connection->mail = taken++;
                return say(connection, envelope, strlen(envelope));
            }
            connection->step = GOODBYE;
            return say(connection, "QUIT\r\n", 6);
        case GO_AHEAD: return say(connection, mails[connection->mail], lengths[connection->mail]);
        case GOODBYE: close(connection->socket);
        default: return;
    }
}

// Takes the replies that are whole, of however many lines.
static void hear(struct connection *connection) {
    char *reply = connection->reply;
    ssize_t got =
        recv(connection->socket, reply + connection->filled, sizeof connection->reply - connection->filled, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) fail("the connection ended", expected[connection->step]);
    connection->filled += (size_t)got;
    char *line = reply, *end = reply + connection->filled, *lf;
    while (connection->step != DONE && (lf = memchr(line, '\n', (size_t)(end - line)))) {
        if (lf - line < 4 || strncmp(line, expected[connection->step], 3)) {
            *lf = 0;
            fail("another answer was expected", line);
        }
        int is_last = line[3] != '-';
        line = lf + 1;
        if (is_last) proceed(connection);
    }
    connection->filled = (size_t)(end - line);
    memmove(reply, line, connection->filled);
}

static void begin(struct connection *connection, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connection->socket = socket(AF_INET, SOCK_STREAM, 0);
    int on = 1;
    setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(connection->socket, (struct sockaddr *)&address, sizeof address)) fail("no connection", "");
    fcntl(connection->socket, F_SETFL, O_NONBLOCK);
    watch(connection, EPOLL_CTL_ADD, EPOLLIN);
}

static void read_mails(const char *path) {
    int file = open(path, O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status)) fail("no such file", path);
    const char *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    mails = calloc((size_t)count, sizeof *mails);
    lengths = calloc((size_t)count, sizeof *lengths);
    size_t at = 0;
    for (int mail = 0; mail < count; mail++) {
        uint32_t size;
        if (at + 4 > (size_t)status.st_size) fail("too few mails", path);
        memcpy(&size, bytes + at, 4);
        mails[mail] = bytes + at + 4;
        lengths[mail] = ntohl(size);
        at += 4 + lengths[mail];
    }
}

int main(int argc, char **argv) {
    if (argc != 6) fail("usage", "lmtp_load PORT RECIPIENT CONNECTIONS COUNT MAILS");
    int many = atoi(argv[3]);
    count = atoi(argv[4]);
    snprintf(envelope, sizeof envelope, "MAIL FROM:<warga@warga.example>\r\nRCPT TO:<%s>\r\nDATA\r\n", argv[2]);
    read_mails(argv[5]);
    epoll = epoll_create1(0);
    struct connection *connections = calloc((size_t)many, sizeof *connections);
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int one = 0; one < many; one++) begin(&connections[one], atoi(argv[1]));
    for (int left = many; left > 0;) {
        struct epoll_event events[64];
        int ready = epoll_wait(epoll, events, 64, -1);
        for (int event = 0; event < ready; event++) {
            struct connection *connection = events[event].data.ptr;
            if (events[event].events & EPOLLOUT) flow(connection);
            if (events[event].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) hear(connection);
            if (connection->step == DONE) left--;
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.6f\n", (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9);
    return 0;
}
