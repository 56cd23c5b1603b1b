#include <stdio.h>
#include <time.h>
static double cpu(void) {
    struct timespec t; clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}
int main(int argc, char **argv) {
    double best[2] = {1e9, 1e9};
    for (int round = 0; round < 15; ++round) {
        double a = 1, b = 1, c = 1, d = 1, begin = cpu();
        long n = 2000000;
        __asm__ volatile("1: mulsd %5,%0\n mulsd %5,%0\n mulsd %5,%0\n"
                         "mulsd %5,%0\n dec %4\n jnz 1b"
                         : "+x"(a), "+x"(b), "+x"(c), "+x"(d), "+r"(n) : "x"(1.0));
        double middle = cpu();
        n = 2000000;
        __asm__ volatile("1: mulsd %5,%0\n mulsd %5,%1\n mulsd %5,%2\n"
                         "mulsd %5,%3\n dec %4\n jnz 1b"
                         : "+x"(a), "+x"(b), "+x"(c), "+x"(d), "+r"(n) : "x"(1.0));
        double end = cpu();
        if (middle - begin < best[0]) best[0] = middle - begin;
        if (end - middle < best[1]) best[1] = end - middle;
    }
    printf("%f", best[0] / best[1]);
    return 0;
}
