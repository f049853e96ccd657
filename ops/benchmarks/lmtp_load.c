// Delivers mails by LMTP over many connections at once, each waiting for its answers, and prints the
// seconds that took: lmtp_load PORT RECIPIENT CONNECTIONS COUNT MAILS, where MAILS holds each mail as it goes
// on the wire, with its length in four bytes before it.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

static int port, count;
static const char *recipient;
static const char **mails;
static size_t *lengths;
static atomic_int taken;

static void fail(const char *what, const char *line) {
    fprintf(stderr, "lmtp_load: %s: %.200s\n", what, line);
    exit(1);
}

struct reader {
    int socket;
    size_t start, end;
    char bytes[4096];
};

// Reads one reply, of however many lines, which must begin with `code`.
static void expect(struct reader *reader, const char *code) {
    for (;;) {
        char *line = reader->bytes + reader->start;
        char *lf = memchr(line, '\n', reader->end - reader->start);
        if (lf) {
            if (strncmp(line, code, 3)) fail("another answer was expected", line);
            reader->start = (size_t)(lf + 1 - reader->bytes);
            if (line[3] != '-') return;
            continue;
        }
        memmove(reader->bytes, line, reader->end - reader->start);
        reader->end -= reader->start;
        reader->start = 0;
        ssize_t got = recv(reader->socket, reader->bytes + reader->end, sizeof reader->bytes - 1 - reader->end, 0);
        if (got <= 0) fail("the connection ended", code);
        reader->end += (size_t)got;
        reader->bytes[reader->end] = 0;
    }
}

static void say(int socket, const char *bytes, size_t left) {
    while (left > 0) {
        ssize_t sent = send(socket, bytes, left, MSG_NOSIGNAL);
        if (sent <= 0) fail("the connection ended", "");
        bytes += sent;
        left -= (size_t)sent;
    }
}

static void *deliver(void *unused) {
    (void)unused;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct reader reader = {.socket = socket(AF_INET, SOCK_STREAM, 0)};
    int on = 1;
    setsockopt(reader.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(reader.socket, (struct sockaddr *)&address, sizeof address)) fail("no connection", "");
    expect(&reader, "220");
    say(reader.socket, "LHLO bench\r\n", 12);
    expect(&reader, "250");
    char envelope[512];
    int length = snprintf(envelope, sizeof envelope,
                          "MAIL FROM:<warga@warga.example>\r\nRCPT TO:<%s>\r\nDATA\r\n", recipient);
    for (int mail; (mail = atomic_fetch_add(&taken, 1)) < count;) {
        say(reader.socket, envelope, (size_t)length);
        expect(&reader, "250");
        expect(&reader, "250");
        expect(&reader, "354");
        say(reader.socket, mails[mail], lengths[mail]);
        expect(&reader, "250");
    }
    say(reader.socket, "QUIT\r\n", 6);
    expect(&reader, "221");
    close(reader.socket);
    return NULL;
}

int main(int argc, char **argv) {
    if (argc != 6) fail("usage", "lmtp_load PORT RECIPIENT CONNECTIONS COUNT MAILS");
    port = atoi(argv[1]);
    recipient = argv[2];
    int connections = atoi(argv[3]);
    count = atoi(argv[4]);
    int file = open(argv[5], O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status)) fail("no such file", argv[5]);
    const char *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    mails = calloc((size_t)count, sizeof *mails);
    lengths = calloc((size_t)count, sizeof *lengths);
    size_t at = 0;
    for (int mail = 0; mail < count; mail++) {
        uint32_t size;
        if (at + 4 > (size_t)status.st_size) fail("too few mails", argv[5]);
        memcpy(&size, bytes + at, 4);
        mails[mail] = bytes + at + 4;
        lengths[mail] = ntohl(size);
        at += 4 + lengths[mail];
    }
    pthread_t *threads = calloc((size_t)connections, sizeof *threads);
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int one = 0; one < connections; one++) pthread_create(&threads[one], NULL, deliver, NULL);
    for (int one = 0; one < connections; one++) pthread_join(threads[one], NULL);
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.6f\n", (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9);
    return 0;
}
