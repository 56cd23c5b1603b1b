int main(int argc, char **argv) {
    long n = argc > 1 ? 2000000 : 1000000;
    __asm__ volatile("1: nop\n dec %0\n jnz 1b" : "+r"(n));
    return 0;
}
