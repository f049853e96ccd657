// What confines a process or its children and the Swift overlay of the C library does not show.
#ifndef MENDENGAR_CPROCESS_SHIM_H
#define MENDENGAR_CPROCESS_SHIM_H
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

// A copy of an open file for the process at the other end of a socket (unix(7), SCM_RIGHTS). 0 or -1.
static inline int descriptor_send(int socket, int descriptor) {
    char byte = 0, control[CMSG_SPACE(sizeof(int))] = {0};
    struct iovec content = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {.msg_iov = &content, .msg_iovlen = 1,
                             .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    *(int *)(void *)CMSG_DATA(header) = descriptor;
    return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == 1 ? 0 : -1;
}
// The descriptor, or -1; errno is EPROTO when there is none.
static inline int descriptor_receive(int socket) {
    char byte = 0, control[CMSG_SPACE(sizeof(int))] = {0};
    struct iovec content = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {.msg_iov = &content, .msg_iovlen = 1,
                             .msg_control = control, .msg_controllen = sizeof control};
    ssize_t count = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (count < 0) return -1;
    struct cmsghdr *header = count == 1 ? CMSG_FIRSTHDR(&message) : NULL;
    if (!header || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS ||
        header->cmsg_len != CMSG_LEN(sizeof(int))) {
        errno = EPROTO;
        return -1;
    }
    return *(int *)(void *)CMSG_DATA(header);
}

// GNU extension of glibc 2.34, hidden without _GNU_SOURCE.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);

static inline int spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}
static inline int process_set_limit(int resource, unsigned long soft, unsigned long hard) {
    struct rlimit limit = {.rlim_cur = soft, .rlim_max = hard};
    return setrlimit(resource, &limit);
}
// No processes, no files written, no core file, no new rights, nothing for debuggers. Not PR_SET_PDEATHSIG: it follows the
// thread that started the child, and idle threads are retired. The closed socket ends the child.
static inline void process_confine(void) {
    process_set_limit(RLIMIT_NPROC, 0, 0);
    process_set_limit(RLIMIT_FSIZE, 0, 0);
    process_set_limit(RLIMIT_CORE, 0, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
// What a confined process may not do, and Swift does not let anybody do.
static inline int process_fork(void) {
    return fork();
}
static inline long process_trace_parent(void) {
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}
static inline void process_set_memory_max(unsigned long bytes) {
    process_set_limit(RLIMIT_AS, bytes, bytes);
}
static inline void process_set_stack_max(unsigned long bytes) {
    process_set_limit(RLIMIT_STACK, bytes, bytes);
}
// Few arenas, large blocks given back as soon as they are free.
static inline void process_bound_heap(void) {
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_MMAP_THRESHOLD, 256 * 1024);
    mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
}
// Blocks of a few megabytes are kept for the next: fresh pages are cleared by the system each time.
static inline void process_keep_heap(void) {
    mallopt(M_MMAP_THRESHOLD, 4 * 1024 * 1024);
    mallopt(M_TRIM_THRESHOLD, 16 * 1024 * 1024);
}
// What is free goes back to the system at once.
static inline void process_give_back_heap(void) {
    malloc_trim(0);
}
// As many open files as the system allows.
static inline void process_raise_files(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}
static inline void process_set_files_max(unsigned long count) {
    process_set_limit(RLIMIT_NOFILE, count, count);
}
// The kernel counts the processor time of a whole life: allow this much more from now on.
static inline void process_allow_seconds(unsigned long seconds) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    unsigned long used = (unsigned long)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec);
    static unsigned long limit;
    if (limit == used + seconds + 1) return;
    limit = used + seconds + 1;
    process_set_limit(RLIMIT_CPU, limit, RLIM_INFINITY);
}
#endif
