// Records what a program does to the files of one folder, in order, so that a test can rebuild what a
// disk would hold after a power cut: LD_PRELOAD=recorder.so RECORD_FOLDER=folder RECORD_LOG=file CMD
//
// One record: kind (1 byte), length of path (u16), length of data (u32), offset (u64), path, data; numbers
// in the machine's order.
//   o  open that may create or empty (offset 1: O_TRUNC)    w  write       t  ftruncate to offset
//   u  unlink                                               r  rename to the path in data
//   s  a sync of this file begins                           S  it has succeeded
//   E  it has failed: RECORD_EIO_AFTER=n fails the n-th sync without doing it
//   d  a sync of the folder has succeeded                   a  acknowledged: a line "ok N" on stdout
// Mappings are not recorded: SQLite maps only the -shm file, which does not survive a power cut anyway.
//
// cc -O2 -shared -fPIC -o recorder.so recorder.c -ldl
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_truncate)(int, off64_t);
static int (*real_unlink)(const char *), (*real_rename)(const char *, const char *);
static int (*real_open)(const char *, int, ...);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static ssize_t (*real_write)(int, const void *, size_t);
static const char *folder;
static int record = -1;
static long eio_after, syncs;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void start(void) {
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_truncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_open = dlsym(RTLD_NEXT, "open64");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_write = dlsym(RTLD_NEXT, "write");
    folder = getenv("RECORD_FOLDER");
    const char *path = getenv("RECORD_LOG"), *after = getenv("RECORD_EIO_AFTER");
    eio_after = after ? atol(after) : 0;
    if (folder && path)
        record = real_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_ours(const char *path) {
    return record >= 0 && strncmp(path, folder, strlen(folder)) == 0;
}

static int path_of(int fd, char path[4096]) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = record >= 0 ? readlink(link, path, 4095) : -1;
    if (length < 0) return 0;
    path[length] = 0;
    return is_ours(path);
}

// The caller holds the lock, so that the log has the order of the calls.
static void put(char kind, const char *path, const void *data, uint32_t bytes, uint64_t offset) {
    uint16_t length = path ? strlen(path) : 0;
    char head[15];
    head[0] = kind;
    memcpy(head + 1, &length, 2);
    memcpy(head + 3, &bytes, 4);
    memcpy(head + 7, &offset, 8);
    struct iovec parts[3] = {
        {head, sizeof head}, {(void *)path, length}, {(void *)data, bytes}};
    if (writev(record, parts, 3) < 0) abort();
}

static int open_recorded(const char *path, int flags, int mode) {
    if (!(flags & (O_CREAT | O_TRUNC)) || !is_ours(path)) return real_open(path, flags, mode);
    pthread_mutex_lock(&lock);
    int fd = real_open(path, flags, mode);
    if (fd >= 0) put('o', path, 0, 0, flags & O_TRUNC ? 1 : 0);
    pthread_mutex_unlock(&lock);
    return fd;
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;
    va_end(rest);
    return open_recorded(path, flags, mode);
}
int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;
    va_end(rest);
    return open_recorded(path, flags, mode);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    char path[4096];
    if (!path_of(fd, path)) return real_pwrite(fd, bytes, count, offset);
    pthread_mutex_lock(&lock);
    ssize_t done = real_pwrite(fd, bytes, count, offset);
    if (done > 0) put('w', path, bytes, done, offset);
    pthread_mutex_unlock(&lock);
    return done;
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    return pwrite64(fd, bytes, count, offset);
}

ssize_t write(int fd, const void *bytes, size_t count) {
    if (record < 0) return real_write(fd, bytes, count);
    char path[4096];
    int is_answer = fd == STDOUT_FILENO && count > 3 && memcmp(bytes, "ok ", 3) == 0;
    if (!is_answer && !path_of(fd, path)) return real_write(fd, bytes, count);
    pthread_mutex_lock(&lock);
    off64_t offset = is_answer ? 0 : lseek64(fd, 0, SEEK_CUR);
    ssize_t done = real_write(fd, bytes, count);
    if (done > 0) put(is_answer ? 'a' : 'w', is_answer ? 0 : path, bytes, done, offset);
    pthread_mutex_unlock(&lock);
    return done;
}

int ftruncate64(int fd, off64_t length) {
    char path[4096];
    if (!path_of(fd, path)) return real_truncate(fd, length);
    pthread_mutex_lock(&lock);
    int result = real_truncate(fd, length);
    if (result == 0) put('t', path, 0, 0, length);
    pthread_mutex_unlock(&lock);
    return result;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int unlink(const char *path) {
    if (!is_ours(path)) return real_unlink(path);
    pthread_mutex_lock(&lock);
    int result = real_unlink(path);
    if (result == 0) put('u', path, 0, 0, 0);
    pthread_mutex_unlock(&lock);
    return result;
}

int rename(const char *from, const char *to) {
    if (!is_ours(from) && !is_ours(to)) return real_rename(from, to);
    pthread_mutex_lock(&lock);
    int result = real_rename(from, to);
    if (result == 0) put('r', from, to, strlen(to), 0);
    pthread_mutex_unlock(&lock);
    return result;
}

// The begin is recorded too: only what was written before it is on the disk when it has succeeded.
static int sync_recorded(int fd, int (*real)(int)) {
    char path[4096];
    if (!path_of(fd, path)) return real(fd);
    struct stat status;
    int is_folder = fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
    pthread_mutex_lock(&lock);
    int fails = eio_after && !is_folder && ++syncs == eio_after;
    put(fails ? 'E' : 's', path, 0, 0, fd);
    pthread_mutex_unlock(&lock);
    if (fails) {
        errno = EIO;
        return -1;
    }
    int result = real(fd);
    pthread_mutex_lock(&lock);
    if (result == 0) put(is_folder ? 'd' : 'S', path, 0, 0, fd);
    pthread_mutex_unlock(&lock);
    return result;
}
int fsync(int fd) { return sync_recorded(fd, real_fsync); }
int fdatasync(int fd) { return sync_recorded(fd, real_fdatasync); }
