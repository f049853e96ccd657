// LD_PRELOAD shim for valgrind 3.19, which writes into the caller's signal mask during sigsuspend and dies
// when that is read-only memory, as in libdispatch. It gets a mask on the stack.
//   cc -O2 -shared -fPIC -o sigsuspend.so sigsuspend.c
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

int sigsuspend(const sigset_t *mask) {
    sigset_t copy = *mask;
    return (int)syscall(SYS_rt_sigsuspend, &copy, _NSIG / 8);
}
