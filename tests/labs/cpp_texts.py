"""Submissions in C++ that a test writes."""

OURS = frozenset({"parts/pixel.hpp", "parts/publish.hpp"})  # headers of juliaset that they include


def kernel(top: str = "", inside: str = "") -> str:
    """Return a right kernel, with something at its top or in its body."""
    return f"""#include "parts/pixel.hpp"
{top}
namespace {{
void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {{
  auto patience = juliaset::Patience::caller(stop);
  {inside}
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {{
    juliaset::count_row(problem, j, counts, patience);
  }}
}}
}}  // namespace
JULIA_KERNEL("x", one, exact);
"""


# Its templates double with each level: no compiler finishes with it.
ENDLESS = kernel(
    "template <int N, int M> struct F {\n"
    "  static constexpr long v = F<N - 1, 2 * M>::v + F<N - 1, 2 * M + 1>::v;\n};\n"
    "template <int M> struct F<0, M> { static constexpr long v = M; };\n"
    "long grown = F<26, 0>::v;"
)
