// The untested step, as fast as this instruction set can: all flops and nothing else.
#include "batch.hpp"
#include "julia/roof.hpp"

namespace {

using Vector = julia::Batch<double>;

template <int vectors>
double run_with(std::int64_t steps) {
  // A c within the cardioid: all orbits stay small and settle, none becomes subnormal.
  const Vector c_re(-0.1);
  const Vector c_im(0.1);
  Vector re[vectors];
  Vector im[vectors];
  for (int v = 0; v < vectors; ++v) {
    re[v] = Vector(0.01 * v);
    im[v] = Vector(0.1);
  }
  for (std::int64_t step = 0; step < steps; ++step) {
    for (int v = 0; v < vectors; ++v) {
      const Vector product = re[v] * im[v];
      re[v] = (re[v] * re[v] - im[v] * im[v]) + c_re;
      im[v] = (product + product) + c_im;
    }
  }
  double sum = 0;
  for (int v = 0; v < vectors; ++v) sum += re[v].get(0) + im[v].get(0);
  return sum;
}

double run(std::int32_t vectors, std::int64_t steps) noexcept {
  double sum = 0;
  switch (vectors) {
    case 1:
      sum = run_with<1>(steps);
      break;
    case 2:
      sum = run_with<2>(steps);
      break;
    case 4:
      sum = run_with<4>(steps);
      break;
    case 6:
      sum = run_with<6>(steps);
      break;
    default:
      sum = run_with<8>(steps);
      break;
  }
  julia::leave_avx();
  return sum;
}

}  // namespace

extern "C" {
extern const julia::Roof JULIA_PASTE(julia_roof_, JULIA_ROOF);
constinit const julia::Roof JULIA_PASTE(julia_roof_, JULIA_ROOF){
    JULIA_STRING(JULIA_ROOF), static_cast<std::int32_t>(Vector::size), julia::needs_here, &run};
}
