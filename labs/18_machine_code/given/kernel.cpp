// Two functions to compile and to disassemble. No line of them asks for a fused instruction.
double sum_of_squares(const double* numbers, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i) sum += numbers[i] * numbers[i];
  return sum;
}

void step(double* re, double* im, double c_re, double c_im, int n) {
  for (int i = 0; i < n; ++i) {
    const double re2 = re[i] * re[i];
    const double im2 = im[i] * im[i];
    const double product = re[i] * im[i];
    re[i] = (re2 - im2) + c_re;
    im[i] = (product + product) + c_im;
  }
}
