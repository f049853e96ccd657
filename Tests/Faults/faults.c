// A failing or slow disk, put under a program by LD_PRELOAD. Only files below FAULT_FOLDER are touched.
//
//   FAULT_FOLDER=path     the folder whose files fail
//   SLOWSYNC_US=n         each fsync and fdatasync takes n microseconds more
//   SYNC_EIO_AFTER=n      the n-th sync and the FAULT_TIMES-1 after it fail with EIO
//   WRITE_EIO_AFTER=n     the same for writes
//   WRITE_SHORT_AFTER=n   the same: such a write stores half of its bytes, and the next one fails
//   KILL_AT_WRITE=n       the program is killed (SIGKILL) at its n-th write
//   FAULT_TIMES=n         how many calls fail in a row; 1 unless said; 0: all from then on
//   FAULT_COUNT=path      file that gets "syncs writes faults" at each fault and at the end
//
// cc -O2 -shared -fPIC -o faults.so faults.c -ldl
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static int (*real_fsync)(int), (*real_fdatasync)(int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static ssize_t (*real_write)(int, const void *, size_t);
static const char *folder, *count_path;
static long slow, sync_after, write_after, short_after, kill_at, times;
static atomic_long syncs, writes, faults;

static long number(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text ? atol(text) : otherwise;
}

__attribute__((constructor)) static void start(void) {
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_write = dlsym(RTLD_NEXT, "write");
    folder = getenv("FAULT_FOLDER");
    count_path = getenv("FAULT_COUNT");
    slow = number("SLOWSYNC_US", 0);
    sync_after = number("SYNC_EIO_AFTER", 0);
    write_after = number("WRITE_EIO_AFTER", 0);
    short_after = number("WRITE_SHORT_AFTER", 0);
    kill_at = number("KILL_AT_WRITE", 0);
    times = number("FAULT_TIMES", 1);
}

// Rewritten in place, so that a killed program leaves a whole line.
static void report(void) {
    if (!count_path) return;
    char line[100];
    int length = snprintf(line, sizeof line, "%12ld %12ld %12ld\n", (long)syncs, (long)writes,
                          (long)faults);
    int fd = open(count_path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0) {
        real_pwrite(fd, line, length, 0);
        close(fd);
    }
}

__attribute__((destructor)) static void end(void) { report(); }

static int is_ours(int fd) {
    if (!folder) return 0;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

static int is_time(long call, long after) {
    return after && call >= after && (times == 0 || call < after + times);
}

static int fault(void) {
    faults++;
    report();
    errno = EIO;
    return -1;
}

static int sync_file(int fd, int (*real)(int)) {
    if (!is_ours(fd)) return real(fd);
    if (is_time(++syncs, sync_after)) return fault();
    if (slow) {
        struct timespec pause = {slow / 1000000, slow % 1000000 * 1000};
        nanosleep(&pause, 0);
    }
    int result = real(fd);
    if (syncs % 64 == 0) report();
    return result;
}

int fsync(int fd) { return sync_file(fd, real_fsync); }
int fdatasync(int fd) { return sync_file(fd, real_fdatasync); }

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    if (!is_ours(fd)) return real_pwrite(fd, bytes, count, offset);
    long call = ++writes;
    if (kill_at && call == kill_at) {
        fault();
        kill(getpid(), SIGKILL);
    }
    if (is_time(call, write_after)) return fault();
    if (is_time(call, short_after)) {
        faults++;
        report();
        return real_pwrite(fd, bytes, count > 1 ? count / 2 : count, offset);
    }
    if (short_after && call == short_after + times) return fault();
    return real_pwrite(fd, bytes, count, offset);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    return pwrite64(fd, bytes, count, offset);
}

ssize_t write(int fd, const void *bytes, size_t count) {
    if (!is_ours(fd)) return real_write(fd, bytes, count);
    if (is_time(++writes, write_after)) return fault();
    return real_write(fd, bytes, count);
}
