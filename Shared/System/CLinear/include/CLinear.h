// liblinear (https://www.csie.ntu.edu.tw/~cjlin/liblinear/): linear models over many sparse features.
#ifndef MENDENGAR_CLINEAR_H
#define MENDENGAR_CLINEAR_H
#include <linear.h>

// Trains as train() does, says nothing on the way, and gives the same model each time: the order in which
// liblinear visits the cases comes from rand().
struct model *train_quietly(const struct problem *cases, const struct parameter *how, unsigned seed);
#endif
