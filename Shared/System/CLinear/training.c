// Not a system library's map alone: liblinear is linked from its archive, and asks for four functions of a BLAS.
// A whole BLAS would be one more shared library in each of our processes, for a solver we do not even call.
#include <CLinear.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

static void say_nothing(const char *text) { (void)text; }

// rand() is one for the whole process: two trainings at a time would disturb each other.
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

struct model *train_quietly(const struct problem *cases, const struct parameter *how, unsigned seed) {
    pthread_mutex_lock(&turn);
    set_print_string_function(say_nothing);
    srand(seed);
    struct model *trained = train(cases, how);
    pthread_mutex_unlock(&turn);
    return trained;
}

double ddot_(const int *n, const double *x, const int *stepX, const double *y, const int *stepY) {
    double sum = 0;
    for (int i = 0; i < *n; i++) sum += x[i * *stepX] * y[i * *stepY];
    return sum;
}

double dnrm2_(const int *n, const double *x, const int *step) { return sqrt(ddot_(n, x, step, x, step)); }

int daxpy_(const int *n, const double *a, const double *x, const int *stepX, double *y, const int *stepY) {
    for (int i = 0; i < *n; i++) y[i * *stepY] += *a * x[i * *stepX];
    return 0;
}

int dscal_(const int *n, const double *a, double *x, const int *step) {
    for (int i = 0; i < *n; i++) x[i * *step] *= *a;
    return 0;
}
