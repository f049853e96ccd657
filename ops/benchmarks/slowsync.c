// LD_PRELOAD shim: an emulated disk. Every fsync and fdatasync takes SLOWSYNC_US microseconds more; with
// SYNC_COUNT=FILE (8 bytes, made before) the syncs of all processes that share the file are counted in it.
//   cc -O2 -shared -fPIC -o slowsync.so slowsync.c -ldl
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

typedef int (*sync_call)(int);
static sync_call real_fsync, real_fdatasync;
static struct timespec delay;
static _Atomic long own_count, *count = &own_count;

__attribute__((constructor)) static void prepare(void) {
    real_fsync = (sync_call)dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = (sync_call)dlsym(RTLD_NEXT, "fdatasync");
    const char *us = getenv("SLOWSYNC_US"), *path = getenv("SYNC_COUNT");
    long wanted = us ? atol(us) : 0;
    delay.tv_sec = wanted / 1000000;
    delay.tv_nsec = wanted % 1000000 * 1000;
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *shared = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED) count = shared;
    close(file);
}

static int slowly(sync_call call, int file) {
    atomic_fetch_add(count, 1);
    struct timespec left = delay;
    while ((left.tv_sec || left.tv_nsec) && nanosleep(&left, &left) && errno == EINTR) {}
    return call(file);
}

int fsync(int file) { return slowly(real_fsync, file); }
int fdatasync(int file) { return slowly(real_fdatasync, file); }
