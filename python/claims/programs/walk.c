#include <stdlib.h>
int main(int argc, char **argv) {
    long bytes = atol(argv[1]) << 10, laps = atol(argv[2]);
    volatile char *data = calloc(bytes, 1);
    long sum = 0;
    for (long lap = 0; lap < laps; ++lap)
        for (long i = 0; i < bytes; i += 64) sum += data[i];
    return sum == 1;
}
