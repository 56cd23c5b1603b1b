#include <stdlib.h>
int main(int argc, char **argv) {
    unsigned state = 1; volatile long sum = 0;
    for (long i = 0; i < 400000; ++i) {
        state = state * 1664525u + 1013904223u;
        unsigned bit = argc > 1 ? (state >> 31) : (unsigned)(i & 1);
        if (bit) sum = sum + 3; else sum = sum - 1;
    }
    return 0;
}
